"""The link of Hypothesis that ends a highlight: ``… — [Updated on …](https://hyp.is/…) — Group: #…``."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

LINK = "](https://hyp.is/"
"""Each highlight has one."""
_GROUP = re.compile(r"\s*—\s*Group:\s*#(\S.*)")
_ID = re.compile(r"[\w-]+")
_END = re.compile(r"\)\s")
_WORDS = re.compile(r"[^\w#]*\w")
_LABEL_OF_THE_PLUGIN = re.compile(r"Updated on\b|view in context\b|\W*(?:\d{4}-\d\d-\d\d\b.*)?\Z", re.IGNORECASE)
SECTION = re.compile(r"#{1,6}[ \t]+\W*(?:metadata|page notes|highlights)\W*", re.IGNORECASE)
"""The headings of the plugin."""


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """When a highlight was changed, its id, the page's address, its group; `text` is what stands before the link."""

    text: str
    label: str
    native_id: str
    address: str
    group: str


def anchor_of(line: str) -> Anchor | None:
    """Read the link at the end of a line; one that a sentence goes on behind is a link as any other."""
    link = line.rfind(LINK)
    if link < 0:
        return None
    opening = line.rfind("[", 0, link)
    group = _GROUP.search(line, link)
    behind = line[link + len(LINK) : group.start() if group else len(line)]
    native_id, _, address = behind.partition("/")
    end = _END.search(behind)
    goes_on = end is not None and _WORDS.match(behind, end.end()) is not None
    if opening < 0 or goes_on or not _ID.fullmatch(native_id.rstrip(") ")):
        return None
    # A formatter escapes the brackets; a template may put the link in brackets of its own.
    text = line[:opening].removesuffix("\\").rstrip()
    bracketed = text.removesuffix("(").removesuffix("（")
    if bracketed != text:
        text, address = bracketed.rstrip(), address.rstrip(" ）").removesuffix(")")
    return Anchor(
        text=text.removesuffix("—").rstrip(),
        label=line[opening + 1 : link].removesuffix("\\"),
        native_id=native_id.rstrip(") "),
        address=address.rstrip().removesuffix(")"),
        group=group[1].strip() if group else "",
    )


def is_anchored(lines: Iterable[str]) -> bool:
    """Whether the plugin wrote `lines`: any note may link to an annotation, but not in the plugin's words."""
    anchored = of_plugin = False
    for line in lines:
        anchor = anchor_of(line)
        anchored = anchored or anchor is not None
        of_plugin = of_plugin or bool(
            (anchor and (anchor.group or _LABEL_OF_THE_PLUGIN.match(anchor.label))) or SECTION.fullmatch(line)
        )
        if anchored and of_plugin:
            return True
    return False
