"""The functions in a library's ``snippets`` folder. This reads the disk and runs the owner's code."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from commonplace.errors import ConceptError

_NAME = re.compile(r"([A-Za-z_]\w*)\.([A-Za-z_]\w*)")


def function_named(name: str, folder: Path) -> Callable[..., object]:
    """
    Load a snippet's file, which runs it, and give one of its functions.

    The file is run anew at each call. It may import its neighbours in `folder`; nothing of it stays among the
    modules of the process.

    Parameters
    ----------
    name : str
        ``module.function``.
    folder : Path
        Where the module lies.

    Raises
    ------
    ConceptError
        If there is no such file or function, or the file cannot be run.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise ConceptError(f"“{name}” names no snippet", hint="Write module.function, as in softmax.softmax.")
    path = folder / f"{match[1]}.py"
    if not path.is_file():
        hint = f"Write {match[1]}.py into {folder}, or correct the name."
        raise ConceptError(f"there is no snippet {name}", hint=hint, path=str(path))
    return _function(_loaded(path), match[2], path)


def names_of(module: str, folder: Path) -> Mapping[str, object]:
    """Load a snippet's file, which runs it, and give all that it defines and imports; ConceptError if it cannot be."""
    return vars(_loaded(folder / f"{module}.py"))


def _function(module: ModuleType, name: str, path: Path) -> Callable[..., object]:
    function = getattr(module, name, None)
    if not callable(function):
        found = ", ".join(key for key, value in vars(module).items() if _is_own(value, module) and key[0] != "_")
        raise ConceptError(f"there is no function {name}", hint=f"It has: {found or 'none'}.", path=str(path))
    return function  # type: ignore[no-any-return]  # what a module holds has no type


def _is_own(value: object, module: ModuleType) -> bool:
    return callable(value) and getattr(value, "__module__", "") == module.__name__


def _loaded(path: Path) -> ModuleType:
    """Run a file as a module that only this call knows."""
    with _neighbours(path.parent):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        if spec is None or spec.loader is None:
            raise ConceptError("this file cannot be loaded", hint="Is it a Python file?", path=str(path))
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module  # dataclasses look their module up there
        try:
            spec.loader.exec_module(module)
        except SyntaxError as error:
            raise ConceptError(f"{error.msg}", hint="Correct the file.", path=str(path), line=error.lineno) from error
        except (Exception, SystemExit) as error:
            problem = f"running it raised {type(error).__name__}: {error}"
            raise ConceptError(problem, hint="Correct the file.", path=str(path)) from error
    return module


class _Finder:
    """Finds the modules of one folder, after everybody else has looked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Give the file of that name, if there is one."""
        del path, target  # part of the protocol
        file = self._folder / f"{name}.py"
        return importlib.util.spec_from_file_location(name, file) if file.is_file() else None


@contextmanager
def _neighbours(folder: Path) -> Iterator[None]:
    """Let files in `folder` import each other, and leave the modules of the process as they were."""
    with os.scandir(folder) as found:  # A path for each would take longer than running the file.
        own = {file.name.removesuffix(".py") for file in found if file.name.endswith(".py")}
    before = {name: sys.modules[name] for name in own & sys.modules.keys()}
    finder = _Finder(folder)
    sys.meta_path.append(finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in own & sys.modules.keys():
            del sys.modules[name]
        sys.modules.update(before)
