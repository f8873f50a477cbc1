"""Making the index of a finished site with Pagefind, in files that a page can load over HTTP and from a disk alike.

Pagefind's own files are modules and data that a page fetches, which browsers refuse to pages that are opened from a
disk. So its program becomes an ordinary script, and each file of data a script that hands over its bytes.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from commonplace.errors import BuildError
from commonplace.search.built_page import searchable

FOLDER = "search"
_DATA = (".pf_index", ".pf_fragment", ".pf_filter", ".pf_meta", ".pagefind", "-entry.json")
_EXPORTS = "export{createInstance,"


def write_index(site: Path) -> int:
    """Make the search index of the finished `site`, in its folder ``search/``; return the number of pages in it.

    Raises
    ------
    BuildError
        If Pagefind fails, or is not the version that is known here.
    """
    with tempfile.TemporaryDirectory() as name:
        pages, made = Path(name, "pages"), Path(name, "made")
        count = 0
        for address, content in _pages(site):
            _write(pages / address / "index.html", content)
            count += 1
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        if count:
            _run(pages, made)
            _pack(made, site / FOLDER)
    return count


def _run(pages: Path, made: Path) -> None:
    options = ("--site", pages, "--output-path", made, "--force-language", "unknown", "--root-selector", "article")
    done = subprocess.run(  # noqa: S603  # Our own.
        [sys.executable, "-m", "pagefind", "--quiet", *map(str, options)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BuildError(f"Pagefind could not index the site: {done.stderr.strip()}", hint="Install pagefind>=1.5.2.")


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    """The address in the site and the text of each page that is searched."""
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        address = path.removesuffix("index.html")
        if path != "404.html" and (content := searchable(file.read_text(encoding="utf-8"), address)):
            yield address, content


def _pack(made: Path, target: Path) -> None:
    program = (made / "pagefind.js").read_text(encoding="utf-8")
    body, export, _ = program.rpartition(_EXPORTS)
    if not export:
        raise BuildError("Pagefind has changed: its program ends otherwise", hint="Install pagefind>=1.5.2,<1.6.")
    body = body.replace("import.meta.url", "undefined")
    _write(target / "engine.js", f"commonplaceSearch.start=fetch=>{{{body};return createInstance}};\n")
    for file in sorted(made.rglob("*")):
        if file.name.endswith(_DATA):
            name = file.relative_to(made).as_posix()
            data = base64.b64encode(file.read_bytes()).decode()
            _write(target / f"{name}.js", f"commonplaceSearch.take({json.dumps(name)},{json.dumps(data)});\n")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
