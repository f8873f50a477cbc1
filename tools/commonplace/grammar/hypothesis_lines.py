"""Lines of the notes that the Hypothesis plugin keeps: how each begins, and what those below say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commonplace.grammar.fences import fence_after
from commonplace.grammar.hypothesis_anchor import anchor_of

HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
FIELD = re.compile(r"[ \t]*(?:[-*+] (Tags|Group|Annotation):|(Tags):(?=[ \t]*(?:#|$)))(.*)")
RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
BULLET = re.compile(r"\A[-*+](?: |$)")


def link_follows(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether the next item or link below it is a link without an item: the text goes on to there."""
    follows, found = [False] * len(lines), False
    for index in range(len(lines) - 1, -1, -1):
        follows[index] = found
        line = lines[index]
        if BULLET.match(line) or HEADING.match(line) or FIELD.match(line):
            found = False
        elif anchor_of(line):
            found = True
    return follows


def in_code(lines: Sequence[str]) -> frozenset[int]:
    """Give the indices of the lines within fences, the closing one too: nothing in a reader's code is structure.

    What looks like a fence in the words of a page need not be closed: the plugin's link ends it, and then it is none.
    """
    within: set[int] = set()
    opened, fence = 0, ""
    for index, line in enumerate(lines):
        named = FIELD.match(line)
        bare = (named[3] if named and not fence else line).strip()
        was_open, fence = fence, fence_after(bare, fence)
        if was_open and anchor_of(line):
            fence = ""
        elif was_open and not fence:
            within.update(range(opened + 1, index + 1))
        elif fence and not was_open:
            opened = index
    return frozenset(within)
