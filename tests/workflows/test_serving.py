"""`commonplace serve` shows an edit and what follows from it; what cannot be built leaves the last good site."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from commonplace import frame
from commonplace.library import Library

PATIENCE = 120
"""Seconds after which something is taken for never."""


@dataclass(frozen=True)
class Served:
    """A library that is served."""

    library: Library
    address: str
    log: Path

    def shows(self, page: str, text: str) -> None:
        """Wait until a page holds a text."""
        self._wait(lambda: text in self._page(page), f"{page} with {text!r}")

    def says(self, text: str) -> None:
        """Wait until the terminal holds a text."""
        self._wait(lambda: text in self.log.read_text("utf-8"), f"{text!r} in the terminal")

    def _wait(self, is_so: object, wanted: str) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():  # type: ignore[operator]
            if time.monotonic() > end:
                pytest.fail(f"never came: {wanted}\n{self.log.read_text('utf-8')}")
            time.sleep(0.2)

    def _page(self, page: str) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}{page}", timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            return ""


@pytest.fixture
def served(library: Library, tmp_path: Path) -> Iterator[Served]:
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    command = [sys.executable, "-m", "commonplace", "-C", str(library.root), "serve", "--address", f"127.0.0.1:{port}"]
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:  # noqa: S603
        yield Served(library, f"http://127.0.0.1:{port}/", log)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0, log.read_text("utf-8")


def test_an_edit_is_shown_and_what_follows_from_it_and_an_error_leaves_the_last_good_site(served: Served) -> None:
    page = served.library.docs / "concepts" / "gradient.md"
    served.shows("concepts/gradient/", "Owner’s prose.")
    text = page.read_text("utf-8")

    page.write_text(text.replace("Owner’s prose.", "[gone](gone.md)"), "utf-8")
    served.says("The last good site is still shown.")
    served.shows("concepts/gradient/", "Owner’s prose.")
    assert "gone.md" in served.log.read_text("utf-8")
    assert "Traceback" not in served.log.read_text("utf-8")

    page.write_text(text.replace("Owner’s prose.", "Edited prose."), "utf-8")
    served.shows("concepts/gradient/", "Edited prose.")

    text = page.read_text("utf-8")
    page.write_text(text.replace("aliases: ['nabla']", "aliases: ['nabla', 'steepest ascent']"), "utf-8")
    served.shows("concepts/gradient/", '<span class="cp-alias">steepest ascent</span>')
    served.shows("search/engine.js", "commonplaceSearch")
