"""Kindle: the Markdown notes that the Obsidian plugin “Kindle Highlights” keeps, one for each book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commonplace.grammar.front_matter import FrontMatter, front_matters
from commonplace.grammar.markdown_note.inline import has_words, plain, tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_SURROUNDINGS = 0.65
"""Less than any mark of another format in between, more than a note of no format at all."""
_ANCHOR = re.compile(
    r"[ \t]*(?:—|–|--?)?[ \t]*(?P<kind>location|page|位置|ページ|页)[:：]?[ \t]*"
    r"(?:\[(?P<linked>[^\]\n]{1,40})\]\((?P<address>kindle://[^)\s]*)\)|(?P<bare>\d[\d-]{0,20}))?"
    r"[ \t]*(?:\^(?P<id>ref-[\w-]+))?[ \t]*$",
    re.IGNORECASE,
)
_ID = re.compile(r"(?:^|[ \t])\^(ref-[\w-]+)[ \t]*$")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_FACT = re.compile(r"[ \t]*[-*+][ \t]+([^:\n]{1,40}):[ \t]*(.*)")
_NOTE = re.compile(r"\A(?:\*\*|__)?(?:note|笔记|メモ)(?:\*\*|__)?[:：](?:\*\*|__)?\s*", re.IGNORECASE)
_SECTIONS = frozenset({"metadata", "highlights"})
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
    return matter is not None and "kindle-sync" in matter.fields


def _parts(text: str) -> Iterator[_Part]:
    """The notes in a file that the plugin wrote: their front matter says so, or their anchors."""
    lines = text.split("\n")
    matters = [*front_matters(text)]
    starts = [1, *(matter.first_line for matter in matters), len(lines) + 1]
    for matter, (first, end) in zip([None, *matters], pairwise(starts), strict=True):
        within = lines[first - 1 : end - 1]
        anchored = sum("kindle://" in line and _ANCHOR.search(line) is not None for line in within)
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
    start = 0
    for place, index in enumerate(anchors):
        anchor = _anchor(block[index][1])
        if anchor is None:
            continue
        end = len(block) if place + 1 == len(anchors) else index + 1
        words = [line for _, line in block[start:index]] + [block[index][1][: anchor.start()]]
        written = [number for number, line in block[start:end] if line.strip()]
        yield _Mark(
            line=written[0],
            last_line=written[-1],
            headings=headings,
            quote="\n".join(words).strip(),
            note=_NOTE.sub("", "\n".join(line for _, line in block[index + 1 : end]).strip()),
            place=_one(anchor, "linked") or _one(anchor, "bare"),
            is_page=(_one(anchor, "kind").casefold() or "location") in {"page", "ページ", "页"},
            native_id=_one(anchor, "id") or (found[1] if (found := _ID.search(block[index][1])) else ""),
            raw="\n".join(line for _, line in block[start:end]).strip(),
        )
        start = end


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
    for start in re.finditer(r"[ \t](?=(?:—|–|--?)[ \t])|(?=\blocation:|\bpage:)", line):
        match = _ANCHOR.match(line, start.start())
        if match and (match["linked"] or match["bare"]):
            return match
    return _ID.search(line)


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


def _document(part: _Part, name: str) -> Document:
    matter = part.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    value = matter.fields.get("kindle-sync")
    told = {key: item for key, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}
    facts = {fact[1].strip(): plain(fact[2]) for line in part.lines if (fact := _FACT.fullmatch(line))}
    heading = next(
        (plain(found[2]) for line in part.lines if (found := _HEADING.match(line)) and len(found[1]) == 1), ""
    )
    asin = told.get("asin") or facts.get("ASIN", "")
    title = told.get("title") or heading
    author = told.get("author") or facts.get("Author", "") or facts.get("Authors", "")
    others: dict[str, JSON] = {key: item for key, item in matter.fields.items() if item and key != "kindle-sync"}
    return Document(
        key=asin or told.get("bookId", "") or title or name,
        title=title,
        authors=tuple(one.strip() for one in re.split(r"[、;；]|,\s+", author) if one.strip()),
        extra={**told, **others},
    )
