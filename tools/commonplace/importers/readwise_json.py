"""Readwise: what its API answers, books with their highlights or highlights alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.authors import authors_in
from commonplace.grammar.json_shape import MisshapenError, as_object, as_text, items, optional, text
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.lines import opening
from commonplace.grammar.marks import highlight
from commonplace.grammar.readwise import locator_of, place_told, read_note, time_of, word_of
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Rejected

_READ = frozenset(
    [
        "id", "text", "note", "location", "location_type", "highlighted_at", "created_at", "updated_at", "updated",
        "color", "tags", "is_deleted", "book_id",
    ]
)  # fmt: skip
_OF_BOOK = frozenset({"highlights", "title", "author", "source_url"})


class _Book(msgspec.Struct, frozen=True):
    """A book with its highlights; `line` is that on which it begins."""

    raw: Mapping[str, JSON]
    highlights: list[JSON]
    line: int


class ReadwiseJson(Importer):
    """Reads each highlight of each book; one that was deleted there is left out by design."""

    format = "readwise-json"
    app = ("Readwise", "Readwise")
    description = "Readwise: answers of its API, of export and of highlights (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON with books or highlights of Readwise."""
        if opening(export.text) not in {"[", "{"} or "highlight" not in export.text:
            return
        try:
            books = _books(decode(export.text), export.text)
        except MalformedExportError as error:
            if '"user_book_id"' in export.text:
                yield whole(export, TYPICAL, f"books of Readwise in JSON that {error.problem}")
            return
        if books:
            ours = '"user_book_id"' in export.text or '"readwise_url"' in export.text or "readwise.io" in export.text
            count = sum(len(book.highlights) for book in books)
            yield whole(export, CERTAIN if ours else TYPICAL, f"{count} highlights of Readwise")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        books = _books(decode(export.text, name=export.name), export.text)
        if not books:
            raise MalformedExportError(
                "holds no highlights of Readwise", hint="They stand under “results”.", path=export.name
            )
        for book in books:
            yield from _of_book(book, export.name)


def _books(value: JSON, source: str) -> list[_Book]:
    """Find the books: under “results”, in a list, or one alone; highlights alone are told apart by their book's id."""
    found, lines = value, [1]
    if isinstance(value, dict) and "results" in value:
        found, lines = value["results"], lines_of_items(source, "results")
    elif isinstance(value, dict):
        found = [value]
    else:
        lines = lines_of_items(source)
    if not isinstance(found, list):
        return []
    lines = lines or [1]
    books: list[_Book] = []
    for number, one in enumerate(found):
        line = lines[min(number, len(lines) - 1)]
        if not isinstance(one, dict):
            continue
        inner = one.get("highlights")
        if isinstance(inner, list) and one.keys() & {"user_book_id", "title", "readwise_url", "source"}:
            books.append(_Book(one, inner, line))
        elif {"text", "book_id", "highlighted_at"} <= one.keys():
            books.append(_Book({"user_book_id": one["book_id"]}, [one], line))
    return books


def _of_book(book: _Book, name: str) -> Iterator[Annotation | Rejected]:
    document = _document(book.raw, name)
    note = word_of(book.raw, "document_note")
    if note:
        yield highlight(
            importer=ReadwiseJson.format,
            document=document,
            notes=(note,),
            native_id=f"document {document.key}",
            locator=locator_of("0", "", 0),
        )
    headings: list[tuple[int, str]] = []
    for number, value in enumerate(book.highlights):
        if isinstance(value, dict) and value.get("is_deleted") is True:
            raw = json.dumps(value, ensure_ascii=False)
            problem = "you deleted this highlight in Readwise; import with --sync sets aside what you imported before"
            yield Rejected(line=book.line, problem=problem, raw=raw, by_design=True)
            continue
        try:
            yield _annotation(as_object(value), document, number, headings)
        except MisshapenError as error:
            problem = f"{error.within(f'highlights[{number}]')}; export again from Readwise"
            yield Rejected(line=book.line, problem=problem, raw=json.dumps(value, ensure_ascii=False))


def _annotation(
    raw: Mapping[str, JSON], document: Document, number: int, headings: list[tuple[int, str]]
) -> Annotation:
    note = read_note(text(raw, "note"))
    quote = text(raw, "text").strip()
    if note.heading:
        headings[:] = [(level, title) for level, title in headings if level < note.heading]
    place, kind = optional(raw, "location", _as_word, ""), text(raw, "location_type")
    told: dict[str, JSON] = {"heading": note.heading} if note.heading else {}
    told |= {"piece": note.piece} if note.piece else {}
    commands = {f"h{note.heading}", f"c{note.piece}"}  # Readwise makes tags of them, too.
    further = {key: value for key, value in raw.items() if key not in _READ and value not in (None, "", False, [])}
    found = highlight(
        importer=ReadwiseJson.format,
        document=document,
        quote=quote,
        notes=(note.text,),
        tags=(*(tag for tag in items(raw, "tags", _tag) if tag not in commands), *note.tags),
        native_id=optional(raw, "id", _as_word, ""),
        locator=locator_of(place, kind, number, (title for _, title in headings)),
        created=time_of(text(raw, "highlighted_at") or text(raw, "created_at")),
        updated=time_of(text(raw, "updated_at") or text(raw, "updated")),
        color=text(raw, "color"),
        extra=place_told(place, kind) | told | further,
    )
    if note.heading:
        headings.append((note.heading, quote))
    return found


def _as_word(value: JSON) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else as_text(value)


def _tag(value: JSON) -> str:
    return (as_text(value.get("name", "")) if isinstance(value, dict) else as_text(value)).strip()


def _document(raw: Mapping[str, JSON], name: str) -> Document:
    title, url = word_of(raw, "title") or word_of(raw, "readable_title"), word_of(raw, "source_url")
    author = word_of(raw, "author")
    told = {key: value for key, value in raw.items() if key not in _OF_BOOK and value not in (None, "", [], False)}
    is_web = url.startswith(("http://", "https://"))
    if url and not is_web:
        told["source_url"] = url
    return Document(
        key=word_of(raw, "user_book_id") or word_of(raw, "asin") or url or title or name,
        title=title,
        authors=authors_in(author),
        url=url if is_web else "",
        extra=told,
    )
