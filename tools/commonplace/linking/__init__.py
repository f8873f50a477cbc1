"""What an annotation is about."""
