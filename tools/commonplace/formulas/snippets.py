"""The functions in a library's ``snippets`` folder. This reads the disk and runs the owner's code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

from commonplace.errors import ConceptError
from commonplace.python_files import run

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
    try:
        return run(path, path.stem, [path.parent])
    except SyntaxError as error:
        raise ConceptError(f"{error.msg}", hint="Correct the file.", path=str(path), line=error.lineno) from error
    except (Exception, SystemExit) as error:
        problem = f"running it raised {type(error).__name__}: {error}"
        raise ConceptError(problem, hint="Correct the file.", path=str(path)) from error
