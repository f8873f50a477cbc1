"""Inputs for a formula, drawn from its types: first the edges, then at random, always the same for one seed.

Dimensions are pairwise different, so that a transpose, a swapped index or a wrong axis shows in the shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from commonplace.formulas.arithmetic import Value
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.smooth import SmoothField, SmoothFunction
from commonplace.formulas.symbols import Interval, Kind, SymbolTable

Inputs = Mapping[str, Value]
"""Values by the TeX of their symbols, dimensions too."""

Manner = Literal["low", "high", "equal", "spaced", "random", "round", "wide"]
"""How numbers are drawn: at the edges of what their type admits or evenly between them, anywhere, only ones that are
easy to read, or at any scale from tiny to huge."""

_EDGES: Sequence[Manner] = ("low", "high", "equal", "spaced")
_ROUND = (0.0, 1.0, 2.0, -1.0, 0.5, 3.0, -2.0, -0.5, 0.25)
_REACH = 3.0
"""How far from 0, or from its one bound, a number is drawn if its type does not say."""
_SHARES = (0.1,) * 7 + (0.7,)
"""What part of an array's entries stand at edges: in most a few, in some nearly all, so that several meet."""
_SPACED_SHARE = 0.06
"""How many random arrays are evenly spaced, so that one entry may be their mean."""
_FEW = 5
"""The same for a whole number."""
_NEAR = 0.01
"""How near to a bound that does not belong to its interval, as a part of the interval's length."""
_TINY, _HUGE = -8.0, 3.2
"""The powers of ten between which wide numbers lie: up to about 1600, where exp is beyond the range of doubles."""
_SPREAD = 2 / 3
"""How many wide arrays have entries of any size; those of the others lie close together, so that differences cancel."""
_CLASSES = 3
"""How many classes labels tell apart."""
_ATTEMPTS = 100
_WORST_CONDITION = 1e3
"""A matrix is regular if solving with it loses no more than three digits."""


def cases(table: SymbolTable, drawn: Sequence[str], *, count: int, seed: int) -> Iterator[Inputs]:
    """
    Draw inputs: the edges first.

    Parameters
    ----------
    table : SymbolTable
        The types.
    drawn : sequence of str
        The symbols to draw values for; those that are defined, or run over a range, have none.
    count, seed : int
        How many, and which.

    Raises
    ------
    FormulaError
        If no value satisfies a type.
    """
    random = np.random.default_rng(seed)
    for number in range(count):
        yield draw(table, drawn, random, _EDGES[number] if number < len(_EDGES) else "random")


