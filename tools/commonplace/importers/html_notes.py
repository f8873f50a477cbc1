"""Notes that an editor exported to HTML, with formulas that KaTeX or MathJax rendered.

Markdown editors export headings, prose and formulas, no annotations: here each section becomes one note on the heading
above it, as Markdown with every formula once, as TeX.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from commonplace.grammar.html_delimiters import delimiters_of
from commonplace.grammar.html_formulas import RenderedFormula
from commonplace.grammar.html_markdown import MarkdownBuilder
from commonplace.grammar.html_outline import Outline
from commonplace.grammar.html_tree import Node, parse_html, text_of
from commonplace.grammar.lines import opening
from commonplace.importer import CERTAIN, POSSIBLE, TYPICAL, Claim, Importer
from commonplace.model import JSON, Annotation, Attachment, Document, Export, Formula, Locator, Rejected, TextualBody

_ENGINES = {
    "KaTeX": re.compile(r"""class=["'](?:[^"'<>]{0,80} )?katex(?:-\w+)?["' ]"""),
    "MathJax": re.compile(r"<mjx-container\b|<script[^<>]{0,200}\bmath/tex\b|\bMathJax_(?:CHTML|SVG|Preview)\b"),
    "mdmath": re.compile(r"<eqn?>"),
    "Pandoc or Arithmatex": re.compile(r"""class=["'](?:math (?:inline|display)|arithmatex)["']"""),
    "MathML with TeX": re.compile(r"<annotation [^<>]{0,80}application/x-tex"),
}
_GENERATORS = {
    "VS Code": re.compile(r"""<body [^<>]{0,200}\bvscode-body\b"""),
    "Markdown Preview Enhanced": re.compile(r"""class=["'](?:[^"'<>]{0,80} )?(?:mume|crossnote)[ "']"""),
    "Typora": re.compile(r"""<div id=["']write["']|<body class=["']typora-export"""),
    "pandoc": re.compile(r"""<meta name=["']generator["'] content=["']pandoc["']"""),
}
# Annotations that Hypothesis, Kindle and Zotero export to HTML have importers of their own.
_OTHERS = re.compile(r"""<title>\s*Annotations on|class=["']?noteHeading\b|\bdata-annotation=""")
_PAGE = re.compile(r"^[ \t]*<(?:!doctype html|html)\b", re.IGNORECASE | re.MULTILINE)
_OPENS = re.compile(r"<(?:!doctype html|html)\b", re.IGNORECASE)
_PAGE_END = re.compile(r"</html\s*>[^\n]*", re.IGNORECASE)
_FENCE = re.compile(r"(?:```|~~~)[^\n]*\n\s*\Z")
_AUTHORS = re.compile(r"[,;，；、]")


