r"""Markdown that shows given text: plain characters stay what they are, marks are only those that are meant.

A paragraph is a sequence of pieces; `paragraph` joins them. CommonMark can open emphasis only where a word begins and
end it only where one ends, and Chinese has no spaces to say so: ``**注意：**然后`` shows its asterisks. So punctuation
and space at the edges of an emphasis are put outside of it, and an emphasis that could not be read is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

import msgspec

_PUNCTUATION = r"!-/:-@\[-`{-~"
_SPECIAL = re.compile(
    rf"\\(?=[{_PUNCTUATION}\n]|$)|[`*$]|(?<!\w)_|_(?!\w)|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|\](?=[(\[:])|\[(?=[\[^])|~(?=~)|=(?==)"
)
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=|:~](?=[-=|:~ ]*(?:\n|$))|~(?=~~)|\d{1,9}(?=[.)](?:\s|$))")
_SPACE = re.compile(r"[ \t\n\f\r]+")
_BACKTICKS = re.compile("`+")
_ADDRESS_NEEDS_BRACKETS = re.compile(r"[\s()<>]")


class Piece(msgspec.Struct, frozen=True):
    """A part of a paragraph.

    Attributes
    ----------
    kind : str
        ``text`` is shown as it is; ``markup`` is Markdown; ``open`` and ``close`` are the two ends of an emphasis, of
        which `value` is the mark; ``break`` ends a line.
    """

    kind: Literal["text", "markup", "open", "close", "break"]
    value: str


_NOTHING = Piece("text", "")


def escaped(text: str, *, line_start: bool = False) -> str:
    r"""Write `text` so that Markdown shows it as it is.

    Examples
    --------
    >>> escaped("$5 for a_b and *c*")
    '\\$5 for a_b and \\*c\\*'
    >>> escaped("1. not a list", line_start=True)
    '1\\. not a list'
    """
    lines = text.split("\n")
    started = [_start_escaped(line) if i or line_start else _specials_escaped(line) for i, line in enumerate(lines)]
    return "\n".join(started)


def _start_escaped(line: str) -> str:
    special = _LINE_START.match(line)
    if special is None:
        return _specials_escaped(line)
    mark = special[0]
    # Digits cannot be escaped; what follows them can.
    before, mark, rest = (mark, line[len(mark)], line[len(mark) + 1 :]) if mark.isdigit() else ("", mark[0], line[1:])
    return f"{before}\\{mark}{_specials_escaped(rest)}"


def _specials_escaped(line: str) -> str:
    return _SPECIAL.sub(lambda special: "\\" + special[0], line)


def code_span(text: str) -> str:
    """Write `text` as inline code.

    Examples
    --------
    >>> code_span("a `b`")
    '`` a `b` ``'
    """
    text = _SPACE.sub(" ", text)
    fence = "`" * (_longest_backticks(text) + 1)
    if len(fence) > 1 or (text[:1] == text[-1:] == " " and text.strip()):
        text = f" {text} "
    return f"{fence}{text}{fence}"


def code_block(text: str, language: str = "") -> str:
    """Write `text` between fences that it does not hold."""
    fence = "`" * max(3, _longest_backticks(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _longest_backticks(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def address(url: str) -> str:
    """Write the address of a link or an image."""
    url = re.sub(rf"\\(?=[{_PUNCTUATION}])", r"\\\\", url.strip())
    if not _ADDRESS_NEEDS_BRACKETS.search(url):
        return url
    return "<" + re.sub(r"[<>]", lambda mark: "\\" + mark[0], _SPACE.sub(" ", url)) + ">"


def table(rows: Sequence[Sequence[str]], alignments: Sequence[str]) -> str:
    """Write rows of cells, the first of which is the head."""
    width = max((len(row) for row in rows), default=0)
    rules = {"left": ":---", "center": ":---:", "right": "---:"}
    rule = [rules.get(alignment, "---") for alignment in (*alignments, *[""] * width)[:width]]
    head, *body = (_cells(row, width) for row in rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *body))


def _cells(row: Sequence[str], width: int) -> list[str]:
    # A table is split at bars before anything else is read, code and formulas too.
    return [cell.replace("|", r"\|") for cell in row] + [""] * (width - len(row))


def paragraph(pieces: Sequence[Piece], *, line_break: str = "\\\n", one_line: bool = False) -> str:
    """Join pieces into one paragraph; `one_line` for headings and the cells of a table."""
    parts = _with_readable_emphasis(_with_single_spaces(pieces, one_line=one_line))
    written: list[str] = []
    for i, piece in enumerate(parts):
        written.append(_written(piece, "".join(written[-1:]), parts[i + 1 : i + 2], line_break))
    return "".join(written)


def _written(piece: Piece, before: str, following: Sequence[Piece], line_break: str) -> str:
    if piece.kind == "break":
        return line_break
    if piece.kind != "text":
        # Two formulas side by side must not make a $$.
        return " " + piece.value if before.endswith("$") and piece.value.startswith("$") else piece.value
    text = escaped(piece.value, line_start=line_break.endswith("\n") and (not before or before.endswith("\n")))
    if text.endswith("!") and following and following[0].value.startswith("["):
        return text[:-1] + r"\!"  # Or the link would become an image.
    return text


def _with_single_spaces(pieces: Sequence[Piece], *, one_line: bool) -> list[Piece]:
    """Fold white space as HTML does; a line end stays one where a paragraph can have it."""
    kept: list[Piece] = []
    after_space, begun = True, False
    for piece in pieces:
        begun = begun or piece.kind in {"text", "markup"}
        if piece.kind == "text":
            text = _SPACE.sub(lambda run: " " if one_line or "\n" not in run[0] else "\n", piece.value)
            text = text.lstrip(" \n") if after_space else text
            after_space = text[-1] in " \n" if text else after_space
            kept.append(Piece("text", text))
        elif piece.kind == "break":
            _strip_end(kept)
            after_space = True
            kept.extend([piece] if begun else [])
        else:
            after_space = after_space and piece.kind != "markup"
            kept.append(piece)
    _strip_end(kept)
    return [piece for piece in kept if piece.value]


def _strip_end(pieces: list[Piece]) -> None:
    """Take white space and breaks off the end: out of the list, so that no later end is looked for behind them."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.kind == "markup":
            return
        if piece.kind == "text" and (words := piece.value.rstrip(" \n")):
            pieces[i] = Piece("text", words)
            return
        if piece.kind in {"text", "break"}:
            del pieces[i]


