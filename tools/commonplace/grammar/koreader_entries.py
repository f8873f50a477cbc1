"""What KOReader's exports for people share: entries of a page and a time, below the title of a book and a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim
from commonplace.model import Annotation, Document, Locator, Rejected

_NUMBER = re.compile(r"\d{1,9}")
_LAST = 2**31


class Entry(msgspec.Struct):
    """A highlight while it is read: `line` is that of its page."""

    line: int
    page: str
    time: str
    chapter: str
    body: list[str] = msgspec.field(default_factory=list)


class Book(msgspec.Struct):
    """One book: its title stands on the line `first`."""

    title: str
    first: int
    last: int
    author: str = ""
    entries: list[Entry] = msgspec.field(default_factory=list)


def claims(books: Iterable[Book], told: str) -> Iterator[Claim]:
    """Claim each book from its title to the end of its last entry, with so many of what is `told`."""
    for book in books:
        evidence = f"{len(book.entries)} {told}"
        yield Claim(confidence=CERTAIN, evidence=evidence, first_line=book.first, last_line=book.last)


def marked(entry: Entry, number: int, words: tuple[str, str], *, importer: str, document: Document) -> Annotation:
    """The annotation of an entry, the `number`-th of its book, with its quote and note; time and page name it."""
    created, (quote, note) = local_time(entry.time), words
    return highlight(
        importer=importer,
        document=document,
        quote=quote,
        notes=(note,),
        native_id=f"{created} {entry.page}" if "T" in created else "",  # On one day there may be many.
        locator=Locator(
            headings=(entry.chapter,) if entry.chapter else (),
            page=entry.page,
            order=(int(entry.page) if _NUMBER.fullmatch(entry.page) else _LAST, number),
        ),
        created=created,
        extra={} if created else {"time": entry.time},
    )


def wordless(entry: Entry, raw: str) -> Rejected:
    """What becomes of an entry that has neither quote nor note."""
    return Rejected(line=entry.line, problem="this highlight has no words", raw=raw, by_design=True)
