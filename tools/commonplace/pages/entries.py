"""Passages as entries of lists: each as a line, which was made earlier or is made now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate

from commonplace.model import Passage, Reading
from commonplace.pages.addresses import passage_address
from commonplace.pages.brief import brief
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.comments import comment_html
from commonplace.pages.facets import Facets
from commonplace.pages.kept import Asked, LineKind
from commonplace.pages.passage_block import answers, link_to_passage, passage_item
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.pages.sections import Item, Items
from commonplace.questions import is_question

Entry = Callable[[Reading, int, str], str]
"""Gives the line of a passage, by its number, for a page."""


class Entries(Items):
    """The passages of a section of a list, source by source.

    Parameters
    ----------
    found : sequence of (Reading, sequence of int)
        The sources with the numbers of their passages.
    entry : Entry
        Gives the line of a passage.
    """

    def __init__(self, found: Sequence[tuple[Reading, Sequence[int]]], entry: Entry) -> None:
        self._found = found
        self._entry = entry
        self._ends = list(accumulate(len(numbers) for _, numbers in found))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def between(self, start: int, stop: int) -> Iterator[Item]:
        """The lines of passages."""
        for place, first, last in self._within(start, stop):
            reading, numbers = self._found[place]
            yield from (partial(self._entry, reading, number) for number in numbers[first:last])

    @property
    def units(self) -> list[tuple[str, int]]:
        """The sources."""
        return [(reading.source.id, len(numbers)) for reading, numbers in self._found]

    def made_from(self, start: int, stop: int) -> tuple[object, list[str]]:
        """The sources, and which of their passages: those that stand in this section are the same while a source is."""
        found = list(self._within(start, stop))
        names = [self._found[place][0].source.id for place, _, _ in found]
        return [(name, first, last) for name, (_, first, last) in zip(names, found, strict=True)], names

    def _within(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """The sources by their places, each with where among its passages they begin and end."""
        place = bisect_right(self._ends, start)
        while start < stop:
            end = self._ends[place]
            first = end - len(self._found[place][1])
            yield place, start - first, min(stop, end) - first
            start = end
            place += 1


def items(found: Sequence[tuple[Reading, Sequence[int]]], catalogue: Catalogue) -> Entries:
    """Passages with their sources and their concepts."""
    return Entries(found, partial(_item, catalogue))


def unclaimed(found: Sequence[tuple[Reading, Sequence[int]]], catalogue: Catalogue) -> Entries:
    """Passages that no concept claims."""
    return Entries(found, partial(_unclaimed, catalogue))


def questions(found: Sequence[tuple[Reading, Sequence[int]]], catalogue: Catalogue) -> Entries:
    """Passages with what was asked of them."""
    return Entries(found, partial(_question, catalogue))


def passage_line(reading: Reading, number: int, page: str, catalogue: Catalogue) -> str:
    """A passage with its source and its concepts, as a line of a list."""
    return _item(catalogue, reading, number, page)


def asked(reading: Reading, number: int, catalogue: Catalogue) -> Asked:
    """A passage with an open question, as pages of concepts show it."""
    if catalogue.kept:
        return catalogue.kept.asked(reading.source.id, number)
    return _asked(reading.passages[number], catalogue)


def lines_of(kind: LineKind, reading: Reading, facets: Facets, page: str, catalogue: Catalogue) -> dict[int, str]:
    """The passages of a source, by their numbers, as they stand in lists of a kind on a page."""
    if kind == "item":
        return {number: _item(catalogue, reading, number, page) for number in range(len(reading.passages))}
    if kind == "unclaimed":
        return {number: _unclaimed(catalogue, reading, number, page) for number in facets.unclaimed}
    asking = sorted((*facets.open, *facets.answered))
    return {number: _question(catalogue, reading, number, page) for number in asking}


def asked_of(reading: Reading, facets: Facets, catalogue: Catalogue) -> dict[int, Asked]:
    """The passages of a source with an open question, as pages of concepts show them."""
    return {number: _asked(reading.passages[number], catalogue) for number in facets.open}


def _kept(kind: LineKind, catalogue: Catalogue, reading: Reading, number: int, page: str) -> str | None:
    return catalogue.kept.line(kind, reading.source.id, page.rpartition("/")[0], number) if catalogue.kept else None


def _item(catalogue: Catalogue, reading: Reading, number: int, page: str) -> str:
    if kept := _kept("item", catalogue, reading, number, page):
        return kept
    return passage_item(reading, reading.passages[number], page, catalogue)


def _unclaimed(catalogue: Catalogue, reading: Reading, number: int, page: str) -> str:
    if kept := _kept("unclaimed", catalogue, reading, number, page):
        return kept
    return f"- {link_to_passage(page, reading, reading.passages[number], catalogue)}"


def _question(catalogue: Catalogue, reading: Reading, number: int, page: str) -> str:
    """What was asked, with its formulas, and the words that it is about; the answer where there is one."""
    if kept := _kept("question", catalogue, reading, number, page):
        return kept
    passage = reading.passages[number]
    quote = [f'<p class="cp-quote" dir="auto">{encoded(passage.quote)}</p>'] if passage.quote else []
    source = encoded_line(reading.source.title)
    link = f"[{source}]({passage_address(page, reading, passage)})"
    kind = "blockquote.cp-passage" + (".cp-question" if catalogue.is_open(passage) else "")
    parts = [
        f"/// html | {kind}",
        *quote,
        *_asked_in(passage),
        *answers(passage, catalogue),
        f"{link}\n{{: .cp-place }}",
        "///",
    ]
    return "\n\n".join(parts)


def _asked(passage: Passage, catalogue: Catalogue) -> Asked:
    return Asked(id=passage.id, told=_asked_in(passage), brief=brief(passage, catalogue))


def _asked_in(passage: Passage) -> tuple[str, ...]:
    """What was asked, with its formulas."""
    return tuple(
        f'<div class="cp-comment" dir="auto">{comment_html(body.value)}</div>'
        for witness in passage.annotations
        for body in witness.comments
        if is_question(witness) and body.value.strip()
    )
