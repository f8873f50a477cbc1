"""What scripts say is in the language that the owner chose: a site built in each, seen in a browser."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from commonplace.language import CODES, Language
from commonplace.site import frame
from commonplace.site.building import build
from commonplace.store.library import Library
from commonplace.store.settings import settings_text
from commonplace.workflows import importing
from commonplace.workflows.rendering import render

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3}")
# Names, of languages and files too, are said in no language.
NAMES = re.compile(r"Python|Pyodide|MB|numpy|TeX|commonplace build")


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(params=CODES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def address(language: Language, tmp_path: Path) -> Iterator[str]:
    """A library of one concept and one book, built in the language and served."""
    root = tmp_path / "library"
    wanted = {name: text for name, text in frame.concept_library().items() if re.search(r"/sigmoid\.", name)}
    wanted["docs/concepts/sigmoid.md"] = re.sub(
        r"\[([^\]]*)\]\([a-z-]+\.md\)", r"\1", wanted["docs/concepts/sigmoid.md"]
    )
    vocabulary = {"docs/vocabulary.yml": frame.concept_library()["docs/vocabulary.yml"]}
    texts = wanted | vocabulary | {"commonplace.toml": settings_text(language=language.code)}
    for name, data in {**frame.frame("Notes"), **{path: text.encode() for path, text in texts.items()}}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / "docs/sources").mkdir()
    library = Library(root)
    importing.import_exports(library, [str(ROOT / "examples" / "obsidian-annotator")])
    render(library)
    build(root, tmp_path / "site", language=language, download=14_000_000)
    handler = functools.partial(_Silent, directory=str(tmp_path / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_scripts_speak_the_language_of_the_pages(browser: Browser, address: str, language: Language) -> None:
    page = browser.new_page()
    page.goto(f"{address}concepts/sigmoid/")
    page.wait_for_load_state("networkidle")
    said = [page.locator(selector).first.inner_text() for selector in (".cp-run__bar", ".cp-search-open span")]
    page.locator(".cp-passage details.cp-cite > summary").first.click()
    said.append(page.locator(".cp-copy").first.inner_text())
    said += page.locator("[data-md-component=palette] label, .headerlink").evaluate_all(
        "all => all.map((a) => a.title)"
    )
    page.keyboard.press("/")
    page.locator(".cp-search__input").fill("sigmoid")
    page.locator(".cp-search__results li").first.wait_for()
    said += page.locator(".cp-search__told, .cp-search__kind, .cp-search__choice[aria-pressed]").all_inner_texts()[:3]
    said.append(page.locator(".cp-search__input").get_attribute("placeholder") or "")
    page.goto(f"{address}review/")
    page.wait_for_load_state("networkidle")
    said += page.locator(".cp-review-bar button:visible, .cp-review-bar p:visible").all_inner_texts()
    page.close()
    told = [NAMES.sub("", text) for text in said]
    assert len(told) > 12
    assert all(map(CHINESE.search, told)) == (language.code != "en")
    assert all(map(LATIN.search, told)) == (language.code != "zh")
    assert any(map(CHINESE.search, told)) == (language.code != "en")
    assert any(map(LATIN.search, told)) == (language.code != "zh")
