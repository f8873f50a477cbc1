"""What the pages of concepts declare, and the verdicts on their formulas, read only where something changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from commonplace.model import Concept, Verdict
from commonplace.store.derived import Derived, key_of
from commonplace.store.library import Library
from commonplace.store.regions import prose_of
from commonplace.workflows.surveying import known_verdicts

_CONCEPT, _VERDICTS = "concept", "verdicts"


class ConceptPage(msgspec.Struct, frozen=True):
    """What a page declares, and what the owner wrote on it."""

    concept: Concept
    prose: str


def concept_pages(library: Library, derived: Derived) -> tuple[ConceptPage, ...]:
    """Every concept, by id."""
    return tuple(_page(path, library, derived) for path in library.concept_pages())


def verdicts_on(concepts: tuple[Concept, ...], library: Library, derived: Derived) -> Mapping[tuple[str, int], Verdict]:
    """The verdicts of the last check that still hold, by concept and place of the formula."""
    code = [library.snippets / name for name in library.names(library.snippets, ".py")]
    digests = [(path.name, library.digest(path, derived.digest_of)) for path in (library.verdicts, *code)]
    key = key_of(digests, [(concept.id, concept.formulas) for concept in concepts])
    kept = derived.get(_VERDICTS, "", key, list[tuple[str, int, Verdict]])
    if kept is None:
        found = known_verdicts(library, concepts)
        kept = [(concept, place, verdict) for (concept, place), verdict in found.items()]
        derived.put(_VERDICTS, "", key, kept)
    return {(concept, place): verdict for concept, place, verdict in kept}


def _page(path: Path, library: Library, derived: Derived) -> ConceptPage:
    digest = library.digest(path, derived.digest_of)
    found = derived.get(_CONCEPT, path.stem, digest, ConceptPage)
    if found is None:
        found = ConceptPage(library.concept(path), prose_of(library.text(path) or ""))
        derived.put(_CONCEPT, path.stem, digest, found)
    return found
