"""What a disk may hold after a power cut: what was not synced is there, or is not, or is there by half.

The model is that of ALICE (OSDI 2014), with nothing assumed of a file system: the bytes of a file last once the file
was synced, and a name once each folder that a call changed was. All that was not yet made to last may be missing, call
by call; a renaming is there whole or not at all.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reliability.fault_layer import FaultyOs, faults
from reliability.scenario import Case

Folder = dict[str, int]


@dataclass
class Tree:
    """Files and folders by number; the library is folder 0."""

    nodes: dict[int, Folder | bytes] = field(default_factory=lambda: {0: {}})

    def add(self, node: Folder | bytes) -> int:
        self.nodes[len(self.nodes)] = node
        return len(self.nodes) - 1

    def folder(self, number: int) -> Folder:
        node = self.nodes[number]
        assert isinstance(node, dict)
        return node

    def copy(self) -> Tree:
        return Tree({number: dict(node) if isinstance(node, dict) else node for number, node in self.nodes.items()})

    def write(self, place: Path, number: int = 0) -> None:
        """Make these files and folders on the disk."""
        node = self.nodes[number]
        if isinstance(node, bytes):
            place.write_bytes(node)
            return
        place.mkdir()
        for name, inner in node.items():
            self.write(place / name, inner)

    def key(self) -> tuple[tuple[str, bytes], ...]:
        """Tell two trees apart."""
        return tuple(self._files(0, ""))

    def _files(self, number: int, path: str) -> Iterator[tuple[str, bytes]]:
        node = self.nodes[number]
        if isinstance(node, bytes):
            yield path, node
            return
        yield path, b"/"
        for name in sorted(node):
            yield from self._files(node[name], f"{path}/{name}")


@dataclass(frozen=True)
class Change:
    """What one call did: names of folders set or removed at once, or the bytes of a file."""

    names: tuple[tuple[int, str, int | None], ...] = ()
    file: int | None = None
    data: bytes = b""

    @property
    def needs(self) -> set[int]:
        """What must be synced before it lasts."""
        return {self.file} if self.file is not None else {folder for folder, _, _ in self.names}

    def apply(self, tree: Tree, share: float = 1) -> None:
        if self.file is not None:
            tree.nodes[self.file] = self.data[: int(len(self.data) * share)]
        for folder, name, number in self.names:
            if number is None:
                tree.folder(folder).pop(name, None)
            else:
                tree.folder(folder)[name] = number


@dataclass(frozen=True)
class Sync:
    """A file or folder was synced; `path` is where it stood."""

    number: int
    path: str


class Recorder(FaultyOs):
    """Lets every call through, and writes down what it did to the library at `root`."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = Path(os.path.realpath(root))
        self.first = Tree()
        self._scan(self.root, 0)
        self.live = self.first.copy()
        self.log: list[Change | Sync] = []
        self._open: dict[int, tuple[int, str]] = {}

    def _scan(self, folder: Path, number: int) -> None:
        for path in sorted(folder.iterdir()):
            inner = self.first.add({} if path.is_dir() else path.read_bytes())
            self.first.folder(number)[path.name] = inner
            if path.is_dir():
                self._scan(path, inner)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            result = real(*arguments)
            recorder = getattr(self, f"_on_{name}", None)
            if recorder is not None:
                recorder(result, *arguments)
            return result

        return call

    def _parent(self, path: Any) -> tuple[int, str] | None:
        """The folder that holds `path`, and its name there; None outside of the library."""
        real = Path(os.path.realpath(Path(path).parent)) / Path(path).name
        if real == self.root or not real.is_relative_to(self.root):
            return None
        number = 0
        for part in real.relative_to(self.root).parts[:-1]:
            number = self.live.folder(number)[part]
        return number, real.name

    def _did(self, change: Change) -> None:
        change.apply(self.live)
        self.log.append(change)

    def _new(self, path: Any, node: Folder | bytes) -> int | None:
        if (place := self._parent(path)) is None:
            return None
        number = self.first.add(type(node)())
        self.live.nodes[number] = node
        self._did(Change(names=((*place, number),)))
        return number

    def _on_open(self, handle: int, path: Any, flags: int, *_: Any) -> None:
        self._open.pop(handle, None)
        if flags & os.O_CREAT:
            number = self._new(path, b"")
        elif Path(os.path.realpath(path)) == self.root:
            number = 0
        else:
            place = self._parent(path)
            number = None if place is None else self.live.folder(place[0])[place[1]]
        if number is not None:
            self._open[handle] = number, Path(path).as_posix()

    def _on_write(self, count: int, handle: int, data: Any) -> None:
        number, _ = self._open[handle]
        before = self.live.nodes[number]
        assert isinstance(before, bytes)
        self._did(Change(file=number, data=before + bytes(data[:count])))

    def _on_fsync(self, _: None, handle: int) -> None:
        if handle in self._open:
            self.log.append(Sync(*self._open[handle]))

    def _on_mkdir(self, _: None, path: Any) -> None:
        self._new(path, {})

    def _on_replace(self, _: None, source: Any, target: Any) -> None:
        old, new = self._parent(source), self._parent(target)
        assert old is not None
        assert new is not None
        self._did(Change(names=((*new, self.live.folder(old[0])[old[1]]), (*old, None))))

    def _on_unlink(self, _: None, path: Any) -> None:
        if place := self._parent(path):
            self._did(Change(names=((*place, None),)))

    _on_rmdir = _on_unlink


