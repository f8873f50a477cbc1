"""calibre: annotation collections, highlights of its viewer, and the bookmarks that it keeps in a book, as JSON."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.calibre import FORMAT, flat, units
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.lines import opening
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Export, Rejected

_LISTS = ("annotations", "highlights")
_IN_BOOK = re.compile(r"\s*encoding=json\+base64:(?P<data>[A-Za-z0-9+/=\s]++)")


class _Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A list of annotations, and the lines on which they begin."""

    values: Sequence[JSON]
    lines: Sequence[int]
    confidence: float


class Calibre(Importer):
    """Reads each highlight; what was deleted in calibre is left out by design."""

    format = FORMAT
    app = ("calibre", "calibre")
    description = "calibre: annotation collections and highlights of its viewer (.calibre_annotation_collection, .json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON that calibre wrote, or a list of its highlights."""
        if not (_is_listed(export.text) or _IN_BOOK.match(export.text)):
            return
        try:
            found = _collection(export)
        except MalformedExportError as error:
            if re.search(r'"type":\s*"calibre_(?:annotation_collection|highlights)"', export.text):
                yield whole(export, TYPICAL, f"annotations of calibre in JSON that {error.problem}")
            return
        if found:
            yield whole(export, found.confidence, f"{len(found.values)} annotations of calibre")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in order; of two versions of one the later."""
        found = _collection(export)
        if found is None:
            raise MalformedExportError(
                "holds no annotations of calibre", hint="They stand under “annotations”.", path=export.name
            )
        yield from units(found.values, found.lines, export.name)


def _is_listed(text: str) -> bool:
    """Whether `text` may be JSON with a mark of calibre in it."""
    return opening(text) in {"[", "{"} and ("calibre_" in text or "highlighted_text" in text)


def _collection(export: Export) -> _Collection | None:
    source = export.text
    in_book = _IN_BOOK.fullmatch(source)
    if in_book:
        source = _unpacked(in_book["data"], export.name)
    elif opening(source) not in {"[", "{"}:
        return None
    value = decode(source, name=export.name)
    if isinstance(value, list):
        ours = bool(in_book) or any(isinstance(one, dict) and "highlighted_text" in flat(one) for one in value)
        lines = [] if in_book else lines_of_items(source)
        return _Collection(values=value, lines=lines, confidence=CERTAIN if in_book else TYPICAL) if ours else None
    if not isinstance(value, dict):
        return None
    signed = str(value.get("type", "")).startswith("calibre_")
    for key in _LISTS:
        held = value.get(key)
        if isinstance(held, list) and (
            signed or any(isinstance(one, dict) and "highlighted_text" in flat(one) for one in held)
        ):
            return _Collection(
                values=held, lines=lines_of_items(source, key), confidence=CERTAIN if signed else TYPICAL
            )
    return None


def _unpacked(data: str, name: str) -> str:
    try:
        return base64.b64decode("".join(data.split()), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise MalformedExportError(
            "is not what calibre keeps in a book: its base64 is broken",
            hint="Take META-INF/calibre_bookmarks.txt out of the book again.",
            path=name,
            line=1,
        ) from error
