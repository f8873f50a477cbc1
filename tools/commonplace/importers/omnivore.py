"""Omnivore: the notes of its Obsidian plugin, where each highlight ends in a link back to its place in the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from commonplace.grammar.addresses import is_web, stem_of
from commonplace.grammar.authors import authors_in
from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import has_words, plain
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_SURROUNDINGS = 0.64
"""Less than any mark of another format in between, more than a note of no format at all."""
_HOST = "https://omnivore.app/"
_END = re.compile(
    r"[ \t]*+\(?\[[^\[\]\n]{0,40}\]\((?P<address>https://omnivore\.app/[^\s()#]*#(?P<id>[0-9a-fA-F-]{8,40}))\)\)?"
    r"(?P<tags>(?:[ \t]++#[^\s#]++)*+)[ \t]*+(?:\^[\w-]++[ \t]*+)?\Z"
)
"""The link at the end of a highlight, behind it tags and the id of a block."""
_OF_RULES = frozenset("-*_")
"""What a rule is drawn with, three or more of one of them."""
_ORIGINAL = re.compile(r"\[[^\[\]\n]*\boriginal\b[^\[\]\n]*\]\((https?://[^\s()]+)\)", re.IGNORECASE)
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_ARTICLE = re.compile(r"(?:full )?(?:content|article|text|document)\b|全文|正文|原文", re.IGNORECASE)
"""The heading that the article itself stands below."""
_ITEM = re.compile(r"[ \t]*[-*+][ \t]+")
_TITLE_OF_CALLOUT = re.compile(r"[ \t]*>[ \t]?\[![^\]\n]+\][+-]?[ \t]*(?:(?:quote|highlight)[ \t]*)?", re.IGNORECASE)
"""The first line of a callout, up to its own words."""
_TAGS = re.compile(r"(?:[-*+][ \t]+)?(?:#[^\s#]++[ \t]*)++")
_LABEL = re.compile(
    r"(?:[-*+][ \t]+)?(?:\*\*|__)?(?:note|comment|笔记|批注)(?:\*\*|__)?[:：](?:\*\*|__)?[ \t]*", re.IGNORECASE
)
_FRAMES = (
    _HEADING,
    _TAGS,
    re.compile(r"[ \t]*(?:date_\w+|date \w+): .{0,40}|\[\[Omnivore\]\][ \t]*", re.IGNORECASE),
)
"""What templates put between title and article besides links: headings, tags, dates."""
_LAST = 2**31
"""Sorts words on the whole behind the highlights."""


class _Part(NamedTuple):
    """One note of a file: its front matter, and its lines with the number of the first."""

    matter: FrontMatter | None
    first: int
    lines: Sequence[str]


class _Record(NamedTuple):
    """The lines of a highlight, as indices: its words, where they end, and where what is said of it ends."""

    begin: int
    end: int
    last: int
    link: re.Match[str]


class Omnivore(Importer):
    """Reads what ends in a link to a highlight, and what the reader wrote below; the article itself is left out."""

    format = "omnivore"
    app = ("Omnivore", "Omnivore")
    description = "Omnivore: the notes of its Obsidian plugin (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and less confidently what is left of its note."""
        for part in _parts(export.text):
            records = _records(part.lines)
            evidence = f"{len(records)} highlights with a link to Omnivore"
            last = part.first + len(part.lines) - 1
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=part.first, last_line=last)
            for record in records:
                first = part.first + record.begin
                yield Claim(
                    confidence=CERTAIN,
                    evidence=evidence,
                    first_line=first,
                    last_line=part.first + max(record.last - 1, record.end),
                )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        for part in _parts(export.text):
            document = _document(part, export.name)
            at = part.matter.last_line - part.first + 1 if part.matter else 0
            for number, record in enumerate(_records(part.lines)):
                yield from _apart(part, at, record.begin)
                yield _unit(part, record, document, number)
                at = max(record.last, record.end + 1)
            yield from _below(part, at, document)


def _parts(text: str) -> Iterator[_Part]:
    if is_json(text) or f"]({_HOST}" not in text:
        return
    lines = text_lines(text)
    for matter, first, end in parted(front_matters(text), len(lines)):
        within = lines[first - 1 : end - 1]
        if any(_HOST in line and _END.search(line) for line in within):
            yield _Part(matter=matter, first=first, lines=within)


def _records(lines: Sequence[str]) -> list[_Record]:
    """Find where highlights end, and from there where they begin; what stands between two is on the first."""
    ends = [(at, link) for at, line in enumerate(lines) if _HOST in line and (link := _END.search(line))]
    found: list[_Record] = []
    for at, link in ends:
        above = found[-1].end + 1 if found else 0
        begin = _begin(lines, at, above)
        if found:
            found[-1] = found[-1]._replace(last=_last(lines, found[-1].end, begin))
        found.append(_Record(begin=begin, end=at, last=at + 1, link=link))
    if found:
        found[-1] = found[-1]._replace(last=_last(lines, found[-1].end, len(lines)))
    return found


