"""Incoming annotations and stored ones become one library; what each incoming one did to it is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Literal, TypeAlias, TypeVar

import msgspec
from msgspec import structs
from msgspec.structs import fields, replace

from commonplace.model import Annotation

_DETAILS = ("created", "updated", "creator", "group", "reply_to", "color", "selectors")

Value = TypeVar("Value")
Fate: TypeAlias = Literal["new", "changed", "unchanged"]


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """The library after a merge, by id, and the incoming annotations by what became of them."""

    annotations: Mapping[str, Annotation]
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    unchanged: frozenset[str] = frozenset()


def merge(stored: Mapping[str, Annotation], incoming: Iterable[Annotation]) -> Merged:
    """Add `incoming` to `stored`.

    An incoming annotation replaces the stored one of the same id unless that was updated later. Several incoming ones
    of one id, as when two exports of different age are imported together, are taken by age, whatever the order of the
    files. Nothing is inferred to be deleted: that is for `gone_from` and `synchronised`, where the user asks for it.
    """
    result = dict(stored)
    for annotation in _by_age(incoming):
        before = result.get(annotation.id)
        result[annotation.id] = annotation if before is None else _newer(before, annotation)
    touched = {key for key, annotation in result.items() if stored.get(key) is not annotation}
    new = frozenset(touched - stored.keys())
    changed = frozenset(key for key in touched - new if result[key] != stored[key])
    return Merged(annotations=result, new=new, changed=changed, unchanged=frozenset(stored) - changed)


def gone_from(stored: Mapping[str, Annotation], incoming: Iterable[Annotation]) -> frozenset[str]:
    """Ids of stored annotations that exports of their document in their format no longer hold."""
    incoming = tuple(incoming)
    held = {annotation.id for annotation in incoming}
    read = {(annotation.importer, annotation.document.key) for annotation in incoming}
    return frozenset(
        key
        for key, annotation in stored.items()
        if not annotation.state and key not in held and (annotation.importer, annotation.document.key) in read
    )


def synchronised(merged: Merged, *, held: AbstractSet[str], gone: AbstractSet[str]) -> Merged:
    """Set aside what is gone from its exports, and bring back what was set aside and is held again."""
    back = {key for key in held if merged.annotations[key].state}
    put = {key: replace(merged.annotations[key], state="gone") for key in gone}
    put |= {key: replace(merged.annotations[key], state="") for key in back}
    return replace(
        merged,
        annotations={**merged.annotations, **put},
        changed=merged.changed | put.keys(),
        unchanged=merged.unchanged - put.keys(),
    )


def _by_age(annotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """The oldest first, and of those of one time and id by all that they say: which few need to be asked for."""
    for _, equals in groupby(sorted(annotations, key=_age_and_name), key=_age_and_name):
        versions = list(equals)
        yield from sorted(versions, key=repr) if len(versions) > 1 else versions


def _age_and_name(annotation: Annotation) -> tuple[str, ...]:
    return annotation.updated or annotation.created, annotation.importer, annotation.document.key, annotation.id


def _newer(stored: Annotation, incoming: Annotation) -> Annotation:
    """The incoming one, unless it is older, with the details that only the stored one has.

    Two kinds of export of one highlight hold different details: WeRead's JSON has the style and the time with its
    offset, its Markdown the block id and local time. Where both hold the same words of the reader they are two views of
    one version, and are joined detail by detail, so that it does not matter which came first.
    """
    if incoming.updated and stored.updated > incoming.updated:
        return stored
    incoming = structs.replace(incoming, document=stored.document)  # What is known of that is joined elsewhere.
    if incoming == stored and _spelt(incoming) == _spelt(stored):
        return stored
    one, other = _completed(incoming, stored), _completed(stored, incoming)
    if _words(one) != _words(other):
        return one
    fuller = {f.name: _fuller(getattr(one, f.name), getattr(other, f.name)) for f in fields(Annotation)}
    shared = {key: _fuller(value, other.extra[key]) for key, value in one.extra.items()}
    return replace(one, **fuller | {"document": stored.document, "extra": shared})


def _spelt(annotation: Annotation) -> str:
    """What of an annotation can be written differently though it is equal, as 1 and 1.0."""
    return repr((annotation.selectors, annotation.locator, sorted(annotation.extra.items())))


def _completed(version: Annotation, other: Annotation) -> Annotation:
    """`version` with what `other` knows where it says nothing itself."""
    missing = {name: getattr(other, name) for name in _DETAILS if not getattr(version, name)}
    return replace(version, **missing, extra={**other.extra, **version.extra})


def _words(annotation: Annotation) -> tuple[object, ...]:
    """What the reader did: marked, wrote, tagged, coloured."""
    bodies = tuple((body.purpose, body.value) for body in annotation.bodies)
    return (annotation.quote, bodies, annotation.color, annotation.visibility, annotation.motivation)


def _fuller(one: Value, other: Value) -> Value:
    """The one that says more, by an order that is the same whichever of the two came first."""
    return max(one, other, key=lambda value: (_has_offset(value), len(repr(value)), repr(value)))


def _has_offset(value: object) -> bool:
    """Whether it is a time that does not depend on where the reader was."""
    return isinstance(value, str) and bool(re.search(r"(Z|[+-]\d\d:?\d\d)$", value[10:]))


def fates(merged: Merged, files: Sequence[Sequence[str]]) -> list[list[Fate]]:
    """What became of each annotation of each file, given their ids in the order of the import.

    A second copy of an annotation within one import is unchanged.
    """
    seen: set[str] = set()
    result: list[list[Fate]] = []
    for ids in files:
        told: list[Fate] = []
        for key in ids:
            known = key in seen or key in merged.unchanged
            told.append("unchanged" if known else "new" if key in merged.new else "changed")
            seen.add(key)
        result.append(told)
    return result
