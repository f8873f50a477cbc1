r"""What the left side of a reader's formula defines, and whether a page's formula defines the same.

By names alone: ``sigmoid(x) = …`` in a note and ``\mathrm{sigmoid}(z) = …`` on the page define one function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.formulas.vocabulary import FUNCTIONS

_WORD = re.compile(r"\\(?:mathrm|operatorname|text|mathbf|mathit)\s*\{([^{}]*)\}|\\([A-Za-z]+)|([A-Za-z])")


@dataclass(frozen=True, slots=True)
class Head:
    """What a left side defines: its name without case, empty for a letter, its primes, and its arguments as written."""

    name: str
    marks: str
    arguments: tuple[str, ...]


def defines_same(left: str, page: str, names: Iterable[str]) -> bool:
    """
    Say whether two formulas define one named function.

    Parameters
    ----------
    left, page : str
        The left side of the note's formula and that of the page's, as TeX.
    names : iterable of str
        What the concept is called.
    """
    head, stated = head_of(left), head_of(page)
    known = {_plain(name) for name in names} | {stated.name}
    return bool(head.name) and head.name in known and stated.name in {"", *known} and head.marks == stated.marks


def head_of(left: str) -> Head:
    """Read a left side."""
    name, _, rest = re.sub(r"\\(?:left|right)(?![A-Za-z])", "", left).partition("(")
    letters = "".join(
        a or (b if b in FUNCTIONS else "?" * bool(b)) or c for a, b, c in _WORD.findall(re.sub(r"_\S*", "", name))
    )
    marks = "'" * (name.count("'") + name.count("prime"))
    arguments = tuple(each.strip() for each in re.split(r"[,;]|\\mid|\\\||\|", rest.partition(")")[0]) if each.strip())
    word = _plain(letters) if "?" not in letters and len(letters) > 1 else ""
    return Head(word, marks, arguments)


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
