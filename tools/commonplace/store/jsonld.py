"""The store's format: a source as a W3C Web Annotation collection, one annotation a line, and back.

What the standard has a word for is written in its words, so that other software can read it. What it has none for
(chapter, WeRead's range, how far a note was shared) stands under ``commonplace``. Fields that are empty are left out,
and the text is a pure function of its values, so that git shows a change as one changed line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote

import msgspec
from msgspec import structs

from commonplace.errors import LibraryError
from commonplace.model import (
    Annotation,
    Attachment,
    Document,
    Formula,
    Locator,
    Source,
    TextualBody,
)
from commonplace.store.stored_forms import StoredAnnotation

_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"commonplace": {"@id": "urn:commonplace:record", "@type": "@json"}},
]
_EMPTY: tuple[object, ...] = ("", None, [], {})
_END = "]}}"
_ANNOTATION_ID = "urn:commonplace:annotation:"
_SOURCE_ID = "urn:commonplace:source:"
_SURROGATE = re.compile("[\ud800-\udfff]")
_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)(Z|[+-]\d\d:\d\d)")
_IRI_SAFE = ":/?#[]@!$&'()*+,;=%-._~"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_FAST_ENCODER, _FAST_DECODER = msgspec.json.Encoder(), msgspec.json.Decoder()
_FAR_FROM_ONE = re.compile(rb"[:,\[]-?(?:\d[\d.]*e|\d{17}|0\.0000)")
"""Where a float may stand that has an exponent, as msgspec writes it; in a text too, which costs time only."""

Type = TypeVar("Type")


def collection_text(source: Source, annotations: Iterable[Annotation]) -> str:
    """The text of a source's file; the annotations stand in the order given."""
    head = {
        "@context": _CONTEXT,
        "id": _SOURCE_ID + _iri(source.id),
        "type": "AnnotationCollection",
        "label": source.title,
        "commonplace": {"documents": [_without_empty(_plain(document)) for document in source.documents]},
        "first": {"id": f"{_SOURCE_ID}{_iri(source.id)}:page", "type": "AnnotationPage", "items": []},
    }
    frame = _dumped(head)
    opening, closing = frame[: -len(_END)], frame[-len(_END) :]
    lines = ",\n".join(_dumped(annotation_object(annotation)) for annotation in annotations)
    return f"{opening}\n{lines}\n{closing}\n"


def read_collection(text: str, *, path: str) -> tuple[tuple[Document, ...], tuple[Annotation, ...]]:
    """Read a source's file.

    Raises
    ------
    LibraryError
        If it is not a collection as `collection_text` writes it; the error names the line.
    """
    try:
        collection = _decoded(text)
    except (ValueError, RecursionError) as error:
        collection = _merged_by_git(text)
        if collection is None:
            raise _not_json(error, path) from error
    try:
        documents = tuple(read_document(item) for item in collection["commonplace"]["documents"])
        by_key = {document.key: document for document in documents}
        annotations = tuple(read_annotation(item, by_key) for item in collection["first"]["items"])
    except (KeyError, TypeError, ValueError) as error:
        raise LibraryError(
            f"is not a collection that commonplace wrote: {type(error).__name__} at {error}",
            hint="Restore it from git, or move it away and import its exports again.",
            path=path,
        ) from error
    return documents, annotations


def _decoded(text: str) -> Any:  # noqa: ANN401  # Whatever stands in the file.
    """Decode as the standard library does: msgspec is faster, but refuses halves of characters, and knows no lines."""
    try:
        return _FAST_DECODER.decode(text)
    except (ValueError, RecursionError):
        return _DECODER.decode(text)


