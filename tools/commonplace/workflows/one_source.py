"""What one source gives, with a few facts of the whole library: its passages, links, pages, and its part of others.

Every function here is one from values to values, so that what it gives can be kept by what it was made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property

import msgspec

from commonplace.concepts.terms import Terms
from commonplace.importers import app_of
from commonplace.language import Language
from commonplace.linking.links import Clues, links_of, term_counts, with_decisions
from commonplace.merging.passages import passages_of
from commonplace.model import Annotation, Concept, KeptFile, Link, Page, Passage, Reading, Source
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.entries import asked_of, lines_of
from commonplace.pages.facets import Facets
from commonplace.pages.kept import Asked, LineKind, Shown
from commonplace.pages.passage_groups import shown_of
from commonplace.pages.source_page import published_collection, source_page
from commonplace.privacy import Accounts, Publishing, Withheld, accounts_in, withheld
from commonplace.store import attachments
from commonplace.store.decisions import Decision
from commonplace.store.derived import key_of
from commonplace.workflows.glimpses import Glimpses
from commonplace.workflows.judging import judged_notes


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What a source adds to what is counted of the whole library.

    Attributes
    ----------
    present : int
        How many of its annotations were not set aside.
    terms : mapping
        How many of these use each term in their words or comments; those that stand elsewhere count nothing.
    accounts : Accounts
        The accounts that its annotations name.
    copies : int
        How many copies of it, by format and document, were marked.
    pictures : tuple of str
        The names of the attachments that its annotations embed.
    """

    present: int
    copies: int
    terms: Mapping[str, int]
    accounts: Accounts
    pictures: tuple[str, ...]


