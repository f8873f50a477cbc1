"""Hypothesis: the page that the client exports for people, whose formulas are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from commonplace.grammar.html_tree import Node, parse_html
from commonplace.grammar.hypothesis_listing import Listed, annotation_of
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Export, Rejected

_TITLE = re.compile(r"<title>\s*Annotations on\b")
_NAMED = re.compile(r"(Created at|Author|Page|Type|Quote|Description|Comment|Tags|Group):\s*(.*)", re.DOTALL)
_BREAKS = frozenset({"p", "br", "li", "div", "pre", "blockquote", "h1", "h2", "h3", "tr"})


class HypothesisHtml(Importer):
    """Reads each article, a table of fields or, as of 2023, paragraphs."""

    format = "hypothesis-html"
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
        articles = [index for index, node in enumerate(nodes) if node.name == "article"]
        for number, index in enumerate(articles):
            told = _fields(nodes, index)
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
                raw = _text(nodes, index, nodes[index].end)
                yield Rejected(line=nodes[index].line, problem="this annotation says nothing", raw=raw)


def _cell(nodes: Sequence[Node], label: str) -> str:
    """The cell beside the one that says `label`, above the first article."""
    end = next((index for index, node in enumerate(nodes) if node.name == "article"), len(nodes))
    cells = [index for index, node in enumerate(nodes[:end]) if node.name in {"td", "th"}]
    for cell, following in pairwise(cells):
        if _text(nodes, cell, nodes[cell].end) == label:
            return _text(nodes, following, nodes[following].end)
    return ""


def _fields(nodes: Sequence[Node], article: int) -> dict[str, str]:
    end = nodes[article].end
    rows = [index for index in range(article, end) if nodes[index].name == "tr"]
    told: dict[str, str] = {}
    for row in rows:
        cells = [index for index in range(row, nodes[row].end) if nodes[index].name in {"td", "th"}]
        if len(cells) > 1:
            label = _text(nodes, cells[0], nodes[cells[0]].end).rstrip(":：")
            told[label] = _text(nodes, cells[1], nodes[cells[1]].end)
    times = (node.attributes.get("datetime", "") for node in nodes[article:end] if node.name == "time")
    if exact := next(filter(None, times), ""):
        told["Created at"] = exact
    return told or {} if rows else told | _of_paragraphs(nodes, article, end)


def _of_paragraphs(nodes: Sequence[Node], article: int, end: int) -> dict[str, str]:
    """Read an article as the client wrote it first: only author and time stand without a name."""
    told: dict[str, str] = {}
    quotes = [index for index in range(article, end) if nodes[index].name == "blockquote"]
    inside = {position for quote in quotes for position in range(quote, nodes[quote].end)}
    for index in range(article, end):
        if nodes[index].name != "p" or index in inside:
            continue
        text = _text(nodes, index, nodes[index].end)
        named = _NAMED.match(text)
        if named:
            told.setdefault(named[1], named[2].strip())
        elif text and not any(node.name == "time" for node in nodes[index : nodes[index].end]):
            told.setdefault("Author", text)
    if quotes:
        told["Quote"] = _text(nodes, quotes[0], nodes[quotes[0]].end)
    return told


def _text(nodes: Sequence[Node], start: int, end: int) -> str:
    """The words of an element, a line for each of its blocks."""
    parts = ["\n" if node.name in _BREAKS else node.text for node in nodes[start:end]]
    lines = (" ".join(line.split()) for line in "".join(parts).strip().split("\n"))
    return "\n".join(line for line in lines if line)
