"""Zotero: a note with annotations as HTML, as its editor keeps and its reports and API give it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from commonplace.errors import MalformedExportError
from commonplace.grammar.html_tree import BLOCKS, HEADINGS, Node, parse_html, text_of
from commonplace.grammar.json_shape import MisshapenError
from commonplace.grammar.json_text import decode
from commonplace.grammar.marks import highlight
from commonplace.grammar.zotero.better_notes import is_html
from commonplace.grammar.zotero.items import annotation_of, document_of, key_in, told_in
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected
from commonplace.text import one_line

_MARK = "data-annotation"
_QUOTES = "“”\"'‘’«»„「」『』"
_OF_WORK = frozenset({"tags", "attachments", "related"})
"""What a report lists of a work besides the notes on it."""
_NEAR = 4
"""So few nodes are a cell, and stand between two."""
_SECTION_TITLE = re.compile(r"(?i)annotations?\b|批注|注释|anmerkungen")


class ZoteroNote(Importer):
    """Reads each marked span with what stands beside it, and the paragraphs in between."""

    format = "zotero-note"
    app = ("Zotero", "Zotero")
    description = "Zotero: a note made of annotations, as HTML (.html)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim HTML with annotations in its attributes."""
        if is_html(export.text) and f"{_MARK}=" in export.text:
            yield whole(export, CERTAIN, "HTML with annotations of Zotero")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read annotations and paragraphs, in order."""
        yield from _Note(export).units()


class _Note:
    def __init__(self, export: Export) -> None:
        self._nodes = parse_html(export.text)
        self._name = export.name
        self._is_report = any(node.name == "ul" and "report" in node.classes for node in self._nodes)
        self._cited = _cited_items(self._nodes)
        self._headings: list[tuple[int, str]] = []
        self._titles: set[int] = set()
        self._end_of_item = 0
        self._document = Document(key=export.name)
        self._document = next(
            (self._document_of(value) for _, value in self._marks(0, len(self._nodes)) if value), self._document
        )

    def units(self) -> Iterator[Annotation | Rejected]:
        index = number = 0
        while index < len(self._nodes):
            node = self._nodes[index]
            if self._is_report and node.name == "li" and "item" in node.classes and index >= self._end_of_item:
                self._headings, self._document = [], self._document_in_report(index)
                self._end_of_item = node.end
                index += 1
            elif self._is_report and self._is_of_work(index):
                index = node.end
            elif node.name in HEADINGS and not self._marks(index, node.end):
                self._put_heading(int(node.name[1]), self._text(index, node.end))
                index = node.end
            elif node.name in BLOCKS and not self._holds_blocks(index):
                yield from self._of_block(index, number)
                number += 1
                index = node.end
            else:
                index += 1

    def _is_of_work(self, index: int) -> bool:
        """Whether an element of a report says of the work itself, or names what is below it."""
        node = self._nodes[index]
        is_listed = node.name in {"ul", "h3"} and bool(_OF_WORK & set(node.classes))
        is_named = node.name == "h3" and "notes" in node.classes
        is_title = node.name == "h2" and index in self._titles
        return (node.name == "table" and not self._marks(index, node.end)) or is_listed or is_named or is_title

    def _document_in_report(self, index: int) -> Document:
        """Read the work that an item of a report tells of: its key, its title, and its people."""
        node = self._nodes[index]
        inside = range(index + 1, node.end)
        title = next((at for at in inside if self._nodes[at].name == "h2"), None)
        if title is not None:
            self._titles.add(title)
        rows: dict[str, list[str]] = {}
        for at in inside:
            cell = self._cell_behind(at) if self._nodes[at].name == "th" else None
            if cell is not None:
                rows.setdefault(self._few_words(at), []).append(self._few_words(cell))
        return Document(
            key=node.attributes.get("id", "").removeprefix("item_") or self._name,
            title=self._text(title, self._nodes[title].end) if title is not None else "",
            authors=tuple(rows.get("Author", rows.get("作者", ()))),
            published=next(iter(rows.get("Date", rows.get("日期", ()))), ""),
        )

    def _cell_behind(self, index: int) -> int | None:
        """Find the cell behind the head of a row; None if something else stands there."""
        end = self._nodes[index].end
        return next((at for at in range(end, min(end + _NEAR, len(self._nodes))) if self._nodes[at].name == "td"), None)

    def _few_words(self, index: int) -> str:
        return self._text(index, min(self._nodes[index].end, index + _NEAR))

    def _put_heading(self, level: int, title: str) -> None:
        self._headings = [pair for pair in self._headings if pair[0] < level]
        if title and not _SECTION_TITLE.match(title):
            self._headings.append((level, title))

    def _holds_blocks(self, index: int) -> bool:
        return any(self._nodes[inner].name in BLOCKS for inner in range(index + 1, self._nodes[index].end))

    def _marks(self, start: int, end: int) -> list[tuple[int, Mapping[str, JSON]]]:
        """The marked elements, and what their attribute says; nothing where it cannot be read."""
        return [
            (index, told_in(node.attributes[_MARK]))
            for index, node in enumerate(self._nodes[start:end], start=start)
            if _MARK in node.attributes
        ]

    def _of_block(self, index: int, number: int) -> Iterator[Annotation | Rejected]:
        end = self._nodes[index].end
        marks = self._marks(index, end)
        if not marks:
            words = self._text(index, end)
            if words:
                locator = Locator(headings=self._path, order=(number,))
                yield highlight(importer=ZoteroNote.format, document=self._document, notes=(words,), locator=locator)
            return
        for place, (at, value) in enumerate(marks):
            following = marks[place + 1][0] if place + 1 < len(marks) else end
            comment = self._text(self._nodes[at].end, following)
            yield self._unit(at, value, comment, (number, place))

    def _unit(self, at: int, value: Mapping[str, JSON], comment: str, order: tuple[int, int]) -> Annotation | Rejected:
        node = self._nodes[at]
        quote = one_line(text_of(self._nodes, at)).strip(_QUOTES)
        kind = "image" if node.name == "img" else "underline" if "underline" in node.classes else "highlight"
        raw: dict[str, JSON] = {
            "key": value.get("annotationKey"),
            "annotationType": kind,
            "annotationText": quote,
            "annotationComment": "",
            "annotationColor": value.get("color"),
            "annotationPageLabel": value.get("pageLabel"),
            "annotationPosition": value.get("position"),
        }
        try:
            found = annotation_of(raw, self._document_of(value), ZoteroNote.format, order[1])
        except MisshapenError as error:
            return Rejected(line=node.line, problem=f"{error}; export again from Zotero", raw=quote)
        locator = found.locator
        further = {name: held for name, held in value.items() if name == "attachmentURI" and held}
        return highlight(
            importer=ZoteroNote.format,
            document=found.document,
            quote=quote,
            notes=(comment,),
            selectors=found.selectors[1:] if quote else found.selectors,
            native_id=found.native_id,
            locator=Locator(
                headings=self._path,
                page=locator.page,
                physical_page=locator.physical_page,
                rectangle=locator.rectangle,
                order=order,
            ),
            color=found.color,
            extra={**found.extra, **further},
        )

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._headings)

    def _text(self, start: int, end: int) -> str:
        """The words between two nodes, without citations; a line break for each of theirs."""
        parts: list[str] = []
        index = start
        while index < end:
            node = self._nodes[index]
            if "citation" in node.classes:
                index = node.end
                continue
            parts.append("\n" if node.name == "br" else node.text)
            index += 1
        lines = "".join(parts).split("\n")
        return "\n".join(" ".join(line.split()) for line in lines).strip()

    def _document_of(self, value: Mapping[str, JSON]) -> Document:
        cited = value.get("citationItem")
        uris = cited.get("uris") if isinstance(cited, dict) else None
        keys = [key_in(uri) for uri in uris if isinstance(uri, str)] if isinstance(uris, list) else []
        key = next(filter(None, keys), "")
        if key in self._cited:
            return document_of(self._cited[key], key)
        if not key and len(self._cited) == 1:
            ((key, raw),) = self._cited.items()
            return document_of(raw, key)
        key = key or key_in(str(value.get("attachmentURI", "")))
        return Document(key=key) if key and not self._titles else self._document


def _cited_items(nodes: Sequence[Node]) -> dict[str, Mapping[str, JSON]]:
    """The works that the note cites, by their keys: as its outermost element says."""
    found: dict[str, Mapping[str, JSON]] = {}
    for node in nodes:
        attribute = node.attributes.get("data-citation-items")
        value = _decoded_list(unquote(attribute)) if attribute else []
        for one in value:
            uris, data = (one.get("uris"), one.get("itemData")) if isinstance(one, dict) else (None, None)
            for uri in uris if isinstance(uris, list) else ():
                if isinstance(data, dict) and isinstance(uri, str) and key_in(uri):
                    found[key_in(uri)] = data
    return found


def _decoded_list(source: str) -> list[JSON]:
    """Read a list; an empty one if `source` is none."""
    try:
        value = decode(source)
    except MalformedExportError:
        return []
    return value if isinstance(value, list) else []
