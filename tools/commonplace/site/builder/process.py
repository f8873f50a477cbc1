"""The process that builds with MkDocs: it loads all programs once and builds as often as it is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import msgspec

from commonplace.site.builder import DONE, FAILED

_NONE: Mapping[str, str] = MappingProxyType({})
_CACHE = Path(".commonplace", "pages.sqlite")
_NOTEBOOKS = Path(".commonplace", "notebooks.sqlite")


class Notebook(msgspec.Struct, frozen=True):
    """
    A notebook as MkDocs shows it.

    Attributes
    ----------
    path, url : str
        Its file below ``docs/``, and its address in the site.
    title, html : str
        Its page.
    headings : tuple
        Of each the level, the name and the id.
    """

    path: str
    url: str
    title: str
    html: str
    headings: tuple[tuple[int, str, str], ...] = ()


class Made(msgspec.Struct, frozen=True):
    """
    What is known of a site that was built.

    Attributes
    ----------
    places : tuple of str or None
        The files and folders that it was made from; None where that is not known.
    pages : dict
        By the path of each page in the site the key of all that it is made from; those of which that is known.
    notebooks : tuple of Notebook
        Those of the library, where they were asked for.
    nav : list or None
        The navigation that the settings ask for, where the notebooks were asked for.
    """

    places: tuple[str, ...] | None = None
    pages: dict[str, str] = msgspec.field(default_factory=dict)
    notebooks: tuple[Notebook, ...] = ()
    nav: list[Any] | None = None


class MkDocsProcess:
    """Builds one library's site.

    Parameters
    ----------
    root, settings : Path
        The library, and its settings for MkDocs.
    environment : mapping
        The variables that the process gets.
    strict : bool
        Whether a warning fails the build.

    Attributes
    ----------
    succeeded : bool
        Whether the last build went well.
    made : Made or None
        What is known of it, if it did.
    """

    def __init__(self, root: Path, settings: Path, *, environment: Mapping[str, str], strict: bool) -> None:
        cache = root.resolve() / _CACHE
        options = ["--strict"] if strict else []
        self._command = [sys.executable, "-m", __package__, str(settings.resolve()), str(cache), *options]
        self._root, self._environment = root, environment
        self._process: subprocess.Popen[str] | None = None
        self.succeeded = False
        self.made: Made | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.communicate()  # It ends when there is nothing more to read.

    def build(self, site: Path, standing: Mapping[str, str] = _NONE) -> Iterator[str]:
        """Build once into the folder `site`, and give the lines of its output; `succeeded` then says how it went.

        Pages that would have the same keys as in `standing`, by their paths in the site, are not made.
        """
        return self._asked({"site": str(site), "standing": dict(standing)})

    def convert_notebooks(self) -> Iterator[str]:
        """Run and convert the notebooks for another builder, and give the lines of output, as `build` does."""
        return self._asked({"notebooks": str(self._root.resolve() / _NOTEBOOKS)})

    def remade(self, pages: Collection[str]) -> bool:
        """Make `pages` anew in the last site; return whether that was all that followed from them."""
        for _ in self._asked({"pages": sorted(pages)}):
            pass
        return self.succeeded

    def _asked(self, wish: Mapping[str, object]) -> Iterator[str]:
        self.succeeded, self.made = False, None
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process was started with both ends")
        process.stdin.write(f"{json.dumps(wish)}\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith((DONE, FAILED)):
                self.succeeded = line.startswith(DONE)
                self.made = msgspec.json.decode(line.removeprefix(DONE), type=Made) if self.succeeded else None
                return
            yield line

    def _running(self) -> subprocess.Popen[str]:
        """The process; another one if the last has ended, as a notebook or an extension can make it."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - our own
                self._command,
                cwd=self._root,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
            )
        return self._process
