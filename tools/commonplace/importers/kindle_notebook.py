"""Kindle: the notebook of a book, as its apps send it or a browser shows it, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.kindle.notebook import Mark, Notebook, headings_in, is_table, notebook_of
from commonplace.grammar.kindle.pasted import pasted
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_LAST = 2**31


class KindleNotebook(Importer):
    """Reads each highlight with the note that follows it."""

    format = "kindle-notebook"
    app = ("Kindle", "Kindle")
    description = "Kindle: the notebook as the apps export it, as browsers save it, or pasted (.html, .csv, .txt, .md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim HTML with the headings of notes, and the table whose rule no other table has."""
        count = headings_in(export.text)
        if count:
            yield whole(export, CERTAIN, f"{count} headings of notes in a Kindle notebook")
        elif is_table(export.text):
            yield whole(export, CERTAIN, "the table of a Kindle notebook")
        else:
            for part in pasted(export.text):
                evidence = f"{len(part.notebook.marks)} entries of a Kindle notebook"
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=part.first, last_line=part.last)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order; bookmarks are left out by design."""
        if headings_in(export.text) or is_table(export.text):
            notebooks = [notebook_of(export.text)]
        else:
            notebooks = [part.notebook for part in pasted(export.text)]
        for notebook in notebooks:
            document = _document(notebook, export.name)
            for number, mark in enumerate(notebook.marks):
                yield _unit(mark, document, number)


def _unit(mark: Mark, document: Document, number: int) -> Annotation | Rejected:
    if mark.problem:
        return Rejected(line=mark.line, problem=mark.problem, raw=mark.heading)
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
        extra=place | ({"starred": mark.starred} if mark.starred else {}),
    )


def _document(notebook: Notebook, name: str) -> Document:
    return Document(
        key=notebook.asin or " — ".join(filter(None, (notebook.title, notebook.written))) or name,
        title=notebook.title,
        authors=notebook.authors,
        extra={"citation": notebook.citation} if notebook.citation else {},
    )
