"""Which files of a folder may be exports: a vault has folders that hold none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonplace.store.settings import NAME as LIBRARY_SETTINGS

STANDARD_INPUT = "-"
_WORTH_PROCESSES = 8 * 2**20
"""Bytes of exports."""
_NEVER = frozenset({"node_modules", "__pycache__", "templates", "template", "模板", "範本"})
_TEMPLATE_SETTINGS = {
    ".obsidian/templates.json": "folder",
    ".obsidian/plugins/templater-obsidian/data.json": "templates_folder",
}


def exports_in(path: str, skipped: list[str] | None = None) -> list[str]:
    """The names of the files that `path` stands for; folders in it that were not looked into go to `skipped`."""
    if not Path(path).is_dir():
        return [path]
    return [str(file) for file in files_in(Path(path), skipped=[] if skipped is None else skipped)]


def jobs_for(files: Iterable[Path]) -> int:
    """How many processes to read files in: one for little, since others take half a second to start."""
    return os.cpu_count() or 1 if sum(map(size_of, files)) >= _WORTH_PROCESSES else 1


def size_of(file: Path) -> int:
    """Of a file, in bytes; 0 if there is none."""
    return file.stat().st_size if file.is_file() else 0


def files_in(folder: Path, *, skipped: list[str]) -> Iterator[Path]:
    """Each file in `folder` and below that may be an export; the folders that were not looked into go to `skipped`.

    These are hidden ones (`.obsidian`, `.trash`), those of programs, templates (by name, or as the vault's settings
    say), and libraries of commonplace, whose pages repeat what was imported.
    """
    yield from _files(folder, frozenset(_templates(folder)), skipped)


def _files(folder: Path, templates: frozenset[Path], skipped: list[str]) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        hidden = entry.name.startswith(".")
        if not entry.is_dir():
            if entry.is_file() and not hidden:
                yield entry
        elif hidden or entry in templates or _holds_no_exports(entry):
            skipped.append(str(entry))
        else:
            yield from _files(entry, templates, skipped)


def _holds_no_exports(folder: Path) -> bool:
    is_library = (folder / LIBRARY_SETTINGS).is_file() and (folder / "docs" / "concepts").is_dir()
    return is_library or folder.is_symlink() or folder.name.casefold() in _NEVER


def _templates(vault: Path) -> Iterator[Path]:
    """The folders of templates that Obsidian's settings name."""
    for name, key in _TEMPLATE_SETTINGS.items():
        try:
            told = json.loads((vault / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(told, dict) and isinstance(told.get(key), str) and told[key].strip("/ "):
            yield vault / told[key].strip("/ ")
