"""A passage in a few words: its beginning, or that of the note on it."""

from __future__ import annotations

import re

from commonplace.model import Passage
from commonplace.pages.comments import plain_line
from commonplace.pages.published import Published
from commonplace.text import one_line, shortened

_LONGEST = 60
_MARK = re.compile(r"^[ \t]*(?:(?:[-*+]|#{1,6}|>)[ \t]+(?:\[[ xX]\][ \t]+)?|(?:```|~~~).*$)", re.MULTILINE)
"""What makes a line of Markdown an item, a task, a heading or a quotation, and what begins and ends code."""
AREA = ("〔页面上的一块区域〕", "〔an area of the page〕")


def brief(passage: Passage, published: Published) -> str:
    """The beginning of a passage or of the note on it."""
    comment = next((body.value for witness in passage.annotations for body in witness.comments), "")
    line = one_line(passage.quote) or plain_line(_MARK.sub("", comment))
    return shortened(line or published.say(*(AREA if is_area(passage) else ("（附件）", "(attachment)"))), _LONGEST)


def is_area(passage: Passage) -> bool:
    """Whether an area of the page is marked, instead of words."""
    return any(witness.locator.rectangle for witness in passage.annotations)
