"""A folder that is watched: what appears in it is imported as soon as it is whole."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from commonplace.errors import CommonplaceError, LibraryError
from commonplace.store.library import Library
from commonplace.workflows.finding_exports import exports_in
from commonplace.workflows.import_summary import ImportSummary
from commonplace.workflows.importing_again import import_changes
from commonplace.workflows.wishes import Wishes

SETTLED = 1.5
"""Seconds for which a file has to stay as it is before it counts as whole."""
_TICK = 0.1
_WISHES = Wishes(pass_over=True)
_HAPPENS = frozenset({"created", "modified", "closed", "moved"})
# Downloads and copies that are under way, by the programs that make them.
_UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".tmp", ".temp", ".opdownload", ".swp", "~")


class Ripening(msgspec.Struct):
    """Files that appeared or changed, until they have stayed as they are for `settled` seconds.

    Attributes
    ----------
    settled : float
        How long.
    clock : callable
        Tells the time in seconds.
    """

    settled: float
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[tuple[int, int] | None, float]] = msgspec.field(default_factory=dict)

    def add(self, path: Path) -> None:
        """Take note of a file in which something happened."""
        self._seen[path] = (_look(path), self.clock())

    def whole(self) -> list[Path]:
        """Give the files that are whole by now, each once; those that are gone are forgotten."""
        found = []
        for path, (look, since) in sorted(self._seen.items()):
            now = _look(path)
            if now is None:
                del self._seen[path]
            elif now != look:
                self._seen[path] = (now, self.clock())
            elif self.clock() - since >= self.settled:
                del self._seen[path]
                found.append(path)
        return found


class _Arrivals(FileSystemEventHandler):
    """Puts every file of a folder in which something happened into a queue."""

    def __init__(self, folder: Path) -> None:
        self.paths: SimpleQueue[Path] = SimpleQueue()
        self._folder = folder

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of the file, unless it is hidden or under way."""
        if event.event_type not in _HAPPENS:
            return
        path = Path(os.fsdecode(event.dest_path or event.src_path))
        if event.is_directory:
            # A folder that was moved here brings its files without a word about them.
            found = [Path(name) for name in exports_in(str(path))] if event.event_type in ("created", "moved") else []
        else:
            found = [path]
        for one in found:
            if is_export(one, self._folder):
                self.paths.put(one)


def is_export(path: Path, folder: Path) -> bool:
    """Whether a file in a watched folder may be an export: it is not hidden, and no copy or download is under way.

    Examples
    --------
    >>> [is_export(Path("w") / name, Path("w")) for name in ("a.md", ".obsidian/x.json", "a.md.part", "~$a.md")]
    [True, False, False, False]
    """
    if not path.is_relative_to(folder):
        return False
    parts = path.relative_to(folder).parts
    return not any(part.startswith((".", "~$")) for part in parts) and not path.name.casefold().endswith(_UNFINISHED)


@contextmanager
def watching(
    library: Library,
    folder: Path,
    *,
    stop: threading.Event,
    settled: float = SETTLED,
    polling: bool = False,
) -> Iterator[Iterator[ImportSummary | CommonplaceError]]:
    """
    Watch `folder`; gives what came of each import, or why it failed, until `stop` is set; other files are passed over.

    Parameters
    ----------
    library, folder
        Where to, and where from, with the folders in it.
    stop
        Ends the watching.
    settled
        Seconds for which a file has to stay as it is.
    polling
        Whether to look again and again instead of being told by the system, as drives on a network need it.

    Raises
    ------
    LibraryError
        If it is no folder, or the library's own pages stand in it.
    """
    library.require()
    folder = _watchable(library, folder)
    arrivals = _Arrivals(folder)
    observer = PollingObserver() if polling else Observer()
    observer.schedule(arrivals, str(folder), recursive=True)
    observer.start()
    try:
        yield _imports(library, arrivals.paths, Ripening(settled), stop)
    finally:
        observer.stop()
        observer.join()


def _imports(
    library: Library, paths: SimpleQueue[Path], ripening: Ripening, stop: threading.Event
) -> Iterator[ImportSummary | CommonplaceError]:
    while not stop.wait(_TICK):
        while (path := _next(paths)) is not None:
            ripening.add(path)
        if whole := [str(path) for path in ripening.whole()]:
            try:
                summary = import_changes(library, whole, wishes=_WISHES)
            except CommonplaceError as error:
                yield error
            else:
                yield summary


def _next(paths: SimpleQueue[Path]) -> Path | None:
    try:
        return paths.get_nowait()
    except Empty:
        return None


def _look(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a file; None if there is none that can be read."""
    try:
        told = path.stat()
    except OSError:
        return None
    return (told.st_size, told.st_mtime_ns) if path.is_file() else None


def _watchable(library: Library, folder: Path) -> Path:
    if not folder.is_dir():
        raise LibraryError("is no folder to watch", hint="Make it, or name another.", path=str(folder))
    whole, docs = folder.resolve(), library.docs.resolve()
    if docs.is_relative_to(whole) or whole.is_relative_to(docs):
        raise LibraryError(
            "holds the pages that an import writes, which would be read again",
            hint="Watch a folder beside the library, or its folder exports/.",
            path=str(folder),
        )
    return whole
