"""Out and in again: what of annotations is the same after an export was imported."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from commonplace.exporter import Holdings
from commonplace.exporters import exporter_named
from commonplace.importers import all_importers
from commonplace.merging.identity import identified
from commonplace.merging.passages import passages_of
from commonplace.model import Annotation, Export, Reading, Rejected, Source
from commonplace.reading.exports import decode_export, read_export
from commonplace.reading.identifying import divided
from commonplace.store.shelves import Store, shelves_of

EXAMPLES = Path(__file__).parents[1] / "examples"
Told: TypeAlias = tuple[object, ...]
Telling: TypeAlias = Callable[[Source, Annotation], Told]


def holdings(annotations: Iterable[Annotation], *, account: str = "acct:reader@hypothes.is") -> Holdings:
    """A library of these annotations, all of them published."""
    items = tuple(annotations)
    store = Store(documents=tuple(a.document for a in items), annotations={a.id: a for a in items})
    readings = tuple(
        Reading(source=shelf.source, passages=passages_of(shelf.annotations)) for shelf in shelves_of(store)
    )
    return Holdings(concepts=(), readings=readings, account=account, moment=1_700_000_000.0)


def files(library: Holdings, name: str) -> dict[str, bytes]:
    """What the exporter `name` writes, by the names of the files."""
    data = exporter_named(name).export(library)
    return {f"export{exporter_named(name).ending}": data} if isinstance(data, bytes) else dict(data)


def read(export: Export) -> list[Annotation]:
    """The annotations of an export; that anything in it is rejected, or claimed by nobody, is an error."""
    division = divided(export, all_importers())
    assert [unit.raw for unit in division.unclaimed if unit.raw.strip()] == []
    units = [(part, unit) for part in division.parts for unit in part.importer.parse(part.export)]
    assert [unit for _, unit in units if isinstance(unit, Rejected) and not unit.by_design] == []
    return identified(unit for _, unit in units if isinstance(unit, Annotation))


def returned(library: Holdings, name: str) -> Holdings:
    """The library that an import of the export `name` makes."""
    found = [a for file, data in files(library, name).items() for a in read(decode_export(data, name=file))]
    return holdings(found, account=library.account)


def told(library: Holdings, telling: Telling) -> list[str]:
    """What `telling` says of each annotation, in an order that does not depend on the library's."""
    return sorted(repr(telling(source, annotation)) for source, annotation in library.annotations)


def sample_library() -> Holdings:
    """The examples, read."""
    paths = sorted(path for path in EXAMPLES.glob("*/*") if path.is_file() and path.parent.name != "text")
    found: dict[str, Annotation] = {}
    for path in paths:
        if path.suffix in {".csv", ".html", ".json", ".lua", ".md", ".txt"}:
            division = divided(read_export(path, name=path.name), all_importers())
            for part in division.parts:
                units = part.importer.parse(part.export)
                found |= {a.id: a for a in identified(unit for unit in units if isinstance(unit, Annotation))}
    return holdings(found.values())


def comment(annotation: Annotation) -> str:
    """All that the reader wrote, as one text."""
    return "\n\n".join(body.value.strip() for body in annotation.comments).strip()


def words(text: str) -> str:
    """Text without what no table and no note keeps: white space around it, and how it ends a line."""
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n")).strip())
