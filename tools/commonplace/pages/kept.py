"""What was made of each source earlier, in the form in which pages ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from commonplace.pages.facets import Facets


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


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """The passages of a source as they stand in lists of one folder, by their numbers.

    Attributes
    ----------
    items : tuple of str
        Each as a line of a list.
    unclaimed : mapping
        Those that no concept claims, as lines under their source.
    questions : mapping
        Those that hold a question, open or answered, as blocks.
    """

    items: tuple[str, ...]
    unclaimed: Mapping[int, str]
    questions: Mapping[int, str]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is at hand of all sources.

    Attributes
    ----------
    facets : mapping
        Of each source, by its id.
    brought : mapping
        How many passages of each source the last import brought or changed, by its id; of others nothing.
    lines : callable
        Gives the lines of a source on pages of a folder.
    asked : callable
        Gives the passages of a source that hold an open question, by their numbers.
    shown : callable
        Gives the passages of a source on the page of a concept, see `passage_groups.shown_of`.
    stands : callable
        Whether a page is as it is made of something and of some sources, so that it need not be made.
    """

    facets: Mapping[str, Facets]
    brought: Mapping[str, int]
    lines: Callable[[str, str], Lines]
    asked: Callable[[str], Mapping[int, Asked]]
    shown: Callable[[str, str], Sequence[Shown]]
    stands: Callable[[str, object, Iterable[str]], bool]
