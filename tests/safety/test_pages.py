"""Whatever text an export holds, its pages are what they would be with plain words: nothing starts, nothing breaks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from safety.building import built, filled, framed
from safety.gate import Neutral, broken_structure, findings
from safety.placements import FULL, Placement, by_turns, hostile, innocent, once
from safety.placing import APPS, OF_DOCUMENT, Marked, hypothesis
from selectolax.lexbor import LexborHTMLParser

from commonplace.library import Library
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


@pytest.fixture
def neutral(library: Library, tmp_path: Path) -> Neutral:
    """What pages have where every field of every app holds plain words, twice over."""
    plain = [
        Placement(app=app, field=field, text=f"{PLAIN} {app.write.__name__} {field} {turn}", number=turn)
        for turn in (1, 2)
        for app in APPS
        for field in app.fields
        if field not in OF_DOCUMENT or turn == 1
    ]
    copy = Library(tmp_path / "neutral")
    for path in library.root.rglob("*"):
        if path.is_file():
            target = copy.root / path.relative_to(library.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    filled(framed(copy), tmp_path / "plain", plain)
    learnt = Neutral()
    for _, _, _, page in built(copy):
        learnt.learn(page)
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
    assert report.library.annotations
    found = {}
    for path, text, meta, page in built(library):
        # What some pages of the tool's own say of themselves to the builder.
        known = {"title", "names", "aliases", "tags"} | (
            {"hide", "search"} if path in ("map.md", "review.md") else set()
        )
        wrong = [*findings(page, neutral), *broken_structure(text, page)]
        wrong += [f"front matter: {key}" for key in meta if key not in known]
        if wrong:
            found[path] = wrong[:5]
    assert found == {}
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
