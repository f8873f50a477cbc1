"""The pages of a library, brought up to date at the cost of what changed.

What one source gives is kept by the digest of its file and of all else that it depends on, see `one_source`. Each page
is known by what it was made from: where that and the page are what they were, it is neither made nor read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from commonplace.model import Annotation, Concept, KeptFile, Link, Page, Passage, Reading
from commonplace.pages import common_files
from commonplace.pages.addresses import concept_path
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.concept_page import concept_page
from commonplace.pages.index_pages import index_pages
from commonplace.pages.kept import Kept
from commonplace.pages.passage_groups import sources_in_full
from commonplace.pages.source_page import collection_path
from commonplace.privacy import Withheld, withheld
from commonplace.store.decisions import Decision
from commonplace.store.derived import Derived, key_of
from commonplace.store.last_import import LastImport
from commonplace.store.library import Library
from commonplace.workflows.concept_pages import concept_pages, verdicts_on
from commonplace.workflows.counting import KINDS as OF_COUNTING
from commonplace.workflows.counting import Counting
from commonplace.workflows.import_summary import Holdings
from commonplace.workflows.one_source import Site, Surroundings, present
from commonplace.workflows.outlines import KINDS as OF_OUTLINES
from commonplace.workflows.outlines import OUTLINE, Outline, Outlines, Shelved
from commonplace.workflows.stacks import Stacks, Volume
from commonplace.workflows.surveying import empty_catalogue, pictures_in, settings_of

_PAGE = "page"


class Linked(msgspec.Struct, frozen=True):
    """A source; `links` gives those of its annotations, and `key` changes whenever they or the source do."""

    volume: Volume
    key: str
    links: Callable[[Sequence[Annotation]], Mapping[str, tuple[Link, ...]]]


class Refreshing:
    """A library whose pages are to be brought up to date.

    Parameters
    ----------
    library : Library
        The library, in a draft.
    derived : Derived
        What was made earlier.
    stacks : Stacks
        Its store.
    volumes : sequence of Volume
        Its sources.
    """

    def __init__(self, library: Library, derived: Derived, stacks: Stacks, volumes: Sequence[Volume]) -> None:
        self._library = library
        self._derived = derived
        derived.take(_PAGE)
        self._drafted = library.drafted(library.docs)
        self._stacks = stacks
        self._volumes = {volume.source.id: volume for volume in volumes}
        self._settings = settings_of(library)
        self._pages = concept_pages(library, derived)
        self._concepts = tuple(page.concept for page in self._pages)
        self._site = Site(
            concepts=self._concepts, language=self._settings.language, publishing=self._settings.publishing
        )
        self._decisions = _by_source(library.decisions(), stacks, volumes)
        counting = Counting(self._site, derived)
        self._counted = counting.counted(volumes)
        self._outlines = Outlines(derived, counting, self._counted, self._surroundings)
        self._outlined: dict[str, Outline] = {}
        self._standing: set[str] = set()
        self._keys: dict[str, str] = {}
        self._known: dict[str, Mapping[str, str]] = {}

    def public(self, annotations: Iterable[Annotation]) -> frozenset[str]:
        """Ids of those of `annotations` that may stand on pages."""
        marked = present(annotations)
        hidden = withheld(marked, self._settings.publishing, self._counted.presumed)
        return frozenset(annotation.id for annotation in marked if annotation.id not in hidden)

    def written(self, last: LastImport) -> tuple[str, ...]:
        """Write the pages that are not as they should be; give those where an edit inside a region was kept instead."""
        kept = []
        for path, result in self._library.write_pages(self._made(last), self._standing):
            if result.kept:
                kept.append(path)
            elif path in self._keys:
                digest = sha256(result.text.encode("utf-8")).hexdigest()
                self._derived.put(_PAGE, path, self._keys[path], digest)
        self._forget()
        return tuple(kept)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Every concept, by id."""
        return self._concepts

    def linked(self) -> Iterator[Linked]:
        """Every source with its links."""
        for volume in self._volumes.values():
            yield Linked(volume, self._outlines.links_key(volume), partial(self._outlines.links, volume))

    def holdings(self) -> Holdings:
        """Count what is in the library."""
        shares = [self._counted.shares[name] for name in self._volumes]
        outlines = [self._outline(volume) for volume in self._volumes.values()]
        reasons: Counter[Withheld] = Counter()
        for outline in outlines:
            reasons.update(dict(outline.reasons))
        return Holdings(
            annotations=sum(share.present for share in shares),
            sources=sum(bool(share.present) for share in shares),
            passages=sum(outline.passages for outline in outlines),
            linked=sum(outline.linked for outline in outlines),
            withheld=tuple(sorted(reasons.items(), key=lambda pair: (pair[0].reason, pair[0].who))),
            presumed=() if self._settings.publishing.accounts else tuple(sorted(self._counted.presumed)),
        )

    @cached_property
    def _pictures(self) -> frozenset[str]:
        return pictures_in(self._library)

    def _surroundings(self, source: str) -> Surroundings:
        return Surroundings(
            site=self._site,
            rarity=partial(self._counted.rarity_in, source),
            presumed=self._counted.presumed,
            decisions=self._decisions.get(source, ()),
            pictures=self._pictures.intersection(self._counted.shares[source].pictures),
        )

    def _outline(self, volume: Volume) -> Outline:
        name = volume.source.id
        if name not in self._outlined:
            self._outlined[name] = self._outlines.kept(volume) or self._outlines.made(volume)[0]
        return self._outlined[name]

    def _made(self, last: LastImport) -> Iterator[Page | KeptFile]:
        """Make what is not as it should be: pages of sources, then of concepts, then those that gather."""
        for volume in self._volumes.values():
            yield from self._of_source(volume)
        catalogue = self._catalogue(last)
        concepts = [concept for concept in catalogue.concepts if not self._is_as_it_is_made(concept, catalogue)]
        self._prepare(concepts, catalogue)
        for concept in concepts:
            yield concept_page(concept, catalogue)
        yield from index_pages(catalogue)
        yield from common_files(catalogue)

    def _is_as_it_is_made(self, concept: Concept, catalogue: Catalogue) -> bool:
        return self._stands(concept_path(concept.id), self._concept_key(concept, catalogue))

    def _prepare(self, concepts: Iterable[Concept], catalogue: Catalogue) -> None:
        """Make what pages of concepts show of sources, source by source, so that each is read once."""
        wanted = [(source, concept.id) for concept in concepts for source in sources_in_full(concept, catalogue)]
        for source, concept in sorted(wanted):
            self._outlines.shown(self._volumes[source], concept)

    def _of_source(self, volume: Volume) -> Iterator[Page | KeptFile]:
        reading = Reading(source=volume.source, passages=())
        paths = (reading.path, collection_path(reading))
        outline = self._outlines.kept(volume)
        if outline is not None:
            self._outlined[volume.source.id] = outline
            stand = [self._stands(path, self._outlines.key(volume)) for path in paths if outline.public]
            if all(stand):
                return
        outline, pages = self._outlines.made(volume)
        self._outlined[volume.source.id] = outline
        for page in pages or ():
            self._stands(page.path, self._outlines.key(volume))
            yield page

    def _stands(self, path: str, key: str) -> bool:
        """Whether a file is what was made of `key`; it is made of it from now on."""
        self._keys[path] = key
        digest = self._derived.get(_PAGE, path, key, str)
        if digest is None or digest != self._digest_of(path):
            return False
        self._standing.add(path)
        return True

    def _digest_of(self, path: str) -> str:
        """The digest of a page."""
        folder, _, name = path.rpartition("/")
        if folder not in self._known:
            self._known[folder] = self._derived.known_in(self._library.docs / folder)
        known = None if path in self._drafted else self._known[folder].get(name)
        return known or self._library.digest(self._library.docs / path, self._derived.digest_of)

    def _catalogue(self, last: LastImport) -> Catalogue:
        """The whole library: the facets of all sources, and the passages of those that are asked for."""
        outlines = {name: self._outline(volume) for name, volume in self._volumes.items()}
        links: dict[str, tuple[Link, ...]] = {}
        brought = outlines.keys() & self._stacks.homes(last).keys()
        brought |= {name for name, volume in self._volumes.items() if last.is_of(volume.ids)}
        published, counts = self._published(last, brought)
        prose = {page.concept.id: page.prose for page in self._pages}
        verdicts = verdicts_on(self._concepts, self._library, self._derived)
        return replace(
            empty_catalogue(self._library, self._concepts, prose, verdicts),
            readings=tuple(
                Reading(
                    source=self._volumes[name].source,
                    passages=Shelved(outline.public, partial(self._passages, name, links)),
                )
                for name, outline in outlines.items()
                if outline.public
            ),
            links=links,
            terms=self._site.terms,
            last_import=published,
            answers={d.subject: d for d in self._library.decisions() if d.verb == "answer"},
            kept=Kept(
                facets={name: outline.facets for name, outline in outlines.items()},
                brought=counts,
                line=lambda kind, name, folder, number: self._outlines.line(
                    kind, self._volumes[name], outlines[name].facets, folder, number
                ),
                asked=lambda name, number: self._outlines.asked(self._volumes[name], outlines[name].facets, number),
                shown=lambda name, concept: self._outlines.shown(self._volumes[name], concept),
                stands=self._is_made_from,
            ),
        )

    def _passages(self, source: str, links: dict[str, tuple[Link, ...]]) -> Sequence[Passage]:
        """The passages of a source; their links are put among the others."""
        glimpses = self._outlines.glimpses(self._volumes[source])
        first = glimpses.links[0].annotation if glimpses.links else ""
        if first not in links:
            links.update(glimpses.linked)
        return glimpses.passages

    def _published(self, last: LastImport, brought: Iterable[str]) -> tuple[LastImport, dict[str, int]]:
        """What the last import brought that may stand on pages, and in how many passages of each source."""
        new: set[str] = set()
        changed: set[str] = set()
        hidden: set[str] = set()
        counts: dict[str, int] = {}
        for name in brought:
            hidden.update(self._outlined[name].withheld)
            counts[name] = 0
            for passage in self._outlines.glimpses(self._volumes[name]).passages:
                ids = [witness.id for witness in passage.annotations]
                is_new, is_changed = last.new.intersection(ids), last.changed.intersection(ids)
                new |= is_new
                changed |= is_changed
                counts[name] += bool(is_new or is_changed)
        return LastImport(new=frozenset(new), changed=frozenset(changed), gone=last.gone - hidden), counts

    def _is_made_from(self, path: str, told: object, sources: Iterable[str]) -> bool:
        """Whether a further page of a list is as it is made of all that."""
        keys = [self._outlines.key(self._volumes[name]) for name in dict.fromkeys(sources)]
        return self._stands(path, key_of(path, self._site.key, told, keys))

    def _concept_key(self, concept: Concept, catalogue: Catalogue) -> str:
        """The key of all that the page of a concept is made from."""
        sources = [reading.source.id for reading, _ in catalogue.on_concept[concept.id]]
        naming = [reading.source.id for reading, _ in catalogue.comments_naming.get(concept.id, ())]
        return key_of(
            concept.id,
            self._site.key,
            catalogue.topics,
            concept.id in catalogue.drawn,
            [catalogue.verdicts.get((concept.id, place)) for place in range(1, len(concept.formulas) + 1)],
            catalogue.backlinks.get(concept.id, ()),
            [sha256(b"".join(map(self._told.__getitem__, names))).digest() for names in (sources, naming)],
        )

    @cached_property
    def _told(self) -> Mapping[str, bytes]:
        """For each source a digest of what pages that name it say, and of what its own are made of."""
        return {
            name: bytes.fromhex(key_of(name, volume.source.title, self._outlines.key(volume)))
            for name, volume in self._volumes.items()
        }

    def _forget(self) -> None:
        """Keep nothing of sources that are no more."""
        gone = self._derived.names(OUTLINE) - self._volumes.keys()
        for kind in (*OF_COUNTING, *OF_OUTLINES) if gone else ():
            names = self._derived.names(kind)
            self._derived.forget(kind, {name for name in names if name.partition("/")[0] not in self._volumes})
        self._derived.forget(_PAGE, self._derived.names(_PAGE) - self._keys.keys())


def _by_source(
    decisions: Iterable[Decision], stacks: Stacks, volumes: Iterable[Volume]
) -> dict[str, tuple[Decision, ...]]:
    """The owner's decisions on annotations, by the source that holds them."""
    on_annotations = [decision for decision in decisions if decision.verb in ("pin", "forbid", "answer")]
    homes = _homes(frozenset(decision.subject for decision in on_annotations), stacks, volumes)
    found: dict[str, list[Decision]] = {}
    for decision in on_annotations:
        if decision.subject in homes:
            found.setdefault(homes[decision.subject], []).append(decision)
    return {source: tuple(told) for source, told in found.items()}


def _homes(annotations: frozenset[str], stacks: Stacks, volumes: Iterable[Volume]) -> dict[str, str]:
    """The source that holds each annotation, by their ids."""
    homes = {name: source for source, names in stacks.homes(annotations).items() for name in names}
    return homes | {name: volume.source.id for volume in volumes for name in annotations.intersection(volume.ids)}
