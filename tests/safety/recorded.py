"""Exports of every format that hold a given text where a recorded one holds a value, whatever writes that format."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from safety.placements import FULL

from commonplace.errors import CommonplaceError
from commonplace.importers import importer_named
from commonplace.model import Annotation, Export, Rejected, TextQuoteSelector
from commonplace.reading.exports import decode_export, read_export

EXPORTS = Path(__file__).parents[1] / "exports"
_FEW = 1 if FULL else 2
_SHORTEST = 4
"""Characters; shorter values stand in other words by chance."""


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=any("\ud800" <= letter <= "\udfff" for letter in text))[1:-1]


def _in_csv(text: str) -> str:
    return text.replace('"', '""')


def _as_cell(text: str) -> str:
    return f'"{_in_csv(text)}"'


def _in_lua(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")


def _in_html(text: str) -> str:
    return html.escape(text)


def _bare(text: str) -> str:
    return text


_BY_ENDING: dict[str, Callable[[str], str]] = {
    ".csv": _in_csv,
    ".htm": _in_html,
    ".html": _in_html,
    ".json": _in_json,
    ".jsonld": _in_json,
    ".lua": _in_lua,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recorded export holds a value of an annotation."""

    format: str
    field: str
    export: Export
    written: str
    write: Callable[[str], str]

    def holding(self, text: str) -> Export:
        """The export with `text` there, in its own way of writing."""
        whole = self.export.text.replace(self.written, self.write(text))
        if self.export.container:
            return replace(self.export, text=whole)
        return decode_export(whole.encode("utf-8", "replace"), name=self.export.name)

    @property
    def holds_anything(self) -> bool:
        """Whether the format writes any text there without loss."""
        return self.write in (_in_json, _in_csv, _as_cell, _in_lua)


@dataclass(frozen=True, slots=True)
class Held:
    """A text at a place; `number` tells it from its neighbours."""

    place: Place
    text: str
    number: int

    @property
    def units(self) -> tuple[Annotation | Rejected, ...]:
        """What the importer makes of it; nothing if it refuses the file."""
        try:
            return tuple(importer_named(self.place.format).parse(self.place.holding(self.text)))
        except CommonplaceError:
            return ()

    @property
    def annotations(self) -> Iterator[Annotation]:
        """What was read of it, published, as if it were of a document that no other export is about.

        A few are enough: those that hold the text come first.
        """
        read = [unit for unit in self.units if isinstance(unit, Annotation)]
        for unit in sorted(read, key=lambda one: self.text.strip() not in strings(one))[:_FEW]:
            isbn = unit.document.isbn if self.text in unit.document.isbn else ""
            document = replace(unit.document, key=f"{unit.document.key} {self.number}", isbn=isbn, fingerprint="")
            yield replace(unit, creator="", visibility="public", group="", document=document)


def strings(value: object) -> Iterator[str]:
    """Every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from strings([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def _values(annotation: Annotation) -> Iterator[tuple[str, str]]:
    document = annotation.document
    yield "title", document.title
    yield from (("author", author) for author in document.authors)
    yield "publisher", document.publisher
    yield "published", document.published
    yield "isbn", document.isbn
    yield "address", document.url
    yield "file", document.file
    yield "chapter", annotation.locator.chapter
    yield "page", annotation.locator.page
    yield "range", annotation.locator.range
    yield "created", annotation.created
    yield "updated", annotation.updated
    yield "creator", annotation.creator
    yield "native id", annotation.native_id
    yield "color", annotation.color
    yield "quote", annotation.quote
    for selector in annotation.selectors:
        if isinstance(selector, TextQuoteSelector):
            yield "prefix", selector.prefix
            yield "suffix", selector.suffix
    yield from (("comment", body.value) for body in annotation.comments)
    yield from (("tag", tag) for tag in annotation.tags)
    yield from (("formula", formula.tex) for formula in annotation.formulas)
    yield from (("picture", attachment.path) for attachment in annotation.attachments)
    yield from (("extra", value) for value in annotation.extra.values() if isinstance(value, str))


def _cell(table: str, value: str) -> tuple[str, Callable[[str], str]]:
    """How a table holds `value`: a whole cell is written as one, a part of a cell as it comes."""
    if _as_cell(value) in table:
        return _as_cell(value), _as_cell
    return value, _as_cell if re.search(rf"(?m)(^|,){re.escape(value)}(,|$)", table) else _bare


@cache
def places() -> tuple[Place, ...]:
    """One place for each field of each format: the first that holds its value as it was read."""
    found: dict[tuple[str, str], Place] = {}
    for path in sorted(EXPORTS.glob("*/*")):
        if path.suffix == ".yml":
            continue
        export = read_export(path, name=path.name)
        write: Callable[[str], str] = _in_json if export.container else _BY_ENDING.get(path.suffix, _bare)
        try:
            units = list(importer_named(path.parent.name).parse(export))
        except CommonplaceError:
            continue
        for unit in units:
            for field, value in _values(unit) if isinstance(unit, Annotation) else ():
                written, writes = write(value), write
                if write is _in_csv:
                    written, writes = _cell(export.text, value)
                if len(value) >= _SHORTEST and written in export.text:
                    place = Place(path.parent.name, field, export, written, writes)
                    found.setdefault((path.parent.name, field), place)
    return tuple(found.values())


def every(texts: Iterable[str]) -> Iterator[Held]:
    """Each text at each place."""
    number = 0
    for text in texts:
        for place in places():
            number += 1
            yield Held(place, text, number)


def by_turns(texts: Iterable[str], *, times: int = 1, first: int = 0) -> Iterator[Held]:
    """Each text at `times` places, so that all places from number `first` on have their turn."""
    number = first
    for text in texts:
        for _ in range(times):
            yield Held(places()[number % len(places())], text, number)
            number += 1
