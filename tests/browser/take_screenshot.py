"""Take the README's picture: a concept page as a reader sees it, its passages below its beginning."""

from __future__ import annotations

import base64
import functools
import shutil
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"
PICTURE = ROOT / "docs" / "assets" / "images" / "concept-page.png"
PAGE = "concepts/cross-entropy/"
WIDTH, HEIGHT = 1280, 560
PLACES = ("", "#passages")


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def _view(page: Page, address: str) -> str:
    """What a reader sees who goes there, as base 64."""
    page.goto("about:blank")  # Else another place on the same page does not load it.
    page.goto(address, wait_until="networkidle")
    return base64.b64encode(page.screenshot()).decode()


def main() -> None:
    """Serve the site, open the page, and write the picture."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None or not (SITE / PAGE).is_dir():
        sys.exit("The picture needs Chromium and a built site: install chromium, and run `make site` first.")
    handler = functools.partial(_Silent, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        views = [_view(page, f"http://127.0.0.1:{server.server_port}/{PAGE}{place}") for place in PLACES]
        page.goto("about:blank")  # The policy of the last page allows no style.
        shown = "".join(f'<img src="data:image/png;base64,{view}" style="display: block">' for view in views)
        page.set_content(f'<body style="margin: 0">{shown}')
        page.screenshot(path=PICTURE, full_page=True)
        browser.close()
        server.shutdown()
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
