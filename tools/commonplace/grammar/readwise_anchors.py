"""What stands at the end of a highlight in a note of Readwise: links back to its place, its number, its colour."""

from __future__ import annotations

import re

import msgspec

_OF_READWISE = r"https://(?:read\.)?readwise\.io/[^\s()]*"
_PLACE = re.compile(
    r"(?<![ \t])[ \t]*\(?\[?(?P<words>(?P<kind>Location|Loc|Page|Time|View Highlight|View Tweet|View Video)[ \t]*"
    r"(?P<place>[^\]()\n]{0,40}))\]?"
    r"(?:[ ]?\((?P<address>https?://[^\s()]*)\))?\)?[ \t]*\Z"
)
_LINK = re.compile(
    rf"(?<![ \t])[ \t]*\(?\[(?:(?P<place>\d{{1,9}})|[^\[\]\n]{{0,40}})\]\((?P<address>{_OF_READWISE})\)\)?[ \t]*\Z"
)
_NUMBERED = re.compile(r"(?<![ \t])[ \t]*\(\[(?P<place>\d{1,9})\]\((?P<address>https?://[^\s()]*)\)\)[ \t]*\Z")
_UPDATED = re.compile(
    r"(?<![ \t])[ \t]*(?:[—–-][ \t]*)?"
    r"\(?\[Updated on (?P<updated>[^\[\]\n]{1,40})\]\((?P<address>https?://[^\s()]*)\)\)?[ \t]*\Z"
)
"""How notes that others keep in the shape of Readwise's say when: ``words — [Updated on 2022-05-07](…)``."""
_VIA = re.compile(r"(?<![ \t])[ \t]*\(\[via\]\((?P<address>https?://[^\s()]*)\)\)[ \t]*\Z")
_BLOCK_ID = re.compile(r"(?<![ \t\n])[ \t\n]+(?:\^|\{ ?#)(?P<id>\d{4,}|rw\w+)\}?(?:[ \t]+#[\w/-]+)*[ \t]*\Z")
_PUBLISHED_ID = re.compile(r"(?<![ \t\n])[ \t\n]+\{ ?#[\w-]+\}[ \t]*\Z")
"""A block id as the plugin Digital Garden publishes it."""
_HIDDEN = re.compile(r"(?<![ \t\n])[ \t\n]*<!--(?:(?!-->).){0,200}-->[ \t]*\Z", re.DOTALL)
"""What a script keeps for itself behind the link, where no reader sees it."""
_ID_LINE = re.compile(r"[ \t]*(?:\^(?:\d{4,}|rw\w+)|\{ ?#[\w-]+\})(?:[ \t]+#[\w/-]+)*[ \t]*")
_TAGGED = re.compile(r"(?<![ \t])(?P<tags>(?:[ \t]+(?:#?\[\[[^\[\]\n]{1,80}\]\]|#[\w/-]{1,80})){1,20})[ \t]*\Z")
_JOINT = re.compile(r"(?:[ \t\n]\\?[*·|–-][ ]?|[,;]){1,3}\Z")
_COLOR = re.compile(r"(?<![ \t])[ \t]*%%[ \t]*Color:[ \t]*(?P<color>[\w#]+)[ \t]*%%")
_ULID = re.compile(r"(?:\binstapaper\.com/read/\d+|/(?:read|open))/(\w{6,40})")
"""Of Instapaper's links the first number is the article's."""
_IN_KINDLE = re.compile(r"/to_kindle\?[^\s#]*\blocation=(\d{1,9})\b")
_OF_HIGHLIGHT = re.compile(r"https://(?:read\.readwise\.io/read/|readwise\.io/(?:open/|to_kindle\?))")
_PLACES = frozenset({"Location", "Loc", "Page", "Time"})
_MOST = 3
"""So many links does a template put behind one highlight."""


class Anchored(msgspec.Struct, frozen=True, kw_only=True):
    """Marked words and what their anchors say.

    Attributes
    ----------
    kind, place : str
        ``page`` or ``location``, and which; empty if the anchor is only a link.
    tags : str
        Tags behind the anchor, as they are written.
    updated : str
        When it was changed, as the link says it.
    """

    quote: str
    kind: str = "location"
    place: str = ""
    address: str = ""
    native_id: str = ""
    color: str = ""
    tags: str = ""
    updated: str = ""


def anchored(words: str) -> Anchored:
    """Part marked words from the anchors behind them."""
    color = _COLOR.search(words)
    rest = _PUBLISHED_ID.sub("", _COLOR.sub("", words)) if "{" in words or color else words
    rest = _HIDDEN.sub("", rest) if rest.rstrip().endswith("-->") else rest
    tagged = _TAGGED.search(rest)
    if tagged and _link(rest[: tagged.start()]):
        rest = rest[: tagged.start()]
    else:
        tagged = None
    block_id, found = "", []
    for _ in range(_MOST):
        if named := _BLOCK_ID.search(rest):
            block_id, rest = named["id"], rest[: named.start()]
        match = _link(rest) or (_VIA.search(rest) if block_id else None)
        if match is None:
            break
        found.append(match.groupdict())
        rest = _JOINT.sub("", rest[: match.start()].rstrip()).rstrip()
    placed = next((one for one in reversed(found) if one.get("place") and _is_place(one)), None)
    addresses = [one["address"] for one in reversed(found) if one["address"]]
    numbers = [number[1] for address in addresses if (number := _ULID.search(address))]
    in_kindle = _IN_KINDLE.search(addresses[0]) if addresses else None
    return Anchored(
        quote=rest.strip(),
        kind="page" if placed and placed.get("kind") == "Page" else "location",
        place=placed["place"].strip() if placed else in_kindle[1] if in_kindle else "",
        address=next(iter(addresses), ""),
        native_id=block_id or next(iter(numbers), ""),
        color=color["color"] if color else "",
        tags=tagged["tags"].strip() if tagged else "",
        updated=next((one["updated"] for one in found if one.get("updated")), ""),
    )


def _link(text: str) -> re.Match[str] | None:
    return _PLACE.search(text) or _LINK.search(text) or _NUMBERED.search(text) or _UPDATED.search(text)


def _is_place(found: dict[str, str]) -> bool:
    return found.get("kind", "Location") in _PLACES


def ends_in_anchor(line: str) -> bool:
    """Tell whether a line ends in a link or an id, so that the marked words end there; “(Page 9)” may be of them."""
    if "](" not in line and "] (" not in line and "^" not in line and "#" not in line:
        return False
    found = anchored(line)
    return bool(found.address or found.native_id)


def leads_to_highlight(line: str) -> bool:
    """Tell whether a line ends in a link that can only lead from a highlight of Readwise's to its place there."""
    return "readwise.io/" in line and _OF_HIGHLIGHT.match(anchored(line).address) is not None


def only_anchor(line: str) -> bool:
    """Tell whether a line is nothing but an anchor, with the mark of a list before it at most."""
    return ends_in_anchor(line) and not anchored(line).quote.strip(" \t*+-|·>,")


def is_block_id(line: str) -> bool:
    """Tell whether a line is nothing but a block id."""
    return _ID_LINE.fullmatch(line) is not None
