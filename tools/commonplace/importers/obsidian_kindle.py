"""Kindle: the Markdown notes that the Obsidian plugin “Kindle Highlights” keeps, one for each book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commonplace.grammar.front_matter import FrontMatter, front_matters
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import has_words, plain, tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_SURROUNDINGS = 0.65
"""Less than any mark of another format in between, more than a note of no format at all."""
_KEY = "kindle-sync"
_ANCHOR = re.compile(
    r"[ \t]*(?:—|–|--?)?[ \t]*(?P<kind>location|page|位置|ページ|页)[:：]?[ \t]*"
    r"(?:\[(?P<linked>[^\]\n]{1,40})\]\((?P<address>kindle://[^)\s]*)\)|(?P<bare>\d[\d-]{0,20}))?"
    r"[ \t]*(?:\^(?P<id>ref-[\w-]+))?[ \t]*$",
    re.IGNORECASE,
)
_ID = re.compile(r"(?:^|[ \t])\^(ref-[\w-]+)[ \t]*$")
# Templates show highlights as quotations, callouts or items, and the place as a link behind them or below.
_QUOTED = re.compile(r"[ \t]*> ?(?:\[![^\]\n]+\][+-]?[ \t]*(?:(?:highlight|quote)[ \t]*$)?)?", re.IGNORECASE)
_ITEM = re.compile(r"[-*+][ \t]+(?!\[.\][ \t])")
_PLACE_LINK = re.compile(
    r"[(（\[]?\[(?P<kind>location|page|位置|ページ|页)?[:：]?[ \t]*(?P<linked>\d[\d-]{0,20})\]"
    r"\((?P<address>kindle://[^)\s]*\blocation=[^)\s]*)\)[)）\]]?[ \t]*(?:\^(?P<id>ref-[\w-]+))?[ \t]*$",
    re.IGNORECASE,
)
_PLACE_BELOW = re.compile(
    r"[ \t]*[-*+][ \t]+(?:\*\*)?(?:location|page|位置)(?:\*\*)?[:：](?:\*\*)?[ \t]*\[?(?P<number>\d[\d-]{0,20})\b.*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_FACT = re.compile(r"[ \t]*[-*+][ \t]+([^:\n]{1,40}):[ \t]*(.*)")
_NOTE = re.compile(r"\A(?:[-*+][ \t]+)?(?:\*\*|__)?(?:note|笔记|メモ)(?:\*\*|__)?[:：](?:\*\*|__)?\s*", re.IGNORECASE)
_MARKED = re.compile(r"==((?:(?!==).)+)==", re.DOTALL)
_NEAR = 3
_BETWEEN_AUTHORS = re.compile(r"[、;；]|,\s+(?:and\s+)?|\s+and\s+")
_OF_GERMAN_SHOPS = re.compile(r"Von:?\s+(.*)")
_SECTIONS = frozenset({"metadata", "highlights", "highlight"})
_LAST = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One note: lines from its front matter on."""

    matter: FrontMatter | None
    first: int
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A highlight: its words up to the anchor, and the note behind it."""

    line: int
    last_line: int
    headings: tuple[str, ...]
    quote: str
    note: str
    place: str
    is_page: bool
    native_id: str
    raw: str


class ObsidianKindle(Importer):
    """Reads what ends in ``— location: [224](kindle://…) ^ref-51763``, and the note below it."""

    format = "obsidian-kindle"
    app = ("Kindle", "Kindle")
    description = "Kindle: Markdown notes of the Obsidian plugin Kindle Highlights (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and less confidently what is left of its note."""
        for part in _parts(export.text):
            marks = list(_marks(part))
            evidence = f"{len(marks)} highlights of a Kindle in a note of Obsidian's plugin"
            last = part.first + len(part.lines) - 1
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=part.first, last_line=last)
            spans = [(mark.line, mark.last_line) for mark in marks]
            spans += [(part.matter.first_line, part.matter.last_line)] if _is_ours(part.matter) and part.matter else []
            for first, end in spans:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=first, last_line=end)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        for part in _parts(export.text):
            document = _document(part, export.name)
            for number, mark in enumerate(_marks(part)):
                yield _unit(mark, document, number)


def _is_ours(matter: FrontMatter | None) -> bool:
    return matter is not None and _KEY in matter.fields


def _parts(text: str) -> Iterator[_Part]:
    """The notes in a file that the plugin wrote: their front matter says so, or their anchors."""
    if is_json(text) or (_KEY not in text and "kindle://" not in text):
        return
    lines = text_lines(text)
    matters = [*front_matters(text)]
    starts = [1, *(matter.first_line for matter in matters), len(lines) + 1]
    for matter, (first, end) in zip([None, *matters], pairwise(starts), strict=True):
        within = lines[first - 1 : end - 1]
        anchored = any("kindle://" in line and _place(line) for line in within)
        if _is_ours(matter) or anchored:
            yield _Part(matter=matter, first=first, lines=within)


def _marks(part: _Part) -> Iterator[_Mark]:
    """Cut a note at its rules; what holds an anchor is a highlight."""
    path: list[tuple[int, str]] = []
    block: list[tuple[int, str]] = []
    above = part.matter.last_line - part.first + 1 if part.matter else 0
    for number, line in enumerate((*part.lines[above:], "---"), start=part.first + above):
        heading = _HEADING.match(line)
        if heading or _RULE.fullmatch(line):
            yield from _of_block(block, path)
            block = []
        if heading:
            path = [*(pair for pair in path if pair[0] < len(heading[1])), (len(heading[1]), plain(heading[2]))]
        elif not _RULE.fullmatch(line):
            block.append((number, line))


