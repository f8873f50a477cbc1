"""Lua tables as KOReader writes them to its settings: ``return { ["key"] = value, [1] = { … } }``, and no other Lua.

Nothing is run. A value that cannot be read is left out, and said: reading goes on at the next line that is indented as
an entry of an open table.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from typing import TypeAlias

import msgspec

from commonplace.model import JSON

Value: TypeAlias = "str | int | float | bool | Table | None"

_DEEPEST = 100
_SPACE = re.compile(r"(?:\s++|--\[\[.*?\]\]|--[^\n]*+)*+", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<key>\[\s*(?:(?P<number>-?\d+)|(?P<name>"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+'))\s*\]\s*=)"""
    r"|(?P<word>[A-Za-z_]\w*)\s*=(?!=)"
    r"""|(?P<string>"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+')"""
    r"|\[(?P<level>=*)\[(?P<long>.*?)\](?P=level)\]"
    r"|(?P<literal>-?0[xX][\da-fA-F]+|-?\d+\.?\d*(?:[eE][+-]?\d+)?|-?\.\d+|true|false|nil|-?math\.huge|-?inf|-?nan)\b"
    r"|(?P<mark>[{},;])",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:(\d{1,3})|x([\da-fA-F]{2})|z\s*|u\{([\da-fA-F]+)\}|(.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "nil": None}
_ENTRY = re.compile(r"^([ \t]*)(?=\[|\}|[A-Za-z_])", re.MULTILINE)
_LARGEST_BYTE = 255
_LONGEST_NUMBER = 40


class Table(msgspec.Struct):
    """One table: its values by their keys, numbers as text too, and the line that it begins on."""

    line: int
    values: dict[str, Value] = msgspec.field(default_factory=dict)
    indent: int = 0

    def text(self, key: str) -> str:
        """The text or number under `key`; empty if there is none."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return ""
        return str(value)

    def table(self, key: str) -> Table:
        """The table under `key`; an empty one if there is none."""
        value = self.values.get(key)
        return value if isinstance(value, Table) else Table(self.line)

    @property
    def tables(self) -> list[Table]:
        """The tables in it, those with numbers for keys in the order of these."""
        found = [(key, value) for key, value in self.values.items() if isinstance(value, Table)]
        return [value for _, value in sorted(found, key=lambda pair: _rank(pair[0]))]


def _rank(key: str) -> int:
    return int(key) if key.isdecimal() and len(key) <= _LONGEST_NUMBER else 0


class Fault(msgspec.Struct, frozen=True):
    """Where a table cannot be read, and why."""

    line: int
    problem: str
    raw: str


def read_table(text: str) -> tuple[Table | None, list[Fault]]:
    """Read the table that a file returns; None if it returns none."""
    start = re.match(r"(?:\s++|--[^\n]*+)*+return\s*(?=\{)", text)
    if start is None:
        return None, []
    reader = _Reader(text, start.end())
    return reader.read(), reader.faults


def as_json(value: Value) -> JSON:
    """Turn a value into JSON, a table with the keys 1, 2, 3 … into a list."""
    if not isinstance(value, Table):
        return value
    if value.values and list(value.values) == [str(number + 1) for number in range(len(value.values))]:
        return [as_json(item) for item in value.values.values()]
    return {key: as_json(item) for key, item in value.values.items()}


class _Reader:
    """Reads token by token; `_open` are the tables that are not closed yet, each with the key that waits in it."""

    def __init__(self, text: str, position: int) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._position = position
        self._lines = [match.end() for match in re.finditer("\n", text)]
        self._open: list[tuple[Table, str]] = []
        self._key = ""

    def read(self) -> Table | None:
        root: Table | None = None
        while root is None or self._open:
            space = _SPACE.match(self._text, self._position)
            position = space.end() if space else self._position
            token = _TOKEN.match(self._text, position)
            if position >= len(self._text):
                self.faults.append(Fault(self._line(position), "the file breaks off within a table", ""))
                break
            if token is None or (token["mark"] == "{" and len(self._open) >= _DEEPEST):
                if not self._recover(position):
                    break
                continue
            self._position = token.end()
            if token["mark"] == "{":
                table = Table(self._line(position))
                root = root or table
                self._open.append((table, self._key))
                self._key = ""
            else:
                self._take(token)
        return root

    def _take(self, token: re.Match[str]) -> None:
        if token["mark"] == "}":
            table, self._key = self._open.pop()
            if self._open:
                self._put(table)
        elif token["key"]:
            self._key = token["number"] or _unquoted(token["name"])
            self._note_indent(token.start())
        elif token["word"]:
            self._key = token["word"]
            self._note_indent(token.start())
        elif not token["mark"]:
            self._put(_value(token))

    def _put(self, value: Value) -> None:
        table = self._open[-1][0]
        key = self._key or str(len(table.values) + 1)
        self._key = ""
        if value is not None:
            table.values[key] = value

    def _note_indent(self, position: int) -> None:
        before = self._text[self._text.rfind("\n", 0, position) + 1 : position]
        if self._open and not before.strip():
            self._open[-1][0].indent = len(before)

    def _recover(self, position: int) -> bool:
        """Go on at the next line that looks like an entry of an open table; whether there is one."""
        line_start = self._text.rfind("\n", 0, position) + 1
        line_end = self._text.find("\n", position)
        raw = self._text[line_start : line_end if line_end >= 0 else len(self._text)]
        self.faults.append(Fault(self._line(position), "this is no value of a Lua table", raw.strip()))
        self._key = ""
        indents = [table.indent for table, _ in self._open]
        for entry in _ENTRY.finditer(self._text, line_end if line_end >= 0 else len(self._text)):
            indent = len(entry[1])
            if indent in indents:
                while self._open and self._open[-1][0].indent > indent:
                    table, self._key = self._open.pop()
                    if self._open:
                        self._put(table)
                self._position = entry.end()
                return bool(self._open)
        return False

    def _line(self, position: int) -> int:
        return bisect_right(self._lines, position) + 1 if position < len(self._text) else self._text.count("\n") + 1


def _value(token: re.Match[str]) -> Value:
    if token["string"]:
        return _unquoted(token["string"])
    if token["long"] is not None:
        return token["long"].removeprefix("\n")
    word = token["literal"]
    if word in _WORDS:
        return _WORDS[word]
    if re.fullmatch(r"-?\d{1,18}", word):
        return int(word)
    if len(word) > _LONGEST_NUMBER or not any(map(str.isdigit, word)):
        return word
    value = float(word) if "x" not in word.casefold() else int(word, 16)
    return value if math.isfinite(value) else word


def _unquoted(string: str) -> str:
    r"""Read a string: an escape like ``\227`` is one byte, and several make a character."""
    data = _ESCAPE.sub(_unescaped, string[1:-1].encode("utf-8", "surrogatepass"))
    return data.decode("utf-8", "replace")


def _unescaped(escape: re.Match[bytes]) -> bytes:
    decimal, hexadecimal, point, letter = escape.groups()
    if decimal:
        return bytes([min(int(decimal), _LARGEST_BYTE)])
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    if point:
        return chr(min(int(point, 16), 0x10FFFF)).encode("utf-8", "replace")
    return _LETTERS.get(letter, letter) if letter else b""
