"""Pictures take the page's colours and fonts, and pass its policy; every one that a page declares can be drawn."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from commonplace.errors import LibraryError
from commonplace.site.pictures import drawn
from commonplace.store.library import Library

ROOT = Path(__file__).parents[2]
LIBRARY = Library(ROOT)
PICTURED = [concept.id for concept in LIBRARY.concepts() if concept.picture]
NUMBER = re.compile(r"-?\d+\.?\d*")


@pytest.mark.parametrize("concept_id", PICTURED)
def test_a_declared_picture_is_drawn_as_it_stands_in_the_library(concept_id: str) -> None:
    svg = drawn(LIBRARY.picture(concept_id), snippets=LIBRARY.snippets)
    kept = LIBRARY.drawing(concept_id).read_text("utf-8")
    assert NUMBER.sub("", svg) == NUMBER.sub("", kept)
    pairs = zip(NUMBER.findall(svg), NUMBER.findall(kept), strict=True)
    assert all(abs(float(now) - float(then)) < 1 for now, then in pairs)


@pytest.mark.parametrize("concept_id", PICTURED)
def test_a_picture_has_no_style_no_colour_and_no_script_of_its_own(concept_id: str) -> None:
    svg = LIBRARY.drawing(concept_id).read_text("utf-8")
    ET.fromstring(svg)  # noqa: S314  # Our own.
    assert not re.search(r"\sstyle=|#0\d0\d|#[0-9a-f]{6}|font-family|<script|https?://(?!www\.w3\.org)", svg)
    assert "currentColor" in svg
    assert "\n\n" not in svg


def test_drawing_again_gives_the_same_bytes() -> None:
    path = LIBRARY.picture(PICTURED[0])
    assert drawn(path, snippets=LIBRARY.snippets) == drawn(path, snippets=LIBRARY.snippets)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "no function draw"), ("def draw(figure): figure.nothing()", "AttributeError"), ("import nowhere", "nowhere")],
)
def test_a_picture_that_cannot_be_drawn_is_an_error_that_names_its_file(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(text, "utf-8")
    with pytest.raises(LibraryError, match=problem) as error:
        drawn(path, snippets=tmp_path)
    assert "wrong.py" in str(error.value)


def test_a_picture_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no such picture"):
        drawn(tmp_path / "gone.py", snippets=tmp_path)
