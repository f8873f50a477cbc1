"""What came in and what was stored, made one: annotations, documents of one book, passages of one place."""
