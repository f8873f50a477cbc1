r"""A page's TeX, cut into its statements.

They end at ``\\``, at a comma or ``\quad`` outside of brackets, at every second ``&`` of an alignment, and at the
words "where", "with" and "and". Where one opens with a relation, its left side is the statement above. What follows
"where" defines what the others use. What only says which values a symbol has is left out:
``i = 1, \ldots, n``, ``\forall i``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from commonplace.formulas.lexer import Token
from commonplace.formulas.reader import RELATIONS
from commonplace.formulas.symbols import SymbolTable

_SEPARATORS = frozenset({r"\\", ",", ";", r"\quad"})
_WHERE = frozenset({r"\mathrm{where}", r"\mathrm{with}", r"\mathrm{其中}", r"\mathrm{, where}", r"\mathrm{for}"})
_AND = frozenset({r"\mathrm{and}", r"\mathrm{且}", r"\mathrm{, and}", r"\mathrm{和}"})
_REMARKS = frozenset(
    {r"\mathrm{for all}", r"\mathrm{for each}", r"\mathrm{for every}", r"\mathrm{for}", r"\mathrm{if}"}
)
_OPENING = frozenset({"(", "[", "{", r"\{", r"\langle", r"\lfloor", r"\lceil"})
_CLOSING = frozenset({")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil"})
_FRAME = re.compile(
    r"\\(?:begin|end)\{(?:aligned|align\*?|split|gathered|gather\*?|equation\*?|eqnarray\*?|multline\*?|alignat\*?)\}"
)


@dataclass(slots=True)
class Segment:
    """The tokens of one statement; `helps` is whether it stands after "where"."""

    helps: bool = False
    tokens: list[Token] = field(default_factory=list)


def segments(found: Sequence[Token], table: SymbolTable) -> list[Segment]:
    """Cut at what separates statements, and leave out remarks."""
    kept = [segment for segment in _cut(found) if segment.tokens]
    return list(_joined(_without_remarks(kept, table)))


def _cut(found: Sequence[Token]) -> Iterator[Segment]:
    segment = Segment()
    depth = ampersands = 0
    for token in found:
        if token.kind == "end" or (depth == 0 and _separates(token, ampersands)):
            yield segment
            helps = segment.helps or token.text in _WHERE
            segment = Segment(helps=helps)
            if token.text in _REMARKS and token.kind == "letter":
                segment.tokens.append(token)
        elif not _is_nothing(token, depth):
            segment.tokens.append(token)
        depth += _deeper(token)
        ampersands = 0 if token.text == r"\\" else ampersands + (depth == 0 and token.text == "&")


def _separates(token: Token, ampersands: int) -> bool:
    if token.kind == "mark" and token.text == "&":
        return ampersands % 2 == 1
    if token.kind == "letter":
        return token.text in _WHERE or token.text in _AND or token.text in _REMARKS
    return token.kind == "mark" and (token.text in _SEPARATORS or token.text == r"\forall")


def _is_nothing(token: Token, depth: int) -> bool:
    mark = token.kind == "mark"
    return mark and (token.text == r"\quad" or (depth == 0 and token.text == "&") or bool(_FRAME.match(token.text)))


def _deeper(token: Token) -> int:
    if token.kind != "mark" or _FRAME.match(token.text):
        return 0
    opens = token.text in _OPENING or token.text.startswith(r"\begin")
    return int(opens) - int(token.text in _CLOSING or token.text.startswith(r"\end"))


def _without_remarks(found: Sequence[Segment], table: SymbolTable) -> Iterator[Segment]:
    """Leave out what says which values a symbol has, but never the first statement."""
    running = False
    for place, segment in enumerate(found):
        first = segment.tokens[0]
        related = any(token.text in RELATIONS for token in segment.tokens)
        if place and (_is_remark(segment) or _counts(segment, table)):
            running = True
        elif running and not related:  # the rest of i = 1, \ldots, n
            continue
        elif place == 0 or related or first.kind != "mark":
            running = False
            yield segment


def _is_remark(segment: Segment) -> bool:
    texts = [token.text for token in segment.tokens]
    return texts[0] in _REMARKS or (r"\in" in texts and not RELATIONS.intersection(texts)) or texts[0] == r"\forall"


def _counts(segment: Segment, table: SymbolTable) -> bool:
    r"""Whether a segment is the ``i = 1`` of ``i = 1, \ldots, n``."""
    name, *others = segment.tokens
    is_index = name.kind == "name" and table.kinds[name.text].head in {"index", "int", "dim"}
    return is_index and [token.text for token in others[:1]] == ["="] and [t.kind for t in others[1:]] == ["number"]


def _joined(found: Iterator[Segment]) -> Iterator[Segment]:
    """Let a segment that begins with a relation go on from the one before."""
    whole: Segment | None = None
    for segment in found:
        first = segment.tokens[0]
        if whole and first.kind == "mark" and first.text in RELATIONS:
            whole.tokens += segment.tokens
        else:
            if whole:
                yield whole
            whole = segment
    if whole:
        yield whole
