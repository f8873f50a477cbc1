"""Ids, ranges and dates as WeRead and its exporters write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec

_TRAILING_ID = re.compile(
    r"(?:^|(?<=\s))\^((?:[0-9A-Za-z]+[-_~]){0,9}\d+[-_~]\d+[-_~]\d*"  # book-chapter-start-end, its ends often missing
    r"|\d{3,}[-_~](?=[0-9A-Za-z]*[A-Za-z])[0-9A-Za-z]{6,})\s*$"  # reader-review
)
_REVIEW_ID = re.compile(r"\d+[-_~][0-9A-Za-z]{6,}")
_BOOKMARK_ID = re.compile(r"[0-9A-Za-z_~-]+[-_~]\d+[-_~]\d+(?:[-_~]\d*)?")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:\]\])?(?:[ T]+(\d{1,2})(:\d{2}(?::\d{2})?))?", re.ASCII)
_LINK_RANGE = re.compile(r"[?&](bookId|chapterUid|rangeStart|rangeEnd)=([^&>)\s]*)")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a highlight stands: its book, the id of its chapter, and its range there; each empty if unknown."""

    book: str = ""
    chapter: str = ""
    range: str = ""


_NOWHERE = Place()


def normal_id(text: str) -> str:
    """Write a WeRead id as a block id: the plugin turns ``_`` and ``~``, which Obsidian forbids there, into ``-``."""
    return text.strip().replace("_", "-").replace("~", "-")


def cut_id(text: str) -> tuple[str, str]:
    """Split the block id off the end of a line: the line without it, and the id or an empty string.

    Examples
    --------
    >>> cut_id("梯度指向上升最快的方向 ^26-12-40-52")
    ('梯度指向上升最快的方向', '26-12-40-52')
    >>> cut_id("x ^2-1")
    ('x ^2-1', '')
    """
    at = text.rfind("^")
    match = _TRAILING_ID.search(text, at) if at >= 0 else None
    return (text[: match.start()].rstrip(), normal_id(match[1])) if match else (text, "")


def is_review_id(text: str) -> bool:
    """Tell whether `text` is the id of a thought or review: the reader's number, then one word."""
    return _REVIEW_ID.fullmatch(text) is not None


def is_bookmark_id(text: str) -> bool:
    """Tell whether `text` is the id of a highlight: book, chapter and range."""
    return _BOOKMARK_ID.fullmatch(text) is not None


def place_of_id(block_id: str, book: str = "") -> Place:
    """Read the place out of the id of a highlight; `book` is the book that it is known to be in.

    Examples
    --------
    >>> place_of_id("26-12-40-52")
    Place(book='26', chapter='12', range='40-52')
    >>> place_of_id("12-40-52")
    Place(book='', chapter='12', range='40-52')
    >>> place_of_id("26-12-40", "26")
    Place(book='26', chapter='12', range='40-')
    """
    if not block_id or is_review_id(block_id):
        return Place()
    rest = block_id.removeprefix(f"{normal_id(book)}-") if book else block_id
    parts = rest.split("-")
    if rest != block_id:
        chapter, start, end = (*parts, "", "")[:3]
        return Place(book=book, chapter=chapter, range=range_of(start, end))
    head, (chapter, start, end) = parts[:-3], ("", "", "", *parts)[-3:]
    return Place(book=_book_of("-".join(head)), chapter=chapter, range=range_of(start, end))


def place_of_link(link: str) -> Place:
    """Read the place out of a ``weread://bestbookmark`` link."""
    if not link:
        return _NOWHERE
    asked = dict(_LINK_RANGE.findall(link))
    return Place(
        book=asked.get("bookId", ""),
        chapter=asked.get("chapterUid", ""),
        range=range_of(asked.get("rangeStart", ""), asked.get("rangeEnd", "")),
    )


def range_of(start: str, end: str) -> str:
    """Join the ends of a range; an end that is no number (``undefined``) is missing.

    Examples
    --------
    >>> range_of("40", "undefined")
    '40-'
    """
    start, end = start.strip(), end.strip()
    return f"{start}-{end if _is_number(end) else ''}" if _is_number(start) else ""


def start_of(span: str) -> int | None:
    """Give the start of a range as a number, if it has one."""
    start = span.partition("-")[0]
    return int(start[:15]) if _is_number(start) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def date_in(text: str) -> str:
    """Find the first date in `text` and write it in ISO 8601, to the precision that it has.

    Examples
    --------
    >>> date_in("⏱ 2024-06-06 14:20:45"), date_in("2024/9/4发表想法"), date_in("Invalid date")
    ('2024-06-06T14:20:45', '2024-09-04', '')
    """
    match = _DATE.search(text)
    if match is None:
        return ""
    year, month, day, hour, minutes = match.groups()
    return moment_of(f"{year}-{int(month):02}-{int(day):02}" + (f" {int(hour):02}{minutes}" if hour else ""))


def moment_of(written: str) -> str:
    """Write ``2024-06-06 14:20:45`` in ISO 8601; nothing if there is no such moment."""
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return ""
    return written.replace(" ", "T")


def moment_in(text: str) -> str:
    """Read a moment that ends in the letter of UTC, without its fraction of a second; else a date as it is.

    Examples
    --------
    >>> moment_in("2024-06-06T14:20:45.000Z"), moment_in("")
    ('2024-06-06T14:20:45Z', '')
    """
    found = date_in(text)
    return f"{found}Z" if found and text.endswith("Z") else found


def date_of_seconds(seconds: float) -> str:
    """Write a count of seconds, or of milliseconds, since 1970 as a date in UTC.

    Examples
    --------
    >>> date_of_seconds(1700000000)
    '2023-11-14T22:13:20Z'
    """
    try:
        moment = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, tz=UTC)  # noqa: PLR2004
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if seconds > 0 else ""


def _book_of(head: str) -> str:
    """Undo the normalisation of a book's id: uploads are ``CB_…``, articles ``MP_WXS_…``."""
    if head.startswith("MP-WXS-"):
        return "MP_WXS_" + head.removeprefix("MP-WXS-")
    return "CB_" + head.removeprefix("CB-") if head.startswith("CB-") else head
