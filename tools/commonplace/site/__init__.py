"""From finished pages to a finished site."""
