r"""Formulas in readers' notes: said to differ only where it is sure, and never where they are right."""

from __future__ import annotations

import pytest
from concept_formulas import CASES
from declaring import declared

from commonplace.formulas.notes import judged
from commonplace.model import FormulaDeclaration


def formulas_of(concept: str) -> list[FormulaDeclaration]:
    cases = [case for case in CASES if case.concept == concept]
    return [
        declared(case.tex, case.symbols, case.args, check=case.check, where=case.where, index_base=case.base)
        for case in cases
    ]


EVERYTHING = [formula for case in CASES for formula in formulas_of(case.concept)]

# Notes of strangers, with what they are.
RIGHT = [
    ("sigmoid", r"a=g(z)=\frac{1}{1+e^{-z}}"),
    ("sigmoid", r"g(z)^{'}=\frac{d}{dz}g(z)=\alpha(1-\alpha)"),
    ("relu", "a=max(0,z)"),
    ("fully-connected-layer", "z^{(l)}=W^{(l)}a^{(l-1)}+b^{(l)}"),
    ("softmax", r"softmax(o_i)=\frac{exp(o_i)}{\sum_{k=1}^{n}exp(o_k)}"),
    ("softmax", r"a_i=\frac{t_i}{\sum_{j}t_j}"),
    ("cross-entropy", r"L=-\sum_i y_i\ln p_i"),
    ("dot-product", r"x\cdot w=\sum_{k=1}^{m}x_k w_k"),
]
WRONG = [
    ("softmax", r"softmax(o_i)=\frac{exp(o_i)}{\sum_{i=1}^{n}exp(o_i)}", "index i"),
    ("softmax", r"a^{l}=\frac{t_i}{\sum_{j=1}^{n}t_i}", "index j"),
]
OTHER = [
    r"z=\theta_0+\theta_1X_1+\theta_2X_2", r"U[-\sqrt{\frac{6}{a+b}},\sqrt{\frac{6}{a+b}}]", "t=e^{z^{(l)}}", "a^l",
    "f(x)=x", "z^{[1]}，a^{[1]}", "O_L)", "O_L", "y^{-}=h(g(f(x)))", "o_1,o_2,o_3", "x_1,x_2,x_3,x_4", "o_i",
    "y_j^{(i)}",
    r"y^{(i)}\in R^q", r"\hat{y}^{(i)}", "o_1=x_1w_{11}+x_2w_{21}+x_3w_{31}+x_4w_{41}", r"\frac{", "", "{" * 3000,
]  # fmt: skip


@pytest.mark.parametrize(("concept", "tex"), RIGHT)
def test_a_right_formula_agrees_whatever_its_letters(concept: str, tex: str) -> None:
    assert judged(tex, formulas_of(concept)).judgement == "agrees"


@pytest.mark.parametrize(("concept", "tex", "words"), WRONG)
def test_a_wrong_index_is_told(concept: str, tex: str, words: str) -> None:
    verdict = judged(tex, formulas_of(concept))
    assert (verdict.judgement, verdict.place) == ("differs", 1)
    assert words in verdict.problem


@pytest.mark.parametrize("tex", [*OTHER, *(tex for _, tex in RIGHT)])
def test_nothing_right_is_called_wrong_under_any_concept(tex: str) -> None:
    assert all(judged(tex, [formula]).judgement != "differs" for formula in EVERYTHING)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.concept)
def test_no_formula_of_the_library_is_called_wrong(case: object) -> None:
    tex = case.tex  # type: ignore[attr-defined]  # a Case
    assert all(judged(tex, [formula]).judgement != "differs" for formula in EVERYTHING)
