r"""Values of a reader's formula beside those of the page's, where both define the same named function.

``sigmoid(x) = …`` in a note can only be held against the page's ``\mathrm{sigmoid}(z) = …`` by what it gives. Every
plausible way of taking the reader's letters for the page's symbols is tried: the reader is right if one of them agrees.
Nothing is said where a letter is left over, where a value is missing, or where both only differ by a convention: a
positive factor or a constant, such as another base of the logarithm, or a mean in place of a sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, permutations

import numpy as np
from numpy.typing import NDArray

from commonplace.formulas.binding import free_indices
from commonplace.formulas.compare import ALGEBRA, Question, drawn_symbols, told_apart
from commonplace.formulas.evaluate import array_of
from commonplace.formulas.note_heads import Head, head_of
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.sampling import Inputs, cases, small_cases
from commonplace.formulas.statements import ParsedFormula, parsed
from commonplace.formulas.tree import Name, Node, Reduction, Subscript, walk
from commonplace.model import FormulaDeclaration, Symbol

_MOST_READINGS = 60
_SMALL, _MORE = 40, 24
_FEWEST = 20
"""On so many inputs both must have a value before anything is said."""

_SAME, _ZERO = 1e-6, 1e-9
"""How far factors or constants may be apart to be one, and below what size a value has no factor."""


def counter_example(tex: str, right: str, page: ParsedFormula) -> str | None:
    """
    Compare what a note defines with what a page defines.

    Parameters
    ----------
    tex, right : str
        The left and the right side of the note's formula.
    page : ParsedFormula
        A formula of the page, which defines the same, see `defines_same`.

    Returns
    -------
    str or None
        Empty if they agree; the smallest input on which they differ, with both values; None where nothing is sure.
    """
    if not _is_plain(page):
        return None
    head, stated = head_of(tex), head_of(page.declaration.tex.partition("=")[0])
    examples = [_compared(reading, page, letters) for reading, letters in _readings(head, stated, right, page)]
    if "" in examples:
        return ""
    sure = examples and None not in examples
    return examples[0] if sure else None


def _is_plain(page: ParsedFormula) -> bool:
    """Whether the page states one value by arithmetic alone: then no snippet is needed, and no limit is approached."""
    heads = {kind.head for kind in page.table.kinds.values()}
    one = len(page.statements) == 1 and page.statements[0].relations[0] in {"=", ":="}
    return (
        one and page.declaration.check in {"definition", "identity"} and not heads & {"func", "seq", "smooth", "result"}
    )


def _readings(
    head: Head, stated: Head, right: str, page: ParsedFormula
) -> Iterator[tuple[ParsedFormula, Mapping[str, str]]]:
    """Give the ways to take the reader's letters for symbols of the page, each with the letters by those symbols."""
    if len(head.arguments) > len(stated.arguments):
        return
    asked = dict(_asked(head, stated, page))
    letters = _letters(right, page)
    if letters is None:
        return
    free = [letter for letter in letters if letter not in asked]
    same = {letter: letter for letter in free if letter in page.table}
    taken = {*asked.values(), *same.values()}
    symbols = [name for name in page.table.kinds if name not in taken and not page.table.is_function(name)]
    unknown = [letter for letter in free if letter not in same]
    for chosen in islice(permutations(symbols, len(unknown)), _MOST_READINGS):
        if any(letters[letter] != _use(symbol, page) for letter, symbol in zip(unknown, chosen, strict=True)):
            continue
        meaning = {**asked, **same, **dict(zip(unknown, chosen, strict=True))}
        reading = _reading(right, meaning, page)
        if reading is not None:
            yield reading, {symbol: letter for letter, symbol in meaning.items()}


def _asked(head: Head, stated: Head, page: ParsedFormula) -> Iterator[tuple[str, str]]:
    """Pair the arguments of both left sides by their place, and the indices that stand on them."""
    axes = _axes(page)
    for mine, theirs in zip(head.arguments, stated.arguments, strict=False):
        base, _, index = mine.partition("_")
        symbol = theirs.partition("_")[0].strip()
        if symbol in page.table:
            yield base.strip(), symbol
        if index.strip(" {}") and len(axes) == 1:
            yield index.strip(" {}"), axes[0]


def _axes(page: ParsedFormula) -> tuple[str, ...]:
    return Question(formula=page, function=None, constants={}).axes[0]


def _letters(right: str, page: ParsedFormula) -> dict[str, str] | None:
    """Give the letters of the reader's right side that must stand for something, with their use; None if unreadable."""
    indices = set(re.findall(r"_\{?\s*([a-z])\b", right))
    kinds = dict.fromkeys(sorted(indices), "index[n]") | {"n": "dim"}
    try:
        side = parsed(_declared(right, kinds, page)).statements[0].sides[-1]
    except FormulaError:
        return None
    if not all(isinstance(part.base, Name) for part in walk(side) if isinstance(part, Subscript)):
        return None
    ranges = [over for part in walk(side) if isinstance(part, Reduction) for over in part.ranges]
    uses = {part.name: "value" for part in walk(side) if isinstance(part, Name)}
    uses |= {name: "length" for over in ranges for name in _names_in(over.upper)}
    return uses | dict.fromkeys([*(over.name for over in ranges), *indices.intersection(uses)], "index")


def _names_in(node: Node | None) -> Iterator[str]:
    return (part.name for part in walk(node) if isinstance(part, Name)) if node else iter(())


