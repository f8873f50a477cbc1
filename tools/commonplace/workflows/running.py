"""From the library's snippets and formulas to what readers' browsers run: ``docs/assets/run/``, made anew each time."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from commonplace.formulas.snippet_sources import modules_behind, sources_behind
from commonplace.in_browser.runner import told_of
from commonplace.model import Concept
from commonplace.site import pyodide
from commonplace.site.builder.kept import Kept, key_of
from commonplace.site.builder.programs import programs_key
from commonplace.site.examples import default_inputs, example_code
from commonplace.store.library import Library
from commonplace.store.settings import NAME as SETTINGS
from commonplace.store.settings import read_pyodide_address

_CHECKER = (
    "__init__.py",
    "errors.py",
    "model.py",
    "python_files.py",
    "formulas",
    "in_browser/__init__.py",
    "in_browser/runner.py",
)
"""What of this package runs in a browser."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every file in an archive is as old, so that the same files make the same bytes."""


def prepare(library: Library) -> int | None:
    """
    Bring what readers can run up to date; with no Pyodide, nothing can be.

    Returns
    -------
    int or None
        How many bytes a reader's browser loads before the first run; None if there is nothing to load.
    """
    folder, address = library.docs / "assets" / "run", _address(library)
    runtime = pyodide.found()
    if runtime is None and not address:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    whole_numpy = bool(address) or (runtime is not None and runtime.has_numpy)
    made: dict[str, bytes] = {"checker.zip": _checker()}
    if not whole_numpy:
        made["numpy.zip"] = _archive(_package(files("commonplace") / "in_browser" / "numpy", "numpy"))
    core = {} if address or runtime is None else runtime.files
    size = sum(map(len, made.values())) + (
        pyodide.CORE_SIZE if address else sum(path.stat().st_size for path in core.values())
    )
    about = {
        "version": pyodide.VERSION,
        "python": pyodide.PYTHON,
        "numpy": pyodide.NUMPY_VERSION if whole_numpy else "",
        "address": address,
        "bytes": size,
    }
    made["runtime.json"] = _json(about)
    made |= {f"snippets/{path.name}": path.read_bytes() for path in sorted(library.snippets.glob("*.py"))}
    made |= {f"{concept}.json": _json(told) for concept, told in _all_runnable(library)}
    _write(library, folder, made, {f"pyodide/{name}": path for name, path in core.items()})
    return size


def _address(library: Library) -> str:
    return read_pyodide_address(library.text(library.root / SETTINGS) or "")


def _all_runnable(library: Library) -> Iterator[tuple[str, Any]]:
    """Give what of each concept can be run, from the last time where nothing changed that it is made from."""
    snippets = {path.stem: path.read_text(encoding="utf-8") for path in library.snippets.glob("*.py")}
    with Kept(library.root / ".commonplace" / "runnable.sqlite") as kept:
        for concept in library.concepts():
            texts = modules_behind(_modules(concept), snippets.get)
            behind = [sources_behind(formula, snippets.get) for formula in concept.formulas]
            key = key_of(programs_key(), concept.formulas, concept.snippet, texts, behind)
            told = kept.get(concept.id, key)
            if told is None:
                told = _runnable(concept, library, [f"{module}.py" for module in texts])
                kept.put(concept.id, key, told)
            yield concept.id, told


def _runnable(concept: Concept, library: Library, needed: list[str]) -> dict[str, object]:
    """Give the formulas of a page with the inputs that its fields hold, and the code of a page without formulas."""
    formulas = []
    for place, formula in enumerate(concept.formulas, 1):
        if formula.snippet and not formula.unchecked and (inputs := default_inputs(formula, library.snippets)):
            types = {symbol.tex: symbol for symbol in formula.symbols}
            fields = [
                {"symbol": tex, "text": text, "type": types[tex].type if tex in types else "dim"}
                for tex, text in inputs.items()
            ]
            formulas.append({"place": place, "formula": told_of(formula), "fields": fields})
    told = {} if formulas or not concept.snippet else {"code": _code(concept.snippet, library.snippets)}
    return {"formulas": formulas, "files": needed, **told}


def _modules(concept: Concept) -> set[str]:
    """Give the modules that a page names."""
    return {name.partition(".")[0] for name in (concept.snippet, *(f.snippet for f in concept.formulas))} - {""}


def _code(snippet: str, folder: Path) -> str:
    module, _, function = snippet.partition(".")
    return example_code(module, function, folder)


def _checker() -> bytes:
    top = files("commonplace")
    parts = _package(top / "in_browser" / "msgspec.py", "msgspec.py")
    for name in _CHECKER:
        parts |= _package(top.joinpath(*name.split("/")), f"commonplace/{name}")
    return _archive(parts)


def _package(place: Traversable, name: str) -> dict[str, bytes]:
    if place.is_file():
        return {name: place.read_bytes()}
    return {f"{name}/{each.name}": each.read_bytes() for each in place.iterdir() if each.name.endswith(".py")}


def _archive(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), parts[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _write(library: Library, folder: Path, made: Mapping[str, bytes], core: Mapping[str, Path]) -> None:
    """Write what is new, leave what is the same, and remove what is no longer made."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        kept = path.name.startswith(".") or path.relative_to(folder).as_posix() in {*made, *core}
        if path.is_file() and not kept:  # a dot: what another build is writing
            path.unlink(missing_ok=True)
            library.note(path, None)
    for name, data in {**made, **{name: path.read_bytes() for name, path in core.items()}}.items():
        target = folder / name
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}.{os.getpid()}")
            partial.write_bytes(data)
            partial.replace(target)  # whole at once: another build may be copying it
            library.note(target, data)