def _not_json(error: ValueError | RecursionError, path: str) -> LibraryError:
    place = error if isinstance(error, json.JSONDecodeError) else None
    return LibraryError(
        f"is not valid JSON: {place.msg if place else error}",
        hint="Restore the file from git, or move it away and import its exports again.",
        path=path,
        line=place.lineno if place else None,
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _merged_by_git(text: str) -> dict[str, Any] | None:
    """The collection in which git took the lines of both sides: there may be two heads, and commas missing."""
    *lines, last = text.replace("\r\n", "\n").rstrip().split("\n")
    documents: list[Any] = []
    items: list[Any] = []
    try:
        for line in lines:
            if line.startswith('{"@context":'):
                documents.extend(_DECODER.decode(line + _END)["commonplace"]["documents"])
            elif line != _END:
                items.append(_DECODER.decode(line.removesuffix(",")))
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return {"commonplace": {"documents": documents}, "first": {"items": items}} if last == _END and documents else None


def annotation_object(annotation: Annotation) -> dict[str, Any]:
    """One annotation as a W3C Web Annotation."""
    record: dict[str, Any] = {
        "importer": annotation.importer,
        "native_id": annotation.native_id,
        "visibility": annotation.visibility,
        "group": annotation.group,
        "reply_to": annotation.reply_to,
        "color": annotation.color,
        "formulas": [_plain(formula) for formula in annotation.formulas],
        "attachments": [_plain(attachment) for attachment in annotation.attachments],
        "state": annotation.state,
        "extra": dict(sorted(annotation.extra.items())),  # Two exports may have brought it, in either order.
        "document": annotation.document.key,
        "locator": _without_empty(_plain(annotation.locator)),
    }
    dated: dict[str, str] = {}
    for name, term in (("created", "created"), ("updated", "modified")):
        value = getattr(annotation, name)
        # The standard asks for an offset; a time in an unknown zone is kept as it is, in our own record.
        (dated if _WITH_OFFSET.fullmatch(value) else record)[term] = value
    whole = {
        "id": _ANNOTATION_ID + annotation.id,
        "type": "Annotation",
        "motivation": annotation.motivation,
        **dated,
        "creator": {"type": "Person", "name": annotation.creator} if annotation.creator else "",
        "body": [_body_object(body) for body in annotation.bodies],
        "target": _target(annotation),
        "commonplace": _without_empty(record),
    }
    return _without_empty(whole)


def _body_object(body: TextualBody) -> dict[str, Any]:
    offset = _WITH_OFFSET.fullmatch(body.created)
    return _without_empty(
        {
            "type": "TextualBody",
            "value": body.value,
            "purpose": body.purpose,
            "format": "text/plain" if body.purpose == "tagging" else "text/markdown",
            "created": body.created if offset else "",
            "commonplace": _without_empty({"created": "" if offset else body.created, "native_id": body.native_id}),
        }
    ) | {"value": body.value}


def _target(annotation: Annotation) -> str | dict[str, Any]:
    iri = document_iri(annotation.document)
    if not annotation.selectors:
        return iri
    return {"source": iri, "selector": [msgspec.to_builtins(selector) for selector in annotation.selectors]}


def document_iri(document: Document) -> str:
    """Name a document by the best IRI that is known of it: its address, ISBN, fingerprint, or else our key."""
    return _iri_of(document.key, document.url, document.isbn, document.fingerprint)


@lru_cache(maxsize=256)  # One for many annotations.
def _iri_of(key: str, url: str, isbn: str, fingerprint: str) -> str:
    if re.match(r"https?://", url):
        return _iri(url)
    if isbn:
        return "urn:isbn:" + re.sub(r"[^\dX]", "", isbn)
    if fingerprint:
        return "urn:x-pdf:" + _iri(fingerprint)
    return "urn:commonplace:document:" + quote(key.encode("utf-8", "replace"), safe="")


def _iri(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe=_IRI_SAFE)


def read_annotation(item: object, documents: Mapping[str, Document]) -> Annotation:
    """One annotation, as `annotation_object` writes it.

    Raises
    ------
    ValueError, KeyError
        If it is not.
    """
    told = _as_stored(item, StoredAnnotation)
    record, target = told.commonplace, told.target
    return Annotation(
        importer=record.importer,
        document=documents[record.document],
        motivation=told.motivation,
        native_id=record.native_id,
        id=told.id.removeprefix(_ANNOTATION_ID),
        selectors=() if isinstance(target, str) else target.selector,
        bodies=tuple(
            TextualBody(
                value=body.value,
                purpose=body.purpose,
                created=body.created or body.commonplace.created,
                native_id=body.commonplace.native_id,
            )
            for body in told.body
        ),
        locator=record.locator,
        created=told.created or record.created,
        updated=told.modified or record.modified,
        creator=told.creator.name,
        visibility=record.visibility,
        group=record.group,
        reply_to=record.reply_to,
        color=record.color,
        formulas=record.formulas,
        attachments=record.attachments,
        state=record.state,
        extra=record.extra,
    )


def read_document(item: object) -> Document:
    """One of the documents that a collection lists.

    Raises
    ------
    ValueError
        If it is none.
    """
    return _as_stored({"key": "", **item} if isinstance(item, dict) else item, Document)  # An empty key is not written.


def _as_stored(item: object, form: type[Type]) -> Type:
    try:
        return msgspec.convert(item, form)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _plain(value: Document | Locator | Attachment | Formula) -> dict[str, Any]:
    """Plain JSON of a value."""
    told = structs.asdict(value)
    return {name: list(part) if isinstance(part, tuple) else part for name, part in told.items()}


def _without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value or value not in _EMPTY}


def _dumped(value: object) -> str:
    """Write JSON as the standard library does: msgspec is faster, but has its own exponents and no half characters."""
    try:
        data = _FAST_ENCODER.encode(value)
    except UnicodeEncodeError:
        data = b""
    if data and not (_FAR_FROM_ONE.search(data) and _has_exponent(value)):
        return data.decode()
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", _ENCODER.encode(value))


def _has_exponent(value: object) -> bool:
    if isinstance(value, str):
        return False
    if isinstance(value, dict):
        return any(map(_has_exponent, value.values()))
    if isinstance(value, list):
        return any(map(_has_exponent, value))
    return isinstance(value, float) and "e" in repr(value)
