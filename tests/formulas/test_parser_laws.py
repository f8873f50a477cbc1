"""Laws of the parser: what is written reads as the same tree, nothing crashes it, its time grows with the length."""

from __future__ import annotations

from typing import Any

import pytest
from concept_formulas import CASES as CONCEPTS
from constructs import CASES, TYPES
from declaring import declared
from growth import assert_linear
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.formulas import tree
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.statements import parsed
from commonplace.formulas.tree import Node, walk
from commonplace.formulas.writing import to_tex

NOWHERE = Span("", 0, 0)


def parsed_side(tex: str, types: dict[str, str] | None = None) -> Node:
    return parsed(declared(f"0 = {tex}", types or TYPES, check="identity")).statements[0].sides[1]


@pytest.mark.parametrize("tex", CASES)
def test_a_construct_is_written_as_it_is_read(tex: str) -> None:
    read = parsed_side(tex)
    assert parsed_side(to_tex(read)) == read


@pytest.mark.parametrize("case", CONCEPTS, ids=lambda case: case.concept)
def test_a_concept_is_written_as_it_is_read(case: Any) -> None:
    if r"\pm" in case.tex or "sim" in case.tex:
        pytest.skip("written as a list, or with the name of its distribution")
    read = parsed(declared(case.tex, case.symbols, case.args, check=case.check, where=case.where))
    written = r",\ ".join(to_tex(statement) for statement in read.statements)
    helpers = [] if case.where or len(read.helpers) == 0 else [r"b=-\theta"]
    again = parsed(declared(written, case.symbols, case.args, check=case.check, where=[*case.where, *helpers]))
    assert again.statements == read.statements


def leaves() -> st.SearchStrategy[Node]:
    names = [tree.Name(name, span=NOWHERE) for name in ("a", "b", "h", "u")]
    numbers = [tree.Number(text, span=NOWHERE) for text in ("0", "1", "2", "0.5", "12")]
    entries = [tree.Subscript(tree.Name("x", span=NOWHERE), (tree.Name("i", span=NOWHERE),), span=NOWHERE)]
    return st.sampled_from([*names, *numbers, *entries, tree.Constant(r"\pi", span=NOWHERE)])


def compounds(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    function = st.sampled_from(["exp", "ln", "sin", "tanh", "sgn"])
    kinds = st.just("sum")
    several = st.lists(parts, min_size=2, max_size=4)

    def product_of(factors: list[Node], data: tuple[str, ...]) -> Node:
        return tree.Product(tuple(factors), data[: len(factors) - 1], span=NOWHERE)

    operators = st.tuples(*(st.sampled_from(["", r"\cdot", r"\times"]) for _ in range(3)))
    return st.one_of(
        st.builds(lambda terms, s: tree.Sum(tuple(terms), tuple(s[: len(terms)]), span=NOWHERE), several,
                  st.tuples(*(st.sampled_from([1, -1]) for _ in range(4)))),
        st.builds(product_of, several, operators),
        st.builds(lambda a, b: tree.Fraction(a, b, span=NOWHERE), parts, parts),
        st.builds(lambda a, b: tree.Power(a, b, span=NOWHERE), parts, parts),
        st.builds(lambda a: tree.Root(a, span=NOWHERE), parts),
        st.builds(lambda a: tree.Absolute(a, span=NOWHERE), parts),
        st.builds(lambda f, a: tree.Apply(tree.Elementary(f, span=NOWHERE), (a,), span=NOWHERE), function, parts),
        st.builds(lambda k, a: tree.Reduction(k, (tree.Range("j", span=NOWHERE),), a, span=NOWHERE), kinds, parts),
        st.builds(lambda a: tree.Factorial(a, span=NOWHERE), parts),
    )  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.recursive(leaves(), compounds, max_leaves=12))
def test_a_random_tree_is_written_as_it_is_read(node: Node) -> None:
    assert parsed_side(to_tex(node)) == node


@pytest.mark.parametrize("above", ["*", "(a)", "(a+1)", "[a]", "(a)T", r"[a]\top"])
def test_a_superscript_that_tells_a_name_from_others_is_no_exponent(above: str) -> None:
    with pytest.raises(FormulaError, match="is no exponent"):
        parsed_side(f"a^{{{above}}}")


TEXT = (
    r"a b x i + - * / = ( ) [ ] { } | ^ _ , ' ! & < > 1 2 . : ; % ~ 中 \frac \sum \int \sqrt \left \right \max \log "
    r"\partial \lim \to \begin{cases} \end{cases} \\ \mathbb{1} \hat \mathrm{if} \cdot \ldots \mid \| \langle \nabla "
    r"\mathop \over \pm \iff \sim \in \text{where} \big \unknown d U E I \underset"
)
PIECES = TEXT.split(" ")


def refusal_of(tex: str, check: str) -> FormulaError | None:
    try:
        parsed(declared(tex, TYPES, check=check))
    except FormulaError as error:
        return error
    return None


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.text(max_size=30)))
def test_whatever_is_written_is_read_or_refused(tex: str) -> None:
    for check in ("definition", "identity"):
        error = refusal_of(tex, check)
        assert error is None or (str(error) and 0 <= error.span.start <= len(error.span.text))


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 10_000 + "a" + "}" * 10_000,
        "(" * 10_000 + "a" + ")" * 10_000,
        r"\frac" * 10_000,
        r"\sqrt{" * 10_000,
        r"\left(" * 9_000,
        r"\hat" * 10_000,
        "a^" * 10_000,
        "|" * 10_001,
        r"\sum_i " * 3_000,
        r"\underset{a}{" * 3_000,
        "-" * 10_000 + "a",
        "a" * 1_000_000,
        r"\frac{a}{b}+" * 90_000,
        r"\begin{cases}" * 1_500,
    ],
    ids=lambda tex: tex[:14],
)
def test_too_much_is_an_error(tex: str) -> None:
    with pytest.raises(FormulaError):
        parsed(declared(f"0 = {tex}", TYPES, check="identity"))


@pytest.mark.parametrize("tex", ["a+\ud800", "a\0b", "\ud800", "\0"])
def test_what_is_no_character_is_refused(tex: str) -> None:
    for check in ("definition", "identity"):
        error = refusal_of(f"0 = {tex}", check)
        assert error
        assert str(error)


@pytest.mark.parametrize("unit", ["{", r"\frac{a}{b}+"])
def test_a_refusal_takes_time_in_proportion_to_the_length(unit: str) -> None:
    assert_linear(lambda tex: refusal_of(tex, "identity"), lambda count: "0 = " + unit * count)


UNITS = [r"\frac{a}{b}+", "x_i y_j+", r"\ln(a)-", r"\sum_i x_i+", "|a|+", r"\{a\}+", r"\|x\|_2^2+", "f(a|b)+"]


@pytest.mark.parametrize("units", [UNITS[:4], UNITS[4:]], ids=["plain", "brackets"])
def test_the_time_grows_as_the_length_does(units: list[str]) -> None:
    types = TYPES | {"f": "smooth[2]"}
    assert_linear(
        lambda tex: [parsed_side(tex, types) for _ in range(8)], lambda count: "".join(units) * (count // 8) + "a"
    )


def test_a_tree_keeps_its_places() -> None:
    text = r"0 = \sum_{i=1}^n x_i + \frac{a}{b}"
    side = parsed(declared(text, TYPES, check="identity")).statements[0].sides[1]
    assert [part.span.source for part in walk(side) if isinstance(part, tree.Fraction)] == [r"\frac{a}{b}"]
