"""What a build puts on the site for readers to run."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from commonplace.errors import LibraryError
from commonplace.formulas import snippets
from commonplace.site import pyodide
from commonplace.store.library import Library
from commonplace.workflows.running import _all_runnable, prepare

PAGE = """---
title: Double
names: {zh: 两倍, en: double}
aliases: []
tags: []
related: []
formulas:
  - tex: 'y=2x'
    symbols:
      y: {type: real}
      x: {type: real}
    snippet: double.double
    args: [x]
---

# Double
"""
SNIPPET = '''"""Twice."""

import half


def double(x: float) -> float:
    """
    Give twice a number.

    >>> double(0.5)
    1.0
    """
    return x / half.HALF
'''


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in {
        "docs/concepts/double.md": PAGE,
        "snippets/double.py": SNIPPET,
        "snippets/half.py": "HALF = 0.5\n",
        "snippets/other.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Library(tmp_path)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    core = {name: tmp_path / "cache" / name for name in pyodide.CORE}
    (tmp_path / "cache").mkdir()
    for path in core.values():
        path.write_bytes(b"1234")
    monkeypatch.setattr(pyodide, "found", lambda: pyodide.Runtime(core, has_numpy=False))


def files(library: Library) -> dict[str, bytes]:
    folder = library.docs / "assets" / "run"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.usefixtures("there")
def test_a_page_gets_its_formulas_with_the_inputs_of_the_examples_and_the_files_that_they_need(
    library: Library,
) -> None:
    prepare(library)
    told = json.loads(files(library)["double.json"])
    assert told["files"] == ["double.py", "half.py"]
    assert [(each["symbol"], each["text"]) for each in told["formulas"][0]["fields"]] == [("x", "0.5")]
    assert files(library)["snippets/double.py"] == SNIPPET.encode()


@pytest.mark.usefixtures("there")
def test_the_same_library_gives_the_same_bytes_and_what_is_gone_is_removed(library: Library) -> None:
    size = prepare(library)
    first = files(library)
    (library.docs / "assets/run/snippets/old.py").write_text("", encoding="utf-8")
    assert prepare(library) == size
    assert files(library) == first


def test_without_pyodide_there_is_nothing_to_run(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyodide, "found", lambda: None)
    (library.docs / "assets/run").mkdir(parents=True)
    assert prepare(library) is None
    assert not (library.docs / "assets/run").exists()


def test_another_place_than_the_site_is_used_only_if_the_owner_names_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyodide, "found", lambda: None)
    (library.root / "commonplace.toml").write_text('[run]\npyodide = "https://example.org/full/"\n', encoding="utf-8")
    assert prepare(library) is not None
    about = json.loads(files(library)["runtime.json"])
    assert (about["address"], about["numpy"]) == ("https://example.org/full/", pyodide.NUMPY_VERSION)
    assert not [name for name in files(library) if name.startswith(("pyodide/", "numpy"))]


@pytest.mark.parametrize("address", ["http://example.org/full/", "https://example.org/full", "javascript:x/"])
def test_a_place_that_is_no_folder_of_https_is_refused(library: Library, address: str) -> None:
    (library.root / "commonplace.toml").write_text(f'[run]\npyodide = "{address}"\n', encoding="utf-8")
    with pytest.raises(LibraryError, match=r"commonplace.toml: pyodide is"):
        prepare(library)


def test_what_readers_run_follows_the_snippet_and_a_damaged_cache_changes_nothing(library: Library) -> None:
    (library.docs / "concepts" / "double.md").write_text(PAGE, "utf-8")
    snippet = library.snippets / "double.py"
    snippet.write_text("def double(x: float) -> float:\n    return 2 * x\n", "utf-8")

    def told() -> list[object]:
        return [each["fields"] for each in dict(_all_runnable(library))["double"]["formulas"]]

    first = told()
    assert first
    assert told() == first
    (library.root / ".commonplace" / "runnable.sqlite").write_bytes(b"damaged" * 1000)
    assert told() == first
    snippet.write_text("def double(x: float) -> float:\n    return 2 * x + 1\n", "utf-8")
    assert told() == []


def test_inputs_are_drawn_for_one_formula_that_is_read_and_loaded_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many inputs are tried: here none agrees, and all are."""
    (library.snippets / "double.py").write_text("def double(x):\n    return x * x + x + 1\n", encoding="utf-8")
    loaded: list[Path] = []
    load = snippets._loaded

    def noted(path: Path) -> ModuleType:
        loaded.append(path)
        return load(path)

    monkeypatch.setattr(snippets, "_loaded", noted)
    assert dict(_all_runnable(library))["double"]["formulas"] == []
    assert len(loaded) == len(["the function", "what stands beside it"])
