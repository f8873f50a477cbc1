"""Books with their highlights from Readwise's export API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from commonplace.errors import FetchError
from commonplace.fetching.asking import Service, UnknownQuestionError
from commonplace.model import JSON

ADDRESS = "https://readwise.io"
PAUSE = 3.0
"""Seconds between two questions: the strictest of its limits is twenty a minute."""
_MARGIN = timedelta(minutes=1)
"""What changed while the last export was being made is asked for again."""

Book = dict[str, JSON]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer.

    Attributes
    ----------
    books : list
        Books with those of their highlights that changed.
    cursor : str
        Where the next page begins; empty if this is the last one.
    at : str
        When it was answered, a little earlier.
    """

    books: list[Book]
    cursor: str
    at: str


def pages(service: Service, *, after: str = "", cursor: str = "") -> Iterator[Page]:
    """Give page by page what changed after the time `after`, from the page at `cursor` on.

    A cursor that Readwise does not know any more is as none. What was deleted is only asked for where something may be
    known of it.

    Raises
    ------
    FetchError
        If the service does not answer as it should.
    """
    may_begin_anew = True
    since = {"updatedAfter": after, "includeDeleted": "true"} if after else {}
    while True:
        try:
            told, date = service.ask("/api/v2/export/", since | ({"pageCursor": cursor} if cursor else {}))
        except UnknownQuestionError:
            if not (cursor and may_begin_anew):
                raise
            cursor, may_begin_anew = "", False
            continue
        page = _page(told, date)
        yield page
        cursor = page.cursor
        if not cursor:
            return


def _page(told: dict[str, JSON], date: str) -> Page:
    books, cursor = told.get("results"), told.get("nextPageCursor")
    if not isinstance(books, list) or not all(isinstance(book, dict) for book in books):
        raise FetchError("Readwise answers no highlights", hint="Try again later.")
    return Page(
        books=[book for book in books if isinstance(book, dict)],
        cursor="" if cursor is None else str(cursor),
        at=(_time(date) - _MARGIN).isoformat(),
    )


def _time(date: str) -> datetime:
    """The time of an answer, by the clock of the service if it has one."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)
