"""Random numbers: the same as numpy's for one seed (PCG64, seeded with SeedSequence), as far as they go."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from . import types
from .array import array_of, ndarray, scalar

_32, _64, _128 = (1 << 32) - 1, (1 << 64) - 1, (1 << 128) - 1
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_EDGE, _AREA = 3.6541528853610088, 0.00492867323399
"""Of the 256 layers of Marsaglia and Tsang's ziggurat: where the tail begins, and how large each is."""


def _hashing(multiplier: int, factor: int) -> Any:
    state = multiplier

    def hashed(value: int) -> int:
        nonlocal state
        value ^= state
        state = state * factor & _32
        value = value * state & _32
        return value ^ value >> 16

    return hashed


def _mixed(one: int, other: int) -> int:
    value = (0xCA01F9DD * one - 0x4973F715 * other) & _32
    return value ^ value >> 16


def _seeds(seed: int) -> Iterator[int]:
    """Give the words that numpy's SeedSequence makes of a whole number."""
    words = [seed >> shift & _32 for shift in range(0, max(seed.bit_length(), 1), 32)]
    hashed = _hashing(0x43B0D7E5, 0x931E8875)
    pool = [hashed(words[place] if place < len(words) else 0) for place in range(4)]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = _mixed(pool[target], hashed(pool[source]))
    for word in words[4:]:
        for target in range(4):
            pool[target] = _mixed(pool[target], hashed(word))
    hashed = _hashing(0x8B51F9DD, 0x58F38DED)
    while True:
        yield from [hashed(word) for word in pool]


class Generator:
    """Draws random numbers."""

    def __init__(self, seed: int) -> None:
        words = _seeds(seed)
        state, start = (sum(next(words) << shift for shift in (64, 96, 0, 32)) for _ in range(2))
        self._step = (start << 1 | 1) & _128
        self._state = 0
        self._advance()
        self._state = self._state + state & _128
        self._advance()
        self._half: int | None = None

    def _advance(self) -> None:
        self._state = (self._state * _MULTIPLIER + self._step) & _128

    def _word(self) -> int:
        self._advance()
        value, turn = (self._state >> 64 ^ self._state) & _64, self._state >> 122
        return (value >> turn | value << (-turn & 63)) & _64

    def _half_word(self) -> int:
        if self._half is not None:
            half, self._half = self._half, None
            return half
        word = self._word()
        self._half = word >> 32
        return word & _32

    def _unit(self) -> float:
        return float(self._word() >> 11) / (1 << 53)

    def _below(self, count: int) -> int:
        """Give a whole number below `count`, by Lemire's method."""
        if count == 1:
            return 0
        threshold = (1 << 32) % count
        while True:
            product = self._half_word() * count
            if product & _32 >= threshold:
                return product >> 32

    def _many(self, size: Any, draw: Any, kind: types.dtype) -> Any:
        if size is None:
            return scalar(draw(), kind) if kind is not types.FLOAT64 else draw()
        shape = tuple(size) if isinstance(size, tuple | list) else (int(size),)
        return ndarray([draw() for _ in range(math.prod(shape))], shape, kind)

    def random(self, size: Any = None) -> Any:
        """Draw from [0, 1)."""
        return self._many(size, self._unit, types.FLOAT64)

    def uniform(self, low: float = 0.0, high: float = 1.0, size: Any = None) -> Any:
        """Draw from an interval."""
        return self._many(size, lambda: low + (high - low) * self._unit(), types.FLOAT64)

    def integers(self, low: int, high: int | None = None, size: Any = None) -> Any:
        """Draw whole numbers."""
        start, end = (0, low) if high is None else (low, high)
        return self._many(size, lambda: start + self._below(end - start), types.INT64)

    def normal(self, loc: float = 0.0, scale: float = 1.0, size: Any = None) -> Any:
        """Draw from a normal distribution."""
        return self._many(size, lambda: loc + scale * self._normal(), types.FLOAT64)

    def standard_normal(self, size: Any = None) -> Any:
        """Draw from the standard normal distribution."""
        return self.normal(size=size)

    def _normal(self) -> float:
        while True:
            word = self._word()
            layer, word = word & 0xFF, word >> 8
            negative, place = word & 1, word >> 1 & 0x000FFFFFFFFFFFFF
            x = place * _LAYERS.width[layer]
            x = -x if negative else x
            if place < _LAYERS.inside[layer]:
                return x
            if layer == 0:
                return self._tail(place)
            above, below = _LAYERS.height[layer - 1], _LAYERS.height[layer]
            if (above - below) * self._unit() + below < math.exp(-0.5 * x * x):
                return x

    def _tail(self, place: int) -> float:
        while True:
            x = -math.log1p(-self._unit()) / _EDGE
            y = -math.log1p(-self._unit())
            if y + y > x * x:
                return -(_EDGE + x) if place >> 8 & 1 else _EDGE + x

    def permutation(self, what: Any) -> ndarray:
        """Give the entries, or the numbers below one, in a random order."""
        given = array_of(list(range(what)) if isinstance(what, int) else what)
        order = list(range(len(given)))
        for last in reversed(range(1, len(order))):
            other = self._bounded(last)
            order[last], order[other] = order[other], order[last]
        return array_of(given[array_of(order)])

    def _bounded(self, last: int) -> int:
        """Give a whole number up to `last`, as numpy does when it shuffles: by a mask."""
        mask = (1 << last.bit_length()) - 1
        while (value := self._half_word() & mask) > last:
            pass
        return value

    def choice(self, what: Any, size: Any = None) -> Any:
        """Choose entries, each time from all."""
        given = array_of(what)
        return given[self.integers(len(given), size=size)]


class _Layers:
    """The tables of the ziggurat."""

    def __init__(self) -> None:
        edges = [_EDGE]
        height = math.exp(-0.5 * _EDGE * _EDGE)
        while len(edges) < 255:
            height += _AREA / edges[-1]
            edges.append(math.sqrt(-2 * math.log(height)))
        edges = [*edges, 0.0]
        first = _AREA / math.exp(-0.5 * _EDGE * _EDGE)
        outer = [first, *edges[254::-1]]
        inner = [_EDGE, 0.0, *edges[254:0:-1]]
        scale = 2.0**52
        self.width = [x / scale for x in outer]
        self.inside = [int(near / far * scale) for near, far in zip(inner, outer, strict=True)]
        self.height = [1.0, *(math.exp(-0.5 * x * x) for x in outer[1:])]


_LAYERS = _Layers()


def default_rng(seed: Any = 0) -> Generator:
    """Give a generator; the same seed draws the same numbers."""
    return seed if isinstance(seed, Generator) else Generator(int(seed))
