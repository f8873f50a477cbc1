"""A file may hold the marks of several apps, one below the other: each is read, and by its own importer."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from commonplace.identifying import divided
from commonplace.importers import all_importers
from commonplace.model import Annotation, Export

EXPORTS = Path(__file__).parent / "exports"
SECTIONS = {
    "obsidian-annotator": "pdf-in-the-vault.md",
    "obsidian-callouts": "callouts-without-front-matter.md",
    "pdf-plus": "quote-in-callout.md",
    "weread": "plain-text-copy.txt",
}


def read(text: str) -> Counter[tuple[str, str]]:
    """Count the marked words by importer; the owner's own words may belong to the app that stands nearest."""
    division = divided(Export(name="a note.md", text=text), all_importers())
    return Counter(
        (part.importer.format, unit.quote)
        for part in division.parts
        for unit in part.importer.parse(part.export)
        if isinstance(unit, Annotation) and unit.quote
    )


@pytest.mark.parametrize("order", list(permutations(SECTIONS, 2)), ids="-above-".join)
def test_two_apps_in_one_note(order: tuple[str, str]) -> None:
    texts = [(EXPORTS / name / SECTIONS[name]).read_text(encoding="utf-8").strip("\n") for name in order]
    assert read("\n\n".join(texts)) == read(texts[0]) + read(texts[1])