def recorded(case: Case, folder: Path) -> Recorder:
    """What a command does to the disk, call by call."""
    library = case.copy(folder / "recorded")
    with faults(Recorder(library.root)) as layer:
        case.run(library)
    assert isinstance(layer, Recorder)
    return layer


def images(recorder: Recorder, *, forgotten: Callable[[Sync], bool] = lambda _: False) -> Iterator[tuple[Tree, bool]]:
    """Each different disk that a power cut may leave, and whether the command had ended before it.

    Parameters
    ----------
    recorder
        What the command did.
    forgotten
        Which syncs to leave out, as a defect would.
    """
    log = [entry for entry in recorder.log if isinstance(entry, Change) or not forgotten(entry)]
    seen: set[tuple[tuple[tuple[str, bytes], ...], bool]] = set()
    for end in range(len(log) + 1):
        for tree in _left(recorder.first, log[:end]):
            key = (tree.key(), end == len(log))
            if key not in seen:
                seen.add(key)
                yield tree, end == len(log)


def _left(first: Tree, log: list[Change | Sync]) -> Iterator[Tree]:
    """What may be left after the calls of `log`."""
    loose = [place for place, entry in enumerate(log) if isinstance(entry, Change) and not _lasts(log, place)]
    chance = random.Random(len(log))  # noqa: S311  # The same images each time.
    choices: list[dict[int, float]] = [dict.fromkeys(loose, 0.0), dict.fromkeys(loose, 1.0)]
    for place in loose:
        choices.append({**choices[0], place: 1.0})
        choices.append({**choices[1], place: 0.0})
        choices.append({**choices[1], place: 0.5})
    choices.extend({place: chance.choice((0.0, 1.0)) for place in loose} for _ in range(4 if len(loose) > 1 else 0))
    for choice in choices:
        tree = first.copy()
        for place, entry in enumerate(log):
            share = choice.get(place, 1.0)
            if isinstance(entry, Change) and (share == 1 or (share > 0 and entry.file is not None)):
                entry.apply(tree, share)
        yield tree


def _lasts(log: list[Change | Sync], place: int) -> bool:
    change = log[place]
    assert isinstance(change, Change)
    synced = {entry.number for entry in log[place:] if isinstance(entry, Sync)}
    return change.needs <= synced
