"""Building and serving the site: MkDocs or one of its family, in a process of its own, and then the search index."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, TypeAlias

from msgspec.structs import replace

from commonplace.errors import BuildError
from commonplace.language import Language
from commonplace.site.builder import BUILDERS, left_site
from commonplace.site.builder.kept import Kept
from commonplace.site.builder.process import Made, MkDocsProcess
from commonplace.site.builder.programs import programs_key
from commonplace.site.finishing import finish, finishing_key
from commonplace.site.frame import settings_that_run_nothing
from commonplace.site.part import SitePart
from commonplace.site.preview import Preview, Remake
from commonplace.site.search.index import FOLDER as SEARCH
from commonplace.site.search.index import NO_KEYS, write_index
from commonplace.site.zensical import put_in_notebooks, staged

_EXCLUDED = "  exclude_docs: |\n    /sources/*.jsonld\n    /decisions.jsonl\n    /last-import.jsonl"
_STAGED = Path(".commonplace", "site")
_SEARCH_CACHE = Path(".commonplace", "search.sqlite")
_BOTH = Language()
_COLOUR = re.compile("\x1b\\[[0-9;]*m")  # What a kernel says comes in colours.
_LEVEL = re.compile(r"([A-Z]+) +-  ")
_Command: TypeAlias = Callable[[Sequence[str]], bool]
"""Runs a module of Python with arguments, and gives whether it did what it was asked for."""
_PROGRESS = ("Build started", "Build finished", "No issues found")


class _Make(Protocol):
    """Builds the site into a folder, but for the pages with the keys in `standing`."""

    def __call__(self, destination: Path, standing: Mapping[str, str]) -> Made:
        """Give what is known of the site."""


def build(  # noqa: PLR0913 - what a site depends on
    root: Path,
    destination: Path,
    builder: str = "mkdocs",
    *,
    language: Language = _BOTH,
    run: bool = True,
    download: int | None = None,
) -> tuple[str, ...] | None:
    """Build the site of the library at `root`; what the builder complains of goes to standard error.

    Parameters
    ----------
    root, destination : Path
        The library, and the folder that the site is written to.
    builder : str, optional
        One of `BUILDERS`.
    language : Language, optional
        The language of the interface.
    run : bool, optional
        Without it nothing of the library is run: its notebooks are shown as they are, and its own ``mkdocs.yml``, which
        can name hooks and plugins, is not read.
    download : int, optional
        How many bytes a reader's browser loads to run code; without it, nothing can be run.

    Returns
    -------
    tuple of str or None
        The files and folders that it was made from; None if that is not known, or the builder complained.

    Raises
    ------
    BuildError
        If the builder is not installed, fails or warns.
    """
    staged, finishing = root / _STAGED, finishing_key(root / "docs", download=download)
    before = left_site.standing(root, destination, finishing)
    shutil.rmtree(staged, ignore_errors=True)
    with _maker(root, builder, language=language, run=run) as (make, _):
        made = make(staged, {name: one.key for name, one in before.items()})
    sheets = finish(staged, download=download)
    pages = {
        path: SitePart(key, (path, *sheets[path])) if path in sheets else before[path]
        for path, key in made.pages.items()
    }
    index = before.get(SEARCH)
    left_site.replace(destination, staged, {path for part in (*pages.values(), index) if part for path in part.files})
    index = _index(root, destination, made.pages, index)
    left_site.remember(root, destination, finishing, pages | {SEARCH: index})
    return made.places


def _index(root: Path, site: Path, keys: Mapping[str, str] = NO_KEYS, standing: SitePart | None = None) -> SitePart:
    """Make the search index of a site, from what was kept of the last one where it is of the same pages."""
    with Kept(root / _SEARCH_CACHE) as kept:
        return write_index(site, kept, programs_key(), keys=keys, standing=standing)


@contextmanager
def _maker(root: Path, builder: str, *, language: Language, run: bool) -> Iterator[tuple[_Make, Remake]]:
    """Give what builds the site without its index into a folder, as often as it is called, and what remakes pages."""
    name = BUILDERS[builder]
    if importlib.util.find_spec(builder) is None:
        raise BuildError(f"{name} is not installed", hint=f"Install it: pip install {builder}.", path=str(root))
    settings = root / "mkdocs.yml" if run else _settings_that_run_nothing(root)
    environment = _environment(language)
    with MkDocsProcess(root, settings, environment=environment, strict=run) as mkdocs:

        def make(destination: Path, standing: Mapping[str, str]) -> Made:
            if builder == "mkdocs":
                is_clean = not _say(mkdocs.build(destination.resolve(), standing))
                made = mkdocs.made
            else:
                command = partial(_succeeded, root=root, environment=environment)
                is_built = _with_properdocs if builder == "properdocs" else partial(_with_zensical, root, mkdocs)
                is_clean = False
                made = Made() if is_built(command, settings, destination.resolve(), strict=run) else None
            if made is None:
                raise BuildError(f"{name} could not build the site", hint="Its own words stand above.", path=str(root))
            _keep_the_store_in(root, destination)
            return made if is_clean else replace(made, places=None)

        yield make, mkdocs.remade if builder == "mkdocs" else _all_is_to_be_built


def _all_is_to_be_built(pages: Collection[str]) -> bool:
    del pages
    return False


def _say(lines: Iterable[str]) -> bool:
    """Say what a builder complains of, and give whether it did."""
    told = False
    for line in complaints(lines):
        told = True
        sys.stderr.write(_COLOUR.sub("", line))
    return told


def _with_properdocs(command: _Command, settings: Path, destination: Path, *, strict: bool) -> bool:
    # Not --quiet: with it, --strict counts no warning.
    strictness = "--strict" if strict else "--no-strict"
    places = ["--config-file", str(settings.resolve()), "--site-dir", str(destination)]
    return command(["properdocs", "build", "--clean", strictness, *places])


def _with_zensical(  # noqa: PLR0913 - what a builder is told
    root: Path, mkdocs: MkDocsProcess, command: _Command, settings: Path, destination: Path, *, strict: bool
) -> bool:
    _say(mkdocs.convert_notebooks())
    if mkdocs.made is None:
        return False
    with staged(root, settings, mkdocs.made) as stage:
        strictness = ["--strict"] if strict else []
        if not command(["zensical", "build", "--clean", *strictness, "--config-file", stage.settings.name]):
            return False
        put_in_notebooks(stage.site, mkdocs.made.notebooks)
        shutil.rmtree(destination, ignore_errors=True)
        shutil.move(stage.site, destination)
    return True


def _succeeded(command: Sequence[str], *, root: Path, environment: Mapping[str, str]) -> bool:
    """Run another builder than MkDocs, say what it complains of, and give whether it built the site."""
    with subprocess.Popen(  # noqa: S603  # Our own.
        [sys.executable, "-m", *command],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        _say(process.stdout or ())
    return process.returncode == 0


def _settings_that_run_nothing(root: Path) -> Path:
    """Those of a new library, instead of the library's own."""
    path = root / ".commonplace" / "mkdocs-no-run.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(settings_that_run_nothing(root.resolve()), "utf-8")
    return path


