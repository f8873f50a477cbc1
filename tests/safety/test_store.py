"""Whatever text stands in whichever field of an export, it is read, stored and read again as it was."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache

from safety.placements import Placement, by_turns, hostile, innocent

from commonplace.errors import CommonplaceError
from commonplace.identifying import divided
from commonplace.identity import identified
from commonplace.importers import all_importers
from commonplace.jsonld import collection_text, read_collection
from commonplace.model import Annotation, Rejected, Source
from commonplace.reading import decode_export

# Fields that the format holds as a string of JSON or YAML, or as text of HTML: any text fits.
HELD_WHOLE = {
    "hypothesis": ("quote", "prefix", "suffix", "comment", "tag", "title", "address"),
    "html_notes": ("tex", "file"),
    "obsidian_annotator": ("quote", "prefix", "suffix", "comment", "title", "address", "file", "front_matter"),
    "obsidian_callouts": ("title", "author", "address", "front_matter"),
    "pdf_plus": ("author", "address", "front_matter"),
    "weread_bookmarks": ("quote", "prefix", "chapter", "title", "address"),
    "weread_reviews": ("quote", "comment", "chapter", "title"),
    "weread_plugin": ("title", "front_matter"),
}
# Fields that stand bare in lines: an innocent text of one line fits.
HELD_IN_A_LINE = {
    "hypothesis_markdown": ("quote", "comment", "title", "author", "address"),
    "obsidian_callouts": ("quote", "comment"),
    "pdf_plus": ("quote", "comment"),
    "weread_plugin": ("quote", "comment", "chapter"),
    "weread_copied": ("quote", "chapter", "title"),
    "html_notes": ("title", "chapter"),
}


def strings(value: object) -> Iterator[str]:
    """Every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from strings([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


@cache
def read(placement: Placement) -> tuple[Annotation | Rejected, ...]:
    """The units of the export, by the way that an import goes; none if it is refused."""
    export = decode_export(placement.export, name=f"export{placement.app.ending}")
    try:
        division = divided(export, all_importers())
    except CommonplaceError:
        return ()
    units = [unit for part in division.parts for unit in part.importer.parse(part.export)]
    return (*units, *division.unclaimed)


def is_held(placement: Placement) -> bool:
    units = read(placement)
    wanted = re.sub("[\ud800-\udfff]", "\ufffd", placement.text)
    raw = placement.text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return any(text.strip() in string for text in (placement.text, wanted, raw) for string in strings(units))


def holds_any(placement: Placement) -> bool:
    is_line_end = "\r" in placement.text and placement.app.ending != ".json"  # In a text file it ends a line.
    return not is_line_end and placement.field in HELD_WHOLE.get(placement.app.write.__name__, ())


def holds_a_line(placement: Placement) -> bool:
    name = placement.app.write.__name__
    is_folded = "  " in placement.text and name == "html_notes"  # A page shows one space for two.
    return "\n" not in placement.text and not is_folded and placement.field in HELD_IN_A_LINE.get(name, ())


def test_any_text_reaches_the_store_exactly_where_the_format_can_hold_it() -> None:
    placements = [placement for placement in by_turns((*hostile(), *innocent())) if holds_any(placement)]
    lost = [(p.app.write.__name__, p.field, p.text[:60]) for p in placements if not is_held(p)]
    assert len(placements) > 500
    assert lost == []


def test_an_innocent_line_reaches_the_store_exactly_in_formats_of_plain_lines_too() -> None:
    placements = [placement for placement in by_turns(innocent()) if holds_a_line(placement)]
    lost = [(p.app.write.__name__, p.field, p.text[:60]) for p in placements if not is_held(p)]
    assert len(placements) > 30
    assert lost == []


def test_what_was_read_is_the_same_after_it_was_stored() -> None:
    for placement in by_turns((*hostile(), *innocent())):
        annotations = tuple(identified(unit for unit in read(placement) if isinstance(unit, Annotation)))
        if not annotations:
            continue
        documents = tuple({annotation.document.key: annotation.document for annotation in annotations}.values())
        source = Source(id="s", title=documents[0].title, documents=documents)
        text = collection_text(source, annotations)
        text.encode("utf-8")
        kept = read_collection(text, path="x")[1]
        by_key = {document.key: document for document in documents}
        assert kept == tuple(dataclasses.replace(a, document=by_key[a.document.key]) for a in annotations)