def _with_readable_emphasis(pieces: Sequence[Piece]) -> list[Piece]:
    """Let each emphasis begin and end at a word, and drop those that still could not be read."""
    parts = [part for piece in pieces for part in _cut(piece)]
    for opening, closing in _pairs(parts):
        first, last = _moved(parts, opening, 1), _moved(parts, closing, -1)
        if first >= last - 1 or not (_readable(parts, first, 1) and _readable(parts, last, -1)):
            parts[first] = parts[last] = _NOTHING
    return _joined(parts)


def _joined(parts: Sequence[Piece]) -> list[Piece]:
    """Put texts together that stand side by side: what must be escaped shows only in the whole."""
    joined: list[Piece] = []
    for kind, run in groupby((part for part in parts if part.value), key=lambda part: part.kind):
        pieces = list(run)
        joined += [Piece("text", "".join(piece.value for piece in pieces))] if kind == "text" else pieces
    return joined


def _cut(piece: Piece) -> list[Piece]:
    """Cut a text into the punctuation and space before its words, the words, and what follows them."""
    if piece.kind != "text":
        return [piece]
    text = piece.value
    start = next((i for i, c in enumerate(text) if _in_word(c)), len(text))
    end = next((i for i in range(len(text), start, -1) if _in_word(text[i - 1])), start)
    return [Piece("text", part) for part in (text[:start], text[start:end], text[end:]) if part]


def _in_word(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character)[0] not in "PS"


def _pairs(parts: Sequence[Piece]) -> list[tuple[int, int]]:
    """Both ends of each emphasis, inner ones first."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, part in enumerate(parts):
        if part.kind == "open":
            opened.append(i)
        elif part.kind == "close" and opened:
            pairs.append((opened.pop(), i))
    return pairs


def _moved(parts: list[Piece], mark: int, step: int) -> int:
    """Move a mark inwards past what is no word; say where it is now."""
    while parts[mark + step].kind == "break" or (
        parts[mark + step].kind == "text" and not any(map(_in_word, parts[mark + step].value[:1]))
    ):
        parts[mark], parts[mark + step] = parts[mark + step], parts[mark]
        mark += step
    return mark


def _readable(parts: Sequence[Piece], mark: int, inwards: int) -> bool:
    """Whether CommonMark takes a mark for one: it touches a word inside, or touches none outside."""
    inside, outside = parts[mark + inwards], mark - inwards
    if not 0 <= outside < len(parts):
        return True
    if inwards > 0 and parts[outside].kind == "close":
        return False  # Two runs of asterisks would become one.
    # A mark of the same character makes one run with it, any other is punctuation.
    if inside.kind == "text" or (inside.kind in {"open", "close"} and inside.value[0] == parts[mark].value[0]):
        return True
    # Marks in between may yet be dropped.
    while 0 <= outside < len(parts) and (parts[outside].kind in {"open", "close"} or not parts[outside].value):
        outside -= inwards
    edge = parts[outside].value[-1 if inwards > 0 else 0 :][:1] if 0 <= outside < len(parts) else ""
    return not edge or parts[outside].kind != "text" or not _in_word(edge)
