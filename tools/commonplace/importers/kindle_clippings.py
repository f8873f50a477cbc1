"""Kindle: ``My Clippings.txt``, the file on the device, in whatever languages it was used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.kindle.entries import Entry, document_of, entries
from commonplace.grammar.kindle.joining import Clipping, joined, limit_message
from commonplace.grammar.lines import is_json
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected, TextualBody
from commonplace.text import letters_only

_SEPARATOR = re.compile(r"^[\ufeff \t]*={8,}[ \t]*$", re.MULTILINE)
_LAST = 2**31
"""Sorts what has no place behind what has one."""


class KindleClippings(Importer):
    """Reads highlights and notes, each note with its highlight; what a resized one was before stays with it."""

    format = "kindle-clippings"
    app = ("Kindle", "Kindle")
    description = "Kindle: My Clippings.txt from the device, in any language (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim from the first entry to the last."""
        if is_json(export.text) or "========" not in export.text or not _SEPARATOR.search(export.text):
            return
        found = [entry for entry in entries(export.text) if isinstance(entry, Entry)]
        if found:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{len(found)} clippings between rows of equals signs",
                first_line=1 if _opens_file(export, found[0]) else found[0].line,
                last_line=found[-1].last_line,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read every entry; bookmarks, and what the publisher lets nobody copy, are left out by design."""
        books: dict[str, list[Entry]] = {}
        units: list[tuple[int, Annotation | Rejected]] = []
        for entry in entries(export.text):
            if isinstance(entry, Rejected):
                units.append((entry.line, entry))
            elif entry.meta.kind == "bookmark" or (entry.meta.kind == "unknown" and not entry.text):
                units.append((entry.line, _left_out(entry, "a bookmark marks no words")))
            else:
                books.setdefault(entry.title, []).append(entry)
        for title, of_book in books.items():
            document = document_of(title, export.name, is_all=all(entry.is_all for entry in of_book))
            units += [(clipping.first.line, _unit(clipping, document)) for clipping in joined(of_book)]
        yield from (unit for _, unit in sorted(units, key=lambda pair: pair[0]))


def _opens_file(export: Export, entry: Entry) -> bool:
    """Whether nothing but blank lines and separators stands above the first entry."""
    above = "\n".join(export.text.split("\n")[: entry.line - 1])
    return not above.strip("=\ufeff \t\n")


def _left_out(entry: Entry, why: str) -> Rejected:
    return Rejected(line=entry.line, problem=why, raw=entry.raw, by_design=True)


def _unit(clipping: Clipping, document: Document) -> Annotation | Rejected:
    place = clipping.place
    quote, limit = limit_message(place) if clipping.marks else ("", "")
    if not (quote or clipping.notes):
        why = f"the publisher lets nobody copy more of the book: {limit}"
        return _left_out(place, why if limit else "this highlight has no words")
    if not quote and not any(note.text for note in clipping.notes):
        return _left_out(place, "this note has no words")
    meta, first = place.meta, clipping.first
    times = [entry.meta.created for entry in (*clipping.marks, *clipping.notes) if entry.meta.created]
    notes, earlier_notes = _notes(clipping)
    return highlight(
        importer=KindleClippings.format,
        document=document,
        quote=quote,
        notes=notes,
        native_id=_name(min(clipping.marks, key=lambda entry: entry.line) if clipping.marks else first),
        locator=Locator(page=meta.page, range=_range(place), order=(_start(place), first.line)),
        created=min(times, default=""),
        updated=max(times, default=""),
        extra=_extra(clipping, limit) | earlier_notes,
    )


def _name(entry: Entry) -> str:
    """What tells an entry from all others, as the device gives it no id: when it was made, and where."""
    return f"{entry.meta.created or entry.meta.date}@{_range(entry) or entry.meta.page}"


def _range(entry: Entry) -> str:
    return "" if entry.meta.first is None else f"{entry.meta.first}-{entry.meta.last}"


def _start(entry: Entry) -> int:
    page = re.match(r"\d{1,9}", entry.meta.page)
    if entry.meta.first is not None:
        return entry.meta.first
    return int(page[0]) if page else _LAST


def _notes(clipping: Clipping) -> tuple[list[TextualBody], dict[str, JSON]]:
    """The notes, but for those that a later one only continues."""
    kept: list[TextualBody] = []
    earlier: list[JSON] = []
    for number, note in enumerate(clipping.notes):
        words = letters_only(note.text)
        if any(letters_only(later.text).startswith(words) for later in clipping.notes[number + 1 :]):
            earlier.append({"note": note.text, "created": note.meta.created})
        elif note.text:
            kept.append(TextualBody(value=note.text, created=note.meta.created))
    return kept, {"earlier_notes": earlier} if earlier else {}


def _extra(clipping: Clipping, limit: str) -> dict[str, JSON]:
    extra: dict[str, JSON] = {}
    newest, *older = clipping.marks or [clipping.place]
    versions: list[JSON] = [
        {"text": entry.text, "created": entry.meta.created, "location": _range(entry)}
        for entry in older
        if (entry.text, entry.meta) != (newest.text, newest.meta)
    ]
    if versions:
        extra["versions"] = versions
    if limit:
        extra["clipping_limit"] = limit
    if newest.meta.kind in {"clip", "unknown"}:
        extra["kind"] = newest.meta.kind
    if not newest.meta.created and newest.meta.date:
        extra["date"] = newest.meta.date
    return extra
