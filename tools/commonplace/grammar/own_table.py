"""The table that commonplace itself writes for spreadsheets, and reads again."""

from __future__ import annotations

COLUMNS = (
    "id",
    "app",
    "title",
    "authors",
    "isbn",
    "address",
    "chapter",
    "page",
    "quote",
    "comment",
    "tags",
    "kind",
    "colour",
    "created",
    "updated",
    "concepts",
)
BETWEEN = "; "
"""Stands between several authors, tags or concepts."""
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"


def guarded(cell: str) -> str:
    """Put an apostrophe in front of what a spreadsheet would take for a formula, as spreadsheets themselves do.

    Examples
    --------
    >>> guarded("=HYPERLINK(1)"), guarded("'tis"), guarded("plain")
    ("'=HYPERLINK(1)", "''tis", 'plain')
    """
    return _GUARD + cell if _needs_guard(cell) else cell


def unguarded(cell: str) -> str:
    """Take the apostrophe away again; one that somebody wrote in a spreadsheet stays.

    Examples
    --------
    >>> unguarded(guarded("-1")), unguarded(guarded("'tis")), unguarded("'tis"), unguarded("plain")
    ('-1', "'tis", "'tis", 'plain')
    """
    bare = cell.removeprefix(_GUARD)
    return bare if _needs_guard(bare) else cell


def _needs_guard(cell: str) -> bool:
    return cell.lstrip(" ").startswith((*_STARTS_FORMULA, _GUARD))
