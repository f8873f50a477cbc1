"""Blocks that no rule but the last, that of paragraphs, can want: HTML put aside, and one line with its attributes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.blockprocessors import BlockProcessor

from commonplace.markdown_shortcuts.certainty import blocks_of

# The line begins with a letter or a link, not with what opens a list, a heading, a note or a reference.
_PARAGRAPH = re.compile(
    r"\x02wzxhzdk:[0-9]++\x03"
    r"|(?:[^\W\d_]|<bdi>|\[<)[^\n|\]]*+(?:\](?!:)[^\n|\]]*+)*+(?:\n\{: [^\n|]*+)?"
)


class PlainParagraphs(BlockProcessor):
    """Make a paragraph of such a block."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether it is one; in lists paragraphs are written in other ways."""
        del parent
        return bool(_PARAGRAPH.fullmatch(block)) and not self.parser.state.isstate("list")

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        """Make the paragraph, or leave it to the other rules."""
        if not blocks_of(self.parser):
            return False
        ET.SubElement(parent, "p").text = blocks.pop(0)
        return True
