"""Incoming annotations and stored ones become one library; what each incoming one did to it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from commonplace.model import Annotation

Fate: TypeAlias = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The library after a merge, by id, and the incoming annotations by what became of them."""

    annotations: Mapping[str, Annotation]
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    unchanged: frozenset[str] = frozenset()


def merge(stored: Mapping[str, Annotation], incoming: Iterable[Annotation]) -> Merged:
    """Add `incoming` to `stored`.

    An incoming annotation replaces the stored one of the same id unless that was updated later. Among several
    incoming ones of one id, as when two exports of different age are imported together, the latest counts, whatever
    the order of the files. Nothing is ever inferred to be deleted.
    """
    latest: dict[str, Annotation] = {}
    for annotation in incoming:
        rival = latest.get(annotation.id)
        if rival is None or _age(annotation) > _age(rival):
            latest[annotation.id] = annotation
    result = dict(stored)
    fate: dict[str, set[str]] = {"new": set(), "changed": set(), "unchanged": set()}
    for key, annotation in latest.items():
        before = stored.get(key)
        result[key] = annotation if before is None else _newer(before, annotation)
        fate["new" if before is None else "unchanged" if result[key] == before else "changed"].add(key)
    return Merged(annotations=result, **{name: frozenset(ids) for name, ids in fate.items()})


def _age(annotation: Annotation) -> tuple[str, str]:
    return (annotation.updated or annotation.created, repr(annotation))


def _newer(stored: Annotation, incoming: Annotation) -> Annotation:
    """The incoming one, with what only the stored one knows of things that no reader can take back.

    Two kinds of export of one highlight hold different details (WeRead's JSON has the style, its Markdown the block
    id); keeping those of both makes importing them in turn a change only once.
    """
    if incoming.updated and stored.updated > incoming.updated:
        return stored
    kept = {
        name: getattr(stored, name)
        for name in ("created", "updated", "creator", "group", "reply_to", "selectors")
        if not getattr(incoming, name)
    }
    return replace(incoming, **kept, extra={**stored.extra, **incoming.extra})


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
