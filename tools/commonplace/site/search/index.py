"""Making the index of a finished site with Pagefind, in files that a page can load over HTTP and from a disk alike.

Pagefind cannot add to an index. So what is kept is what it reads of each page, and the index while no page changes. An
index in parts, which it can search as one, was tried: each part has a reader load some 150 kB more for each query.

Pagefind's own files are modules and data that a page fetches, which browsers refuse to pages that are opened from a
disk. So its program becomes an ordinary script, and each file of data a script that hands over its bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import msgspec

from commonplace.errors import BuildError
from commonplace.site.part import SitePart
from commonplace.site.search.built_page import names_in, searchable

FOLDER = "search"
_DATA = (".pf_index", ".pf_fragment", ".pf_filter", ".pf_meta", ".pagefind", "-entry.json")
_NAMES = "names.js"
"""The names of concepts: what somebody may have meant who misspelt one."""
_MOST_NAMES = 250_000
"""Bytes of them that a reader's browser loads; where there are more, the last aliases of each concept are left out."""
_EXPORTS = "export{createInstance,"
NO_KEYS: Mapping[str, str] = MappingProxyType({})


class _Page(msgspec.Struct, frozen=True):
    """A page that is searched: its address in the site, the digest of what is read of it, and what gives that."""

    address: str
    digest: str
    text: Callable[[], str]


class Keeping(Protocol):
    """Keeps texts from one time to the next, each with what stands for all that it was made from."""

    def get(self, name: str, key: str) -> Any:  # noqa: ANN401 - what was put
        """What was put under a name with the same key; else None."""

    def put(self, name: str, key: str, value: object) -> None:
        """Keep a value."""

    def keep(self, name: str) -> None:
        """Let what was put under a name be."""


def write_index(
    site: Path,
    kept: Keeping,
    version: str,
    *,
    keys: Mapping[str, str] = NO_KEYS,
    standing: SitePart | None = None,
) -> SitePart:
    """Make the search index of the finished `site`, in its folder ``search/``, which holds nothing else then.

    Parameters
    ----------
    site
        The folder of the site.
    kept
        What was made the last time.
    version
        Stands for the programs that make it.
    keys
        By the path of a page in the site what stands for all that it was made from; a page without is read.
    standing
        The index that the site has, if it is known.

    Raises
    ------
    BuildError
        If Pagefind fails, or is not the version that is known here.
    """
    pages = [*_pages(site, kept, version, keys)]
    key = _digest(version, *(text for page in pages for text in (page.address, page.digest)))
    if standing and standing.key == key:
        for name in ("files", *(f"file {path.removeprefix(f'{FOLDER}/')}" for path in standing.files)):
            kept.keep(name)
        return standing
    files = _kept_files(kept, key) if pages else {}
    if files is None:
        texts = {page.address: page.text() for page in pages}
        names = _most_telling(map(names_in, texts.values()))
        files = _made(texts) | {_NAMES: f"commonplaceSearch.names={json.dumps(names, ensure_ascii=False)};\n"}
        for name, text in files.items():
            kept.put(f"file {name}", key, text)
        kept.put("files", key, list(files))
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    for name, text in files.items():
        _write(site / FOLDER / name, text)
    return SitePart(key, tuple(f"{FOLDER}/{name}" for name in files))


def _most_telling(named: Iterable[Sequence[str]]) -> list[str]:
    """As many names as a browser is to load, the first of all concepts before the second of any."""
    ranked = sorted((rank, name) for names in named for rank, name in enumerate(names))
    names = dict.fromkeys(name for _, name in ranked)
    sizes = accumulate(len(name.encode()) + 4 for name in names)  # Quotes, a comma and a space.
    return [name for name, size in zip(names, sizes, strict=True) if size <= _MOST_NAMES]


def _kept_files(kept: Keeping, key: str) -> dict[str, str] | None:
    """The files of an index of the same pages; None if any of them is not there."""
    names = kept.get("files", key)
    files = {name: kept.get(f"file {name}", key) for name in names or ()}
    return None if names is None or None in files.values() else files


def _made(pages: Mapping[str, str]) -> dict[str, str]:
    """Let Pagefind read the pages, by their addresses, and give the files of its index by their names."""
    with tempfile.TemporaryDirectory() as name:
        read, made = Path(name, "pages"), Path(name, "made")
        for address, content in pages.items():
            _write(read / address / "index.html", content)
        _run(read, made)
        return dict(_packed(made))


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


def _pages(site: Path, kept: Keeping, version: str, keys: Mapping[str, str]) -> Iterator[_Page]:
    """The pages that are searched."""
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        address = path.removesuffix("index.html")
        key = _digest(version, keys[path] if path in keys else file.read_text(encoding="utf-8"))
        digest = kept.get(f"digest {address}", key)
        if digest is None:
            content = "" if path == "404.html" else _searchable(file, address)
            digest = _digest(content) if content else ""
            kept.put(f"digest {address}", key, digest)
            kept.put(f"page {address}", digest, content)
        kept.keep(f"page {address}")
        if digest:
            yield _Page(address, digest, partial(_text, kept, digest, file, address))


def _text(kept: Keeping, digest: str, file: Path, address: str) -> str:
    found = kept.get(f"page {address}", digest)
    return _searchable(file, address) if found is None else str(found)


def _searchable(file: Path, address: str) -> str:
    return searchable(file.read_text(encoding="utf-8"), address) or ""


def _packed(made: Path) -> Iterator[tuple[str, str]]:
    """Pagefind's files as scripts, by their names."""
    program = (made / "pagefind.js").read_text(encoding="utf-8")
    body, export, _ = program.rpartition(_EXPORTS)
    if not export:
        raise BuildError("Pagefind has changed: its program ends otherwise", hint="Install pagefind>=1.5.2,<1.6.")
    body = body.replace("import.meta.url", "undefined")
    # It sees no `document`, whose language it would cut what is typed by: in Chinese by the browser's dictionary, which
    # knows 梯度 and not 乘数. What is typed is cut already.
    yield "engine.js", f"commonplaceSearch.start=(fetch,document)=>{{{body};return createInstance}};\n"
    for file in sorted(made.rglob("*")):
        if file.name.endswith(_DATA):
            name = file.relative_to(made).as_posix()
            data = base64.b85encode(file.read_bytes()).decode()  # A sixteenth less than base 64, and no quotes in it.
            yield f"{name}.js", f"commonplaceSearch.take({json.dumps(name)},{json.dumps(data)});\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _digest(*texts: str) -> str:
    found = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        found.update(b"%d " % len(data) + data)
    return found.hexdigest()
