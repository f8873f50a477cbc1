"""Lists that are too long for one page: their sections stand on further pages, and the first says what is where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from commonplace.pages.addresses import relative

MOST = 200
"""Lines, or cards, of one page: about a hundred kilobytes of Markdown."""
FOLDER = "lists"
"""Where further pages lie, below ``docs/``."""

Item: TypeAlias = Callable[[str], str]
"""Gives a line of a list, or a block, for the page of the path that it is given: links are relative."""


def _nothing(page: str) -> str:
    del page
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a list that has a name.

    Attributes
    ----------
    place : str
        The name of its place on a page.
    name : str
        What it is called, as Markdown without links.
    count : int
        How many it is said to hold.
    items : sequence of Item
        What stands in it.
    about, behind : Item
        What is said of it above its items, in a line, and what stands below them.
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
    items: Sequence[Item]
    about: Item = _nothing
    behind: Item = _nothing
    leads_to: str = ""
    other_places: tuple[str, ...] = ()
    joined: Callable[[Iterable[str]], str] = "\n".join


@dataclass(frozen=True, slots=True)
class Part:
    """What of a section stands on one page: its items from `start` to `stop`."""

    section: Section
    start: int
    stop: int

    @property
    def name(self) -> str:
        """The name of the section; where this is not all of it, which of its items these are."""
        return self.section.name if self._is_whole else f"{self.section.name} {self.start + 1}–{self.stop}"

    def heading(self, page: str) -> str:
        """The heading above these items."""
        section = self.section
        name = f"[{self.name}]({relative(page, section.leads_to)})" if section.leads_to else self.name
        return f"## {name} ({section.count}) {{: #{section.place} }}"

    @property
    def _is_whole(self) -> bool:
        return self.stop - self.start == len(self.section.items)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list in sections.

    Attributes
    ----------
    path : str
        Its page, below ``docs/``.
    room : callable
        Puts around what stands on a page what belongs around it. Sections in a room have no headings.
    """

    path: str
    sections: tuple[Section, ...]
    room: Callable[[str], str] | None = None

    @cached_property
    def is_divided(self) -> bool:
        """Whether it is too long for one page."""
        return sum(len(section.items) for section in self.sections) > MOST

    def entry(self, section: Section) -> str:
        """A section on the list's own page: a link to where it begins, with its count.

        It has the section's place, so that every link to it leads here.
        """
        place = "" if self.room else f"#{section.place}"
        name = f"[{section.name}]({self._begins[section.place]}{place})" if section.items else section.name
        places = "".join(f'<span id="{other}"></span>' for other in section.other_places)
        count = f'<span class="cp-count">{section.count}</span>'
        return f'<span class="cp-member" id="{section.place}">{places}{name} {count}</span>'

    @cached_property
    def pages(self) -> tuple[tuple[str, tuple[Part, ...]], ...]:
        """The further pages, each by its path with what stands on it: whole sections as long as there is room.

        A section that is longer than a page goes on on the next.
        """
        pages: list[list[Part]] = []
        left = 0
        for section in self.sections if self.is_divided else ():
            for start in range(0, len(section.items), MOST):
                part = Part(section, start, min(start + MOST, len(section.items)))
                length = part.stop - part.start
                if length > left:
                    pages.append([])
                    left = MOST
                pages[-1].append(part)
                left -= length
        return tuple((self._path_of(number), tuple(parts)) for number, parts in enumerate(pages, 1))

    def content(self, place: int, title: str) -> str:
        """The content of one of the further pages."""
        path, parts = self.pages[place]
        body = "\n\n".join(block for part in parts for block in blocks(part, path, headed=not self.room))
        around = self._around(place, title)
        return "\n\n".join((around, self.room(body) if self.room else body, around))

    def _around(self, place: int, title: str) -> str:
        """Links to the page before, to the list's own, and to the page behind."""
        page = self.pages[place][0]
        links = [f"[← {place}]({relative(page, self.pages[place - 1][0])})"] if place else []
        links.append(f"[{title}]({relative(page, self.path)})")
        if place + 1 < len(self.pages):
            links.append(f"[{place + 2} →]({relative(page, self.pages[place + 1][0])})")
        return " · ".join(links) + "\n{: .cp-facts }"

    @cached_property
    def _begins(self) -> dict[str, str]:
        """The page on which each section begins, by its place."""
        found: dict[str, str] = {}
        for path, parts in self.pages:
            for part in parts:
                found.setdefault(part.section.place, path)
        return found

    def _path_of(self, number: int) -> str:
        return f"{FOLDER}/{self.path.removesuffix('.md')}-{number}.md"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What stands on a page that gathers, and the list that goes on on further pages where it is long."""

    content: Iterable[str]
    listing: Listing | None = None


def gathered(listing: Listing, before: Iterable[str] = ()) -> Gathered:
    """A page of nothing but a list, and what stands before it: all sections, or where each is."""
    if listing.is_divided:
        return Gathered((*before, as_members(map(listing.entry, listing.sections))), listing)
    whole = (Part(section, 0, len(section.items)) for section in listing.sections)
    return Gathered((*before, *(block for part in whole for block in blocks(part, listing.path))))


def blocks(part: Part, page: str, *, headed: bool = True) -> Iterator[str]:
    """A part of a section as Markdown."""
    section = part.section
    if headed:
        yield part.heading(page)
        if about := section.about(page):
            yield f"{about}\n{{: .cp-facts }}"
    yield section.joined(item(page) for item in section.items[part.start : part.stop])
    if behind := section.behind(page):
        yield behind


def as_members(members: Iterable[str]) -> str:
    """Short entries of a list, in rows."""
    return " ".join(members) + "\n{: .cp-members }"
