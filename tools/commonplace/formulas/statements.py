r"""What a page says: its statements, one by one, its definitions, and what the snippet is called with.

A page may hold several statements: they end at ``\\``, at a comma or ``\quad`` outside of brackets, at every second
``&`` of an alignment, and at the words "where", "with" and "and". One that begins with a relation goes on from the
statement before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonplace.formulas.lexer import DeclaredNames, Token, declared_names, tokens
from commonplace.formulas.parser import Parser
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.reader import RELATIONS
from commonplace.formulas.symbols import SymbolTable, table_of
from commonplace.formulas.tree import Apply, Name, Node, Statement, Subscript
from commonplace.formulas.walk import Definition
from commonplace.model import FormulaDeclaration

_SEPARATORS = frozenset({r"\\", ",", ";", r"\quad"})
_WORDS = frozenset({r"\mathrm{where}", r"\mathrm{with}", r"\mathrm{and}", r"\mathrm{其中}", r"\mathrm{且}"})
_OPENING = frozenset({"(", "[", "{", r"\{", r"\langle"})
_CLOSING = frozenset({")", "]", "}", r"\}", r"\rangle"})
_FRAME = re.compile(r"\\(?:begin|end)\{(?:aligned|align|align\*|split|gathered|equation|equation\*)\}")
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
        helpers += [_helper(s) for s in _statements(tex, names, table, functions, defines=True)]
    functions = frozenset(helper.name for helper in helpers if helper.parameters)
    defines = declaration.check == "definition"
    return ParsedFormula(
        declaration=declaration,
        table=table,
        statements=tuple(_statements(declaration.tex, names, table, functions, defines=defines)),
        helpers=tuple(helpers),
        arguments=tuple(_argument(text, names, table, functions) for text in declaration.args),
    )


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
    tex: str, names: DeclaredNames, table: SymbolTable, functions: frozenset[str], *, defines: bool
) -> Iterator[Statement]:
    found = tokens(tex, names)
    segments = list(_joined(_segments(found)))
    if not segments:
        raise FormulaError("parse", "there is no formula", Span(tex, 0, len(tex)))
    for segment in segments:
        end = segment[-1].span
        stop = Token("end", "", Span(tex, end.end, end.end))
        yield Parser((*segment, stop), table, functions).statement(defines=defines)


def _segments(found: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut at what separates statements; leave out frames, and spaces inside of brackets."""
    segment: list[Token] = []
    depth = ampersands = 0
    for token in found:
        if token.kind == "end" or (depth == 0 and _separates(token, ampersands)):
            yield segment
            segment = []
        elif not _is_nothing(token, depth):
            segment.append(token)
        depth += _deeper(token)
        ampersands = 0 if token.text == r"\\" else ampersands + (depth == 0 and token.text == "&")


def _separates(token: Token, ampersands: int) -> bool:
    if token.kind == "mark" and token.text == "&":
        return ampersands % 2 == 1
    return (token.kind == "mark" and token.text in _SEPARATORS) or (token.kind == "letter" and token.text in _WORDS)


def _is_nothing(token: Token, depth: int) -> bool:
    mark = token.kind == "mark"
    return mark and (token.text == r"\quad" or (depth == 0 and token.text == "&") or bool(_FRAME.match(token.text)))


def _deeper(token: Token) -> int:
    if token.kind != "mark" or _FRAME.match(token.text):
        return 0
    opens = token.text in _OPENING or token.text.startswith(r"\begin")
    return int(opens) - int(token.text in _CLOSING or token.text.startswith(r"\end"))


def _joined(segments: Iterator[list[Token]]) -> Iterator[list[Token]]:
    """Let a segment that begins with a relation go on from the one before; leave out empty ones."""
    whole: list[Token] = []
    for segment in segments:
        if segment and segment[0].kind == "mark" and segment[0].text in RELATIONS and whole:
            whole += segment
        elif segment:
            if whole:
                yield whole
            whole = segment
    if whole:
        yield whole
