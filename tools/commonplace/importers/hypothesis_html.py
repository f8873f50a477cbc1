"""Hypothesis: the page that the client exports for people, whose formulas are lost."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from commonplace.grammar.html_tree import Node, parse_html
from commonplace.grammar.hypothesis_listing import Listed, annotation_of
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Export, Rejected

_TITLE = re.compile(r"<title>\s*Annotations on\b")
_NAMED = re.compile(r"(Created at|Author|Page|Type|Quote|Description|Comment|Tags|Group):\s*(.*)", re.DOTALL)
_CELLS = frozenset({"td", "th"})
_BREAKS = frozenset({"p", "br", "li", "div", "pre", "blockquote", "h1", "h2", "h3", "tr"})


class HypothesisHtml(Importer):
    """Reads each article, a table of fields or, as of 2023, paragraphs."""

    format = "hypothesis-html"
    app = ("Hypothesis", "Hypothesis")
    description = "Hypothesis: the client's export as a page (.html)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a page that is called “Annotations on …”."""
        if _TITLE.search(export.text[:5000]) and "<article" in export.text:
            yield whole(export, CERTAIN, "a page called “Annotations on …” with articles")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each article, in order."""
        nodes = parse_html(export.text)
        url = next((node.attributes.get("href", "") for node in nodes if node.name == "a"), "")
        title = next((_text(nodes, index, node.end) for index, node in enumerate(nodes) if node.name == "strong"), "")
        group = _cell(nodes, "Group:")
        for number, (index, end) in enumerate(_elements(nodes, {"article"}, 0, len(nodes))):
            told = _fields(nodes, index, end)
            listed = Listed(
                number=number,
                url=url.strip(),
                title=title,
                group=told.get("Group", "") or group,
                created=told.get("Created at", ""),
                author=told.get("Author", ""),
                page=told.get("Page", ""),
                kind=told.get("Type", ""),
                quote=told.get("Quote", ""),
                description=told.get("Description", ""),
                comment=told.get("Comment", ""),
                tags=tuple(tag for part in told.get("Tags", "").split(",") if (tag := part.strip())),
            )
            if listed.says_anything or listed.created:
                yield annotation_of(listed, self.format, export.name)
            else:
                raw = _text(nodes, index, end)
                yield Rejected(line=nodes[index].line, problem="this annotation says nothing", raw=raw)


def _elements(nodes: Sequence[Node], names: Container[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where elements of these names begin and end; the next one ends the last, since the client nests none.

    So each node is looked at once, however deep a file nests them.
    """
    found = [index for index in range(start, end) if nodes[index].name in names]
    for index, following in pairwise([*found, end]):
        yield index, min(nodes[index].end, following)


def _cell(nodes: Sequence[Node], label: str) -> str:
    """The cell beside the one that says `label`, above the first article."""
    end = next((index for index, node in enumerate(nodes) if node.name == "article"), len(nodes))
    for cell, following in pairwise(_elements(nodes, _CELLS, 0, end)):
        if _text(nodes, *cell) == label:
            return _text(nodes, *following)
    return ""


def _fields(nodes: Sequence[Node], article: int, end: int) -> dict[str, str]:
    rows = list(_elements(nodes, {"tr"}, article, end))
    told: dict[str, str] = {}
    for row in rows:
        cells = list(_elements(nodes, _CELLS, *row))
        if len(cells) > 1:
            label = _text(nodes, *cells[0]).rstrip(":：")
            told[label] = _text(nodes, *cells[1])
    times = (node.attributes.get("datetime", "") for node in nodes[article:end] if node.name == "time")
    if exact := next(filter(None, times), ""):
        told["Created at"] = exact
    return told or {} if rows else told | _of_paragraphs(nodes, article, end)


def _of_paragraphs(nodes: Sequence[Node], article: int, end: int) -> dict[str, str]:
    """Read an article as the client wrote it first: only author and time stand without a name."""
    told: dict[str, str] = {}
    quotes = list(_elements(nodes, {"blockquote"}, article, end))
    inside = {position for quote in quotes for position in range(*quote)}
    for index, behind in _elements(nodes, {"p"}, article, end):
        if index in inside:
            continue
        text = _text(nodes, index, behind)
        named = _NAMED.match(text)
        if named:
            told.setdefault(named[1], named[2].strip())
        elif text and not any(node.name == "time" for node in nodes[index:behind]):
            told.setdefault("Author", text)
    if quotes:
        told["Quote"] = _text(nodes, *quotes[0])
    return told


def _text(nodes: Sequence[Node], start: int, end: int) -> str:
    """The words of an element, a line for each of its blocks."""
    parts = ["\n" if node.name in _BREAKS else node.text for node in nodes[start:end]]
    lines = (" ".join(line.split()) for line in "".join(parts).strip().split("\n"))
    return "\n".join(line for line in lines if line)
