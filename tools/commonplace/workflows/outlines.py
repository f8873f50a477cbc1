"""What is kept of each source as it is seen in its surroundings, so that the source need not be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from commonplace.model import Annotation, KeptFile, Link, Page, Passage
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.facets import Facets, facets_of
from commonplace.pages.kept import Asked, LineKind, Shown
from commonplace.privacy import Withheld
from commonplace.store.derived import Derived, key_of
from commonplace.workflows.counting import Counted, Counting
from commonplace.workflows.glimpses import Glimpses, glimpse_of, link_without_reasons
from commonplace.workflows.one_source import (
    Seen,
    Surroundings,
    asked_in,
    glimpsed,
    lines_in,
    links_in,
    pages_of,
    seen,
    shown_on,
)
from commonplace.workflows.stacks import Volume

OUTLINE, _GLIMPSES, _LINES, _ASKED, _SHOWN = "outline", "glimpses", "lines", "asked", "shown"
KINDS = (OUTLINE, _GLIMPSES, _LINES, _ASKED, _SHOWN)
Value = TypeVar("Value")

_AT_HAND = 20_000
"""Sources and passages that are held in memory: those of which the pages of concepts show most are asked for again."""
_LATELY = 64
"""Values of a source that stay decoded."""
_TOGETHER = 32
"""Passages of a source whose lines are kept as one value: a list of questions shows a few from each of many sources."""


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a source, see `Seen`.

    Attributes
    ----------
    public : int
        How many passages of it are published.
    facets : Facets
        Of these.
    """

    passages: int
    linked: int
    withheld: tuple[str, ...]
    reasons: tuple[tuple[Withheld, int], ...]
    public: int
    facets: Facets


