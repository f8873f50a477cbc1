"""Hypothesis, as JSON and as the notes of its Obsidian plugin: laws and traps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from commonplace.errors import MalformedExportError
from commonplace.importer import Importer
from commonplace.importers import all_importers
from commonplace.importers.hypothesis import HypothesisImporter
from commonplace.importers.hypothesis_markdown import HypothesisMarkdownImporter
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.identifying import divided

ME = "acct:mira@hypothes.is"


def item(**changed: Any) -> dict[str, Any]:
    """An annotation object as the API gives it; None takes a field away."""
    source = "https://example.org/nets"
    selectors = [
        {"type": "TextPositionSelector", "start": 12, "end": 33},
        {"type": "TextQuoteSelector", "exact": "the gradient vanishes", "prefix": "then ", "suffix": "."},
    ]
    usual: dict[str, Any] = {
        "id": "aaaabbbbccccdddd",
        "created": "2026-01-02T03:04:05.678901+00:00",
        "updated": "2026-01-02T03:04:05.678901+00:00",
        "user": ME,
        "uri": source,
        "text": "Why?",
        "tags": [],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"], "update": [ME], "delete": [ME]},
        "target": [{"source": source, "selector": selectors}],
        "document": {"title": ["On depth"]},
    }
    return {key: value for key, value in (usual | changed).items() if value is not None}


def units(text: str, importer: Importer | None = None) -> list[Annotation | Rejected]:
    return list((importer or HypothesisImporter()).parse(Export(name="export.json", text=text)))


def only(**changed: Any) -> Annotation:
    (found,) = units(json.dumps([item(**changed)]))
    assert isinstance(found, Annotation)
    return found


@pytest.mark.parametrize(
    "wrap",
    [
        lambda value: json.dumps({"total": 1, "rows": [value]}),
        lambda value: json.dumps({"total": 0, "rows": [], "replies": [value]}),
        lambda value: json.dumps({"client_version": "1.0", "export_date": "2026-01-01", "annotations": [value]}),
        lambda value: json.dumps({"annotations": [value], "exported": "by a program"}),
        lambda value: json.dumps([value]),
        json.dumps,
        lambda value: json.dumps(value) + "\n\n",
        lambda value: f"<html><body><pre>{json.dumps([value])}</pre></body></html>",
        lambda value: f"# Export\n\n~~~json\n{json.dumps([value])}\n~~~\n",
    ],
    ids=["api", "replies", "client", "hypexport", "list", "one", "line", "browser", "note"],
)
def test_the_same_annotation_in_every_wrapping(wrap: Any) -> None:
    text = wrap(item())
    assert units(text) == [only()]
    division = divided(Export(name="a name that says nothing", text=text), all_importers())
    assert "hypothesis" in {part.importer.format for part in division.parts}


def test_json_lines_of_which_one_is_broken() -> None:
    text = "\n".join([json.dumps(item(id="one")), '{"id": ', json.dumps(item(id="two"))])
    first, broken, second = units(text)
    assert isinstance(broken, Rejected)
    assert broken.line == 2
    assert [first.native_id, second.native_id] == ["one", "two"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changed", "motivation"),
    [
        ({}, "commenting"),
        ({"text": ""}, "highlighting"),
        ({"text": "", "tags": ["later"]}, "commenting"),
        ({"text": "", "hidden": True}, "commenting"),
        ({"target": [{"source": "https://example.org/nets"}]}, "commenting"),
        ({"target": [{"source": "https://example.org/nets"}], "text": ""}, "bookmarking"),
        ({"references": ["root", "parent"]}, "replying"),
    ],
)
def test_kinds(changed: dict[str, Any], motivation: str) -> None:
    assert only(**changed).motivation == motivation


def test_what_stands_at_no_address_is_of_the_document_of_that_title() -> None:
    nowhere = [{"source": "", "selector": []}]
    assert only(uri="", target=nowhere).document.key == "On depth"
    assert only(uri="", target=nowhere, document=None).document.key


def test_a_reply_answers_the_last_of_its_references() -> None:
    found = only(references=["root", "parent"])
    assert found.reply_to == "parent"
    assert found.extra["references"] == ["root", "parent"]


@pytest.mark.parametrize(
    ("changed", "visibility", "group"),
    [
        ({}, "public", ""),
        ({"permissions": {"read": [ME]}}, "private", ""),
        ({"group": "q7Z", "permissions": {"read": ["group:q7Z"]}}, "group", "q7Z"),
        ({"group": "q7Z", "permissions": {"read": [ME]}}, "private", "q7Z"),
        ({"group": "q7Z", "permissions": None}, "group", "q7Z"),
        ({"hidden": True}, "private", ""),
        ({"moderation_status": "PENDING"}, "private", ""),
        ({"moderation_status": "APPROVED"}, "public", ""),
    ],
)
def test_who_can_read_it(changed: dict[str, Any], visibility: str, group: str) -> None:
    found = only(**changed)
    assert (found.visibility, found.group) == (visibility, group)


def test_what_an_annotation_was_before_it_was_imported_again() -> None:
    found = only(extra={"source": "import", "original_id": "first"})
    assert found.native_id == "first"
    assert found.extra["id"] == "aaaabbbbccccdddd"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"target": "nowhere"}, "[0].target"),
        ({"target": [{"source": "x", "selector": {}}]}, "[0].target[0].selector"),
        ({"target": [{"source": "x", "selector": [{"type": "PageSelector", "index": -1}]}]}, "selector[0].index"),
        ({"target": [{"source": "x", "selector": [{"type": "TextQuoteSelector"}]}]}, "selector[0].exact"),
        ({"tags": ["a", None]}, "[0].tags[1]"),
        ({"text": 3}, "[0].text"),
        ({"document": {"title": [3]}}, "[0].document.title[0]"),
        ({"uri": None, "target": []}, "[0].uri"),
        ({"permissions": {"read": "all"}}, "[0].permissions.read"),
        ({"references": "root"}, "[0].references"),
        ({"created": 1767322800}, "[0].created"),
    ],
)
def test_the_path_to_what_is_wrong_and_the_rest_is_read(changed: dict[str, Any], path: str) -> None:
    broken, whole = units(json.dumps([item(**changed), item()], indent=1))
    assert isinstance(broken, Rejected)
    assert path in broken.problem
    assert broken.line == 2
    assert whole == only()


def test_unknown_selectors_are_kept_and_fatal_to_nothing() -> None:
    unknown = {"type": "HologramSelector", "depth": 3}
    target = item()["target"]
    target[0]["selector"].append(unknown)
    found = only(target=target)
    assert found.quote == "the gradient vanishes"
    assert found.extra["selectors"] == [unknown]


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"total": 1, "rows": [{"name": "a table"}]}',
        '{"annotations": []}',
        '[{"target": "x", "body": "y"}]',
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": "https://example.org"}',
        "# A note\n\n```json\n[1, 2]\n```\n",
    ],
)
def test_other_json_is_not_claimed_and_says_so_when_forced(other: str) -> None:
    assert not list(HypothesisImporter().identify(Export(name="x.json", text=other)))
    with pytest.raises(MalformedExportError):
        units(other)


def test_a_download_that_broke_off_is_recognised_and_says_where() -> None:
    text = json.dumps({"total": 9, "rows": [item()] * 9}, indent=1)[:-400]
    assert list(HypothesisImporter().identify(Export(name="x", text=text)))
    with pytest.raises(MalformedExportError) as caught:
        units(text)
    assert caught.value.line == text.count("\n") + 1


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(changed=st.dictionaries(st.sampled_from(sorted(item())), JSON_VALUES), text=st.text())
def test_any_value_is_read_or_rejected(changed: dict[str, Any], text: str) -> None:
    for source in (json.dumps([item(**changed), item()]), json.dumps([item(**changed)]), text):
        export = Export(name="x", text=source)
        assert all(claim.first_line <= claim.last_line for claim in HypothesisImporter().identify(export))
        try:
            found = list(HypothesisImporter().parse(export))
        except MalformedExportError:
            found = []
        assert all(unit.problem and unit.raw for unit in found if isinstance(unit, Rejected))


NOTE = """---
doc_type: hypothesis-highlights
url: 'https://example.org/depth'
---
# On depth

