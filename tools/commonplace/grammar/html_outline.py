"""The outline of an HTML page: its headings, and the tables of contents that only repeat them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import accumulate
from urllib.parse import unquote

import msgspec

from commonplace.grammar.html_formulas import formulas_at
from commonplace.grammar.html_markdown import MEDIA, PERMALINKS, UNSEEN
from commonplace.grammar.html_tree import HEADINGS, Node

_CONTENTS = frozenset({"ul", "ol", "nav", "div", "p"})


class Outline(msgspec.Struct, frozen=True, dict=True):
    """The outline of one page; nodes are told by their index."""

    nodes: tuple[Node, ...]

    @cached_property
    def headings(self) -> dict[int, str]:
        """Each heading with its text, formulas between dollar signs."""
        return {i: plain(self.nodes, i) for i in self._outermost(lambda node: node.name in HEADINGS)}

    @cached_property
    def contents(self) -> frozenset[int]:
        """The tables of contents: what holds nothing but links to the headings of this page.

        A list of a few such links within the prose is the author's own.
        """
        links = self._links_to_headings()
        prose, counted, titled = _sums(self._prose(links)), _sums(self._among(links)), _sums(self._among(self.headings))

        def repeats_headings(index: int) -> bool:
            end = self.nodes[index].end
            count = counted[end] - counted[index]
            only_links = count > 0 and prose[end] == prose[index] and titled[end] == titled[index]
            return only_links and (prose[index] == 0 or 2 * count >= len(self.headings))

        found: list[int] = []
        index = 0
        while index < len(self.nodes):
            is_contents = self.nodes[index].name in _CONTENTS and repeats_headings(index)
            found.extend([index] if is_contents else [])
            index = self.nodes[index].end if is_contents else index + 1
        return frozenset(found)

    def id_of(self, heading: int) -> str:
        """The address of a heading within its page: its ``id``, or that of an anchor inside of it."""
        inside = self.nodes[heading : self.nodes[heading].end]
        ids = [inside[0].attributes.get("id", ""), *(n.attributes.get("name", "") for n in inside if n.name == "a")]
        return unquote(next(filter(None, ids), ""))

    def _outermost(self, wanted: Callable[[Node], bool]) -> list[int]:
        found: list[int] = []
        index = 0
        while index < len(self.nodes):
            is_wanted = wanted(self.nodes[index])
            found.extend([index] if is_wanted else [])
            index = self.nodes[index].end if is_wanted else index + 1
        return found

    def _links_to_headings(self) -> frozenset[int]:
        ids = {self.id_of(i) for i in self.headings} - {""}
        titles = set(self.headings.values())
        links = self._outermost(lambda node: node.name == "a" and node.attributes.get("href", "").startswith("#"))
        return frozenset(
            i for i in links if unquote(self.nodes[i].attributes["href"][1:]) in ids or plain(self.nodes, i) in titles
        )

    def _prose(self, links: frozenset[int]) -> list[bool]:
        """Tell of each node whether it shows something that is neither a heading nor a link to one."""
        shows: list[bool] = []
        told_until = 0
        for i, node in enumerate(self.nodes):
            if i in links or i in self.headings or node.name in UNSEEN:
                told_until = max(told_until, node.end)
            is_shown = node.name in MEDIA or node.name in {"pre", "svg"} if node.name else bool(node.text.strip())
            shows.append(is_shown and i >= told_until)
        return shows

    def _among(self, indices: Iterable[int]) -> list[bool]:
        wanted = frozenset(indices)
        return [i in wanted for i in range(len(self.nodes))]


def plain(nodes: tuple[Node, ...], index: int) -> str:
    """Read the text of one element on one line, with its formulas between dollar signs."""
    parts: list[str] = []
    position, end = index + 1, nodes[index].end
    while position < end:
        node = nodes[position]
        formulas = formulas_at(nodes, position) if node.name else None
        parts.extend(f"${formula.tex}$" for formula in formulas or ())
        parts.append(node.text)
        skipped = formulas is not None or node.name in UNSEEN or bool(node.classes & PERMALINKS)
        position = node.end if skipped else position + 1
    return " ".join("".join(parts).split())


def _sums(flags: Iterable[bool]) -> list[int]:
    return list(accumulate(flags, initial=0))
