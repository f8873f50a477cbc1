"""Formulas in HTML that a math engine rendered: where each stands, and its TeX once.

KaTeX writes every formula three times (MathML, TeX, boxes to look at); MathJax keeps the TeX in a script, an attribute,
or not at all. What is looked for is the engine's mark, not the tool that called it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from commonplace.grammar.html_tree import Node, text_of

_TEX_ENCODINGS = frozenset({"application/x-tex", "TeX", "LaTeX"})
_ROOT_NAMES = frozenset({"eq", "eqn", "math", "mjx-container"})
_KATEX = frozenset({"katex", "katex-display", "katex-block", "katex-error"})
_WITH_DELIMITERS = frozenset({"math", "mathjax-exps", "arithmatex"})  # Pandoc, MPE, Material
_MEDIAWIKI = "mwe-math-element"
_MATH_CODE = frozenset({"language-math", "math-inline", "math-display", "js-render-math"})  # remark, GitHub, GitLab
_GLYPH = re.compile(r"mjx-c([0-9A-F]{2,6})")
_DISPLAYSTYLE = re.compile(r"\{\\(?:display|text)style\s+(.*)\}", re.DOTALL)
_ERROR = re.compile(r"(?:ParseError|KaTeX parse error)\b")
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
_LAST_CHARACTER = 0x10FFFF
_MOST_BETWEEN = 4  # White space, a preview, what is shown
_DISPLAY = frozenset(
    [
        *("katex-display", "katex-block", "display", "MathJax_Display", "MathJax_SVG_Display", "math-display"),
        *("mwe-math-mathml-display", "mwe-math-fallback-image-display"),
    ]
)
_DELIMITERS = (("$$", "$$", True), (r"\[", r"\]", True), (r"\(", r"\)", False), ("$", "$", False))


class RenderedFormula(msgspec.Struct, frozen=True, kw_only=True):
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
    if node.name in {"code", "pre"}:
        return _of_code(nodes, index)
    return _of_siyuan(node) or _of_engine(nodes, index)


def _of_siyuan(node: Node) -> tuple[RenderedFormula, ...]:
    tex = node.attributes.get("data-content", "").strip()
    if not tex or node.attributes.get("data-subtype") != "math":
        return ()
    return (RenderedFormula(tex=tex, display=node.attributes.get("data-type") == "NodeMathBlock"),)


def _of_engine(nodes: tuple[Node, ...], index: int) -> tuple[RenderedFormula, ...] | None:
    node, classes = nodes[index], nodes[index].classes
    if classes & _MATHJAX_2:
        return _of_mathjax_2(nodes, index)
    if "katex-error" in classes:
        return (_failed(nodes, index),)
    if node.name in _ROOT_NAMES or classes & _KATEX or _MEDIAWIKI in classes:
        return _of_root(nodes, index)
    if classes & _WITH_DELIMITERS and node.name in {"span", "div"}:
        return _of_root(nodes, index)
    return None


def _of_code(nodes: tuple[Node, ...], index: int) -> tuple[RenderedFormula, ...] | None:
    """Code that is a formula: its TeX, or what an engine made of it there."""
    marked = [i for i in (index, index + 1) if i < nodes[index].end and nodes[i].classes & _MATH_CODE]
    if not marked:
        return None
    found = _of_root(nodes, index)
    if any(not formula.problem for formula in found):
        return found
    tex = text_of(nodes, index).strip()
    return (RenderedFormula(tex=tex, display=nodes[index].name == "pre" or _is_display(nodes, index)),) if tex else ()


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
    found = [RenderedFormula(tex=_undressed(tex), display=display) for tex in _annotations(nodes, index)]
    return tuple(found + errors) or _without_annotation(nodes, index, display=display)


def _undressed(tex: str) -> str:
    """Take off the style that MediaWiki puts around every formula."""
    dressed = _DISPLAYSTYLE.fullmatch(tex.strip())
    return (dressed[1] if dressed else tex).strip()


def _annotations(nodes: tuple[Node, ...], index: int) -> Iterator[str]:
    for i in range(index, nodes[index].end):
        if nodes[i].name == "annotation" and nodes[i].attributes.get("encoding") in _TEX_ENCODINGS:
            yield text_of(nodes, i)


def _without_annotation(nodes: tuple[Node, ...], index: int, *, display: bool) -> tuple[RenderedFormula, ...]:
    tex = _tex_in_attributes(nodes, index)
    if tex:
        return (RenderedFormula(tex=_undressed(tex), display=display),)
    written, drawn = (_text_in(nodes, index, part) for part in ("katex-mathml", "katex-html"))
    if written and (tex := _cleaned(nodes, index, written, drawn)):
        return (RenderedFormula(tex=tex, display=display),)
    shown = written or text_of(nodes, index).strip() or _glyphs(nodes, index)
    for start, end, is_display in _DELIMITERS:
        if len(shown) > len(start + end) and shown.startswith(start) and shown.endswith(end):
            return (RenderedFormula(tex=shown[len(start) : -len(end)].strip(), display=is_display or display),)
    if not shown:
        return ()
    if "math" in nodes[index].classes and all(not node.name for node in nodes[index + 1 : nodes[index].end]):
        return (RenderedFormula(tex=shown, display=display),)  # Pandoc, for KaTeX to read in the browser
    return (RenderedFormula(tex=" ".join(shown.split()), display=display, problem="the export keeps no TeX of it"),)


def _cleaned(nodes: tuple[Node, ...], index: int, written: str, drawn: str) -> str:
    """The TeX that KaTeX wrote, where a site took the element around it out: bare in the MathML, or behind its text."""
    bare = (i for i in range(index, nodes[index].end) if not nodes[i].name and nodes[nodes[i].parent].name == "math")
    told = " ".join("".join(nodes[i].text for i in bare).split())
    return told or (written.removeprefix(drawn).strip() if drawn and written.startswith(drawn) else "")


def _text_in(nodes: tuple[Node, ...], index: int, name: str) -> str:
    """The characters of the first element of a class, without those of no width."""
    found = next((i for i in range(index, nodes[index].end) if name in nodes[i].classes), None)
    return "" if found is None else text_of(nodes, found).replace("\u200b", "").strip()


def _glyphs(nodes: tuple[Node, ...], index: int) -> str:
    """The characters that MathJax 3 draws, which it names in classes or attributes and does not write."""
    if _script_follows(nodes, index):
        return ""
    within = nodes[index + 1 : nodes[index].end]
    codes = [code for node in within if (code := _glyph_of(node))]
    return "".join(chr(int(code, 16)) for code in codes if int(code, 16) <= _LAST_CHARACTER)


def _glyph_of(node: Node) -> str:
    named = _GLYPH.search(node.attributes.get("class", "")) if node.name == "mjx-c" else None
    return named[1] if named else node.attributes.get("data-c", "") if node.name in {"use", "path"} else ""


def _tex_in_attributes(nodes: tuple[Node, ...], index: int) -> str:
    """MathJax 4 writes ``data-latex``, LaTeXML ``alttext``, MediaWiki ``alt``; the outermost is the whole formula."""
    names = ("data-latex", "data-math-source", "alttext", *(("alt",) if _MEDIAWIKI in nodes[index].classes else ()))
    attributes = (nodes[i].attributes for i in range(index, nodes[index].end))
    return next((tex for a in attributes for name in names if (tex := (a.get(name) or "").strip())), "")


def _failed(nodes: tuple[Node, ...], index: int) -> RenderedFormula:
    titled, shown = nodes[index].attributes.get("title", "").strip(), text_of(nodes, index).strip()
    # KaTeX shows the formula and titles it with the error; its plugins for Markdown do the reverse.
    tex, problem = (titled, shown) if titled and _ERROR.match(shown) and not _ERROR.match(titled) else (shown, titled)
    problem = problem or "KaTeX could not read it"
    return RenderedFormula(tex=tex, display=_is_display(nodes, index), problem=problem)


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
