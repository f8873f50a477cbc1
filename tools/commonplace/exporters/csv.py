"""A table for spreadsheets: one annotation a row, and nothing in it that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io

from commonplace.exporter import Exporter, Holdings
from commonplace.grammar.own_table import BETWEEN, COLUMNS, guarded
from commonplace.model import Annotation, Source
from commonplace.text import without_surrogates


class SpreadsheetTable(Exporter):
    """Every annotation as a row, by RFC 4180, with a header and in UTF-8 that spreadsheets recognise."""

    format = "csv"
    description = "a table for spreadsheets: one annotation a row (CSV)"
    ending = ".csv"
    loses = (
        "words around a highlight, places but for chapter and page, accounts and groups; several comments become one"
    )

    def export(self, holdings: Holdings) -> bytes:
        """Return the table, which begins with a byte order mark."""
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        for source, annotation in holdings.annotations:
            concepts = [link.concept for link in holdings.links.get(annotation.id, ())]
            cells = _cells(source, annotation, concepts)
            table.writerow(guarded(without_surrogates(cells[column])) for column in COLUMNS)
        return text.getvalue().encode("utf-8-sig")


def _cells(source: Source, annotation: Annotation, concepts: list[str]) -> dict[str, str]:
    return {
        "id": annotation.id,
        "app": annotation.importer,
        "title": source.title,
        "authors": BETWEEN.join(source.authors),
        "isbn": source.isbn,
        "address": source.url,
        "chapter": " › ".join(annotation.locator.headings),
        "page": annotation.locator.page or str(annotation.locator.physical_page or ""),
        "quote": annotation.quote,
        "comment": "\n\n".join(body.value for body in annotation.comments),
        "tags": BETWEEN.join(annotation.tags),
        "kind": annotation.motivation,
        "colour": annotation.color,
        "created": annotation.created,
        "updated": annotation.updated,
        "concepts": BETWEEN.join(concepts),
    }
