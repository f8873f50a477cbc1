"""JSON-LD as any software writes it: nearly everything may be an address, an object, or a list of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from commonplace.model import JSON

TARGETS = ("target", "hasTarget", "on")
"""What may hold the targets of an annotation: of the standard, of Open Annotation, of IIIF Presentation 2."""
BODIES = ("body", "hasBody", "resource", "bodies")
"""What may hold its bodies, by the same three, and as Annotorious and Recogito keep them."""

_NAMED = ("foaf:name", "schema:name", "label", "rdfs:label")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_SECONDS, _MILLISECONDS = 10**8, 10**11
"""From 1973 on; no count of seconds is as great as that of milliseconds in that year."""


def listed(value: JSON) -> list[JSON]:
    """Take one for a list of one, and nothing for none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def told(value: Mapping[str, JSON], *keys: str) -> JSON:
    """What stands under the first of `keys` that `value` has."""
    return next((value[key] for key in keys if key in value), None)


def word(value: JSON) -> str:
    """The first text in `value`, which may be a list, or a mapping of languages to texts or lists of them."""
    if isinstance(value, str):
        return value.strip()
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    texts = (text for one in inner for text in listed(one) if isinstance(text, str))
    return next((text.strip() for text in texts if text.strip()), "")


def name_of(term: JSON) -> str:
    """The last part of a term: ``oa:commenting`` and ``http://www.w3.org/ns/oa#commenting`` are ``commenting``."""
    return re.split(r"[#:/]", term)[-1] if isinstance(term, str) else ""


def kinds_of(value: Mapping[str, JSON]) -> frozenset[str]:
    """The types of a resource, by their last parts."""
    return frozenset(name_of(kind) for kind in listed(value.get("type", value.get("@type"))))


def motivations_of(annotation: Mapping[str, JSON]) -> list[str]:
    """What an annotation is for, by the last parts of its motivations."""
    return [name_of(address_of(one)) for one in listed(told(annotation, "motivation", "motivatedBy"))]


def address_of(value: JSON) -> str:
    """The address that a resource is, or has."""
    if isinstance(value, dict):
        return word(value.get("id", value.get("@id")))
    return word(value)


def time_in(value: JSON) -> str:
    """A time as ISO 8601 writes it, or as a count of seconds or milliseconds; empty for anything else."""
    if isinstance(value, int | float) and _SECONDS <= value < _MILLISECONDS * 1000:
        seconds = value if value < _MILLISECONDS else value / 1000
        return datetime.fromtimestamp(int(seconds), UTC).isoformat()
    return value if isinstance(value, str) and _TIME.fullmatch(value) else ""


def agent_in(value: JSON) -> str:
    """What a person or account is called: a name, else an address."""
    for one in listed(value):
        if isinstance(one, dict):
            names = (word(one.get(key)) for key in ("name", "nickname", *_NAMED, "email", "id", "@id"))
            if found := next(filter(None, names), ""):
                return found
        elif found := word(one):
            return found
    return ""
