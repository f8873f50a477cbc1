"""Private stays private: nothing but the owner's public word gets into the site, unless the owner says so."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from safety.building import framed

from commonplace.display.imports import show_import
from commonplace.errors import BuildError
from commonplace.site import building
from commonplace.store.library import Library
from commonplace.workflows.importing import ImportReport, import_exports
from commonplace.workflows.listing import import_data
from commonplace.workflows.rendering import render

OWN = "acct:ada@hypothes.is"
OTHER = "acct:bob@hypothes.is"
EVERYONE = "group:__world__"
GROUP = "q7Zr3kPp"


def row(number: int, words: str, *, user: str = OWN, group: str = "__world__", read: str = EVERYONE) -> dict[str, Any]:
    address = "https://example.org/nets"
    selectors = [
        {"type": "TextPositionSelector", "start": number * 100, "end": number * 100 + 9},
        {"type": "TextQuoteSelector", "exact": f"{words} quote"},
    ]
    return {
        "id": f"private{number:08d}",
        "created": f"2026-01-{number:02d}T03:04:05+00:00",
        "updated": f"2026-01-{number:02d}T03:04:05+00:00",
        "user": user,
        "uri": address,
        "text": f"{words} remark on softmax",
        "tags": [f"{words}-tag"],
        "group": group,
        "permissions": {"read": [read], "admin": [user], "update": [user], "delete": [user]},
        "target": [{"source": address, "selector": selectors}],
        "document": {"title": ["Nets"]},
    }


ROWS = [
    row(1, "own-public"),
    row(2, "own-private", read=OWN),
    row(3, "own-group", group=GROUP, read=f"group:{GROUP}"),
    row(4, "others-public", user=OTHER),
    row(5, "others-group", user=OTHER, group=GROUP, read=f"group:{GROUP}"),
    row(6, "private-in-group", group=GROUP, read=OWN),
]
KINDS = [str(one["text"]).split()[0] for one in ROWS]


def imported(library: Library, folder: Path, rows: list[dict[str, Any]], settings: str = "") -> ImportReport:
    (library.root / "commonplace.toml").write_text(settings, "utf-8")
    (folder / "mixed.json").write_text(json.dumps({"total": len(rows), "rows": rows}), "utf-8")
    return import_exports(library, [str(folder / "mixed.json")])


def published_kinds(library: Library) -> set[str]:
    """The kinds of annotations that any file which the site is made of holds a word of."""
    kept_out = set((library.docs / "sources").glob("*.jsonld"))
    files = [path for path in library.docs.rglob("*") if path.is_file() and path not in kept_out]
    texts = [path.read_bytes().decode("utf-8", "replace").replace("&#45;", "-") for path in files]
    return {kind for kind in KINDS if any(kind in text for text in texts)}


def said(report: ImportReport) -> str:
    console = Console(width=500, file=io.StringIO())
    with console.capture() as capture:
        show_import(console, report.summary, dry_run=False)
    return capture.get()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", set()),
        (f'[owner]\naccounts = ["{OWN}"]', {"own-public"}),
        (
            f'[owner]\naccounts = ["{OWN}"]\n[publish]\nprivate = true',
            {"own-public", "own-private", KINDS[5]},
        ),
        (f'[owner]\naccounts = ["{OWN}"]\n[publish]\ngroups = ["{GROUP}"]', {"own-public", "own-group"}),
        (f'[owner]\naccounts = ["{OWN}"]\n[publish]\nothers = true', {"own-public", "others-public"}),
        ("[publish]\nothers = true", {"own-public", "others-public"}),
    ],
)
def test_of_mixed_annotations_only_those_that_the_owner_allows_get_into_any_file_of_the_site(
    library: Library, tmp_path: Path, settings: str, expected: set[str]
) -> None:
    imported(library, tmp_path, ROWS, settings)
    assert published_kinds(library) == expected


def test_one_account_alone_is_taken_for_the_owner_and_that_is_said(library: Library, tmp_path: Path) -> None:
    report = imported(library, tmp_path, ROWS[:3])
    assert published_kinds(library) == {"own-public"}
    assert OWN in said(report)
    assert "accounts under [owner]" in said(report)


def test_the_summary_says_what_was_held_back_and_the_setting_that_changes_it(library: Library, tmp_path: Path) -> None:
    report = imported(library, tmp_path, ROWS)
    told = said(report)
    assert "6 annotations held back" in told
    assert f'accounts = ["{OWN}"] under [owner]' in told
    assert f'accounts = ["{OTHER}"] under [owner]' in told
    report = imported(library, tmp_path, ROWS, f'[owner]\naccounts = ["{OWN}"]')
    told = said(report)
    assert "private = true under [publish]" in told
    assert f'groups = ["{GROUP}"] under [publish]' in told
    assert {"reason": "group", "who": GROUP, "annotations": 1} in import_data(report.summary)["withheld"]  # type: ignore[operator]


def test_of_many_accounts_the_summary_names_those_with_most_annotations(library: Library, tmp_path: Path) -> None:
    rows = [row(number, f"words {number}", user=f"acct:reader{number % 9}@hypothes.is") for number in range(1, 20)]
    told = said(imported(library, tmp_path, rows))
    assert "3 of acct:reader1@hypothes.is" in told
    assert told.count("If that is you") == 5
    assert "8 of 4 accounts more; --json lists them all." in told


def test_a_setting_that_is_taken_back_takes_the_words_back(library: Library, tmp_path: Path) -> None:
    imported(library, tmp_path, ROWS, f'[owner]\naccounts = ["{OWN}"]\n[publish]\nprivate = true\nothers = true')
    assert "own-private" in published_kinds(library)
    (library.root / "commonplace.toml").write_text(f'[owner]\naccounts = ["{OWN}"]', "utf-8")
    render(library)
    assert published_kinds(library) == {"own-public"}
    (library.root / "commonplace.toml").write_text("", "utf-8")
    render(library)
    assert published_kinds(library) == set()


def test_popular_highlights_and_private_thoughts_of_weread_stay_off_the_pages(library: Library) -> None:
    exports = Path(__file__).parents[1] / "exports" / "weread"
    report = import_exports(library, [str(exports / "api-best-bookmarks.json"), str(exports / "api-reviews.json")])
    popular = [unit for file in report.files for unit in file.rejected if "popular highlight" in unit.problem]
    files = [path for path in library.docs.rglob("*") if path.is_file()]
    assert len(popular) == 2
    assert all("核很小" not in path.read_text("utf-8") for path in files)
    pages = "".join(path.read_text("utf-8") for path in files if path.suffix == ".md")
    assert "和平移不变性是一回事吗" not in pages
    assert "这一章的图要重画" in pages


def test_the_built_site_holds_no_private_word_in_pages_search_or_data(library: Library, tmp_path: Path) -> None:
    imported(framed(library), tmp_path, ROWS, f'[owner]\naccounts = ["{OWN}"]')
    building.build(library.root, library.root / "site")
    files = [path for path in (library.root / "site").rglob("*") if path.suffix not in (".woff2", ".png")]
    texts = [path.read_text("utf-8", "replace") for path in files if path.is_file()]
    assert {kind for kind in KINDS if any(kind in text for text in texts)} == {"own-public"}
    assert list((library.root / "site" / "published").glob("*.jsonld"))


def test_a_site_that_would_hold_the_store_is_refused(library: Library, tmp_path: Path) -> None:
    imported(framed(library), tmp_path, ROWS, f'[owner]\naccounts = ["{OWN}"]')
    settings = library.root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("  /sources/*.jsonld\n", ""), "utf-8")
    with pytest.raises(BuildError, match="store"):
        building.build(library.root, library.root / "site")
    assert not list((library.root / "site" / "sources").glob("*.jsonld"))
