"""EDN, the notation of Clojure's data, as far as apps keep annotations in it: maps, lists, text, numbers, keywords."""

from __future__ import annotations

import re

import msgspec

from commonplace.model import JSON

_TOKEN = re.compile(
    r"(?P<space>(?:[\s,]++|;[^\n]*+)++)"
    r'|(?P<text>"(?:[^"\\]|\\.)*+")'
    r"|(?P<open>\#?\{|[\[(])|(?P<close>[\])}])"
    r"|(?P<discard>\#_)"
    r"|(?P<word>\\.[^\s,;\"\[\](){}]*+|[^\s,;\"\[\](){}\\]++)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_INTEGER = re.compile(r"[+-]?\d{1,18}[NM]?")
_DECIMAL = re.compile(r"[+-]?\d{1,30}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,3})?M?")
_NAMED: dict[str, JSON] = {"nil": None, "true": True, "false": False}
_CLOSES = {"{": "}", "#{": "}", "[": "]", "(": ")"}


class _Open(msgspec.Struct):
    """A collection whose end has not come yet."""

    opening: str
    items: list[JSON] = msgspec.field(default_factory=list)
    discards: int = 0

    def add(self, value: JSON) -> None:
        if self.discards:
            self.discards -= 1
        else:
            self.items.append(value)

    def closed(self) -> JSON:
        if self.opening != "{":
            return self.items
        keys = (key if isinstance(key, str) else str(key) for key in self.items[::2])
        return dict(zip(keys, self.items[1::2], strict=False))


def read_edn(source: str) -> JSON:
    """Read the first value of `source`: a map as an object, keywords as their names, all else as what is most like it.

    Tags say of what kind a value is, and are passed over: ``#uuid "…"`` is text.

    Raises
    ------
    ValueError
        If a text or a collection does not end, or ends as another.

    Examples
    --------
    >>> read_edn('{:id #uuid "6a56", :page 3, :rects ({:x1 1.5} nil)}')
    {'id': '6a56', 'page': 3, 'rects': [{'x1': 1.5}, None]}
    """
    stack = [_Open("")]
    position = 0
    while position < len(source) and not (len(stack) == 1 and stack[0].items):
        token = _TOKEN.match(source, position)
        if token is None:
            raise ValueError("a text that does not end")
        position = token.end()
        _take(stack, token.lastgroup or "", token[0])
    if len(stack) > 1:
        raise ValueError(f"“{stack[-1].opening}” without its end")
    return stack[0].items[0] if stack[0].items else None


def _take(stack: list[_Open], kind: str, words: str) -> None:
    if kind == "open":
        stack.append(_Open(words))
    elif kind == "close":
        inner = stack.pop()
        if not stack or _CLOSES[inner.opening] != words:
            raise ValueError(f"“{words}” that ends nothing")
        stack[-1].add(inner.closed())
    elif kind == "discard":
        stack[-1].discards += 1
    elif kind == "text":
        stack[-1].add(_ESCAPE.sub(_unescaped, words[1:-1]))
    elif kind == "word" and not (words.startswith("#") and len(words) > 1):
        stack[-1].add(_atom(words))


def _unescaped(match: re.Match[str]) -> str:
    said = match[1]
    return chr(int(said[1:], 16)) if len(said) > 1 else _ESCAPED.get(said, said)


def _atom(word: str) -> JSON:
    if word in _NAMED:
        return _NAMED[word]
    if _INTEGER.fullmatch(word):
        return int(word.rstrip("NM"))
    if _DECIMAL.fullmatch(word):
        return float(word.rstrip("M"))
    return word.removeprefix(":").removeprefix("\\")
