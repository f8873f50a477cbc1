"""Whatever text an export holds, its pages are what they would be with plain words: nothing starts, nothing breaks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from safety import recorded
from safety.breaking import broken_by, wrong_pages
from safety.building import built, filled, framed
from safety.gate import Neutral
from safety.placements import FULL, Placement, by_turns, hostile, innocent, once
from safety.placing import APPS, Marked, hypothesis
from safety.recorded import Held
from selectolax.lexbor import LexborHTMLParser

from commonplace.store.library import Library
from commonplace.text import one_line
from commonplace.workflows.importing import import_exports


def batches() -> Iterator[tuple[str, list[Placement]]]:
    """Every text once; or, for `make hostile`, every text in every field of every app, a library for each."""
    texts = (*hostile(), *innocent())
    if not FULL:
        yield "once", list(once(texts))
        return
    every = list(by_turns(texts))
    for app in APPS:
        for field in app.fields:
            yield f"{app.write.__name__}-{field}", [p for p in every if p.app is app and p.field == field]


@pytest.mark.parametrize(
    ("name", "placements"), list(batches()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_hostile_texts_start_nothing_and_break_no_page(
    library: Library, tmp_path: Path, neutral: Neutral, name: str, placements: list[Placement]
) -> None:
    framed(library)
    own = (library.docs / "own.md").read_bytes()
    report = filled(library, tmp_path / name, placements)
    assert report.holdings.annotations
    assert wrong_pages(library, neutral) == {}
    assert (library.docs / "own.md").read_bytes() == own


def recorded_batches() -> Iterator[ParameterSet]:
    """Every text once in place of a recorded value; for `make hostile` in place of each of them, format by format."""
    texts = (*hostile(), *innocent())
    if not FULL:
        yield pytest.param(list(recorded.by_turns(texts)), id="once")
        return
    for name in dict.fromkeys(place.format for place in recorded.places()):
        places = [place for place in recorded.places() if place.format == name]
        held = [Held(place, text, number) for number, (place, text) in enumerate(product(places, texts))]
        for part in range(0, len(held), _TOGETHER):
            yield pytest.param(held[part : part + _TOGETHER], id=f"{name} from {part}")


_TOGETHER = 1000
"""Texts in one library."""


@pytest.mark.parametrize("held", list(recorded_batches()))
def test_hostile_texts_in_place_of_recorded_values_start_nothing_and_break_no_page(
    tmp_path: Path, neutral: Neutral, held: list[Held]
) -> None:
    assert broken_by(held, tmp_path, neutral) == []


def shown_as(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def quotes_on(pages: Iterable[str]) -> set[str]:
    return {node.text(strip=False) for page in pages for node in LexborHTMLParser(page).css("p.cp-quote")}


def test_an_innocent_quote_shows_character_by_character(library: Library, tmp_path: Path) -> None:
    (app,) = (app for app in APPS if app.importer == "obsidian-annotator")
    placements = [
        Placement(app=app, field="quote", text=text, number=number) for number, text in enumerate(innocent(), 1)
    ]
    filled(framed(library), tmp_path / "in", placements)
    pages = {path: page for path, _, _, page in built(library)}
    shown = quotes_on(page for path, page in pages.items() if path.startswith("sources/"))
    assert {shown_as(text) for text in innocent()} <= shown


def test_an_innocent_title_shows_character_by_character_in_the_heading_and_in_the_front_matter(
    library: Library, tmp_path: Path
) -> None:
    marks = [
        Marked(number=number, title=text, address=f"https://example.org/{number}", quote=f"words {number}")
        for number, text in enumerate(innocent(), 1)
    ]
    (tmp_path / "titles.json").write_text(hypothesis(marks), "utf-8")
    import_exports(framed(library), [str(tmp_path / "titles.json")])
    wanted = {one_line(text) for text in innocent()}
    in_headings, in_front_matter = set(), set()
    for path, _, meta, page in built(library):
        if path.startswith("sources/"):
            heading = LexborHTMLParser(page).css_first("h1 bdi")
            assert heading is not None
            in_headings.add(heading.text(strip=False))
            in_front_matter.add(html.unescape(str(meta["title"])))
    assert in_headings == in_front_matter == wanted
