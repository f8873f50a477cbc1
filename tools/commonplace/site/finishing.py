"""A built page finished: the feed is named and, last, its styles are in files and its policy at the head."""

from __future__ import annotations

import re
from pathlib import Path

from commonplace.pages.feed import PATH as FEED
from commonplace.site.builder.kept import key_of
from commonplace.site.builder.programs import programs_key
from commonplace.site.feed_link import title_of, with_feed
from commonplace.site.policy import StyleSheets, strict, with_download

_SHEETS = "assets/stylesheets"
_OWN_SHEET = re.compile(rf'<link rel="stylesheet" href="([^"]*){_SHEETS}/')


def finish(site: Path, *, download: int | None = None) -> dict[str, tuple[str, ...]]:
    """
    Finish the pages of a built site.

    Parameters
    ----------
    site : Path
        Its folder, or one with some of its files.
    download : int, optional
        How many bytes a reader's browser loads to run code; without it, nothing can be run.

    Returns
    -------
    dict
        By the path of each page those of the style sheets that were made of what stood in it.
    """
    made: dict[str, tuple[str, ...]] = {}
    files: dict[str, str] = {}
    feed = _text(site / FEED)
    for path in sorted(site.rglob("*.html")):
        sheets = StyleSheets()
        page = with_download(path.read_text(encoding="utf-8"), download or 0)
        to_site = _to_site(path, site, page)
        if feed:
            page = with_feed(page, feed, address=to_site + FEED)
        path.write_text(strict(page, sheets, to_sheets=f"{to_site}{_SHEETS}/"), encoding="utf-8")
        made[path.relative_to(site).as_posix()] = tuple(f"{_SHEETS}/{name}" for name in sheets.files)
        files |= sheets.files
    for name, css in files.items():
        (site / _SHEETS).mkdir(parents=True, exist_ok=True)
        (site / _SHEETS / name).write_text(css, encoding="utf-8")
    return made


def finishing_key(docs: Path, *, download: int | None) -> str:
    """The key of all that finishing a page depends on, beside the page."""
    return key_of(programs_key(), download, title_of(_text(docs / FEED)))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _to_site(path: Path, site: Path, page: str) -> str:
    """The address of the site's top, relative where the page's own links are."""
    depth = len(path.relative_to(site).parts) - 1
    own = _OWN_SHEET.search(page)  # 404.html is served for any address: its links begin at the site's
    return own[1] if own else "../" * depth
