"""Searching a library from the terminal, and answering for help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from import_steps import command, imported
from measuring import Step

from commonplace.store.finding.index import Index
from commonplace.store.library import Library
from commonplace.workflows.finding import index_library

_QUERIES = ("梯度", "梯度 方向", "熵", "learning rate", "见例 77", "march in step")


def indexed(folder: Path, count: int) -> tuple[Index, Library]:
    """A library and its index."""
    found = imported(folder, count)
    return index_library(found), found


def search(prepared: tuple[Index, Library]) -> None:
    """The first page of results of six queries."""
    for query in _QUERIES:
        prepared[0].search(query)


def scan(prepared: tuple[Index, Library]) -> None:
    """Look through the store's text as it is, up to the tenth line that holds all words."""
    for query in _QUERIES:
        found = 0
        for path in (prepared[1].docs / "sources").glob("*.jsonld"):
            lines = path.read_text(encoding="utf-8").split("\n")
            found += sum(all(word in line for word in query.split()) for line in lines)


def empty(folder: Path, count: int) -> None:
    """Nothing."""
    del folder, count


def python(code: str) -> None:
    """Run code in a Python of its own."""
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # Ours.


STEPS = [
    Step(
        name="search",
        prepare=indexed,
        work=search,
        floor=scan,
        told="the whole store is looked through",
        largest=100_000,
    ),
    Step(
        name="search, from the shell",
        prepare=indexed,
        work=lambda prepared: command(prepared[1].root, "search", "例"),
        floor=lambda _: python("import click, sqlite3"),
        told="Python starts with click and SQLite",
        largest=100_000,
    ),
    Step(
        name="help",
        prepare=empty,
        work=lambda _: command(Path(), "--help"),
        floor=lambda _: python("import click"),
        told="Python starts with click",
        largest=1_000,
    ),
]
