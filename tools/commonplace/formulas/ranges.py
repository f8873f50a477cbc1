r"""What the index of a ``\sum`` runs over: ``_{i=1}^{n}``, ``_{i,j}``, ``_{0 \le m, n < s}``, ``_{i \in S}``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from commonplace.formulas.problems import Span
from commonplace.formulas.reader import RELATIONS, Reader
from commonplace.formulas.tree import Comparison, Constant, Dots, Name, Node, Product, Range

_UPWARD = frozenset({r"\le", "<"})
_ORDER = frozenset({r"\le", "<", r"\ge", ">", r"\ne"})
_SUCH_THAT = (":", r"\mid", "|")
_HINT = r"Ranges are i=1 with n above, i alone for a whole axis, i,j or 0\le i<n or j\ne i or i\in S."


@dataclass(frozen=True, slots=True)
class _Clause:
    """Lists of expressions with relations between them."""

    sides: list[list[Node]]
    relations: list[str]

    @property
    def span(self) -> Span:
        return self.sides[0][0].span.to(self.sides[-1][-1].span)


@dataclass(slots=True)
class _Found:
    """The ranges so far, by the name that runs, and the conditions on them."""

    ranges: dict[str, Range] = field(default_factory=dict)
    conditions: list[Node] = field(default_factory=list)


def ranges(reader: Reader) -> tuple[Range, ...]:
    """Read the scripts of an operator that binds, in either order."""
    start = reader.here.span
    clauses: list[_Clause] = []
    conditions: list[Node] = []
    upper: Node | None = None
    while reader.at("_", "^"):
        if reader.accept("_"):
            clauses, conditions = _below(reader)
        else:
            reader.take()
            upper = reader.group()
    if not clauses:
        raise reader.error("what this runs over is missing", hint=r"Write it below, as in \sum_{i=1}^{n}.", span=start)
    found = _Found(conditions=conditions)
    for clause in clauses:
        _add(reader, found, clause, upper)
    *others, last = found.ranges.values() or [None]
    if last is None:
        raise reader.error("nothing runs over this range", hint=_HINT, span=clauses[0].span)
    return (*(each for each in others if each), replace(last, conditions=tuple(found.conditions)))


def _below(reader: Reader) -> tuple[list[_Clause], list[Node]]:
    """Read clauses, and the conditions after a colon."""
    reader.expect("{")
    stacked = reader.accept(r"\substack") and reader.accept("{")
    clauses, conditions = [*_clauses(reader)], list[Node]()
    while stacked and reader.accept(r"\\"):
        clauses += _clauses(reader)
    if reader.accept(*_SUCH_THAT):
        conditions.append(reader.comparison())
    if stacked:
        reader.expect("}")
    reader.expect("}")
    return clauses, conditions


def _clauses(reader: Reader) -> Iterator[_Clause]:
    r"""Read one chain of lists, and cut it where a comma separates clauses, as in ``i \in S, j \ne i``."""
    with reader.inside("|"):
        sides, relations = [reader.expressions()], list[str]()
        while reader.at(*RELATIONS, r"\in"):
            relations.append(reader.take().text)
            sides.append(reader.expressions())
    if relations == ["="] and any(isinstance(node, Dots) for node in sides[1]):  # i = 1, \ldots, n
        yield _Clause([sides[0], [sides[1][0], sides[1][-1]]], [r"\ldots"])
        return
    first = 0
    for place in range(1, len(relations)):
        chained = _UPWARD.issuperset(relations[first : place + 1])
        if len(sides[place]) > 1 and not chained:
            yield _Clause([*sides[first:place], sides[place][:1]], relations[first:place])
            sides[place] = sides[place][1:]
            first = place
    last = sides[-1]
    if relations[first:] and len(last) > 1:
        yield _Clause([*sides[first:-1], last[:1]], relations[first:])
        yield _Clause([last[1:]], [])
    else:
        yield _Clause(sides[first:], relations[first:])


def _add(reader: Reader, found: _Found, clause: _Clause, upper: Node | None) -> None:
    """Let the names of a clause run, or take it for a condition if they run already."""
    if len(clause.relations) == 2 and _UPWARD.issuperset(clause.relations):  # noqa: PLR2004 - two relations
        _between(reader, found, clause)
    elif clause.relations == [r"\ldots"]:
        lower, last = clause.sides[1]
        for name in _names(reader, clause.sides[0]):
            found.ranges[name.name] = Range(name.name, lower, last, span=name.span)
    elif not clause.relations:
        for name in _names(reader, clause.sides[0]):
            found.ranges[name.name] = Range(name.name, upper=upper, span=name.span)
    elif len(clause.relations) == 1 and len(clause.sides[1]) == 1:
        _related(reader, found, clause, upper)
    else:
        raise reader.error("this range is not read", hint=_HINT, span=clause.span)


def _between(reader: Reader, found: _Found, clause: _Clause) -> None:
    low, high = (relation == "<" for relation in clause.relations)
    if len(clause.sides[0]) != 1 or len(clause.sides[2]) != 1:
        raise reader.error("this range is not read", hint=_HINT, span=clause.span)
    for name in _names(reader, clause.sides[1]):
        lower, upper = clause.sides[0][0], clause.sides[2][0]
        if isinstance(lower, Name) and _is_new(reader, found, lower):  # i < j < k
            found.ranges[lower.name] = Range(lower.name, span=lower.span)
        found.ranges[name.name] = Range(name.name, lower, upper, low, high, span=name.span)


def _related(reader: Reader, found: _Found, clause: _Clause, upper: Node | None) -> None:
    (relation,), right = clause.relations, clause.sides[1][0]
    if all(isinstance(node, Name) and node.name in found.ranges for node in clause.sides[0]):
        found.conditions.append(_condition(clause))
        return
    for name in _names(reader, clause.sides[0]):
        if relation == "=" and upper is not None:
            found.ranges[name.name] = Range(name.name, right, upper, span=name.span)
        elif relation == r"\in":
            found.ranges[name.name] = Range(name.name, domain=right, span=name.span)
        elif relation in _ORDER and upper is None:
            _ordered(reader, found, name, clause)
        else:
            raise reader.error("this range is not read", hint=_HINT, span=clause.span)


def _ordered(reader: Reader, found: _Found, name: Name, clause: _Clause) -> None:
    r"""Read ``j \ne i``, ``i < j`` where both run unless j is known outside, and ``k \ge 0`` without an end."""
    (relation,), right = clause.relations, clause.sides[1][0]
    if relation in {r"\ge", ">"} and not reader.table.is_index(name.name):
        endless = Constant(r"\infty", span=clause.span)
        found.ranges[name.name] = Range(name.name, right, endless, relation == ">", span=name.span)
        return
    found.ranges[name.name] = Range(name.name, span=name.span)
    if isinstance(right, Name) and _is_new(reader, found, right):
        found.ranges[right.name] = Range(right.name, span=right.span)
    found.conditions.append(_condition(clause))


def _is_new(reader: Reader, found: _Found, name: Name) -> bool:
    known = name.name in reader.outside or name.name in found.ranges
    return reader.table.is_index(name.name) and not known


def _condition(clause: _Clause) -> Comparison:
    return Comparison((clause.sides[0][0], clause.sides[1][0]), tuple(clause.relations), span=clause.span)


def _names(reader: Reader, nodes: Sequence[Node]) -> list[Name]:
    names = [node for factored in nodes for node in _factors(factored)]
    wrong = next((node for node in names if not isinstance(node, Name)), None)
    if wrong is not None:
        raise reader.error("only a symbol can run over a range", hint=_HINT, span=wrong.span)
    return [node for node in names if isinstance(node, Name)]


def _factors(node: Node) -> Iterable[Node]:
    r"""Take ``\sum_{ij}`` for ``\sum_{i,j}``."""
    return node.factors if isinstance(node, Product) and not any(node.operators) else (node,)
