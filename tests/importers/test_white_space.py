"""Spaces at the ends of lines and doubled blank lines, as editors leave them, change nothing of what a note says."""

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
    "zotero-markdown/templates-of-readers.md",
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


@pytest.mark.parametrize("path", sorted((EXPORTS / "zotero-markdown").glob("*.md")), ids=lambda path: path.stem)
def test_doubled_blank_lines_part_no_comment_from_its_words(path: Path) -> None:
    text = read_export(path, name=path.name).text
    doubled = re.sub(r"\n(?:[ \t]*\n)+", lambda gap: f"{gap[0]}{gap[0][1:]}", text)
    assert said(doubled, "zotero-markdown") == said(text, "zotero-markdown") != []
