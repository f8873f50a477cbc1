"""Kindle: the notebook that its apps send as HTML, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from commonplace.grammar.html_tree import Node, parse_html
from commonplace.grammar.kindle.entries import in_order
from commonplace.grammar.kindle.meta import Kind, kind_of, place_of
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_NOTEBOOK = re.compile(r"""class=["']?(?:[\w-]+ )*noteHeading\b""")
_PARTS = ("bookTitle", "authors", "citation", "sectionHeading", "noteHeading", "noteText")
_KIND_END = re.compile(r"\s+[-–—]\s+|\s*[:：]\s+")
_BYTES_OF_A_LOCATION = 100
"""Hardly fewer: a note stands where its highlight ends, so this says how far behind its beginning that may be."""
_LAST = 2**31


@dataclass(slots=True, kw_only=True)
class _Mark:
    """One entry: `line` is that of its heading; `notes` are those that follow a highlight and are on it."""

    line: int
    kind: Kind
    color: str
    section: str
    chapter: str
    page: str
    location: int | None
    heading: str
    text: str = ""
    notes: list[str] = field(default_factory=list)


class KindleNotebook(Importer):
    """Reads each highlight with the note that follows it."""

    format = "kindle-notebook"
    app = ("Kindle", "Kindle")
    description = "Kindle: the notebook as the apps export it (.html)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim HTML with the headings of notes."""
        count = len(_NOTEBOOK.findall(export.text)) if "<" in export.text[:2000] else 0
        if count:
            yield whole(export, CERTAIN, f"{count} headings of notes in a Kindle notebook")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order; bookmarks are left out by design."""
        nodes = parse_html(export.text)
        told = dict.fromkeys(_PARTS, "")
        marks: list[_Mark] = []
        for node, text, color in _pieces(nodes):
            part = next(name for name in _PARTS if name in node.classes)
            if part == "noteHeading":
                marks.append(_mark(text, color, told["sectionHeading"], node.line))
            elif part == "noteText" and marks:
                marks[-1].text = "\n".join(filter(None, (marks[-1].text, text)))
            else:
                told[part] = text
        document = _document(told, export.name)
        for number, mark in enumerate(_joined(marks)):
            yield _unit(mark, document, number)


def _pieces(nodes: Sequence[Node]) -> Iterator[tuple[Node, str, str]]:
    """Each part of the notebook with its words, which end where the next part begins, however tags are nested."""
    starts = [index for index, node in enumerate(nodes) if node.classes & set(_PARTS)]
    for start, end in pairwise([*starts, len(nodes)]):
        within = nodes[start + 1 : end]
        colors = (name for node in within for name in node.classes if name.startswith("highlight_"))
        text = "".join("\n" if node.name == "br" else node.text for node in within)
        lines = (" ".join(line.split()) for line in text.strip().split("\n"))
        joined = "\n".join(line for line in lines if line)
        yield nodes[start], joined, next(colors, "").removeprefix("highlight_")


def _mark(heading: str, color: str, section: str, line: int) -> _Mark:
    """Read “Highlight (yellow) - 1.3 The sigmoid > Page 29 · Location 364”."""
    flat = " ".join(heading.split())
    end = _KIND_END.search(flat, flat.find(")") + 1 if color else 0)
    kind_words, rest = (flat[: end.start()], flat[end.end() :]) if end else (flat, "")
    kind = kind_of(kind_words.casefold())
    chapter, _, place = rest.rpartition(" > ")
    page, first, _ = place_of(place.casefold())
    if kind == "unknown":
        kind = "highlight" if color else "note"
    return _Mark(
        line=line,
        kind=kind,
        color=color,
        section=" ".join(section.split()),
        chapter=chapter.strip(),
        page=page,
        location=first,
        heading=flat,
    )


def _joined(marks: Sequence[_Mark]) -> list[_Mark]:
    found: list[_Mark] = []
    for mark in marks:
        if mark.kind == "note" and found and found[-1].kind == "highlight" and _is_on(mark, found[-1]):
            found[-1].notes.append(mark.text)
        else:
            found.append(mark)
    return found


def _is_on(note: _Mark, marked: _Mark) -> bool:
    if note.location is None or marked.location is None:
        return note.page == marked.page and note.chapter == marked.chapter
    return 0 <= note.location - marked.location <= len(marked.text.encode()) // _BYTES_OF_A_LOCATION + 2


def _unit(mark: _Mark, document: Document, number: int) -> Annotation | Rejected:
    is_note = mark.kind == "note"
    quote, notes = ("", [mark.text]) if is_note else (mark.text, mark.notes)
    if mark.kind == "bookmark" or not (quote or any(notes)):
        why = "a bookmark marks no words" if mark.kind == "bookmark" else "this entry has no words"
        return Rejected(line=mark.line, problem=why, raw=mark.heading, by_design=True)
    place: dict[str, JSON] = {"location": str(mark.location)} if mark.location is not None else {}
    page = re.match(r"\d{1,9}", mark.page)
    start = mark.location if mark.location is not None else int(page[0]) if page else _LAST
    return highlight(
        importer=KindleNotebook.format,
        document=document,
        quote=quote,
        notes=notes,
        native_id=f"note@{mark.location or mark.page}" if is_note else "",
        locator=Locator(
            headings=tuple(dict.fromkeys(filter(None, (mark.section, mark.chapter)))),
            page=mark.page,
            order=(start, number),
        ),
        color=mark.color,
        extra=place,
    )


def _document(told: dict[str, str], name: str) -> Document:
    title, authors = (" ".join(told[part].split()) for part in ("bookTitle", "authors"))
    return Document(
        key=" — ".join(filter(None, (title, authors))) or name,
        title=title,
        authors=tuple(in_order(one.strip()) for one in re.split(r"[;；]", authors) if one.strip()),
        extra={"citation": told["citation"]} if told["citation"] else {},
    )
