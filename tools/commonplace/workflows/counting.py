"""What is counted of the whole library, source by source: how common terms are, and whose accounts wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from commonplace.linking.links import Clues, clues_in, links_of, rarities
from commonplace.privacy import Accounts
from commonplace.store.derived import Derived, key_of
from commonplace.workflows.one_source import Share, Site, present, share_of
from commonplace.workflows.stacks import Volume

_SHARE, _CLUES, _LINKED = "share", "clues", "linked"
KINDS = (_SHARE, _CLUES, _LINKED)


class Counted(msgspec.Struct, frozen=True, dict=True):
    """The shares of all sources, by id, and what they come to."""

    shares: Mapping[str, Share]

    @cached_property
    def presumed(self) -> frozenset[str]:
        """The account that is taken for the owner's where the owner named none."""
        accounts = Accounts()
        for share in self.shares.values():
            accounts |= share.accounts
        return accounts.sole

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """How much each term says."""
        counts: Counter[str] = Counter()
        for share in self.shares.values():
            counts.update(share.terms)
        return rarities(counts, sum(share.present for share in self.shares.values()))

    def rarity_in(self, source: str) -> dict[str, float]:
        """How much the terms of one source say."""
        return {term: self.rarity[term] for term in self.shares[source].terms if term in self.rarity}

    def told_rarity(self, source: str) -> str:
        """The same as text, in the order in which the source has them."""
        return " ".join([self._told[term] for term in self.shares[source].terms if term in self._told])

    @cached_property
    def _told(self) -> Mapping[str, str]:
        return {term: f"{term!r} {rarity!r}" for term, rarity in self.rarity.items()}


class Counting:
    """Counts what was not counted earlier.

    Parameters
    ----------
    site : Site
        Of which the terms are looked for.
    derived : Derived
        What was counted earlier.
    """

    def __init__(self, site: Site, derived: Derived) -> None:
        self._site = site
        self._derived = derived
        derived.take(_SHARE, _LINKED)
        self._key = key_of([(concept.id, tuple(concept.terms)) for concept in site.concepts])

    def counted(self, volumes: Sequence[Volume]) -> Counted:
        """Count all sources."""
        return Counted({volume.source.id: self._share(volume) for volume in volumes})

    def clues(self, volume: Volume) -> Clues:
        """What speaks for concepts in the annotations of a source."""
        found = self._derived.get(_CLUES, volume.source.id, key_of(self._key, volume.digest), Clues)
        return self._found(volume)[1] if found is None else found

    def linked(self, volume: Volume, counted: Counted) -> str:
        """A key of the links of a source: of their order and their reasons.

        Their weights matter only where witnesses from several copies weigh for one passage.
        """
        key = key_of(self._key, volume.digest, counted.told_rarity(volume.source.id))
        found = self._derived.get(_LINKED, volume.source.id, key, str)
        if found is None:
            weighs = counted.shares[volume.source.id].copies > 1
            links = links_of(self.clues(volume), counted.rarity_in(volume.source.id))
            found = key_of([(link.annotation, link.concept, link.evidence, weighs and link.weight) for link in links])
            self._derived.put(_LINKED, volume.source.id, key, found)
        return found

    def _share(self, volume: Volume) -> Share:
        found = self._derived.get(_SHARE, volume.source.id, key_of(self._key, volume.digest), Share)
        return self._found(volume)[0] if found is None else found

    def _found(self, volume: Volume) -> tuple[Share, Clues]:
        annotations = volume.read()
        clues = clues_in(present(annotations), self._site.terms)
        share = share_of(annotations, clues)
        key = key_of(self._key, volume.digest)
        self._derived.put(_SHARE, volume.source.id, key, share)
        self._derived.put(_CLUES, volume.source.id, key, clues)
        return share, clues
