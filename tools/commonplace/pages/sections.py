"""The sections of a list, what stands in them, and how that is put on a page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from commonplace.pages.addresses import relative

Item: TypeAlias = Callable[[str], str]
"""Gives a line of a list, or a block, for the page of the path that it is given: links are relative."""


class Items(ABC):
    """What stands in a section, in units that stay what they are when others come: of a source, of a day."""

    @abstractmethod
    def __len__(self) -> int:
        """How many they are."""

    @abstractmethod
    def between(self, start: int, stop: int) -> Iterator[Item]:
        """Those from a place to another."""

    @property
    @abstractmethod
    def units(self) -> Sequence[tuple[str, int]]:
        """The units in their order: the name of each, which no other has, and how many items it is."""

    @abstractmethod
    def made_from(self, start: int, stop: int) -> tuple[object, Iterable[str]] | None:
        """What tells which the items between two places are, and of which sources they are made.

        None if they are made of anything beside sources and concepts.
        """


class Each(Items):
    """Items that have names of their own."""

    def __init__(self, named: Iterable[tuple[str, Item]]) -> None:
        self._named = list(named)

    def __len__(self) -> int:
        return len(self._named)

    def between(self, start: int, stop: int) -> Iterator[Item]:
        """The items themselves."""
        return (item for _, item in self._named[start:stop])

    @property
    def units(self) -> list[tuple[str, int]]:
        """Each of them."""
        return [(name, 1) for name, _ in self._named]

    def made_from(self, start: int, stop: int) -> None:
        """Of what else, is not known."""
        del start, stop


def _nothing(page: str) -> str:
    del page
    return ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a list that has a name.

    Attributes
    ----------
    place : str
        The name of its place on a page.
    name : str
        What it is called, as Markdown without links.
    count : int
        How many it is said to hold.
    items : Items
        What stands in it.
    about, above, behind : Item
        What is said of it under its heading, in a line; what stands above its first item, and below each part of it.
    leads_to : str
        The page that its heading leads to, below ``docs/``.
    other_places : tuple of str
        Further names of its place.
    joined : callable
        Puts items together.
    """

    place: str
    name: str
    count: int
    items: Items
    about: Item = _nothing
    above: Item = _nothing
    behind: Item = _nothing
    leads_to: str = ""
    other_places: tuple[str, ...] = ()
    joined: Callable[[Iterable[str]], str] = "\n".join


class Part(msgspec.Struct, frozen=True):
    """What of a section stands on one page: its items from `start` to `stop`."""

    section: Section
    start: int
    stop: int

    @property
    def name(self) -> str:
        """The name of the section; where this is not all of it, which of its items these are."""
        return self.section.name if self.is_whole else f"{self.section.name} {self.start + 1}–{self.stop}"

    def heading(self, page: str) -> str:
        """The heading above these items; of a part of a section it counts what stands here."""
        section = self.section
        name = f"[{section.name}]({relative(page, section.leads_to)})" if section.leads_to else section.name
        count = f"({section.count})" if self.is_whole else f"… ({self.stop - self.start})"
        return f"## {name} {count} {{: #{section.place} }}"

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the section."""
        return self.stop - self.start == len(self.section.items)


def blocks(part: Part, page: str, *, headed: bool = True) -> Iterator[str]:
    """A part of a section as Markdown."""
    section = part.section
    if headed:
        yield part.heading(page)
        if about := section.about(page):
            yield f"{about}\n{{: .cp-facts }}"
    if part.start == 0 and (above := section.above(page)):
        yield above
    yield section.joined(_shown(part, page))
    if behind := section.behind(page):
        yield behind


def _shown(part: Part, page: str) -> Iterator[str]:
    """The items of a part."""
    return (item(page) for item in part.section.items.between(part.start, part.stop))


def shown_whole(section: Section, page: str) -> Iterator[str]:
    """What stands in a section."""
    return _shown(Part(section, 0, len(section.items)), page)


def counted(name: str, count: int) -> str:
    """A short entry of a list with its count."""
    return f'<span class="cp-member">{name} <span class="cp-count">{count}</span></span>'


def as_members(members: Iterable[str]) -> str:
    """Short entries of a list, in rows."""
    return " ".join(members) + "\n{: .cp-members }"
