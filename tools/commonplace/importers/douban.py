"""豆瓣阅读 Douban Read: notes of one book as its website exports them, and as its app shares them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.lines import Lines, note_lines, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.grammar.paragraphs import book_of, paragraphs, title_in
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected
from commonplace.text import in_paragraphs

_HEADER = re.compile(r"#*\s*《(?P<title>.+)》的(?:批注|划线|笔记)(?:[与和及、](?:批注|划线|笔记))*\s*")
_CHAPTER = re.compile(r"#{2,6}\s*(?:章节\s*[:：]\s*)?(.*?)\s*")
_QUOTE = re.compile(r">+\s?(.*)")
_AUTHOR = re.compile(r"\s*作者\s*[:：].*")
_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_DATE = re.compile(rf"\s*(?:[-—–]+\s*)?({_DAY})\s*")
_ORIGINAL = re.compile(r"\s*原文\s*[:：]\s*")
_LAST_DATE = re.compile(rf"({_DAY})\Z")
_COMMENT = re.compile(r"批注\s{0,9}[:：]")
_THOUGHT = re.compile(r"\s*想法\s*[:：]")


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """A note of the app, as indices of its first line and of the one behind its last."""

    first: int
    end: int


class _Mark(msgspec.Struct):
    line: int
    chapter: tuple[str, ...]
    quote: str = ""
    comment: str = ""
    date: str = ""


class Douban(Importer):
    """Reads each highlight with the comment below it."""

    format = "douban"
    app = ("豆瓣阅读", "Douban Read")
    description = "豆瓣阅读 Douban Read: exported and shared notes of a book (.md, .txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each export of the website from its title on, or what the app shared."""
        lines = note_lines(export.text)
        headers = _headers(lines)
        for header, end in pairwise([*headers, len(lines)]):
            yield Claim(
                confidence=CERTAIN,
                evidence="the title 《…》的批注与划线",
                first_line=header + 1,
                last_line=end,
            )
        records = [] if headers else _records(lines)
        if records and _first_line(lines) < records[0].first:
            commented = any(_COMMENT.search(lines[at]) for one in records for at in range(one.first, one.end))
            yield Claim(
                confidence=TYPICAL,
                evidence=f"{len(records)} notes with 原文{' and 批注' if commented else ''} and a date",
                first_line=_first_line(lines) + 1,
                last_line=len(lines),  # What is left below the last one is told apart while it is read.
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each note, in order."""
        lines = text_lines(export.text)
        headers, records = _headers(lines), _records(lines)
        if not (headers or records):
            raise MalformedExportError(
                "holds no notes of 豆瓣阅读", hint="Its title is 《…》的批注与划线, or each has 原文.", path=export.name
            )
        for header, end in pairwise([*headers, len(lines)]):
            title = _HEADER.fullmatch(lines[header])
            author = next((at for at in range(header + 1, end)[:4] if _AUTHOR.fullmatch(lines[at])), None)
            book = _book(title["title"] if title else "", lines[author] if author else "", export.name)
            yield from _annotations(_of_website(lines, header + 1 if author is None else author + 1, end), book)
        if not headers:
            first = lines[_first_line(lines)].strip()
            title_text, _, author_text = first.partition("-") if not first.startswith("《") else (first, "", "")
            yield from _annotations(_of_app(lines, records), _book(title_text, author_text, export.name))
            yield from _left(lines, records[-1].end)


def _headers(lines: Lines) -> list[int]:
    return [at for at in lines.beginning("#《") if _HEADER.fullmatch(lines[at])]


def _first_line(lines: Sequence[str]) -> int:
    return next((at for at, line in enumerate(lines) if line.strip()), 0)


def _book(title: str, author: str, name: str) -> Document:
    return book_of(Douban.format, title_in(title.strip()), author, name=name)


def _of_website(lines: Sequence[str], first: int, end: int) -> Iterator[_Mark]:
    """Read quotes and the comments below them: a comment may have paragraphs, and stand under a chapter alone."""
    chapter: tuple[str, ...] = ()
    mark: _Mark | None = None
    for block in paragraphs(lines, first, end):
        quoted = [match[1] for line in block.lines if (match := _QUOTE.match(line))]
        rest = [line.strip() for line in block.lines if not _QUOTE.match(line)]
        heading = _CHAPTER.fullmatch(block.lines[0])
        if heading:
            chapter, rest = (heading[1],), rest[1:]
        if (heading or quoted) and mark:
            yield mark
            mark = None
        if quoted or rest:
            mark = mark or _Mark(line=block.first, chapter=chapter, quote="\n".join(quoted).strip())
            _comment(mark, rest)
    if mark:
        yield mark


def _comment(mark: _Mark, lines: Sequence[str]) -> None:
    """Add a paragraph to the comment; a date on a line of its own at its end is that of the note."""
    dated = _DATE.fullmatch(lines[-1]) if lines else None
    if dated:
        mark.date, lines = dated[1], lines[:-1]
    mark.comment = in_paragraphs(mark.comment, "\n".join(lines))


def _records(lines: Lines) -> list[_Record]:
    """Find the notes of the app: each begins with 原文 and ends with a date, within its line or on one of its own."""
    starts = [at for at in lines.beginning("原") if _ORIGINAL.match(lines[at])]
    if starts and any(_THOUGHT.match(line) for line in lines):
        return []  # 掌阅 writes 原文, too.
    found = []
    for start, after in pairwise([*starts, len(lines)]):
        end = next((at + 1 for at in range(start, after) if _LAST_DATE.search(lines[at].rstrip())), None)
        if end is not None:
            found.append(_Record(first=start, end=end))
    return found


def _of_app(lines: Sequence[str], records: Sequence[_Record]) -> Iterator[_Mark]:
    """Read the notes; what stands between them are chapters."""
    at = _first_line(lines) + 1
    chapter: tuple[str, ...] = ()
    for record in records:
        chapter = tuple(line.strip() for line in lines[at : record.first] if line.strip()) or chapter
        text = "\n".join(line.strip() for line in lines[record.first : record.end])
        dated = _LAST_DATE.search(text.rstrip())
        text = text[: dated.start()] if dated else text
        parted = _COMMENT.search(text)
        quote, comment = (text[: parted.start()], text[parted.end() :]) if parted else (text, "")
        yield _Mark(
            line=record.first,
            chapter=chapter,
            quote=quote[match.end() if (match := _ORIGINAL.match(quote)) else 0 :].strip(),
            comment=comment.strip(),
            date=dated[1] if dated else "",
        )
        at = record.end


def _left(lines: Sequence[str], end: int) -> Iterator[Rejected]:
    """What stands below the last note: the app's own line, or a note that was cut off."""
    raw = "\n".join(lines[end:]).strip()
    if raw:
        by_app = "豆瓣" in raw and not any(_ORIGINAL.match(line) for line in lines[end:])
        problem = "is what the app says of itself" if by_app else "has no date at its end, as notes of 豆瓣阅读 have"
        yield Rejected(line=end + 1, problem=problem, raw=raw, by_design=by_app)


def _annotations(marks: Iterator[_Mark], document: Document) -> Iterator[Annotation | Rejected]:
    for number, mark in enumerate(marks):
        if not (mark.quote or mark.comment):
            yield Rejected(
                line=mark.line + 1, problem="a note without words", raw=mark.date or "原文：", by_design=True
            )
            continue
        created = local_time(mark.date) if mark.date else ""
        told: dict[str, JSON] = {"date": mark.date} if mark.date and not created else {}
        yield highlight(
            importer=Douban.format,
            document=document,
            quote=mark.quote,
            notes=(mark.comment,),
            locator=Locator(headings=tuple(filter(None, mark.chapter)), order=(number,)),
            created=created,
            extra=told,
        )
