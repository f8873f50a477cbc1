"""``python -m commonplace.site.builder SETTINGS CACHE [--strict]``: build with MkDocs whenever a line is read.

A line is JSON. ``{"site": FOLDER, "standing": {PATH: KEY}}`` builds into a folder, but for the pages that would have
the same keys. ``{"pages": [PATH]}`` makes these pages of the last site anew, and fails where that is not all that
follows from them. ``{"notebooks": FILE}`` builds nothing, but runs and converts the notebooks for another builder, and
keeps them in that file. Each wish ends with a line of output: `FAILED`, or `DONE` with what is known of the site, as
JSON. The programs are loaded once, which takes longer than a build after one edit.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from commonplace.site.builder import DONE, FAILED
from commonplace.site.builder.dependencies import places
from commonplace.site.builder.finished import FinishedBuild
from commonplace.site.builder.notebooks import notebooks
from commonplace.site.builder.page_cache import PageCache


def main() -> None:
    """Build whenever told."""
    parser = argparse.ArgumentParser(prog="python -m commonplace.site.builder")
    parser.add_argument("settings")
    parser.add_argument("cache", type=Path)
    parser.add_argument("--strict", action="store_true")
    told = parser.parse_args()
    _log_to_output()
    # A grammar of international addresses, which jsonschema loads if it can and notebooks do not need: 1.4 s.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    last: FinishedBuild | None = None
    for line in sys.stdin:
        wish = json.loads(line)
        made: Mapping[str, object] | None
        if "pages" in wish:
            made = {} if last and last.remade(wish["pages"]) else None
            last = None if made is None else last
        elif "notebooks" in wish:
            made = _ended(partial(_converted, told.settings, Path(wish["notebooks"])))
        else:
            cache = PageCache(told.cache, wish["standing"])
            made = _ended(partial(_built, told.settings, wish["site"], cache, strict=told.strict))
            last = None if made is None else cache.finished
        sys.stdout.write(f"{FAILED}\n" if made is None else f"{DONE} {json.dumps(made)}\n")
        sys.stdout.flush()


def _ended(work: Callable[[], Mapping[str, object]]) -> Mapping[str, object] | None:
    """Do what is asked for; None if it ended early, of which is said why. The owner's extensions may raise anything."""
    try:
        return work()
    except (MkDocsException, click.ClickException) as error:
        sys.stdout.write(f"ERROR   -  {error}\n")
    except Exception:
        logging.getLogger("mkdocs").exception("The build ended early")
    return None


def _built(settings: str, site: str, cache: PageCache, *, strict: bool) -> Mapping[str, object]:
    """Build as ``mkdocs build --clean`` does, with the cache as the last plugin."""
    with _started(settings, site_dir=site, strict=strict) as config:
        config.plugins["commonplace-cache"] = cache
        build(config)
    return {"places": places(cache.finished.config), "pages": cache.keys} if cache.finished else {}


def _converted(settings: str, cache: Path) -> Mapping[str, object]:
    """Convert the notebooks; they are given with the navigation that the settings ask for."""
    with _started(settings) as config:
        return {"notebooks": notebooks(config.plugins.on_config(config), cache), "nav": config.nav}


@contextmanager
def _started(settings: str, **options: Any) -> Iterator[MkDocsConfig]:  # noqa: ANN401 - as MkDocs takes them
    """The settings, with their plugins started and at the end shut down."""
    config = load_config(settings, **options)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        yield config
    finally:
        config.plugins.on_shutdown()


def _log_to_output() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)


if __name__ == "__main__":
    main()
