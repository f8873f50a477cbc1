"""What a page says: its statements, one by one, its definitions, and what the snippet is called with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from commonplace.formulas.left_sides import is_new, label_of, length_of_left_side, without_names
from commonplace.formulas.lexer import DeclaredNames, Token, declared_names, tokens
from commonplace.formulas.parser import Parser
from commonplace.formulas.points import applied_at, with_points
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.segments import segments
from commonplace.formulas.symbols import SymbolTable, table_of
from commonplace.formulas.tree import Apply, Definition, List, Name, Node, Statement, Subscript, walk
from commonplace.model import FormulaDeclaration

_Mode: TypeAlias = Literal["define", "help", "state"]
"""Whether a statement says what the snippet returns, what a symbol is, or what holds."""

_SIGNS = {r"\pm": ("+", "-"), r"\mp": ("-", "+")}
LABEL = r"\label"
"""What stands for a left side that is a label while the rest is read: no symbol can have this name."""

_KEYWORD = re.compile(r"\s*([A-Za-z]\w*)\s*=")
DEFINING = frozenset({"=", ":="})


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """What a parameter of the snippet gets; the keyword is empty for one by position."""

    keyword: str
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFormula:
    """A declaration, read.

    Attributes
    ----------
    declaration : FormulaDeclaration
        What was read.
    table : SymbolTable
        The types of its symbols.
    statements : tuple of Statement
        What its TeX states.
    helpers : tuple of Definition
        What it defines under ``where``.
    arguments : tuple of Argument
        What the snippet is called with.
    """

    declaration: FormulaDeclaration
    table: SymbolTable
    statements: tuple[Statement, ...]
    helpers: tuple[Definition, ...]
    arguments: tuple[Argument, ...]

    @property
    def definitions(self) -> Mapping[str, Definition]:
        """Everything that is defined, the formula's own left sides too where it says what they are."""
        own = [definition_of(s) for s in self.statements] if self.declaration.check == "definition" else []
        inputs = {argument.node.name for argument in self.arguments if isinstance(argument.node, Name)}
        mine = {d.name: d for d in own if d and d.name not in inputs and not self.table.is_function(d.name)}
        return mine | {helper.name: helper for helper in self.helpers}


def parsed(declaration: FormulaDeclaration) -> ParsedFormula:
    """
    Read a declaration.

    Raises
    ------
    FormulaError
        If a type, the formula, a definition or an argument cannot be read.
    """
    table = table_of(declaration)
    names = declared_names(table)
    helpers: list[Definition] = []
    for tex in declaration.where:
        functions = frozenset(helper.name for helper in helpers if helper.parameters)
        helpers += [_helper(s) for s, _ in _statements(tex, names, table, functions, mode="help")]
    functions = frozenset(helper.name for helper in helpers if helper.parameters)
    defines = declaration.check == "definition"
    mode: _Mode = "define" if defines else "state"
    statements = list(_statements(declaration.tex, names, table, functions, mode=mode))
    arguments = tuple(_argument(text, names, table, functions) for text in declaration.args)
    stated = [statement for statement, helps in statements if not helps]
    helpers += [_helper(statement) for statement, helps in statements if helps]
    if not defines:
        defining = _defining(stated, table, arguments)
        helpers += [_helper(statement) for statement in defining]
        stated = [statement for statement in stated if statement not in defining]
    formula = ParsedFormula(
        declaration=declaration, table=table, statements=tuple(stated), helpers=tuple(helpers), arguments=arguments
    )
    return elaborated(formula)


def elaborated(formula: ParsedFormula) -> ParsedFormula:
    """Give functions that stand without arguments those that they have elsewhere in the formula."""
    bodies = [*formula.statements, *(helper.body for helper in formula.helpers)]
    functions = [name for name, kind in formula.table.kinds.items() if kind.head == "smooth"]
    functions += [helper.name for helper in formula.helpers if helper.parameters]
    points = applied_at(bodies, functions)
    if not points:
        return formula
    kept = 1 if formula.declaration.check == "definition" else 0
    statements = tuple(
        replace(each, sides=(*each.sides[:kept], *(with_points(side, points) for side in each.sides[kept:])))
        for each in formula.statements
    )
    return replace(formula, statements=statements)


def _defining(stated: Sequence[Statement], table: SymbolTable, arguments: Sequence[Argument]) -> list[Statement]:
    r"""Find the statements that say what a symbol is: ``b = -\theta`` beside others, where b is no argument."""
    given = {part.name for argument in arguments for part in walk(argument.node) if isinstance(part, Name)}
    found = []
    for statement in stated:
        left, *right = statement.sides
        alone = isinstance(left, Name) and left.name in table and left.name not in given and len(right) == 1
        plain = alone and isinstance(left, Name) and table.kinds[left.name].head in {"real", "vector", "matrix", "int"}
        inside = {part.name for side in right for part in walk(side) if isinstance(part, Name)}
        if plain and isinstance(left, Name) and left.name not in inside and statement.relations[0] in DEFINING:
            found.append(statement)
    return found if len(found) < len(stated) else []


