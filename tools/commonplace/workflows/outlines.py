"""What is kept of each source as it is seen in its surroundings, so that the source need not be read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from commonplace.derived import Derived, key_of
from commonplace.model import KeptFile, Link, Page
from commonplace.privacy import Withheld
from commonplace.questions import asks
from commonplace.workflows.counting import Counted, Counting
from commonplace.workflows.glimpses import Glimpse, glimpse_of, link_without_reasons
from commonplace.workflows.one_source import Seen, Surroundings, blocks_on, pages_of, seen
from commonplace.workflows.stacks import Volume

_OUTLINE, _BLOCKS = "outline", "blocks"
KINDS = (_OUTLINE, _BLOCKS)
_LATELY = 64
"""Sources that are held in memory: those of which the pages of concepts show most are asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is kept of a source, see `Seen`; glimpses of its public passages, and links without their reasons.

    Attributes
    ----------
    asking : tuple of str
        Ids of the public passages that ask something, answered or not.
    """

    passages: int
    linked: int
    withheld: tuple[str, ...]
    reasons: tuple[tuple[Withheld, int], ...]
    public: tuple[Glimpse, ...]
    links: tuple[Link, ...]
    asking: tuple[str, ...] = ()


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
        self._counting = counting
        self._counted = counted
        self._surroundings = surroundings
        self._keys: dict[str, str] = {}
        self._blocks: dict[str, dict[str, str]] = {}
        self._lately: dict[str, Seen] = {}

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
        return self._derived.get(_OUTLINE, volume.source.id, self.key(volume), Outline)

    def made(self, volume: Volume) -> tuple[Outline, tuple[Page, KeptFile] | None]:
        """The outline of a source, its page and its published annotations."""
        whole = self._seen(volume)
        told = _told(whole)
        self._derived.put(_OUTLINE, volume.source.id, self.key(volume), told)
        return msgspec.convert(told, Outline), pages_of(whole.alone)

    def block(self, volume: Volume, concept: str, passage: str) -> str:
        """A passage of a source on the page of a concept; only what a page has room for is asked for, and kept."""
        name = f"{volume.source.id}/{concept}"
        if name not in self._blocks:
            found = self._derived.get(_BLOCKS, name, self.key(volume), dict[str, str])
            if found is None:
                found = blocks_on(concept, self._seen(volume).alone)
                self._derived.put(_BLOCKS, name, self.key(volume), found)
            self._blocks = {name: found}
        return self._blocks[name][passage]

    def _seen(self, volume: Volume) -> Seen:
        name = volume.source.id
        if name not in self._lately:
            if len(self._lately) == _LATELY:
                del self._lately[next(iter(self._lately))]
            clues = self._counting.clues(volume)
            self._lately[name] = seen(volume.source, volume.read(), clues, self._surroundings(name))
        return self._lately[name]


def _told(whole: Seen) -> dict[str, Any]:
    return {
        "passages": whole.passages,
        "linked": whole.linked,
        "withheld": sorted(whole.withheld),
        "reasons": [({"reason": why.reason, "who": why.who}, count) for why, count in whole.reasons],
        "public": [glimpse_of(passage) for reading in whole.alone.readings for passage in reading.passages],
        "asking": [passage.id for reading in whole.alone.readings for passage in reading.passages if asks(passage)],
        "links": [link_without_reasons(link) for links in whole.alone.links.values() for link in links],
    }
