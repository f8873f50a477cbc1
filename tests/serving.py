"""`commonplace serve` of a library, asked as a browser asks."""

from __future__ import annotations

import contextlib
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

from commonplace.store.library import Library

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


@contextlib.contextmanager
def serving(library: Library, log: Path, *options: str) -> Iterator[Served]:
    """Serve a library on a free port, and let it end as by Ctrl-C."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "commonplace", "-C", str(library.root), "serve", "--address", f"127.0.0.1:{port}"]
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen([*command, *options], stdout=output, stderr=output) as process,  # noqa: S603  # Ours.
    ):
        try:
            yield Served(library, f"http://127.0.0.1:{port}/", log)
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0, log.read_text("utf-8")
        finally:
            process.kill()  # Else a test that fails would wait for it without an end.
