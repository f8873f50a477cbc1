"""Annotations of Zotero as its JSON has them, and the items that they are about."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_shape import as_text, items, optional, text, word
from commonplace.grammar.json_text import decode
from commonplace.grammar.marks import highlight
from commonplace.model import JSON, Annotation, Document, FragmentSelector, Locator, Selector

_KEY = re.compile(r"/items/([A-Z0-9]{8})\b")
_READ = frozenset(
    [
        "itemType", "key", "version", "annotationType", "annotationText", "annotationComment", "annotationColor",
        "annotationPageLabel", "annotationPosition", "annotationSortIndex", "tags", "dateAdded", "dateModified",
        "relations", "annotationAuthorName",
    ]
)  # fmt: skip
_OF_DOCUMENT = ("DOI", "doi", "publicationTitle", "container-title", "itemType", "type", "citationKey", "citekey")
_TAG = re.compile(r"</?(?:b|i|sub|sup|em|strong)>", re.IGNORECASE)
_LAST = 2**31


def key_in(address: str) -> str:
    """Find the key at the end of an item's address; empty if it is none."""
    match = _KEY.search(address)
    return match[1] if match else ""


def told_in(attribute: str) -> Mapping[str, JSON]:
    """What an attribute of a note's HTML tells of an annotation or a citation; nothing if it is no object."""
    try:
        value = decode(unquote(attribute))
    except MalformedExportError:
        return {}
    return value if isinstance(value, dict) else {}


def annotation_of(raw: Mapping[str, JSON], document: Document, importer: str, number: int) -> Annotation:
    """Read an item of the type ``annotation``.

    Raises
    ------
    MisshapenError
        If one of its values is of another kind than Zotero's.
    """
    position = _position(raw)
    index = position.get("pageIndex")
    kind = text(raw, "annotationType")
    comment = text(raw, "annotationComment").strip()
    tags = [tag.strip() for tag in items(raw, "tags", tag_of)]
    author = text(raw, "annotationAuthorName")
    extra: dict[str, JSON] = {
        key: value for key, value in raw.items() if key not in _READ and value not in ("", None, [])
    }
    if kind and kind != "highlight":
        extra["type"] = kind
    if rectangles := position.get("rects"):
        extra["rects"] = rectangles
    found = highlight(
        importer=importer,
        document=document,
        quote=_TAG.sub("", text(raw, "annotationText")).strip(),
        notes=(html.unescape(_TAG.sub("", comment)),),
        tags=tags,
        selectors=_selectors(position),
        native_id=text(raw, "key"),
        locator=Locator(
            page=optional(raw, "annotationPageLabel", as_text, ""),
            physical_page=index + 1 if isinstance(index, int) and not isinstance(index, bool) and index >= 0 else None,
            rectangle=_area(rectangles) if kind in {"image", "ink"} else "",
            order=(*_order(text(raw, "annotationSortIndex")), number),
        ),
        created=text(raw, "dateAdded"),
        updated=text(raw, "dateModified"),
        color=text(raw, "annotationColor"),
        extra=extra,
    )
    return replace(found, creator=author)


def tag_of(value: JSON) -> str:
    """Read one of the tags of an item."""
    return as_text(value.get("tag", "")) if isinstance(value, dict) else as_text(value)


def _position(raw: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """The place within the file, which stands there as JSON in a text."""
    value = raw.get("annotationPosition")
    if isinstance(value, str) and value.strip():
        try:
            value = decode(value)
        except MalformedExportError:
            return {}
    return value if isinstance(value, dict) else {}


def _selectors(position: Mapping[str, JSON]) -> Sequence[Selector]:
    """A place in an EPUB is a CFI."""
    value, kind = position.get("value"), position.get("type")
    if isinstance(value, str) and kind == "FragmentSelector":
        return (FragmentSelector(value=value, conforms_to=str(position.get("conformsTo") or "")),)
    return ()


def _area(rectangles: JSON) -> str:
    first = rectangles[0] if isinstance(rectangles, list) and rectangles else None
    if not isinstance(first, list) or not all(isinstance(edge, int | float) for edge in first):
        return ""
    return ",".join(f"{edge:g}" for edge in first if isinstance(edge, int | float))


def _order(index: str) -> tuple[int, ...]:
    """``00022|001234|00345``: page, offset, height."""
    parts = re.findall(r"\d{1,12}", index)
    return tuple(int(part) for part in parts[:3]) if parts else (_LAST,)


def document_of(raw: Mapping[str, JSON], key: str) -> Document:
    """Read an item, as Zotero or as CSL-JSON has it."""
    people = raw.get("creators") or raw.get("author")
    told: dict[str, JSON] = {name: raw[name] for name in _OF_DOCUMENT if raw.get(name)}
    return Document(
        key=key,
        title=_TAG.sub("", word(raw, "title")),
        authors=tuple(name for one in people if (name := _name(one))) if isinstance(people, list) else (),
        publisher=word(raw, "publisher"),
        published=word(raw, "date") or _year(raw.get("issued")),
        isbn=(word(raw, "ISBN").split() or [""])[0],
        url=url if (url := word(raw, "url") or word(raw, "URL")).startswith(("http://", "https://")) else "",
        extra=told,
    )


def _name(person: JSON) -> str:
    """One of the people behind an item; editors and translators are none of its authors."""
    if not isinstance(person, dict) or person.get("creatorType", "author") not in ("author", "bookAuthor", "artist"):
        return ""
    parts = (word(person, "firstName") or word(person, "given"), word(person, "lastName") or word(person, "family"))
    if all(parts) and not any(part.isascii() for part in parts):
        return parts[1] + parts[0]  # As Chinese names are written.
    return " ".join(filter(None, parts)) or word(person, "name") or word(person, "literal")


def _year(issued: JSON) -> str:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return "-".join(str(part) for part in first) if isinstance(first, list) else ""
