r"""Subscripts: the indices of ``x_{ij}``, also as ``x^{(i)}`` or ``x[i]``, with ``:`` for a whole axis."""

from __future__ import annotations

from commonplace.formulas.reader import OPENING, Reader
from commonplace.formulas.tree import Name, Node, Number, Product, WholeAxis

_WHOLE_AXIS = (":", r"\cdot", "*")


def indices(reader: Reader, base: Node) -> tuple[Node, ...]:
    r"""Read the indices of `base`: ``{i,j}``, or ``{ij}`` if it has two axes."""
    reader.expect("{")
    items = _items(reader, "}")
    reader.expect("}")
    return items if len(items) > 1 else adjacent(reader, items[0], rank(reader, base))


def _items(reader: Reader, closing: str) -> tuple[Node, ...]:
    """Read indices; between them may be commas, or nothing beside the mark of a whole axis."""
    items: list[Node] = []
    with reader.inside(closing):
        while not items or not reader.at(closing):
            if token := reader.accept(*_WHOLE_AXIS):
                items.append(WholeAxis(span=token.span))
            else:
                items.append(reader.expression())
            if not reader.accept(",") and not reader.at(closing, *_WHOLE_AXIS) and not isinstance(items[-1], WholeAxis):
                break
    return tuple(items)


def rank(reader: Reader, base: Node) -> int:
    """Give the number of axes that is declared; -1 if the page does not say."""
    if isinstance(base, Name) and base.name in reader.table:
        return reader.table.kinds[base.name].rank
    return -1


def adjacent(reader: Reader, node: Node, wanted: int) -> tuple[Node, ...]:
    """Take ``ij`` for two indices: where two are needed, or where both are indices and nothing is known."""
    if isinstance(node, Number) and len(node.text) == wanted:
        return tuple(Number(digit, span=node.span) for digit in node.text)
    if isinstance(node, Product) and not any(node.operators):
        known = len(node.factors) == wanted
        likely = wanted < 0 and all(isinstance(f, Name) and reader.table.is_index(f.name) for f in node.factors)
        if known or likely:
            return node.factors
    return (node,)


def raised(reader: Reader, base: Node) -> tuple[Node, ...]:
    r"""Read the indices of ``x^{(i)}`` or ``x^{[i]}`` where `base` has axes; none if the superscript is an exponent."""
    inside, innermost = reader.ahead(1), reader.ahead(2)
    if inside.text not in {"(", "["} or inside.kind != "mark" or rank(reader, base) < 1:
        return ()
    if innermost.kind != "number" and not counts(reader, innermost.text):
        return ()
    reader.expect("{")
    found = bracketed(reader)
    reader.expect("}")
    return found


def in_order(reader: Reader, base: Node, above: tuple[Node, ...], below: tuple[Node, ...]) -> tuple[Node, ...]:
    """Put the index above before the one below, as in a sample's number, unless their axes say the other order."""
    turned = (*below, *above)
    if len(above) == len(below) == 1 and isinstance(base, Name) and base.name in reader.table:
        axes = reader.table.kinds[base.name].axes
        names = [index.name if isinstance(index, Name) else "" for index in turned]
        kinds = [reader.table.kinds[name] for name in names if name in reader.table and reader.table.is_index(name)]
        if (
            len(axes) == len(kinds)
            and axes[0] != axes[1]
            and all(k.axes == (a,) for k, a in zip(kinds, axes, strict=True))
        ):
            return turned
    return (*above, *below)


def counts(reader: Reader, name: str) -> bool:
    """Whether a name is declared as something that counts."""
    return name in reader.table and reader.table.kinds[name].head in {"index", "int"}


def bracketed(reader: Reader) -> tuple[Node, ...]:
    """Read indices in parentheses or brackets."""
    closing = OPENING[reader.take().text]
    found = _items(reader, closing)
    reader.expect(closing)
    return found


def is_bracketed(reader: Reader, base: Node) -> bool:
    """Whether the bracket that comes next holds the indices of `base`, as in ``p(x)`` or ``x[n-1]``."""
    axes = rank(reader, base)
    if axes < 1 or not reader.at("(", "["):
        return False
    closing, heads = OPENING[reader.here.text], {"index", "int"} | ({"dim"} if reader.at("[") else set())
    place, commas, counted = 1, 0, 0
    while (token := reader.ahead(place)).text != closing or token.kind != "mark":
        is_name = token.kind == "name" and reader.table.kinds[token.text].head in heads
        counted += is_name
        commas += token.kind == "mark" and token.text == ","
        if not (is_name or token.kind == "number" or token.text in {"+", "-", ","}):
            return False
        place += 1
    return counted > 0 and commas + 1 == axes
