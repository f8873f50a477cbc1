"""A Python-Markdown extension that gets to the same HTML sooner, where a page is written as the tool writes it.

In `mkdocs.yml`: ``markdown_extensions: [commonplace.markdown_shortcuts]``. Pages are the same without it, to the byte.

Python-Markdown tries each of its rules on each piece of a page. These take what is plain out of its way: lines that are
one HTML element, blocks between two fences, single lines, and text that holds nothing but links and inline HTML. What
they are not sure of they leave alone, and where an extension of the owner's might have a say, everything.
"""

from __future__ import annotations

from markdown import Extension, Markdown

from commonplace.markdown_shortcuts.fenced_blocks import FencedBlocks
from commonplace.markdown_shortcuts.html_lines import GivenBack, HtmlLines
from commonplace.markdown_shortcuts.plain_inline import PlainInline
from commonplace.markdown_shortcuts.plain_paragraphs import PlainParagraphs


class ShortcutsExtension(Extension):
    """Register all before what they spare."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Put each where its work would else begin."""
        given_back: list[str] = []
        md.preprocessors.register(HtmlLines(md, given_back, is_first=True), "shortcut-html", 22)
        md.preprocessors.register(HtmlLines(md, given_back, is_first=False), "shortcut-html-named", 20.5)
        md.preprocessors.register(GivenBack(md, given_back), "shortcut-given-back", 19)
        md.parser.blockprocessors.register(FencedBlocks(md.parser), "shortcut-blocks", 104)
        md.parser.blockprocessors.register(PlainParagraphs(md.parser), "shortcut-paragraphs", 106)
        md.treeprocessors.register(PlainInline(md), "shortcut-inline", 20.5)


def makeExtension(**options: object) -> ShortcutsExtension:  # noqa: N802 - the name is Python-Markdown's
    """Return the extension, as Python-Markdown asks for it by the name of this module."""
    return ShortcutsExtension(**options)
