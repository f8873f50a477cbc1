"""Running the tests of a library's snippets, for people who do not know pytest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from commonplace.errors import LibraryError
from commonplace.names import module_of
from commonplace.store.library import Library

_PYTEST = ("-m", "pytest", "--import-mode=importlib", "--doctest-modules", "--override-ini=pythonpath=snippets tests")


def run_tests(library: Library, concept_ids: Sequence[str]) -> int:
    """
    Run the tests and the examples of the snippets of some concepts, or of all.

    Parameters
    ----------
    library : Library
        Whose snippets.
    concept_ids : sequence of str
        Which concepts; none for all of them.

    Returns
    -------
    int
        The exit status of pytest.

    Raises
    ------
    LibraryError
        If a concept has no snippet, or pytest is not installed.
    """
    library.require()
    if find_spec("pytest") is None:
        raise LibraryError("pytest is not installed", hint="pip install pytest hypothesis scipy")
    paths = [path for name in concept_ids for path in _files(library, name)] or ["tests/snippets", "snippets"]
    return subprocess.run([sys.executable, *_PYTEST, *paths], cwd=library.root, check=False).returncode  # noqa: S603


def _files(library: Library, concept_id: str) -> list[str]:
    module = module_of(concept_id)
    files = [Path("tests") / "snippets" / f"test_{module}.py", Path("snippets") / f"{module}.py"]
    found = [str(file) for file in files if (library.root / file).is_file()]
    if not found:
        raise LibraryError(
            f"the concept {concept_id!r} has no snippet and no test", hint="See `commonplace list concepts`."
        )
    return found
