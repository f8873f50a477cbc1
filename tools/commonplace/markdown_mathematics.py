"""A Python-Markdown extension that turns ``$…$`` and ``$$…$$`` of the owner's prose into MathML.

In `mkdocs.yml`: ``markdown_extensions: [commonplace.markdown_mathematics]``.

A dollar sign is text after a backslash, inside code, before a space, and where no second one follows; the second one
does not follow a space or precede a digit, so ``$5 and $6`` stays as it is. ``$$`` at the start of a line opens a
formula that goes on to the next ``$$``, over empty lines too. TeX that cannot be shown raises `TexError`, which ends
the build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from commonplace.mathematics import TexError, to_html

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

# \x02 and \x03 surround what Python-Markdown has put aside: code. A dollar sign inside \text{…} ends no formula.
_TEX = r"(?>\\text\{[^{}\x02\x03]*\}|\\[^\x02\x03]|[^\\$\x02\x03])+"
_INLINE = rf"(?<!\\)\$(?P<tex>(?![\s$]){_TEX}(?<!\s))\$(?!\d)(?P<mark>[,.;:!?，。；：！？、）]*)"
_DISPLAY_IN_LINE = rf"(?<!\\)\$\$(?P<tex>{_TEX})\$\$"
_FENCE_AT_LINE_START = re.compile(r"^ {0,3}\$\$", re.MULTILINE)
_CLOSING_FENCE = re.compile(r"(?<!\\)\$\$")


class MathematicsInline(InlineProcessor):
    """Put MathML for ``$…$`` and, within a line, ``$$…$$``."""

    def __init__(self, pattern: str, md: Markdown, *, display: bool) -> None:
        super().__init__(pattern, md)
        self.display = display

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Put the finished MathML aside, so that nothing else in the line is read as Markdown."""
        del data
        formula = to_html(m["tex"].strip(), display=self.display)
        if mark := m.groupdict().get("mark"):  # Browsers would let a line begin with it.
            formula = f'<span class="cp-unbroken">{formula}{mark}</span>'
        return self.md.htmlStash.store(formula), m.start(), m.end()


class MathematicsBlock(BlockProcessor):
    """Put MathML for ``$$`` … ``$$`` that begins a line."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether a line of `block` begins with ``$$``."""
        del parent
        return bool(_FENCE_AT_LINE_START.search(block))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Parse what stands before the formula, put the formula, and leave what stands after it."""
        block = blocks.pop(0)
        fence = _FENCE_AT_LINE_START.search(block)
        if fence is None:  # `test` said otherwise
            return
        tex, after = _split_at_closing(block[fence.end() :], blocks)
        if before := block[: fence.start()].rstrip():
            self.parser.parseBlocks(parent, [before])
        self.parser.parseBlocks(parent, [self.parser.md.htmlStash.store(to_html(tex.strip(), display=True))])
        if after.strip():
            blocks.insert(0, after.lstrip("\n"))


class MathematicsExtension(Extension):
    """Register both: code comes before mathematics, and all else after, or it would act inside formulas."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        r"""Make ``\$`` a dollar sign and find formulas."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        md.inlinePatterns.register(MathematicsInline(_DISPLAY_IN_LINE, md, display=True), "mathematics-display", 189.9)
        md.inlinePatterns.register(MathematicsInline(_INLINE, md, display=False), "mathematics", 189.8)
        md.parser.blockprocessors.register(MathematicsBlock(md.parser), "mathematics", 79.9)


def makeExtension(**options: object) -> MathematicsExtension:  # noqa: N802 - the name is Python-Markdown's
    """Return the extension, as Python-Markdown asks for it by the name of this module."""
    return MathematicsExtension(**options)


def _split_at_closing(text: str, blocks: list[str]) -> tuple[str, str]:
    """Take further blocks until ``$$`` closes the formula; return the TeX and what follows it."""
    while not (closing := _CLOSING_FENCE.search(text)):
        if not blocks:
            raise TexError("A formula that $$ opens is never closed", 0, tex=text.strip(), hint="close it with $$")
        text += "\n\n" + blocks.pop(0)
    return text[: closing.start()], text[closing.end() :]