class Site(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What the pages of every source depend on."""

    concepts: tuple[Concept, ...]
    language: Language
    publishing: Publishing

    @cached_property
    def terms(self) -> Terms:
        """The terms of the concepts."""
        return Terms(self.concepts)

    @cached_property
    def key(self) -> str:
        """The key of it all."""
        allowed = self.publishing
        told = (sorted(allowed.accounts), allowed.private, sorted(allowed.groups), allowed.others)
        return key_of(self.concepts, self.language, told)


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages of a source depend on beside the source.

    Attributes
    ----------
    rarity : callable
        Gives how much each term of the source says in the whole library, see `linking.rarities`.
    presumed : frozenset of str
        The account that is taken for the owner's, who named none.
    decisions : tuple of Decision
        The owner's on annotations of this source.
    pictures : frozenset of str
        Those of its attachments that are at hand.
    """

    site: Site
    rarity: Callable[[], Mapping[str, float]]
    presumed: frozenset[str]
    decisions: tuple[Decision, ...]
    pictures: frozenset[str]

    @property
    def key(self) -> str:
        """The key of it all but `rarity`, which matters by what it makes of the links."""
        return _key_around(self.site.key, self.presumed, self.decisions, self.pictures)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A source as it is seen in its surroundings.

    Attributes
    ----------
    passages : int
        How many passages its annotations are, published or not.
    linked : int
        How many of its annotations are under a concept.
    withheld : mapping
        Those of its annotations that may not stand on pages, set aside or not, by id.
    reasons : tuple of (Withheld, int)
        Why how many of those that are present may not.
    alone : Catalogue
        Its published part, as if it were the only source.
    """

    passages: int
    linked: int
    withheld: frozenset[str]
    reasons: tuple[tuple[Withheld, int], ...]
    alone: Catalogue


@cache
def _key_around(site: str, presumed: frozenset[str], decisions: tuple[Decision, ...], pictures: frozenset[str]) -> str:
    """The same for most sources, on which nothing was decided and which have no pictures."""
    return key_of(site, sorted(presumed), decisions, sorted(pictures))


def present(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Those that were not set aside."""
    return tuple(annotation for annotation in annotations if not annotation.state)


def share_of(annotations: Sequence[Annotation], clues: Clues) -> Share:
    """What a source adds to the counts of the library; `clues` are those of its present annotations."""
    names = (attachments.stored_name(a.document, picture) for a in annotations for picture in a.attachments)
    return Share(
        present=len(clues),
        copies=len({(annotation.importer, annotation.document.key) for annotation in annotations}),
        terms=dict.fromkeys((clue.term for _, found in clues for clue in found), 0) | term_counts(clues),
        accounts=accounts_in(annotations),
        pictures=tuple(dict.fromkeys(name for name in names if name)),
    )


def seen(source: Source, annotations: Sequence[Annotation], clues: Clues, around: Surroundings) -> Seen:
    """See a source in its surroundings."""
    marked = present(annotations)
    passages = passages_of(marked)
    links = _links(clues, passages, around)
    hidden = withheld(annotations, around.site.publishing, around.presumed)
    public = [annotation for annotation in marked if annotation.id not in hidden]
    reading = Reading(source=source, passages=passages if len(public) == len(marked) else passages_of(public))
    return Seen(
        passages=len(passages),
        linked=sum(annotation.id in links for annotation in marked),
        withheld=frozenset(hidden),
        reasons=tuple(Counter(hidden[a.id] for a in marked if a.id in hidden).items()),
        alone=Catalogue(
            language=around.site.language,
            apps={name: app_of(name) for name in {annotation.importer for annotation in public}},
            concepts=around.site.concepts,
            terms=around.site.terms,
            readings=(reading,) if reading.passages else (),
            links=links,
            notes=judged_notes(around.site.concepts, public, links),
            attachments=around.pictures,
            answers={d.subject: d for d in around.decisions if d.verb == "answer"},
        ),
    )


def links_in(annotations: Sequence[Annotation], clues: Clues, around: Surroundings) -> dict[str, tuple[Link, ...]]:
    """The links of the annotations of a source, published or not, by their ids."""
    return _links(clues, passages_of(present(annotations)), around)


def pages_of(alone: Catalogue) -> tuple[Page, KeptFile] | None:
    """The page of a source and its published annotations; none if nothing of it may be published."""
    for reading in alone.readings:
        return source_page(reading, alone), published_collection(reading)
    return None


def glimpsed(source: Source, glimpses: Glimpses, around: Surroundings) -> Catalogue:
    """The published part of a source as far as lists show it, as if it were the only source."""
    return Catalogue(
        language=around.site.language,
        concepts=around.site.concepts,
        terms=around.site.terms,
        readings=(Reading(source=source, passages=glimpses.passages),),
        links=glimpses.linked,
        answers={d.subject: d for d in around.decisions if d.verb == "answer"},
    )


def lines_in(kind: LineKind, folder: str, facets: Facets, alone: Catalogue) -> dict[int, str]:
    """The passages of a source as they stand in lists of a kind on pages of a folder."""
    (reading,) = alone.readings
    return lines_of(kind, reading, facets, f"{folder}/list.md" if folder else "list.md", alone)


def asked_in(facets: Facets, alone: Catalogue) -> dict[int, Asked]:
    """The passages of a source that hold an open question."""
    (reading,) = alone.readings
    return asked_of(reading, facets, alone)


def shown_on(concept: str, alone: Catalogue) -> tuple[Shown, ...]:
    """The passages of a source on the page of a concept."""
    ((reading, on),) = alone.on_concept[concept]
    return shown_of(reading, on, alone.by_id[concept], alone)


def _links(clues: Clues, passages: Iterable[Passage], around: Surroundings) -> dict[str, tuple[Link, ...]]:
    """The links of each annotation, the rules' and the owner's."""
    witnesses = {
        witness.id: [other.id for other in passage.annotations]
        for passage in passages
        for witness in passage.annotations
    }
    links: dict[str, list[Link]] = {}
    for told in with_decisions(links_of(clues, around.rarity()), around.decisions, witnesses):
        links.setdefault(told.annotation, []).append(told)
    return {annotation: tuple(found) for annotation, found in links.items()}
