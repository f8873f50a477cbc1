r"""Pieces that say the same in fewer words: ``\underset{x}{\max}`` is ``\max_{x}``, ``\stackrel{…}{=}`` is ``=``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commonplace.formulas.pieces import Piece

_UNDER, _OVER = r"\underset", frozenset({r"\overset", r"\stackrel"})
_LABELLED = frozenset({r"\underbrace", r"\overbrace"})
_PLAIN = r"\mathop"
_TRANSPOSES = frozenset({r"\top", r"\intercal"})
_COMMANDS = frozenset({_UNDER, _PLAIN}) | _OVER | _LABELLED


def rewritten(found: list[Piece]) -> list[Piece]:
    """Give the pieces without the commands that only say where something is printed."""
    found = list(_with_transposes_apart(found))
    if not any(piece.text in _COMMANDS for piece in found):
        return found
    return list(_rewritten(found, 0, len(found), _closings(found)))


def _with_transposes_apart(found: Sequence[Piece]) -> Iterator[Piece]:
    r"""Write ``W^{(l)\top}`` as ``W^{(l)}^{\top}``, which is two things at one place."""
    for place, piece in enumerate(found):
        sign = piece.span.source.strip()
        apart = sign in _TRANSPOSES or piece.text == r"\mathrm{T}"
        if apart and place + 1 < len(found) and found[place - 1].text == ")" and found[place + 1].text == "}":
            for text in ("}", "^", "{"):
                yield Piece(text, piece.span)
        yield piece


def _closings(found: Sequence[Piece]) -> dict[int, int]:
    """Give the place of the brace that closes each one that opens."""
    opened: list[int] = []
    closings: dict[int, int] = {}
    for place, piece in enumerate(found):
        if piece.text == "{":
            opened.append(place)
        elif piece.text == "}" and opened:
            closings[opened.pop()] = place
    return closings


def _rewritten(found: Sequence[Piece], start: int, end: int, closings: dict[int, int]) -> Iterator[Piece]:
    place = start
    while place < end:
        text = found[place].text
        if text not in _COMMANDS:
            yield found[place]
            place += 1
            continue
        first = place + 1, closings[place + 1]
        place = first[1] + 1
        inside = first
        if text == _UNDER or text in _OVER:
            inside = place, closings[place]
            place = inside[1] + 1
        yield from _rewritten(found, inside[0] + 1, inside[1], closings)
        if text == _UNDER:
            yield Piece("_", found[first[0]].span)
            yield from _rewritten(found, first[0], first[1] + 1, closings)
        if text in _LABELLED and place < end and found[place].text in {"_", "^"}:
            place = closings[place + 1] + 1
