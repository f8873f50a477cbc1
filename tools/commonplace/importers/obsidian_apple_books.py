"""Apple Books: the Markdown notes that Obsidian's plugins keep, one for each book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.addresses import stem_of
from commonplace.grammar.apple_books_notes import Mark, Note, apple_books_notes
from commonplace.grammar.authors import authors_in
from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.inline import plain, tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, FragmentSelector, Locator, Rejected

_SURROUNDINGS = 0.65
"""Less than any mark of another format in between, more than a note of no format at all."""
_DRESSED = re.compile(r"<(?P<tag>mark|u)\b(?P<style>[^<>]{0,200})>(?P<words>.*)</(?P=tag)>", re.DOTALL)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b|rgb\([\d, ]{5,15}\)")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d) ([AP])M ([+-]\d\d:\d\d)")
_NOON = 12
_CFI = "http://www.idpf.org/epub/linking/cfi/epub-cfi.html"


class ObsidianAppleBooks(Importer):
    """Reads each highlight of a note that links to its book in Apple Books, and the reader's note on it."""

    format = "obsidian-apple-books"
    app = ("Apple Books", "Apple Books")
    description = "Apple Books: Markdown notes of Obsidian's plugins for it (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and less confidently what is left of its note."""
        for note in apple_books_notes(export.text):
            marks = [mark for mark in note.marks if not mark.is_own]
            evidence = f"{len(marks)} highlights in a note that links to its book in Apple Books"
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=note.first, last_line=note.last)
            for mark in marks:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=mark.first, last_line=mark.last)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        for note in apple_books_notes(export.text):
            document = _document(note, export.name)
            for number, mark in enumerate(note.marks):
                yield _unit(mark, document, number)


def _unit(mark: Mark, document: Document, number: int) -> Annotation | Rejected:
    dressed = _DRESSED.fullmatch(mark.said("Highlight"))
    quote = dressed["words"].strip() if dressed else mark.said("Highlight")
    written = mark.said("Note")
    if not (quote or written):
        raw = "\n".join(line for lines in mark.fields.values() for line in lines)
        return Rejected(line=mark.first, problem="this highlight has no words", raw=raw, by_design=True)
    color = _COLOR.search(dressed["style"]) if dressed else None
    chapter, context = mark.said("Chapter") or mark.chapter, mark.said("Context")
    around: dict[str, JSON] = {"context": context} if context and context != quote else {}
    return highlight(
        importer=ObsidianAppleBooks.format,
        document=document,
        quote=quote,
        notes=(written,),
        tags=tags(written),
        native_id=mark.place,
        selectors=(FragmentSelector(value=mark.place, conforms_to=_CFI),) if mark.place else (),
        locator=Locator(headings=(chapter,) if chapter else (), order=(number,)),
        created=_time(mark.said("Highlight taken on")),
        updated=_time(mark.said("Highlight modified on")),
        color=color[0] if color else "underline" if dressed and dressed["tag"] == "u" else "",
        extra=around,
    )


def _time(said: str) -> str:
    """Read ``2024-07-25 03:52:05 PM -04:00``, or what another template makes of it."""
    time = _TIME.fullmatch(said)
    if time is None:
        return local_time(said) if said else ""
    day, hour, minutes, seconds, half, zone = time.groups()
    return f"{day}T{int(hour) % _NOON + (_NOON if half == 'P' else 0):02}:{minutes}:{seconds}{zone}"


def _document(note: Note, name: str) -> Document:
    matter = note.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    facts = {key: value for key, value in note.facts.items() if key not in {"Link", "Book Link"}}
    title = matter.one("title") or facts.pop("Title", "").lstrip("📕 ") or note.title
    author = facts.pop("Author", "") or ", ".join(plain(one) for one in matter.many("author", "authors"))
    others: dict[str, JSON] = {key: value for key, value in matter.fields.items() if value}
    return Document(
        key=note.asset,
        title=title or (stem_of(name) if note.first == 1 else ""),
        authors=authors_in(author),
        extra=others | ({"metadata": {**facts}} if facts else {}),
    )
