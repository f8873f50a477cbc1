"""Whatever text an export holds, its pages are what they would be with plain words: nothing starts, nothing breaks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from conftest import library_at
from safety import recorded
from safety.building import built, filled, framed, stored
from safety.gate import Neutral, broken_structure, findings
from safety.placements import FULL, Placement, by_turns, hostile, innocent, once
from safety.placing import APPS, OF_DOCUMENT, Marked, hypothesis
from safety.recorded import Held
from selectolax.lexbor import LexborHTMLParser

from commonplace.store.library import Library
from commonplace.text import one_line
from commonplace.workflows.importing import import_exports

PLAIN = "Plain words on a [softmax](https://example.org/s), with *stress*, `code` and $x^2$"


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


@pytest.fixture(scope="session")
def neutral(tmp_path_factory: pytest.TempPathFactory) -> Neutral:
    """What pages have where every field of every app, and every recorded value, holds plain words."""
    learnt, folder = Neutral(), tmp_path_factory.mktemp("neutral")
    twice_over = [
        Placement(app=app, field=field, text=f"{PLAIN} {app.write.__name__} {field} {turn}", number=turn)
        for turn in (1, 2)
        for app in APPS
        for field in app.fields
        if field not in OF_DOCUMENT or turn == 1
    ]
    written, recordings = framed(library_at(folder / "written")), framed(library_at(folder / "recorded"))
    filled(written, folder / "exports", twice_over)
    stored(recordings, [Held(place, f"{PLAIN} {number}", number) for number, place in enumerate(recorded.places())])
    for library in (written, recordings):
        for _, _, _, page in built(library):
            learnt.learn(page)
    learnt.features |= {(f"h{level}", attribute) for level in range(2, 7) for attribute in ("", "id")}  # Any depth.
    return learnt


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


def wrong_pages(library: Library, neutral: Neutral) -> dict[str, list[str]]:
    """What is wrong with each page, by path."""
    found = {}
    for path, text, meta, page in built(library):
        # What some pages of the tool's own say of themselves to the builder.
        known = {"title", "names", "aliases", "tags"} | (
            {"hide", "search"} if path in ("map.md", "review.md") or path.startswith("lists/review-") else set()
        )
        wrong = [*findings(page, neutral), *broken_structure(text, page)]
        wrong += [f"front matter: {key}" for key in meta if key not in known]
        if wrong:
            found[path] = wrong[:5]
    return found


def recorded_batches() -> Iterator[ParameterSet]:
    """Every text once in place of a recorded value; for `make hostile` sixteen times, at other places each time."""
    texts = (*hostile(), *innocent())
    for turn in range(16 if FULL else 1):
        yield pytest.param(list(recorded.by_turns(texts, first=turn * len(texts))), id=f"turn {turn}")


@pytest.mark.parametrize("held", list(recorded_batches()))
def test_hostile_texts_in_place_of_recorded_values_start_nothing_and_break_no_page(
    library: Library, neutral: Neutral, held: list[Held]
) -> None:
    framed(library)
    own = (library.docs / "own.md").read_bytes()
    stored(library, held)
    assert wrong_pages(library, neutral) == {}
    assert (library.docs / "own.md").read_bytes() == own


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
