"""The JSON of `commonplace.reading.containers`: records, each on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_text import decode, lines_of_objects
from commonplace.model import JSON, Export


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record, and the line that it stands on."""

    raw: Mapping[str, JSON]
    line: int


def head_and_records(export: Export, key: str, head: str) -> tuple[Mapping[str, JSON], list[Record]]:
    """Read the object under `head`, and the records in the list under `key`; nothing if it is another container."""
    value = _decoded(export)
    if not value:
        return {}, []
    told, listed = value.get(head), value.get(key)
    records = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    first = export.text.count("\n", 0, max(export.text.find(f'"{key}"'), 0)) + 2
    return (
        told if isinstance(told, dict) else {},
        [Record(raw=raw, line=first + number) for number, raw in enumerate(records)],
    )


def tables(export: Export) -> Mapping[str, list[Record]]:
    """Read every table of a database, by its name."""
    held = _decoded(export).get("tables")
    if not isinstance(held, dict):
        return {}
    # The objects before the rows are the outermost one and that of the tables; a row may hold further ones.
    lines = iter(dict.fromkeys(lines_of_objects(export.text)[2:]))
    return {
        name: [Record(raw=row, line=next(lines, 1)) for row in rows if isinstance(row, dict)]
        for name, rows in held.items()
        if isinstance(rows, list)
    }


def _decoded(export: Export) -> Mapping[str, JSON]:
    if not export.container:
        return {}
    try:
        value = decode(export.text, name=export.name)
    except MalformedExportError:
        return {}
    return value if isinstance(value, dict) else {}