def _use(symbol: str, page: ParsedFormula) -> str:
    head = page.table.kinds[symbol].head
    return {"index": "index", "dim": "length"}.get(head, "value")


def _declared(right: str, types: Mapping[str, str], page: ParsedFormula) -> FormulaDeclaration:
    return FormulaDeclaration(
        tex=rf"\mathrm{{note}} = {right}",
        symbols=tuple(Symbol(tex=name, type=type_) for name, type_ in types.items()),
        snippet="",
        args=(),
        check="definition",
        index_base=page.declaration.index_base,
    )


def _reading(right: str, meaning: Mapping[str, str], page: ParsedFormula) -> ParsedFormula | None:
    """Read the note's right side with the types of what its letters are taken for."""
    types = {symbol.tex: symbol.type for symbol in page.declaration.symbols}
    letters = {symbol: letter for letter, symbol in meaning.items()}
    wanted = {letter: _renamed(types[symbol], letters) for letter, symbol in meaning.items() if symbol in types}
    if len(wanted) != len(meaning):
        return None
    try:
        formula = parsed(_declared(right, wanted, page))
    except FormulaError:
        return None
    free = free_indices(formula.statements[0].sides[-1], formula.table)
    return formula if {*free} <= {letters.get(axis, axis) for axis in _axes(page)} else None


def _renamed(type_: str, letters: Mapping[str, str]) -> str:
    """Write the lengths in a type with the reader's letters."""
    return re.sub(r"(?<=[\[,+*\s])([A-Za-z])(?=[\],+*\s]|$)", lambda m: letters.get(m[1], m[1]), type_)


def _compared(reading: ParsedFormula, page: ParsedFormula, letters: Mapping[str, str]) -> str | None:
    """Compare one reading on small and on random inputs."""
    asked = Question(formula=page, function=None, constants={})
    mine = Question(formula=reading, function=None, constants={})
    drawn = drawn_symbols(asked)
    simplest, first, pairs = np.inf, "", list[tuple[tuple[object, ...], NDArray[np.float64], NDArray[np.float64]]]()
    inputs: Inputs
    for inputs in chain(
        small_cases(page.table, drawn, count=_SMALL, seed=0), cases(page.table, drawn, count=_MORE, seed=0)
    ):
        both = _both(asked, mine, inputs, letters)
        if both is None:
            continue
        left, right = both
        if left.shape != right.shape:
            return None
        pairs.append((tuple(v for v in inputs.values() if isinstance(v, int)), left, right))
        if (ALGEBRA.errors(left, right) > ALGEBRA.relative).any() and _effort(inputs) < simplest:
            simplest, first = _effort(inputs), _told(inputs, left, right, letters, asked)
    if len(pairs) < _FEWEST:
        return None
    return None if first and _is_convention(pairs) else first


def _effort(inputs: Inputs) -> float:
    """Say how hard inputs are to follow: small whole numbers are easiest, and few of them."""
    entries = np.concatenate([np.ravel(np.asarray(value, dtype=np.float64)) for value in inputs.values()])
    return float((1 + np.abs(entries) + 0.5 * (entries < 0) + 2 * (entries % 1 != 0)).sum())


def _both(
    asked: Question, mine: Question, inputs: Inputs, letters: Mapping[str, str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Give the value on the page and in the note; None if one has none."""
    renamed = {letters.get(name, name): value for name, value in inputs.items()}
    axes = asked.axes[0]
    try:
        left = array_of(asked.walk(), asked.formula.statements[0].sides[-1], axes, inputs)
        side = mine.formula.statements[0].sides[-1]
        right = array_of(mine.walk(), side, [letters.get(axis, axis) for axis in axes], renamed)
    except (FormulaError, KeyError):
        return None
    return left, right


def _is_convention(pairs: Sequence[tuple[tuple[object, ...], NDArray[np.float64], NDArray[np.float64]]]) -> bool:
    """Whether both only differ by a positive factor, or by a constant, that the lengths may decide."""
    groups: dict[tuple[object, ...], tuple[list[float], list[float]]] = {}
    for lengths, left, right in pairs:
        here = groups.setdefault(lengths, ([], []))
        with np.errstate(all="ignore"):
            here[0].extend((right / left)[np.abs(left) > _ZERO].tolist())
        here[1].extend((right - left).ravel().tolist())
    factors = all(not f or (min(f) > 0 and max(f) - min(f) <= _SAME * max(f)) for f, _ in groups.values())
    shifts = all(max(s) - min(s) <= _SAME for _, s in groups.values() if s)
    return factors or shifts


def _told(
    inputs: Inputs, left: NDArray[np.float64], right: NDArray[np.float64], letters: Mapping[str, str], asked: Question
) -> str:
    worst = np.unravel_index(int(ALGEBRA.errors(left, right).argmax()), left.shape)
    theirs, mine = told_apart(float(left[worst]), float(right[worst]))
    given = ", ".join(
        f"{letters.get(name, name)} = {_shown(inputs[name])}" for name in drawn_symbols(asked) if name in inputs
    )
    return (
        f"{given} 时笔记给出 {mine}，核对过的公式给出 {theirs}\n"
        f"for {given} the note gives {mine}, the checked formula {theirs}"
    )


def _shown(value: object) -> str:
    entries = np.asarray(value, dtype=np.float64)
    return f"{float(entries):.4g}" if entries.ndim == 0 else f"[{', '.join(_shown(entry) for entry in entries)}]"
