"""Searching the site: an index that Pagefind makes of the finished pages, whichever builder finished them."""
