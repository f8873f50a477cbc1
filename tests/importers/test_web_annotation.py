"""Web Annotations: every shape that the standard allows, and what only looks like one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commonplace.errors import MalformedExportError, UnknownFormatError
from commonplace.importers import all_importers
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, FragmentSelector, Rejected, Source
from commonplace.reading.identifying import divided
from commonplace.store.jsonld import collection_text

from builders import BOOK, annotation  # isort: skip

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def units(value: Any) -> list[Annotation | Rejected]:
    text = value if isinstance(value, str) else json.dumps(value)
    (part,) = divided(Export(name="x", text=text), all_importers()).parts
    assert part.importer.format == "web-annotation"
    return list(part.importer.parse(part.export))


def one(**told: Any) -> Annotation:
    (found,) = units({"@context": CONTEXT, "id": "urn:a", "type": "Annotation", "target": "urn:t"} | told)
    assert isinstance(found, Annotation)
    return found


def test_what_commonplace_stores_comes_back_as_it_was() -> None:
    stored = [
        annotation("商不变", comment="好", tags=("数值",), native_id="1", created="2024-05-01T08:30:00"),
        annotation("指数", native_id="2", state="gone", extra={"style": 2}, color="red"),
        annotation("", comment="an area", native_id="3", visibility="private", group="g"),
    ]
    text = collection_text(Source(id="x", title="t", documents=(BOOK,)), identified(stored))
    assert units(text) == identified(stored)
    assert identified([unit for unit in units(text) if isinstance(unit, Annotation)]) == identified(stored)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "Annotation", "name": "a class of a diagram"},
        {"definitions": {"Annotation": {"type": "object", "properties": {"target": {}}}}},
        {"items": [{"type": "Note", "target": "x"}]},
        [{"annotation": "target"}],
    ],
)
def test_json_of_something_else_is_not_claimed(value: Any) -> None:
    with pytest.raises(UnknownFormatError):
        divided(Export(name="x", text=json.dumps(value)), all_importers())


def test_a_broken_file_is_refused_with_the_line() -> None:
    text = '{"@context": "http://www.w3.org/ns/anno.jsonld",\n"type": "Annotation",\n"target": }'
    (part,) = divided(Export(name="x", text=text), all_importers()).parts
    with pytest.raises(MalformedExportError) as refused:
        list(part.importer.parse(part.export))
    assert refused.value.line == 3


@pytest.mark.parametrize("depth", [1, 3])
def test_annotations_are_found_however_deep_they_stand_and_counted_once(depth: int) -> None:
    value: Any = [{"type": "Annotation", "target": "urn:t", "body": {"type": "Annotation", "target": "urn:u"}}]
    for _ in range(depth):
        value = {"resources": value}
    assert len(units(value)) == 1


def test_a_rejected_one_is_told_with_the_line_on_which_it_starts() -> None:
    text = '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [\n'
    text += '{"type": "Annotation", "target": {"source": {"id": "urn:t"}}},\n{"type": "Annotation"}]}'
    good, bad = units(text)
    assert isinstance(good, Annotation)
    assert isinstance(bad, Rejected)
    assert (bad.line, bad.by_design) == (3, False)


@pytest.mark.parametrize("purpose", ["tagging", "oa:tagging", "http://www.w3.org/ns/oa#tagging"])
def test_a_tag_is_one_by_its_own_purpose_and_by_that_of_the_whole(purpose: str) -> None:
    body = {"type": "TextualBody", "value": "slope"}
    assert one(body={**body, "purpose": purpose}).tags == ("slope",)
    assert one(body=body, motivation=purpose).tags == ("slope",)
    assert one(body=[{**body, "purpose": "commenting"}], motivation=purpose).tags == ()


def test_the_page_of_a_pdf_and_the_place_in_a_book_sort_annotations() -> None:
    target = {"source": "https://example.org/a.pdf#page=7"}
    found = one(target=target)
    assert (found.document.url, found.locator.physical_page) == ("https://example.org/a.pdf", 7)
    cfis = ["epubcfi(/6/8!/4/10,/1:4,/1:9)", "epubcfi(/6/10[c[1]!/4/2/1:0)", "epubcfi(/6/8!/4/2/1:30)"]
    orders = [
        one(target={"source": "b", "selector": {"type": "FragmentSelector", "value": cfi}}).locator.order
        for cfi in cfis
    ]
    assert sorted(range(3), key=orders.__getitem__) == [2, 0, 1]


def test_an_offset_within_what_another_selector_chose_is_none_in_the_document() -> None:
    refined = {"type": "CssSelector", "value": "p", "refinedBy": {"type": "TextPositionSelector", "start": 1, "end": 2}}
    found = one(target={"source": "urn:t", "selector": refined})
    assert (found.selectors, found.extra["selectors"]) == ((), [refined])


def test_what_is_of_another_kind_than_the_standard_has_is_kept_and_costs_nothing_else() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "words"}
    broken = [7, {"type": "FragmentSelector"}, {"type": "TextPositionSelector", "start": "a", "end": 2}]
    found = one(created=["x"], creator=6, modified="soon", target={"source": "urn:t", "selector": [*broken, quote]})
    assert (found.quote, found.created, found.updated, found.creator) == ("words", "", "", "")
    assert found.extra["selectors"] == broken
    assert (found.extra["created"], found.extra["creator"], found.extra["modified"]) == (["x"], 6, "soon")


def test_a_fragment_of_media_is_a_place() -> None:
    found = one(target="https://example.org/v.mp4#t=30,60")
    assert FragmentSelector(value="t=30,60") in found.selectors
    assert found.motivation == "highlighting"


PAINTED = {
    "type": "Annotation",
    "motivation": "painting",
    "body": {"id": "https://example.org/1.jpg", "type": "Image"},
    "target": "https://example.org/canvas/1",
}


def test_a_manifest_whose_pages_nobody_annotated_is_not_claimed() -> None:
    canvas = {"type": "Canvas", "items": [{"type": "AnnotationPage", "items": [PAINTED]}]}
    manifest = {"@context": "http://iiif.io/api/presentation/3/context.json", "type": "Manifest", "items": [canvas]}
    with pytest.raises(UnknownFormatError):
        divided(Export(name="x", text=json.dumps(manifest)), all_importers())


def test_the_page_itself_is_no_annotation_of_it() -> None:
    remark = {"id": "urn:a", "type": "Annotation", "target": "https://example.org/canvas/1", "bodyValue": "dim"}
    painted, found = units({"type": "AnnotationPage", "items": [PAINTED, remark]})
    assert isinstance(painted, Rejected)
    assert painted.by_design
    assert isinstance(found, Annotation)
    assert [comment.value for comment in found.comments] == ["dim"]


def test_a_line_that_is_broken_among_annotations_on_lines_is_told() -> None:
    line = json.dumps({"@context": CONTEXT, "id": "urn:a", "type": "Annotation", "target": "urn:t"})
    assert len(units(f"{line}\n\n{line}\n")) == 2
    with pytest.raises(MalformedExportError) as refused:
        units(f'{line}\n{{"type": "Annotation", "target": }}\n')
    assert refused.value.line == 2
