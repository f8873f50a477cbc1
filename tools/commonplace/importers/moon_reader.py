"""Moon+ Reader: its backup of highlights (.mrexpt), and the text that it shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from commonplace.grammar.addresses import base_name, stem_of
from commonplace.grammar.koreader import time_of_seconds
from commonplace.grammar.lines import Lines, note_lines, text_lines
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_SHARED = re.compile(
    r"(?P<title>.+?)\s*[(（](?:Highlight|高亮|标注|標註|划线|書籤|下划线)s?\s*[:：]\s*\d+\s*[;；,，]\s*(?:Note|笔记|筆記|注释)s?\s*[:：]\s*(?P<notes>\d+)[)）]\s*"
)
_LINE = re.compile(r"[─—_-]{6,}\s*")
_CHAPTER = re.compile(r"\s*◆\s*(.*)")
_ENTRY = re.compile(r"\s*▪\s*(.*)")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,20}")
_NOTE, _TEXT = 11, 12
_LEAST, _MOST = 13, 18
_LONGEST_TITLE = 500
_STYLES = ("underline", "strikethrough", "squiggly")


class _Record(msgspec.Struct, frozen=True):
    """The lines between two ``#``."""

    line: int
    lines: Sequence[str]

    def number(self, index: int) -> int:
        found = _NUMBER.fullmatch(self.lines[index].strip())
        return int(found[0]) if found else 0


class MoonReader(Importer):
    """Reads records of a backup, or the entries of a shared text."""

    format = "moon-reader"
    app = ("静读天下", "Moon+ Reader")
    description = "Moon+ Reader: backups of highlights (.mrexpt) and shared text (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a file of records, or what is shared."""
        lines = note_lines(export.text)
        records = [record for record in _records(lines) if _problem(record) == ""]
        if records:
            yield whole(export, CERTAIN, f"{len(records)} records of Moon+ Reader between lines “#”")
        for first, last in _shared_spans(lines):
            yield Claim(
                confidence=CERTAIN, evidence="“(Highlight: …; Note: …)”", first_line=first + 1, last_line=last + 1
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each record or entry, in order."""
        lines = text_lines(export.text)
        spans = _shared_spans(lines)
        for first, last in spans:
            yield from _shared(lines, first, last)
        if not spans:
            yield from (_unit(record, number, export.name) for number, record in enumerate(_records(lines)))


def _records(lines: Lines) -> list[_Record]:
    """Cut a backup at its lines ``#``; what stands above the first says how texts are to be shown."""
    marks = [index for index in lines.beginning("#") if lines[index].strip() == "#"]
    if not marks:
        return []
    last = next(end for end in range(len(lines), 0, -1) if lines[end - 1])
    found = (_Record(mark + 2, lines[mark + 1 : end]) for mark, end in pairwise([*marks, last]))
    return [record for record in found if any(line.strip() for line in record.lines)]


def _problem(record: _Record) -> str:
    """Why the record cannot be read; empty if it can."""
    if not _LEAST <= len(record.lines) <= _MOST:
        return f"this record has {len(record.lines)} lines instead of {_LEAST} to 17: export again from Moon+ Reader"
    if not all(_NUMBER.fullmatch(record.lines[index].strip()) for index in (4, 5, 6, 7, 8, 9)):
        return "this record has words where chapter, place, colour and time belong: export again from Moon+ Reader"
    return ""


def _unit(record: _Record, number: int, name: str) -> Annotation | Rejected:
    raw = "\n".join(record.lines)
    if problem := _problem(record):
        return Rejected(line=record.line, problem=problem, raw=raw)
    quote, note = (_BREAK.sub("\n", record.lines[index]).strip() for index in (_TEXT, _NOTE))
    if not (quote or note):
        return Rejected(line=record.line, problem="a bookmark marks no words", raw=raw, by_design=True)
    place = tuple(record.number(index) for index in (4, 5, 6))
    told: dict[str, JSON] = {"chapter": place[0], "split": place[1], "position": place[2], "length": record.number(7)}
    styles = [style for style, line in zip(_STYLES, record.lines[_TEXT + 1 :], strict=False) if line.strip() == "1"]
    if bookmark := record.lines[10].strip():
        told["bookmark"] = bookmark
    time = record.number(9)
    return highlight(
        importer=MoonReader.format,
        document=Document(
            key=record.lines[2].strip() or record.lines[1].strip() or name,
            title=_title(record.lines[1].strip(), record.lines[2].strip()),
            file=record.lines[2].strip(),
        ),
        quote=quote,
        notes=(note,),
        # The number of a record is that of a row of the app's table, which is another one after a restore.
        native_id=f"{'.'.join(map(str, place))}@{time}",
        locator=Locator(order=(*(max(part, 0) for part in place), number)),
        created=time_of_seconds(time / 1000) if time > 0 else "",
        color=f"#{record.number(8) & 0xFFFFFF:06x}" if record.number(8) else "",
        extra=told | ({"style": ", ".join(styles)} if styles else {}),
    )


def _title(title: str, file: str) -> str:
    """Give the title; that of a book which tells none is the name of its file."""
    return stem_of(title) if title == base_name(file) else title


def _shared_spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where each shared text begins and ends: its title with two counts, a line, its entries."""
    titles = [
        index
        for index, line in enumerate(lines)
        if (")" in line or "）" in line)
        and len(line) < _LONGEST_TITLE
        and line.rstrip().endswith((")", "）"))
        and _SHARED.fullmatch(line)
        and any(map(_LINE.fullmatch, lines[index + 1 : index + 4]))
    ]
    return [(first, end - 1) for first, end in pairwise([*titles, len(lines)])]


def _shared(lines: Sequence[str], first: int, last: int) -> Iterator[Annotation]:
    head = _SHARED.fullmatch(lines[first])
    title, _, author = (head["title"] if head else "").rpartition(" - ")
    title, author = (title, author) if title else (author, "")
    document = Document(key=" — ".join(filter(None, (title, author))), title=title, authors=(author,) if author else ())
    found = list(_entries(lines, first, last))
    noted = [_with_note(text) for _, _, text in found]
    # An entry ends with its note in brackets; so may marked words. The count above tells which it is.
    has_notes = sum(bool(note) for _, note in noted) == int(head["notes"] if head else 0)
    for number, ((_, chapter, text), (words, note)) in enumerate(zip(found, noted, strict=True)):
        yield highlight(
            importer=MoonReader.format,
            document=document,
            quote=words if has_notes else text,
            notes=(note,) if has_notes else (),
            locator=Locator(headings=(chapter,) if chapter else (), order=(number,)),
        )


def _entries(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[int, str, str]]:
    chapter = ""
    entry: list[str] = []
    start = first
    for index in range(first + 1, last + 2):
        line = lines[index] if index <= last else "◆"
        begins, heads = _ENTRY.fullmatch(line), _CHAPTER.fullmatch(line)
        if (begins or heads or _LINE.fullmatch(line)) and entry:
            yield start, chapter, "\n".join(entry).strip()
            entry = []
        if begins:
            entry, start = [begins[1]], index
        elif heads:
            chapter = heads[1].strip()
        elif entry and line.strip():
            entry.append(line.strip())


def _with_note(text: str) -> tuple[str, str]:
    """Part an entry from the brackets at its end."""
    if not text.endswith((")", "）")):
        return text, ""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += {")": 1, "）": 1, "(": -1, "（": -1}.get(text[index], 0)
        if depth == 0:
            return text[:index].strip(), text[index + 1 : -1].strip()
    return text, ""
