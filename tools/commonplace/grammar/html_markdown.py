"""From HTML nodes to Markdown, with formulas as TeX: one pass, whatever the nesting."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from commonplace.grammar.html_delimiters import parted_at
from commonplace.grammar.html_formulas import RenderedFormula, formulas_at
from commonplace.grammar.html_tree import BLOCKS, Node, parse_html, text_of
from commonplace.grammar.markdown_blocks import MarkdownBlocks
from commonplace.grammar.markdown_text import Piece, address, code_block, code_span, escaped, paragraph, table

_EMPHASIS: Mapping[str, str] = {
    **dict.fromkeys(("strong", "b"), "**"),
    **dict.fromkeys(("em", "i"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
    "mark": "==",
}
_SCRIPTS: Mapping[str, str] = {"sup": "^", "sub": "~"}  # As Markdown editors and Pandoc write them.
_CODE = frozenset({"code", "kbd", "samp", "tt"})
UNSEEN = frozenset(["head", "script", "style", "title", "template", "noscript", "link", "meta", "select", "button"])
MEDIA: Mapping[str, str] = {
    **dict.fromkeys(("img", "video", "audio", "iframe", "embed"), "src"),
    "object": "data",
}
_SOURCES = frozenset({"joplin-source"})
"""What a page holds beside what it shows of it."""
PERMALINKS = frozenset(
    ["anchor", "anchor-link", "header-anchor", "headerlink", "md-header-anchor", "footnote-back", "footnote-backref"]
)
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang|language|highlight-source|hl)-([\w+#.-]+)")
_ALIGNMENT = re.compile(r"text-align:\s*(left|center|right)", re.IGNORECASE)
_TABLE_PARTS = frozenset({"table", "tr", "td", "th"})
_DONE, _TO_DO = Piece("markup", "[x] "), Piece("markup", "[ ] ")
_BRACKET = re.compile(r"([\[\]])")


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture or other file that a page embeds, as it is written there."""

    path: str
    alternative: str


class _Span(msgspec.Struct):
    """An emphasis or a link that is open: it is ended and begun again wherever a block ends inside of it."""

    index: int
    opening: Piece
    closing: Piece


class _Table(msgspec.Struct):
    index: int
    rows: list[list[str]] = msgspec.field(default_factory=list)
    alignments: list[str] = msgspec.field(default_factory=list)
    cell: int = -1

    def enter(self, index: int, part: Node) -> None:
        """Begin a row or a cell."""
        if part.name in {"td", "th"}:
            self.rows = self.rows or [[]]
            self.alignments.extend([_alignment(part)] if len(self.rows) == 1 else [])
            self.cell = index
        elif part.name == "tr":
            self.rows.append([])

    def leave_cell(self, text: str) -> None:
        """End the cell that is open."""
        self.rows[-1].append(text)
        self.cell = -1


