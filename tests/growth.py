"""Whether work takes time in proportion to its input, whatever the machine: a ratio is asserted, never a second."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

_ENOUGH = 0.01
"""Seconds that can be told from noise: the input is doubled until the work takes as long."""
_LARGEST = 1_000_000
"""Characters; work that is done sooner even with so many is in no danger."""
_TIMES = 8
_CLEARLY_BELOW_QUADRATIC = 24.0
"""Eight times the input takes linear work eight times as long, up to twice that where it outgrows the processor's
cache (seen with a regular expression's own memory), and quadratic work sixty-four times."""
_calls = count(1)


def assert_linear(work: Callable[[str], object], make: Callable[[int], str]) -> None:
    """Compare how long `work` takes on ``make(n)`` and on ``make(8 * n)``; a busy machine gets a second chance."""
    with _without_collector():
        _assert_linear(work, make)


def _assert_linear(work: Callable[[str], object], make: Callable[[int], str]) -> None:
    size = 128
    while _seconds(work, make(size)) < _ENOUGH:
        if len(make(size)) > _LARGEST:
            return
        size *= 2
    ratios: list[float] = []
    for _ in range(3):
        ratios.append(_seconds(work, make(size * _TIMES)) / _seconds(work, make(size)))
        if ratios[-1] < _CLEARLY_BELOW_QUADRATIC:
            return
    raise AssertionError(f"{_TIMES} times {size} units take {ratios} times as long")


def _seconds(work: Callable[[str], object], text: str) -> float:
    """Time `work` in seconds of this process."""
    fresh = text + "\n" * next(_calls)  # A text that no cache knows.
    start = time.process_time()
    work(fresh)
    return max(time.process_time() - start, 1e-9)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector out, whose own work grows with all that is alive."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
