"""JSON as exports hold it, read strictly: what another reader would take for something else is refused, and said where.

The standard library's decoder lets pass ``NaN``, a key that stands twice, and nesting that overflows the stack of
whoever walks the value later. Here each is an error that names its line and column.

JSON in which nothing is amiss is read by msgspec, in a third of the time. It knows no places, so that whatever it
refuses or cannot vouch for is read again by the decoder that does.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.model import JSON
from commonplace.text import without_surrogates

MAX_DEPTH = 200
MAX_DIGITS = 40

# The closing quote is optional, so that an unclosed string is one token and not a new search at each of its quotes.
_STRING = r'"(?:[^"\\]++|\\.)*+"?'
_STRINGS = re.compile(_STRING, re.DOTALL)
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})(?P<key>\s*+:)?|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<word>[\w.+-]+)",
    re.DOTALL,
)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_DECODER, _ENCODER = msgspec.json.Decoder(), msgspec.json.Encoder()
_FAR_IN = b"\n" + b" " * MAX_DEPTH
_ESCAPED_COLON = b"\\u003"
_TO_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_TOO_MANY_DIGITS = b"0" * (MAX_DIGITS + 1)
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_REEXPORT = "Export it again from the app; if it was edited by hand, mend it there."


def decode(text: str, *, name: str = "", first_line: int = 1) -> JSON:
    """Read one JSON value.

    Halves of characters (lone surrogates), which JSON can hold and UTF-8 cannot, become U+FFFD.

    Parameters
    ----------
    text : str
        The JSON, with white space around it at most.
    name, first_line
        The file, and the line of it on which `text` starts: for the error.

    Raises
    ------
    MalformedExportError
        If it is not JSON, or holds NaN or Infinity, a number of more digits than any app writes, a key twice in one
        object, or more than 200 levels; the error says at which line and column.

    Examples
    --------
    >>> decode('{"loss": [0.25, 1]}')
    {'loss': [0.25, 1]}
    >>> decode('{"loss": NaN}')
    Traceback (most recent call last):
    commonplace.errors.MalformedExportError: NaN is not JSON (column 10)
      Export it again from the app; if it was edited by hand, mend it there.
    """
    try:
        return _decoded_plainly(text)
    except (ValueError, RecursionError):
        return decode_strictly(text, name=name, first_line=first_line)


def _decoded_plainly(text: str) -> JSON:
    """Read JSON in which nothing is amiss; a ValueError says no more than that something may be.

    msgspec keeps the last of two members with one key, and with the other a colon is gone.
    """
    data = text.encode()
    value: JSON = _DECODER.decode(data)
    again = _ENCODER.encode(value)
    is_whole = again == data or (_ESCAPED_COLON not in data and data.count(b":") == again.count(b":"))
    if not is_whole or _TOO_MANY_DIGITS in again.translate(_TO_ZEROS) or _may_be_too_deep(again):
        raise ValueError
    return value


def _may_be_too_deep(encoded: bytes) -> bool:
    """Whether values may nest deeper than is read: laid out, what stands deep is indented far."""
    if encoded.count(b"{") + encoded.count(b"[") <= MAX_DEPTH:
        return False
    return _FAR_IN in msgspec.json.format(encoded, indent=1)


def decode_strictly(text: str, *, name: str = "", first_line: int = 1) -> JSON:
    """Read JSON as `decode` does, by the decoder that can say what is wrong."""
    if _depth(text) > MAX_DEPTH:
        raise _refusal(text, name, first_line)
    try:
        value: JSON = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse, parse_int=_integer, parse_float=_number
        )
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg[0].lower()}{error.msg[1:]}" if text.strip() else "is empty"
        raise _malformed(text, error.pos, problem, name, first_line) from error
    except _RefusedError as error:
        raise _refusal(text, name, first_line) from error
    return _whole_characters(value) if _HALF_CHARACTER.search(text) else value


def lines_of_items(text: str, key: str = "") -> list[int]:
    """Find the lines, counted from 1, on which the items of a list start.

    Parameters
    ----------
    text : str
        JSON that `decode` can read.
    key : str
        The key of the list in the outermost object; empty if the list is the outermost value.
    """
    lines, line, counted = [], 1, 0
    for offset in _offsets_of_items(text, key):
        line += text.count("\n", counted, offset)
        counted = offset
        lines.append(line)
    return lines


def lines_of_objects(text: str) -> list[int]:
    r"""Find the lines, counted from 1, on which the objects start: each before those that it holds.

    Parameters
    ----------
    text : str
        JSON that `decode` can read.

    Examples
    --------
    >>> lines_of_objects('{"items": [\n  {"id": {}},\n  {}]}')
    [1, 2, 2, 3]
    """
    lines, line, counted = [], 1, 0
    for token in _TOKEN.finditer(text):
        if token["open"] == "{":
            line += text.count("\n", counted, token.start())
            counted = token.start()
            lines.append(line)
    return lines


def _offsets_of_items(text: str, key: str) -> Iterator[int]:
    depth, current = 0, ""
    for token in _TOKEN.finditer(text):
        if token["key"]:
            current = _decoded(token["string"]) if depth == 1 else current
        elif token["close"]:
            depth -= 1
        else:
            if depth == (2 if key else 1) and current == key:
                yield token.start()
            depth += bool(token["open"])


def values_in(text: str, *, name: str = "") -> list[JSON]:
    r"""Read objects that stand one behind another, with nothing but white space between them, as ``jq`` writes them.

    Raises
    ------
    MalformedExportError
        If one of them is not JSON, or something else stands between them.

    Examples
    --------
    >>> values_in('{"loss": 1}{"loss": 0}\n')
    [{'loss': 1}, {'loss': 0}]
    """
    found: list[JSON] = []
    depth, start, line = 0, 0, 1
    for token in _TOKEN.finditer(text):
        depth += bool(token["open"]) - bool(token["close"])
        if token["close"] and depth <= 0:
            found.append(decode(text[start : token.end()], name=name, first_line=line))
            line += text.count("\n", start, token.end())
            start, depth = token.end(), 0
    if text[start:].strip() or not found:
        found.append(decode(text[start:], name=name, first_line=line))
    return found


class _RefusedError(ValueError):
    """JSON that could be read, and must not be."""


def _depth(text: str) -> int:
    """How deep brackets nest, in time linear in the text."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return 0
    brackets = re.findall(r"[\[\]{}]", _STRINGS.sub("", text))
    return max(accumulate(_STEP[bracket] for bracket in brackets), default=0)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its members, each once."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _RefusedError
    return members


