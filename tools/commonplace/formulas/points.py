r"""Functions that a page writes without their arguments: ``\nabla f = \lambda \nabla g,\ g(x) = 0`` is about x."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from commonplace.formulas.tree import Apply, Derivative, Gradient, Limit, Name, Node, Prime, rebuilt, walk

Points = Mapping[str, tuple[Node, ...]]
"""The arguments that a function has, by its name."""


def applied_at(bodies: Iterable[Node], functions: Collection[str]) -> Points:
    """Find the functions that are applied to plain symbols, and to which: the only ones, or those of the others."""
    found: dict[str, list[tuple[Node, ...]]] = {}
    for part in (part for body in bodies for part in walk(body)):
        if isinstance(part, Apply) and isinstance(part.function, Name) and part.function.name in functions:
            plain = all(isinstance(argument, Name) for argument in part.arguments)
            if plain and part.arguments not in found.setdefault(part.function.name, []):
                found[part.function.name].append(part.arguments)
    single = {name: points[0] for name, points in found.items() if len(points) == 1}
    common = {tuple(points) for points in single.values()}
    if len(common) == 1:
        (point,) = common
        single |= {name: point for name in functions if name not in found}
    return single


def with_points(node: Node, points: Points) -> Node:
    """Put the arguments after each gradient and in each derivative that stands without them."""
    if isinstance(node, Apply):
        return Apply(node.function, tuple(with_points(each, points) for each in node.arguments), span=node.span)
    if isinstance(node, Limit | Prime):
        return node
    if isinstance(node, Derivative) and isinstance(node.body, Name) and node.body.name in points:
        point = points[node.body.name]
        if len(point) > 1 and all(variable in point for variable in node.variables):
            return Derivative(_applied(node.body, point), node.variables, span=node.span)
        return node
    if isinstance(node, Gradient) and node.variable is None and isinstance(node.body, Name):
        return _applied(node, points[node.body.name]) if node.body.name in points else node
    return rebuilt(node, lambda part: with_points(part, points))


def _applied(function: Node, point: Sequence[Node]) -> Apply:
    return Apply(function, tuple(point), span=function.span)
