"""A graph of concepts and books as a drawing with links, in Markdown: SVG that needs no script."""

from __future__ import annotations

from collections.abc import Mapping

from commonplace.concepts.graph import BOOK, Graph, GraphEdge
from commonplace.concepts.layered_layout import Layout, laid_out
from commonplace.concepts.prerequisites import NEEDS
from commonplace.pages.addresses import concept_path, relative
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.safe_text import encoded_line
from commonplace.text import is_cjk, one_line

_LETTER, _WIDE, _LONGEST = 7.4, 13.0, 176.0  # Widths in pixels at the font size of the style sheet.
_BOX, _STEP, _GAP, _EDGE = 26, 36, 56, 8


def drawing(graph: Graph, page: str, catalogue: Catalogue, *, current: str = "") -> str:
    """
    Draw a graph.

    Parameters
    ----------
    graph
        What to draw.
    page
        The page that it is drawn on.
    catalogue
        For names and addresses.
    current
        The concept whose page this is: it is marked, and no link.
    """
    nodes = _nodes(graph, page, catalogue)
    layout = laid_out(graph.layers, [(edge.start, edge.end) for edge in graph.edges])
    widths = [max(node.width for node in map(nodes.__getitem__, layer)) for layer in graph.layers]
    lefts = [_EDGE + sum(widths[:number]) + _GAP * number for number in range(len(widths))]
    place = {name: number for number, layer in enumerate(graph.layers) for name in layer}
    parts = [_path(edge, layout, place, lefts, widths) for edge in graph.edges]
    for name in place:
        left, middle = lefts[place[name]], _middle(layout.heights[name])
        parts.append(nodes[name].drawn(left, middle, widths[place[name]], current=name == current))
    width = round(lefts[-1] + widths[-1] + _EDGE)
    height = round(layout.height * _STEP + 2 * _EDGE)
    label = catalogue.say("概念与书的图", "map of concepts and books")
    size = f'[viewBox="0 0 {width} {height}"][width="{width}"][height="{height}"]'
    return (
        "//// html | div.cp-map\n\n"
        f'///// html | svg{size}[role="group"][aria-label="{label}"]\n    markdown: inline\n\n'
        + "\n".join(parts)
        + "\n\n/////\n\n////"
    )


class _Node:
    """A concept or a book with its label, as wide as that needs."""

    def __init__(self, label: str, title: str, address: str, kind: str) -> None:
        self.label, self.width = _fitting(one_line(label))
        self.title, self.address, self.kind = title, address, kind

    def drawn(self, left: float, middle: int, width: float, *, current: bool) -> str:
        kind = f"cp-node cp-node--{'current' if current else self.kind}"
        box = (
            f'<rect x="{round(left)}" y="{middle - _BOX // 2}" width="{round(width)}" height="{_BOX}" '
            f'rx="{3 if self.kind == "concept" else 0}"/>'
        )
        words = f'<text x="{round(left + _EDGE)}" y="{middle + 5}">{_plain(self.label)}</text>'
        # The whole box leads there, not its words alone: they are a small thing to hit with a finger.
        told = f"{box}{words}" if current else f"[{box}{words}]({self.address})"
        return f'<g class="{kind}">{told}<title>{_plain(self.title)}</title></g>'


def _nodes(graph: Graph, page: str, catalogue: Catalogue) -> dict[str, _Node]:
    names = [name for layer in graph.layers for name in layer]
    books = {reading.path: reading for reading in catalogue.readings}
    result = {}
    for name in names:
        if name not in books:
            concept = catalogue.by_id[name]
            label = concept.names.get(catalogue.language.theme) or concept.title
            result[name] = _Node(label, concept.title, relative(page, concept_path(name)), "concept")
        else:
            title = books[name].source.title
            result[name] = _Node(title, title, relative(page, name), "book")
    return result


def _path(edge: GraphEdge, layout: Layout, place: Mapping[str, int], lefts: list[float], widths: list[float]) -> str:
    """An edge as a curve from box to box, straight through the layers between."""
    start, end = place[edge.start], place[edge.end]
    x, y = round(lefts[start] + widths[start]), _middle(layout.heights[edge.start])
    drawn = [f"M{x} {y}"]
    bends = layout.bends[edge.start, edge.end]
    for number, height in zip(range(start + 1, end + 1), (*bends, layout.heights[edge.end]), strict=True):
        to, level = round(lefts[number]), _middle(height)
        half = (x + to) // 2
        drawn.append(f"C{half} {y} {half} {level} {to} {level}")
        x, y = to, level
        if number < end:
            x = round(lefts[number] + widths[number])
            drawn.append(f"H{x}")
    kind = {NEEDS: "needs", BOOK: "book"}.get(edge.kind, "other")
    return f'<path class="cp-edge cp-edge--{kind}" d="{"".join(drawn)}"/>'


def _middle(height: float) -> int:
    return round(_EDGE + (height + 0.5) * _STEP)


def _fitting(label: str) -> tuple[str, float]:
    """As much of a label as fits, and the width of its box."""
    width = 0.0
    for number, character in enumerate(label):
        width += _WIDE if is_cjk(character) or ord(character) > 0x2E7F else _LETTER  # noqa: PLR2004  # CJK begins here.
        if width > _LONGEST:
            return label[: number - 1] + "…", _LONGEST + 2 * _EDGE
    return label, width + 2 * _EDGE


def _plain(text: str) -> str:
    return encoded_line(text).removeprefix("<bdi>").removesuffix("</bdi>")
