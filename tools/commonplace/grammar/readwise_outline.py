"""Highlights of Readwise in an outliner, Logseq or Roam: an item for each sync, in it highlights with their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.outline import Item, outline
from commonplace.grammar.readwise_anchors import ends_in_anchor, only_anchor
from commonplace.grammar.readwise_highlights import Unit

SYNCED = re.compile(
    r"[-*][ \t]+(?:#{1,6}[ \t]+)?"
    r"(?:highlights first synced by[ ](?:#|\[\[)?Readwise\b(?:\]\])?|(?:new )?highlights added\b)(.*)",
    re.IGNORECASE,
)
_KEPT_BY_LOGSEQ = re.compile(r"[ \t]*(?:id|collapsed|card-[\w-]+):: .*")
_FACT = re.compile(r"(?:[-*][ \t]+)?([A-Za-z][\w -]{0,30}?)::(?:[ \t]+(.*))?")
_FIELD = re.compile(r"(?:\*\*)?(tags?|note)(?:\*\*)?::?(?:\*\*)?[ \t]*(.*)", re.IGNORECASE)
_FIELDS = {"tag": "Tag", "tags": "Tag", "note": "Note"}
_CARD = re.compile(r"[ \t]+#(?:flash)?card[ \t]*$")
_QUOTED = re.compile(r"\A> ?")


def is_outline(lines: Sequence[str]) -> bool:
    """Whether a note has an item for a sync of Readwise's."""
    return any(SYNCED.fullmatch(line) for line in lines)


def read_outline(lines: Sequence[str], first: int, facts: dict[str, str]) -> Iterator[Unit]:
    """Read the highlights of all syncs; `facts` takes up what the lines above them say of the book."""
    top = next(at for at, line in enumerate(lines) if SYNCED.fullmatch(line))
    found = [_FACT.fullmatch(line) for line in lines[:top]]
    for fact in filter(None, found):
        name = fact[1].strip().replace("-", " ").replace("_", " ").title().replace("Url", "URL")
        if told := (fact[2] or "").strip('" \\'):
            facts.setdefault(name, told)
    # Roam keeps facts in items, and lines of one block unindented: an outer item is part of the words above it.
    goes_on = any(fact and fact[0][0] in "-*" for fact in found)
    unit, added, depth = None, "", 0
    headings, deepest = tuple[str, ...](), 0
    items = list(outline(lines[top:], first + top))
    for item, sorts in zip(items, _sorting(items), strict=True):
        synced = SYNCED.fullmatch(f"- {item.lines[0]}") if not item.depth else None
        if synced:
            yield from [unit] if unit else []
            unit, added, depth = None, local_time(synced[1].replace("[[", "").replace("]]", "").strip()), 0
            headings = ()
        elif sorts:
            yield from [unit] if unit else []
            unit, depth, headings, deepest = None, 0, (item.words.lstrip("# "),), item.depth
        elif unit and (item.depth > depth or (goes_on and not item.depth)):
            _add(unit, item)
        else:
            yield from [unit] if unit else []
            headings = headings if item.depth > deepest else ()
            unit, depth = _begun(item, added, headings), item.depth
    yield from [unit] if unit else []


def _sorting(items: Sequence[Item]) -> Iterator[bool]:
    """Tell of each item whether it is a heading of the book: several highlights are in it, and it is none itself."""
    parents: list[Item] = []
    counts: dict[int, int] = {}
    for item in items:
        while parents and parents[-1].depth >= item.depth:
            parents.pop()
        if parents and parents[-1].depth and _is_sure(item):
            counts[parents[-1].first] = counts.get(parents[-1].first, 0) + 1
        parents.append(item)
    return (counts.get(item.first, 0) > 1 and has_words(item.words) and not _is_sure(item) for item in items)


def _is_sure(item: Item) -> bool:
    """Whether an item is sure to be a highlight: it ends in a link back behind words, or is a card."""
    if only_anchor(item.words) or _FIELD.match(item.words):
        return False
    return any(ends_in_anchor(line) or _CARD.search(line) for line in item.lines)


def _begun(item: Item, added: str, headings: tuple[str, ...]) -> Unit:
    """Begin a highlight, or the reader's own words, which stand outside of every sync."""
    unit = Unit("highlight" if item.depth else "prose", headings, item.first, item.last, added)
    _add_lines(unit, item, "text")
    return unit


def _add(unit: Unit, item: Item) -> None:
    """Add what stands below a highlight: its tags and note, its anchor, or its words if it has none yet."""
    unit.last = max(unit.last, item.last)
    if not item.depth:
        unit.fields[unit.growing] += [f"- {item.lines[0]}", *item.lines[1:]]
    elif only_anchor(item.words):
        unit.fields["text"].append(item.words)
    elif unit.is_wordless:
        _add_lines(unit, item, "text")
    elif item.words:
        _add_lines(unit, item, "Note")


def _add_lines(unit: Unit, item: Item, name: str) -> None:
    growing = name
    for line in item.lines:
        if _KEPT_BY_LOGSEQ.fullmatch(line):
            continue
        told = _FIELD.fullmatch(line.strip())
        if told:
            growing = _FIELDS[told[1].casefold()]
        words = told[2] if told else line
        words = _QUOTED.sub("", _CARD.sub("", words), count=1) if growing == "text" else words
        if growing == "text" and words.strip() == "-":
            continue
        unit.fields.setdefault(growing, []).append(words)
        unit.is_wordless = unit.is_wordless and not (growing == "text" and words.strip())
    unit.growing = growing
