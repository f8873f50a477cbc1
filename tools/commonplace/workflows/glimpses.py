"""Passages as lists need them: kept small, and decoded fast.

They are what they stand for, without what only the page of their source shows: selectors beside the quote, formulas,
attachments, and what formats hold beyond the model.
"""

from __future__ import annotations

from typing import Any

import msgspec

from commonplace.model import Annotation, Document, Link, Passage, TextQuoteSelector

_SHOWN = ("id", "motivation", "created", "importer")
_TASK = "task"
"""That an annotation is a task of the reader's tells whether it is an open question."""


class _Document(Document, frozen=True, kw_only=True):
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


class _Annotation(Annotation, frozen=True, kw_only=True):
    document: _Document
    selectors: tuple[TextQuoteSelector, ...] = ()
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


class Glimpses(msgspec.Struct, frozen=True, kw_only=True):
    """The public passages of a source, and the links of their witnesses without their reasons."""

    passages: tuple[Glimpse, ...]
    links: tuple[Link, ...]

    @property
    def linked(self) -> dict[str, tuple[Link, ...]]:
        """The links of each annotation."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.annotation, []).append(link)
        return {annotation: tuple(links) for annotation, links in found.items()}


class Glimpse(Passage, frozen=True, kw_only=True):
    """A passage without what lists do not show."""

    annotations: tuple[_Annotation, ...]


def glimpse_of(passage: Passage) -> dict[str, Any]:
    """What is kept of a passage: decoded, it is a `Glimpse`."""
    return {
        "annotations": [_kept(witness) for witness in passage.annotations],
        "quote": passage.quote,
        "parts": sorted(passage.parts),
    }


def link_without_reasons(link: Link) -> dict[str, Any]:
    """What is kept of a link: decoded, it is a `Link`."""
    return {"annotation": link.annotation, "concept": link.concept, "evidence": (), "weight": link.weight}


def _kept(witness: Annotation) -> dict[str, Any]:
    locator = witness.locator
    place = {"headings": locator.headings, "page": locator.page, "physical_page": locator.physical_page}
    kept: dict[str, Any] = {name: getattr(witness, name) for name in _SHOWN}
    kept["document"] = {"key": witness.document.key}
    kept["locator"] = _without_empty(place | {"rectangle": locator.rectangle})
    kept["bodies"] = [{"value": body.value, "purpose": body.purpose} for body in witness.bodies]
    kept["selectors"] = [{"exact": witness.quote}] if witness.quote else []
    kept["extra"] = {_TASK: True} if _TASK in witness.extra else {}
    return _without_empty(kept)


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value}
