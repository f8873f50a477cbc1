"""Hypothesis: JSON as its client exports it, which the client imports on the page that is annotated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from commonplace.exporter import Exporter, Holdings
from commonplace.grammar.addresses import is_web
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    FragmentSelector,
    Selector,
    Source,
    TextPositionSelector,
    TextQuoteSelector,
)
from commonplace.store.jsonld import document_iri

_NOBODY = "acct:reader@localhost"
_EVERYONE = "__world__"
_OURS = frozenset({"export_userid", "selectors", "target", "more_targets", "exact", "references", "user"})
"""What the importer keeps apart under names of its own, or knows from elsewhere."""


class HypothesisJson(Exporter):
    """Every annotation as an object of Hypothesis; what came from there goes back as it was."""

    format = "hypothesis"
    description = "Hypothesis: JSON as its client exports and imports it"
    ending = ".json"
    loses = (
        "authors and publishers, chapters, printed pages without a count, colours, and what is an open question; "
        "several comments become one"
    )

    def export(self, holdings: Holdings) -> bytes:
        """Return the file, with the owner's account as that of whoever exported it."""
        account = holdings.account or _NOBODY
        whole = {
            "export_date": datetime.fromtimestamp(holdings.moment, UTC).isoformat(),
            "export_userid": account,
            "client_version": f"commonplace {version('commonplace')}",
            "annotations": [_object(source, annotation, account) for source, annotation in holdings.annotations],
        }
        return (json.dumps(whole, ensure_ascii=True, indent=1) + "\n").encode()


def _object(source: Source, annotation: Annotation, account: str) -> dict[str, JSON]:
    user = annotation.creator if annotation.creator.startswith("acct:") else account
    group = annotation.group or _EVERYONE
    reader = user if annotation.visibility == "private" else f"group:{group}"
    is_theirs = annotation.importer == "hypothesis"
    references = annotation.extra.get("references") or ([annotation.reply_to] if annotation.reply_to else [])
    told: dict[str, JSON] = {
        "id": (annotation.native_id if is_theirs else "") or annotation.id,
        "created": annotation.created,
        "updated": annotation.updated or annotation.created,
        "user": user,
        "uri": _address(annotation.document),
        "text": "\n\n".join(body.value for body in annotation.comments),
        "tags": list(annotation.tags),
        "group": group,
        "permissions": {"read": [reader], "admin": [user], "update": [user], "delete": [user]},
        "target": [_target(annotation)],
        "document": {"title": annotation.document.title or source.title},
        "references": references if is_theirs else [],
    }
    kept = {key: value for key, value in annotation.extra.items() if key not in _OURS} if is_theirs else {}
    return {key: value for key, value in told.items() if value not in ("", []) or key in {"text", "tags"}} | kept


def _address(document: Document) -> str:
    """What Hypothesis calls a document: its address on the web, or a name for a file."""
    return document.key if is_web(document.key) else document_iri(document)


def _target(annotation: Annotation) -> JSON:
    selectors: list[JSON] = [_selector(selector, annotation) for selector in annotation.selectors]
    others = annotation.extra.get("selectors") if annotation.importer == "hypothesis" else None
    selectors += others if isinstance(others, list) else []
    selectors += _page(annotation, selectors)
    told: dict[str, JSON] = {"source": _address(annotation.document)}
    return told | ({"selector": selectors} if selectors else {})


def _selector(selector: Selector, annotation: Annotation) -> dict[str, JSON]:
    match selector:
        case TextQuoteSelector(exact=exact, prefix=prefix, suffix=suffix):
            as_on_page = annotation.extra.get("exact") if annotation.importer == "hypothesis" else None
            around = {key: text for key, text in (("prefix", prefix), ("suffix", suffix)) if text}
            return {"type": "TextQuoteSelector", "exact": as_on_page or exact, **around}
        case TextPositionSelector(start=start, end=end):
            return {"type": "TextPositionSelector", "start": start, "end": end}
        case FragmentSelector(value=value, conforms_to=standard):
            told: dict[str, JSON] = {"conformsTo": standard} if standard else {}
            return {"type": "FragmentSelector", "value": value, **told}


def _page(annotation: Annotation, selectors: list[JSON]) -> Iterator[JSON]:
    page = annotation.locator.physical_page
    if page is not None and not any(isinstance(s, dict) and s.get("type") == "PageSelector" for s in selectors):
        label: dict[str, JSON] = {"label": annotation.locator.page} if annotation.locator.page else {}
        yield {"type": "PageSelector", "index": page - 1, **label}
