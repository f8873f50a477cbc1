"""Measure steps against their floor and their peers: each time in a process of its own, all by turns in one run.

A module of benchmarks has ``STEPS``. ``python benchmarks/measuring.py MODULE STEP WAY SIZE FOLDER`` measures one of
them once and prints JSON; `measured` does so for all.
"""

from __future__ import annotations

import gc
import importlib
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

OURS, FLOOR = "ours", "floor"
_LARGE = 10_000
Work = Callable[[Any], object]
Key = tuple[str, str, int]
"""Step, way and size."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that takes time.

    Attributes
    ----------
    prepare : callable
        Makes what `work` needs from a folder of exports and their number; it is not timed.
    work, floor : callable
        What is done, and the least that anybody would have to do.
    told : str
        What the floor is, in words.
    peers : mapping
        Others that do the same, by name.
    largest : int
        The largest size that is tried.
    """

    name: str
    prepare: Callable[[Path, int], Any]
    work: Work
    floor: Work
    told: str
    peers: Mapping[str, Work] = field(default_factory=dict)
    largest: int = 1_000_000

    @property
    def ways(self) -> dict[str, Work]:
        """Everything that is timed."""
        return {OURS: self.work, FLOOR: self.floor, **self.peers}


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds, of children too, and the most memory that was held, in megabytes."""

    seconds: float
    memory: float


def measured(
    modules: Iterable[str], sizes: Iterable[int], folder: Path, rounds: int, only: Collection[str] | None = None
) -> dict[Key, Cost]:
    """Measure every step of `modules` in every way, `rounds` times by turns; give medians, and the most memory."""
    found: dict[Key, list[Cost]] = {}
    for size in sizes:
        for module in modules:
            steps = [s for s in steps_of(module).values() if size <= s.largest and (only is None or s.name in only)]
            for _ in range(rounds if size <= _LARGE else 1):
                for step in steps:
                    for way in step.ways:
                        cost = _apart(module, step.name, way, size, folder / str(size))
                        found.setdefault((step.name, way, size), []).append(cost)
                        print(f"{step.name}, {way}, {size}: {cost.seconds:.3f} s, {cost.memory:.0f} MB", flush=True)
    return {
        key: Cost(median(cost.seconds for cost in costs), max(cost.memory for cost in costs))
        for key, costs in found.items()
    }


def steps_of(module: str) -> dict[str, Step]:
    """The steps of a module, by name."""
    return {step.name: step for step in importlib.import_module(module).STEPS}


def _apart(module: str, step: str, way: str, size: int, folder: Path) -> Cost:
    command = [sys.executable, __file__, module, step, way, str(size), str(folder)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # This file.
    return Cost(**json.loads(run.stdout.splitlines()[-1]))


def _once(module: str, step: str, way: str, size: int, folder: Path) -> Cost:
    found = steps_of(module)[step]
    prepared = found.prepare(folder, size)
    gc.collect()
    gc.freeze()  # Looking through what was prepared is no part of the step.
    before = _seconds()
    found.ways[way](prepared)
    seconds = _seconds() - before
    held = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Cost(seconds, held / 1024)


def _seconds() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    told_module, told_step, told_way, told_size, told_folder = sys.argv[1:]
    cost = _once(told_module, told_step, told_way, int(told_size), Path(told_folder))
    print(json.dumps({"seconds": cost.seconds, "memory": cost.memory}))
