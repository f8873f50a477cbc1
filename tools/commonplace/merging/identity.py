"""What makes an annotation this one and no other: importer, document, and native id or place; never text alone."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from commonplace.model import Annotation, TextPositionSelector

_ID_LENGTH = 12
_ENCODER = json.JSONEncoder()


def identified(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Give each annotation of one export its id.

    A native id or an exact place names an annotation. Where an app reused a native id for different annotations,
    their creation and place tell them apart; where a format knows only words under a heading, equal ones are counted.
    """
    marked = list(annotations)
    contents: dict[str, set[tuple[str, ...]]] = {}
    names = [_name(annotation) for annotation in marked]
    keys = [_digest(name) for name in names]
    shared = {key for key, count in Counter(keys).items() if count > 1}
    for annotation, key in zip(marked, keys, strict=True):
        if key in shared:
            contents.setdefault(key, set()).add(_circumstances(annotation))
    seen: Counter[str] = Counter()
    result = []
    for annotation, plain, key in zip(marked, names, keys, strict=True):
        name = plain
        if not _is_exact(annotation):
            seen[key] += 1
            name = [*name, str(seen[key])] if seen[key] > 1 else name
        elif key in shared and len(contents[key]) > 1:
            name = [*name, *_circumstances(annotation)]
        result.append(replace(annotation, id=key if name is plain else _digest(name)))
    return result


def _is_exact(annotation: Annotation) -> bool:
    return bool(annotation.native_id or _place(annotation))


def _name(annotation: Annotation) -> list[str]:
    owner = [annotation.importer, annotation.document.key]
    if annotation.native_id:
        return [*owner, "id", annotation.native_id]
    if place := _place(annotation):
        return [*owner, "place", *place]
    headings = "\n".join(annotation.locator.headings)
    if annotation.quote:
        return [*owner, "quote", headings, annotation.locator.page, annotation.quote]
    if annotation.motivation == "questioning" or "task" in annotation.extra:
        return [*owner, "task", headings, *(body.value for body in annotation.comments)]
    return [*owner, "note", headings, annotation.created]


def _place(annotation: Annotation) -> list[str]:
    """An exact place, or nothing: a page alone holds many passages."""
    locator = annotation.locator
    positions = [s for s in annotation.selectors if isinstance(s, TextPositionSelector)]
    if not (locator.selection or locator.rectangle or locator.range or positions):
        return []
    page = str(locator.physical_page or locator.page)
    chapter = "" if locator.physical_page or positions else "\n".join(locator.headings)
    spans = [f"{position.start}-{position.end}" for position in positions]
    return [page, chapter, locator.selection, locator.rectangle, locator.range, *spans]


def _circumstances(annotation: Annotation) -> tuple[str, ...]:
    words = annotation.quote
    if not words and not annotation.created:  # Nothing but what was written tells two notes under one id apart.
        words = "\n".join(comment.value for comment in annotation.comments)
    return (annotation.created, *_place(annotation), words)


def _digest(name: Iterable[str]) -> str:
    """A short name that is the same on every machine: letters and digits that need no escaping anywhere."""
    encoded = _ENCODER.encode(list(name)).encode("ascii")
    return base64.b32encode(hashlib.sha256(encoded).digest()).decode("ascii")[:_ID_LENGTH].lower()