def _of_block(block: Sequence[tuple[int, str]], path: Sequence[tuple[int, str]]) -> Iterator[_Mark]:
    """Read the highlights between two rules: each ends in an anchor, and its note stands behind that."""
    anchors = [index for index, (_, line) in enumerate(block) if _anchor(line)]
    headings = tuple(title for level, title in path if level > 1 and title.casefold() not in _SECTIONS)
    if not anchors:
        yield from _own_words(block, headings, path)
    begins = [_begin(block, (anchors[place - 1] + 1) if place else 0, index) for place, index in enumerate(anchors)]
    if anchors:
        yield from _own_words(block[: begins[0]], headings, path)
    for (start, end), index in zip(pairwise([*begins, len(block)]), anchors, strict=True):
        anchor = _anchor(block[index][1])
        if anchor is None:
            continue
        words = [line for _, line in block[start:index]] + [block[index][1][: anchor.start()]]
        place, below = _place_below(block[index + 1 : end])
        place = _one(anchor, "linked") or _one(anchor, "bare") or place
        written = [number for number, line in block[start:end] if line.strip()]
        yield _Mark(
            line=written[0],
            last_line=written[-1],
            headings=headings,
            quote=_bare(words),
            note=_NOTE.sub("", "\n".join(below).strip()),
            place=place,
            is_page=(_one(anchor, "kind").casefold() or "location") in {"page", "ページ", "页"},
            native_id=_one(anchor, "id") or (found[1] if (found := _ID.search(block[index][1])) else ""),
            raw="\n".join(line for _, line in block[start:end]).strip(),
        )


def _begin(block: Sequence[tuple[int, str]], start: int, anchored: int) -> int:
    """Find where the words that end at an anchor begin: with its quotation, its item, or behind a note on the last."""
    is_quoted = _QUOTED.match(block[anchored][1]) is not None
    if is_quoted or _ITEM.match(block[anchored][1]):
        begin = anchored
        while is_quoted and begin > start and _QUOTED.match(block[begin - 1][1]):
            begin -= 1
        return begin
    if start and any(_NOTE.match(line.lstrip()) for _, line in block[start : start + _NEAR]):
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
    text = _ITEM.sub("", "\n".join(bare).strip(), count=1).strip()
    marked = _MARKED.fullmatch(text)
    return str(marked[1]).strip() if marked else text


def _own_words(
    block: Sequence[tuple[int, str]], headings: tuple[str, ...], path: Sequence[tuple[int, str]]
) -> Iterator[_Mark]:
    """What the reader wrote between the highlights, but for the plugin's own list of facts."""
    words = "\n".join(line for _, line in block).strip()
    is_metadata = bool(path) and path[-1][1].casefold() == "metadata"
    written = [number for number, line in block if line.strip()]
    if has_words(words) and not is_metadata:
        yield _Mark(
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


def _anchor(line: str) -> re.Match[str] | None:
    """The end of a highlight's last line: where it stands, its id, or both."""
    if _PLACE_BELOW.fullmatch(line) or line.startswith("[^"):
        return None
    return _place(line) or _PLACE_LINK.search(line) or _ID.search(line)


def _place(line: str) -> re.Match[str] | None:
    """The place as the plugin writes it: ``— location: [224](kindle://…)``."""
    for start in re.finditer(r"[ \t](?=(?:—|–|--?)[ \t])|(?=\blocation:|\bpage:)", line):
        match = _ANCHOR.match(line, start.start())
        if match and (match["linked"] or match["bare"]):
            return match
    return None


def _one(match: re.Match[str], name: str) -> str:
    return str(match.groupdict().get(name) or "")


def _unit(mark: _Mark, document: Document, number: int) -> Annotation | Rejected:
    if not (has_words(mark.quote) or mark.note):
        return Rejected(line=mark.line, problem="this highlight has no words", raw=mark.raw, by_design=True)
    place: dict[str, JSON] = {} if mark.is_page or not mark.place else {"location": mark.place}
    start = re.match(r"\d{1,9}", mark.place)
    return highlight(
        importer=ObsidianKindle.format,
        document=document,
        quote=mark.quote,
        notes=(mark.note,),
        tags=tags(mark.note),
        # The plugin makes the id of few digits out of the words: the place keeps two apart that have the same.
        native_id="@".join(filter(None, (mark.native_id, mark.place))) if mark.native_id else "",
        locator=Locator(
            headings=mark.headings,
            page=mark.place if mark.is_page else "",
            order=(int(start[0]) if start else _LAST, number),
        ),
        extra=place,
    )


def _authors(author: str) -> tuple[str, ...]:
    of_german_shop = _OF_GERMAN_SHOPS.fullmatch(author)
    if of_german_shop:
        author = re.sub(r"\s+und\s+", ", ", of_german_shop[1])
    return tuple(name for one in _BETWEEN_AUTHORS.split(author) if (name := one.strip()))


def _document(part: _Part, name: str) -> Document:
    matter = part.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    value = matter.fields.get(_KEY)
    told = {key: item for key, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}
    facts = {fact[1].strip(): plain(fact[2]) for line in part.lines if (fact := _FACT.fullmatch(line))}
    heading = next(
        (plain(found[2]) for line in part.lines if (found := _HEADING.match(line)) and len(found[1]) == 1), ""
    )
    asin = told.get("asin") or facts.get("ASIN", "")
    title = told.get("title") or heading
    author = told.get("author") or facts.get("Author", "") or facts.get("Authors", "")
    others: dict[str, JSON] = {key: item for key, item in matter.fields.items() if item and key != _KEY}
    return Document(
        key=asin or told.get("bookId", "") or title or name,
        title=title,
        authors=_authors(author),
        extra={**told, **others},
    )