class HtmlNotes(Importer):
    """HTML of notes with rendered formulas."""

    format = "html-notes"
    app = ("笔记", "notes")
    description = "Notes exported to HTML with KaTeX or MathJax formulas (VS Code, mdmath, Typora, MPE, Pandoc: *.html)"

    def identify(self, export: Export) -> Iterable[Claim]:
        """Claim every HTML page that a math engine or an editor of notes left its mark in."""
        for start, end in _pages(export.text):
            page = export.text[start:end]
            engines = [name for name, mark in _ENGINES.items() if mark.search(page)]
            engines += [] if engines or delimiters_of(page) is None else ["TeX that is typeset in the browser"]
            generators = [name for name, mark in _GENERATORS.items() if mark.search(page)]
            if not (engines or generators) or _OTHERS.search(page):
                continue
            # What begins within a text and does not end may be what the text quotes.
            is_whole = not export.text[:start].strip() or _PAGE_END.search(page)
            yield Claim(
                confidence=CERTAIN if engines and generators else TYPICAL if is_whole else POSSIBLE,
                evidence=f"HTML with marks of {', '.join(generators + engines)}",
                first_line=export.text.count("\n", 0, start) + 1,
                last_line=export.text.count("\n", 0, end) + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each section of each page."""
        for start, end in _pages(export.text) or [(0, len(export.text))]:
            # The line ends keep its lines counted from the top of the file.
            before = "\n" * export.text.count("\n", 0, start)
            yield from _Page(before + export.text[start:end], export.name).units()


def _pages(text: str) -> list[tuple[int, int]]:
    """Where the HTML pages in `text` begin and end; text that is but a fragment of HTML is one."""
    pages: list[tuple[int, int]] = []
    position = 0
    while _OPENS.search(text, position) and (begin := _PAGE.search(text, position)):
        end = _PAGE_END.search(text, begin.end())
        position = end.end() if end else len(text)
        # HTML that a note shows as code is not this note's export.
        if not _FENCE.search(text, max(0, begin.start() - 200), begin.start()):
            pages.append((begin.start(), position))
    if not pages and opening(text) == "<":
        pages.append((0, len(text)))
    return pages


class _Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and what stands below it, up to the next one."""

    heading: int | None  # The index of its node; None before the first heading
    path: tuple[str, ...]
    number: int


class _Page(msgspec.Struct, frozen=True, dict=True):
    """One HTML page: its nodes, and what they are the text of."""

    text: str
    name: str

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        return parse_html(self.text)

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.nodes)

    def units(self) -> Iterator[Annotation | Rejected]:
        """Read its sections in order; a table of contents comes before the section that it stands in."""
        builder = self._builder()
        section = _Section(heading=None, path=(), number=0)
        index = 0
        while index < len(self.nodes):
            if index in self.outline.headings:
                yield from self._note(section, builder)
                builder = self._builder()
                section = _Section(heading=index, path=self._paths[index], number=section.number + 1)
                index = self.nodes[index].end
            elif index in self.outline.contents:
                yield self._left_out(index)
                index = self.nodes[index].end
            else:
                index = builder.take(index)
        yield from self._note(section, builder)

    def _builder(self) -> MarkdownBuilder:
        return MarkdownBuilder(self.nodes, self._delimiters)

    @cached_property
    def _delimiters(self) -> re.Pattern[str] | None:
        return delimiters_of(self.text)

    @cached_property
    def _paths(self) -> dict[int, tuple[str, ...]]:
        """Each heading's own text after those of the headings above it."""
        paths: dict[int, tuple[str, ...]] = {}
        above: list[tuple[str, str]] = []
        for index, text in self.outline.headings.items():
            level = self.nodes[index].name
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, text))
            paths[index] = tuple(title for _, title in above)
        return paths

    @cached_property
    def _ids(self) -> dict[int, str]:
        """Each heading's id; where a page gives one to several headings, it names the first."""
        first = {self.outline.id_of(index): index for index in reversed(self.outline.headings)}
        return {index: own for own, index in first.items()}

    def _note(self, section: _Section, builder: MarkdownBuilder) -> Iterator[Annotation]:
        """Make a note of a section, unless it is a heading and nothing else."""
        value = builder.finish()
        title = self._title_of(section)
        formulas, pictures = [*title.formulas, *builder.formulas], [*title.pictures, *builder.pictures]
        if not value.strip("-\n"):  # Nothing, or rules between sections
            value = title.finish() if formulas or pictures else ""
        if not value:
            return
        yield Annotation(
            importer=HtmlNotes.format,
            document=self.document,
            motivation="commenting",
            native_id=self._ids.get(section.heading, "") if section.heading is not None else "",
            bodies=(TextualBody(value=value),),
            locator=Locator(headings=section.path, order=(section.number,)),
            formulas=tuple(Formula(tex=f.tex, display=f.display) for f in formulas if not f.problem),
            attachments=tuple(Attachment(path=p.path, alternative=p.alternative) for p in pictures),
            extra=_extra(formulas, builder.drawings),
        )

    def _title_of(self, section: _Section) -> MarkdownBuilder:
        """Read the heading as Markdown, for the formulas and pictures in it."""
        title = self._builder()
        index, end = (0, 0) if section.heading is None else (section.heading + 1, self.nodes[section.heading].end)
        while index < end:
            index = title.take(index)
        return title

    def _left_out(self, index: int) -> Rejected:
        node, after = self.nodes[index], self.nodes[index].end
        last_line = self.nodes[after].line if after < len(self.nodes) else self.text.count("\n") + 1
        return Rejected(
            line=node.line,
            problem="A table of contents that only repeats the headings is left out.",
            raw="\n".join(self.text.split("\n")[node.line - 1 : last_line]),
            by_design=True,
        )

    @cached_property
    def document(self) -> Document:
        """What the page says of itself; it is about its own text."""
        file = posixpath.basename(self.name.replace("\\", "/"))
        title = self._title() or posixpath.splitext(file)[0]
        meta = self._meta()
        return Document(
            key=title,
            title=title,
            authors=tuple(author for content in meta.pop("author", []) for author in _authors(content)),
            published=" ".join(meta.pop("date", [])),
            url=self._canonical(),
            file=file,
            extra={name: ", ".join(contents) for name, contents in meta.items()},
        )

    def _title(self) -> str:
        """Its title, unless the editor only put the first heading there."""
        headings = self.outline.headings
        index = next((i for i, node in enumerate(self.nodes) if node.name == "title"), None)
        title = " ".join(text_of(self.nodes, index).split()) if index is not None else ""
        if title and title != next(iter(headings.values()), ""):
            return title
        return next((text for i, text in headings.items() if self.nodes[i].name == "h1"), "")

    def _meta(self) -> dict[str, list[str]]:
        kept: dict[str, list[str]] = {}
        for node in self.nodes:
            name, content = node.attributes.get("name", "").lower(), node.attributes.get("content", "").strip()
            if node.name == "meta" and content and name in {"author", "date", "description", "keywords"}:
                kept.setdefault(name, []).append(content)
        return kept

    def _canonical(self) -> str:
        links = (node.attributes for node in self.nodes if node.name == "link")
        return next((link.get("href", "") for link in links if link.get("rel", "").lower() == "canonical"), "")


def _authors(content: str) -> Iterator[str]:
    """Split names; mdmath marks affiliations with ``<sup>``."""
    nodes = parse_html(content)
    names = "".join(node.text for node in nodes if node.parent < 0 or nodes[node.parent].name != "sup")
    return (name.strip() for name in _AUTHORS.split(names) if name.strip())


def _extra(formulas: Sequence[RenderedFormula], drawings: int) -> dict[str, JSON]:
    errors: list[JSON] = [{"source": f.tex, "problem": f.problem, "display": f.display} for f in formulas if f.problem]
    return ({"formula_errors": errors} if errors else {}) | ({"drawings": drawings} if drawings else {})
