r"""Trees to TeX: what is written reads as the same tree again. It is for messages and mutants, not for beauty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from commonplace.formulas import tree
from commonplace.formulas.ellipses import RUNNING
from commonplace.formulas.tree import Name, Node, Range, Reduction, rebuilt
from commonplace.formulas.vocabulary import FUNCTIONS

_ATOMS = (
    tree.Name, tree.Number, tree.Constant, tree.Fraction, tree.Absolute, tree.Norm, tree.Inner, tree.List, tree.Matrix,
    tree.Cases, tree.Indicator, tree.Root, tree.Expectation,
)  # fmt: skip
"""What needs no parentheses anywhere."""

_FACTORS = (*_ATOMS, tree.Subscript, tree.Power, tree.Transpose, tree.Factorial, tree.Apply)
_BASES = (tree.Name, tree.Number, tree.Constant)


def to_tex(node: Node) -> str:
    """Write a tree as TeX."""
    return _WRITERS[type(node)](node)


def _in(node: Node, plain: tuple[type[Node], ...]) -> str:
    """Write a part, in parentheses if it is not of these types."""
    is_infix = isinstance(node, tree.Apply) and _special(node) is not None
    return to_tex(node) if isinstance(node, plain) and not is_infix else f"({to_tex(node)})"


def _sum(node: tree.Sum) -> str:
    parts = []
    for place, (term, sign) in enumerate(zip(node.terms, node.signs, strict=True)):
        mark = "-" if sign < 0 else ("+" if place else "")
        parts.append(mark + " " + (f"({to_tex(term)})" if isinstance(term, tree.Sum) else to_tex(term)))
    return " ".join(parts).strip()


def _product(node: tree.Product) -> str:
    parts = [_in(node.factors[0], _FACTORS)]
    for factor, operator in zip(node.factors[1:], node.operators, strict=True):
        written = _in(factor, _FACTORS)
        bare_number = written[:1].isdigit() and not operator
        parts += [operator, f"({written})" if bare_number else written]
    return " ".join(part for part in parts if part)


def _power(node: tree.Power) -> str:
    return f"{_in(node.base, (*_BASES, tree.Subscript))}^{{{to_tex(node.exponent)}}}"


def _subscript(node: tree.Subscript) -> str:
    if isinstance(node.base, tree.Label):
        return node.base.text  # its indices are in it
    return f"{_in(node.base, (tree.Name,))}_{{{', '.join(map(to_tex, node.indices))}}}"


def _elementary(node: tree.Elementary) -> str:
    name = "\\" + node.name if node.name in FUNCTIONS else rf"\operatorname{{{node.name}}}"
    return f"{name}_{{{to_tex(node.base)}}}" if node.base else name


def _special(node: tree.Apply) -> str | None:
    """Write what is no name before parentheses: binomials, pseudo-inverses, floors."""
    if not isinstance(node.function, tree.Elementary):
        return None
    parts = [to_tex(argument) for argument in node.arguments]
    if node.function.name == "binom":
        return rf"\binom{{{parts[0]}}}{{{parts[1]}}}"
    return f"({parts[0]})^{{+}}" if node.function.name == "pinv" else None


def _apply(node: tree.Apply) -> str:
    special = _special(node)
    if special is not None:
        return special
    function = _in(node.function, (tree.Name, tree.Elementary, tree.Prime, tree.Gradient))
    return f"{function}({', '.join(map(to_tex, node.arguments))})"


def _norm(node: tree.Norm) -> str:
    return rf"\lVert {to_tex(node.body)} \rVert" + (f"_{{{to_tex(node.order)}}}" if node.order else "")


def _comparison(node: tree.Comparison | tree.Statement) -> str:
    parts = [to_tex(node.sides[0])]
    for side, relation in zip(node.sides[1:], node.relations, strict=True):
        parts += [relation, to_tex(side)]
    return " ".join(parts)


def _with(node: Node, index: Node) -> Node:
    """Put a node in place of the index that an ellipsis stands for."""
    if isinstance(node, Name) and node.name == RUNNING:
        return index
    return rebuilt(node, lambda part: _with(part, index))


def _ellipsis(node: Reduction) -> str:
    (over,) = node.ranges
    ends = [_with(node.body, end) for end in (over.lower, over.upper) if end is not None]
    first, last = (_in(end, (*_FACTORS, tree.Product)) if node.kind != "list" else to_tex(end) for end in ends)
    mark = {"sum": " + ", "prod": " ", "list": ", "}[node.kind]
    written = mark.join((first, r"\ldots", last))
    return f"({written})" if node.kind == "list" else written


def _reduction(node: Reduction) -> str:
    if node.ranges[0].name == RUNNING:
        return _ellipsis(node)
    operator = {"argmax": r"\arg\max", "argmin": r"\arg\min"}.get(node.kind, "\\" + node.kind)
    plain = (*_FACTORS, tree.Product) if node.kind == "sum" else _FACTORS
    return f"{operator}{_ranges(node.ranges)} {_in(node.body, plain)}"


def _ranges(ranges: Sequence[Range]) -> str:
    names, first = ",".join(over.name for over in ranges), ranges[0]
    below, above = names, ""
    if first.domain is not None:
        below = rf"{names} \in {to_tex(first.domain)}"
    elif first.lower is not None and first.upper is not None and (first.lower_open or first.upper_open):
        low, high = ("<" if is_open else r"\le" for is_open in (first.lower_open, first.upper_open))
        below = f"{to_tex(first.lower)} {low} {names} {high} {to_tex(first.upper)}"
    elif first.upper is not None:
        below = names if first.lower is None else f"{names} = {to_tex(first.lower)}"
        above = f"^{{{to_tex(first.upper)}}}"
    conditions = [to_tex(condition) for condition in ranges[-1].conditions]
    return f"_{{{' : '.join([below, *conditions])}}}{above}"


def _limit(node: tree.Limit) -> str:
    side = {1: "^{+}", -1: "^{-}", 0: ""}[node.side]
    target = to_tex(node.target)
    return rf"\lim_{{{node.variable} \to {target}{side}}} {_in(node.body, (*_FACTORS, tree.Product))}"


def _derivative(node: tree.Derivative) -> str:
    order = f"^{{{len(node.variables)}}}" if len(node.variables) > 1 else ""
    below = " ".join(rf"\partial {to_tex(variable)}" for variable in node.variables)
    return rf"\frac{{\partial{order} {_in(node.body, (tree.Name, tree.Subscript))}}}{{{below}}}"


def _gradient(node: tree.Gradient) -> str:
    scripts = f"_{{{to_tex(node.variable)}}}" if node.variable else ""
    scripts += f"^{{{node.order}}}" if node.order > 1 else ""
    return rf"\nabla{scripts} {_in(node.body, (tree.Name,))}"


def _cases(node: tree.Cases) -> str:
    otherwise = r"\text{otherwise}"
    rows = zip(node.values, node.conditions, strict=True)
    written = [f"{to_tex(value)} & {to_tex(condition) if condition else otherwise}" for value, condition in rows]
    return r"\begin{cases} " + r" \\ ".join(written) + r" \end{cases}"


def _matrix(node: tree.Matrix) -> str:
    rows = r" \\ ".join(" & ".join(map(to_tex, row)) for row in node.rows)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _integral(node: tree.Integral) -> str:
    bounds = f"_{{{to_tex(node.lower)}}}^{{{to_tex(node.upper)}}}" if node.lower and node.upper else ""
    return rf"\int{bounds} {to_tex(node.body)} \, d {node.variable}"


def _drawn(node: tree.Drawn) -> str:
    name = "U" if node.family == "uniform" else r"\mathcal{N}"
    return f"{name}[{', '.join(map(to_tex, node.parameters))}]"


_WRITERS: Mapping[type[Node], Callable[[Any], str]] = MappingProxyType({
    tree.Number: lambda node: node.text,
    tree.Constant: lambda node: node.name,
    tree.Name: lambda node: node.name,
    tree.Label: lambda node: node.text,
    tree.WholeAxis: lambda _: ":",
    tree.Dots: lambda _: r"\ldots",
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Fraction: lambda node: rf"\frac{{{to_tex(node.numerator)}}}{{{to_tex(node.denominator)}}}",
    tree.Power: _power,
    tree.Root: lambda node: rf"\sqrt{f'[{to_tex(node.degree)}]' if node.degree else ''}{{{to_tex(node.radicand)}}}",
    tree.Transpose: lambda node: f"{_in(node.base, _BASES)}^{{T}}",
    tree.Factorial: lambda node: f"{_in(node.base, _BASES)}!",
    tree.Subscript: _subscript,
    tree.Elementary: _elementary,
    tree.Apply: _apply,
    tree.Prime: lambda node: _in(node.function, (tree.Name, tree.Elementary)) + "'" * node.order,
    tree.Compose: lambda node: rf"{_in(node.outer, _BASES)} \circ {_in(node.inner, (*_BASES, tree.Compose))}",
    tree.Absolute: lambda node: rf"\lvert {to_tex(node.body)} \rvert",
    tree.Norm: _norm,
    tree.Inner: lambda node: rf"\langle {to_tex(node.left)}, {to_tex(node.right)} \rangle",
    tree.Comparison: _comparison,
    tree.Statement: _comparison,
    tree.Reduction: _reduction,
    tree.Limit: _limit,
    tree.Derivative: _derivative,
    tree.Gradient: _gradient,
    tree.Integral: _integral,
    tree.At: lambda node: rf"({to_tex(node.body)})|_{{{node.variable} = {to_tex(node.value)}}}",
    tree.Expectation: lambda n: rf"\mathbb{{E}}_{{{n.variable} \sim {to_tex(n.distribution)}}}[{to_tex(n.body)}]",
    tree.Drawn: _drawn,
    tree.Cases: _cases,
    tree.Indicator: lambda node: rf"\mathbb{{1}}[{to_tex(node.condition)}]",
    tree.List: lambda node: f"({', '.join(map(to_tex, node.items))})",
    tree.Matrix: _matrix,
})  # fmt: skip
