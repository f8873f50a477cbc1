"""Lists that are too long for one page: their sections stand on further pages, and the first says what is where.

Where a list is divided depends on what stands around that place alone: it is cut where a digest of what begins there is
least, until each part fits. So what is added or taken away moves the borders of the pages beside it, and no others.
Pages are named by what they begin with, for the same reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import msgspec

from commonplace.pages.addresses import relative
from commonplace.pages.sections import Part, Section, as_members, blocks

MOST = 200
"""Lines, or cards, of one page: about a hundred kilobytes of Markdown."""
FOLDER = "lists"
"""Where further pages lie, below ``docs/``."""
_LETTERS = 10
"""Of a digest, in the name of a page."""


class Listing(msgspec.Struct, frozen=True, kw_only=True, dict=True):
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
        name = f"[{section.name}]({self._begins[section.place]}{place})" if len(section.items) else section.name
        places = "".join(f'<span id="{other}"></span>' for other in section.other_places)
        count = f'<span class="cp-count">{section.count}</span>'
        return f'<span class="cp-member" id="{section.place}">{places}{name} {count}</span>'

    @cached_property
    def pages(self) -> tuple[tuple[str, tuple[Part, ...]], ...]:
        """The further pages, each by its path with what stands on it: whole sections as far as they fit on one."""
        if not self.is_divided:
            return ()
        whole = [_piece(s.place, Part(s, 0, len(s.items))) for s in self.sections if len(s.items)]
        pages = (page for group in _divided(whole) for page in _fitting(group))
        return tuple((self._path_of(page[0]), _joined(piece.part for piece in page)) for page in pages)

    def content(self, place: int, title: str) -> str:
        """The content of one of the further pages."""
        path, parts = self.pages[place]
        body = "\n\n".join(block for part in parts for block in blocks(part, path, headed=not self.room))
        around = self._around(place, title)
        return "\n\n".join((around, self.room(body) if self.room else body, around))

    def made_from(self, place: int, title: str) -> tuple[object, list[str]] | None:
        """What one of the further pages is made of, and of which sources; None if of anything beside."""
        told: list[object] = [self._around(place, title)]
        sources: list[str] = []
        path, parts = self.pages[place]
        for part in parts:
            found = part.section.items.made_from(part.start, part.stop)
            if found is None:
                return None
            told.append((part.heading(path), *self._said(part.section), found[0]))
            sources.extend(found[1])
        return told, sources

    def _said(self, section: Section) -> tuple[str, str]:
        """What is said of a section, and stands below it, on any of the further pages: all lie in one folder."""
        if section.place not in self._known:
            path = f"{FOLDER}/list.md"
            self._known[section.place] = (section.about(path), section.behind(path))
        return self._known[section.place]

    @cached_property
    def _known(self) -> dict[str, tuple[str, str]]:
        """As above, of the sections that were asked for."""
        return {}

    def _around(self, place: int, title: str) -> str:
        """Links to the page before, to the list's own, and to the page behind."""
        page = self.pages[place][0]
        links = [f"[←]({relative(page, self.pages[place - 1][0])})"] if place else []
        links.append(f"[{title}]({relative(page, self.path)})")
        if place + 1 < len(self.pages):
            links.append(f"[→]({relative(page, self.pages[place + 1][0])})")
        return " · ".join(links) + "\n{: .cp-facts }"

    @cached_property
    def _begins(self) -> dict[str, str]:
        """The page on which each section begins, by its place."""
        found: dict[str, str] = {}
        for path, parts in self.pages:
            for part in parts:
                found.setdefault(part.section.place, path)
        return found

    def _path_of(self, piece: _Piece) -> str:
        return f"{FOLDER}/{self.path.removesuffix('.md')}-{piece.digest[:_LETTERS]}.md"


class _Piece(NamedTuple):
    """A part of a list before which it may be cut, and the digest by which it is decided where to cut."""

    digest: str
    part: Part


def _piece(name: str, part: Part) -> _Piece:
    """A part with a name of its own."""
    return _Piece(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest(), part)


def _divided(pieces: Sequence[_Piece]) -> Iterator[Sequence[_Piece]]:
    """Cut pieces into groups of one piece, or of what fits on a page."""
    digests = [piece.digest for piece in pieces]
    ends = [0, *accumulate(piece.part.stop - piece.part.start for piece in pieces)]
    waiting = [(0, len(pieces))]
    while waiting:
        start, stop = waiting.pop()
        if stop - start == 1 or ends[stop] - ends[start] <= MOST:
            yield pieces[start:stop]
        else:
            cut = digests.index(min(digests[start + 1 : stop]), start + 1)
            waiting += [(cut, stop), (start, cut)]


def _fitting(group: Sequence[_Piece]) -> Iterator[Sequence[_Piece]]:
    """A group as it is, or if it is one section that is too long, the pieces of that."""
    if group[0].part.stop - group[0].part.start <= MOST:
        yield group
        return
    yield from _divided(list(_pieces(group[0].part.section)))


def _pieces(section: Section) -> Iterator[_Piece]:
    """The units of a section, those that are longer than a page cut into pages."""
    start = 0
    for name, length in section.items.units:
        for place in range(0, length, MOST):
            part = Part(section, start + place, start + min(place + MOST, length))
            yield _piece(f"{section.place}/{name}/{place}", part)
        start += length


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts of which those of one section are one."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].section is part.section:
            found[-1] = Part(part.section, found[-1].start, part.stop)
        else:
            found.append(part)
    return tuple(found)


class Gathered(msgspec.Struct, frozen=True):
    """What stands on a page that gathers, and the list that goes on on further pages where it is long."""

    content: Iterable[str]
    listing: Listing | None = None


def gathered(listing: Listing, before: Iterable[str] = ()) -> Gathered:
    """A page of nothing but a list, and what stands before it: all sections, or where each is."""
    if listing.is_divided:
        return Gathered((*before, as_members(map(listing.entry, listing.sections))), listing)
    whole = (Part(section, 0, len(section.items)) for section in listing.sections)
    return Gathered((*before, *(block for part in whole for block in blocks(part, listing.path))))