def _keep_the_store_in(root: Path, destination: Path) -> None:
    """Refuse a site that has a copy of the store, which holds what is private: an older mkdocs.yml asks for it."""
    copies = [*(destination / "sources").glob("*.jsonld"), destination / "decisions.jsonl"]
    copied = [path for path in copies if path.is_file()]
    for path in copied:
        path.unlink()
    if copied:
        raise BuildError(
            f"the site would have published the store, with what is private: {copied[0].relative_to(destination)}",
            hint=f"Add to mkdocs.yml:\n{_EXCLUDED}",
            path=str(root / "mkdocs.yml"),
        )


def serve(  # noqa: PLR0913 - what serving depends on
    root: Path,
    address: str,
    builder: str = "mkdocs",
    *,
    language: Language = _BOTH,
    run: bool = True,
    refresh: Callable[[], None] = lambda: None,
) -> None:
    """Serve the site of the library at `root` until interrupted; it is built anew when a page changes.

    Parameters
    ----------
    root, builder, language, run
        As for `build`.
    address : str
        Host and port.
    refresh : callable, optional
        Brings the pages up to date with what was edited. It is called after the edit itself is shown; what it changes
        is shown then. So is the search index made.

    Raises
    ------
    BuildError
        If the site cannot be built at the start, or the address is no host and port.
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal()):
        raise BuildError(f"{address} is no address", hint="Write host and port: 127.0.0.1:8000.")
    with (
        tempfile.TemporaryDirectory() as folder,
        _maker(root, builder, language=language, run=run) as (make, remake),
    ):
        # Not finished: the policy would forbid the script that loads a page anew.
        everything = partial(make, standing={})
        preview = Preview(root, everything, remake, index=partial(_index, root), refresh=refresh, folder=Path(folder))
        preview.serve(host, int(port))


def complaints(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a builder's output that say what is wrong: a message goes on until the next one begins."""
    wanted = True
    for line in lines:
        if level := _LEVEL.match(line):
            wanted = level[1] not in ("INFO", "DEBUG")
        if wanted and not line.startswith(_PROGRESS):
            yield line


def _environment(language: Language) -> dict[str, str]:
    return os.environ | {
        "COMMONPLACE_LANGUAGE": language.theme,
        "COMMONPLACE_SAYS_SYSTEM": language("跟随系统", "Following the system"),
        "COMMONPLACE_SAYS_LIGHT": language("浅色", "Light"),
        "COMMONPLACE_SAYS_DARK": language("深色", "Dark"),
        "COMMONPLACE_SAYS_SECTION": language("本节的链接", "Link to this section"),
        "PYTHONIOENCODING": "utf-8",  # Whatever the console's: it names pages in any script.
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner; mkdocs is pinned below 2.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # The notebooks' kernel warns of a debugger that nobody uses.
    }
