"""Tokens to a tree, by recursive descent: statements, sums, products, and the scripts and arguments of a factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from commonplace.formulas import big, brackets, integrals, quotients, statement_parts
from commonplace.formulas.ellipses import multiplied, summed
from commonplace.formulas.indices import bracketed, in_order, indices, is_bracketed, raised
from commonplace.formulas.problems import Span
from commonplace.formulas.reader import OPENING, RELATIONS, Reader
from commonplace.formulas.tree import (
    Apply,
    At,
    Compose,
    Constant,
    Dots,
    Elementary,
    Factorial,
    Name,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Statement,
    Subscript,
    Sum,
    Transpose,
)
from commonplace.formulas.vocabulary import ROMAN_FUNCTIONS

_OPERATORS = frozenset({
    r"\cdot", r"\odot", r"\times", "/", r"\circ", r"\otimes", r"\oslash", r"\div", r"\bmod",
})  # fmt: skip
_CONSTANTS = frozenset({"e", r"\pi"})
_WORDS = frozenset({r"\mathrm{if}", r"\mathrm{for}", r"\mathrm{when}", r"\mathrm{otherwise}"})
_BIG = frozenset({"(", "[", r"\{", r"\sum", r"\prod", r"\int", r"\frac"})
"""What a quotient of numbers written with a slash may stand before, as in ``1/2 (a - b)^2``."""

_MOST_POSTFIXES = 8
"""How many scripts, primes and arguments one factor may carry."""


class Parser(Reader):
    """The grammar. Each method reads what its name says from the place that the reader stands at."""

    def statement(self, *, defines: bool) -> Statement:
        """Read sides with relations between them; if it defines, its first side may name something new."""
        start = self.here.span
        self.naming = defines
        sides, relations = [self.expression()], list[str]()
        self.naming = False
        with self.bound(statement_parts.free_names(sides[0])):
            while self.at(*RELATIONS):
                relations.append(self.take().text)
                drawn = relations[-1] == r"\sim" and statement_parts.starts_drawn(self)
                sides.append(statement_parts.drawn(self) if drawn else self.expression())
        self.accept(".", ";")
        if self.here.kind != "end":
            raise self.unfit()
        return statement_parts.joined(sides, relations, self.spanning(start))

    def alone(self) -> Node:
        """Read one expression and nothing more."""
        node = self.expression()
        if self.here.kind != "end":
            raise self.unfit()
        return node

    def expression(self) -> Node:
        """Read terms with signs between them."""
        start = self.here.span
        with self.nested():
            signs = [1 if self.accept("+") or not self.accept("-") else -1]
            terms = [self.term()]
            while sign := self.accept("+", "-"):
                signs.append(-1 if sign.text == "-" else 1)
                terms.append(self.term())
        if len(terms) == 1 and signs == [1]:
            return terms[0]
        return summed(Sum(tuple(terms), tuple(signs), span=self.spanning(start)))

    def term(self) -> Node:
        """Read factors, with operators or nothing between them."""
        start = self.here.span
        factors, operators = [self.factor()], list[str]()
        while operator := self._operator(factors[0], operators):
            operators.append(operator.strip())
            factors.append(self.factor())
        if len(factors) == 1:
            return factors[0]
        if r"\circ" in operators and all(self.is_function(factor) for factor in factors):
            return self._composed(factors, operators, self.spanning(start))
        return multiplied(Product(tuple(factors), tuple(operators), span=self.spanning(start)))

    def _operator(self, first: Node, before: list[str]) -> str:
        """Read what stands between two factors: a space for nothing, an empty text at the end of the product."""
        if token := self.accept(*_OPERATORS):
            return token.text
        if self.at("*"):
            raise self.error("* is no product here", hint=r"Write \cdot, or \odot for a product entry by entry.")
        if not self.starts_factor():
            return ""
        if self.here.kind == "number":
            raise self.error("a number right after a factor", hint=r"Write \cdot between them, or x_2 for an index.")
        if "/" not in before or not isinstance(first, Number):
            return " "  # after a slash, what stands side by side is divided by: x / 2 y is x / (2 y)
        if before == ["/"] and self.here.kind == "mark" and self.here.text in _BIG:
            return r"\cdot"  # 1/2 (a - b)^2
        if before[:1] == ["/"] and len(before) > 1:
            return " "
        raise self.error("it is not clear what the slash divides by", hint=r"Write \frac{…}{…}, or parentheses.")

    def _composed(self, factors: list[Node], operators: list[str], span: Span) -> Node:
        if set(operators) != {r"\circ"} or len(factors) > _MOST_POSTFIXES:
            raise self.error(r"\circ stands between functions only", span=span)
        composed = factors[-1]
        for outer in reversed(factors[:-1]):
            composed = Compose(outer, composed, span=span)
        return composed

    def starts_factor(self) -> bool:
        """Whether the next token can begin a factor."""
        if self.in_integral and self.starts_differential():
            return False
        if self.here.kind != "mark":
            return self.here.kind != "end" and self.here.text not in _WORDS
        if self.here.text in {"|", r"\|"}:
            return not self.closes() and self.ahead(1).text != "_" and not self.divides()
        return self.here.text in _BEGINNINGS

    def factor(self) -> Node:
        """Read one factor with its scripts, primes and arguments."""
        start = self.here.span
        node = self.atom()
        for _ in range(_MOST_POSTFIXES):
            longer = self._postfix(node)
            if longer is node:
                return node
            node = longer
        raise self.error("too many scripts and arguments on one symbol", span=start)

    def atom(self) -> Node:
        """Read what scripts and arguments are attached to."""
        token = self.here
        begin = _BEGINNINGS.get(token.text) if token.kind == "mark" else None
        if begin is not None:
            with self.nested():
                return begin(self)
        if token.kind == "end":
            raise self.error("the formula stops too early", hint="Write what follows the last operator: a + 2b.")
        if brackets.is_indicator(self):
            return brackets.indicator(self)
        if brackets.is_expectation(self):
            return brackets.expectation(self)
        if token.kind == "mark":
            raise self.unfit()
        self.take()
        if token.kind == "number":
            return Number(token.text, span=token.span)
        is_constant = token.kind == "letter" and token.text in _CONSTANTS
        return (Constant if is_constant else Name)(token.text, span=token.span)

    def _postfix(self, node: Node) -> Node:
        """Read one prime, argument list, factorial or pair of scripts after `node`; `node` itself if there is none."""
        if self.at("'"):
            return self._primed(node)
        if self.at("_", "^"):
            return self._scripted(node)
        if self.at("|", r"\rvert") and self.ahead(1).text == "_" and not self.closes():
            return self._evaluated(node)
        if self.accept("!"):
            return Factorial(node, span=self.spanning(node.span))
        return self._bracketed(node)

    def _bracketed(self, node: Node) -> Node:
        """Read what brackets after `node` hold, if it is its arguments or its indices."""
        if self.at(*OPENING) and self.takes_arguments(node):
            return Apply(node, brackets.arguments(self), span=self.spanning(node.span))
        if is_bracketed(self, node):
            return Subscript(node, bracketed(self), span=self.spanning(node.span))
        return node

    def _evaluated(self, node: Node) -> Node:
        r"""Read ``\bigg|_{x=a}``."""
        self.take()
        self.take()
        self.expect("{")
        variable = self.take()
        if variable.kind not in {"name", "letter"}:
            raise self.error("a symbol is expected here", span=variable.span)
        self.expect("=")
        value = self.expression()
        self.expect("}")
        return At(node, variable.text, value, span=self.spanning(node.span))

    def _primed(self, node: Node) -> Node:
        order = 0
        while self.accept("'"):
            order += 1
        if not self.takes_arguments(node):
            hint = "Declare the name with its prime as one symbol, or declare it as smooth or func:module.function."
            raise self.error("a prime on something that is no function", hint=hint, span=self.before.span)
        return Prime(node, order, span=self.spanning(node.span))

    def _scripted(self, node: Node) -> Node:
        """Read a subscript and a superscript, in either order: the index is taken first, then the power."""
        below: tuple[Node, ...] = ()
        raised_: tuple[Node, ...] = ()
        above: Callable[[Node], Node] | None = None
        while self.at("_", "^"):
            if (self.at("_") and below) or (self.at("^") and (above or raised_)):
                raise self.error(f"a second {self.here.text} on one symbol", hint="Use braces or parentheses.")
            if self.at("_") and self.ahead(2).text == "+":
                return self._positive_part(node)
            if self.accept("_"):
                below = indices(self, node)
            else:
                self.take()
                raised_ = raised(self, node)
                above = None if raised_ else self._superscript(node)
        if raised_ or below:
            node = Subscript(node, in_order(self, node, raised_, below), span=self.spanning(node.span))
        return above(node) if above else node

    def _positive_part(self, node: Node) -> Node:
        r"""Read ``[x]_+``, which is ``\max(0, x)``."""
        for mark in ("_", "{", "+", "}"):
            self.expect(mark)
        span = self.spanning(node.span)
        return Apply(Elementary("max", span=span), (Number("0", span=span), node), span=span)

    def _superscript(self, base: Node) -> Callable[[Node], Node]:
        """Read a superscript, and give what it makes of its base."""
        inside = self.ahead(1)
        if (inside.kind, inside.text, self.ahead(2).text) == ("letter", "T", "}"):
            for _ in range(3):
                self.take()
            span = self.spanning(base.span)
            return lambda node: Transpose(node, span=span)
        if self.is_function(base) and (inside.text, self.ahead(2).kind, self.ahead(3).text) == ("(", "number", ")"):
            return self._derived(base)
        if inside.kind == "mark" and inside.text in {"+", r"\dagger"} and self.ahead(2).text == "}":
            for _ in range(3):
                self.take()
            span = self.spanning(base.span)
            return lambda node: Apply(Elementary("pinv", span=span), (node,), span=span)
        if isinstance(base, Name) and self._is_part_of_name():
            hint = "Declare the name with its superscript as one symbol."
            raise self.error("this superscript is no exponent", hint=hint, span=inside.span)
        if self.is_function(base):
            raise self.error("a power of a function", hint=r"Write (f(x))^2, or f(f(x)), whichever is meant.")
        exponent = self.group()
        span = self.spanning(base.span)
        return lambda node: Power(node, exponent, span=span)

    def _is_part_of_name(self) -> bool:
        """Whether a superscript tells one name from another: ``w^{*}``, ``w^{(l)}``, ``w^{[l] T}``.

        Behind brackets that are but a part of it, anything else makes it an exponent.
        """
        first = self.ahead(1)
        if first.kind != "mark" or first.text not in _CLOSED_BY:
            return first.kind == "mark" and first.text == "*"
        depth, place = 1, 1
        while depth and self.ahead(place).kind != "end":
            place += 1
            token = self.ahead(place)
            depth += (token.kind == "mark") * ((token.text == first.text) - (token.text == _CLOSED_BY[first.text]))
        behind = self.ahead(place + 1)
        return behind.text in _BEHIND_NAMES or behind.kind == "end"

    def _derived(self, base: Node) -> Callable[[Node], Node]:
        """Read ``f^{(2)}``."""
        order = int(self.ahead(2).text)
        for _ in range(5):
            self.take()
        span = self.spanning(base.span)
        return lambda node: Prime(node, order, span=span)


_CLOSED_BY: Mapping[str, str] = MappingProxyType({"(": ")", "[": "]"})
_BEHIND_NAMES = frozenset(("}", "*", "T", r"\top", r"\intercal", r"\prime"))


def _dots(reader: Reader) -> Node:
    return Dots(span=reader.take().span)


def _infinity(reader: Reader) -> Node:
    token = reader.take()
    return Constant(token.text, span=token.span)


_BEGINNINGS: Mapping[str, Callable[[Reader], Node]] = MappingProxyType(
    {"\\" + name: big.named_function for name in ROMAN_FUNCTIONS - {"argmax", "argmin", "arg", "max", "min"}}
    | dict.fromkeys(OPENING, brackets.parenthesis)
    | {rf"\begin{{{name}}}": brackets.matrix for name in ("matrix", "pmatrix", "bmatrix", "array", "smallmatrix")}
    | {
        "{": brackets.braces,
        "|": brackets.absolute,
        r"\lvert": brackets.absolute,
        r"\|": brackets.norm,
        r"\lVert": brackets.norm,
        r"\langle": brackets.inner_product,
        r"\lfloor": brackets.rounded,
        r"\lceil": brackets.rounded,
        r"\int": integrals.integral,
        r"\begin{cases}": brackets.cases,
        r"\mathbb{1}": brackets.indicator,
        r"\frac": quotients.fraction,
        r"\sqrt": quotients.root,
        r"\binom": quotients.binomial,
        r"\nabla": quotients.nabla,
        r"\sum": big.total,
        r"\prod": big.product,
        r"\lim": big.limit,
        r"\max": big.extremum,
        r"\min": big.extremum,
        r"\arg": big.argument_of_extremum,
        r"\argmax": big.argument_of_extremum,
        r"\argmin": big.argument_of_extremum,
        r"\ldots": _dots,
        r"\infty": _infinity,
    }
)
"""What a factor can begin with, and who reads it."""
