"""From files to the text of exports, and to the importers that read each part of them."""
