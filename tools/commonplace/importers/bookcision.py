"""Kindle: the JSON that the bookmarklet Bookcision makes of Amazon's page of highlights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_shape import MisshapenError, as_object, mapping, text
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.lines import opening
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_LAST = 2**31


class Bookcision(Importer):
    """Reads each highlight with its note, and notes without one."""

    format = "bookcision"
    app = ("Kindle", "Kindle")
    description = "Kindle: JSON of the bookmarklet Bookcision (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a book with an ASIN whose highlights say whether they are notes only."""
        if opening(export.text) != "{" or '"isNoteOnly"' not in export.text:
            return
        try:
            value = decode(export.text)
        except MalformedExportError:
            return
        if isinstance(value, dict) and isinstance(value.get("highlights"), list):
            yield whole(export, CERTAIN, f"{len(_highlights(value))} highlights of Bookcision")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        book = decode(export.text, name=export.name)
        if not isinstance(book, dict):
            raise MalformedExportError("holds no book of a Kindle", hint="Make it again.", path=export.name)
        document = _document(book, export.name)
        lines = lines_of_items(export.text, "highlights") or [1]
        for number, value in enumerate(_highlights(book)):
            try:
                yield _annotation(as_object(value), document, number)
            except MisshapenError as error:
                yield Rejected(
                    line=lines[min(number, len(lines) - 1)],
                    problem=f"{error.within(f'highlights[{number}]')}; export again with Bookcision",
                    raw=json.dumps(value, ensure_ascii=False),
                )


def _highlights(book: Mapping[str, JSON]) -> list[JSON]:
    found = book.get("highlights")
    return found if isinstance(found, list) else []


def _annotation(raw: Mapping[str, JSON], document: Document, number: int) -> Annotation:
    quote, note = text(raw, "text").strip(), text(raw, "note").strip()
    place = mapping(raw, "location")
    found = place.get("value")
    value = found if isinstance(found, int) and not isinstance(found, bool) else None
    told: dict[str, JSON] = {} if value is None else {"location": str(value)}
    url = text(place, "url")
    return highlight(
        importer=Bookcision.format,
        document=document,
        quote=quote,
        notes=(note,),
        native_id="" if value is None or quote else f"note@{value}",
        locator=Locator(order=(_LAST if value is None else value, number)),
        extra=told | ({"url": url} if url else {}),
    )


def _document(book: Mapping[str, JSON], name: str) -> Document:
    asin, title, authors = (_words(book.get(key)) for key in ("asin", "title", "authors"))
    extra: dict[str, JSON] = {"asin": asin} if asin else {}
    return Document(
        key=asin or title or name,
        title=title,
        authors=tuple(one.strip() for one in authors.split(", ") if one.strip()),
        extra=extra,
    )


def _words(value: JSON) -> str:
    """What a book says of itself; of another kind it says nothing, and its highlights are read all the same."""
    return value.strip() if isinstance(value, str) else ""
