"""Every example on the page of the house notation does what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from declaring import declared

from commonplace.formulas.advice import ADVICE
from commonplace.formulas.checking import Effort, check_formula
from commonplace.formulas.evaluate import value_of, walk_over
from commonplace.formulas.problems import FormulaError
from commonplace.formulas.sampling import cases
from commonplace.formulas.statements import parsed

PAGE = (Path(__file__).parents[2] / "docs" / "house-notation.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def lines(language: str) -> list[str]:
    told = [line for block in blocks(language) for line in block.splitlines()]
    return [line.partition(" % ")[0].strip() for line in told]


def types() -> dict[str, str]:
    """What the page says that its lines are declared as."""
    told = re.search(r"In all lines below: (.*)\n(.*)\n", PAGE)
    assert told
    found: dict[str, str] = {}
    for part in (told[1] + told[2]).rstrip(". ").split(";"):
        *names, type_ = re.findall(r"`([^`]+)`", part)
        found |= dict.fromkeys(names, type_)
    return found


def values_of(tex: str) -> Iterator[Any]:
    formula = parsed(declared(f"0 = {tex}", types(), check="identity"))
    drawn = [name for name, kind in formula.table.kinds.items() if kind.head not in {"index", "dim"}]
    walk = walk_over(formula.table, {}, base=1)
    for inputs in cases(formula.table, drawn, count=12, seed=0):
        fixed = {"a": 1.5, "b": 2.0, "k": 2, "i": 1, "j": 1, "p": 1}
        yield value_of(walk, formula.statements[0].sides[1], {**inputs, **fixed})


def test_the_page_declares_what_its_lines_use() -> None:
    assert types()["S"] == "matrix[n,n] spd"
    assert types()["v(i)"] == "vector[m] for i"


@pytest.mark.parametrize("tex", lines("tex"))
def test_what_the_page_shows_is_understood(tex: str) -> None:
    assert all(value is not None for value in values_of(tex))


@pytest.mark.parametrize("tex", lines("text"))
def test_what_the_page_calls_not_understood_is_refused(tex: str) -> None:
    with pytest.raises(FormulaError) as refused:
        list(values_of(tex))
    assert refused.value.hint


@pytest.mark.parametrize("sign", ADVICE)
def test_advice_comes_with_an_example_that_is_read(sign: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(declared(f"0 = a {sign} b", types(), check="identity"))
    assert refused.value.hint == str(ADVICE[sign])
    assert parsed(declared(f"0 = {ADVICE[sign].example}", types(), check="identity"))


@pytest.mark.parametrize(
    "tex",
    ["a)", "a]", r"a\}", "a +", "a | b", r"a \mid b", "_i", "^2", "a : b", r"a \in b", r"a \to b", r"\partial a",
     "a + /b", "(a", "+'", "!", r"\simga", r"\begin{tabular}a"],
)  # fmt: skip
def test_whatever_is_refused_says_how_to_write_it(tex: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(declared(f"0 = {tex}", types(), check="identity"))
    example = refused.value.hint.partition(": ")[2].removesuffix(".")
    assert refused.value.hint
    if ": " in refused.value.hint:
        assert parsed(declared(f"0 = {example}", types(), check="identity"))


def test_a_command_with_a_slip_is_recognised() -> None:
    with pytest.raises(FormulaError) as refused:
        parsed(declared(r"0 = \simga", types(), check="identity"))
    assert r"Is \sigma meant?" in refused.value.hint


def test_the_page_tells_every_advice() -> None:
    assert [sign for sign in ADVICE if f"`{sign}`" not in PAGE and sign not in {"`", "|"}] == []


@pytest.mark.parametrize("block", blocks("yaml"))
def test_each_declaration_of_the_page_agrees_with_its_numpy(block: str) -> None:
    told = yaml.safe_load(block)
    symbols = {tex: kind["type"] if isinstance(kind, dict) else kind for tex, kind in told["symbols"].items()}
    names = [re.sub(r"\W", "", arg) for arg in told["args"]]
    function = eval(f"lambda {', '.join(names)}: {told['numpy']}", {"np": np})  # noqa: S307 - our own page
    formula = declared(told["tex"], symbols, tuple(told["args"]), check=told["check"], where=told.get("where", ()))
    verdict = check_formula(formula, function, effort=Effort(inputs=60))
    assert (verdict.outcome, verdict.problem) == ("agrees", "")
