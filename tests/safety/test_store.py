"""Whatever text stands in whichever field of an export, it is read, stored and read again as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from safety import recorded
from safety.placements import FULL, Placement, by_turns, hostile, innocent
from safety.recorded import Held, strings
from safety.storing import stays_the_same

from commonplace.errors import CommonplaceError
from commonplace.importers import all_importers
from commonplace.model import Annotation, Rejected
from commonplace.reading.exports import decode_export
from commonplace.reading.identifying import divided

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
    "obsidian_callouts": ("quote", "comment", "attribution"),
    "pdf_plus": ("quote", "comment"),
    "weread_plugin": ("quote", "comment", "chapter"),
    "weread_copied": ("quote", "chapter", "title"),
    "html_notes": ("title", "chapter"),
}


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


def is_held(told: str, units: tuple[Annotation | Rejected, ...]) -> bool:
    wanted = re.sub("[\ud800-\udfff]", "\ufffd", told)
    raw = told.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return any(text.strip() in string for text in (told, wanted, raw) for string in strings(units))


def holds_any(placement: Placement) -> bool:
    is_line_end = "\r" in placement.text and placement.app.ending != ".json"  # In a text file it ends a line.
    return not is_line_end and placement.field in HELD_WHOLE.get(placement.app.write.__name__, ())


def holds_a_line(placement: Placement) -> bool:
    name = placement.app.write.__name__
    is_folded = "  " in placement.text and name == "html_notes"  # A page shows one space for two.
    return "\n" not in placement.text and not is_folded and placement.field in HELD_IN_A_LINE.get(name, ())


def test_any_text_reaches_the_store_exactly_where_the_format_can_hold_it() -> None:
    placements = [placement for placement in by_turns((*hostile(), *innocent())) if holds_any(placement)]
    lost = [(p.app.write.__name__, p.field, p.text[:60]) for p in placements if not is_held(p.text, read(p))]
    assert len(placements) > len(hostile())
    assert lost == []


def test_an_innocent_line_reaches_the_store_exactly_in_formats_of_plain_lines_too() -> None:
    placements = [placement for placement in by_turns(innocent()) if holds_a_line(placement)]
    lost = [(p.app.write.__name__, p.field, p.text[:60]) for p in placements if not is_held(p.text, read(p))]
    assert len(placements) > 30
    assert lost == []


def test_what_was_read_is_the_same_after_it_was_stored() -> None:
    for placement in by_turns((*hostile(), *innocent())):
        stays_the_same(unit for unit in read(placement) if isinstance(unit, Annotation))


def at_recorded_places() -> Iterable[Held]:
    texts = (*hostile(), *innocent())
    return recorded.every(texts) if FULL else recorded.by_turns(texts, times=8)


def test_a_text_in_place_of_any_recorded_value_is_read_and_stays_the_same_in_the_store() -> None:
    for held in at_recorded_places():
        stays_the_same(unit for unit in held.units if isinstance(unit, Annotation))


READ_OTHERWISE = {
    "author",  # Several authors stand in one string, parted by line ends, commas or "and".
    "address",  # Only an address is one, and its fragment is a place within.
    "prefix",  # Apple Books keeps whole paragraphs: what is near the words is enough.
    "suffix",
    "created",  # Only a date is one, and only a number of the right kind a place or a name of its app's own.
    "updated",
    "isbn",
    "range",
    "native id",
}
NOT_PLAIN = {
    ("zotero-json", "comment"),  # HTML.
    ("zotero-json", "formula"),
    ("zotero-json", "quote"),  # <b> and <i> are emphasis.
    ("zotero-json", "title"),
    ("commonplace-csv", "tag"),  # Several, parted by semicolons.
    ("calibre-database", "chapter"),  # A string of JSON in a string of JSON, where these escapes are not enough.
    ("calibre-database", "color"),
    ("calibre-database", "quote"),
    ("calibre-database", "formula"),
    ("koreader", "file"),  # A path in a comment of one line, from which the title is taken too.
    ("koreader", "title"),
}


def test_a_text_in_place_of_any_recorded_string_is_read_exactly() -> None:
    held = [
        one
        for one in at_recorded_places()
        if one.place.holds_anything
        and one.place.field not in READ_OTHERWISE
        and (one.place.format, one.place.field) not in NOT_PLAIN
    ]
    lost = [(one.place.format, one.place.field, one.text[:60]) for one in held if not is_held(one.text, one.units)]
    assert len(held) > len(hostile())
    assert lost == []
