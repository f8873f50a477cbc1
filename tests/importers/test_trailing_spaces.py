"""Spaces at the ends of lines, as editors leave and formatters put them, change nothing of what a note says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonplace.importers import importer_named
from commonplace.model import Annotation, Export
from commonplace.reading.exports import read_export

EXPORTS = Path(__file__).parents[1] / "exports"
CASES = (
    "readwise-markdown/mirrored.md",
    "zotero-markdown/better-notes.md",
    "zotero-markdown/span-classes-of-a-shared-template.md",
)


def said(text: str, format_name: str) -> list[tuple[str, list[list[str]]]]:
    """What is marked and what is written about it, apart from white space."""
    units = importer_named(format_name).parse(Export(name="a note.md", text=text))
    found = [unit for unit in units if isinstance(unit, Annotation)]
    return [(" ".join(unit.quote.split()), [body.value.split() for body in unit.bodies]) for unit in found]


@pytest.mark.parametrize("case", CASES)
def test_spaces_at_the_ends_of_lines_change_nothing(case: str) -> None:
    format_name = case.partition("/")[0]
    text = read_export(EXPORTS / case, name=case).text
    spaced = re.sub(r"(?m)(?<=\S)$", "  ", text)
    assert said(spaced, format_name) == said(text, format_name) != []
