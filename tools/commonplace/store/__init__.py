"""The library on disk: plain text that is changed as a whole or not at all, and caches of it."""