class Outlines:
    """The outlines of sources; what is not kept is made.

    Parameters
    ----------
    derived : Derived
        What was made earlier.
    counting : Counting
        Knows the clues in a source.
    counted : Counted
        What was counted of the whole library.
    surroundings : callable
        Gives those of a source, by its id.
    """

    def __init__(
        self,
        derived: Derived,
        counting: Counting,
        counted: Counted,
        surroundings: Callable[[str], Surroundings],
    ) -> None:
        self._derived = derived
        derived.take(OUTLINE)
        self._counting = counting
        self._counted = counted
        self._surroundings = surroundings
        self._keys: dict[str, str] = {}
        self._lately: dict[str, Seen] = {}
        self._held = 0
        self._decoded: dict[tuple[str, str], Any] = {}

    def key(self, volume: Volume) -> str:
        """The key of all that the pages of a source are made from."""
        name = volume.source.id
        if name not in self._keys:
            self._keys[name] = key_of(
                volume.digest, self._counting.linked(volume, self._counted), self._surroundings(name).key
            )
        return self._keys[name]

    def kept(self, volume: Volume) -> Outline | None:
        """The outline of a source, if it was made earlier."""
        return self._derived.get(OUTLINE, volume.source.id, self.key(volume), Outline)

    def made(self, volume: Volume) -> tuple[Outline, tuple[Page, KeptFile] | None]:
        """The outline of a source, its page and its published annotations."""
        whole = self._seen(volume)
        told = _outline(whole)
        self._derived.put(OUTLINE, volume.source.id, self.key(volume), told)
        self._derived.put(_GLIMPSES, volume.source.id, self.key(volume), _glimpses(whole))
        return told, pages_of(whole.alone)

    def links_key(self, volume: Volume) -> str:
        """The key of all that the links of a source are made from, and the source itself."""
        linked = self._counting.linked(volume, self._counted)
        return key_of(volume.digest, linked, self._surroundings(volume.source.id).decisions)

    def links(self, volume: Volume, annotations: Sequence[Annotation]) -> dict[str, tuple[Link, ...]]:
        """The links of its annotations, published or not, by their ids."""
        return links_in(annotations, self._counting.clues(volume), self._surroundings(volume.source.id))

    def glimpses(self, volume: Volume) -> Glimpses:
        """The public passages of a source."""

        def make() -> Glimpses:
            return msgspec.convert(_glimpses(self._seen(volume)), Glimpses)

        return self._lately_asked(_GLIMPSES, volume.source.id, volume, Glimpses, make)

    def line(self, kind: LineKind, volume: Volume, facets: Facets, folder: str, number: int) -> str:
        """A passage of a source as it stands in lists of a kind on pages of a folder."""
        name = f"{volume.source.id}/{folder}/{kind}/{number // _TOGETHER}"

        def make() -> dict[int, str]:
            return self._in_parts(_LINES, name, volume, lines_in(kind, folder, facets, self._glimpsed(volume)))

        return self._lately_asked(_LINES, name, volume, dict[int, str], make)[number]

    def asked(self, volume: Volume, facets: Facets, number: int) -> Asked:
        """A passage of a source that holds an open question, as pages of concepts show it."""
        name = f"{volume.source.id}/{number // _TOGETHER}"

        def make() -> dict[int, Asked]:
            return self._in_parts(_ASKED, name, volume, asked_in(facets, self._glimpsed(volume)))

        return self._lately_asked(_ASKED, name, volume, dict[int, Asked], make)[number]

    def shown(self, volume: Volume, concept: str) -> tuple[Shown, ...]:
        """The passages of a source on the page of a concept; only what a page has room for is asked for, and kept."""
        name = f"{volume.source.id}/{concept}"
        found = self._derived.get(_SHOWN, name, self.key(volume), tuple[Shown, ...])
        if found is None:
            found = shown_on(concept, self._seen(volume).alone)
            self._derived.put(_SHOWN, name, self.key(volume), found)
        return found

    def _in_parts(self, kind: str, name: str, volume: Volume, values: Mapping[int, Value]) -> dict[int, Value]:
        """Keep the values of all passages of a source, some together, but for those of `name`, which are given."""
        stem, _, wanted = name.rpartition("/")
        parts: dict[int, dict[int, Value]] = {}
        for number, value in values.items():
            parts.setdefault(number // _TOGETHER, {})[number] = value
        given = parts.pop(int(wanted))
        for part, found in parts.items():
            self._derived.put(kind, f"{stem}/{part}", self.key(volume), found)
        return given

    def _lately_asked(
        self, kind: str, name: str, volume: Volume, form: type[Value], make: Callable[[], Value]
    ) -> Value:
        """A value that is kept, or is made now; the last ones stay at hand."""
        if (kind, name) in self._decoded:
            found: Value = self._decoded[kind, name]
            return found
        kept = self._derived.get(kind, name, self.key(volume), form)
        if kept is None:
            kept = make()
            self._derived.put(kind, name, self.key(volume), kept)
        if len(self._decoded) == _LATELY:
            del self._decoded[next(iter(self._decoded))]
        self._decoded[kind, name] = kept
        return kept

    def _glimpsed(self, volume: Volume) -> Catalogue:
        return glimpsed(volume.source, self.glimpses(volume), self._surroundings(volume.source.id))

    def _seen(self, volume: Volume) -> Seen:
        name = volume.source.id
        if name not in self._lately:
            clues = self._counting.clues(volume)
            whole = seen(volume.source, volume.read(), clues, self._surroundings(name))
            self._lately[name] = whole
            self._held += 1 + whole.passages
            while self._held > _AT_HAND and len(self._lately) > 1:
                self._held -= 1 + self._lately.pop(next(iter(self._lately))).passages
        return self._lately[name]


def _outline(whole: Seen) -> Outline:
    alone = whole.alone
    return Outline(
        passages=whole.passages,
        linked=whole.linked,
        withheld=tuple(sorted(whole.withheld)),
        reasons=whole.reasons,
        public=sum(len(reading.passages) for reading in alone.readings),
        facets=facets_of((), alone) if not alone.readings else alone.facets[0],
    )


def _glimpses(whole: Seen) -> dict[str, Any]:
    return {
        "passages": [glimpse_of(passage) for reading in whole.alone.readings for passage in reading.passages],
        "links": [link_without_reasons(link) for links in whole.alone.links.values() for link in links],
    }


class Shelved(Sequence[Passage]):
    """The public passages of a source, of which only their number is at hand until one is asked for."""

    def __init__(self, count: int, fetch: Callable[[], Sequence[Passage]]) -> None:
        self._count = count
        self._fetch = fetch

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401  # A number or a slice, as of any sequence.
        return self._fetch()[place]

    def __iter__(self) -> Iterator[Passage]:
        return iter(self._fetch())
