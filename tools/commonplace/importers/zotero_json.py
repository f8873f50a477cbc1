"""Zotero: items of the type ``annotation``, from its API or from Better BibTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.html_markdown import markdown_of
from commonplace.grammar.json_shape import MisshapenError, items, word
from commonplace.grammar.json_text import decode
from commonplace.grammar.lines import opening
from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.marks import highlight
from commonplace.grammar.zotero.items import annotation_of, document_of, key_in, tag_of, told_in
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_MARK = "annotationType"
_MADE_OF = re.compile(r"\bdata-annotation=\"([^\"]{1,20000})\"")
_LAST = 2**31
"""Sorts the notes on a work behind what was marked in it."""


class _Item(msgspec.Struct, frozen=True):
    """An item, and what holds it: the attachment and the work."""

    raw: Mapping[str, JSON]
    within: tuple[Mapping[str, JSON], ...]


class ZoteroJson(Importer):
    """Reads every annotation in the file, wherever it stands in it."""

    format = "zotero-json"
    app = ("Zotero", "Zotero")
    description = "Zotero: annotations as JSON, of its API or Better BibTeX (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON that holds annotations of Zotero."""
        if opening(export.text) not in {"[", "{"} or f'"{_MARK}"' not in export.text:
            return
        try:
            count = sum(_MARK in item.raw for item in _items(decode(export.text)))
        except MalformedExportError as error:
            yield whole(export, CERTAIN, f"annotations of Zotero in JSON that {error.problem}")
            return
        if count:
            yield whole(export, CERTAIN, f"{count} annotations of Zotero")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in order."""
        found = _items(decode(export.text, name=export.name))
        works = [item.raw for item in found if _MARK not in item.raw]
        by_key: dict[str, Mapping[str, JSON]] = {str(work["key"]): work for work in works if work.get("key")}
        marked = [item for item in found if _MARK in item.raw]
        keys = frozenset(str(item.raw.get("key")) for item in marked)
        if not marked:
            raise MalformedExportError(
                "holds no annotations of Zotero", hint="They are items with an “annotationType”.", path=export.name
            )
        for number, item in enumerate(item for item in found if _MARK in item.raw or _is_note(item)):
            if unit := _unit(item, _document(item, by_key, export.name), number, export, keys):
                yield unit


def _items(value: JSON) -> list[_Item]:
    """Every object in `value` that is an item of Zotero, in the order of the file."""
    found: list[_Item] = []
    waiting: list[tuple[JSON, tuple[Mapping[str, JSON], ...]]] = [(value, ())]
    while waiting:
        one, within = waiting.pop()
        if isinstance(one, list):
            waiting += [(inner, within) for inner in reversed(one)]
        elif isinstance(one, dict):
            data = one.get("data")
            # The API has the item's fields under "data", and beside them who made it and in which library.
            beside: dict[str, JSON] = {key: one[key] for key in ("library", "meta") if key in one}
            raw: Mapping[str, JSON] = {**data, **beside} if isinstance(data, dict) else one
            if "itemType" in raw or _MARK in raw or (within and isinstance(raw.get("note"), str)):
                found.append(_Item(raw, within))
                within = (*within, raw)
            inner = [
                held for key, held in one.items() if not (key == "data" and held is data and isinstance(data, dict))
            ]
            waiting += [(held, within) for held in reversed(inner) if isinstance(held, list | dict)]
    return found


def _unit(
    item: _Item, document: Document, number: int, export: Export, keys: frozenset[str]
) -> Annotation | Rejected | None:
    raw = {key: value for key, value in item.raw.items() if key not in {"library", "meta"}}
    try:
        of_item = annotation_of(raw, document, ZoteroJson.format, number) if _MARK in raw else None
        found = of_item or _note_of(raw, document, number, keys)
    except MisshapenError as error:
        key = str(item.raw.get("key", ""))
        at = export.text.find(f'"{key}"') if key else -1
        line = export.text.count("\n", 0, max(at, 0)) + 1
        return Rejected(
            line=line, problem=f"{error}; export again from Zotero", raw=json.dumps(raw, ensure_ascii=False)
        )
    library = item.raw.get("library")
    if found and isinstance(library, dict) and library.get("type") == "group":
        return replace(found, visibility="group", group=str(library.get("id", "")))
    return found


def _is_note(item: _Item) -> bool:
    return isinstance(item.raw.get("note"), str) and item.raw.get("itemType", "note") == "note"


def _note_of(raw: Mapping[str, JSON], document: Document, number: int, keys: frozenset[str]) -> Annotation | None:
    """Read a note on a work; None if it says nothing, or was made of annotations that the file holds themselves."""
    source = word(raw, "note")
    made_of = {str(told_in(attribute).get("annotationKey")) for attribute in _MADE_OF.findall(source)}
    words = markdown_of(source)
    if not has_words(words) or (made_of and made_of <= keys):
        return None
    return highlight(
        importer=ZoteroJson.format,
        document=document,
        notes=(words,),
        tags=(tag for one in items(raw, "tags", tag_of) if (tag := one.strip())),
        native_id=word(raw, "key"),
        locator=Locator(order=(_LAST, number)),
        created=word(raw, "dateAdded"),
        updated=word(raw, "dateModified"),
    )


def _document(item: _Item, by_key: Mapping[str, Mapping[str, JSON]], name: str) -> Document:
    """Find the work: what holds the annotation, or the item that its attachment belongs to."""
    chain = list(reversed(item.within))
    raw: Mapping[str, JSON] = item.raw
    keys: list[str] = []
    while isinstance(parent := raw.get("parentItem"), str) and parent and parent not in keys:
        keys.append(parent)
        raw = by_key.get(parent, {})
        chain += [raw] if raw else []
    works = [one for one in chain if one.get("itemType") not in ("attachment", "annotation", "note", None)]
    attachment = next((one for one in chain if one.get("itemType") == "attachment"), {})
    work = works[0] if works else attachment
    key = str(work.get("key") or work.get("itemKey") or key_in(str(work.get("uri", ""))) or (keys[-1] if keys else ""))
    found = document_of(work, key or name)
    file = attachment.get("filename") or attachment.get("path")
    return replace(found, file=str(file)) if file else found
