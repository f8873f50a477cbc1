"""The site while its library is edited: each build beside the last good one, and what can wait after it."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Collection
from gettext import gettext as _
from pathlib import Path
from typing import TypeAlias

from mkdocs.livereload import LiveReloadServer

from commonplace.errors import CommonplaceError
from commonplace.site.search.index import FOLDER
from commonplace.store.state import states_of
from commonplace.translation import translated

Make: TypeAlias = Callable[[Path], object]
"""Builds the site into a folder, or raises a CommonplaceError."""
Remake: TypeAlias = Callable[[Collection[str]], bool]
"""Makes pages anew in the site that was built last; gives False where other pages would be changed too."""
_FEW = 100  # Pages; a build of everything takes as long as making about so many without the cache.


class Preview:
    """Serves a site, and builds it anew when something that is watched changes.

    Parameters
    ----------
    root : Path
        The library.
    make : Make
        For the site as a whole.
    remake : Remake
        For edits of pages.
    index : callable
        Makes the search index of a site.
    refresh : callable
        Brings the pages up to date with what was edited. What it writes is built like any other change.
    folder : Path
        An empty folder for the sites.
    """

    def __init__(  # noqa: PLR0913 - what a preview is made of
        self,
        root: Path,
        make: Make,
        remake: Remake,
        *,
        index: Callable[[Path], object],
        refresh: Callable[[], None],
        folder: Path,
    ) -> None:
        self._docs = root / "docs"
        self._watched = (self._docs, root / "snippets", root / "mkdocs.yml")
        self._make, self._remake, self._index, self._refresh = make, remake, index, refresh
        self._folder = folder
        self._count = 0
        self._outdated: list[Path] = []
        self._changed, self._ended = threading.Event(), False
        self._states = states_of(self._watched)
        self._site, self._is_the_last = self._made(), True  # Whether it is what was built last.
        self._index(self._site)

    def serve(self, host: str, port: int) -> None:
        """Serve until interrupted."""
        self._server = LiveReloadServer(self._again, host=host, port=port, root=str(self._site))
        for path in self._watched:
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
        pages = self._edited_pages()
        if pages == []:
            return
        if not (self._is_the_last and pages and len(pages) <= _FEW and self._remake(pages)):
            self._build_everything()
        self._changed.set()

    def _edited_pages(self) -> list[str] | None:
        """The pages, below ``docs/``, that changed since the last time; None if anything else did."""
        before = self._states
        try:
            self._states = states_of(self._watched)
        except OSError:  # A file went while it was looked at.
            self._states = {}
        if before.keys() != self._states.keys():
            return None
        changed = [Path(path) for path, state in self._states.items() if state != before[path]]
        if not all(path.suffix == ".md" and path.is_relative_to(self._docs) for path in changed):
            return None
        return [path.relative_to(self._docs).as_posix() for path in changed]

    def _build_everything(self) -> None:
        try:
            site = self._made()
        except CommonplaceError as error:
            self._is_the_last = False
            sys.stderr.write(f"{error.told(translated)}\n{_('The last good site is still shown.')}\n")
            return
        self._is_the_last = True
        if (self._site / FOLDER).is_dir():
            shutil.copytree(self._site / FOLDER, site / FOLDER)
        self._outdated.append(self._site)
        self._site = site
        self._server.root = str(site)

    def _do_what_can_wait(self) -> None:
        while self._changed.wait() and not self._ended:
            self._changed.clear()
            try:
                self._refresh()
                if not self._changed.is_set():
                    self._index(self._site)
            except CommonplaceError as error:
                sys.stderr.write(f"{error.told(translated)}\n")
            while self._outdated:
                shutil.rmtree(self._outdated.pop(), ignore_errors=True)
