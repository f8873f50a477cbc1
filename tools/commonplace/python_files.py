"""Running the Python files of a library, which its owner edits while this process lives.

What is run is always the text that stands in the file now: no bytecode is read or left, and nothing that the file
imports from its own folders stays among the modules of the process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType


def run(path: Path, name: str, folders: Sequence[Path]) -> ModuleType:
    """
    Run a file as a module that only this call knows.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What the module is called while it runs.
    folders : sequence of Path
        Where the modules that it imports are looked for after all others, the first that has one first.

    Raises
    ------
    Exception
        Whatever the file raises.
    """
    with _importable(folders, name):
        spec = _spec(name, path)
        module = module_from_spec(spec)
        sys.modules[name] = module  # dataclasses look their module up there
        loader: SourceFileLoader = spec.loader  # type: ignore[assignment]  # the one that `_spec` made
        loader.exec_module(module)
    return module


class _FromText(SourceFileLoader):
    """Bytecode is known by whole seconds and a size, which an edit can leave as they were."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the file as it is."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _spec(name: str, path: Path) -> ModuleSpec:
    spec = spec_from_file_location(name, path, loader=_FromText(name, str(path)))
    assert spec is not None, "a loader is given"  # noqa: S101
    return spec


class _Finder:
    """Finds the modules of some folders, after everybody else has looked."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Give the first file of that name, if there is one."""
        del path, target  # part of the protocol
        files = (folder / f"{name}.py" for folder in self._folders)
        return next((_spec(name, file) for file in files if file.is_file()), None)


@contextmanager
def _importable(folders: Sequence[Path], name: str) -> Iterator[None]:
    """Let files in `folders` import each other, and leave the modules of the process as they were."""
    own = {name, *(module for folder in folders for module in _modules_in(folder))}
    before = {module: sys.modules[module] for module in own & sys.modules.keys()}
    finder = _Finder(folders)
    sys.meta_path.append(finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for module in own & sys.modules.keys():
            del sys.modules[module]
        sys.modules.update(before)


def _modules_in(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as found:  # A path for each would take longer than running the file.
        yield from (file.name.removesuffix(".py") for file in found if file.name.endswith(".py"))
