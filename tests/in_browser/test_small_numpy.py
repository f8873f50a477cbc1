"""The small numpy gives what numpy gives, as far as it goes, and says where it ends."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commonplace.in_browser.runner import answer, told_of
from commonplace.site.examples import default_inputs
from commonplace.store.library import Library

small: Any = importlib.import_module("commonplace.in_browser.numpy")
ROOT = Path(__file__).parents[2]
SNIPPETS = ROOT / "snippets"
# Their examples draw or add a million numbers.
SLOW = ("cost_function", "weight_initialization")


@pytest.fixture(scope="module")
def requests() -> list[dict[str, Any]]:
    """What each concept page runs when its button is pressed first."""
    declarations = [
        formula
        for concept in Library(ROOT).concepts()
        for formula in concept.formulas
        if formula.snippet and not formula.unchecked
    ]
    inputs = [default_inputs(declaration, SNIPPETS) for declaration in declarations]
    return [
        {"formula": told_of(declaration), "inputs": typed}
        for declaration, typed in zip(declarations, inputs, strict=True)
        if typed is not None
    ]


@pytest.fixture(scope="module")
def told(requests: list[dict[str, Any]]) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, str(Path(__file__).with_name("with_small_numpy.py"))],
        input=json.dumps({"snippets": str(SNIPPETS), "slow": SLOW, "requests": requests}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_example_of_the_snippets_passes(told: dict[str, Any]) -> None:
    assert told["failed"] == []
    assert told["tried"] > 150


def test_every_formula_of_the_library_agrees_with_its_code_as_it_does_under_numpy(
    told: dict[str, Any], requests: list[dict[str, Any]]
) -> None:
    for request, found in zip(requests, told["answers"], strict=True):
        expected = json.loads(answer(json.dumps(request), str(SNIPPETS)))
        assert found["numpy"] == "commonplace"
        assert (found["outcome"], found["code"]) == ("agrees", expected["code"]), request["formula"]["tex"]


def test_nearly_every_formula_with_a_snippet_has_something_to_run(requests: list[dict[str, Any]]) -> None:
    concepts = Library(ROOT).concepts()
    runnable = sum(bool(f.snippet) and not f.unchecked for concept in concepts for f in concept.formulas)
    assert len(requests) >= runnable - 1  # Only random weights have no inputs.


def test_a_function_is_shown_as_python_that_a_reader_can_change(requests: list[dict[str, Any]]) -> None:
    by_snippet = {request["formula"]["snippet"]: request["inputs"] for request in requests}
    for snippet in ("chain_rule.chain_rule", "derivative.derivative", "gradient.gradient"):
        assert by_snippet[snippet]["f"].startswith("lambda x: "), snippet


ARRAYS: tuple[Any, ...] = (
    [3, -1, 2],
    [[1.5, 2.0, -0.25], [4.0, -1.0, 0.5]],
    [[[1], [2]], [[3], [4]]],
    2.5,
    7,
    [True, False],
    [],
)
CALLS: list[Callable[[Any, Any], Any]] = [
    lambda np_, a: np_.asarray(a) * 2,
    lambda np_, a: np_.asarray(a) + np_.asarray(a)[..., None],
    lambda np_, a: np_.asarray(a, dtype=np_.float32) / 3,
    lambda np_, a: np_.asarray(a).astype(np_.uint8) + np_.uint8(250),
    lambda np_, a: np_.exp(np_.asarray(a) * 1.0).sum(axis=-1, keepdims=True),
    lambda np_, a: np_.asarray(a).max(axis=0),
    lambda np_, a: np_.asarray(a).argmax(axis=-1),
    lambda np_, a: np_.asarray(a)[..., ::-1],
    lambda np_, a: np_.atleast_1d(a)[np_.atleast_1d(a) > 0],
    lambda np_, a: np_.asarray(a)[[0, -1]],
    lambda np_, a: np_.where(np_.asarray(a) > 1, a, 0.5),
    lambda np_, a: np_.swapaxes(a, 0, -1) @ np_.asarray(a),
    lambda np_, a: np_.einsum("ij,ik->jk", a, a),
    lambda np_, a: np_.sort(a, axis=0),
    lambda np_, a: np_.concatenate([a, a], axis=-1),
    lambda np_, a: np_.stack([a, a], axis=-1),
    lambda np_, a: np_.asarray(a).reshape(-1, 1),
    lambda np_, a: np_.mean(np_.atleast_1d(a or 1), axis=-1),
    lambda np_, a: (np_.asarray(a) * 1.0).round(1),
    lambda np_, a: np_.unique(a),
    lambda np_, a: np_.diff(a),
    lambda np_, a: np_.linalg.norm(np_.atleast_1d(a), axis=-1),
    lambda np_, a: np_.linalg.inv(np_.outer(a or 1, a or 1) + 5 * np_.eye(np_.size(a or 1))),
    lambda np_, a: np_.linalg.det(np_.outer(a or 1, a or 1) + np_.eye(np_.size(a or 1))),
    lambda np_, a: np_.linalg.eigvalsh(np_.outer(a or 1, a or 1)).round(6),
    lambda np_, a: np_.linalg.matrix_rank(np_.asarray(a or 1)),
    lambda np_, a: np_.random.default_rng(7).normal(1.0, 2.0, size=5),
    lambda np_, a: np_.random.default_rng(7).permutation(9),
    lambda np_, a: np_.random.default_rng(12).integers(0, 40, size=6),
]


@pytest.mark.parametrize("given", ARRAYS, ids=str)
@pytest.mark.parametrize("number", range(len(CALLS)))
def test_it_does_what_numpy_does(number: int, given: Any) -> None:
    with np.errstate(all="ignore"), small.errstate(all="ignore"):
        expected, found = (_outcome(CALLS[number], each, given) for each in (np, small))
    assert found == expected


def _outcome(call: Callable[[Any, Any], Any], np_: Any, given: Any) -> Any:
    """The type, shape and entries of the result, or that there is none."""
    try:
        result = np_.asarray(call(np_, given))
    except (ValueError, IndexError, TypeError):
        return "refused"
    entries = np.asarray(result.tolist(), dtype=float).ravel()
    return str(result.dtype), result.shape, [float(f"{entry:.9g}") for entry in entries]


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        (lambda np_: np_.log(np_.asarray([0.0])), "divide by zero encountered in log"),
        (lambda np_: np_.exp(np_.asarray(1e4)), "overflow encountered in exp"),
        (lambda np_: np_.asarray([0.0]) / np_.asarray([0.0]), "invalid value encountered in divide"),
        (lambda np_: np_.asarray([1.0]) / 0.0, "divide by zero encountered in divide"),
        (lambda np_: np_.asarray([1e300]) * 1e300, "overflow encountered in multiply"),
        (lambda np_: np_.sqrt(np_.asarray(-1.0)), "invalid value encountered in sqrt"),
    ],
)
def test_what_has_no_value_is_told_as_numpy_tells_it(expression: Callable[[Any], Any], kind: str) -> None:
    for np_ in (np, small):
        with pytest.raises(FloatingPointError, match=kind), np_.errstate(all="raise"):
            expression(np_)
        with np_.errstate(all="ignore"):
            result = float(np.asarray(expression(np_).tolist()).ravel()[0])
        assert not np.isfinite(result)


def test_what_it_does_not_have_it_says() -> None:
    with pytest.raises(AttributeError, match="small numpy of this site has no fft"):
        _ = small.fft
