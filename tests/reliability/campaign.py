"""Faults put into commands in this process, one at a time, and what became of the library."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from reliability.fault_layer import CALLS, FaultyOs, Killed, faults
from reliability.power_loss import Sync, Tree, images, recorded
from reliability.scenario import Case, contents, settled

from commonplace.errors import LibraryError
from commonplace.store.library import Library

LEFT = {"lock", "done", "derived.sqlite", "derived.sqlite-journal"}
"""What may be in the tool's own folder when nothing is unfinished: the last two are a cache."""


def calls_of(case: Case, folder: Path, *, only: tuple[str, ...] = CALLS) -> int:
    """How many calls a command makes when nothing goes wrong."""
    with faults(FaultyOs(only=only)) as layer:
        case.run(case.copy(folder / "counted"))
    return layer.count


def tried(case: Case, folder: Path, layer: FaultyOs) -> str:
    """What became of the library of `case` when `layer` failed: said in one word, and asserted to be no loss."""
    library = case.copy(folder / "tried")
    said = None
    with faults(layer):
        try:
            case.run(library)
        except Killed:
            said = "killed"
        except LibraryError as error:
            said = error.problem
    at = f"{case.name}: {layer.fault} at call {layer.at} ({layer.hit}), said {said!r}"
    at_once = contents(library)
    found = settled(library)
    assert found in (case.before, case.after), f"{at}: {_difference(found, case)}"
    assert {path.name for path in (library.root / ".commonplace").iterdir()} <= LEFT, at
    if said is None:
        assert found == case.after, f"{at}: no word, and not done"
    elif said != "killed":
        assert (found == case.after) == ("recorded" in said), f"{at}: not what was said"
    if found != case.after:
        case.run(library)
        assert contents(library) == case.after, f"{at}: cannot be done again: {_difference(contents(library), case)}"
        return "as before"
    return "done at once" if at_once == found else "finished by the next run"


def campaign(case: Case, folder: Path, fault: str, places: range, *, only: tuple[str, ...] = CALLS) -> Counter[str]:
    """Try `fault` at each of `places`, and count what became of the library."""
    return Counter(_outcomes(case, folder, fault, places, only))


def _outcomes(case: Case, folder: Path, fault: str, places: range, only: tuple[str, ...]) -> Iterator[str]:
    for place in places:
        layer = FaultyOs(place, fault, only=only)
        outcome = tried(case, folder, layer)
        if layer.hit:
            yield outcome


def _difference(found: dict[str, bytes], case: Case) -> str:
    """Which files are neither what they were nor what they should be."""
    names = sorted(found.keys() | case.before.keys() | case.after.keys())
    told = [(n, found.get(n) == case.before.get(n), found.get(n) == case.after.get(n)) for n in names]
    return ", ".join(
        f"{name}: {'before' if old else 'after' if new else 'neither'}" for name, old, new in told if old != new
    )


def power_cuts(
    case: Case, folder: Path, *, share: slice = slice(None), forgotten: Callable[[Sync], bool] = lambda _: False
) -> Counter[str]:
    """Try a share of the disks that a power cut may leave, the last first, and count what became of the library."""
    left = list(images(recorded(case, folder), forgotten=forgotten))
    return Counter(_after_a_cut(case, folder / "cut", tree, ended=ended) for tree, ended in left[::-1][share])


def _after_a_cut(case: Case, folder: Path, tree: Tree, *, ended: bool) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    tree.write(folder)
    library = Library(folder)
    at_once = contents(library)
    found = settled(library)
    assert found in (case.before, case.after), f"{case.name}: {_difference(found, case)}"
    assert found == case.after or not ended, f"{case.name}: it had ended, and is not there"
    if found != case.after:
        case.run(library)
        assert contents(library) == case.after, f"{case.name}: cannot be done again"
        return "as before"
    return "done at once" if at_once == found else "finished by the next run"
