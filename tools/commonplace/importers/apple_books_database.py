"""Apple Books: the database in which it keeps annotations, with the one that tells of the books."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from commonplace.errors import MalformedExportError
from commonplace.grammar.container_json import Record, tables
from commonplace.grammar.json_shape import word
from commonplace.grammar.marks import highlight
from commonplace.grammar.web_annotation import EPUB_CFI
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    Export,
    FragmentSelector,
    Locator,
    Rejected,
    Selector,
    TextQuoteSelector,
)

_ANNOTATIONS, _BOOKS = "ZAEANNOTATION", "ZBKLIBRARYASSET"
_COLORS = {0: "underline", 1: "green", 2: "blue", 3: "yellow", 4: "pink", 5: "purple"}
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_STEP = re.compile(r"[/:](\d{1,9})")
_ASSERTION = re.compile(r"\[[^\]]{0,200}\]")
_LONGEST_CONTEXT = 200
_READ = frozenset(
    [
        "Z_PK", "Z_ENT", "Z_OPT", "ZANNOTATIONUUID", "ZANNOTATIONASSETID", "ZANNOTATIONSELECTEDTEXT", "ZANNOTATIONNOTE",
        "ZANNOTATIONSTYLE", "ZANNOTATIONISUNDERLINE", "ZANNOTATIONLOCATION", "ZANNOTATIONDELETED",
        "ZANNOTATIONCREATIONDATE", "ZANNOTATIONMODIFICATIONDATE", "ZFUTUREPROOFING5", "ZANNOTATIONREPRESENTATIVETEXT",
    ]
)  # fmt: skip
_OF_BOOK = {"ZGENRE": "genre", "ZLANGUAGE": "language", "ZYEAR": "year", "ZEPUBID": "epub_id", "ZPATH": "path"}


class AppleBooksDatabase(Importer):
    """Reads each annotation; what was deleted in the app, and bookmarks, are left out by design."""

    format = "apple-books-database"
    app = ("Apple 图书", "Apple Books")
    description = "Apple Books: its databases, read-only (AEAnnotation*.sqlite, with BKLibrary*.sqlite beside it)"
    container = "sqlite"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a database with the tables of the app."""
        found = tables(export)
        if _ANNOTATIONS in found or _BOOKS in found:
            count = len(found.get(_ANNOTATIONS, ()))
            yield whole(export, CERTAIN, f"{count} annotations of Apple Books")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in the order of the table."""
        found = tables(export)
        books = {word(record.raw, "ZASSETID"): record.raw for record in found.get(_BOOKS, ())}
        if _ANNOTATIONS in found:
            for number, record in enumerate(found[_ANNOTATIONS]):
                yield _unit(record, books, number, export.name)
        elif _BOOKS in found:
            yield Rejected(
                line=1,
                problem="lists books, and is read together with the database AEAnnotation*.sqlite beside it",
                raw=", ".join(title for book in books.values() if (title := word(book, "ZTITLE"))),
                by_design=True,
            )
        else:
            raise MalformedExportError(
                "holds no annotations of Apple Books", hint=f"They stand in the table {_ANNOTATIONS}.", path=export.name
            )


def _unit(record: Record, books: Mapping[str, Mapping[str, JSON]], number: int, name: str) -> Annotation | Rejected:
    raw = record.raw
    if _number(raw, "ZANNOTATIONDELETED"):
        problem = "the reader deleted this in Apple Books"
    elif word(raw, "ZANNOTATIONSELECTEDTEXT") or word(raw, "ZANNOTATIONNOTE"):
        return _annotation(raw, books, number, name)
    else:
        problem = "a bookmark marks no words"
    return Rejected(line=record.line, problem=problem, raw=json.dumps(dict(raw), ensure_ascii=False), by_design=True)


def _annotation(raw: Mapping[str, JSON], books: Mapping[str, Mapping[str, JSON]], number: int, name: str) -> Annotation:
    asset, quote = word(raw, "ZANNOTATIONASSETID"), word(raw, "ZANNOTATIONSELECTEDTEXT")
    place, chapter = word(raw, "ZANNOTATIONLOCATION"), word(raw, "ZFUTUREPROOFING5")
    style = int(_number(raw, "ZANNOTATIONSTYLE"))
    is_underlined = _number(raw, "ZANNOTATIONISUNDERLINE")
    around, extra = _context(quote, word(raw, "ZANNOTATIONREPRESENTATIVETEXT"))
    selectors: list[Selector] = [around] if around else []
    if place:
        conforms = EPUB_CFI if place.startswith("epubcfi(") else ""
        selectors.append(FragmentSelector(value=place, conforms_to=conforms))
    start = "".join(_ASSERTION.sub("", place).split(",")[:2])
    return highlight(
        importer=AppleBooksDatabase.format,
        document=_document(asset, books.get(asset, {}), name),
        quote="" if around else quote,
        notes=(word(raw, "ZANNOTATIONNOTE"),),
        selectors=selectors,
        native_id=word(raw, "ZANNOTATIONUUID"),
        locator=Locator(headings=(chapter,) if chapter else (), order=(*map(int, _STEP.findall(start)), number)),
        created=_time(raw, "ZANNOTATIONCREATIONDATE"),
        updated=_time(raw, "ZANNOTATIONMODIFICATIONDATE"),
        color="underline" if is_underlined else _COLORS.get(style, str(style) if style else ""),
        extra=extra | {key: value for key, value in raw.items() if key not in _READ and value not in (None, "", 0)},
    )


def _context(quote: str, around: str) -> tuple[TextQuoteSelector | None, dict[str, JSON]]:
    """The quote with the words around it, of which the app keeps the sentence or paragraph."""
    if not around or around == quote:
        return None, {}
    before, found, after = around.partition(quote) if quote else ("", "", "")
    if not found:
        return None, {"representative_text": around}
    return TextQuoteSelector(exact=quote, prefix=before[-_LONGEST_CONTEXT:], suffix=after[:_LONGEST_CONTEXT]), {}


def _document(asset: str, book: Mapping[str, JSON], name: str) -> Document:
    author = " ".join(word(book, "ZAUTHOR").split())
    told: dict[str, JSON] = {key: book[column] for column, key in _OF_BOOK.items() if book.get(column)}
    return Document(
        key=asset or name,
        title=word(book, "ZTITLE") or word(book, "ZSORTTITLE"),
        authors=tuple(one.strip() for one in re.split(r"\s*[;；、&]\s*|,\s+(?=\S+\s)", author) if one.strip()),
        extra=told,
    )


def _number(raw: Mapping[str, JSON], column: str) -> float:
    value = raw.get(column)
    return value if isinstance(value, int | float) else 0


def _time(raw: Mapping[str, JSON], column: str) -> str:
    """Seconds since the beginning of 2001, as Apple counts them."""
    seconds = _number(raw, column)
    try:
        moment = _EPOCH + timedelta(seconds=round(seconds))
    except (OverflowError, ValueError):
        return ""
    return moment.isoformat().replace("+00:00", "Z") if seconds else ""
