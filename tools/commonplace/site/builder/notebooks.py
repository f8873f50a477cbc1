"""The notebooks of a library as MkDocs shows them, for a builder that runs none of its plugins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs_jupyter.plugin import NotebookFile  # type: ignore[import-untyped]

from commonplace.site.builder.dependencies import Snippets, are_known, common_key, listed_key
from commonplace.site.builder.kept import Kept, key_of


def notebooks(config: MkDocsConfig, cache: Path) -> list[dict[str, Any]]:
    """
    Run the notebooks and convert them, but for those of which nothing has changed since.

    Parameters
    ----------
    config : MkDocsConfig
        The library's settings.
    cache : Path
        Where is kept what was made.

    Returns
    -------
    list of dict
        Of each notebook the path below ``docs/``, the address in the site, the title, the HTML, and its headings with
        level, name and id.
    """
    files = config.plugins.on_files(get_files(config), config=config)
    set_exclusions(files, config)
    with Kept(cache) as kept:
        return list(_all_made(config, files, kept))


def _all_made(config: MkDocsConfig, files: Files, kept: Kept) -> Iterator[dict[str, Any]]:
    found = [file for file in files if isinstance(file, NotebookFile) and file.inclusion.is_included()]
    if not found:
        return
    common = key_of(common_key(config), listed_key(files), Snippets(config).key_for_notebooks())
    for file in found:
        name, key = file.src_uri, key_of(common, Path(file.abs_src_path).read_text("utf-8", "replace"))
        made = kept.get(name, key) if are_known(config) else None
        if made is None:
            made = _made(config, files, file)
            kept.put(name, key, made)
        yield made


def _made(config: MkDocsConfig, files: Files, file: File) -> dict[str, Any]:
    page = config.plugins.on_pre_page(Page(None, file, config), config=config, files=files)
    page.read_source(config)
    try:
        page.render(config, files)
    except Exception as error:  # Whatever its code raises; MkDocs says it in the same words.
        raise BuildError(f"Error reading page '{file.src_uri}': {error}") from error
    told = {"path": file.src_uri, "url": file.url, "title": page.title, "html": page.content}
    return {**told, "headings": list(_headings(page.toc))}


def _headings(links: Any) -> Iterator[tuple[int, str, str]]:  # noqa: ANN401 - any iterable of MkDocs' links
    link: AnchorLink
    for link in links:
        yield link.level, link.title, link.id
        yield from _headings(link.children)
