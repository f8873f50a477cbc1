"""Whatever happens to an export on its way, it is read, or refused by an error that its user can act on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.errors import CommonplaceError
from commonplace.importers import all_importers
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.exports import decode_export
from commonplace.reading.identifying import divided

EXPORTS = Path(__file__).parent / "exports"
PATHS = sorted(path for path in EXPORTS.glob("*/*") if path.suffix != ".yml")
WHOLE = st.sampled_from(PATHS).map(Path.read_bytes)
PIECES = st.sampled_from(
    [
        b"", b">", b"> ", b"\n", b"\r", b"---\n", b"```\n", b"%%", b"$$", b'"', b"{", b"}", b"[", b"]", b"[[", b"![[",
        b"<", b"</p>", b"|", b"^", b"#", b"NaN", b"1e999", b"9" * 5000, b"null", b"\\ud800", b"&#xD800;", b"\0",
        b"\xff", b"\xc2\x85", b"\xe2\x80\xa8", b"https://[x", "📌 ".encode(), "◆ ".encode(),
        b".pdf#page=1&rect=", b">%%TAGS%%\n",
    ]
)  # fmt: skip


def read_or_refuse(data: bytes) -> None:
    """Do what an import does with one file, and with every importer by name."""
    try:
        export = decode_export(data, name="x")
    except CommonplaceError:
        return
    last = export.text.count("\n") + 1
    for importer in all_importers():
        _check_units(importer.format, export, last)
    try:
        parts = divided(export, all_importers()).parts
    except CommonplaceError:
        return
    for part in parts:
        _check_units(part.importer.format, part.export, last)


def _check_units(format_name: str, export: Export, last: int) -> None:
    (importer,) = (one for one in all_importers() if one.format == format_name)
    try:
        units = list(importer.parse(export))
    except CommonplaceError:
        return
    assert all(1 <= unit.line <= last and unit.problem for unit in units if isinstance(unit, Rejected))
    annotations = [unit for unit in units if isinstance(unit, Annotation)]
    assert all(annotation.document.key for annotation in annotations)
    assert all(annotation.id for annotation in identified(annotations))


@given(whole=WHOLE, data=st.data())
def test_a_file_that_was_cut_off_at_any_byte(whole: bytes, data: st.DataObject) -> None:
    read_or_refuse(whole[: data.draw(st.integers(0, len(whole)))])


@pytest.mark.parametrize("name", sorted({path.parent.name for path in PATHS}))
def test_the_smallest_export_of_a_format_cut_off_at_each_byte(name: str) -> None:
    """At each sixteenth byte; at every one of them where all hostile texts are tried."""
    smallest = min((path.read_bytes() for path in PATHS if path.parent.name == name), key=len)
    for end in range(0, len(smallest), 1 if os.environ.get("COMMONPLACE_HOSTILE") == "full" else 16):
        read_or_refuse(smallest[:end])


@given(whole=WHOLE, data=st.data())
def test_a_file_in_which_a_bit_is_wrong(whole: bytes, data: st.DataObject) -> None:
    at, bit = data.draw(st.integers(0, max(0, len(whole) - 1))), data.draw(st.integers(0, 7))
    read_or_refuse(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])


@given(first=WHOLE, second=WHOLE, data=st.data())
def test_the_top_of_one_file_above_the_end_of_another(first: bytes, second: bytes, data: st.DataObject) -> None:
    read_or_refuse(first[: data.draw(st.integers(0, len(first)))] + second[data.draw(st.integers(0, len(second))) :])


@given(whole=WHOLE, piece=PIECES, times=st.sampled_from([1, 2, 60]), data=st.data())
def test_a_piece_in_place_of_some_bytes(whole: bytes, piece: bytes, times: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    read_or_refuse(whole[:at] + piece * times + whole[at + data.draw(st.integers(0, 20)) :])


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000,
        "[" * 20_000 + "]" * 20_000,
        '{"rows":' * 20_000 + "1" + "}" * 20_000,
        '{"total": 1, "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": ' + "[" * 20_000,
        '{"synckey": 1, "updated": [{"markText": "a", "bookmarkId": "1_1_1-2", "x": ' + "[" * 20_000,
        '{"total": 1, "total": 2, "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": []}]}',
        '{"total": NaN, "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": []}]}',
        '{"total": 1e999, "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": []}]}',
        '{"total": ' + "9" * 10_000 + ', "rows": [{"uri": "u", "group": "g", "user": "acct:a", "target": []}]}',
        "---\na: " + "{b: " * 10_000 + "\n---\n> [!quote]\n> words",
        "<html><span class='katex'>" + "<div>" * 20_000,
        ">%%\n>```annotation-json",
        "a\n- Your Note at location " + "9" * 5000 + " | Added on 4 March 2024\n\nx\n==========\n",
        'return {["annotations"] = {{["drawer"] = "a", ["text"] = "b", ["ext"] = 0x' + "f" * 5000 + "}}}",
        ">%%\n>```annotation-json\n>" + "[" * 20_000 + "\n>```\n>%%\n^id1\n",
    ],
    ids=lambda text: text[:40],
)
def test_depth_and_numbers_without_bounds(text: str) -> None:
    read_or_refuse(text.encode())
