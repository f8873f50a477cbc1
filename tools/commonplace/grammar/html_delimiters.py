r"""TeX that a page leaves to a math engine in the browser: between delimiters, in the text itself.

Jupyter, Jekyll, Hugo and many more write ``\(…\)`` or ``$…$`` and load MathJax or KaTeX, which typesets it when the
page is shown. A page that loads neither says nothing of mathematics by a dollar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.html_formulas import RenderedFormula
from commonplace.grammar.html_tree import Node, parse_html

_LOADS = re.compile(r"<script\b[^<>]{0,300}(?:mathjax|katex[^<>\"']{0,60}auto-render)", re.IGNORECASE)
_DOLLAR_IS_ONE = re.compile(r"inlineMath\W{1,30}?\$|left[\"']?\s*:\s*[\"']\$[\"']")
_UNREAD = frozenset({"script", "style", "pre", "code", "textarea"})
# No more than a long formula is looked through for its end, and none begins in another.
_ROUND = r"\\\((?P<round>(?:(?!\\[()]).)+)\\\)"
_SQUARE = r"\\\[(?P<square>.{1,4000}?)\\\]"
_DOUBLE = r"\$\$(?P<double>[^$]+)\$\$"
_NAMES = r"(?P<name>(?:equation|align|alignat|gather|multline|eqnarray|flalign)\*?)"
_ENVIRONMENT = rf"(?P<environment>\\begin\{{{_NAMES}\}}.{{1,4000}}?\\end\{{(?P=name)\}})"
_DELIMITED = f"{_ROUND}|{_SQUARE}|{_DOUBLE}|{_ENVIRONMENT}"
_DOLLAR = r"(?<![\\$\w])\$(?P<single>[^\s$](?:[^$\n]*?[^\s$\\])?)\$(?![$\d])"
_PLAIN = re.compile(_DELIMITED, re.DOTALL)
_WITH_DOLLAR = re.compile(f"{_DELIMITED}|{_DOLLAR}", re.DOTALL)


def delimiters_of(page: str) -> re.Pattern[str] | None:
    """Find what delimits TeX in the text of a page; None if nothing there is left to an engine."""
    if not _LOADS.search(page):
        return None
    delimiters = _WITH_DOLLAR if _DOLLAR_IS_ONE.search(page) else _PLAIN
    return delimiters if any(map(delimiters.search, _texts(parse_html(page)))) else None


def _texts(nodes: tuple[Node, ...]) -> Iterator[str]:
    index = 0
    while index < len(nodes):
        node = nodes[index]
        if not node.name:
            yield node.text
        index = node.end if node.name in _UNREAD else index + 1


def parted_at(delimiters: re.Pattern[str], text: str) -> Iterator[str | RenderedFormula]:
    r"""Part text from the formulas in it.

    Examples
    --------
    >>> [part if isinstance(part, str) else part.tex for part in parted_at(_PLAIN, r"the slope \(f'\) of")]
    ['the slope ', "f'", ' of']
    """
    position = 0
    for found in delimiters.finditer(text):
        told = {name: words for name, words in found.groupdict().items() if words is not None and name != "name"}
        (kind, tex), *_ = told.items()
        yield text[position : found.start()]
        yield RenderedFormula(tex=tex.strip(), display=kind not in {"round", "single"})
        position = found.end()
    yield text[position:]
