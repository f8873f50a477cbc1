"""``python -m commonplace.site.builder SETTINGS CACHE [--strict]``: build with MkDocs whenever a line is read.

A line is JSON. ``{"site": FOLDER, "standing": {PATH: KEY}}`` builds into a folder, but for the pages that would have
the same keys. ``{"pages": [PATH]}`` makes these pages of the last site anew, and fails where that is not all that
follows from them. Each build ends with a line of output: `FAILED`, or `DONE` with what is known of the site, as JSON.
The programs are loaded once, which takes longer than a build after one edit.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

import click
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from commonplace.site.builder import DONE, FAILED
from commonplace.site.builder.dependencies import places
from commonplace.site.builder.finished import FinishedBuild
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
        made: dict[str, object] = {}
        if "pages" in wish:
            done = last is not None and last.remade(wish["pages"])
            last = last if done else None
        else:
            cache = PageCache(told.cache, wish["standing"])
            done = _built(told.settings, wish["site"], cache, strict=told.strict)
            last = cache.finished if done else None
            if last:
                made = {"places": places(last.config), "pages": cache.keys}
        sys.stdout.write(f"{DONE} {json.dumps(made)}\n" if done else f"{FAILED}\n")
        sys.stdout.flush()


def _built(settings: str, site: str, cache: PageCache, *, strict: bool) -> bool:
    """Build as ``mkdocs build --clean`` does, with the cache as the last plugin."""
    try:
        config = load_config(settings, site_dir=site, strict=strict)
        config.plugins["commonplace-cache"] = cache
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, click.ClickException) as error:
        sys.stdout.write(f"ERROR   -  {error}\n")
        return False
    except Exception:  # The owner's extensions may raise anything.
        logging.getLogger("mkdocs").exception("The build ended early")
        return False
    return True


def _log_to_output() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)


if __name__ == "__main__":
    main()
