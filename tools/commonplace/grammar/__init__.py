"""Grammars that several formats share: JSON, front matter, Markdown notes, dates. Text in, values out."""
