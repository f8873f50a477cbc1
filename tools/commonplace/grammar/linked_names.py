"""Names in JSON-LD that are written in full, or with a prefix, made as short as those of Web Annotations are."""

from __future__ import annotations

from collections.abc import Mapping

from commonplace.model import JSON

_SHORT: Mapping[str, str] = {
    "oa:": "",
    "http://www.w3.org/ns/oa#": "",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2011/content#": "cnt:",
}
_MARKS = ('"oa:has', '"http://www.w3.org/ns/oa#has')


def is_long(text: str) -> bool:
    """Tell whether `text` is JSON-LD that names what annotations have in full, or with a prefix."""
    return any(mark in text for mark in _MARKS)


def shortened(value: JSON) -> JSON:
    """Shorten each name in `value`, and take what is wrapped with its type out of it."""
    if isinstance(value, list):
        inner = [shortened(one) for one in value]
        return inner[0] if len(inner) == 1 and _is_wrapped(value[0]) else inner
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return value["@value"]
    return {_short(key): shortened(one) for key, one in value.items()}


def _is_wrapped(value: JSON) -> bool:
    return isinstance(value, dict) and "@value" in value


def _short(name: str) -> str:
    return next((short + name.removeprefix(long) for long, short in _SHORT.items() if name.startswith(long)), name)
