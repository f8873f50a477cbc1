"""A note of the Obsidian plugin “Kindle Highlights” cut into its highlights, in whatever template its reader has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec
from msgspec.structs import replace

from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import has_words, plain

KEY = "kindle-sync"
_ANCHOR = re.compile(
    r"[ \t]*(?:—|–|--?)?[ \t]*(?P<kind>location|page|位置|ページ|页)[:：]?[ \t]*"
    r"(?:\[(?P<linked>[^\]\n]{1,40})\]\((?P<address>(?:kindle://[^)\s]*)?)\)|(?P<bare>\d[\d-]{0,20}))?"
    r"[ \t]*(?:\^(?P<id>ref-[\w-]+))?[ \t]*$",
    re.IGNORECASE,
)
_ID = re.compile(r"(?:^|[ \t])\^(ref-[\w-]+)[ \t]*$")
# Templates show highlights as quotations, callouts or items, and the place as a link behind them or below.
_QUOTED = re.compile(r"[ \t]*>(?!>) ?(?:\[![^\]\n]+\][+-]?[ \t]*(?:(?:highlight|quote)[ \t]*$)?)?", re.IGNORECASE)
_ITEM = re.compile(r"[-*+][ \t]+(?!\[.\][ \t])")
_PLACE_LINK = re.compile(
    r"[(（\[]?\[(?:(?P<kind>location|loc|page|位置|ページ|页)?[.:：]?[ \t]*(?P<linked>\d[\d-]{0,20})|[^\[\]\n]{0,30})\]"
    r"\((?P<address>kindle://[^)\s]*\blocation=(?P<located>\d{1,9})[^)\s]*)\)[)）\]]?"
    r"[ \t]*(?:\^(?P<id>ref-[\w-]+))?[ \t]*$",
    re.IGNORECASE,
)
_QUOTE_MARKS = re.compile(r"[ \t]*>[> \t]*")
_CALLOUT_TITLE = re.compile(r"([ \t]*>[ \t]?\[![^\]\n]+\][+-]?)[ \t]*")
_PLACE_BELOW = re.compile(
    r"[ \t]*[-*+][ \t]+(?:\*\*)?(?:location|page|位置)(?:\*\*)?[:：](?:\*\*)?[ \t]*\[?(?P<number>\d[\d-]{0,20})\b.*",
    re.IGNORECASE,
)
HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
FACT = re.compile(r"[ \t]*[-*+][ \t]+([^:\n]{1,40}):[ \t]*(.*)")
_NOTE = re.compile(r"\A(?:[-*+][ \t]+)?(?:\*\*|__)?(?:note|笔记|メモ)(?:\*\*|__)?[:：](?:\*\*|__)?\s*", re.IGNORECASE)
_MARKED = re.compile(r"==((?:(?!==).)+)==", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,60}\]:")
_COLOR = re.compile(r"<mark\b[^<>\n]{0,80}>(\w{1,20})</mark>[ \t]{0,3}\|?[ \t]{0,3}\Z")
_NEAR = 3
_OF_BOOK = frozenset({"author", "authors", "asin", "isbn", "作者", "著者", "书名", "書名"})
_ONLY_LINK = re.compile(r"[ \t]*[-*+][ \t]+\[[^\]\n]*\]\([^)\n]*\)[ \t]*")
_SECTIONS = frozenset({"metadata", "highlights", "highlight"})
_NOTES = frozenset({"note", "notes", "笔记", "メモ"})
_NO_WORDS = " \t>—–-"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One note: lines from its front matter on."""

    matter: FrontMatter | None
    first: int
    lines: Sequence[str]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A highlight: its words up to the anchor, and the note behind it."""

    line: int
    last_line: int
    headings: tuple[str, ...]
    quote: str
    color: str = ""
    note: str
    place: str
    is_page: bool
    native_id: str
    raw: str


def is_ours(matter: FrontMatter | None) -> bool:
    """Tell whether front matter is the plugin's."""
    return matter is not None and KEY in matter.fields


def parts(text: str) -> Iterator[Part]:
    """The notes in a file that the plugin wrote: their front matter says so, or their anchors."""
    if is_json(text) or (KEY not in text and "kindle://" not in text):
        return
    lines = text_lines(text)
    for matter, first, end in parted(front_matters(text), len(lines)):
        within = lines[first - 1 : end - 1]
        anchored = any("kindle://" in line and _place(line) for line in within)
        if is_ours(matter) or anchored:
            yield Part(matter=matter, first=first, lines=within)