def definition_of(statement: Statement) -> Definition | None:
    """Give what a statement defines: a name, perhaps with arguments and indices; None if it defines nothing."""
    if len(statement.sides) < 2 or statement.relations[0] not in DEFINING:  # noqa: PLR2004 - two sides
        return None
    left = statement.sides[0]
    indices = left.indices if isinstance(left, Subscript) else ()
    left = left.base if isinstance(left, Subscript) else left
    parameters = left.arguments if isinstance(left, Apply) else ()
    left = left.function if isinstance(left, Apply) else left
    inner = [node.name for node in (*parameters, *indices) if isinstance(node, Name)]
    if not isinstance(left, Name) or len(inner) != len(parameters) + len(indices):
        return None
    return Definition(
        name=left.name,
        parameters=tuple(inner[: len(parameters)]),
        indices=tuple(inner[len(parameters) :]),
        body=statement.sides[-1],
        span=statement.sides[0].span,
    )


def _helper(statement: Statement) -> Definition:
    definition = definition_of(statement)
    if definition is None or len(statement.sides) > 2:  # noqa: PLR2004 - two sides
        hint = "Write name = …, name_i = … or name(x) = …, with nothing but symbols on the left."
        raise FormulaError("parse", "this does not define a symbol", statement.span, hint=hint)
    return definition


def _argument(text: str, names: DeclaredNames, table: SymbolTable, functions: frozenset[str]) -> Argument:
    match = _KEYWORD.match(text)
    found = tokens(text[match.end() :] if match else text, names)
    return Argument(keyword=match[1] if match else "", node=Parser(found, table, functions).alone())


def _statements(
    tex: str, names: DeclaredNames, table: SymbolTable, functions: frozenset[str], *, mode: _Mode
) -> Iterator[tuple[Statement, bool]]:
    """Read the statements of a page, each with whether it only helps the others."""
    found = segments(tokens(tex, names), table)
    if not found:
        raise FormulaError("parse", "there is no formula", Span(tex, 0, len(tex)))
    for segment in sorted(found, key=lambda each: not each.helps):  # what helps may define a function
        statement = _both_signs(segment.tokens, table, functions, tex, mode="help" if segment.helps else mode)
        definition = definition_of(statement) if segment.helps else None
        functions |= {definition.name} if definition and definition.parameters else set()
        yield statement, segment.helps


def _both_signs(
    found: Sequence[Token], table: SymbolTable, functions: frozenset[str], tex: str, *, mode: _Mode
) -> Statement:
    r"""Read a statement; with ``\pm`` in it, its sides are lists of two."""
    if not any(token.kind == "mark" and token.text in _SIGNS for token in found):
        return _statement(found, table, functions, tex, mode=mode)
    upper, lower = (
        _statement([_signed(token, place) for token in found], table, functions, tex, mode=mode) for place in (0, 1)
    )
    sides = zip(upper.sides, lower.sides, strict=True)
    both = tuple(one if one == other else List((one, other), span=one.span) for one, other in sides)
    return Statement(both, upper.relations, span=upper.span)


def _signed(token: Token, place: int) -> Token:
    return Token("mark", _SIGNS[token.text][place], token.span) if token.text in _SIGNS else token


def _statement(
    found: Sequence[Token], table: SymbolTable, functions: frozenset[str], tex: str, *, mode: _Mode
) -> Statement:
    """Read one statement; where a page defines its result, the left side may be any label."""
    end = found[-1].span
    stop = Token("end", "", Span(tex, end.end, end.end))
    found = without_names(found) if mode == "define" else found
    try:
        statement = Parser((*found, stop), table, functions).statement(defines=mode != "state")
        if mode != "define" or not is_new(statement.sides[0], table, set(functions)):
            return statement
    except FormulaError:
        if mode != "define":
            raise
    length = length_of_left_side(found)
    if length == len(found):
        return Parser((*found, stop), table, functions).statement(defines=True)
    token = Token("letter", LABEL, found[0].span.to(found[length - 1].span))
    parser = Parser((token, *found[length:], stop), table, functions)
    parser.outside |= {each.text for each in found[:length] if each.kind == "name"}
    statement = parser.statement(defines=True)
    return replace(statement, sides=(label_of(found[:length], table, statement.sides[1:]), *statement.sides[1:]))
