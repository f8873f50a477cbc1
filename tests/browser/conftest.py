"""The site in a real browser: built once, served on a free port, every request that would leave it blocked and kept.

``COMMONPLACE_SITE`` names a site that is built already. Without Chromium the tests are skipped, but fail where ``CI``
is set: a check that never runs is none.
"""

from __future__ import annotations

import functools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from commonplace.site.building import build
from commonplace.store.library import Library
from commonplace.workflows.running import prepare

DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # Nothing outside can be asked.
)


@dataclass(slots=True, kw_only=True)
class Visit:
    """A page in the browser, and what it did that it should not have."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, *, until: Literal["load", "networkidle"] = "networkidle") -> Page:
        """Go to a page of the site; until ``networkidle`` is half a second longer than until ``load``."""
        # First until it is loaded: on a busy machine it is idle before it is parsed.
        self.page.goto(self.address + path)
        if until == "networkidle":  # Chromium drops what is typed before it has drawn a page, which may be late.
            self.page.wait_for_load_state("networkidle")
            self.page.evaluate(
                "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            )
        return self.page


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if given := os.environ.get("COMMONPLACE_SITE"):
        return Path(given)
    if not (ROOT / "docs/index.md").is_file():
        pytest.skip("the library is not rendered yet: docs/index.md is missing")
    # One for all processes of a run, whose temporary folders stand side by side.
    shared = tmp_path_factory.getbasetemp()
    target = (shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "whole-site"
    with FileLock(f"{target}.lock"):
        if not target.is_dir():
            made = tmp_path_factory.mktemp("site")
            build(ROOT, made, download=prepare(Library(ROOT)))
            made.replace(target)
    return target


@pytest.fixture(scope="session")
def paths(site: Path) -> tuple[str, ...]:
    """Addresses of all pages, relative to the site."""
    folders = (page.parent.relative_to(site).as_posix() for page in sorted(site.rglob("index.html")))
    return tuple("" if folder == "." else f"{folder}/" for folder in folders)


@pytest.fixture(scope="session")
def prose(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses of the documentation's pages: those that stand in no folder, and that the tool writes nothing on."""
    pages = {path: ROOT / "docs" / f"{path.rstrip('/')}.md" for path in paths if path.count("/") == 1}
    return tuple(
        path for path, page in pages.items() if page.is_file() and "commonplace:begin" not in page.read_text("utf-8")
    )


@pytest.fixture(scope="session")
def kinds(paths: tuple[str, ...], prose: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses of one page of each kind: the first in each folder, one of prose, each other that is in none."""
    first: dict[str, str] = {}
    for path in paths:
        folder, _, name = path.rstrip("/").rpartition("/")
        first.setdefault("a page of prose" if path in prose else f"{folder}/" if folder else name, path)
    return tuple(first.values())


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served: in a subfolder of its host, as on a project's pages."""
    served = tmp_path_factory.mktemp("served")
    (served / "library").symlink_to(site.resolve(), target_is_directory=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Silent, directory=str(served))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/library/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium on this machine: install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Open windows of given width and colour scheme; all are closed at the end of the test."""
    contexts = []

    def open_window(*, width: int = 1280, scheme: str = "light") -> Visit:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        return _watched(Visit(page=contexts[-1].new_page(), address=address))

    yield open_window
    for context in contexts:
        context.close()


def _watched(visit: Visit) -> Visit:
    def note(request: Request) -> None:
        if not request.url.startswith((visit.address, "data:", "blob:")):
            visit.outside.append(request.url)

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            visit.complaints.append(message.text)

    visit.page.on("request", note)  # A route would see them too, but Chromium keeps nothing from page to page then.
    visit.page.on("console", listen)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    return visit
