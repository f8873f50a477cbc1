"""The site while its library is edited: each build beside the last good one, and what can wait after it."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from commonplace.errors import CommonplaceError
from commonplace.search.index import FOLDER, write_index


class Preview:
    """Serves a site, and builds it anew when something that is watched changes.

    Parameters
    ----------
    make : callable
        Builds the site into a folder, or raises a CommonplaceError.
    refresh : callable
        Brings the pages up to date with what was edited. What it writes is built like any other change.
    folder : Path
        An empty folder for the sites.
    """

    def __init__(self, make: Callable[[Path], None], refresh: Callable[[], None], folder: Path) -> None:
        self._make, self._refresh, self._folder = make, refresh, folder
        self._count = 0
        self._outdated: list[Path] = []
        self._changed, self._ended = threading.Event(), False
        self._site = self._made()
        write_index(self._site)

    def serve(self, host: str, port: int, watched: tuple[Path, ...]) -> None:
        """Serve until interrupted."""
        self._server = LiveReloadServer(self._again, host=host, port=port, root=str(self._site))
        for path in watched:
            self._server.watch(str(path))
        later = threading.Thread(target=self._do_what_can_wait)
        later.start()
        sys.stderr.write(f"http://{host}:{port}/\n")
        try:
            self._server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            return
        finally:
            self._ended = True
            self._changed.set()
            self._server.shutdown()
            later.join()

    def _made(self) -> Path:
        self._count += 1
        site = self._folder / str(self._count)
        self._make(site)
        return site

    def _again(self) -> None:
        """Show the edit, with the search as it was."""
        try:
            site = self._made()
        except CommonplaceError as error:
            sys.stderr.write(f"{error}\nThe last good site is still shown.\n")
        else:
            if (self._site / FOLDER).is_dir():
                shutil.copytree(self._site / FOLDER, site / FOLDER)
            self._outdated.append(self._site)
            self._site = site
            self._server.root = str(site)
        self._changed.set()

    def _do_what_can_wait(self) -> None:
        while self._changed.wait() and not self._ended:
            self._changed.clear()
            try:
                self._refresh()
                if not self._changed.is_set():
                    write_index(self._site)
            except CommonplaceError as error:
                sys.stderr.write(f"{error}\n")
            while self._outdated:
                shutil.rmtree(self._outdated.pop(), ignore_errors=True)
