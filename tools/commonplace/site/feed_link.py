"""Where a finished page says that its site has a feed, so that what reads feeds finds it from any page."""

from __future__ import annotations

import re

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_END_OF_TITLE = re.compile(r"(?<=</title>)", re.IGNORECASE)


def title_of(feed: str) -> str | None:
    """What a feed is called, in its own markup."""
    title = _TITLE.search(feed)
    return title[1] if title else None


def with_feed(page: str, feed: str, *, address: str) -> str:
    """
    Give a page with a link to the feed in its head.

    Parameters
    ----------
    page : str
        The HTML.
    feed : str
        The feed, whose title the link is called by.
    address : str
        Where the page finds it.
    """
    title = title_of(feed)
    named = "" if title is None else f' title="{title}"'
    link = f'<link rel="alternate" type="application/atom+xml"{named} href="{address}">'
    return _END_OF_TITLE.sub(lambda _: link, page, count=1)
