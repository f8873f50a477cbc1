"""A plugin of MkDocs that takes from earlier builds what is made from the same, byte for byte."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import CountHandler

from commonplace.site.builder.dependencies import AskedFiles, Snippets, are_known, common_key, listed_key
from commonplace.site.builder.finished import FinishedBuild, shown
from commonplace.site.builder.kept import Kept, key_of

_log = logging.getLogger("mkdocs.plugins.commonplace")


class PageCache(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # It has no settings.
    """Front matter, Markdown and templates are read, rendered and filled only where something that they use changed.

    Parameters
    ----------
    path : Path
        Where is kept what was made.
    standing : mapping
        By the paths in the site of pages that are there the keys of what they were made from: those that have the same
        keys again are not written.

    Attributes
    ----------
    keys : dict
        By the path of each page in the site the key of all that it is made from.
    finished : FinishedBuild or None
        What single pages can be made anew with, once all are built.
    """

    def __init__(self, path: Path, standing: Mapping[str, str]) -> None:
        self._path = path
        self._standing = standing
        self.keys: dict[str, str] = {}
        self._rendering: dict[str, _Rendering] = {}
        self._kept: Kept | None = None
        self.finished: FinishedBuild | None = None
        self._common = self._listed = self._filling = ""
        self._navigation = ""
        self._snippets: Snippets

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Find out what every page depends on, once all files are known."""
        self._kept = self.finished = None
        if are_known(config):
            self._kept = Kept(self._path)
            self._common, self._listed = common_key(config), listed_key(files)
            self._is_lazy = not (config.theme.custom_dir or _searches(config))
            self._snippets = Snippets(config)
        else:
            _log.info("Plugins, hooks or extensions of your own: every page is made anew.")
        self._nav = nav
        return nav

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        """Put the cache before what reads and renders the page."""
        del config, files
        if self._kept:
            is_notebook = "render" in vars(page)
            page.read_source = functools.partial(self._read, self._kept, page, page.read_source)  # type: ignore[method-assign]
            render = functools.partial(self._render, self._kept, page, page.render, is_notebook=is_notebook)
            page.render = render  # type: ignore[method-assign]
        return page

    def on_env(self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Put the cache before what fills templates, now that every page has its title."""
        if self._kept:
            self._navigation = key_of(shown(self._nav))
            # A template of the owner's may show any page.
            every = [(path, rendering.key) for path, rendering in self._rendering.items()]
            self._filling = key_of(self._listed, every) if config.theme.custom_dir else ""
            env.template_class = type("Template", (_Template,), {"fill": staticmethod(self._fill)})
            self.finished = FinishedBuild(config, files, self._nav, env)
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Keep what was made."""
        del config
        self._close(complete=True)

    def on_build_error(self, *, error: Exception) -> None:
        """Keep what was made until then."""
        del error
        self._close(complete=False)

    def _close(self, *, complete: bool) -> None:
        if self._kept:
            self._kept.close(complete=complete)
            self._kept = None

    @staticmethod
    def _read(kept: Kept, page: Page, read: Callable[[MkDocsConfig], None], config: MkDocsConfig) -> None:
        """Read the page's source; its front matter is YAML, which takes long."""
        try:
            source = page.file.content_string
        except (OSError, ValueError):  # MkDocs says what is wrong.
            read(config)
            return
        name, key = f"read {page.file.src_uri}", key_of(source)
        found = kept.get(name, key)
        if found:
            page.meta, page.markdown = found["meta"], source[found["start"] :]
            return
        read(config)
        markdown = page.markdown or ""
        if source.endswith(markdown) and _is_json(page.meta):
            kept.put(name, key, {"meta": page.meta, "start": len(source) - len(markdown)})

    def _render(  # noqa: PLR0913 - what MkDocs gives, and what this does
        self,
        kept: Kept,
        page: Page,
        render: Callable[[MkDocsConfig, Files], None],
        config: MkDocsConfig,
        files: Files,
        *,
        is_notebook: bool,
    ) -> None:
        """Render the page's Markdown, or run its notebook, if that was not done before.

        Of what was done before the HTML, which is most of it, is read when a template asks for it.
        """
        path, markdown = page.file.src_uri, page.markdown or ""
        asked = AskedFiles(files)
        if is_notebook:
            embedded = key_of(self._listed, self._snippets.key_for_notebooks())
        else:
            embedded = self._snippets.key(markdown)
        key = key_of(self._common, path, markdown, embedded)
        outline = kept.get(f"outline {path}", key)
        if outline is None or not asked.still_answer(outline["asked"]):
            self._render_anew(kept, page, key, functools.partial(render, config, asked), asked)
            return
        self._rendering[path] = _Rendering(
            key_of(key, sorted(outline["asked"].items())),
            functools.partial(self._restore, kept, page, key, functools.partial(render, config, asked), asked),
        )
        _restore_outline(page, outline, files)
        if not self._is_lazy:
            self._rendering[path].restore()

    def _render_anew(self, kept: Kept, page: Page, key: str, render: Callable[[], None], asked: AskedFiles) -> None:
        """Render a page; one with warnings is not kept, so that they are said again."""
        counter = CountHandler()
        counter.setLevel(logging.WARNING)
        logger = logging.getLogger("mkdocs")
        logger.addHandler(counter)
        try:
            render()
        finally:
            logger.removeHandler(counter)
        path = page.file.src_uri
        self._rendering[path] = _Rendering(key_of(key, sorted(asked.answers.items())))
        if not counter.get_counts():
            kept.put(f"rendered {path}", key, {"content": page.content, "toc": _tokens(page.toc)})
            kept.put(f"outline {path}", key, {**_outline(page), "asked": asked.answers})

    def _restore(self, kept: Kept, page: Page, key: str, render: Callable[[], None], asked: AskedFiles) -> None:
        """Give a page its HTML, as it was kept; damaged, it is made again."""
        found = kept.get(f"rendered {page.file.src_uri}", key)
        if found is None:
            self._render_anew(kept, page, key, render, asked)
        else:
            page.content, page.toc = found["content"], get_toc(found["toc"])

    def _fill(self, fill: Callable[[dict[str, Any]], str], template: str | None, context: dict[str, Any]) -> str:
        """Fill the template of a page."""
        if self._kept is None:  # After the build.
            return fill(context)
        page: Page = context["page"]
        rendering = self._rendering[page.file.src_uri]
        beside = [(near.url, near.title) if near else None for near in (page.previous_page, page.next_page)]
        key = key_of(
            (self._common, self._filling, self._navigation, template, page.file.src_uri, beside),
            (page.url, page.canonical_url, page.edit_url, page.title, page.meta),
            rendering.key,
        )
        self.keys[page.file.dest_uri] = key
        name = f"filled {page.file.src_uri}"
        self._kept.keep(f"rendered {page.file.src_uri}")
        if self._standing.get(page.file.dest_uri) == key:
            self._kept.keep(name)
            return ""  # MkDocs writes no file then.
        found = self._kept.get(name, key)
        if found is None:
            rendering.restore()
            found = fill(context)
            self._kept.put(name, key, found)
        return str(found)


class _Rendering(msgspec.Struct, frozen=True):
    """The key of a page's HTML, and what gives the page its HTML if it has not got it yet."""

    key: str
    restore: Callable[[], None] = lambda: None


class _Template(jinja2.Template):
    """A template whose filling for a page goes through the cache."""

    fill: Callable[[Callable[[dict[str, Any]], str], str | None, dict[str, Any]], str]

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as in Jinja
        context = dict(*args, **kwargs)
        if context.get("page") is None:
            return super().render(context)
        return type(self).fill(super().render, self.name, context)


def _outline(page: Page) -> dict[str, Any]:
    """What of a rendered page other pages depend on."""
    links = page.links_to_anchors
    return {
        "title": vars(page).get("title"),
        "heading": page._title_from_render,  # noqa: SLF001 - what `title` is made from
        "anchors": None if page.present_anchor_ids is None else sorted(page.present_anchor_ids),
        "links": None if links is None else {file.src_uri: told for file, told in links.items()},
    }


def _restore_outline(page: Page, found: dict[str, Any], files: Files) -> None:
    page.content = ""
    if found["title"] is not None:
        page.title = found["title"]
    page._title_from_render = found["heading"]  # noqa: SLF001 - as above
    page.present_anchor_ids = None if found["anchors"] is None else set(found["anchors"])
    if found["links"] is not None:
        page.links_to_anchors = {files.src_uris[path]: told for path, told in found["links"].items()}


def _searches(config: MkDocsConfig) -> bool:
    """Whether MkDocs makes an index of its own, which holds what is on every page."""
    searches = (plugin for name, plugin in config.plugins.items() if name.rpartition("/")[2] == "search")
    return any(plugin.config.get("enabled", True) for plugin in searches)


def _tokens(toc: Any) -> list[Any]:  # noqa: ANN401 - any iterable of MkDocs' links
    """A table of contents as Python-Markdown tells it."""

    def told(link: AnchorLink) -> dict[str, Any]:
        return {"name": link.title, "id": link.id, "level": link.level, "children": list(map(told, link.children))}

    return list(map(told, toc))


def _is_json(value: object) -> bool:
    """Whether JSON gives the same back, to the type of each part."""
    try:
        return repr(json.loads(json.dumps(value))) == repr(value)
    except (TypeError, ValueError):
        return False
