"""Readwise Reader: the JSON of its API, in which documents, highlights and notes are one kind of thing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.authors import authors_in
from commonplace.grammar.json_shape import MisshapenError, as_text, optional, text
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.lines import opening
from commonplace.grammar.marks import highlight
from commonplace.grammar.readwise import read_note, time_of, word_of
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected, TextualBody

_MARKED, _SAID = "highlight", "note"
_KEPT = frozenset({"site_name", "category", "summary", "image_url", "word_count", "published_date"})
_LONGEST_CHAIN = 8


class _Item(msgspec.Struct, frozen=True):
    """A document, a highlight or a note; `line` is that on which it begins."""

    raw: Mapping[str, JSON]
    number: int
    line: int

    @property
    def id(self) -> str:
        return word_of(self.raw, "id")

    @property
    def kind(self) -> str:
        return word_of(self.raw, "category")

    @property
    def parent(self) -> str:
        return word_of(self.raw, "parent_id")


class ReadwiseReader(Importer):
    """Reads each highlight with the notes on it, and what the reader wrote about whole documents."""

    format = "readwise-reader"
    app = ("Readwise Reader", "Readwise Reader")
    description = "Readwise Reader: answers of its API (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON with documents of which some are highlights of others, or have notes."""
        if opening(export.text) not in {"[", "{"} or '"parent_id"' not in export.text:
            return
        try:
            items = _items(decode(export.text), export.text)
        except MalformedExportError as error:
            if '"nextPageCursor"' in export.text and '"reading_progress"' in export.text:
                yield whole(export, CERTAIN, f"documents of Readwise Reader in JSON that {error.problem}")
            return
        count = sum(item.kind in {_MARKED, _SAID} for item in items)
        if count or any(word_of(item.raw, "notes") for item in items):
            yield whole(export, CERTAIN, f"{count} highlights and notes of Readwise Reader")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        items = _items(decode(export.text, name=export.name), export.text)
        if not items:
            raise MalformedExportError(
                "holds no documents of Readwise Reader", hint="They stand under “results”.", path=export.name
            )
        by_id = {item.id: item for item in items}
        notes: dict[str, list[_Item]] = {}
        for item in items:
            if item.kind == _SAID and _is_marked(by_id.get(item.parent)):
                notes.setdefault(item.parent, []).append(item)
        for item in items:
            if not (item.kind == _SAID and _is_marked(by_id.get(item.parent))):
                yield from _units(item, by_id, notes.get(item.id, ()), export.name)


def _items(value: JSON, source: str) -> list[_Item]:
    """Find what has an id and a category: under “results”, or in a list."""
    is_answer = isinstance(value, dict) and "results" in value
    found = value["results"] if isinstance(value, dict) and is_answer else value
    if not isinstance(found, list):
        return []
    lines = (lines_of_items(source, "results") if is_answer else lines_of_items(source)) or [1]
    return [
        _Item(one, number, lines[min(number, len(lines) - 1)])
        for number, one in enumerate(found)
        if isinstance(one, dict) and {"id", "category", "parent_id"} <= one.keys()
    ]


def _is_marked(item: _Item | None) -> bool:
    return item is not None and item.kind == _MARKED


def _units(
    item: _Item, by_id: Mapping[str, _Item], notes: Sequence[_Item], name: str
) -> Iterator[Annotation | Rejected]:
    is_document = item.kind not in {_MARKED, _SAID}
    if is_document and not word_of(item.raw, "notes"):
        return
    try:
        yield _annotation(item, _document(*_root(item, by_id), name), notes)
    except MisshapenError as error:
        raw = json.dumps(item.raw, ensure_ascii=False)
        yield Rejected(line=item.line, problem=f"{error}; get it again from Readwise Reader", raw=raw)


def _annotation(item: _Item, document: Document, notes: Sequence[_Item]) -> Annotation | Rejected:
    content = optional(item.raw, "content", as_text, "").strip()
    quote = (content or text(item.raw, "title").strip()) if item.kind == _MARKED else ""
    said = [content] if item.kind == _SAID else []
    written = [
        *((one, item.raw) for one in (*said, text(item.raw, "notes").strip())),
        *((text(note.raw, "content").strip(), note.raw) for note in notes),
    ]
    commanded = [(read_note(words), raw) for words, raw in written if words]
    tags = [tag for raw in (item.raw, *(note.raw for note in notes)) for tag in _tags(raw.get("tags"))]
    tags += [tag for note, _ in commanded for tag in note.tags]
    if not (quote or any(note.text for note, _ in commanded)):
        raw = json.dumps(item.raw, ensure_ascii=False)
        return Rejected(line=item.line, problem="this highlight has no words", raw=raw, by_design=True)
    is_document = item.kind not in {_MARKED, _SAID}
    link = word_of(item.raw, "url")
    return highlight(
        importer=ReadwiseReader.format,
        document=document,
        quote=quote,
        notes=[
            TextualBody(value=note.text, created=time_of(word_of(raw, "created_at")) if raw is not item.raw else "")
            for note, raw in commanded
        ],
        # The tags of a document say what it is, and not what the reader wrote about it.
        tags=() if is_document else tags,
        native_id=item.id,
        locator=Locator(order=(0 if is_document else 1, item.number)),
        created=time_of(word_of(item.raw, "created_at")),
        updated=time_of(word_of(item.raw, "updated_at")),
        extra={"link": link} if link else {},
    )


def _tags(value: JSON) -> list[str]:
    """Read tags, which Reader keeps by their keys with their names inside."""
    if isinstance(value, list):
        return [one.strip() for one in value if isinstance(one, str)]
    if not isinstance(value, dict):
        return []
    return [(word_of(told, "name") if isinstance(told, dict) else "") or key for key, told in value.items()]


def _root(item: _Item, by_id: Mapping[str, _Item]) -> tuple[_Item, str]:
    """Find the document that holds an item, and its id; if it is not among these, what says its id."""
    for _ in range(_LONGEST_CHAIN):
        if item.kind not in {_MARKED, _SAID} or not item.parent:
            break
        above = by_id.get(item.parent)
        if above is None:
            return item, item.parent
        item = above
    return item, item.id


def _document(item: _Item, key: str, name: str) -> Document:
    raw = item.raw
    url = word_of(raw, "source_url")
    is_itself = key == item.id
    extra: dict[str, JSON] = {key: value for key in sorted(_KEPT) if (value := raw.get(key)) not in (None, "", 0, [])}
    tags = _tags(raw.get("tags"))
    return Document(
        key=key or name,
        title=word_of(raw, "title") if is_itself or word_of(raw, "content") else "",
        authors=authors_in(word_of(raw, "author")),
        url=url if url.startswith(("http://", "https://")) else "",
        extra=extra | ({"tags": [*tags]} if tags else {}) if is_itself else {},
    )