def marks_of(part: Part) -> Iterator[Mark]:
    """Cut a note at its rules, and join each highlight with the section below it that is called its note."""
    last: Mark | None = None
    for mark in _all_marks(part):
        is_note = not mark.quote and mark.headings[-1:] and mark.headings[-1].casefold() in _NOTES
        if last and is_note and last.quote and not last.note:
            last = replace(last, note=mark.note, last_line=mark.last_line)
            continue
        yield from [last] if last else []
        last = mark
    yield from [last] if last else []


def _all_marks(part: Part) -> Iterator[Mark]:
    """Cut a note at its rules; what holds an anchor is a highlight."""
    pasted = is_pasted(part)
    path: list[tuple[int, str]] = []
    block: list[tuple[int, str]] = []
    above = part.matter.last_line - part.first + 1 if part.matter else 0
    for number, line in enumerate((*part.lines[above:], "---"), start=part.first + above):
        # Words may begin with “# ”, as comments in code do; no heading ends in a place.
        heading = None if _anchor(line) else HEADING.match(line)
        if heading or _RULE.fullmatch(line):
            yield from _of_block(block, path, pasted=pasted)
            block = []
        if heading:
            path = [*(pair for pair in path if pair[0] < len(heading[1])), (len(heading[1]), plain(heading[2]))]
        elif not _RULE.fullmatch(line):
            block.append((number, line))


def is_pasted(part: Part) -> bool:
    """Tell whether highlights stand in a note of the reader's own, rather than in one of the plugin's."""
    return not (is_ours(part.matter) or any(_is_of_highlights(line) for line in part.lines))


def _is_of_highlights(line: str) -> bool:
    heading = HEADING.match(line)
    return heading is not None and plain(heading[2]).casefold() in _SECTIONS


def _of_block(block: Sequence[tuple[int, str]], path: Sequence[tuple[int, str]], *, pasted: bool) -> Iterator[Mark]:
    """Read the highlights between two rules: each ends in an anchor, and its note stands behind that."""
    titles = {at: title for at, (_, line) in enumerate(block) if (title := _place_in_title(line))}
    block = [(number, _without_title(line) if at in titles else line) for at, (number, line) in enumerate(block)]
    anchors = list(_anchors([line for _, line in block]))
    headings = tuple(title for level, title in path if level > 1 and title.casefold() not in _SECTIONS)
    if not anchors:
        yield from _own_words(block, headings, path)
        return
    ends = [0, *(last + 1 for _, last, _, _ in anchors)]
    begins = [
        _begin(block, behind, first, pasted=pasted) for behind, (first, _, _, _) in zip(ends[:-1], anchors, strict=True)
    ]
    yield from _own_words(block[: begins[0]], headings, path)
    for (start, end), (first, last, named, behind) in zip(pairwise([*begins, len(block)]), anchors, strict=True):
        ending = block[first][1][: named.start()]
        color = _COLOR.search(ending)
        ending = ending[: color.start()].rstrip(" \t—–-") if color else ending
        words = [*(line for _, line in block[start:first]), ending]
        place, below = _place_below(block[last + 1 : end])
        above = next((titles[at] for at in range(start, first) if at in titles), behind)
        placed = behind if _is_placed(behind) else above
        place = _one(placed, "linked") or _one(placed, "bare") or _one(placed, "located") or place
        written = [number for number, line in block[start:end] if line.strip()]
        yield Mark(
            line=written[0],
            last_line=written[-1],
            headings=headings,
            quote=_bare(words),
            color=str(color[1]).lower() if color else "",
            note=_without_item(_NOTE.sub("", _unquoted(below))),
            place=place,
            is_page=(_one(placed, "kind").casefold() or "location") in {"page", "ページ", "页"},
            native_id=_one(named, "id") or (found[1] if (found := _ID.search(block[first][1])) else ""),
            raw="\n".join(line for _, line in block[start:end]).strip(),
        )


def _anchors(lines: Sequence[str]) -> Iterator[tuple[int, int, re.Match[str], re.Match[str]]]:
    """Find where highlights end, by their first and last line; a template may put the place below the id."""
    found = [(index, match) for index, line in enumerate(lines) if (match := _anchor(line))]
    at = 0
    while at < len(found):
        index, match = found[at]
        below = found[at + 1] if at + 1 < len(found) else None
        at += 1
        if below and not _one(match, "linked") and _is_place_of(lines, index, below[0], below[1]):
            at += 1
            yield index, below[0], match, below[1]
        else:
            yield index, index, match, match


def _is_place_of(lines: Sequence[str], above: int, index: int, place: re.Match[str]) -> bool:
    """Whether a line is nothing but a place, and nothing stands between it and the words above."""
    return not "".join((*lines[above + 1 : index], lines[index][: place.start()])).strip(_NO_WORDS)


