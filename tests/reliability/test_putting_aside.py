"""What a command is about to write is put aside on the disk where it is much; that changes nothing of the result."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from reliability.scenario import QUOTES, contents, export, small_library

from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.store.transactions import disk
from commonplace.workflows.importing import import_exports


def imported(folder: Path, name: str) -> Library:
    library = small_library(folder / name)
    import_exports(library, [str(export(folder / "export.json", *QUOTES))])
    return library


def test_what_is_put_aside_comes_back_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_AT_HAND", 10)
    spool = disk.Spool(tmp_path)
    told = [b"", b"a", "梯度".encode() * 5, b"\x00" * 100]
    places = [spool.put(data) for data in told]
    for place, data in reversed(list(zip(places, told, strict=True))):
        assert spool.get(place, len(data)) == data
    spool.close()
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_puts_everything_aside_writes_the_same_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = imported(tmp_path, "plain")
    monkeypatch.setattr(disk, "_AT_HAND", 1)
    aside = imported(tmp_path, "aside")
    assert contents(aside) == contents(plain)
    own = [{path.name for path in (one.root / ".commonplace").iterdir()} for one in (plain, aside)]
    assert own[0] == own[1]


def test_where_nothing_can_be_put_aside_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    library = imported(tmp_path, "library")
    before = contents(library)
    monkeypatch.setattr(disk.Spool, "put", full)
    with pytest.raises(LibraryError, match="cannot be written: No space left on device; nothing was changed"):
        import_exports(library, [str(export(tmp_path / "other.json", *QUOTES, title="另一本书"))])
    assert contents(library) == before
