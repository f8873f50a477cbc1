"""Pyodide is taken only if it is what it should be."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from commonplace.errors import BuildError
from commonplace.site import pyodide

FILES = {name: name.encode() * 3 for name in pyodide.CORE}
WHEEL = b"numpy's wheel"


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few bytes stand for the files, and an empty folder for the cache."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    monkeypatch.setattr(pyodide, "CORE", digests)
    monkeypatch.setattr(pyodide, "NUMPY_HASH", hashlib.sha256(WHEEL).hexdigest())
    monkeypatch.setattr(pyodide, "cache", lambda: tmp_path / "cache")


def packed(path: Path, files: dict[str, bytes]) -> Path:
    if path.suffix == ".tgz":
        with tarfile.open(path, "w:gz") as archive:
            for name, data in files.items():
                entry = tarfile.TarInfo(f"package/{name}")
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(f"some/web/{name}", data)
    return path


@pytest.mark.parametrize("name", ["pyodide.tgz", "carrier.whl"])
def test_it_is_found_in_any_archive(tmp_path: Path, name: str) -> None:
    assert pyodide.found() is None
    runtime = pyodide.fetch([packed(tmp_path / name, {**FILES, "pyodide.d.ts": b"more"})])
    assert {name: path.read_bytes() for name, path in runtime.files.items()} == FILES
    assert runtime.size == sum(map(len, FILES.values()))
    assert not runtime.has_numpy
    assert pyodide.found() == runtime


def test_numpys_wheel_is_known_by_its_content_and_kept_beside_it(tmp_path: Path) -> None:
    pyodide.fetch([packed(tmp_path / "core.tgz", FILES)])
    (tmp_path / "download (1)").write_bytes(WHEEL)
    runtime = pyodide.fetch([tmp_path / "download (1)"])
    assert runtime.has_numpy
    assert runtime.files[pyodide.NUMPY].read_bytes() == WHEEL


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    changed = {**FILES, "pyodide.asm.wasm": b"something else"}
    with pytest.raises(BuildError, match="not whole yet"):
        pyodide.fetch([packed(tmp_path / "core.tgz", changed)])
    assert pyodide.found() is None


def test_a_file_that_changes_in_the_cache_is_not_served(tmp_path: Path) -> None:
    pyodide.fetch([packed(tmp_path / "core.tgz", FILES)])
    (tmp_path / "cache" / "pyodide.mjs").write_bytes(b"changed")
    assert pyodide.found() is None


def test_what_is_no_pyodide_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    with pytest.raises(BuildError, match=r"nothing of Pyodide .*notes\.txt"):
        pyodide.fetch([tmp_path / "notes.txt"])
