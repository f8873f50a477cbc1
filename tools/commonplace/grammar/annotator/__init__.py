"""Notes of Obsidian Annotator: blocks with the JSON of an annotation, and what they are about."""
