"""PDF++ and Obsidian's own PDF links: a note whose links lead to passages of a PDF is its own export.

Each link to a selection, an annotation or an area marks one passage; what stands outside of the passages is the
reader's own prose and belongs to its heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from commonplace.grammar.lines import is_json
from commonplace.grammar.markdown_note import Block, Callout, Note, Section, notes
from commonplace.grammar.markdown_note.callouts import PASSAGES, marker_extra, read_callout
from commonplace.grammar.markdown_note.remarks import Frame, Remark, prose, read_remark, split_tasks, task
from commonplace.grammar.pdf_link import PdfLink
from commonplace.grammar.pdf_marks import Mark
from commonplace.grammar.pdf_passages import Reading, read_passages
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    Export,
    FragmentSelector,
    Locator,
    Motivation,
    Rejected,
    Selector,
    TextQuoteSelector,
)

_INTO_PDF = re.compile(r"#(?:(?<=\.pdf#)|(?<=\.pdf[>\\]#)|page=)", re.IGNORECASE)
_REMARK = 0.95
"""A remark in a note on a PDF is about that PDF, whoever else reads callouts; a quote in it may be of another text."""


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the reader's own words of a section belong: a document, and a key that sorts them into it."""

    document: Document
    order: tuple[int, ...]


class PdfPlus(Importer):
    """Reads every link to a marked passage or area of a PDF, and the prose between them."""

    format: ClassVar[str] = "pdf-plus"
    app: ClassVar[tuple[str, str]] = ("PDF++", "PDF++")
    description: ClassVar[str] = "Obsidian notes with links into PDFs, by PDF++ or by hand (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim what holds a link to a marked passage, and less confidently what is left of its note."""
        if is_json(export.text) or not _INTO_PDF.search(export.text):
            return
        for note in notes(export.text):
            readings = [read_passages(section.blocks, section.heading) for section in note.sections]
            marks = [mark for reading in readings for mark in reading.marks]
            if not marks:
                continue
            for mark in marks:
                yield _claim(CERTAIN, "a link to a passage of a PDF", mark.first_line, mark.last_line)
            for block in (marked.block for reading in readings for marked in reading.rest):
                if isinstance(block, Callout) and block.type not in PASSAGES:
                    yield _claim(_REMARK, "a remark in a note on a PDF", block.first_line, block.last_line)
            yield _claim(TYPICAL, f"a note with {len(marks)} passages of PDFs", note.first_line, note.last_line)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read passages, prose and tasks, section by section."""
        for note in notes(export.text):
            readings = [read_passages(section.blocks, section.heading) for section in note.sections]
            if any(reading.marks for reading in readings):
                yield from _with_front_matter(_read_note(note, readings, export.name), note)


def _claim(confidence: float, evidence: str, first_line: int, last_line: int) -> Claim:
    return Claim(confidence=confidence, evidence=evidence, first_line=first_line, last_line=last_line)


def _with_front_matter(units: Iterator[Annotation | Rejected], note: Note) -> Iterator[Annotation | Rejected]:
    """Keep what the note says of itself with the first thing that it holds.

    Its tags are no tags of that: they sort and rate the whole note (``blog``, ``TODO``).
    """
    written = note.front_matter.fields.items() if note.front_matter else ()
    fields: dict[str, JSON] = {key: value for key, value in written if value}
    for unit in units:
        if fields and isinstance(unit, Annotation):
            yield replace(unit, extra={**unit.extra, "front_matter": fields})
            fields = {}
        else:
            yield unit


def _read_note(note: Note, readings: Sequence[Reading], name: str) -> Iterator[Annotation | Rejected]:
    seen: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for section, reading, place in zip(note.sections, readings, _places(readings, name), strict=True):
        yield from _own_words(section, reading, place)
        for mark in reading.marks:
            yield _passage(mark, section, _document(mark.link, name), seen)
        for callout in reading.broken:
            yield _broken(callout)


def _places(readings: Sequence[Reading], name: str) -> Iterator[_Place]:
    """Find the place of each section's own words.

    They sort before the first passage of their section; in one that has none, behind the last passage above it. So
    what is written elsewhere in the note moves nothing.
    """
    first = next(mark for reading in readings for mark in reading.marks)
    document = _document(first.link, name)
    above: tuple[int, ...] = ()
    since = 0
    for reading in readings:
        if reading.marks:
            mark = reading.marks[0]
            yield _Place(document=_document(mark.link, name), order=(*mark.link.order, 0))
            last = reading.marks[-1]
            document = _document(last.link, name)
            above, since = (*last.link.order, 2), 0
        else:
            since += 1
            yield _Place(document=document, order=(*above, since) if above else (0, since))


def _own_words(section: Section, reading: Reading, place: _Place) -> Iterator[Annotation | Rejected]:
    """Read what the reader wrote in a section: prose, tasks, and callouts that mark nothing."""
    frame = Frame(importer=PdfPlus.format, document=place.document, headings=section.headings, order=place.order)
    blocks: list[Block] = []
    units: list[Annotation | Rejected] = []
    for marked in reading.rest:
        if isinstance(marked.block, Callout):
            units += read_callout(marked.block, frame.at(len(units) + 1), marked.native_id)
            continue
        tasks, rest = split_tasks(marked.block)
        units += [task(item, frame.at(len(units) + number)) for number, item in enumerate(tasks, start=1)]
        blocks += [rest] if rest else []
    areas = frozenset(mark.link.link.target for mark in reading.marks)
    remark = prose(blocks, frame.at(0), besides=areas)
    yield from [remark] if remark else []
    yield from units


def _document(link: PdfLink, name: str) -> Document:
    return Document(key=link.path or name, file=link.path)


def _passage(
    mark: Mark, section: Section, document: Document, seen: Counter[tuple[str, tuple[int, ...]]]
) -> Annotation:
    comment = read_remark(mark.comment, besides=frozenset({mark.link.link.target}))
    comment = replace(comment, tags=tuple(dict.fromkeys((*comment.tags, *mark.tags))))
    place = (document.key, mark.link.order)
    again = (seen[place],) if seen[place] else ()
    seen[place] += 1
    return Annotation(
        importer=PdfPlus.format,
        document=document,
        motivation=_motivation(mark, comment),
        native_id=mark.native_id,
        selectors=tuple(_selectors(mark)),
        bodies=comment.bodies("questioning" if mark.asks else "commenting"),
        locator=Locator(
            headings=(*section.headings, mark.caption) if mark.caption else section.headings,
            page=mark.link.label,
            physical_page=mark.link.page,
            selection=mark.link.selection,
            rectangle=mark.link.rectangle,
            order=(*mark.link.order, 1, *again),
        ),
        color=mark.link.color or _color(mark),
        formulas=comment.formulas,
        attachments=(*read_remark(mark.quote).attachments, *comment.attachments),
        extra=_extra(mark) | comment.extra,
    )


def _motivation(mark: Mark, comment: Remark) -> Motivation:
    if mark.asks:
        return "questioning"
    return "commenting" if comment.text else "highlighting"


def _selectors(mark: Mark) -> Iterator[Selector]:
    if mark.quote:
        yield TextQuoteSelector(exact=mark.quote)
    link = mark.link
    told = {
        "page": str(link.page or ""),
        "selection": link.selection,
        "annotation": link.annotation,
        "offset": link.offset,
        "rect": link.rectangle,
    }
    yield FragmentSelector(value="&".join(f"{key}={value}" for key, value in told.items() if value))


def _color(mark: Mark) -> str:
    """Read the colour of the callout, where the word after the bar is one and no layout."""
    callout = mark.callout
    return callout.meta if callout and (callout.type == "pdf" or callout.type in PASSAGES) else ""


def _extra(mark: Mark) -> dict[str, JSON]:
    extra: dict[str, JSON] = {}
    if mark.callout and mark.callout.type != "pdf":
        extra |= marker_extra(mark.callout)
    if mark.others:
        extra["links"] = [link.link.target for link in mark.others]
    if mark.link.others:
        extra["parameters"] = dict(mark.link.others)
    return extra


def _broken(callout: Callout) -> Rejected:
    return Rejected(
        line=callout.first_line,
        problem="the callout of PDF++ has no link to a page of a PDF: copy the link to the passage again",
        raw=callout.text,
    )
