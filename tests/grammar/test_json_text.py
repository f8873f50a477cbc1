"""JSON is read as everyone reads it, or refused with the place where it is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_text import MAX_DEPTH, decode, decode_strictly, lines_of_items
from commonplace.model import JSON

EXPORTS = Path(__file__).parents[1] / "exports"

NUMBERS = st.integers(-(10**39), 10**39) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(value=VALUES, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 3))
def test_what_is_json_is_read_as_json(value: Any, ascii_only: bool, indent: int | None) -> None:  # noqa: FBT001
    assert decode(json.dumps(value, ensure_ascii=ascii_only, indent=indent)) == value


@given(text=st.text('[]{}"\\,:01aeNn-.\n \ud800') | st.text())
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    error = None
    try:
        json.dumps(decode(text), ensure_ascii=False).encode()
    except MalformedExportError as caught:
        error = caught
    assert error is None or (error.line and 1 <= error.line <= text.count("\n") + 1 and error.hint)


@pytest.mark.parametrize(
    ("text", "problem", "line", "column"),
    [
        ("", "is empty", 1, 1),
        (" \n", "is empty", 2, 1),
        ('{"a": 1,\n "a": 2}', "has the key 'a' twice in one object", 2, 2),
        ('{"a": {"b": 1},\n "\\u0061": 2}', "has the key 'a' twice in one object", 2, 2),
        ('{"b": "\\u003A", "a": 1, "a": 2}', "has the key 'a' twice in one object", 1, 25),
        ('["NaN",\nNaN]', "NaN is not JSON", 2, 1),
        ("[-Infinity]", "-Infinity is not JSON", 1, 2),
        ("[1e999]", "has a number too long to be one (1e999…)", 1, 2),
        ("[" + "7" * 41 + "]", "has a number too long to be one (777777777777…)", 1, 2),
        ("[" * 201 + "]" * 201, "has more than 200 levels", 1, 201),
        ('{"a":\n[' * 200, "has more than 200 levels", 101, 2),
        ('{"rows": [\n{"id": }]}', "is not JSON: expecting value", 2, 8),
        ('{"rows": [] } trailing', "is not JSON: extra data", 1, 15),
    ],
)
def test_what_is_refused_and_where(text: str, problem: str, line: int, column: int) -> None:
    with pytest.raises(MalformedExportError) as caught:
        decode(text, name="export.json", first_line=1)
    assert caught.value.problem == f"{problem} (column {column})"
    assert caught.value.line == line


def test_the_same_key_in_two_objects_is_no_duplicate() -> None:
    assert decode('[{"a": {"a": 1}}, {"a": 2}]') == [{"a": {"a": 1}}, {"a": 2}]


def test_brackets_and_constants_in_strings_mean_nothing() -> None:
    value = "[" * 500 + '"NaN' + "9" * 50
    assert decode(json.dumps([value] * 300)) == [value] * 300
    assert decode("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_half_a_character_becomes_a_replacement_and_a_whole_one_stays() -> None:
    assert decode('{"k\\ud800": ["\\ud83d\\ude00", "a\\udfff"]}') == {"k\ufffd": ["\U0001f600", "a\ufffd"]}


def test_the_line_of_a_fault_counts_from_the_line_of_the_text() -> None:
    with pytest.raises(MalformedExportError) as caught:
        decode("{\n", first_line=40)
    assert caught.value.line == 41


@given(values=st.lists(VALUES), indent=st.integers(0, 2))
def test_lines_of_items(values: list[Any], indent: int) -> None:
    text = json.dumps({"before": [[1], {"rows": [2]}], "rows": values, "after": [3]}, indent=indent)
    lines = lines_of_items(text, "rows")
    first = 1 + text[: text.index('"rows": [', text.index('"rows"') + 1)].count("\n") if values else 0
    assert len(lines) == len(values)
    assert lines == sorted(lines)
    assert not values or lines[0] == first + 1


ODDITIES = ['"a":1,"a":2,', '"\\u003a":":",', "9" * 41, "1e999", "NaN", "-0", "0.1e-400", '"\\ud800"', "[" * 99, "\x00"]


@given(
    value=VALUES,
    indent=st.none() | st.just(1),
    at=st.integers(0, 60),
    piece=st.sampled_from([*ODDITIES, *'[]{}":,\\u01-. \n']) | st.just(""),
    cut=st.integers(0, 3),
)
def test_the_quick_and_the_strict_reading_say_the_same(
    value: Any, indent: int | None, at: int, piece: str, cut: int
) -> None:
    text = json.dumps(value, ensure_ascii=bool(at % 2), indent=indent)
    damaged = text[:at] + piece + text[at + cut :]
    assert said(decode, damaged) == said(decode_strictly, damaged)


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*/*.json*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recordings_are_read_the_same_quickly_and_strictly(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert said(decode, text) == said(decode_strictly, text)


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1])
def test_depth_is_counted_where_brackets_are_many(depth: int) -> None:
    text = json.dumps([["["] for _ in range(300)])[:-1] + ', {"a":' * depth + "[]" + "}" * depth + "]"
    assert said(decode, text) == said(decode_strictly, text)


def said(read: Callable[[str], JSON], text: str) -> str:
    """The value with its types, or the error with its place."""
    try:
        return repr(read(text))
    except MalformedExportError as error:
        return repr((error.problem, error.hint, error.line))
