"""Boox (Onyx): the text of reading notes that its readers export, of both kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from commonplace.grammar.lines import Lines, note_lines, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_HEADER = re.compile(
    r"[\ufeff\s]{0,9}(?:BOOX\s?)?(?P<kind>[^|｜<>《》]{1,60})[|｜]\s*(?:<<|《)(?P<title>.*?)(?:>>|》)(?P<author>.*)",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"Reading Notes?|读书笔记|讀書筆記|阅读笔记|閱讀筆記", re.IGNORECASE)
_NEAR = 6
"""Lines below a header of another language in which an entry with its time and page stands."""
_SEPARATOR = re.compile(r"\s*-{8,}\s*")
_TIME = re.compile(r"\s*(?:Time|时间|時間)\s*[:：]\s*(?P<time>.*)", re.IGNORECASE)
_TIME_AND_PAGE = re.compile(
    r"\s*(?P<time>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?)\s*"
    r"(?:[|｜]\s*(?P<label>[^\W\d][^\d:：|]{0,20})[:：]\s*(?P<page>.*))?"
)
"""Readers write “Page No.” in their own language."""
_LABEL = re.compile(
    r"\s*【\s*(?:(?P<quote>Original Text|原文|原文內容)|(?P<note>Annotations?|Notes?|批注|批註|注释|笔记)"
    r"|(?P<page>Page Number|Page No\.?|页码|頁碼))\s*】\s*[:：]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_NOTHING = frozenset({"", "null"})
_LAST = 2**31


class _Record(msgspec.Struct):
    """One entry while it is read; `fields` are its lines by what they are."""

    line: int
    last: int
    raw: str
    chapter: list[str] = msgspec.field(default_factory=list)
    time: str = ""
    page: str = ""
    quote: list[str] = msgspec.field(default_factory=list)
    note: list[str] = msgspec.field(default_factory=list)
    is_dated: bool = False


class Boox(Importer):
    """Reads the entries between rows of dashes."""

    format = "boox"
    app = ("文石", "Boox")
    description = "Boox (Onyx): exported reading notes (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each export, from its header on."""
        for first, last in _spans(note_lines(export.text)):
            yield Claim(
                confidence=CERTAIN,
                evidence="the header “Reading Notes | <<…>>”",
                first_line=first + 1,
                last_line=last + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order."""
        lines = text_lines(export.text)
        for first, last in _spans(lines):
            top = first + 1 if _author_below(lines, first) else first
            document = _document(lines[first], lines[top] if top > first else "", export.name)
            for number, record in enumerate(_records(lines, top + 1, last)):
                yield _unit(record, document, number)


def _spans(lines: Lines) -> list[tuple[int, int]]:
    headers = [index for index, line in enumerate(lines) if (">>" in line or "》" in line) and _is_header(lines, index)]
    return [(first, end - 1) for first, end in pairwise([*headers, len(lines)])]


def _is_header(lines: Lines, index: int) -> bool:
    """Whether a line names a book; of other languages the entry below it is to be like Boox' ones."""
    match = _HEADER.fullmatch(lines[index])
    if not match or _KNOWN.fullmatch(match["kind"].strip()):
        return match is not None
    near = map(_TIME_AND_PAGE.fullmatch, lines[index + 1 : index + _NEAR])
    return any(dated["page"] for dated in near if dated)


def _author_below(lines: Lines, first: int) -> bool:
    """Whether the header is of the oldest kind: author and chapter, or an empty line, stand above the time."""
    match, below = _HEADER.fullmatch(lines[first]), lines[first + 1 : first + 4]
    return bool(match and not match["author"].strip() and below[2:] and _TIME.fullmatch(below[2]))


def _document(header: str, author_below: str, name: str) -> Document:
    match = _HEADER.fullmatch(header)
    title, author = (match["title"].strip(), match["author"].strip() or author_below) if match else ("", "")
    parted = re.split(r"[;；、]|[,，](?=\S)", author)
    authors = tuple(one.strip() for one in parted if one.strip().casefold() not in _NOTHING)
    author = "" if author.strip().casefold() in _NOTHING else author
    return Document(key=" — ".join(filter(None, (title, author))) or name, title=title, authors=authors)


def _records(lines: Sequence[str], first: int, last: int) -> Iterator[_Record]:
    start = first
    for index in range(first, last + 2):
        if index <= last and not _SEPARATOR.fullmatch(lines[index]):
            continue
        within = [number for number in range(start, index) if lines[number].strip()]
        if within:
            yield _record(lines, within)
        start = index + 1


def _record(lines: Sequence[str], within: Sequence[int]) -> _Record:
    """Read an entry: the chapter stands above its time, the words below, unless labels say what is what."""
    record = _Record(within[0] + 1, within[-1] + 1, "\n".join(lines[within[0] : within[-1] + 1]))
    current = record.chapter
    for index in range(within[0], within[-1] + 1):
        line = lines[index]
        dated = None if record.is_dated else _TIME_AND_PAGE.fullmatch(line) or _TIME.fullmatch(line)
        label = _LABEL.fullmatch(line)
        if dated:
            record.time, record.is_dated, current = dated["time"].strip(), True, record.quote
            record.page = (dated.groupdict().get("page") or "").strip()
        elif label and label["page"]:
            record.page, current = label["rest"].strip(), []
        elif label:
            current = record.note if label["note"] else record.quote
            current.append(label["rest"])
        else:
            current.append(line.strip())
    return record


def _unit(record: _Record, document: Document, number: int) -> Annotation | Rejected:
    quote, note = ("\n".join(part).strip() for part in (record.quote, record.note))
    if not record.is_dated and not quote:
        problem = "this entry has no time and no marked words: export again from the reader"
        return Rejected(line=record.line, problem=problem, raw=record.raw)
    if not (quote or note):
        return Rejected(line=record.line, problem="this entry has no words", raw=record.raw, by_design=True)
    chapter = " ".join(part for part in record.chapter if part.casefold() not in _NOTHING)
    created = local_time(record.time)
    told: dict[str, JSON] = {"time": record.time} if record.time and not created else {}
    page = re.match(r"\d{1,9}", record.page)
    return highlight(
        importer=Boox.format,
        document=document,
        quote=quote,
        notes=(note,),
        locator=Locator(
            headings=(chapter,) if chapter else (),
            page="" if record.page.casefold() in _NOTHING else record.page,
            order=(int(page[0]) if page else _LAST, number),
        ),
        created=created,
        extra=told,
    )
