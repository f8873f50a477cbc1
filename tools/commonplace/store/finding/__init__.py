"""Finding passages in a library from the terminal, by an index that is a cache: deleted, it is made again."""
