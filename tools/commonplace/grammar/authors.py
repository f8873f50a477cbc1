"""Several authors in one line of text, as shops and services write them."""

from __future__ import annotations

import re

from commonplace.text import is_cjk

BEHIND_NAMES = r"(?:Jr|Sr|Ph\.?D|M\.?D|Esq|I{2,3}|IV)"
"""What stands behind a comma and is no name."""
_BETWEEN = re.compile(rf"[、，;；]|,\s+(?!{BEHIND_NAMES}\b)(?:and\s+)?|\s+and\s+")
_OF_GERMAN_SHOPS = re.compile(r"Von:?\s+(.*)")
_LAST_NAME_FIRST = re.compile(r"[^\s,]+, [^,]+")


def authors_in(line: str) -> tuple[str, ...]:
    """Part the authors in a line.

    Examples
    --------
    >>> authors_in("Ada W, Max M, and Lin Y"), authors_in("Von: Ada W und Max M")
    (('Ada W', 'Max M', 'Lin Y'), ('Ada W', 'Max M'))
    >>> authors_in("Weber, Ada C.")
    ('Weber, Ada C.',)
    >>> authors_in("林一舟, 周明")
    ('林一舟', '周明')
    >>> authors_in("Kurt V, Jr."), authors_in("Ada W, PhD, and Max M, III")
    (('Kurt V, Jr.',), ('Ada W, PhD', 'Max M, III'))
    """
    of_german_shop = _OF_GERMAN_SHOPS.fullmatch(line)
    if of_german_shop:
        line = re.sub(r"\s+und\s+", ", ", of_german_shop[1])
    # Chinese and Japanese names have their last name first without a comma.
    if _LAST_NAME_FIRST.fullmatch(line) and " and " not in line and not is_cjk(line[0]):
        return (line,)
    return tuple(name for one in _BETWEEN.split(line) if (name := one.strip()))
