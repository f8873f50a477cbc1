"""What was derived earlier is a cache: with it, without it, damaged, after anything that can happen to a library.

Every page is what it would be if it were made from all of the library at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reliability.scenario import QUOTES, contents, export, note_with_picture, small_library

from commonplace.errors import LibraryError
from commonplace.pages import all_pages, division, kept_files
from commonplace.store.library import Library
from commonplace.store.regions import filled
from commonplace.workflows.deciding import answer, forbid, pin
from commonplace.workflows.importing import import_exports
from commonplace.workflows.joining import join_sources, part_sources
from commonplace.workflows.rendering import derived_from, render
from commonplace.workflows.stacks import Stacks
from commonplace.workflows.surveying import catalogue_of, survey
from commonplace.workflows.undoing import undo
from commonplace.workflows.wishes import Wishes

ROOT = Path(__file__).parents[2]
Step = Callable[[Library, Path], object]


def import_from(name: str, **wishes: bool) -> Step:
    return lambda library, folder: import_exports(library, [str(folder / name)], wishes=Wishes(**wishes))  # type: ignore[arg-type]  # Flags.


def an_id(library: Library, place: int) -> str:
    ids = sorted(library.store().annotations)
    return ids[place % len(ids)] if ids else "none"


def sources(library: Library) -> list[str]:
    return [path.stem for path in library.store_files()]


def one_and_other(library: Library) -> tuple[str, str]:
    found = sources(library)
    return (found[0], found[-1]) if found else ("none", "none")


def in_store(change: Callable[[str], str]) -> Step:
    """Change the first file of the store by hand, then render."""

    def step(library: Library, _: Path) -> None:
        for path in library.store_files()[:1]:
            path.write_text(change(path.read_text("utf-8")), "utf-8")
        render(library)

    return step


def without_second_line(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([lines[0], *lines[2:]]) if len(lines) > 4 else text


def last_line_first(text: str) -> str:
    head, *items, end, rest = text.split("\n")
    marked = [item.removesuffix(",") for item in items]
    return "\n".join([head, ",\n".join(marked[-1:] + marked[:-1]), end, rest])


def as_git_merges(text: str) -> str:
    """What `merge=union` makes of a file in which both sides changed an annotation."""
    head, *items, end, rest = text.split("\n")
    other = items[0].replace("2024-01-01", "2025-01-01", 1).removesuffix(",") + ","
    return "\n".join([head, head, other, *items, end, rest])


def on_disk(path: str, change: Callable[[str], str] | None) -> Step:
    """Change or remove a file, then render."""

    def step(library: Library, _: Path) -> None:
        for place in sorted(library.root.glob(path))[:1]:
            if change is None:
                place.unlink()
            else:
                place.write_text(change(place.read_text("utf-8")), "utf-8")
        render(library)

    return step


def setting(text: str) -> Step:
    def step(library: Library, _: Path) -> None:
        (library.root / "commonplace.toml").write_text(text, "utf-8")
        render(library)

    return step


STEPS: dict[str, Step] = {
    "import one": import_from("one.json"),
    "import more of it": import_from("more.json"),
    "import another book": import_from("other.json"),
    "import notes with a picture": import_from("notes"),
    "import the same book of another app": import_from("same.md"),
    "import somebody else's": import_from("theirs.json"),
    "import all at once": import_from("."),
    "sync": import_from("fewer.json", sync=True),
    "dry run": import_from("other.json", dry_run=True),
    "undo": lambda library, _: undo(library),
    "render": lambda library, _: render(library),
    "pin": lambda library, _: pin(library, an_id(library, 1), "softmax"),
    "forbid": lambda library, _: forbid(library, an_id(library, 0), "gradient"),
    "answer": lambda library, _: answer(library, an_id(library, 2), "因为。", on="2026-01-01"),
    "join": lambda library, _: join_sources(library, *one_and_other(library)),
    "part": lambda library, _: part_sources(library, *one_and_other(library)),
    "an annotation is removed by hand": in_store(without_second_line),
    "annotations change places by hand": in_store(last_line_first),
    "git merges two versions": in_store(as_git_merges),
    "words of the same length by hand": in_store(lambda text: text.replace("斜率", "坡度")),
    "a page of the store's is gone": on_disk("docs/sources/*.jsonld", None),
    "a source's page is gone": on_disk("docs/sources/*.md", None),
    "published annotations are gone": on_disk("docs/published/*.jsonld", None),
    "a source's page is edited": on_disk("docs/sources/*.md", lambda text: text.replace("梯度", "我的")),
    "a concept has another name": on_disk(
        "docs/concepts/softmax.md", lambda text: text.replace("title: Softmax", "title: 概率\naliases: [斜率]")
    ),
    "a concept is gone": on_disk("docs/concepts/softmax.md", None),
    "in English": setting('[site]\nlanguage = "en"\n'),
    "others are published": setting("[publish]\nothers = true\nprivate = true\n"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("refreshing")
    exports = place / "exports"
    export(exports / "one.json", *QUOTES[:2])
    export(exports / "more.json", *QUOTES, comment="改过，与 [softmax](softmax.md) 相比呢？")
    export(exports / "fewer.json", *QUOTES[:1])
    export(exports / "other.json", QUOTES[3], "梯度的另一句话。", title="另一本书")
    note_with_picture(exports / "notes" / "note.md")
    theirs = export(exports / "theirs.json", "别人的一句话，说的是梯度。", title="神经网络札记")
    theirs.write_text(theirs.read_text("utf-8").replace("acct:lin@", "acct:wang@"), "utf-8")
    (exports / "same.md").write_text(
        f"---\ntitle: 神经网络札记\n---\n\n> [!quote] 神经网络札记\n> {QUOTES[0]}\n\n我的话\n", "utf-8"
    )
    render(small_library(place / "empty"))
    return place


def done(library: Library, folder: Path, name: str) -> None:
    """Do a step; where there is nothing for it to do, it says so."""
    try:
        STEPS[name](library, folder / "exports")
    except LibraryError as error:
        assert error.hint  # noqa: PT017  # It is one of many that may have nothing to do.


def differing(library: Library) -> list[str]:
    """The files that are not what all of the library makes them."""
    whole = catalogue_of(library, survey(library))
    texts = {page.path: library.text(library.docs / page.path) for page in all_pages(whole)}
    wrong = [page.path for page in all_pages(whole) if filled(texts[page.path], page).text != texts[page.path]]
    return wrong + [file.path for file in kept_files(whole) if library.text(library.docs / file.path) != file.text]


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 2000] = b"\x55" * 2000
    path.write_bytes(data)


BETWEEN: dict[str, Callable[[Path], object]] = {
    "kept": lambda _: None,
    "removed": lambda path: path.unlink(missing_ok=True),
    "damaged": lambda path: damaged(path) if path.exists() else None,
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]) if path.exists() else None,
    "nonsense": lambda path: path.write_text("no database at all " * 100),
}


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(("kept", "kept", *BETWEEN))), min_size=2, max_size=7
    ),
    st.sampled_from((2, division.MOST)),
)
def test_with_the_cache_and_without_it_every_file_is_the_same(
    folder: Path, steps: list[tuple[str, str]], most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(division, "MOST", most)  # So that lists of this small library are divided, too.
        try_steps(folder, steps)


def try_steps(folder: Path, steps: list[tuple[str, str]]) -> None:
    shutil.rmtree(folder / "runs", ignore_errors=True)
    cached, bare = (Library(Path(shutil.copytree(folder / "empty", folder / "runs" / name))) for name in "ab")
    for name, between in steps:
        for library in (cached, bare):
            done(library, folder, name)
        assert contents(cached) == contents(bare), name
        for library in (cached, bare):
            render(library)  # A dry run, and an undoing, may leave pages that an earlier step would have changed.
        assert contents(cached) == contents(bare), name
        assert differing(cached) == [], name
        BETWEEN[between](cached.root / ".commonplace" / "derived.sqlite")
        BETWEEN["removed"](bare.root / ".commonplace" / "derived.sqlite")


ORDERS = (
    ("one.json", "same.md", "other.json", "notes"),
    ("notes", "other.json", "same.md", "one.json"),
    ("same.md", "notes", "one.json", "other.json"),
)


def test_every_order_of_imports_gives_the_same_library_but_for_what_came_last(folder: Path) -> None:
    found = []
    for number, order in enumerate(ORDERS):
        library = Library(Path(shutil.copytree(folder / "empty", folder / f"order-{number}")))
        for name in order:
            import_exports(library, [str(folder / "exports" / name)])
        last = {"docs/last-import.jsonl", "docs/new.md"}
        found.append({path: data for path, data in contents(library).items() if path not in last})
    assert found[0] == found[1] == found[2]


def test_pages_of_lists_that_an_import_does_not_touch_are_not_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(division, "MOST", 4)
    library = Library(Path(shutil.copytree(folder / "empty", folder / "untouched")))
    for number in range(12):
        quotes = (f"{quote} {number}" for quote in QUOTES)
        import_exports(library, [str(export(folder / f"book-{number}.json", *quotes, title=f"书 {number}"))])
    made: list[str] = []

    def recorded(path: str, *told: Any) -> Any:
        made.append(path)
        return page(path, *told)

    module = import_module("commonplace.pages.index_pages")  # The package has a function of its name.
    page = module._page  # What makes each page that gathers.
    monkeypatch.setattr(module, "_page", recorded)
    import_exports(library, [str(export(folder / "book-new.json", QUOTES[0], title="书 new"))])
    further = {path.name for path in (library.docs / "lists").iterdir()}
    assert len(further) > 20
    assert 0 < len([path for path in made if path.startswith("lists/")]) <= len(further) // 2
    assert differing(library) == []


def test_homes_are_known_after_a_file_was_put_in_order_and_the_cache_was_lost(folder: Path) -> None:
    library = Library(Path(shutil.copytree(folder / "empty", folder / "lost")))
    import_exports(library, [str(folder / "exports" / "one.json")])
    (path,) = library.store_files()
    path.rename(path.with_name("misnamed.jsonld"))
    with library.writing("render") as draft, derived_from(library) as derived:
        stacks = Stacks(draft, derived)
        stacks.save(stacks.volumes(()))
        derived.is_lost = True
        names = set(draft.store().annotations)
        assert {source: set(found) for source, found in stacks.homes(names).items()} == {path.stem: names}
