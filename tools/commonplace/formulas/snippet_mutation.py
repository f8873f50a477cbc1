"""Snippets that are wrong in one place: an operator, a constant, an axis, a bound, a comparison or a function.

What only guards against wrong arguments is left alone: a formula says nothing about it, and the snippet's tests do.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.MatMult: ast.Mult,
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.Gt, ast.Gt: ast.Lt, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_FUNCTIONS = {
    "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum", "argmax": "argmin", "argmin": "argmax",
    "sum": "prod", "prod": "sum", "mean": "sum", "exp": "sin", "log": "exp", "log2": "log", "log1p": "exp",
    "sqrt": "square",
    "sin": "cos", "cos": "sin", "tanh": "sin", "ones": "zeros", "zeros": "ones", "outer": "add", "dot": "outer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SnippetMutant:
    """A wrong module: what was changed, the line as it was, and the text of the module."""

    change: str
    line: str
    text: str


def snippet_mutants(text: str, function: str) -> Iterator[SnippetMutant]:
    """Give the mutants of a function, and of the functions of the same module that it calls."""
    module, lines = ast.parse(text), text.split("\n")
    wanted = _reached(module, function)
    for number, site in enumerate(_sites(module, wanted)):
        before, line = ast.unparse(site), _without_remark(lines[getattr(site, "lineno", 1) - 1])
        changed = copy.deepcopy(module)
        wrong = next(islice(_sites(changed, wanted), number, None))
        _change(wrong)
        yield SnippetMutant(f"{before} → {ast.unparse(wrong)}", line, ast.unparse(changed))


def _without_remark(line: str) -> str:
    return line.partition("  #")[0].strip()


def _reached(module: ast.Module, function: str) -> set[str]:
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    reached, waiting = set[str](), [function]
    while waiting:
        name = waiting.pop()
        if name in functions and name not in reached:
            reached.add(name)
            waiting += [node.id for node in ast.walk(functions[name]) if isinstance(node, ast.Name)]
    return reached


def _sites(module: ast.Module, wanted: set[str]) -> Iterator[ast.AST]:
    """Give the nodes that can be changed."""
    for function in module.body:
        if isinstance(function, ast.FunctionDef) and function.name in wanted:
            for statement in function.body:
                yield from _inside(statement)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    if _is_guard(node) or isinstance(node, ast.Raise | ast.Assert) or _is_text(node):
        return
    if _can_change(node):
        yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.arguments):
            yield from _inside(child)


def _is_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise)


def _is_conversion(node: ast.BinOp) -> bool:
    """Whether this only turns whole numbers into floats: ``x * 1.0`` is ``x / 1.0``."""
    return isinstance(node.op, ast.Mult | ast.Div) and isinstance(node.right, ast.Constant) and node.right.value == 1


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _can_change(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return type(node.op) in _OPERATORS and not _is_conversion(node)
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in _COMPARISONS
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    if isinstance(node, ast.Attribute):
        return node.attr in _FUNCTIONS or node.attr == "T"
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def _change(node: ast.AST) -> None:
    if isinstance(node, ast.BinOp):
        node.op = _OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Compare):
        node.ops[0] = _COMPARISONS[type(node.ops[0])]()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    elif isinstance(node, ast.Attribute):
        node.attr = _FUNCTIONS.get(node.attr, "copy")
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd()
