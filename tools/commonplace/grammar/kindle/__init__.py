"""What a Kindle writes: the entries of ``My Clippings.txt``, and which of them are one annotation."""
