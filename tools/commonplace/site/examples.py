"""What readers find in the fields of a page when they first run it: the examples of the snippets' docstrings.

This runs the owner's code: an example is taken only if the formula and the code agree on it.
"""

from __future__ import annotations

import ast
import doctest
import functools
import inspect
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commonplace.formulas.compare import Question, drawn_symbols
from commonplace.formulas.one_input import typed_symbols
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.sampling import Inputs, small_cases
from commonplace.formulas.smooth import SmoothField, SmoothFunction
from commonplace.formulas.snippets import function_named
from commonplace.formulas.tree import Name
from commonplace.in_browser.runner import compared, names_beside, question_about
from commonplace.model import FormulaDeclaration

_CASES = 48
"""How many small inputs are drawn where no example fits."""
_LEAST, _MOST = 1e-9, 1e4
"""The least and the largest number of an example that is shown."""


def default_inputs(declaration: FormulaDeclaration, folder: Path) -> dict[str, str] | None:
    """
    Give a Python expression for each symbol whose value a reader can type; None if there is nothing to run.

    Parameters
    ----------
    declaration : FormulaDeclaration
        A formula with a snippet.
    folder : Path
        Where the snippets lie.
    """
    question = question_about(declaration, folder)
    names = typed_symbols(question)
    agrees = functools.partial(_agrees, question, names_beside(question, folder))
    for inputs in itertools.chain(_from_docstring(question, names), _drawn(question, names)):
        if agrees(inputs):
            return _needed(inputs, agrees)
    return None


def _agrees(question: Question, names: Mapping[str, object], inputs: Mapping[str, str]) -> bool:
    try:
        told = compared(question, names, inputs)
    except KeyError:  # a value is missing
        return False
    return told["outcome"] == "agrees" and not told["outside"]


def _needed(inputs: Mapping[str, str], agrees: Callable[[Mapping[str, str]], bool]) -> dict[str, str]:
    """Leave out what the formula binds itself, as the k of a sum."""
    needed = dict(inputs)
    for name in inputs:
        without = {other: text for other, text in needed.items() if other != name}
        if agrees(without):
            needed = without
    return needed


def _from_docstring(question: Question, names: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The arguments of each example, as they are written there."""
    function = question.function
    if function is None:
        return
    for call in _calls(function):
        given = _arguments(function, call)
        found = {}
        for place, argument in enumerate(question.formula.arguments):
            node = argument.node
            if isinstance(node, Name) and (argument.keyword or place) in given:
                found[node.name] = given[argument.keyword or place]
        if found.keys() >= set(names) and all(map(_is_plain, found.values())):
            yield {name: found[name] for name in names}


def _is_plain(text: str) -> bool:
    """Whether an expression is easy to read: no number in it is extreme, nor of a type of its own."""
    constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    numbers = [abs(value) for value in constants if isinstance(value, int | float) and value]
    return "dtype" not in text and all(_LEAST <= number <= _MOST for number in numbers)


def _calls(function: Callable[..., object]) -> Iterator[ast.Call]:
    for example in doctest.DocTestParser().get_examples(function.__doc__ or ""):
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function.__name__:
                yield node


def _arguments(function: Callable[..., object], call: ast.Call) -> dict[str | int, str]:
    """Give what is passed, by place and by name; what is left out has the default of the function."""
    parameters = inspect.signature(function).parameters
    given: dict[str | int, str] = {}
    for place, (name, parameter) in enumerate(parameters.items()):
        if parameter.default not in (inspect.Parameter.empty, None):
            given[place] = given[name] = repr(parameter.default)
    for place, (name, node) in enumerate(zip(parameters, call.args, strict=False)):
        given[place] = given[name] = ast.unparse(node)
    places = {name: place for place, name in enumerate(parameters)}
    for keyword in call.keywords:
        if keyword.arg in places:
            given[places[keyword.arg]] = given[keyword.arg] = ast.unparse(keyword.value)
    return given


def _drawn(question: Question, names: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """Small inputs that the check itself draws, those of the middle sizes first."""
    try:
        drawn = list(small_cases(question.formula.table, drawn_symbols(question), count=_CASES, seed=0))
    except FormulaError:
        return
    for inputs in sorted(drawn, key=_plainness):
        yield {name: _as_lambda(inputs[name]) or _expression(inputs[name]) for name in names}
        yield {name: _expression(inputs[name]) for name in names}


def _plainness(inputs: Inputs) -> int:
    """Count what makes an input teach little: axes of length 1, and zeros."""
    arrays = [np.asarray(value) for value in inputs.values() if not callable(value)]
    return sum(array.shape.count(1) * 3 + int((array == 0).sum()) for array in arrays if array.dtype != object)


def _as_lambda(value: object) -> str:
    """Write a function as Python that a reader can change; empty for what is none."""
    if isinstance(value, SmoothFunction):
        powers = [(c, "x" if k == 1 else f"x**{k}") for k, c in enumerate(value.coefficients) if k]
        waves = [(a, f"np.sin({'x' if w == 1 else f'{w:g} * x'}{f' + {p:g}' if p else ''})") for a, w, p in value.waves]
        return _sum([(value.coefficients[0] if value.coefficients else 0.0, ""), *powers, *waves])
    if isinstance(value, SmoothField) and not value.amplitudes.size:
        places = range(len(value.linear))
        return _sum(
            [(float(value.linear[i]), f"x[..., {i}]") for i in places]
            + [(float(value.square[i]), f"x[..., {i}]**2") for i in places]
        )
    return ""


def _sum(terms: Iterable[tuple[float, str]]) -> str:
    told = [f"{c:g} * {what}".removeprefix("1 * ") if what else f"{c:g}" for c, what in terms if c]
    return f"lambda x: {' + '.join(told) or '0 * x'}"


def _expression(value: object) -> str:
    if isinstance(value, np.ndarray):
        return _numbers(value.tolist())
    if isinstance(value, int | float | np.number):
        return _numbers(value)
    if isinstance(value, SmoothField):
        arrays = (value.linear, value.square, value.amplitudes, value.frequencies, value.phases)
        return f"SmoothField({', '.join(map(_array, arrays))})"
    return repr(value)


def _array(value: NDArray[np.float64]) -> str:
    return f"np.array({_numbers(value.tolist())})" if value.size else f"np.zeros({value.shape})"


def _numbers(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_numbers, value))}]"
    return f"{value:.17g}"


def example_code(module: str, function: str, folder: Path) -> str:
    """Give the lines of a function's examples, without the prompts; empty if it has none."""
    found = function_named(f"{module}.{function}", folder)
    examples = doctest.DocTestParser().get_examples(found.__doc__ or "")
    return "".join(example.source for example in examples)
