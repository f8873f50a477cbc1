"""HTML as apps write it, read into one flat, balanced list of nodes.

HTML5's own algorithm is quadratic in the depth of nesting, in time and with unclosed formatting in memory too, and
parsers that follow it do not say on which line an element began. Exports need less: that each tag ends somewhere,
that a stray or missing end tag harms nothing beyond its block, and that any input takes linear time.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_TEXT_BLOCKS = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
]
_TABLE_BLOCKS = ["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"]
BLOCKS = frozenset(_TEXT_BLOCKS + _TABLE_BLOCKS) | HEADINGS
_CELLS = frozenset({"td", "th", "caption"})
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp"})
_FOREIGN = ("math", "svg")
_LISTS = ("ul", "ol", "menu", "table")

# What a start tag ends first: the open element of one of the first names, unless one of the second is nearer.
_ENDED_BY: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), _LISTS),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), ("table",)),
    "th": (("td", "th"), ("table",)),
    "tr": (("tr", "caption"), ("table",)),
    "thead": (("thead", "tbody", "tfoot", "caption"), ("table",)),
    "tbody": (("thead", "tbody", "tfoot", "caption"), ("table",)),
    "tfoot": (("thead", "tbody", "tfoot", "caption"), ("table",)),
    "a": (("a",), ("table",)),
}
_P_SCOPE = ("button", "caption", "table", "td", "th")
# A heading that was not ended must not swallow its section.
_ENDS_HEADING = frozenset(["blockquote", "dl", "ol", "p", "pre", "table", "ul"]) | HEADINGS

_MARKUP = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*)|(!--)|[!?])")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_TAG_END = re.compile(r"[\s/]*>")


class Node(msgspec.Struct, frozen=True):
    """An element, or a run of text if it has no name.

    Attributes
    ----------
    end : int
        Index of the first node that is not inside of it.
    parent : int
        Index of the element that holds it, or -1.
    line : int
        The line that it begins on, from 1.
    """

    name: str
    text: str
    attributes: Mapping[str, str]
    line: int
    parent: int
    end: int

    @property
    def classes(self) -> frozenset[str]:
        """The names in its ``class`` attribute."""
        return frozenset(self.attributes.get("class", "").split())


def parse_html(text: str) -> tuple[Node, ...]:
    """Read `text` into its nodes, each element before what it holds."""
    builder = _Builder()
    for token in _tokens(text):
        builder.add(token)
    return builder.built()


def text_of(nodes: tuple[Node, ...], index: int) -> str:
    """Join the text inside of one node, as it is written."""
    return "".join(node.text for node in nodes[index : nodes[index].end])


class _Token(msgspec.Struct, frozen=True):
    kind: str  # "start", "end" or "text"
    value: str
    line: int
    attributes: Mapping[str, str] = msgspec.field(default_factory=dict)
    closed: bool = False  # Written as <name/>


def _tokens(text: str) -> Iterator[_Token]:
    position, line = 0, 1
    while position < len(text):
        kind, end, token = _token_at(text, position, line)
        if token is not None:
            yield token
        if kind == "raw":
            content, end = _raw_text(text, end, token.value if token else "")
            yield _Token("text", content, line)
        line += text.count("\n", position, end)
        position = end


def _token_at(text: str, position: int, line: int) -> tuple[str, int, _Token | None]:
    markup = _MARKUP.match(text, position)
    if markup is None:
        found = _MARKUP.search(text, position + 1)
        end = found.start() if found else len(text)
        return "text", end, _Token("text", html.unescape(text[position:end]), line)
    if markup[2] is None:
        return "comment", _end_of_comment(text, markup), None
    attributes, end, closed = _attributes(text, markup.end())
    name = markup[2].lower()
    if markup[1]:
        return "tag", end, _Token("end", name, line)
    return "raw" if name in _RAW_TEXT else "tag", end, _Token("start", name, line, attributes, closed)


def _end_of_comment(text: str, markup: re.Match[str]) -> int:
    # <!--> and <!---> are whole comments.
    mark, start = ("-->", markup.end() - 2) if markup[3] else (">", markup.end())
    end = text.find(mark, start)
    return end + len(mark) if end >= 0 else len(text)


def _attributes(text: str, position: int) -> tuple[Mapping[str, str], int, bool]:
    found: dict[str, str] = {}
    while (end := _TAG_END.match(text, position)) is None:
        attribute = _ATTRIBUTE.match(text, position)
        if attribute is None:
            return found, len(text), False
        value = next((group for group in attribute.group(2, 3, 4) if group is not None), "")
        found.setdefault(attribute[1].lower(), html.unescape(value))
        position = attribute.end()
    return found, end.end(), "/" in end[0]


def _raw_text(text: str, start: int, name: str) -> tuple[str, int]:
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, start)
    end = found.start() if found else len(text)
    content = text[start:end]
    return html.unescape(content) if name in {"title", "textarea"} else content, end


class _Builder(msgspec.Struct):
    """Balances tags: every element that begins gets an end.

    `open` is the stack of open elements; `places` says where in it each name stands, so that no tag has to search it.
    """

    tokens: list[tuple[_Token, int]] = msgspec.field(default_factory=list)  # With the parent's index.
    ends: list[int] = msgspec.field(default_factory=list)
    open: list[int] = msgspec.field(default_factory=list)
    places: defaultdict[str, list[int]] = msgspec.field(default_factory=lambda: defaultdict(list))
    block_places: list[int] = msgspec.field(default_factory=list)
    cell_places: list[int] = msgspec.field(default_factory=list)

    def add(self, token: _Token) -> None:
        if token.kind == "text":
            self._append(token)
        elif token.kind == "start":
            self._start(token)
        else:
            self._end(token.value)

    def built(self) -> tuple[Node, ...]:
        self._close_down_to(0)
        return tuple(
            Node(
                name="" if token.kind == "text" else token.value,
                text=token.value if token.kind == "text" else "",
                attributes=token.attributes,
                line=token.line,
                parent=parent,
                end=end,
            )
            for (token, parent), end in zip(self.tokens, self.ends, strict=True)
        )

    def _append(self, token: _Token) -> None:
        self.tokens.append((token, self.open[-1] if self.open else -1))
        self.ends.append(len(self.tokens))

    def _start(self, token: _Token) -> None:
        self._end_what_it_ends(token.value)
        self._append(token)
        if token.value in VOID or (token.closed and any(self.places[name] for name in _FOREIGN)):
            return
        self._push(token.value)

    def _push(self, name: str) -> None:
        place = len(self.open)
        self.places[name].append(place)
        if name in BLOCKS:
            self.block_places.append(place)
        if name in _CELLS:
            self.cell_places.append(place)
        self.open.append(len(self.tokens) - 1)

    def _end_what_it_ends(self, name: str) -> None:
        if name in BLOCKS:
            self._close_nearest(("p",), _P_SCOPE)
            self._close_nearest(("head",), ("template",))
        if name in _ENDS_HEADING:
            self._close_nearest(tuple(HEADINGS), _P_SCOPE)
        if name in _ENDED_BY:
            self._close_nearest(*_ENDED_BY[name])

    def _nearest(self, names: tuple[str, ...]) -> int:
        return max((self.places[name][-1] for name in names if self.places[name]), default=-1)

    def _close_nearest(self, names: tuple[str, ...], unless_nearer: tuple[str, ...]) -> None:
        place = self._nearest(names)
        if place >= 0 and place > self._nearest(unless_nearer):
            self._close_down_to(place)

    def _end(self, name: str) -> None:
        place = self._nearest(tuple(HEADINGS) if name in HEADINGS else (name,))
        if place < 0 or place < self._scope(name):
            return
        self._close_down_to(place)

    def _scope(self, name: str) -> int:
        """How far up an end tag may reach: text-level ones within their block, blocks within their table cell."""
        if name not in BLOCKS:
            return self.block_places[-1] if self.block_places else -1
        if name in {"table", "tbody", "thead", "tfoot", "tr", "html", "body"}:
            return -1
        return self.cell_places[-1] if self.cell_places else -1

    def _close_down_to(self, place: int) -> None:
        while len(self.open) > place:
            index = self.open.pop()
            name = self.tokens[index][0].value
            self.ends[index] = len(self.tokens)
            self.places[name].pop()
            if name in BLOCKS:
                self.block_places.pop()
            if name in _CELLS:
                self.cell_places.pop()
