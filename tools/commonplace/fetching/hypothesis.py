"""Annotations of one account from Hypothesis' search API, the oldest change first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from commonplace.errors import FetchError
from commonplace.fetching.asking import Service
from commonplace.model import JSON

ADDRESS = "https://api.hypothes.is"
_PAGE = 200
"""The most that one answer holds."""
_OVERLAP = timedelta(milliseconds=1)
"""The service compares whole milliseconds: what changed in the one that a page ends with is asked for again."""

Row = dict[str, JSON]


def account_of(name: str) -> str:
    """
    Write out the account of a user.

    Examples
    --------
    >>> account_of("mira"), account_of("acct:mira@notes.example.org")
    ('acct:mira@hypothes.is', 'acct:mira@notes.example.org')
    """
    told = name.strip().removeprefix("acct:")
    return f"acct:{told}" if "@" in told else f"acct:{told}@hypothes.is"


def pages(service: Service, account: str, *, after: str = "") -> Iterator[list[Row]]:
    """Give page by page what changed after the time `after`; something may come twice.

    Raises
    ------
    FetchError
        If the service does not answer as it should.
    """
    seen: set[str] = set()
    while True:
        question = {"user": account, "limit": str(_PAGE), "sort": "updated", "order": "asc"}
        told, _ = service.ask("/api/search", question | ({"search_after": after} if after else {}))
        rows = told.get("rows")
        if not isinstance(rows, list) or not all(map(is_row, rows)):
            raise FetchError("Hypothesis answers no annotations", hint="Try again later.")
        found: list[Row] = [row for row in rows if isinstance(row, dict)]
        new = [row for row in found if _version(row) not in seen]
        seen |= set(map(_version, found))
        if new:
            yield new
        last = str(found[-1]["updated"]) if found else after
        if len(found) < _PAGE or (not new and after == last):
            return
        after = before(last) if new else last


def before(time: str) -> str:
    """
    Name the moment just before a time, so that nothing that changed then is passed over.

    Examples
    --------
    >>> before("2024-05-01T08:30:00.123456+00:00")
    '2024-05-01T08:30:00.122456+00:00'
    """
    return (datetime.fromisoformat(time) - _OVERLAP).isoformat()


def is_row(value: JSON) -> bool:
    """Whether it is an annotation object with an id and a time of its last change."""
    return isinstance(value, dict) and isinstance(value.get("id"), str) and _is_time(value.get("updated"))


def _is_time(value: JSON) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _version(row: Row) -> str:
    return f"{row['id']} {row['updated']}"
