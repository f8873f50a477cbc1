"""Readwise: the table that it imports from, with its seven columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from commonplace.exporter import Exporter, Holdings
from commonplace.model import Annotation
from commonplace.text import without_surrogates

_COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
_NOT_IN_TAG = re.compile(r"[^\w/-]+")
_NOT_FIRST = re.compile(r"^[\W\d_]+")


class ReadwiseTable(Exporter):
    """Every highlight as a row; its tags stand in front of its note, as Readwise reads them: ``.softmax Why?``."""

    format = "readwise"
    description = "Readwise: a table to import there (CSV)"
    ending = "-readwise.csv"
    loses = (
        "chapters and pages (a highlight's place is its number in the book), colours, words around a highlight, spaces "
        "in tags, and what is an open question; several authors or comments become one"
    )

    def omits(self, annotation: Annotation) -> bool:
        """Whether there is no highlight: a row without one is refused there."""
        return not annotation.quote.strip()

    def export(self, holdings: Holdings) -> bytes:
        """Return the table."""
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(_COLUMNS)
        numbers: Counter[str] = Counter()
        for source, annotation in holdings.annotations:
            if self.omits(annotation):
                continue
            numbers[source.id] += 1
            row = (
                annotation.quote,
                source.title,
                ", ".join(source.authors),
                source.url,
                _note(annotation),
                str(numbers[source.id]),
                (annotation.created or annotation.updated).replace("T", " ", 1),
            )
            table.writerow(map(without_surrogates, row))
        return text.getvalue().encode()


def _note(annotation: Annotation) -> str:
    tags = dict.fromkeys(tag for text in annotation.tags if (tag := _tag(text)))
    comment = "\n\n".join(body.value for body in annotation.comments)
    return " ".join(filter(None, (*(f".{tag}" for tag in tags), comment)))


def _tag(text: str) -> str:
    """A tag as Readwise's notes can hold it: a word that begins with a letter."""
    return _NOT_FIRST.sub("", _NOT_IN_TAG.sub("-", text)).strip("-")