def _refuse(constant: str) -> None:
    raise _RefusedError(constant)


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise _RefusedError
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _RefusedError
    return number


def _refusal(text: str, name: str, first_line: int) -> MalformedExportError:
    """Say what was refused first, and where: found by a slower reading, which only the error needs."""
    for offset, problem in _faults(_TOKEN.finditer(text)):
        return _malformed(text, offset, problem, name, first_line)
    return _malformed(text, 0, "is not JSON that can be read safely", name, first_line)


def _faults(tokens: Iterable[re.Match[str]]) -> Iterator[tuple[int, str]]:
    keys: list[set[str]] = [set()]
    for token in tokens:
        if token["open"]:
            keys.append(set())
            if len(keys) > MAX_DEPTH + 1:
                yield token.start(), f"has more than {MAX_DEPTH} levels"
        elif token["close"]:
            del keys[max(len(keys) - 1, 1) :]
        elif token["key"] and (key := _decoded(token["string"])) in keys[-1]:
            yield token.start(), f"has the key {key[:60]!r} twice in one object"
        elif token["key"]:
            keys[-1].add(key)
        elif token["word"] and (problem := _fault_of_word(token["word"])):
            yield token.start(), problem


def _fault_of_word(word: str) -> str:
    if word.lstrip("-") in {"NaN", "Infinity"}:
        return f"{word} is not JSON"
    try:
        _number(word)
        _integer(word if word.lstrip("-").isdecimal() else "0")
    except _RefusedError:
        return f"has a number too long to be one ({word[:12]}…)"
    except ValueError:
        pass  # true, false, null, or what the decoder has complained of.
    return ""


def _decoded(string: str) -> str:
    try:
        return str(json.loads(string))
    except ValueError:
        return string


def _malformed(text: str, offset: int, problem: str, name: str, first_line: int) -> MalformedExportError:
    line = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return MalformedExportError(f"{problem} (column {column})", hint=_REEXPORT, path=name, line=first_line + line)


def _whole_characters(value: JSON) -> JSON:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [_whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(key): _whole_characters(item) for key, item in value.items()}
    return value
