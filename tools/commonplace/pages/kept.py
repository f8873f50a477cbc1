"""What was made of each source earlier, in the form in which pages ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from commonplace.pages.facets import Facets

LineKind: TypeAlias = Literal["item", "unclaimed", "question"]
"""How a passage stands in a list: as a line, as a line under its source, or as a block with what was asked."""


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """A passage on the page of a concept: its number, its id, the outermost heading above it, and its Markdown."""

    number: int
    id: str
    chapter: str
    text: str


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """An open question on the page of a concept: the passage's id, what was asked, and the passage in a few words."""

    id: str
    told: tuple[str, ...]
    brief: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is at hand of all sources.

    Attributes
    ----------
    facets : mapping
        Of each source, by its id.
    brought : mapping
        How many passages of each source the last import brought or changed, by its id; of others nothing.
    line : callable
        Gives a passage of a source, by its number, as it stands in lists of a kind on pages of a folder.
    asked : callable
        Gives a passage of a source that holds an open question, by its number.
    shown : callable
        Gives the passages of a source on the page of a concept, see `passage_groups.shown_of`.
    stands : callable
        Whether a page is as it is made of something and of some sources, so that it need not be made.
    """

    facets: Mapping[str, Facets]
    brought: Mapping[str, int]
    line: Callable[[LineKind, str, str, int], str]
    asked: Callable[[str, int], Asked]
    shown: Callable[[str, str], Sequence[Shown]]
    stands: Callable[[str, object, Iterable[str]], bool]
