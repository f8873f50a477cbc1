"""Values of another kind than a format has, which `safety.odd` found to stop an import, or to get through it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from safety.odd import mistyped
from safety.storing import stays_the_same

from commonplace.importers import importer_named
from commonplace.model import Annotation, Export

EXPORTS = Path(__file__).parents[1] / "exports"
DIGITS = "9" * 5000
OURS = json.loads((EXPORTS / "web-annotation" / "store-of-commonplace.json").read_text("utf-8"))


LUA = (
    f'return {{["annotations"] = {{[{DIGITS}] = {{["drawer"] = "lighten", ["text"] = "words", ["page"] = 1, '
    '["datetime"] = "2024-01-01 00:00:00"}}, ["doc_props"] = {["title"] = "Nets"}}'
)
ZOTERO = json.loads((EXPORTS / "zotero-json" / "answer-of-the-api.json").read_text("utf-8"))


def zotero(**told: Any) -> str:
    """An answer of the API in which the work is another."""
    whole = json.loads(json.dumps(ZOTERO))
    work = next(item["data"] for item in whole if item["data"]["itemType"] not in ("annotation", "attachment"))
    work |= told
    return json.dumps(whole)


def ours(**told: Any) -> str:
    """A file of the store whose first annotation has another record, or whose first document is another."""
    whole = json.loads(json.dumps(OURS))
    whole["commonplace"]["documents"][0] |= told.pop("document", {})
    whole["first"]["items"][0]["commonplace"] |= told
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("format_name", "text"),
    [
        ("bookcision", '{"asin": "B1", "title": "Nets", "highlights": [{"text": "a", "location": {"value": true}}]}'),
        (
            "zotero-json",
            zotero(itemType=[]),
        ),
        (
            "zotero-json",
            zotero(creators=[{"creatorType": [], "name": "Lin"}]),
        ),
        (
            "koreader",
            LUA,
        ),
        ("web-annotation", ours(document={"authors": None})),
        ("web-annotation", ours(importer="")),
        ("web-annotation", ours(locator={"order": [True, "1"], "physical_page": "3"})),
        ("web-annotation", ours(color=[1], visibility="everybody")),
    ],
    ids=lambda value: value[:60],
)
def test_it_is_read_as_the_model_has_it(format_name: str, text: str) -> None:
    units = importer_named(format_name).parse(Export(name="x", text=text))
    found = [unit for unit in units if isinstance(unit, Annotation)]
    assert found
    assert [wrong for annotation in found for wrong in mistyped(annotation)] == []
    stays_the_same(found)