## Metadata
- Title: On depth
- Reference: https://example.org/depth

## Page Notes
a note on the page — [Updated on 2026-01-02 03:04:05](https://hyp.is/pppp/example.org/depth) — Group: #Public
## Highlights
- deeper is not always better — [Updated on 2026-01-02 03:04:05](https://hyp.is/aaaa/example.org/depth) — Group: #Public
    - Tags:  #depth #a-b
    - Annotation: 为什么？
      还要再想。

- the last one — [Updated on 2026-01-02 03:04:05](https://hyp.is/bbbb/example.org/depth) — Group: #me-only
"""


@given(lines=st.lists(st.sampled_from(NOTE.split("\n")) | st.text(max_size=30)))
def test_any_note_is_read_without_a_crash(lines: list[str]) -> None:
    export = Export(name="x.md", text="\n".join(lines))
    claims = list(HypothesisMarkdownImporter().identify(export))
    found = list(HypothesisMarkdownImporter().parse(export))
    assert all(1 <= claim.first_line <= claim.last_line <= export.text.count("\n") + 1 for claim in claims)
    anchors = sum("](https://hyp.is/" in line for line in export.text.split("\n"))
    assert sum(isinstance(unit, Rejected) or bool(unit.native_id) for unit in found) <= anchors


def claimed_and_parsed(text: str) -> None:
    export = Export(name="x", text=text)
    for importer in (HypothesisImporter(), HypothesisMarkdownImporter()):
        list(importer.identify(export))
        try:
            list(importer.parse(export))
        except MalformedExportError:
            continue


ITEM = json.dumps(item())


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ('{"total": 1, "rows": [', ITEM + ",", ITEM + "]}"),
        ('{"total": 1, "rows": [', ITEM + ",", ""),
        ("", ITEM + "\n", ""),
        ("", "[", ""),
        ('{"rows":', '[{"target":', ""),
        ('{"rows": [' + ITEM + '], "total": ', "9", "}"),
        ("", "```json\n[", ""),
        ("", "```json\n" + ITEM + "\n```\n", ""),
        ("<html><pre>", "&quot;", ""),
        ("<html>", "<pre>{", ""),
        (NOTE, "- a", ""),
        (NOTE, "- a\n", ""),
        (NOTE, "a — [Updated on ", ""),
        (NOTE, "- a — [Updated on 2026-01-02 03:04:05](https://hyp.is/aaaa/e.org) — Group: #Public\n", ""),
        (NOTE, "    - Tags: #a\n", ""),
        (NOTE, "    - Annotation: a\n\n", ""),
        ("", NOTE, ""),
    ],
)
def test_any_length_takes_no_more_than_linear_time(before: str, piece: str, after: str) -> None:
    assert_linear(claimed_and_parsed, lambda size: before + piece * size + after)


@pytest.mark.parametrize("address", ["https://[half", "https://example.org:port/", "http://", "https://\u2100.example"])
def test_a_note_about_an_address_that_is_none_is_read(address: str) -> None:
    found = units(NOTE.replace("https://example.org/depth", address), HypothesisMarkdownImporter())
    assert [unit.quote for unit in found if isinstance(unit, Annotation) and unit.quote]


def test_two_notes_without_front_matter_in_one_file() -> None:
    body = NOTE.split("---\n")[2]
    other = body.replace("On depth", "On width").replace("/depth", "/width")
    found = units(body + "\n" + other, HypothesisMarkdownImporter())
    assert len(found) == 6
    assert {(unit.document.title, unit.document.url) for unit in found if isinstance(unit, Annotation)} == {
        ("On depth", "https://example.org/depth"),
        ("On width", "https://example.org/width"),
    }


def test_a_group_of_the_plugin_is_not_public() -> None:
    found = [unit for unit in units(NOTE, HypothesisMarkdownImporter()) if isinstance(unit, Annotation)]
    assert [(unit.visibility, unit.group) for unit in found] == [("public", ""), ("public", ""), ("group", "me-only")]


def test_a_note_that_only_links_to_annotations_is_no_note_of_the_plugin() -> None:
    note = """# Backpropagation

Bo [says](https://hyp.is/43z5ZpXgEeq/example.org/nets) that the bias is missing, and he is right.

* see [the thread](https://hyp.is/J6-lyDbtEeq/example.org/nets)
"""
    assert list(HypothesisMarkdownImporter().identify(Export(name="a note.md", text=note))) == []


def test_a_dash_within_the_last_line_of_a_passage_is_no_mark_of_an_item() -> None:
    note = (
        "- a passage of a well-\nand a half- known book — [Updated on 2026-01-05](https://hyp.is/a1b2c3/example.org/)\n"
    )
    found = list(HypothesisMarkdownImporter().parse(Export(name="a note.md", text=f"{NOTE}{note}")))[-1]
    assert isinstance(found, Annotation)
    assert found.quote == "a passage of a well-\nand a half- known book"


def test_a_sentence_that_links_to_an_annotation_stays_whole() -> None:
    note = """---
doc_type: hypothesis-highlights
url: 'https://example.org/nets'
---
## Highlights
- a passage — [Updated on 2026-01-05 21:10:33](https://hyp.is/a1b2c3/example.org/nets) — Group: #Public

## 我的小结

Bo [says](https://hyp.is/43z5ZpXgEeq/example.org/nets) that the bias is missing.
"""
    _, prose = HypothesisMarkdownImporter().parse(Export(name="a note.md", text=note))
    assert isinstance(prose, Annotation)
    assert [body.value for body in prose.bodies] == [
        "Bo [says](https://hyp.is/43z5ZpXgEeq/example.org/nets) that the bias is missing."
    ]


@pytest.mark.parametrize(
    "wrapped",
    [
        [{"total": 2, "rows": [item(id="one")]}, {"total": 2, "rows": [item(id="two")]}],
        {"https://example.org/nets": [item(id="one"), item(id="two")]},
        {"annotations": {"one": item(id="one"), "two": item(id="two")}},
        {"groups": [{"name": "readers", "annotations": [item(id="one"), item(id="two")]}]},
        {"results": [item(id="one"), item(id="two")]},
    ],
    ids=["answers of the API", "by page", "by id", "by group", "under another name"],
)
def test_annotations_are_found_however_a_script_wrapped_them(wrapped: Any) -> None:
    export = Export(name="saved.json", text=json.dumps(wrapped, indent=1))
    (part,) = divided(export, all_importers()).parts
    assert part.importer.format == "hypothesis"
    units = list(part.importer.parse(part.export))
    assert [unit.native_id for unit in units if isinstance(unit, Annotation)] == ["one", "two"]


def test_what_is_broken_deep_in_a_file_is_rejected_with_its_place() -> None:
    text = json.dumps([{"rows": [item(), "oops"]}], indent=1)
    _, broken = HypothesisImporter().parse(Export(name="saved.json", text=text))
    assert isinstance(broken, Rejected)
    assert broken.problem.startswith('[0]["rows"][1]')
