"""What is known when a site is built: enough to make a page of it anew after an edit, and nothing else.

An edit changes the page's own file of the site alone, unless it changes what other pages show or check: the navigation
with its titles, and the places that links lead to.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import jinja2
import msgspec
from mkdocs.commands.build import _build_page, _populate_page  # What a build does for each page.
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

_OF_THE_CACHE = ("read_source", "render")


class FinishedBuild(msgspec.Struct, frozen=True):
    """A build with MkDocs that went well."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment

    def remade(self, paths: Collection[str]) -> bool:
        """Make the pages at `paths`, below ``docs/``, anew in the site; return whether nothing else is to be done.

        If not, the site is as it was, nothing was said, and all of it is to be built.
        """
        pages = [page for path in paths if (page := self._page(path))]
        navigation = shown(self.nav)
        try:
            with _silent() as complaints:
                for page in pages:
                    _populate_page(page, self.config, self.files)
                every = self.files.documentation_pages()
                level = self.config.validation.links.anchors
                for page in (file.page for file in every if file.page):
                    page.validate_anchor_links(files=self.files, log_level=level)
                if len(pages) < len(paths) or complaints.get_counts() or shown(self.nav) != navigation:
                    return False
                for page in pages:
                    _build_page(page, self.config, every, self.nav, self.env)
        except Exception:  # noqa: BLE001 - Whatever the owner's extensions raise: the build of everything says it.
            return False
        return True

    def _page(self, path: str) -> Page | None:
        """A page as MkDocs made it; None for what is no page of the site, and for notebooks."""
        file = self.files.get_file_from_path(path)
        if file is None or file.page is None or not path.endswith(".md"):
            return None
        for name in _OF_THE_CACHE:
            vars(file.page).pop(name, None)
        return file.page


def shown(nav: Navigation) -> list[tuple[object, ...]]:
    """What the navigation shows."""

    def told(item: StructureItem) -> tuple[object, ...]:
        below = getattr(item, "children", None) or ()
        return (type(item).__name__, item.title, getattr(item, "url", ""), [told(each) for each in below])

    return [told(item) for item in nav.items]


@contextmanager
def _silent() -> Iterator[CountHandler]:
    """Count what MkDocs complains of, and say nothing."""
    logger = logging.getLogger("mkdocs")
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    handlers, logger.handlers = logger.handlers, [counter]
    try:
        yield counter
    finally:
        logger.handlers = handlers