class MarkdownBuilder(msgspec.Struct):
    """Writes one section while its nodes go by, and keeps the formulas and pictures that went by with them.

    `delimiters` are those of TeX in the text itself, if the page leaves that to an engine in the browser.
    """

    nodes: tuple[Node, ...]
    delimiters: re.Pattern[str] | None = None
    formulas: list[RenderedFormula] = msgspec.field(default_factory=list)
    pictures: list[Picture] = msgspec.field(default_factory=list)
    drawings: int = 0
    _blocks: MarkdownBlocks = msgspec.field(default_factory=MarkdownBlocks)
    _pieces: list[Piece] = msgspec.field(default_factory=list)
    _spans: list[_Span] = msgspec.field(default_factory=list)
    _table: _Table | None = None
    _open: list[int] = msgspec.field(default_factory=list)

    def take(self, index: int) -> int:
        """Take the node at `index`; say which is the next one to take."""
        self._close_before(index)
        node = self.nodes[index]
        if not node.name:
            for part in parted_at(self.delimiters, node.text) if self.delimiters else (node.text,):
                self._text(part) if isinstance(part, str) else self._formula(part)
            return index + 1
        formulas = formulas_at(self.nodes, index)
        if formulas is not None:
            for formula in formulas:
                self._formula(formula)
            return node.end
        return self._element(index, node)

    def finish(self) -> str:
        """End all that is open; what was written."""
        self._close_before(len(self.nodes) + 1)
        self._flush()
        return self._blocks.text

    def _close_before(self, index: int) -> None:
        while self._open and (self.nodes[self._open[-1]].end <= index):
            self._leave(self._open.pop())

    def _element(self, index: int, node: Node) -> int:
        if node.name in UNSEEN or node.classes & (PERMALINKS | _SOURCES):
            return node.end
        if node.name in MEDIA:
            self._media(node)
        elif node.name == "pre":
            self._code_block(index)
        elif node.name in _CODE:
            self._add(Piece("markup", code_span(text_of(self.nodes, index))))
        elif node.name == "svg":
            self.drawings += 1
        else:
            self._enter(index, node)
            self._open.append(index)
            return index + 1
        return node.end

    # Text level.

    def _add(self, piece: Piece) -> None:
        self._pieces.append(piece)

    def _text(self, text: str) -> None:
        if not any(span.closing.kind == "markup" for span in self._spans):
            self._add(Piece("text", text))
            return
        # A bracket could end the link that it stands in.
        for part in _BRACKET.split(text):
            self._add(Piece("markup", f"\\{part}") if part in {"[", "]"} else Piece("text", part))

    def _formula(self, formula: RenderedFormula) -> None:
        self.formulas.append(formula)
        tex = formula.tex
        if formula.problem:
            self._add(Piece("markup", code_span(tex)))
        elif not formula.display:
            self._add(Piece("markup", f"${tex}$"))
        elif self._in_cell:
            self._add(Piece("markup", "$$" + " ".join(tex.split("\n")) + "$$"))
        else:
            self._flush()
            self._blocks.write(f"$$\n{tex}\n$$")

    def _media(self, node: Node) -> None:
        path = node.attributes.get(MEDIA[node.name], "")
        alternative = node.attributes.get("alt") or node.attributes.get("title", "")
        if not path:
            return
        self.pictures.append(Picture(path=path, alternative=alternative))
        # A picture inside of the address is kept as an attachment only.
        shown = path.split(",", 1)[0] if path.startswith("data:") else path
        label = _BRACKET.sub(r"\\\1", escaped(alternative.replace("\n", " ")))
        mark = "!" if node.name == "img" else ""
        self._add(Piece("markup", f"{mark}[{label}]({address(shown)})"))

    def _begin_span(self, index: int, opening: Piece, closing: Piece) -> None:
        if any(span.opening == opening for span in self._spans):
            return
        self._spans.append(_Span(index, opening, closing))
        if self._pieces and self._pieces[-1] == closing and closing.kind == "close":
            self._pieces.pop()  # The same emphasis goes on.
        else:
            self._add(opening)

    def _end_span(self, index: int) -> None:
        if self._spans and self._spans[-1].index == index:
            self._close_span(self._spans.pop())

    def _close_span(self, span: _Span) -> None:
        last = self._pieces[-1] if self._pieces else span.opening
        if last is span.opening:
            del self._pieces[-1:]
        elif last.kind == "text" and span.closing.kind == "markup" and last.value[-1:].isspace():
            self._pieces[-1:] = [Piece("text", last.value.rstrip()), span.closing, Piece("text", " ")]
        else:
            self._add(span.closing)

    def _script(self, node: Node) -> None:
        """Mark where a superscript or subscript begins or ends; a footnote's number is raised by its link."""
        around = self.nodes[node.parent].classes if node.parent >= 0 else frozenset()
        if "footnote-ref" not in node.classes | around:
            self._add(Piece("markup", _SCRIPTS[node.name]))

    # Block level.

    def _only_checkbox(self) -> bool:
        return [piece for piece in self._pieces if piece.value.strip()] in ([_DONE], [_TO_DO])

    @property
    def _in_cell(self) -> bool:
        return self._table is not None and self._table.cell >= 0

    def _flush(self, *, bare: bool = True) -> None:
        """Write what text there is as a paragraph."""
        if self._in_cell:
            self._add(Piece("break", "<br>"))
            return
        for span in reversed(self._spans):
            self._close_span(span)
        text = paragraph(self._pieces)
        self._pieces = [span.opening for span in self._spans]
        if text:
            self._blocks.write(text, bare=bare)

    def _enter(self, index: int, node: Node) -> None:
        name = node.name
        if name in _EMPHASIS:
            self._begin_span(index, Piece("open", _EMPHASIS[name]), Piece("close", _EMPHASIS[name]))
        elif name == "a" and node.attributes.get("href"):
            self._begin_span(index, Piece("markup", "["), Piece("markup", f"]({address(node.attributes['href'])})"))
        elif name in _SCRIPTS:
            self._script(node)
        elif name in BLOCKS:
            if name != "p" or not self._only_checkbox():
                self._flush(bare=name != "p")
            self._enter_block(index, node)
        else:
            self._enter_void(node)

    def _enter_void(self, node: Node) -> None:
        if node.name == "br":
            self._add(Piece("break", "\n"))
        elif node.name == "hr":
            self._flush()
            self._blocks.write("---")
        elif node.name == "input" and node.attributes.get("type") == "checkbox":
            self._add(_DONE if "checked" in node.attributes else _TO_DO)

    def _enter_block(self, index: int, node: Node) -> None:
        if node.name in _TABLE_PARTS:
            self._enter_table_part(index, node)
        elif self._in_cell:
            return
        elif node.name in {"ul", "ol"}:
            start = node.attributes.get("start", "1")
            self._blocks.begin_list(
                (int(start) if start.isascii() and start.isdigit() else 1) if node.name == "ol" else None
            )
        elif node.name == "li":
            self._blocks.begin_item()
        elif node.name == "blockquote":
            self._blocks.begin_quotation()
        elif node.name == "dd":
            self._blocks.begin_quotation(": ", "  ")

    def _leave(self, index: int) -> None:
        node = self.nodes[index]
        if node.name in _SCRIPTS:
            self._script(node)
        elif node.name in _TABLE_PARTS:
            self._leave_table_part(index)
        elif node.name in BLOCKS:
            self._flush(bare=node.name != "p")
            self._leave_block(node.name)
        else:
            self._end_span(index)

    def _leave_block(self, name: str) -> None:
        if self._in_cell:
            return
        if name in {"ul", "ol"}:
            self._blocks.end_list()
        elif name in {"li", "blockquote", "dd"}:
            self._blocks.end_container()

    def _code_block(self, index: int) -> None:
        text = text_of(self.nodes, index).strip("\n")
        if self._in_cell:
            self._add(Piece("markup", code_span(text)))
            return
        self._flush()
        self._blocks.write(code_block(text, self._language(index)))

    def _language(self, index: int) -> str:
        """The language as the element or the code in it says."""
        for i in (index, index + 1):
            attributes = self.nodes[i].attributes if i < self.nodes[index].end else {}
            found = _LANGUAGE.search(attributes.get("class", ""))
            if found or attributes.get("lang"):
                return found[1] if found else attributes["lang"].split()[0]
        return ""

    # Tables: one inside of another is read as the text of its cell.

    def _enter_table_part(self, index: int, node: Node) -> None:
        if node.name == "table" and self._table is None:
            self._table = _Table(index)
        elif self._table is not None and not self._in_cell:
            self._table.enter(index, node)

    def _leave_table_part(self, index: int) -> None:
        self._flush(bare=False)
        if self._table is None:
            return
        if self._table.cell == index:
            self._table.leave_cell(paragraph(self._pieces, line_break="<br>", one_line=True))
            self._pieces = [span.opening for span in self._spans]
        elif self._table.index == index:
            finished, self._table = self._table, None
            if any(any(row) for row in finished.rows):
                self._blocks.write(table(finished.rows, finished.alignments))


def markdown_of(source: str) -> str:
    """Write a fragment of HTML as Markdown."""
    nodes = parse_html(source)
    builder, index = MarkdownBuilder(nodes), 0
    while index < len(nodes):
        index = builder.take(index)
    return builder.finish().strip()


def _alignment(cell: Node) -> str:
    found = _ALIGNMENT.search(cell.attributes.get("style", ""))
    return (found[1] if found else cell.attributes.get("align", "")).lower()
