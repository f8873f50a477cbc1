"""Symbols that stand for one value for each index, or for the entry at an index."""

from __future__ import annotations

import numpy as np
from declaring import declared

from commonplace.formulas.checking import Effort, check_formula

EFFORT = Effort(inputs=40, wide=5)


def test_a_helper_may_define_a_family() -> None:
    types = {
        "P(x,y)": "dist[m,n] at x,y", "P(x)": "real for x", "P(y)": "real for y", "x": "index[m]", "y": "index[n]",
    }  # fmt: skip
    where = (r"P(x)=\sum_{y}P(x,y)", r"P(y)=\sum_{x}P(x,y)")
    formula = declared(r"I=\sum_{x,y}P(x,y)\log\frac{P(x,y)}{P(x)P(y)}", types, ("P(x,y)",), where=where)

    def information(p: np.ndarray) -> float:
        return float((p * np.log(p / p.sum(axis=1, keepdims=True) / p.sum(axis=0))).sum())

    verdict = check_formula(formula, information, effort=EFFORT)
    assert (verdict.outcome, verdict.problem) == ("agrees", "")


def test_an_entry_is_read_at_its_index() -> None:
    types = {"p": "dist[n]", "x": "index[n]"}
    for tex in (r"H=-\sum_x p(x)\ln p(x)", r"H=-\sum_x p_x\ln p_x", r"H(p)=-\mathbb{E}_{x\sim p}[\ln p(x)]"):
        verdict = check_formula(declared(tex, types, ("p",)), lambda p: -p @ np.log(p), effort=EFFORT)
        assert (verdict.outcome, verdict.problem) == ("agrees", "")


def test_a_set_is_summed_over_and_counted() -> None:
    types = {"S": "set[n]", "x": "vector[n]", "i": "index[n]"}
    formula = declared(r"m=\frac{1}{|S|}\sum_{i\in S} x_i", types, ("x", "S"))
    verdict = check_formula(formula, lambda x, s: x[s].mean(), effort=EFFORT)
    assert (verdict.outcome, verdict.problem) == ("agrees", "")


def test_a_sequence_is_computed_by_its_snippet() -> None:
    types = {"a": "seq:recurrence.term(r)", "r": "real[-1,1]", "n": "int[1,6]"}
    formula = declared("a_n=ra_{n-1}", types, ("n", "r"), check="identity")
    snippets = {"recurrence.term": lambda n, r: 3.0 * r**n}
    verdict = check_formula(formula, snippets["recurrence.term"], snippets=snippets.__getitem__, effort=EFFORT)
    assert (verdict.outcome, verdict.problem) == ("agrees", "")
