"""Which snippet files something depends on, as a formula's verdict does: those that it names, and what these import."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from commonplace.model import FormulaDeclaration

_NAMED_IN_TYPE = re.compile(r"(?:func|seq):\s*(\w+)\.")


def sources_behind(formula: FormulaDeclaration, read: Callable[[str], str | None]) -> Mapping[str, str]:
    """The text of every snippet file that checking `formula` runs, by module.

    Parameters
    ----------
    formula
        The declared formula.
    read
        Gives the text of a module in ``snippets/``, or None if there is none of that name.
    """
    return modules_behind(_named(formula), read)


def modules_behind(names: Iterable[str], read: Callable[[str], str | None]) -> Mapping[str, str]:
    """The text of the modules of these names, and of those that they import as far as they can be `read`, by name."""
    found: dict[str, str] = {}
    waiting = sorted(names)
    while waiting:
        module = waiting.pop()
        text = None if module in found else read(module)
        if text is not None:
            found[module] = text
            waiting.extend(sorted(imported(text)))
    return dict(sorted(found.items()))


def _named(formula: FormulaDeclaration) -> set[str]:
    types = (match[1] for symbol in formula.symbols for match in _NAMED_IN_TYPE.finditer(symbol.type))
    return {formula.snippet.partition(".")[0], *types} - {""}


@functools.cache  # Each formula asks, and many share a file.
def imported(text: str) -> frozenset[str]:
    """The names of the modules that a file imports."""
    return frozenset(_modules_imported(text))


def _modules_imported(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError:  # The check says so; here it only means that there is nothing to follow.
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
