"""The examples are exports that this version reads whole, and they mark words that stand in the texts beside them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from commonplace.importers import all_importers, importer_named
from commonplace.model import Annotation, Rejected
from commonplace.reading.exports import read_export

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPORTS = sorted(
    path for path in EXAMPLES.glob("*/*") if path.suffix in {".csv", ".html", ".json", ".lua", ".md", ".txt"}
)
EXPORTS = [path for path in EXPORTS if path.parent.name != "text"]
LOST = "\ufffc"


def letters(text: str) -> str:
    """Letters and digits alone, as all apps have them; a lost formula as one mark."""
    folded = unicodedata.normalize("NFKC", text.replace("[插图]", LOST)).casefold()
    return "".join(c for c in folded if c.isalnum() or c == LOST)


TEXTS = [letters(path.read_text("utf-8")) for path in sorted((EXAMPLES / "text").glob("*.md"))]


def stands_in_a_text(quote: str) -> bool:
    pattern = re.compile(".{1,40}".join(map(re.escape, letters(quote).split(LOST))))
    return any(pattern.search(text) for text in TEXTS)


def units(path: Path) -> list[Annotation | Rejected]:
    return list(importer_named(path.parent.name).parse(read_export(path, name=path.name)))


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
class TestExample:
    def test_is_recognised(self, path: Path) -> None:
        export = read_export(path, name="a name that says nothing")
        claimed = {i.format: max((c.confidence for c in i.identify(export)), default=0.0) for i in all_importers()}
        assert max(claimed, key=claimed.__getitem__) == path.parent.name, claimed

    def test_is_read_whole(self, path: Path) -> None:
        found = units(path)
        assert any(isinstance(unit, Annotation) for unit in found)
        assert [unit for unit in found if isinstance(unit, Rejected) and not unit.by_design] == []

    def test_marks_what_the_text_says(self, path: Path) -> None:
        quotes = [unit.quote for unit in units(path) if isinstance(unit, Annotation) and unit.quote]
        assert [quote for quote in quotes if not stands_in_a_text(quote)] == []


def test_one_picture_is_missing_on_purpose_and_no_other() -> None:
    named = {
        (path.parent, a.path)
        for path in EXPORTS
        for u in units(path)
        if isinstance(u, Annotation)
        for a in u.attachments
    }
    missing = {name for folder, name in named if not (folder / name).exists()}
    assert missing == {"softmax-sketch.png"}


def test_the_readme_names_every_example() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    english = "notes-on-the-mathematics-of-neural-networks"
    names = (f"{path.parent.name}/{path.name}" for path in EXPORTS)
    assert [n for n in names if n not in readme and n.replace(english, "notes-on-…") not in readme] == []
