"""The laws of importing, on every export that lies beside a recording or under examples/."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import made_exports
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.importers import all_importers
from commonplace.model import Annotation
from commonplace.reading.exports import read_export
from commonplace.store.library import Library
from commonplace.workflows import readings
from commonplace.workflows.importing import ImportReport, import_exports
from commonplace.workflows.surveying import survey
from commonplace.workflows.wishes import Wishes

ROOT = Path(__file__).parents[2]
RECORDED = sorted(path for path in (ROOT / "tests" / "exports").glob("*/*") if path.suffix != ".yml")
READABLE = (".csv", ".html", ".json", ".lua", ".md", ".txt")
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*/*") if path.suffix in READABLE)
EXPORTS = [str(path) for path in (*RECORDED, *EXAMPLES) if path.parent.name != "text"]


def contents(library: Library) -> dict[str, bytes]:
    """Every file of the library but its lock."""
    files = (path for path in sorted(library.root.rglob("*")) if path.is_file() and ".commonplace" not in path.parts)
    return {path.relative_to(library.root).as_posix(): path.read_bytes() for path in files}


def fates(report: ImportReport) -> tuple[int, int, int]:
    return (
        sum(file.new for file in report.files),
        sum(file.changed for file in report.files),
        sum(file.unchanged for file in report.files),
    )


def quotes_of(paths: Iterable[str]) -> set[str]:
    importers = {importer.format: importer for importer in all_importers()}
    return {
        unit.quote
        for path in paths
        if Path(path).parent.name in importers
        for unit in importers[Path(path).parent.name].parse(read_export(Path(path), name=path))
        if isinstance(unit, Annotation)
    }


def test_nothing_is_lost(library: Library) -> None:
    import_exports(library, EXPORTS)
    stored = {annotation.quote for annotation in survey(library).annotations}
    assert len(quotes_of(EXPORTS)) > 50
    assert quotes_of(EXPORTS) <= stored


def test_every_unit_is_accounted_for(library: Library) -> None:
    report = import_exports(library, EXPORTS)
    for file in report.files:
        assert file.read == file.new + file.changed + file.unchanged + len(file.rejected)
    assert sum(file.new for file in report.files) == report.holdings.annotations


def test_a_second_import_changes_no_byte(library: Library) -> None:
    import_exports(library, EXPORTS)
    before = contents(library)
    report = import_exports(library, EXPORTS)
    assert fates(report)[:2] == (0, 0)
    assert contents(library) == before


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, library: Library, chance: random.Random
) -> None:
    shuffled = list(EXPORTS)
    chance.shuffle(shuffled)
    other = copied(library, tmp_path_factory.mktemp("other"))
    import_exports(library, EXPORTS)
    import_exports(other, shuffled)
    assert contents(other) == contents(library)


def copied(library: Library, folder: Path) -> Library:
    for name, data in contents(library).items():
        if not name.startswith(("docs/sources/", "docs/index", "docs/new")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    return Library(folder)


def test_one_at_a_time_gives_the_same_library_as_all_at_once(library: Library, tmp_path: Path) -> None:
    other = copied(library, tmp_path / "other")
    import_exports(library, [str(path) for path in EXAMPLES if path.parent.name != "text"])
    for path in EXAMPLES:
        if path.parent.name != "text":
            import_exports(other, [str(path)])
    # Only what the last import brought is another: that is what it says.
    told = ("docs/last-import.jsonl", "docs/new.md")
    assert {k: v for k, v in contents(other).items() if k not in told} == {
        k: v for k, v in contents(library).items() if k not in told
    }


@pytest.mark.parametrize("wishes", [Wishes(), Wishes(sync=True), Wishes(dry_run=True)])
def test_shares_change_nothing_in_what_an_import_does_and_says(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wishes: Wishes
) -> None:
    monkeypatch.setattr(made_exports, "_FILE", 40)  # So that one document stands in several files.
    earlier = [str(path) for path in made_exports.write(tmp_path / "earlier", 300)]
    later = [path for name in ("one", "two") for path in made_exports.write(tmp_path / name, 270)]
    for path in later:  # Two versions of each note, of which nothing says which is the newer one.
        said = "层数多时" if "one" in path.parts else "尤其在深处"
        path.write_text(path.read_text("utf-8").replace("可以用来解释梯度消失。", said), "utf-8")
    other = copied(library, tmp_path / "other")
    for each in (library, other):
        import_exports(each, earlier)
    exports = [str(path) for path in later]
    whole = import_exports(library, exports, wishes=wishes)
    monkeypatch.setattr(readings, "AT_ONCE", 1)
    assert import_exports(other, exports, wishes=wishes) == whole
    assert contents(other) == contents(library)
    assert len(whole.gone) == 30  # Of the three hundred.
    assert fates(whole)[1] > 5


def test_a_second_copy_in_another_share_is_counted_as_such(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "AT_ONCE", 1)
    named: list[str] = []
    exports = [*EXPORTS[:20], EXPORTS[0]]
    report = import_exports(library, exports, progress=named.append)
    assert named == exports
    assert {file.path for file in report.files} == set(exports)
    last = report.files[-1]
    assert (last.new, last.changed) == (0, 0)
    assert last.unchanged


def test_a_dry_run_says_the_same_and_changes_nothing(library: Library) -> None:
    before = contents(library)
    tried = import_exports(library, EXPORTS, wishes=Wishes(dry_run=True))
    assert contents(library) == before
    assert fates(import_exports(library, EXPORTS)) == fates(tried)


def test_what_the_owner_wrote_stays_byte_for_byte(library: Library) -> None:
    page = library.docs / "concepts" / "gradient.md"
    import_exports(library, EXPORTS[:1])
    page.write_text(page.read_text("utf-8").replace("Owner’s prose.", "我自己的话。\n\n## 小节\n"), "utf-8")
    import_exports(library, EXPORTS)
    assert "我自己的话。\n\n## 小节\n" in page.read_text("utf-8")


def test_an_edit_inside_a_region_is_kept_and_said(library: Library) -> None:
    import_exports(library, EXPORTS[:1])
    page = library.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8").replace("## 摘录", "我改了这里\n\n## 摘录"), "utf-8")
    report = import_exports(library, EXPORTS)
    assert report.kept_edits == ("concepts/gradient.md",)
    assert "我改了这里" in page.read_text("utf-8")


@pytest.mark.parametrize(
    "data", [b"", b"just some text\n", b"\x00\xff\xfe\x80", b'{"a": [1, 2]}', b"# heading\n\nprose\n"]
)
def test_a_file_that_is_no_export_is_said_and_the_others_are_read(
    library: Library, tmp_path: Path, data: bytes
) -> None:
    stranger = tmp_path / "stranger.txt"
    stranger.write_bytes(data)
    report = import_exports(library, [str(stranger), *EXPORTS[:3]])
    (rejected,) = (file.rejected for file in report.files if file.path == str(stranger))
    assert rejected[0].problem
    assert not report.is_clean
    assert report.holdings.annotations


def test_a_folder_is_searched_and_what_is_no_export_in_it_is_passed_over(library: Library) -> None:
    report = import_exports(library, [str(ROOT / "examples")])
    assert report.is_clean
    assert {Path(path).name for path in report.passed_over} >= {"README.md"}
    assert {file.format for file in report.files} >= {"weread", "hypothesis", "obsidian-annotator", "pdf-plus"}


def test_standard_input_is_read(library: Library) -> None:
    path = next(path for path in EXAMPLES if path.parent.name == "obsidian-annotator")
    report = import_exports(library, ["-"], standard_input=io.BytesIO(path.read_bytes()))
    assert report.holdings.annotations


def test_the_name_of_a_file_says_nothing(library: Library, tmp_path: Path) -> None:
    for path in EXAMPLES:
        if path.parent.name != "text":
            disguised = tmp_path / "export.bin"
            disguised.write_bytes(path.read_bytes())
            named, unnamed = (import_exports(library, [str(p)], wishes=Wishes(dry_run=True)) for p in (path, disguised))
            assert {file.format for file in named.files} == {file.format for file in unnamed.files}


def test_a_title_given_by_the_user_names_the_source(library: Library) -> None:
    import_exports(library, [EXPORTS[0]], wishes=Wishes(source="我的书名就是这个"))
    assert {shelf.source.title for shelf in survey(library).shelves} == {"我的书名就是这个"}


def test_a_format_given_by_the_user_is_not_questioned(library: Library, tmp_path: Path) -> None:
    note = tmp_path / "n.md"
    note.write_text("> [!quote] \n> 一句话\n", "utf-8")
    import_exports(library, [str(note)], wishes=Wishes(format="obsidian-callouts"))
    assert [annotation.quote for annotation in survey(library).annotations] == ["一句话"]


def note_with(path: Path, *pictures: str) -> Path:
    """Write a note with one highlight, and pictures below it."""
    highlight = "> [!PDF|yellow] [x, p.1](x.pdf#page=1&selection=0,0,0,4)\n> > 梯度"
    path.write_text("\n\n".join(("# 梯度", highlight, *pictures)) + "\n", "utf-8")
    return path


def test_pictures_beside_the_export_are_kept_and_those_that_are_not_are_said(library: Library, tmp_path: Path) -> None:
    (tmp_path / "notes" / "img").mkdir(parents=True)
    (tmp_path / "notes" / "img" / "a.png").write_bytes(b"picture")
    (tmp_path / "secret.png").write_bytes(b"secret")
    note = note_with(tmp_path / "notes" / "n.md", "![](img/a.png)", "![](img/gone.png)", "![](../secret.png)")
    report = import_exports(library, [str(note)])
    kept = list((library.docs / "assets" / "attachments").glob("*"))
    assert [path.read_bytes() for path in kept] == [b"picture"]
    assert {attachment.path for attachment in report.missing} == {"img/gone.png", "../secret.png"}
    assert "missing picture" in next((library.docs / "sources").glob("*.md")).read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few accounts make links")
def test_a_picture_that_is_a_link_out_of_the_exports_folder_is_not_taken(library: Library, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "notes" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "notes" / "up").symlink_to(tmp_path)
    note = note_with(tmp_path / "notes" / "n.md", "![](link.png)", "![](up/secret.png)", "![[link.png]]")
    report = import_exports(library, [str(note)])
    assert not list((library.docs / "assets" / "attachments").glob("*"))
    assert {attachment.path for attachment in report.missing} == {"link.png", "up/secret.png"}


def test_a_picture_whose_name_is_longer_than_any_file_s_is_missing_and_the_rest_is_read(
    library: Library, tmp_path: Path
) -> None:
    note = tmp_path / "n.md"
    note.write_text(f"# 梯度\n\n> [!quote]\n> 梯度指向上升最快的方向。\n\n![]({'深' * 300}.png)\n", "utf-8")
    report = import_exports(library, [str(note)])
    assert [attachment.path for attachment in report.missing] == [f"{'深' * 300}.png"]
    assert any(annotation.quote for annotation in survey(library).annotations)
