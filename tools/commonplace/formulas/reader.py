"""What every part of the grammar stands on: the tokens with a place in them, and the ways to go on or to fail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from commonplace.formulas.lexer import Token
from commonplace.formulas.pieces import MAX_DEPTH
from commonplace.formulas.problems import FormulaError, Span
from commonplace.formulas.symbols import SymbolTable
from commonplace.formulas.tree import Apply, Comparison, Compose, Elementary, Fraction, Gradient, Name, Node, Prime

OPENING = {"(": ")", "[": "]", r"\{": r"\}"}
RELATIONS = frozenset({"=", ":=", r"\approx", r"\ge", r"\le", ">", "<", r"\leftarrow", r"\sim", r"\ne", r"\iff"})


_UNFIT = {
    ")": r"A bracket that closes needs one that opens: (a + b).",
    "]": r"A bracket that closes needs one that opens: [a + b].",
    r"\}": r"A bracket that closes needs one that opens: \{a + b\}.",
    "|": r"Bars come in pairs: |a| + |b|.",
    r"\mid": r"A bar stands in a range or in a declared name: \sum_{i : x_i > 0} x_i.",
    "&": r"& parts rows: \begin{pmatrix} 1 & a \\ b & 0 \end{pmatrix}.",
    "_": r"An index follows its symbol: x_i.",
    "^": r"A power follows its base: a^2.",
    "'": r"A prime follows a function: f'(a).",
    "!": r"! follows what it belongs to: n!.",
    ":": r"Write / or \frac for a quotient: \frac{a}{b}.",
    r"\in": r"\in stands in a range or an indicator: \sum_{i \in \{1,\ldots,n\}} x_i.",
    r"\to": r"\to stands under a limit: \lim_{h \to 0} h.",
    r"\partial": r"A derivative is one fraction: \frac{\partial F}{\partial x_2}.",
    "": r"Between operators there must be a symbol, a number or a bracket: a + 2b.",
}
"""What to do about a token at a place where none like it can stand, each with an example that is read."""


class Reader(ABC):
    """Reads one statement by recursive descent; a part of the grammar is a function of the reader.

    Parameters
    ----------
    tokens : sequence of Token
        The statement, with its ``end``.
    table : SymbolTable
        What the page declares: a letter before a parenthesis is a function only if it is declared as one.
    functions : collection of str
        Further names that are functions, since the page defines them as such.
    """

    def __init__(self, tokens: Sequence[Token], table: SymbolTable, functions: frozenset[str] = frozenset()) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0
        self._open: list[str] = []
        self._integrals = 0
        self.table = table
        self.functions = functions
        self.outside: set[str] = set()
        """Indices that are free on the left side, or bound around what is read."""
        self.naming = False
        """Whether what is read may be a name that nothing declares: the left side of a definition."""

    @abstractmethod
    def expression(self) -> Node:
        """Read terms with ``+`` and ``-`` between them."""

    @abstractmethod
    def term(self) -> Node:
        """Read a product."""

    @abstractmethod
    def factor(self) -> Node:
        """Read one factor, with its scripts and arguments."""

    @abstractmethod
    def atom(self) -> Node:
        """Read what scripts and arguments are attached to."""

    @abstractmethod
    def starts_factor(self) -> bool:
        """Whether the next token can begin a factor."""

    @property
    def here(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._position]

    @property
    def before(self) -> Token:
        """The token read last."""
        return self._tokens[max(0, self._position - 1)]

    def ahead(self, count: int) -> Token:
        """Give the token `count` places on."""
        return self._tokens[min(self._position + count, len(self._tokens) - 1)]

    def at(self, *marks: str) -> bool:
        """Whether one of these marks comes next."""
        return self.here.kind == "mark" and self.here.text in marks

    def take(self) -> Token:
        """Go on by one token."""
        token = self.here
        if token.kind != "end":
            self._position += 1
        return token

    def accept(self, *marks: str) -> Token | None:
        """Go on if one of these marks comes next."""
        return self.take() if self.at(*marks) else None

    def expect(self, mark: str) -> Token:
        """Go on if `mark` comes next, and fail if it does not."""
        token = self.accept(mark)
        if token is None:
            raise self.error(
                f"{mark} is expected here", hint=f"Close what is open with {mark}, before what stands here."
            )
        return token

    def unfit(self) -> FormulaError:
        """Make an error about a token that nothing can be made of at its place."""
        text = self.here.span.source
        return self.error(f"{text} does not fit here", hint=_UNFIT.get(self.here.text, _UNFIT[""]))

    def error(self, problem: str, *, hint: str = "", span: Span | None = None) -> FormulaError:
        """Make an error at the next token, or at `span`."""
        return FormulaError("parse", problem, span or self.here.span, hint=hint)

    def spanning(self, start: Span) -> Span:
        """Everything from `start` to the token read last."""
        return start.to(self.before.span)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Go one level deeper."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(f"the formula is nested more than {MAX_DEPTH} deep", hint="Name a part of it under where.")
        yield
        self._depth -= 1

    @contextmanager
    def inside(self, bracket: str) -> Iterator[None]:
        """Read inside a bracket, so that a bar is known to open or to close."""
        self._open.append(bracket)
        yield
        self._open.pop()

    def closes(self) -> bool:
        """Whether a bar that comes next closes the bracket that was opened last."""
        return bool(self._open) and self.here.text == self._open[-1]

    def group(self) -> Node:
        """Read an expression in braces, which may be a quotient with an infix command."""
        start = self.expect("{").span
        with self.inside("}"):
            body = self.expression()
            if infix := self.accept(r"\over", r"\choose"):
                below = self.expression()
                span = start.to(below.span)
                choose = Elementary("binom", span=infix.span)
                body = (
                    Fraction(body, below, span=span)
                    if infix.text == r"\over"
                    else Apply(choose, (body, below), span=span)
                )
        self.expect("}")
        return body

    def comparison(self, first: Node | None = None) -> Comparison:
        """Read a condition, whose first side may have been read."""
        start = first.span if first else self.here.span
        sides, relations = [first or self.expression()], list[str]()
        while self.at(*RELATIONS, r"\in", r"\notin"):
            relations.append(self.take().text)
            sides.append(self.expression())
        if not relations:
            raise self.error("a condition needs a relation, such as = or <", span=self.spanning(start))
        return Comparison(tuple(sides), tuple(relations), span=self.spanning(start))

    def expressions(self, *others: str) -> list[Node]:
        """Read expressions with commas, or other marks, between them."""
        items = [self.expression()]
        while self.accept(",", *others):
            items.append(self.expression())
        return items

    @contextmanager
    def bound(self, names: Iterable[str]) -> Iterator[None]:
        """Read what lies inside of an operator that binds these names."""
        before = self.outside
        self.outside = before | set(names)
        yield
        self.outside = before

    @contextmanager
    def integrating(self) -> Iterator[None]:
        """Read the body of an integral: the differential ends it."""
        self._integrals += 1
        yield
        self._integrals -= 1

    def starts_differential(self) -> bool:
        """Whether ``dx`` comes next."""
        is_d = (self.here.kind, self.here.text) == ("letter", "d")
        return is_d and self.ahead(1).kind in {"name", "letter"}

    @property
    def in_integral(self) -> bool:
        """Whether a differential that comes next ends what is read."""
        return self._integrals > 0

    def divides(self) -> bool:
        """Whether a bar that comes next stands between arguments, as in ``p(x | y)``: it has no partner."""
        if not self._open or self._open[-1] not in OPENING.values():
            return False
        depth, bars, place = 0, 0, 0
        while (token := self.ahead(place)).kind != "end":
            if token.kind == "mark":
                depth += (token.text in OPENING) - (token.text in OPENING.values())
                if depth < 0:
                    return bars % 2 == 1
                bars += depth == 0 and token.text == self.here.text
            place += 1
        return False

    def takes_arguments(self, node: Node) -> bool:
        """Whether a parenthesis after `node` holds its arguments, rather than a factor."""
        new = self.naming and isinstance(node, Name) and node.name not in self.table
        return new or self.is_function(node)

    def is_function(self, node: Node) -> bool:
        """Whether `node` is known to be a function."""
        if isinstance(node, Name):
            return self.table.is_function(node.name) or node.name in self.functions
        if isinstance(node, Gradient):
            return node.variable is None and self.is_function(node.body)
        return isinstance(node, Prime | Compose | Elementary)
