"""A site full of hostile texts in a real browser: nothing of theirs runs, and nothing asks for anything outside."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from safety.building import filled, framed
from safety.gate import Neutral, findings
from safety.placements import Placement, hostile, innocent, once
from safety.placing import APPS, OF_DOCUMENT
from selectolax.lexbor import LexborHTMLParser

from commonplace.site import building as mkdocs_site
from commonplace.store.library import Library

pytestmark = pytest.mark.xdist_group("hostile site")  # Built by one process of a run, not by each.

TRIPWIRE = """
window.tripped = [];
for (const name of ["ATTACK", "PWN", "alert", "confirm", "prompt", "open", "print"])
  Object.defineProperty(window, name, {value: () => { window.tripped.push(name) }, writable: false});
"""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def library_in(folder: Path) -> Library:
    (folder / "docs" / "concepts").mkdir(parents=True)
    (folder / "snippets").mkdir()
    (folder / "snippets" / "softmax.py").write_text("SECRET = 'what a snippet says'\n", "utf-8")
    (folder / "docs" / "concepts" / "softmax.md").write_text(
        "---\ntitle: Softmax\nnames: {en: softmax}\n---\n\n# Softmax\n\n<!-- commonplace:begin formulas -->\n"
        "<!-- commonplace:end formulas -->\n<!-- commonplace:begin passages -->\n<!-- commonplace:end passages -->\n",
        "utf-8",
    )
    return framed(Library(folder))


@pytest.fixture(scope="module")
def neutral(folder: Path) -> Neutral:
    """The same site with plain words in every field of every app."""
    plain = [
        Placement(app=app, field=field, text=f"Plain *words* on `softmax` {app.write.__name__} {field}", number=number)
        for number, (app, field) in enumerate(((app, field) for app in APPS for field in app.fields), 1)
        if field not in OF_DOCUMENT or field == "title"
    ]
    library = library_in(folder / "neutral")
    filled(library, folder / "plain", plain)
    mkdocs_site.build(library.root, library.root / "site")
    learnt = Neutral()
    for page in (library.root / "site").rglob("*.html"):
        learnt.learn(page.read_text("utf-8"))
    return learnt


@pytest.fixture(scope="module")
def hostile_site(folder: Path) -> Path:
    library = library_in(folder / "library")
    filled(library, folder / "exports", once((*hostile(), *innocent())))
    mkdocs_site.build(library.root, library.root / "site")
    return library.root / "site"


def test_the_built_site_has_nothing_that_a_neutral_one_lacks(hostile_site: Path, neutral: Neutral) -> None:
    pages = {
        path.relative_to(hostile_site).as_posix(): path.read_text("utf-8") for path in hostile_site.rglob("*.html")
    }
    assert len(pages) > 20
    assert {name: found[:5] for name, html in pages.items() if (found := findings(html, neutral))} == {}


def test_the_owners_page_is_the_same_as_beside_plain_words(hostile_site: Path, neutral: Neutral, folder: Path) -> None:
    assert neutral.features
    article = [
        LexborHTMLParser((built / "own" / "index.html").read_text("utf-8")).css_first("article")
        for built in (hostile_site, folder / "neutral" / "site")
    ]
    assert article[0] is not None
    assert article[1] is not None
    assert article[0].html == article[1].html


def test_no_file_of_the_library_got_into_a_page(hostile_site: Path) -> None:
    for page in hostile_site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "SECRET" not in text
        assert "root:x:0" not in text


@pytest.fixture
def watched(browser: Browser, hostile_site: Path) -> Iterator[tuple[Page, str, list[str]]]:
    outside: list[str] = []
    handler = functools.partial(_Silent, directory=str(hostile_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"

        def gate(route: Route) -> None:
            if route.request.url.startswith((address, "data:", "blob:")):
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        page = browser.new_page()
        page.set_default_timeout(30_000)
        page.add_init_script(TRIPWIRE)
        page.route("**/*", gate)
        yield page, address, outside
        page.close()
        server.shutdown()


def test_no_script_of_an_export_runs_and_no_request_leaves(
    hostile_site: Path, watched: tuple[Page, str, list[str]]
) -> None:
    page, address, outside = watched
    tripped = {}
    for path in sorted(hostile_site.rglob("index.html")):
        name = path.parent.relative_to(hostile_site).as_posix()
        page.goto(f"{address}{name}/", wait_until="load")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.url.startswith(address)
        if found := page.evaluate("window.tripped"):
            tripped[name] = found
    assert tripped == {}
    assert outside == []


def test_searching_for_hostile_texts_runs_nothing(watched: tuple[Page, str, list[str]]) -> None:
    page, address, outside = watched
    page.goto(address, wait_until="load")
    page.keyboard.press("/")
    box = page.locator(".cp-search__input")
    for query in ("ATTACK", "PWN", "script", "onerror"):
        box.fill(query)
        told = "(text) => document.querySelector('.cp-search__results').dataset.of === text"
        page.wait_for_function(told, arg=query)
        assert page.locator(".cp-search__link").count()
        assert page.evaluate("window.tripped") == []
        marked = page.locator(".cp-search__results").locator("img, script, [onerror]")
        assert marked.count() == 0
    assert outside == []
