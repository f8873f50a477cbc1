"""What pages ask of all sources together: what is on each concept, under each tag, of late; all by numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from commonplace.model import Reading
from commonplace.pages.facets import Facets, Naming, OnConcept, date_of, facets_of
from commonplace.pages.kept import Kept, Shown
from commonplace.pages.published import Published
from commonplace.tags import ReaderTag, reader_tags


class Catalogue(Published, frozen=True, kw_only=True):
    """What pages ask of all sources together.

    Attributes
    ----------
    kept : Kept or None
        What was made of the sources earlier.
    """

    kept: Kept | None = None

    @cached_property
    def facets(self) -> tuple[Facets, ...]:
        """The facets of each reading, in their order."""
        known = self.kept.facets if self.kept else {}
        return tuple(known.get(r.source.id) or facets_of(r.passages, self) for r in self.readings)

    @cached_property
    def on_concept(self) -> Mapping[str, tuple[tuple[Reading, OnConcept], ...]]:
        """For each concept the sources that speak of it, each with its passages on it, by their numbers."""
        result: dict[str, list[tuple[Reading, OnConcept]]] = {concept.id: [] for concept in self.concepts}
        for reading, facets in self._faceted:
            for concept_id, found in facets.concepts.items():
                result[concept_id].append((reading, found))
        return {concept_id: tuple(found) for concept_id, found in result.items()}

    @cached_property
    def concept_counts(self) -> Mapping[str, int]:
        """How many passages are on each concept."""
        return {name: sum(len(one.numbers) for _, one in found) for name, found in self.on_concept.items()}

    @cached_property
    def passage_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many passages each source, by the path of its page, has on each concept."""
        result: dict[str, dict[str, int]] = {reading.path: {} for reading in self.readings}
        for concept_id, found in self.on_concept.items():
            for reading, one in found:
                result[reading.path][concept_id] = len(one.numbers)
        return result

    def chosen(self, numbers: Callable[[Facets], Sequence[int]]) -> list[tuple[Reading, Sequence[int]]]:
        """The sources that have passages which `numbers` chooses, with the numbers of these."""
        return [(reading, found) for reading, facets in self._faceted if (found := numbers(facets))]

    @property
    def _faceted(self) -> Iterable[tuple[Reading, Facets]]:
        return zip(self.readings, self.facets, strict=True)

    @cached_property
    def rooms(self) -> dict[str, dict[str, int]]:
        """How many passages of which sources have room on the page of a concept, by its id, as far as it was asked."""
        return {}

    @cached_property
    def shown(self) -> dict[tuple[str, str], Sequence[Shown]]:
        """The passages of sources on the page of one concept, by the ids of both, as far as they were asked for."""
        return {}

    def latest(self, count: int) -> list[tuple[str, Reading, int]]:
        """The passages that were marked last, by their numbers, with their dates: the latest first."""
        found: list[tuple[str, str, int, Reading]] = []
        for reading, facets in sorted(self._faceted, key=lambda pair: pair[1].newest, reverse=True):
            if not facets.newest or (len(found) == count and found[-1][0] > facets.newest):
                break
            dated = ((date_of(passage), passage.id, n, reading) for n, passage in enumerate(reading.passages))
            found = sorted((*found, *(one for one in dated if one[0])), key=lambda one: one[:2], reverse=True)[:count]
        return [(created, reading, number) for created, _, number, reading in found]

    @cached_property
    def reader_tags(self) -> tuple[tuple[ReaderTag, list[tuple[Reading, Sequence[int]]]], ...]:
        """The reader's tags, each with the passages that carry it, by their numbers."""
        counts: Counter[str] = Counter()
        for facets in self.facets:
            counts.update({tag: len(numbers) for tag, numbers in facets.tags.items()})
        gathered = reader_tags(counts, self.named)
        place = {spelling: number for number, tag in enumerate(gathered) for spelling in tag.spellings}
        found: list[list[tuple[Reading, Sequence[int]]]] = [[] for _ in gathered]
        for reading, facets in self._faceted:
            tagged: dict[int, Sequence[int]] = {}
            for spelling, numbers in facets.tags.items():
                tag = place[spelling]
                tagged[tag] = sorted({*tagged[tag], *numbers}) if tag in tagged else tuple(dict.fromkeys(numbers))
            for tag, passages in tagged.items():
                found[tag].append((reading, passages))
        return tuple(zip(gathered, found, strict=True))

    @cached_property
    def comments_naming(self) -> Mapping[str, tuple[tuple[Reading, Naming], ...]]:
        """For each concept the lines of comments that link to it from passages that are not on its page."""
        result: dict[str, list[tuple[Reading, Naming]]] = {}
        for reading, facets in self._faceted:
            for naming in facets.naming:
                result.setdefault(naming.concept, []).append((reading, naming))
        return {concept: tuple(found) for concept, found in result.items()}