def small_cases(table: SymbolTable, drawn: Sequence[str], *, count: int, seed: int) -> Iterator[Inputs]:
    """Draw inputs that are easy to read, the smallest dimensions first."""
    random = np.random.default_rng(seed)
    for number in range(count):
        yield draw(table, drawn, random, "round", spread=number * 4 // count)


def wide_cases(table: SymbolTable, drawn: Sequence[str], *, count: int, seed: int) -> Iterator[Inputs]:
    """Draw inputs at any scale."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        yield draw(table, drawn, random, "wide")


def draw(table: SymbolTable, drawn: Sequence[str], random: Generator, manner: Manner, *, spread: int = 4) -> Inputs:
    """Draw one value for each symbol."""
    values: dict[str, Value] = dict(_dimensions(table, random, spread))
    for name in drawn:
        if name not in values:
            values[name] = _family(table, name, values, random, manner)
    return values


def _dimensions(table: SymbolTable, random: Generator, spread: int) -> Mapping[str, int]:
    """Draw pairwise different dimensions, each as small as it may be plus at most `spread` more than it must."""
    lengths: dict[str, int] = {}
    for name in random.permutation(np.array(table.dimensions, dtype=object)):
        interval = table.kinds[name].interval if name in table else Interval()
        low = max(1, math.ceil(interval.low) if math.isfinite(interval.low) else 1)
        low += interval.low_open and low == interval.low
        free = [n for n in range(low, low + len(lengths) + spread + 1) if n in interval and n not in lengths.values()]
        if not free:
            raise _impossible(table, name)
        lengths[name] = int(random.choice(free))
    return lengths


def _impossible(table: SymbolTable, name: str) -> FormulaError:
    span = table.spans.get(name, Span(name, 0, len(name)))
    return FormulaError("evaluate", f"no value for {name} satisfies its type", span, hint="Loosen its constraints.")


def _family(table: SymbolTable, name: str, values: Inputs, random: Generator, manner: Manner) -> Value:
    """Draw one value, or one for each value of the indices that it depends on."""
    kind = table.kinds[name]
    axes = [table.kinds[index].axes[0] for index in kind.family]
    lengths = tuple(axis.size(values) for axis in axes)
    shape = tuple(axis.size(values) for axis in kind.axes)
    if any(length < 1 for length in (*lengths, *shape)):
        raise _impossible(table, name)
    members = [_admitted(table, name, shape, random, manner) for _ in range(math.prod(lengths))]
    if not lengths:
        return members[0]
    if kind.is_function:
        return tuple(members)
    return np.array(members).reshape((*lengths, *np.shape(members[0])))


def _admitted(table: SymbolTable, name: str, shape: tuple[int, ...], random: Generator, manner: Manner) -> Value:
    """Draw until the flags of the type are satisfied; edges that do not satisfy them give way to random values."""
    kind = table.kinds[name]
    for _ in range(_ATTEMPTS):
        value = _drawn(kind, shape, random, manner)
        if all(satisfied(value) for flag, satisfied in _CONDITIONS.items() if flag in kind.flags):
            return value
        manner = manner if manner in {"round", "wide"} else "random"
    raise _impossible(table, name)


def _is_regular(value: Value) -> bool:
    return bool(np.linalg.cond(value) < _WORST_CONDITION)


def _is_distinct(value: Value) -> bool:
    return len(np.unique(value)) == np.size(value)


_CONDITIONS: Mapping[str, Callable[[Value], bool]] = {
    "nonzero": lambda value: bool(np.any(value)),
    "distinct": _is_distinct,
    "regular": _is_regular,
}
"""What a value must satisfy that has these flags; the other flags are built into how it is drawn."""


def _drawn(kind: Kind, shape: tuple[int, ...], random: Generator, manner: Manner) -> Value:
    if kind.head in {"simplex", "dist"}:
        return _distribution(shape, random, manner)
    if kind.head in {"basis", "identity"}:
        return np.eye(shape[0])
    if kind.head == "onehot":
        return np.eye(shape[0])[random.integers(shape[0])]
    if kind.head == "set":
        chosen = random.random(shape[0]) < 0.6  # noqa: PLR2004 - more than half of them
        return np.flatnonzero(chosen) if chosen.any() else np.array([0])
    if kind.head in {"binary", "labels"}:
        return random.integers(0, 2 if kind.head == "binary" else _CLASSES, size=shape).astype(float)
    return _number_or_function(kind, shape, random, manner)


def _number_or_function(kind: Kind, shape: tuple[int, ...], random: Generator, manner: Manner) -> Value:
    if kind.head == "smooth":
        return _smooth_field(shape[0], random, manner) if shape else _smooth_function(random, manner)
    return _whole(kind.interval, random, manner) if kind.head == "int" else _numbers(kind, shape, random, manner)


def _numbers(kind: Kind, shape: tuple[int, ...], random: Generator, manner: Manner) -> Value:
    """Draw a number, or an array of them."""
    entries = _entries(kind.interval, max(1, math.prod(shape)), random, manner)
    if "sorted" in kind.flags:
        entries.sort()
    if not shape:
        return entries[0]
    array = entries.reshape(shape)
    if "spd" in kind.flags:
        return array @ array.T + 0.5 * np.eye(shape[0])
    return (array + array.T) / 2 if "symmetric" in kind.flags else array


def _entries(interval: Interval, count: int, random: Generator, manner: Manner) -> NDArray[np.float64]:
    if manner == "wide":
        return _wide_entries(interval, count, random)
    if manner == "random" and random.random() < _SPACED_SHARE:
        manner = "spaced"
    if manner in _EDGES:
        return _edge_entries(interval, count, random, manner)
    low, high = _limits(interval)
    if manner == "round":
        admitted = [number for number in _ROUND if number in interval]
        return random.choice(admitted or [(low + high) / 2], size=count)
    edges = np.array([n for n in (0.0, 1.0, -1.0, low, high, 2 * high, 2 * low) if n in interval] or [high])
    anywhere = random.uniform(low, high, size=count)
    share = random.choice(_SHARES)
    return np.where(random.random(count) < share, random.choice(edges, size=count), anywhere)


def _edge_entries(interval: Interval, count: int, random: Generator, manner: Manner) -> NDArray[np.float64]:
    low, high = _limits(interval)
    if manner == "spaced" and count > 1:  # in any order, so that two symbols are seldom alike
        whole = random.integers(-2, 3) + random.integers(1, 3) * np.arange(count, dtype=np.float64)
        fits = all(number in interval for number in whole)
        return random.permutation(whole if fits else np.linspace(low, high, count))
    edge = {"low": _nearest(0.0, low, high), "high": _nearest(1.0, low, high), "spaced": low}
    return np.full(count, edge[manner] if manner in edge else random.uniform(low, high))


def _wide_entries(interval: Interval, count: int, random: Generator) -> NDArray[np.float64]:
    """Draw numbers whose distance from 0, or from a bound, is of any size."""
    bounds = [bound for bound in (interval.low, interval.high) if math.isfinite(bound)]
    largest = math.log10((interval.high - interval.low) / 2) if len(bounds) == 2 else _HUGE  # noqa: PLR2004 - both
    largest = largest if math.isfinite(largest) else _TINY
    distances = 10 ** random.uniform(min(_TINY, largest), largest, size=count)
    if not bounds:
        signed = distances * random.choice([-1.0, 1.0], size=count)
        apart = random.random() < _SPREAD
        return np.asarray(
            signed if apart else signed[0] + 10 ** random.uniform(_TINY, 0) * random.uniform(-1, 1, count)
        )
    from_low = random.random(count) < 0.5 if len(bounds) == 2 else math.isfinite(interval.low)  # noqa: PLR2004 - both
    entries = np.where(from_low, interval.low + distances, interval.high - distances)
    return np.array([entry if entry in interval else _inside(interval) for entry in entries.tolist()])


def _inside(interval: Interval) -> float:
    low, high = _limits(interval)
    return (low + high) / 2


def _limits(interval: Interval) -> tuple[float, float]:
    """Give finite bounds that themselves may be drawn."""
    low, high = interval.low, interval.high
    if math.isinf(low):
        low = min(-_REACH, high - 2 * _REACH)
    if math.isinf(high):
        high = max(_REACH, low + 2 * _REACH)
    margin = _NEAR * (high - low)
    return low + margin * interval.low_open, high - margin * interval.high_open


def _nearest(wanted: float, low: float, high: float) -> float:
    return min(max(wanted, low), high)


def _whole(interval: Interval, random: Generator, manner: Manner) -> int:
    low = interval.low if math.isfinite(interval.low) else min(-_FEW, interval.high - 2 * _FEW)
    high = interval.high if math.isfinite(interval.high) else max(_FEW, low + 2 * _FEW)
    low, high = math.ceil(low) + (math.ceil(low) not in interval), math.floor(high) - (math.floor(high) not in interval)
    if manner in {"low", "high"}:
        return int(_nearest(manner == "high", low, high))
    return int(random.integers(low, max(low, high) + 1))


def _distribution(shape: tuple[int, ...], random: Generator, manner: Manner) -> NDArray[np.float64]:
    """Draw positive numbers that sum to 1."""
    count = math.prod(shape)
    if manner in {"low", "equal"}:
        weights = np.ones(count)
    elif manner == "high":
        weights = np.where(np.arange(count) == 0, 1.0, _NEAR)
    elif manner == "round":
        weights = random.integers(1, 4, size=count).astype(float)
    elif manner == "wide":
        weights = 10 ** random.uniform(4 * _TINY, 0, size=count)
    else:
        weights = random.exponential(size=count) + _NEAR
    return np.asarray(weights / weights.sum()).reshape(shape)


def _smooth_function(random: Generator, manner: Manner) -> SmoothFunction:
    if manner == "round":
        return SmoothFunction((0.0, float(random.integers(0, 3)), 1.0), ((float(random.integers(0, 2)), 1.0, 0.0),))
    waves = zip(random.uniform(-1, 1, 3), random.uniform(0.5, 2, 3), random.uniform(0, 6, 3), strict=True)
    coefficients = tuple(float(c) for c in random.uniform(-1, 1, 3))
    return SmoothFunction(coefficients, tuple((float(a), float(w), float(p)) for a, w, p in waves))


def _smooth_field(length: int, random: Generator, manner: Manner) -> SmoothField:
    if manner == "round":
        linear = np.asarray(random.permutation(length) + 1.0, dtype=np.float64)
        square = random.integers(0, 2, length).astype(np.float64)
        return SmoothField(linear, square, np.zeros(0), np.zeros((0, length)), np.zeros(0))
    linear, square = random.uniform(-1, 1, (2, length))
    amplitudes, phases = random.uniform(-1, 1, 2), random.uniform(0, 6, 2)
    return SmoothField(linear, square, amplitudes, random.uniform(-1.5, 1.5, (2, length)), phases)