def _begin(lines: Sequence[str], end: int, above: int) -> int:
    """Find the first line of the quotation, the item or the paragraph that a line ends."""
    is_quoted = _QUOTED.match(lines[end]) is not None
    begin = end
    while begin > above and (is_quoted or not _ITEM.match(lines[begin])):
        line = lines[begin - 1]
        goes_on = _QUOTED.match(line) if is_quoted else line.strip() and not _HEADING.match(line)
        if not goes_on or _TITLE_OF_CALLOUT.match(lines[begin]):
            break
        begin -= 1
    return begin


def _last(lines: Sequence[str], end: int, below: int) -> int:
    """Find where what stands below a highlight ends: at a heading or a rule at the latest."""
    for at in range(end + 1, below):
        drawn = lines[at].strip()
        if _HEADING.match(lines[at]) or (len(drawn) > 2 and len(set(drawn)) == 1 and drawn[0] in _OF_RULES):  # noqa: PLR2004
            return at
    return below


def _unit(part: _Part, record: _Record, document: Document, number: int) -> Annotation | Rejected:
    lines = part.lines
    ending = lines[record.end][: record.link.start()]
    quote = _bare([*lines[record.begin : record.end], ending])
    said, tags = _said(lines[record.end + 1 : record.last])
    called = (tag.lstrip("#") for tag in record.link["tags"].split())
    if not (has_words(quote) or said):
        raw = "\n".join(lines[record.begin : record.last]).strip()
        return Rejected(line=part.first + record.begin, problem="this highlight has no words", raw=raw, by_design=True)
    return highlight(
        importer=Omnivore.format,
        document=document,
        quote=quote,
        notes=(said,),
        tags=(*called, *tags),
        native_id=record.link["id"],
        locator=Locator(order=(number,)),
        extra={"url": record.link["address"]},
    )


def _apart(part: _Part, start: int, end: int) -> Iterator[Rejected]:
    """Say what stands in some lines besides what the plugin puts there: headings, links and dates of the article."""
    kept = [at for at in range(start, end) if has_words(part.lines[at]) and not _is_frame(part.lines[at])]
    if kept:
        raw = "\n".join(part.lines[kept[0] : kept[-1] + 1])
        problem = "stands apart from the highlights: the article itself, or words on no highlight"
        yield Rejected(line=part.first + kept[0], problem=problem, raw=raw, by_design=True)


def _below(part: _Part, start: int, document: Document) -> Iterator[Annotation | Rejected]:
    """Read the reader's own words below the highlights, each with its heading, down to that of the article."""
    sections = [start, *(at for at in range(start, len(part.lines)) if _HEADING.match(part.lines[at]))]
    for number, (first, end) in enumerate(pairwise([*sections, len(part.lines)])):
        heading = _HEADING.match(part.lines[first]) if first < end else None
        if heading is None or _ARTICLE.match(plain(heading[2])):
            yield from _apart(part, first, end if heading is None else len(part.lines))
            if heading:
                return
            continue
        words = "\n".join(part.lines[first + 1 : end]).strip()
        if has_words(words):
            locator = Locator(headings=(plain(heading[2]),), order=(_LAST, number))
            yield highlight(importer=Omnivore.format, document=document, notes=(words,), locator=locator)


def _is_frame(line: str) -> bool:
    is_link = _HOST in line or _ORIGINAL.search(line) is not None
    return is_link or any(frame.fullmatch(line) for frame in _FRAMES)


def _bare(lines: Sequence[str]) -> str:
    """Take the marks of a quotation, a callout or an item off words."""
    first = _TITLE_OF_CALLOUT.sub("", lines[0], count=1)
    text = "\n".join(_QUOTED.sub("", line, count=1) for line in (first, *lines[1:])).strip()
    item = _ITEM.match(text)
    return text[item.end() :].strip() if item else text


def _said(lines: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Part what the reader wrote from lines that are nothing but tags."""
    bare = [line.lstrip("> \t") if _QUOTED.match(line) else line for line in lines]
    called = [line for line in bare if _TAGS.fullmatch(line.strip())]
    said = "\n".join(line for line in bare if line not in called).strip()
    said = _LABEL.sub("", said, count=1) if _LABEL.match(said) else said
    said = _ITEM.sub("", said, count=1) if "\n" not in said else said
    return said.strip(), tuple(tag.lstrip("#") for line in called for tag in line.split() if tag.startswith("#"))


def _document(part: _Part, name: str) -> Document:
    matter = part.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    headings = (found for line in part.lines if (found := _HEADING.match(line)))
    heading = next((plain(found[2]) for found in headings if len(found[1]) == 1), "")
    linked = _ORIGINAL.search("\n".join(part.lines))
    url = linked[1] if linked else matter.one("original_url", "url", "source", "link")
    authors = (name for line in matter.many("author", "authors") for name in authors_in(line.strip()))
    others: dict[str, JSON] = {key: value for key, value in matter.fields.items() if value}
    return Document(
        key=url or matter.one("id") or heading or name,
        title=matter.one("title") or heading or stem_of(name),
        authors=tuple(name for name in authors if name.casefold() != "unknown"),
        published=matter.one("date_published"),
        url=url if is_web(url) else "",
        extra=others,
    )
