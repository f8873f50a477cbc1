"""Runs a snippet beside its formula on what a reader typed: the one way in from the page, in Pyodide or elsewhere.

A request and its answer are JSON, so that the page and this know nothing of each other's values.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import json
import math
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from commonplace.errors import CommonplaceError
from commonplace.formulas.checking import question_of
from commonplace.formulas.compare import Question, largest_error
from commonplace.formulas.one_input import both_values, inputs_of, outside_of_types
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.smooth import SmoothField, SmoothFunction
from commonplace.formulas.snippets import function_named, names_of
from commonplace.formulas.statements import parsed
from commonplace.model import FormulaDeclaration, Symbol

_DIGITS, _MOST = 6, 200
"""How exactly numbers are shown, and how many."""


class TypedError(Exception):
    """What a reader typed cannot be used."""


def answer(request: str, folder: str) -> str:
    """
    Run what is asked for; the request and the answer are JSON.

    Parameters
    ----------
    request : str
        ``{"formula": …, "inputs": {TeX: Python}}``, or ``{"module": …, "code": …}``.
    folder : str
        Where the snippets lie.

    Returns
    -------
    str
        ``{"outcome": "agrees" | "differs" | "printed" | "failed", …}``; whatever goes wrong is told, never raised.
    """
    asked = json.loads(request)
    run = _printed if "code" in asked else _compared_anew
    found = _told(functools.partial(run, asked, Path(folder)))
    return json.dumps({**found, "numpy": str(np.__version__)}, ensure_ascii=False)


def compared(question: Question, names: Mapping[str, object], inputs: Mapping[str, str]) -> dict[str, Any]:
    """
    Run a snippet that is loaded beside its formula.

    Parameters
    ----------
    question : Question
        Both.
    names : mapping
        What the snippet's module defines and imports.
    inputs : mapping
        A Python expression for each symbol.

    Returns
    -------
    dict
        As `answer` tells it.
    """
    return _told(functools.partial(_compared, question, names, inputs))


def _told(run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what numpy would warn of shows in the result
        try:
            return run()
        except TypedError as error:
            return {"outcome": "failed", "by": "input", "problem": str(error)}
        except FormulaError as error:
            by = "code" if "the snippet raised" in error.problem else "formula"
            return {"outcome": "failed", "by": by, "problem": error.problem.removeprefix("the snippet raised ")}
        except CommonplaceError as error:
            return {"outcome": "failed", "by": "code", "problem": error.problem}


def declaration_of(told: Mapping[str, Any]) -> FormulaDeclaration:
    """Give the declaration that `told_of` wrote."""
    symbols = tuple(Symbol(**symbol) for symbol in told["symbols"])
    lists = {key: tuple(told[key]) for key in ("args", "where")}
    return FormulaDeclaration(**{**told, **lists, "symbols": symbols})


def told_of(declaration: FormulaDeclaration) -> dict[str, Any]:
    """Write a declaration as JSON can hold it."""
    return asdict(declaration)


def question_about(declaration: FormulaDeclaration, folder: Path) -> Question:
    """Put a formula and its snippet beside each other."""

    def function(name: str) -> Callable[..., object]:
        return function_named(name, folder)

    return question_of(parsed(declaration), function(declaration.snippet), snippets=function)


def _compared_anew(asked: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    question = question_about(declaration_of(asked["formula"]), folder)
    return _compared(question, names_beside(question, folder), asked["inputs"])


def names_beside(question: Question, folder: Path) -> Mapping[str, object]:
    """Give all that the module of a question's snippet defines and imports."""
    return names_of(question.formula.declaration.snippet.partition(".")[0], folder)


def _compared(question: Question, names: Mapping[str, object], texts: Mapping[str, str]) -> dict[str, Any]:
    known = {**_NAMES, **names}
    try:
        inputs = inputs_of(question, {name: _typed(name, text, known) for name, text in texts.items()})
    except (FormulaError, ValueError) as error:
        raise TypedError(error.problem if isinstance(error, FormulaError) else str(error)) from None
    with np.errstate(all="ignore"):
        values = both_values(question, inputs)
    found: dict[str, Any] = {
        "outcome": "agrees",
        "code": [shown(value) for value in values.code],
        "formula": [shown(value) for value in values.formula],
        "outside": list(outside_of_types(question, inputs)),
    }
    try:
        found["error"] = largest_error(question, inputs)
    except FormulaError as error:
        found |= {"outcome": "differs", "problem": error.problem}
    return found


_NAMES: Mapping[str, Any] = {
    "np": np, "numpy": np, "math": math, "inf": math.inf, "pi": math.pi, "e": math.e,
    "SmoothFunction": SmoothFunction, "SmoothField": SmoothField, "array": np.array,
}  # fmt: skip


def _typed(name: str, text: str, names: Mapping[str, Any]) -> object:
    """Evaluate what stands in one field; it is the reader's own Python, in the reader's own browser."""
    try:
        return eval(text.replace("，", ",").strip(), dict(names))  # noqa: S307 - as said
    except SyntaxError as error:
        raise TypedError(f"{name}: {text} is no Python expression ({error.msg})") from None
    except Exception as error:  # noqa: BLE001 - whatever it raises is told to whom typed it
        raise TypedError(f"{name}: {type(error).__name__}: {error}") from None


def shown(value: Any) -> str:  # noqa: ANN401 - an array of either numpy
    """Write a value as lists of numbers that are short enough to be read."""
    if value.size > _MOST:
        return f"{_text(np.ravel(value)[:_MOST].tolist())} …"
    return _text(value.tolist())


def _text(value: Any) -> str:  # noqa: ANN401 - lists in lists
    if isinstance(value, list):
        return f"[{', '.join(_text(each) for each in value)}]"
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)


def _printed(asked: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Run lines as Python's prompt does: what an expression gives is printed."""
    names = {**_NAMES, **names_of(asked["module"], folder)}
    printed = io.StringIO()
    try:
        statements = ast.parse(asked["code"], "code").body
        with contextlib.redirect_stdout(printed):
            for statement in statements:
                exec(compile(ast.Interactive([statement]), "code", "single"), names)  # noqa: S102 - the reader's own
    except SyntaxError as error:
        raise TypedError(f"line {error.lineno}: {error.msg}") from None
    except Exception as error:  # noqa: BLE001 - whatever it raises is told to whom typed it
        problem = "".join(traceback.format_exception_only(error)).strip()
        return {"outcome": "failed", "by": "code", "problem": problem, "printed": printed.getvalue()}
    return {"outcome": "printed", "printed": printed.getvalue()}
