"""Formulas in HTML that a math engine rendered: where each stands, and its TeX once.

KaTeX writes every formula three times (MathML, TeX, boxes to look at); MathJax keeps the TeX in a script, an attribute,
or not at all. What is looked for is the engine's mark, not the tool that called it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonplace.grammar.html_tree import Node, text_of

_TEX_ENCODINGS = frozenset({"application/x-tex", "TeX", "LaTeX"})
_ROOT_NAMES = frozenset({"eq", "eqn", "math", "mjx-container"})
_KATEX = frozenset({"katex", "katex-display", "katex-block", "katex-error"})
_WITH_DELIMITERS = frozenset({"math", "mathjax-exps", "arithmatex"})  # Pandoc, MPE, Material
_MATHJAX_2 = frozenset(
    [
        "MathJax",
        "MathJax_Display",
        "MathJax_SVG",
        "MathJax_SVG_Display",
        "MathJax_CHTML",
        "MathJax_MathML",
        "MathJax_Preview",
        "mjx-chtml",
        "MJXc-display",
    ]
)
_MOST_BETWEEN = 4  # White space, a preview, what is shown
_DISPLAY = frozenset({"katex-display", "katex-block", "display", "MathJax_Display", "MathJax_SVG_Display"})
_DELIMITERS = (("$$", "$$", True), (r"\[", r"\]", True), (r"\(", r"\)", False), ("$", "$", False))


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFormula:
    """One formula as an engine rendered it.

    Attributes
    ----------
    tex : str
        Its TeX; where the engine kept none, the characters that it shows.
    problem : str
        Why `tex` is not TeX that can be trusted: the engine's own error, or that none was kept.
    """

    tex: str
    display: bool
    problem: str = ""


def formulas_at(nodes: tuple[Node, ...], index: int) -> tuple[RenderedFormula, ...] | None:
    """Read the formula that the element at `index` is the outermost mark of; None if it is no such mark.

    Empty for what an engine shows of a formula whose TeX stands beside it.
    """
    node = nodes[index]
    if node.name == "script":
        return _of_script(node, text_of(nodes, index))
    classes = node.classes
    if classes & _MATHJAX_2:
        return _of_mathjax_2(nodes, index)
    if "katex-error" in classes:
        return (_failed(nodes, index),)
    if node.name in _ROOT_NAMES or classes & _KATEX:
        return _of_root(nodes, index)
    if classes & _WITH_DELIMITERS and node.name in {"span", "div"}:
        return _of_root(nodes, index)
    return None


def _of_script(node: Node, tex: str) -> tuple[RenderedFormula, ...] | None:
    kind = node.attributes.get("type", "").lower()
    if not kind.startswith("math/tex"):
        return None
    return (RenderedFormula(tex=tex.strip(), display="mode=display" in kind.replace(" ", "")),)


def _of_mathjax_2(nodes: tuple[Node, ...], index: int) -> tuple[RenderedFormula, ...]:
    """The TeX of MathJax 2 follows what it shows, in a script; without the script it is lost."""
    if "MathJax_Preview" in nodes[index].classes or _script_follows(nodes, index):
        return ()
    return _of_root(nodes, index)


def _script_follows(nodes: tuple[Node, ...], index: int) -> bool:
    after = nodes[index].end
    for _ in range(_MOST_BETWEEN):
        if after < len(nodes) and (nodes[after].classes & _MATHJAX_2 or not nodes[after].name):
            after = nodes[after].end
    return after < len(nodes) and _of_script(nodes[after], "") is not None


def _of_root(nodes: tuple[Node, ...], index: int) -> tuple[RenderedFormula, ...]:
    display = _is_display(nodes, index)
    errors = [
        _failed(nodes, i) for i in range(index + 1, nodes[index].end) if "katex-error" in nodes[i].classes
    ]  # Within <eq>
    found = [RenderedFormula(tex=tex.strip(), display=display) for tex in _annotations(nodes, index)]
    return tuple(found + errors) or _without_annotation(nodes, index, display=display)


def _annotations(nodes: tuple[Node, ...], index: int) -> Iterator[str]:
    for i in range(index, nodes[index].end):
        if nodes[i].name == "annotation" and nodes[i].attributes.get("encoding") in _TEX_ENCODINGS:
            yield text_of(nodes, i)


def _without_annotation(nodes: tuple[Node, ...], index: int, *, display: bool) -> tuple[RenderedFormula, ...]:
    tex = _tex_in_attributes(nodes, index)
    if tex:
        return (RenderedFormula(tex=tex, display=display),)
    shown = text_of(nodes, index).strip()
    for start, end, is_display in _DELIMITERS:
        if len(shown) > len(start + end) and shown.startswith(start) and shown.endswith(end):
            return (RenderedFormula(tex=shown[len(start) : -len(end)].strip(), display=is_display or display),)
    if not shown:
        return ()
    return (RenderedFormula(tex=" ".join(shown.split()), display=display, problem="the export keeps no TeX of it"),)


def _tex_in_attributes(nodes: tuple[Node, ...], index: int) -> str:
    """MathJax 4 writes ``data-latex``, LaTeXML ``alttext``; the outermost one is the whole formula."""
    attributes = (nodes[i].attributes for i in range(index, nodes[index].end))
    return next((tex for a in attributes if (tex := (a.get("data-latex") or a.get("alttext") or "").strip())), "")


def _failed(nodes: tuple[Node, ...], index: int) -> RenderedFormula:
    node = nodes[index]
    problem = node.attributes.get("title", "").strip() or "KaTeX could not read it"
    return RenderedFormula(tex=text_of(nodes, index).strip(), display=_is_display(nodes, index), problem=problem)


def _is_display(nodes: tuple[Node, ...], index: int) -> bool:
    """Whether the mark itself, one inside of it or the one that holds it says so."""
    around = (nodes[index].parent,) if nodes[index].parent >= 0 else ()
    return any(_says_display(nodes[i]) for i in (*around, *range(index, nodes[index].end)))


def _says_display(node: Node) -> bool:
    attributes = node.attributes
    return (
        node.name == "eqn"
        or bool(node.classes & _DISPLAY)
        or attributes.get("display") in {"block", "true"}
        or "mathjax-block" in node.classes
    )
