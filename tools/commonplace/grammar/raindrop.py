"""What the Obsidian plugin for Raindrop writes: a callout for each highlight, that says when it was last touched.

The type of the callout is the colour of the highlight, and a quote in it is the note on it. Some versions write what is
marked as HTML does, with ``&gt;`` where a line of the callout begins.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from commonplace.grammar.local_times import local_time

KEY = "raindrop_id"
"""The key that it writes into each front matter."""
COLORS: Mapping[str, str] = {"danger": "red", "info": "blue", "check": "green"}
"""The colours by the types of its callouts; a quote has the one that is no choice."""
_UPDATED = re.compile(r"Updated on (?P<time>\S[^\n]{5,80})")
_OFFSET = re.compile(r"GMT([+-]\d\d):?(\d\d)\b")
_ESCAPED_MARK = re.compile(r"^&gt;", re.MULTILINE)
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40})::[ \t]*(?P<value>\S.*)?")


def updated_in(title: str) -> str:
    """The time in a title that says nothing else; empty if it says something else, or a day alone, as people do.

    Examples
    --------
    >>> updated_in("Updated on Thu Apr 04 2024 23:02:11 GMT-0600"), updated_in("Updated on 2022/11/10 13:56:37")
    ('2024-04-04T23:02:11-06:00', '2022-11-10T13:56:37')
    >>> updated_in("Updated on March 5, 2024")
    ''
    """
    match = _UPDATED.fullmatch(title.strip())
    if not match:
        return ""
    time, offset = local_time(match["time"].partition("GMT")[0]), _OFFSET.search(match["time"])
    if "T" not in time:
        return ""
    return f"{time}{offset[1]}:{offset[2]}" if offset else time


def unescaped(text: str) -> str:
    r"""Undo what some versions write as HTML does.

    Examples
    --------
    >>> unescaped("It&#39;s a list:\n&gt;  one\n&gt;two")
    "It's a list:\n  one\ntwo"
    """
    return html.unescape(_ESCAPED_MARK.sub("", text)) if "&" in text else text


def fields_in(text: str) -> dict[str, str]:
    """What a paragraph says of the page, by name, if it is nothing but that (``Source URL:: …``)."""
    matches = [_FIELD.fullmatch(line.strip()) for line in text.split("\n")]
    found = {match["key"].strip(): (match["value"] or "").strip() for match in matches if match}
    return found if all(matches) else {}
