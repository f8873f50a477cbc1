"""What all exports of KOReader share: the book, and the entry of a highlight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from commonplace.model import JSON, Document

_UNKNOWN = frozenset({"", "n/a", "unknown author", "unknown"})
_ISBN = re.compile(r"(?i)isbn(?:[-_ ]?1[03])?[:=\s]+([\dX-]{10,17})")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)")


def document_of(  # noqa: PLR0913 (as many as all of its exports tell of a book)
    *, title: str, authors: str, file: str, digest: str, name: str, identifiers: str = "", extra: Mapping[str, JSON]
) -> Document:
    """Say which book it is; `digest` is KOReader's own checksum of parts of the file."""
    isbn = _ISBN.search(identifiers)
    told: dict[str, JSON] = {"partial_md5": digest} if digest else {}
    return Document(
        key=digest or file or " — ".join(filter(None, (title, authors))) or name,
        title=title,
        authors=tuple(one for part in authors.split("\n") if (one := part.strip()).casefold() not in _UNKNOWN),
        isbn=isbn[1] if isbn else "",
        file=file,
        extra={**told, **({"identifiers": identifiers} if identifiers else {}), **extra},
    )


def time_of(text: str) -> str:
    """Read ``2024-05-05 20:01:02``, the time of the device."""
    match = _TIME.match(text)
    return f"{match[1]}T{match[2]}" if match else ""


def time_of_seconds(seconds: float) -> str:
    """Read seconds since 1970; empty if that is no time."""
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return ""
