"""What Zensical is given: its place, which it takes from its settings alone, and notebooks as pages.

It runs no plugin of MkDocs. So a notebook is a page with its headings, and the article is put in afterwards: no byte of
it is then changed by Markdown.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin

import msgspec

from commonplace.pages.safe_text import encoded, yaml_string
from commonplace.site.builder.process import Made, Notebook

_BEGIN, _END = "<!-- commonplace: notebook begins -->", "<!-- commonplace: notebook ends -->"
_BETWEEN = re.compile(f"{_BEGIN}.*{_END}", re.DOTALL)
_HREF = re.compile(r'(?<=href=")[^"]*')


class Stage(msgspec.Struct, frozen=True):
    """What Zensical is started with, and where the site is then."""

    settings: Path
    site: Path


@contextmanager
def staged(root: Path, settings: Path, made: Made) -> Iterator[Stage]:
    """
    Lay out what Zensical builds from; only within the library does it build at all.

    Parameters
    ----------
    root, settings : Path
        The library, and its settings for MkDocs.
    made : Made
        The notebooks, and the navigation that names them.
    """
    with tempfile.TemporaryDirectory(dir=root, prefix=".zensical-") as folder:
        stage = Stage(root / f"{Path(folder).name}.yml", Path(folder, "site"))
        inherited = settings.resolve().relative_to(root.resolve()).as_posix()
        told: dict[str, object] = {"INHERIT": inherited, "site_dir": f"{Path(folder).name}/site"}
        if made.notebooks:
            _lay_out(root / "docs", Path(folder, "docs"), made.notebooks)
            told |= {"docs_dir": f"{Path(folder).name}/docs"}
            told |= {"nav": _renamed(made.nav, made.notebooks)} if made.nav else {}
        try:
            stage.settings.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")  # JSON is YAML.
            yield stage
        finally:
            stage.settings.unlink(missing_ok=True)


def put_in_notebooks(site: Path, notebooks: tuple[Notebook, ...]) -> None:
    """Put the notebooks into their pages of a built site, and let links to their files lead there."""
    for notebook in notebooks:
        (site / notebook.path).unlink(missing_ok=True)
        page = site / notebook.url / ("index.html" if notebook.url.endswith("/") or not notebook.url else "")
        found = partial(_with_notebook, notebook)
        page.write_text(_BETWEEN.sub(found, page.read_text(encoding="utf-8")), encoding="utf-8")
    names = [PurePosixPath(notebook.path).name for notebook in notebooks]
    for path in sorted(site.rglob("*.html")) if notebooks else ():
        text = path.read_text(encoding="utf-8")
        if any(name in text for name in names):
            followed = partial(_followed, path.relative_to(site).as_posix(), {each.path: each for each in notebooks})
            path.write_text(_HREF.sub(followed, text), encoding="utf-8")


def _with_notebook(notebook: Notebook, _: re.Match[str]) -> str:
    return notebook.html


def _followed(page: str, notebooks: Mapping[str, Notebook], link: re.Match[str]) -> str:
    """A link as it is, but for one to the file of a notebook."""
    address, mark, fragment = link[0].partition("#")
    notebook = notebooks.get(unquote(urljoin(f"/{page}", address)).lstrip("/"))
    if notebook is None or "//" in address:
        return link[0]
    return address.removesuffix(PurePosixPath(notebook.path).name) + _own_name(notebook.url) + mark + fragment


def _own_name(url: str) -> str:
    """The last part of an address, with the slash that ends it."""
    return re.search(r"[^/]*/?\Z", url)[0]  # type: ignore[index]  # Nothing is a match too.


def _lay_out(docs: Path, stage: Path, notebooks: tuple[Notebook, ...]) -> None:
    """Show `docs` again at `stage`, with a page in the place of each notebook."""
    pages = {_page_of(notebook.path): notebook for notebook in notebooks}
    for path in docs.rglob("*"):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and name not in pages:
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            _show(path, stage / name)
    for name, notebook in pages.items():
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_text(_stand_in(notebook), encoding="utf-8")


def _show(path: Path, target: Path) -> None:
    try:
        os.link(path.resolve(), target)
    except OSError:  # Not every file system has links.
        shutil.copyfile(path, target)


def _stand_in(notebook: Notebook) -> str:
    """A page with the headings alone, which the table of contents is made from."""
    headings = (f"{'#' * level} {_inert(name)} {{: #{key} }}" for level, name, key in notebook.headings)
    front_matter = f"---\ntitle: {yaml_string(html.unescape(notebook.title))}\n---"
    return "\n\n".join((front_matter, _BEGIN, *headings, _END)) + "\n"


def _inert(heading: str) -> str:
    return encoded(" ".join(html.unescape(heading).split()))


def _page_of(path: str) -> str:
    return PurePosixPath(path).with_suffix(".md").as_posix()


def _renamed(nav: Any, notebooks: tuple[Notebook, ...]) -> Any:  # noqa: ANN401 - as YAML has it
    """A navigation that names the pages of notebooks instead of their files."""
    if isinstance(nav, dict):
        return {title: _renamed(entry, notebooks) for title, entry in nav.items()}
    if isinstance(nav, list):
        return [_renamed(entry, notebooks) for entry in nav]
    return _page_of(nav) if nav in {notebook.path for notebook in notebooks} else nav
