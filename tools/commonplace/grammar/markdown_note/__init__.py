"""The block grammar of Markdown notes as Obsidian writes them: linear, tolerant, every block with its lines.

markdown-it-py was weighed and not taken. It knows no callouts, block ids, wikilinks or ``%%`` comments; it folds a
``> line`` after a ``> > line`` into the deeper quote, where readers mean the comment that follows it; and it gives
back a tree of inline tokens where the reader's words are needed as they are written. What is left to take from it,
telling paragraphs, lists and fences apart, is the small part.
"""

from commonplace.grammar.markdown_note.blocks import Block, Callout, Heading, Quote
from commonplace.grammar.markdown_note.sections import Note, Section, notes

__all__ = ["Block", "Callout", "Heading", "Note", "Quote", "Section", "notes"]
