"""Annotations in JSON that came before the standard or keep to words of their own, told in the standard's words."""

from __future__ import annotations

from collections.abc import Mapping

from commonplace.grammar.linked_data import TARGETS, listed, told, word
from commonplace.model import JSON

_OF_RANGE = frozenset({"start", "startOffset", "end", "endOffset"})
_TOLD = frozenset({"id", "quote", "ranges", "text", "uri", "url"})
_NAMES = {"user": "creator", "updated": "modified"}


def as_annotation(raw: Mapping[str, JSON], page: Mapping[str, JSON]) -> dict[str, JSON] | None:
    """Tell in the standard's words what Annotator.js keeps, and Europe PMC answers; None if `raw` is neither.

    Parameters
    ----------
    raw : mapping
        An object in JSON.
    page : mapping
        What holds it, which Wallabag writes down with its address and title.

    Examples
    --------
    >>> told = as_annotation({"quote": "a layer", "ranges": [{"startOffset": 0, "endOffset": 7}]}, {"url": "a.org"})
    >>> told["target"]["source"], told["target"]["selector"][0]["exact"]
    ('a.org', 'a layer')
    """
    if any(key in raw for key in TARGETS):
        return None
    return _of_annotator(raw, page) or _of_europe_pmc(raw)


def _of_annotator(raw: Mapping[str, JSON], page: Mapping[str, JSON]) -> dict[str, JSON] | None:
    quote, ranges = raw.get("quote"), raw.get("ranges")
    if not (isinstance(quote, str) and isinstance(ranges, list)):
        return None
    marked = [one for one in ranges if isinstance(one, dict) and one.keys() <= _OF_RANGE and "startOffset" in one]
    if len(marked) != len(ranges) or not (marked or "annotator_schema_version" in raw):
        return None
    source, title, said = word(told(raw, "uri", "url")), word(page.get("title")), raw.get("text")
    quotes = [_quote(raw, "quote", "")] if quote.strip() else []
    target: dict[str, JSON] = {
        "source": source or word(page.get("url")),
        "selector": [*quotes, *({"type": "RangeSelector", **one} for one in marked)],
    }
    target |= {"title": title} if title else {}
    body: JSON = {"type": "TextualBody", "value": said} if isinstance(said, str) and said.strip() else None
    renamed = {_NAMES.get(key, key): value for key, value in raw.items() if key not in _TOLD}
    return renamed | {"id": str(raw.get("id") or ""), "type": "Annotation", "target": target, "body": body}


def _of_europe_pmc(raw: Mapping[str, JSON]) -> dict[str, JSON] | None:
    """Read a term that was found in an article, with the words around it and what it is in a vocabulary."""
    tags = [one for one in listed(raw.get("tags")) if isinstance(one, dict) and "uri" in one]
    exact = raw.get("exact")
    if not (isinstance(exact, str) and exact.strip() and tags and "postfix" in raw):
        return None
    rest = {key: value for key, value in raw.items() if key not in {"exact", "prefix", "postfix", "type"}}
    source = word(raw.get("id")).partition("#")[0]
    return {
        **rest,
        "type": "Annotation",
        "kind": raw.get("type"),
        "target": {"source": source, "selector": _quote(raw, "exact", "postfix")},
    }


def _quote(raw: Mapping[str, JSON], exact: str, suffix: str) -> dict[str, JSON]:
    around = {"prefix": raw.get("prefix"), "suffix": raw.get(suffix)}
    told_around = {key: value for key, value in around.items() if isinstance(value, str) and value}
    return {"type": "TextQuoteSelector", "exact": raw[exact], **told_around}