def _begin(block: Sequence[tuple[int, str]], start: int, anchored: int, *, pasted: bool) -> int:
    """Find where the words that end at an anchor begin: with its quotation, its item, or behind a note on the last."""
    is_quoted = _QUOTED.match(block[anchored][1]) is not None
    if is_quoted or _ITEM.match(block[anchored][1]):
        begin = anchored
        while is_quoted and begin > start and _QUOTED.match(block[begin - 1][1]):
            begin -= 1
        return begin
    if pasted or (start and any(_NOTE.match(line.lstrip()) for _, line in block[start : start + _NEAR])):
        return next((at for at in range(anchored, start, -1) if not block[at - 1][1].strip()), start)
    return start


def _place_below(block: Sequence[tuple[int, str]]) -> tuple[str, list[str]]:
    """Take the place, where a template puts it below the words, out of what stands there."""
    lines = [line for _, line in block]
    for at, line in enumerate(lines):
        if found := _PLACE_BELOW.fullmatch(line):
            return found["number"], [*lines[:at], *lines[at + 1 :]]
    return "", lines


def _bare(words: Sequence[str]) -> str:
    """Take the marks of a quotation, or of an item and what it highlights, off words."""
    quoted = all(_QUOTED.match(line) for line in words if line.strip())
    bare = [_QUOTED.sub("", line, count=1) for line in words] if quoted else list(words)
    text = "\n".join(bare).strip()
    item = _ITEM.match(text)
    text = text[item.end() :].strip() if item else text
    marked = _MARKED.fullmatch(text)
    return str(marked[1]).strip() if marked else text


def _unquoted(lines: Sequence[str]) -> str:
    """What stands behind a place, without the marks of the quotation that it stands in with the words."""
    inside = list(takewhile(lambda line: not line.strip() or _QUOTE_MARKS.match(line), lines))
    return "\n".join((*(_QUOTE_MARKS.sub("", line) for line in inside), *lines[len(inside) :])).strip()


def _without_item(note: str) -> str:
    """Take the mark of a list off a note that is one item."""
    return note if "\n" in note else _ITEM.sub("", note, count=1)


def _own_words(
    block: Sequence[tuple[int, str]], headings: tuple[str, ...], path: Sequence[tuple[int, str]]
) -> Iterator[Mark]:
    """What the reader wrote between the highlights, but for the plugin's own list of facts."""
    words = "\n".join(line for _, line in block).strip()
    written = [number for number, line in block if line.strip()]
    is_metadata = (bool(path) and path[-1][1].casefold() == "metadata") or _are_facts(words.split("\n"))
    if has_words(words) and not is_metadata:
        yield Mark(
            line=written[0],
            last_line=written[-1],
            headings=headings,
            quote="",
            note=words,
            place="",
            is_page=False,
            native_id="",
            raw=words,
        )


def _are_facts(lines: Sequence[str]) -> bool:
    """Whether lines tell of the book and of nothing else, as the plugin lists it."""
    facts = [FACT.fullmatch(line) for line in lines if line.strip() and not _ONLY_LINK.fullmatch(line)]
    return any(fact and fact[1].strip().casefold() in _OF_BOOK for fact in facts) and all(facts)


def _anchor(line: str) -> re.Match[str] | None:
    """The end of a highlight's last line: where it stands, its id, or both."""
    if _PLACE_BELOW.fullmatch(line) or _FOOTNOTE.match(line):
        return None
    return _place(line) or _PLACE_LINK.search(line) or _ID.search(line)


def _place_in_title(line: str) -> re.Match[str] | None:
    """The place that is all that the title of a callout says."""
    title = _CALLOUT_TITLE.match(line)
    place = (_place(line) or _PLACE_LINK.search(line)) if title else None
    return place if place and title and not line[title.end() : place.start()].strip(_NO_WORDS) else None


def _without_title(line: str) -> str:
    title = _CALLOUT_TITLE.match(line)
    return title[1] if title else line


def _is_placed(match: re.Match[str]) -> bool:
    return any(_one(match, name) for name in ("linked", "bare", "located"))


def _place(line: str) -> re.Match[str] | None:
    """The place as the plugin writes it: ``— location: [224](kindle://…)``."""
    for start in re.finditer(r"[ \t](?=(?:—|–|--?)[ \t])|(?=\blocation:|\bpage:)", line):
        match = _ANCHOR.match(line, start.start())
        if match and (match["linked"] or match["bare"]):
            return match
    return None


def _one(match: re.Match[str], name: str) -> str:
    return str(match.groupdict().get(name) or "")
