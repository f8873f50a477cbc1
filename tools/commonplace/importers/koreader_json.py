"""KOReader: its exporter's JSON, of one book or of several."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_shape import MisshapenError, as_object, as_text, optional, text, word
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.koreader import document_of, time_of_seconds
from commonplace.grammar.lines import opening
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_READ = frozenset({"page", "time", "text", "note", "chapter", "color"})
_OF_BOOK = frozenset({"title", "author", "entries", "file", "md5sum", "created_on", "version", "number_of_pages"})
_LAST = 2**31


class _Book(msgspec.Struct, frozen=True, kw_only=True):
    """One book; `lines` are those on which its entries begin."""

    raw: Mapping[str, JSON]
    entries: Sequence[JSON]
    lines: Sequence[int]


class KoReaderJson(Importer):
    """Reads the entries of each book."""

    format = "koreader-json"
    app = ("KOReader", "KOReader")
    description = "KOReader: its exporter's JSON, one book or several (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON with the exporter's version, or books with entries."""
        value = _decoded(export)
        books = _books(value, export.text)
        if isinstance(value, dict) and books:
            versioned = str(value.get("version", "")).startswith("json/")
            count = sum(len(book.entries) for book in books)
            yield whole(export, CERTAIN if versioned else TYPICAL, f"{count} entries of KOReader")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order."""
        books = _books(decode(export.text, name=export.name), export.text)
        if not books:
            raise MalformedExportError(
                "holds no entries of KOReader", hint="They stand under “entries” or “documents”.", path=export.name
            )
        for book in books:
            document = _document(book, export.name)
            for number, value in enumerate(book.entries):
                line = book.lines[min(number, len(book.lines) - 1)] if book.lines else 1
                yield _unit(value, document, number, line)


def _decoded(export: Export) -> JSON:
    if opening(export.text) != "{" or '"entries"' not in export.text:
        return None
    try:
        return decode(export.text)
    except MalformedExportError:
        return None


def _books(value: JSON, source: str) -> list[_Book]:
    if not isinstance(value, dict):
        return []
    documents = value.get("documents")
    if isinstance(documents, list):
        starts = lines_of_items(source, "documents")
        return [
            _Book(raw=one, entries=entries, lines=(line,))
            for one, line in zip(documents, starts, strict=False)
            if isinstance(one, dict) and isinstance(entries := one.get("entries"), list)
        ]
    entries = value.get("entries")
    is_book = isinstance(entries, list) and value.keys() & {
        "file",
        "created_on",
        "number_of_pages",
        "md5sum",
        "version",
    }
    if not (is_book and isinstance(entries, list) and "title" in value):
        return []
    return [_Book(raw=value, entries=entries, lines=lines_of_items(source, "entries"))]


def _unit(value: JSON, document: Document, number: int, line: int) -> Annotation | Rejected:
    try:
        raw = as_object(value)
        quote, note = text(raw, "text").strip(), text(raw, "note").strip()
        if quote or note:
            return _annotation(raw, document, number)
        problem, by_design = "a bookmark marks no words", True
    except MisshapenError as error:
        problem, by_design = f"{error.within(f'entries[{number}]')}; export again from KOReader", False
    return Rejected(line=line, problem=problem, raw=json.dumps(value, ensure_ascii=False), by_design=by_design)


def _annotation(raw: Mapping[str, JSON], document: Document, number: int) -> Annotation:
    chapter, page = text(raw, "chapter").strip(), optional(raw, "page", _as_word, "")
    seconds = raw.get("time")
    is_time = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    place = text(raw, "pn_xp") or page
    return highlight(
        importer=KoReaderJson.format,
        document=document,
        quote=text(raw, "text").strip(),
        notes=(text(raw, "note").strip(),),
        native_id=f"{seconds} {place}" if is_time else "",
        locator=Locator(
            headings=(chapter,) if chapter else (),
            page=page,
            order=(int(page) if page.isdecimal() and len(page) < 10 else _LAST, number),  # noqa: PLR2004 (digits)
        ),
        created=time_of_seconds(seconds) if isinstance(seconds, int | float) and is_time else "",
        color=optional(raw, "color", as_text, ""),
        extra={key: item for key, item in raw.items() if key not in _READ and item not in (None, "")},
    )


def _as_word(value: JSON) -> str:
    """Take a page for text, be it a number or a label."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else as_text(value)


def _document(book: _Book, name: str) -> Document:
    raw = book.raw
    told = {key: value for key, value in raw.items() if key not in _OF_BOOK and value not in (None, "", False)}
    return document_of(
        title=word(raw, "title"),
        authors=word(raw, "author"),
        file=word(raw, "file"),
        digest=word(raw, "md5sum"),
        name=name,
        extra=told | ({"pages": raw["number_of_pages"]} if raw.get("number_of_pages") else {}),
    )
