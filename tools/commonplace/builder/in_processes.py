"""Many pages rendered in as many processes as there are cores, to be kept before MkDocs asks for them one by one.

A page that warns or fails is not among them: it is rendered where that is said.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeAlias

Row: TypeAlias = tuple[str, str, object]
"""A value with its name and key."""
Render: TypeAlias = Callable[[str], Sequence[Row]]
"""Renders a page, by its path, and gives what is to be kept of it."""
_FEW = 50
"""So many pages are rendered as soon in one process."""
_render: Render


class Collected:
    """In place of the cache in a process that renders for it: nothing is there, and what is put is what was made."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def get(self, name: str, key: str) -> Any:  # noqa: ANN401 - as a cache
        """Give nothing."""

    def put(self, name: str, key: str, value: object) -> None:
        """Collect a value."""
        self.rows.append((name, key, value))

    def keep(self, name: str) -> None:
        """Do nothing."""

    def close(self, *, complete: bool) -> None:
        """Do nothing."""


def rendered(paths: Sequence[str], render: Render) -> Iterator[Row]:
    """Render the pages at `paths` in processes that begin as this one is now; nothing where there are none such."""
    count = os.cpu_count() or 1
    if sys.platform != "linux" or count == 1 or len(paths) < _FEW:
        return
    context = multiprocessing.get_context("fork")
    with (
        suppress(BrokenProcessPool),  # What one of them could not bear, this one will say.
        ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(render,)) as pool,
    ):
        for rows in pool.map(_rendered, paths, chunksize=8):
            yield from rows


def _begin(render: Render) -> None:
    global _render  # noqa: PLW0603 - what a process is told at its start
    _render = render
    logging.getLogger("mkdocs").handlers = [logging.NullHandler()]


def _rendered(path: str) -> Sequence[Row]:
    try:
        return _render(path)
    except Exception:  # noqa: BLE001 - Whatever the owner's extensions raise is raised again where it is said.
        return ()
