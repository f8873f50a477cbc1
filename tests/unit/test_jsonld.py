from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from builders import annotation, any_annotation, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from w3c_schemas import definition, needs_schemas

from commonplace.errors import LibraryError
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Document, Source
from commonplace.store.jsonld import annotation_object, collection_text, read_collection

marked = st.lists(any_annotation, min_size=1, max_size=4).map(identified)


def shelf(items: list[Annotation], title: str = "书") -> Source:
    documents = {item.document.key: item.document for item in items}
    return Source(id="book", title=title, documents=tuple(documents.values()))


def with_shared_documents(items: list[Annotation]) -> list[Annotation]:
    return [
        item
        for item in items
        if item.document == shelf(items).documents[[d.key for d in shelf(items).documents].index(item.document.key)]
    ]


@given(marked, texts)
def test_reading_gives_back_what_was_written(items: list[Annotation], title: str) -> None:
    items = with_shared_documents(items)
    text = collection_text(shelf(items, title), items)
    documents, read = read_collection(text, path="x")
    assert list(read) == items
    assert documents == shelf(items).documents
    assert collection_text(shelf(items, title), read) == text
    text.encode("utf-8")


def test_an_annotation_of_a_document_without_a_name_is_read_again() -> None:
    items = identified([replace(annotation(), document=Document(key=""))])
    assert list(read_collection(collection_text(shelf(items), items), path="x")[1]) == items


@given(marked)
def test_one_annotation_a_line(items: list[Annotation]) -> None:
    lines = collection_text(shelf(items), items).split("\n")
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-2]] == [
        f"urn:commonplace:annotation:{item.id}" for item in items
    ]


NUMBERS = st.integers(-(10**25), 10**25) | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text() | st.text('\ud800\udfff\u2028\x00\x7f"\\/e')
DETAILS = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner)
)


@given(DETAILS)
def test_a_line_is_written_as_the_standard_library_writes_json(detail: object) -> None:
    items = identified([replace(annotation(), extra={"detail": detail})])  # type: ignore[dict-item]  # It is JSON.
    line = collection_text(shelf(items), items).split("\n")[1]
    told = json.dumps(annotation_object(items[0]), ensure_ascii=False, separators=(",", ":"))
    assert line.encode() == told.encode("utf-8", "backslashreplace")


def test_a_broken_file_is_an_error_that_names_file_and_line() -> None:
    with pytest.raises(LibraryError, match="not valid JSON") as caught:
        read_collection('{"a": 1}\n<<<<<<< HEAD\n', path="docs/sources/x.jsonld")
    assert (caught.value.path, caught.value.line) == ("docs/sources/x.jsonld", 2)
    assert "git" in caught.value.hint


def test_a_file_that_is_cut_short_is_an_error_and_no_smaller_store() -> None:
    items = list(identified([annotation("一句", comment="批注"), annotation("另一句")]))
    text = collection_text(shelf(items), items)
    for end in range(len(text) - 1):
        with pytest.raises(LibraryError):
            read_collection(text[:end], path="x")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_lines_of_both_sides_that_git_took_are_all_read(line_end: str) -> None:
    items = list(identified([annotation(quote) for quote in ("一句", "另一句", "又一句")]))
    *lines, end, _ = collection_text(shelf(items), items).split("\n")
    other = collection_text(shelf(items, "另一个书名"), items).split("\n")[0]
    merged = line_end.join((lines[0], other, *lines[2:], *lines[1:2], end, ""))
    _, read = read_collection(merged, path="x")
    assert {each.quote for each in read} == {"一句", "另一句", "又一句"}


def test_a_file_of_another_kind_is_an_error() -> None:
    with pytest.raises(LibraryError, match="not a collection"):
        read_collection('{"type": "AnnotationCollection"}', path="x")


ODD: tuple[tuple[tuple[str | int, ...], Any], ...] = (
    (("motivation",), "flying"),
    (("target",), 1),
    (("target", "selector", 0, "type"), "SvgSelector"),
    (("target", "selector", 0, "exact"), None),
    (("body", 0, "value"), ["a"]),
    (("creator",), {"name": 1}),
    (("commonplace", "importer"), ""),
    (("commonplace", "document"), "of another source"),
    (("commonplace", "visibility"), "everybody"),
    (("commonplace", "locator"), {"order": [True]}),
    (("commonplace", "locator"), {"physical_page": "3"}),
    (("commonplace", "locator"), {"headings": "Chapter"}),
    (("commonplace", "formulas"), [{"tex": "x"}]),
    (("commonplace", "extra"), []),
    (("commonplace", "unheard of"), "x"),
)


@pytest.mark.parametrize(("steps", "value"), ODD, ids=str)
def test_a_value_of_another_kind_is_an_error_and_gets_no_further(steps: tuple[str | int, ...], value: Any) -> None:
    items = identified([annotation("一句", comment="批注", creator="acct:a@b")])
    whole = json.loads(collection_text(shelf(items), items))
    holder = whole["first"]["items"][0]
    for step in steps[:-1]:
        holder = holder[step]
    holder[steps[-1]] = value
    with pytest.raises(LibraryError, match="not a collection that commonplace wrote"):
        read_collection(json.dumps(whole), path="x")


@pytest.mark.parametrize("value", ["[" * 100_000, "NaN", "-Infinity", "9" * 5000], ids=lambda value: value[:9])
def test_json_that_could_not_be_written_again_is_an_error(value: str) -> None:
    items = identified([annotation("一句", extra={"detail": "here"})])
    text = collection_text(shelf(items), items)
    with pytest.raises(LibraryError, match="not valid JSON"):
        read_collection(text.replace('"here"', value), path="x")


@needs_schemas
@settings(deadline=None)
@given(marked)
def test_each_annotation_is_valid_by_the_w3cs_own_schemas(items: list[Annotation]) -> None:
    whole = (
        "annotations.json#annotationTypeValueFound",
        "annotations.json#motivationSingularIfPresent",
        "id.json#idValueFound",
    )
    dated = tuple(f"otherProperties.json#{term}ValidIfPresent" for term in ("created", "modified", "creator"))
    for item in items:
        told = annotation_object(item)
        for name in (*whole, *dated):
            definition(name).validate(told)
        definition("bodyTarget.json#targetResourcesFound").validate(told["target"])
        for body in told.get("body", ()):
            definition("bodyTarget.json#bodyResourcesFound").validate(body)
            definition("otherProperties.json#purposeRecognizedIfPresent").validate(body)


@needs_schemas
@settings(deadline=None)
@given(marked)
def test_each_collection_is_valid_by_the_w3cs_own_schemas(items: list[Annotation]) -> None:
    told = json.loads(collection_text(shelf(items), items))
    for name in ("annotationCollectionTypeValueFound", "labelFound", "firstFound"):
        definition(f"collections.json#{name}").validate(told)
    definition("collections.json#annotationPageTypeValueFound").validate(told["first"])
    definition("collections.json#contextValueInArrayFound").validate(told["@context"])
