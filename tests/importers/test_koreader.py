"""What KOReader keeps and exports: Lua without running it, highlights of all years, Markdown in any language."""

from __future__ import annotations

import pytest
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.errors import MalformedExportError
from commonplace.grammar.lua_table import Table, as_json, read_table
from commonplace.importers.koreader import KoReader
from commonplace.importers.koreader_json import KoReaderJson
from commonplace.importers.koreader_markdown import KoReaderMarkdown
from commonplace.importers.obsidian_koreader import ObsidianKoReader
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected

texts = st.text(st.characters(codec="utf-8"), max_size=20)


def lua(value: object) -> str:
    """Write a value as KOReader does."""
    if isinstance(value, dict):
        return "{ " + " ".join(f"[{lua(key)}] = {lua(item)}," for key, item in value.items()) + " }"
    if isinstance(value, str):
        escaped = (
            value.replace("\\", "\\\\")
            .replace('"', '\\"')
            .replace("\n", "\\\n")
            .replace("\r", "\\013")
            .replace("\0", "\\000")
        )
        return f'"{escaped}"'
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@settings(max_examples=40)
@given(st.dictionaries(texts.filter(bool), texts | st.integers(-(10**12), 10**12) | st.booleans(), max_size=4))
def test_what_is_written_is_read_back(values: dict[str, object]) -> None:
    table, faults = read_table("return " + lua({"a": values}))
    assert table is not None
    assert not faults
    assert as_json(table.table("a")) == values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"\227\128\130"', "。"),
        (r'"a\z   b"', "ab"),
        (r'"\u{3b7}\x41"', "ηA"),
        ("[[\ntwo\nlines]]", "two\nlines"),
        ("[==[a]]b]==]", "a]]b"),
        ("0x10", 16),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("os.exit()", None),
    ],
)
def test_strings_and_numbers_as_lua_has_them(written: str, value: object) -> None:
    table, faults = read_table(f'return {{\n    ["a"] = {written},\n    ["b"] = 1,\n}}')
    assert table is not None
    assert table.values.get("a") == value
    assert bool(faults) == (value is None)


def test_what_returns_no_table_is_refused() -> None:
    with pytest.raises(MalformedExportError, match="is no Lua table"):
        list(KoReader().parse(Export(name="x", text="print('hello')")))
    assert not list(KoReader().identify(Export(name="x", text="return { 1, 2 }")))


def test_many_broken_values_cost_time_in_proportion() -> None:
    assert_linear(read_table, lambda n: "return {\n" + "    [1] = ?,\n" * n + "}")


def entry(text: str, **told: object) -> dict[str, object]:
    return {"datetime": "2024-03-03 09:15:02", "drawer": "lighten", "pos0": f"/p/{text}.0", "text": text} | told


def read(value: dict[str, object]) -> list[Annotation | Rejected]:
    return list(KoReader().parse(Export(name="x", text="return " + lua(value))))


def test_highlights_of_one_second_are_told_apart_by_their_ends() -> None:
    found = read({"annotations": {1: entry("one"), 2: entry("two")}})
    assert len({a.id for a in identified([u for u in found if isinstance(u, Annotation)])}) == 2


def test_an_edited_quote_or_note_changes_no_identity() -> None:
    before, after = entry("one"), entry("one", note="mine", datetime_updated="2024-03-04 09:15:02") | {"text": "one!"}
    ids = [
        identified([u for u in read({"annotations": {1: e}}) if isinstance(u, Annotation)])[0].id
        for e in (before, after)
    ]
    assert ids[0] == ids[1]


def test_the_lists_of_an_old_file_that_is_kept_beside_the_new_one_are_not_read_twice() -> None:
    old = {"highlight": {3: {1: entry("one")}}, "bookmarks": {1: entry("one", notes="one")}}
    assert len(read({"annotations": {1: entry("one")}, **old})) == 1


def test_numbers_that_are_no_time_are_no_time() -> None:
    text = '{"title": "Nets", "file": "a", "entries": [{"time": 1e300, "text": "a"}, {"time": null, "text": "b"}]}'
    found = list(KoReaderJson().parse(Export(name="x", text=text)))
    assert [unit.created for unit in found if isinstance(unit, Annotation)] == ["", ""]


def test_a_rule_in_a_note_and_stars_in_words_are_theirs() -> None:
    text = "# Nets\n##### Lin\n\n### Page 3 @ 05 May 2024 08:01:02 PM\na * b and c*\n\n---\nmine\n---\nstill mine\n"
    (found,) = KoReaderMarkdown().parse(Export(name="x", text=text))
    assert isinstance(found, Annotation)
    assert (found.quote, found.comments[0].value) == ("a * b and c*", "mine\n---\nstill mine")


def test_as_json_makes_lists_of_arrays_only() -> None:
    assert as_json(Table(1, {"1": "a", "2": "b"})) == ["a", "b"]
    assert as_json(Table(1, {"2": "b"})) == {"2": "b"}


@pytest.mark.parametrize(
    "text",
    [
        "I use the plugin `koreader-sync` and its note says KOHL.\n",
        "---\ntitle: koreader-sync\n---\n%% KOHL %%\n\n> words\n",
        '%% KOHL {"v": 1} %%\n\n> words\n',
        "%% KOHL {broken} %%\n\n> words\n",
        "---\nkoreader-sync: true\n---\n> words\n",
    ],
)
def test_a_note_that_only_speaks_of_a_plugin_is_none_of_its(text: str) -> None:
    assert not list(ObsidianKoReader().identify(Export(name="x.md", text=text)))


def test_an_index_that_asks_for_other_notes_holds_no_highlight() -> None:
    front = "---\nkoreader-sync:\n  type: koreader-sync-dataview\n  data:\n    title: Nets\n---\n"
    export = Export(name="x.md", text=f"{front}# Title: Nets\n\n```dataviewjs\ndv\n```\n")
    assert list(ObsidianKoReader().identify(export))
    assert not list(ObsidianKoReader().parse(export))


def test_words_that_a_reader_sorted_under_a_marker_stay_the_words_of_the_book() -> None:
    marker = '%% KOHL {"v":1,"id":"n1","p":3,"t":"2024-05-05 20:01:02"} %%'
    text = f"{marker}\n> one line\nand its lazy end\n>\n> — Page 3, 2024\n\nmine\n\nmore\n"
    (found,) = ObsidianKoReader().parse(Export(name="x.md", text=text))
    assert isinstance(found, Annotation)
    assert (found.quote, found.locator.page) == ("one line\nand its lazy end", "3")
    assert [body.value for body in found.comments] == ["mine\n\nmore"]
