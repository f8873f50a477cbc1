r"""Formulas in readers' notes: said to differ only where it is sure, and never where they are right."""

from __future__ import annotations

import pytest
from book_formulas import BOOKS
from concept_formulas import CASES, Case
from declaring import declared

from commonplace.formulas.note_slips import Note
from commonplace.formulas.notes import judged
from commonplace.model import FormulaDeclaration


def formulas_of(concept: str) -> list[FormulaDeclaration]:
    cases = [case for case in CASES if case.concept == concept]
    return [
        declared(case.tex, case.symbols, case.args, check=case.check, where=case.where, index_base=case.base)
        for case in cases
    ]


BY_CONCEPT = {case.concept: formulas_of(case.concept) for case in CASES}

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
    ("softmax", r"softmax(o_i)=\frac{exp(o_i)}{\sum_{i=1}^{n}exp(o_i)}", "index $i$"),
    ("softmax", r"a^{l}=\frac{t_i}{\sum_{j=1}^{n}t_i}", "index $j$"),
]
NAMED_WRONG = [
    ("sigmoid", r"sigmoid(x)=\frac{1}{1+e^{x}}", ("x = 1", "0.2689", "0.7311")),
    ("sigmoid", r"\mathrm{Sigmoid}(t)=\frac{1}{1-e^{-t}}", ("t = 1",)),
    ("softmax", r"softmax(z_i)=\frac{e^{-z_i}}{\sum_{k}e^{-z_k}}", ("z = ",)),
    ("softmax", r"\mathrm{softmax}(v)_k=\frac{v_k}{\sum_{m}v_m}", ("v = ",)),
    ("relu", "ReLU(x)=min(0,x)", ("x = 1", "1")),
    ("tanh", r"tanh(u)=\frac{e^u+e^{-u}}{e^u-e^{-u}}", ("u = 1",)),
]
NAMED_RIGHT = [
    ("sigmoid", r"sigmoid(t)=\frac{e^t}{1+e^t}"),
    ("sigmoid", r"sigmoid(x)=\frac{1+tanh(\frac{x}{2})}{2}"),
    ("softmax", r"\mathrm{softmax}(v)_k=\frac{exp(v_k)}{\sum_{m}exp(v_m)}"),
    ("relu", r"ReLU(z)=\frac{z+|z|}{2}"),
    ("tanh", r"tanh(x)=\frac{1-e^{-2x}}{1+e^{-2x}}"),
]
UNSURE = [
    ("sigmoid", r"sigmoid(x)=\frac{1}{1+e^{-ax}}"),
    ("sigmoid", r"\sigma(x)=\max(0,x)"),
    ("sigmoid", r"sigmoid(x)=\frac{2}{1+e^{-x}}"),
    ("softmax", r"softmax(z_i)=\frac{e^{z_i/T}}{\sum_k e^{z_k/T}}"),
    ("softmax", r"softmax(x)=\frac{e^x}{\sum e^x}"),
    ("mean-squared-error", r"MSE=\frac{2}{n}\sum_{k=1}^n(y_k-t_k)^2"),
]
NOTES = [
    (r"q=\frac{u_k}{\sum_{m=1}^{n}u_k}", (), "", "index $m$"),
    (r"p_k=\frac{u_k}{\sum_{k}u_k}", (), "", "index $k$"),
    (r"h_1=(w_{11}x_1+b_1", (), "", "bracket"),
    ("w_4=v_1+v_4", ("w_1,w_2,w_3", "w_1=v_1"), "", "w_4"),
    (r"f(x)'=\omega(1-\omega)", ("w=f(x)",), "", r"\omega"),
    ("t^{-}=f(x)", (r"\bar{t}",), "", r"\bar{t}"),
]
NO_SLIP = [
    (r"x\in[0,1)", (), ""),
    (r"\left.f\right|_{x=a)}", (), ""),
    ("a)", (), ""),
    ("w_4=v_1+v_4", (r"w_1,w_2,\ldots,w_n",), ""),
    ("w_4=v_1+v_4", ("w_1,w_2,w_3",), "then w4 is added"),
    ("w_4=v_1+v_4", ("w_1,w_2",), ""),
    (r"f(x)'=\omega(1-\omega)", ("w=f(x)", r"\omega=2"), ""),
    (r"f(x)'=\omega(1-\omega)", ("w=f(x)",), "where ω is an angle"),
    (r"f(x)'=\omega(1-\omega)", ("g=f(x)",), ""),
    ("t^{-}=f(x)", (r"\bar{t}", "t^{+}"), ""),
    ("t^{-}=f(x)", (), ""),
    (r"s=\sum_{j=1}^{n}1", (), ""),
    (r"v_i=\sum_i x_i", (), ""),
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


@pytest.mark.parametrize(("concept", "tex", "words"), NAMED_WRONG)
def test_a_named_function_with_other_values_is_told_with_a_counter_example(
    concept: str, tex: str, words: tuple[str, ...]
) -> None:
    verdict = judged(tex, formulas_of(concept), names=(concept,))
    assert verdict.judgement == "differs"
    assert all(word in verdict.problem for word in words)


@pytest.mark.parametrize(("concept", "tex"), NAMED_RIGHT)
def test_a_named_function_with_the_same_values_agrees(concept: str, tex: str) -> None:
    assert judged(tex, formulas_of(concept), names=(concept,)).judgement == "agrees"


@pytest.mark.parametrize(("concept", "tex"), UNSURE)
def test_nothing_is_said_of_another_convention_or_of_letters_left_over(concept: str, tex: str) -> None:
    assert judged(tex, formulas_of(concept), names=(concept,)).judgement not in {"agrees", "differs", "slip"}


@pytest.mark.parametrize(("tex", "beside", "words", "told"), NOTES)
def test_what_a_note_contradicts_itself_is_a_slip(tex: str, beside: tuple[str, ...], words: str, told: str) -> None:
    verdict = judged(tex, [], note=Note((*beside, tex), words))
    assert verdict.judgement == "slip"
    assert told in verdict.problem


@pytest.mark.parametrize(("tex", "beside", "words"), NO_SLIP)
def test_what_may_be_meant_is_no_slip(tex: str, beside: tuple[str, ...], words: str) -> None:
    assert judged(tex, [], note=Note((*beside, tex), words)).judgement != "slip"


@pytest.mark.parametrize("tex", [*(case.tex for case in CASES), *(entry[0] for entry in BOOKS)])
def test_no_formula_of_a_book_is_called_a_slip(tex: str) -> None:
    assert judged(tex, []).judgement != "slip"


def said_under_every_concept(tex: str) -> set[str]:
    return {judged(tex, formulas, names=(concept,)).judgement for concept, formulas in BY_CONCEPT.items()}


@pytest.mark.parametrize("tex", [*OTHER, *(tex for _, tex in (*RIGHT, *NAMED_RIGHT))])
def test_nothing_right_is_called_wrong_under_any_concept(tex: str) -> None:
    assert "differs" not in said_under_every_concept(tex)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.concept)
def test_no_formula_of_the_library_is_called_wrong(case: Case) -> None:
    assert "differs" not in said_under_every_concept(case.tex)
