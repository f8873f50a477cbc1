"""A cache may be lost at any moment: what it gives is what was put there, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commonplace.store import derived as module
from commonplace.store.derived import Derived, key_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own" / "derived.sqlite"


def read(path: Path) -> bytes:
    return path.read_bytes()


def test_a_value_is_there_for_what_it_was_made_from_and_nothing_else(path: Path) -> None:
    with Derived(path) as base:
        base.put("kind", "name", key_of("text", 1), {"a": [1, 2]})
    with Derived(path) as base:
        assert base.get("kind", "name", key_of("text", 1), dict[str, list[int]]) == {"a": [1, 2]}
        assert base.get("kind", "name", key_of("text", 2), dict[str, list[int]]) is None
        assert base.get("kind", "name", key_of("text", 1), list[int]) is None
        assert base.get("other", "name", key_of("text", 1), dict[str, list[int]]) is None
        base.forget("kind", ["name"])
        assert base.names("kind") == set()


def test_nothing_is_kept_of_another_version_of_the_tool(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Derived(path) as base:
        base.put("kind", "name", "key", 1)
    monkeypatch.setattr(module, "tool_state", lambda: "another")
    with Derived(path) as base:
        assert base.get("kind", "name", "key", int) is None


@pytest.mark.parametrize("damage", [b"", b"no database " * 500], ids=["empty", "nonsense"])
def test_a_damaged_file_is_made_anew(path: Path, damage: bytes) -> None:
    with Derived(path) as base:
        base.put("kind", "name", "key", 1)
    path.write_bytes(damage)
    with Derived(path) as base:
        assert base.get("kind", "name", "key", int) is None
        base.put("kind", "name", "key", 2)
    with Derived(path) as base:
        assert base.get("kind", "name", "key", int) == 2


def test_one_that_breaks_while_it_is_used_says_that_it_no_longer_knows_all_homes(path: Path) -> None:
    with Derived(path) as base:
        base.settle("book", [f"id{number}" for number in range(5000)])
        base.put("kind", "name", "key", "x" * 100_000)
    with Derived(path) as base:
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\x55" * (len(whole) - 4096))
        assert base.homes(["id1", "id4999"]) in ({}, {"book": ["id1", "id4999"]})
        assert base.get("kind", "name", "key", str) in (None, "x" * 100_000)
        base.settle("other", ["id7"])
        assert base.homes(["id7"]) == {"other": ["id7"]}


@pytest.mark.skipif(os.name == "nt", reason="a file can be opened below a file's name there")
def test_where_nothing_can_be_written_everything_is_held_in_memory(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file where the folder should be")
    with Derived(tmp_path / "own" / "derived.sqlite") as base:
        base.put("kind", "name", "key", 1)
        assert base.get("kind", "name", "key", int) == 1


def test_a_file_is_read_again_only_when_it_is_another(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    asked: list[Path] = []

    def reading(place: Path) -> bytes:
        asked.append(place)
        return read(place)

    with Derived(path) as base:
        first = base.digest_of(file, reading)
        assert base.digest_of(file, reading) == first
        assert asked == [file]
    with Derived(path) as base:
        assert base.digest_of(file, reading) == first
        assert base.known_in(tmp_path) == {"file": first}
        assert asked == [file]
    file.write_text("two, longer")
    with Derived(path) as base:
        assert base.known_in(tmp_path) == {}
        assert base.digest_of(file, reading) != first
        assert len(asked) == 2


def test_what_is_taken_at_once_is_what_is_asked_for_one_by_one(path: Path) -> None:
    with Derived(path) as base:
        base.put("kind", "one", "key", 1)
        base.put("kind", "two", "key", 2)
        base.put("other", "one", "key", 3)
        base.take("kind")
        base.put("kind", "three", "key", 4)
        base.forget("kind", ["two"])
        assert [base.get("kind", name, "key", int) for name in ("one", "two", "three")] == [1, None, 4]
        assert base.names("kind") == {"one", "three"}
        assert base.get("other", "one", "key", int) == 3
    with Derived(path) as base:
        base.take("kind")
        assert [base.get("kind", name, "key", int) for name in ("one", "two", "three")] == [1, None, 4]
        assert base.get("kind", "one", "another", int) is None


def test_what_is_taken_from_a_damaged_file_counts_as_none(path: Path) -> None:
    with Derived(path) as base:
        for number in range(2000):
            base.put("kind", str(number), "key", "x" * 100)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\x55" * (len(whole) - len(whole) // 2))
    with Derived(path) as base:
        base.take("kind")
        assert {base.get("kind", str(number), "key", str) for number in range(2000)} <= {None, "x" * 100}


def test_halves_of_characters_are_not_kept_and_break_nothing(path: Path) -> None:
    with Derived(path) as base:
        base.put("kind", "name", "key", "\ud800")
        base.put("kind", "\udc80", "key", 1)
        assert base.get("kind", "name", "key", str) is None
        assert base.homes(["\ud800"]) == {}
        base.settle("book", [f"id{number}" for number in range(1_200)])
        asked = ["id0", "\ud800", *(f"id{number}" for number in range(1, 1_200, 2))]
        assert {name: set(found) for name, found in base.homes(asked).items()} == {"book": {*asked} - {"\ud800"}}
        assert not base.is_lost


def test_a_number_that_no_machine_word_holds_is_not_kept_and_breaks_nothing(path: Path) -> None:
    with Derived(path) as derived:
        derived.put("kind", "name", "key", {"a": 10**39})
        assert derived.get("kind", "name", "key", dict[str, int]) is None
