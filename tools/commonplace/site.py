"""Building and serving the site: MkDocs, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonplace.errors import BuildError
from commonplace.site_policy import StyleSheets, strict, with_download

_QUIET_JIEBA = "import jieba, mkdocs.__main__ as mkdocs; jieba.setLogLevel('WARNING'); mkdocs.cli()"
_MKDOCS = (sys.executable, "-c", _QUIET_JIEBA)
_EXCLUDED = "  exclude_docs: |\n    /sources/*.jsonld\n    /decisions.jsonl\n    /last-import.jsonl"
_SHEETS = "assets/stylesheets"
_OWN_SHEET = re.compile(rf'<link rel="stylesheet" href="([^"]*{_SHEETS}/)')
_LEVEL = re.compile(r"([A-Z]+) +-  ")


def build(
    root: Path, destination: Path, *, language: str = "zh", settings: str | None = None, download: int | None = None
) -> None:
    """Build the site of the library at `root`; what MkDocs complains of goes to standard error.

    Parameters
    ----------
    root, destination : Path
        The library, and the folder that the site is written to.
    language : str, optional
        The language of the theme.
    settings : str, optional
        Read instead of the library's own ``mkdocs.yml``, which can name hooks and plugins that run.
    download : int, optional
        How many bytes a reader's browser loads to run code; without it, nothing can be run.

    Raises
    ------
    BuildError
        If MkDocs fails or warns.
    """
    # Not --quiet: with it, --strict counts no warning.
    command = ["build", "--clean", *_settings(root, settings), "--site-dir", str(destination.resolve())]
    with subprocess.Popen(  # noqa: S603  # Our own.
        [*_MKDOCS, *command],
        cwd=root,
        env=_environment(language),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in complaints(process.stdout or ()):
            sys.stderr.write(line)
    if process.returncode:
        raise BuildError("MkDocs could not build the site", hint="Its own words stand above.", path=str(root))
    _keep_the_store_in(root, destination)
    finish(destination, download=download)


def finish(destination: Path, *, download: int | None = None) -> None:
    """Make the pages of a built site strict: their styles in files, their policy at the head."""
    sheets = StyleSheets()
    for path in sorted(destination.rglob("*.html")):
        page = with_download(path.read_text(encoding="utf-8"), download or 0)
        path.write_text(strict(page, sheets, to_sheets=_to_sheets(path, destination, page)), encoding="utf-8")
    for name, css in sheets.files.items():
        (destination / _SHEETS / name).write_text(css, encoding="utf-8")


def _to_sheets(path: Path, destination: Path, page: str) -> str:
    """The address of the style sheets, relative where the page's own links are."""
    depth = len(path.relative_to(destination).parts) - 1
    own = _OWN_SHEET.search(page)  # 404.html is served for any address: its links begin at the site's
    return own[1] if own else "../" * depth + f"{_SHEETS}/"


def _settings(root: Path, settings: str | None) -> list[str]:
    """The options that choose the settings: the library's own, or others."""
    if settings is None:
        return ["--strict"]
    path = root / ".commonplace" / "mkdocs-no-run.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(settings, "utf-8")
    return ["--no-strict", "--config-file", str(path.resolve())]


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


def serve(root: Path, address: str, *, language: str = "zh", settings: str | None = None) -> None:
    """Serve the site of the library at `root` until interrupted; it is built anew when a page changes.

    Raises
    ------
    BuildError
        If MkDocs ends by itself.
    """
    command = ["serve", "--dev-addr", address, *(_settings(root, settings) if settings else ())]
    try:
        done = subprocess.run(  # noqa: S603  # Our own.
            [*_MKDOCS, *command], cwd=root, env=_environment(language), stdout=sys.stderr, check=False
        )
    except KeyboardInterrupt:
        return
    if done.returncode:
        raise BuildError("MkDocs could not serve the site", hint="Its own words stand above.", path=str(root))


def complaints(lines: Iterable[str]) -> Iterator[str]:
    """The lines of MkDocs' output that say what is wrong: a message goes on until the next one begins."""
    wanted = True
    for line in lines:
        if level := _LEVEL.match(line):
            wanted = level[1] not in ("INFO", "DEBUG")
        if wanted:
            yield line


def _environment(language: str) -> dict[str, str]:
    return os.environ | {
        "COMMONPLACE_LANGUAGE": language,
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner; mkdocs is pinned below 2.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # The notebooks' kernel warns of a debugger that nobody uses.
    }
