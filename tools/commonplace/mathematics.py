r"""TeX to MathML while the site is built: no script in the reader's browser, and bad TeX is an error, not a red box.

math-core does the work. This module keeps it from what it cannot bear (deep nesting ends the whole process in its
recursive parser), says where its errors are, and makes its output fit a page that allows no inline styles.
"""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as ET

from math_core import LatexError, LatexToMathML

from commonplace.errors import CommonplaceError

LONGEST = 5_000
# With the 8 MB stack of a main thread, math-core 0.9 dies beyond 1,600 nested groups of the dearest kind (\frac); what
# nests without braces (\hat\hat…) is cheaper, and there is no room for as much of it in LONGEST characters.
DEEPEST = 60
DEEPEST_ELEMENT = 250

# math-core 0.9 looks for the end of each open bracket anew for each that is open: twice as long for each one more.
MOST_OPEN_BRACKETS = 12

_CONVERTER = LatexToMathML(fancy_error=False, id_prefix="tex-")
_MESSAGE = re.compile(r"(\d+): (.*)", re.DOTALL)
_GROUP = re.compile(r"\\(?P<open>(?:begin|left)(?![A-Za-z]))|\\(?:end|right)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_BRACKET = re.compile(
    r"\\(?P<end>right|end)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)?|\\(?P<begin>left|begin)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)?"
    r"|(?P<cell>\\\\|&)|\\(?:[A-Za-z]+|.)|[{}\[\]()]",
    re.DOTALL,
)
# math-core shows the length as text.
_ROW_SPACING = re.compile(r"(?<=\\\\)\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mu|mm|cm|in|pc)\s*\]")
_HTML_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]+;")
_ELEMENT = re.compile(r"<(?P<end>/)?[^<>]*?(?P<empty>/)?>")
_COLOUR = re.compile(r"color:\s*(#[0-9A-Fa-f]{6})")
_PRIMES = "\u2032\u2033\u2034\u2057"

STYLES = frozenset(
    {
        *("text-align:left", "text-align:right", "justify-items:start", "justify-items:end"),
        *("padding-left:0", "padding-right:0", "padding-top:0", "padding-bottom:0"),
        *("padding-left:0.1em", "padding-right:0.1em", "padding-left:1em", "padding-top:0.1667em"),
        *("padding-right:0.1667em", "padding-left:0.2778em", "padding-right:0.2778em"),
        *("border-left:0.05em solid currentcolor", "border-left:0.05em dashed currentcolor"),
        *("border-right:0.05em solid currentcolor", "border-right:0.05em dashed currentcolor"),
        *("border-top:0.05em solid currentcolor", "border-top:0.05em dashed currentcolor"),
        *("margin-left:-0.16666667em", "margin-left:-0.22222222em", "margin-left:-0.2777778em"),
        *("width:100%", "width:50%", "width:7.5%", "math-shift:compact", "font-variant-caps:small-caps"),
    }
)
"""What math-core says in `style` attributes and the style sheet says for the class `style_class` of it."""

_HINTS = {
    r"\tag": "leave the number out, or name the formula in the text",
    r"\substack": r"write \begin{subarray}{c}…\end{subarray}",
    r"\begin{split}": r"write \begin{aligned}…\end{aligned}",
    "Unknown environment": "use one of aligned, cases, array, matrix, pmatrix, bmatrix, vmatrix, gathered",
    "Unknown command": r"write it with commands of LaTeX and amsmath, or as \operatorname{…} or \text{…}",
    "Math mode within text mode": r"close \text{…} before the formula and open it again after",
    "table-like environment": r"write \& for the sign, or put the rows between \begin{aligned} and \end{aligned}",
    "Expected closing token": "close every brace and environment that is opened",
}


class TexError(CommonplaceError):
    """TeX that cannot be shown.

    Parameters
    ----------
    problem : str
        What is wrong.
    position : int
        The character of `tex`, counted from 0, at which it is wrong.
    tex : str
        The whole formula; the message shows its line with a mark under the place.
    hint : str
        What to write instead.
    """

    def __init__(self, problem: str, position: int, *, tex: str = "", hint: str = "") -> None:
        shown = _pointed(tex, position) if tex else ""
        super().__init__(problem, hint="\n  ".join(part for part in (shown, hint) if part))
        self.position = position


def to_html(tex: str, *, display: bool) -> str:
    """Wrap what `to_mathml` makes of `tex` so that the site can lay it out: a long formula scrolls by itself."""
    kind = "cp-math cp-math--display" if display else "cp-math"
    return f'<span class="{kind}">{to_mathml(tex, display=display)}</span>'


def to_mathml(tex: str, *, display: bool) -> str:
    r"""Write `tex`, without its delimiters, as one line of MathML.

    Parameters
    ----------
    tex : str
        A formula in LaTeX with amsmath; Chinese may stand in ``\text{…}``.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str
        A ``math`` element. Its attribute ``alttext`` holds the TeX: an ``annotation`` would be text of the page, and so
        get into titles and addresses of headings.

    Raises
    ------
    TexError
        If it is not TeX that can be shown; it says where.
    """
    _refuse_what_is_too_much(tex)
    mathml = _converted(tex, display=display)
    _refuse_deep_elements(mathml)
    math = _parsed(mathml, tex)
    for element in math.iter():
        _put_classes_for_styles(element, tex)
        if element.tag == "mo" and element.text and not element.text.strip(_PRIMES):
            element.set("class", "tex-prime")
    math.set("alttext", " ".join(tex.split()))
    return ET.tostring(math, encoding="unicode", short_empty_elements=False)


def style_class(declaration: str) -> str:
    """Name the class that stands for one of `STYLES`."""
    return "tex-" + re.sub(r"[^a-z0-9%-]", "_", declaration).replace("%", "-percent")


def _refuse_what_is_too_much(tex: str) -> None:
    if len(tex) > LONGEST:
        raise TexError(f"A formula of more than {LONGEST:,} characters", LONGEST, hint="split it")
    depth = 0
    for match in _GROUP.finditer(tex):
        depth += _step(match)
        if depth > DEEPEST:
            raise TexError(f"More than {DEEPEST} groups inside each other", match.start(), hint="split the formula")
    if _never_closed(tex) > MOST_OPEN_BRACKETS:
        problem = f"More than {MOST_OPEN_BRACKETS} brackets that are opened and never closed"
        raise TexError(problem, 0, hint="close them, or write them as \\lbrack and \\lparen")


def _never_closed(tex: str) -> int:
    """How many ``[`` and ``(`` have no bracket behind them, in their group and cell, that closes them."""
    unclosed, groups = 0, [0]
    for match in _BRACKET.finditer(tex):
        bracket = match[0]
        if bracket in ("[", "("):
            groups[-1] += 1
        elif bracket in ("]", ")"):
            groups[-1] = max(0, groups[-1] - 1)
        elif bracket == "{" or match["begin"]:
            groups.append(0)
        elif bracket == "}" or match["end"]:
            unclosed += groups.pop()
            groups = groups or [0]
        elif match["cell"]:
            unclosed += groups[-1]
            groups[-1] = 0
    return unclosed + sum(groups)


def _step(match: re.Match[str]) -> int:
    """Return 1 if a group opens, -1 if one closes."""
    if match["open"] or match[0] == "{":
        return 1
    return -1 if match[0] == "}" or match[0] in {r"\end", r"\right"} else 0


def _refuse_deep_elements(mathml: str) -> None:
    """Refuse what nests without braces, too: browsers cut deep trees, and Python's writer is recursive."""
    depth = 0
    for match in _ELEMENT.finditer(mathml):
        depth += -1 if match["end"] else not match["empty"]
        if depth > DEEPEST_ELEMENT:
            raise TexError("Too many commands inside each other", 0, hint="split the formula")


def _converted(tex: str, *, display: bool) -> str:
    without_spacing = _ROW_SPACING.sub(lambda match: " " * len(match[0]), tex)
    try:
        return _CONVERTER.convert_with_local_state(without_spacing, displaystyle=display)
    except LatexError as error:
        raise _error(str(error), tex) from None
    except UnicodeEncodeError as error:
        raise TexError("Half of a character, which UTF-8 cannot hold", error.start) from None


def _error(message: str, tex: str) -> TexError:
    match = _MESSAGE.match(message)
    position, problem = (int(match[1]), match[2]) if match else (0, message)
    around = f"{problem} {tex[position:]}"
    hint = next((hint for words, hint in _HINTS.items() if around.startswith(words) or words in problem), "")
    return TexError(problem.rstrip("."), min(position, len(tex)), tex=tex, hint=hint)


def _parsed(mathml: str, tex: str) -> ET.Element:
    """Read what math-core wrote: XML but for the names of two or three invisible operators."""
    try:
        return ET.fromstring(_HTML_ENTITY.sub(lambda match: html.unescape(match[0]), mathml))  # noqa: S314 - not foreign
    except ET.ParseError:
        raise TexError("A character that may not stand in a page", _first_control(tex), tex=tex) from None


def _first_control(tex: str) -> int:
    controls = (at for at, character in enumerate(tex) if unicodedata.category(character) in {"Cc", "Cn"})
    return next((at for at in controls if tex[at] not in "\t\n"), 0)


def _put_classes_for_styles(element: ET.Element, tex: str) -> None:
    style = element.attrib.pop("style", "")
    if not style:
        return
    if colour := _COLOUR.fullmatch(style.strip("; ")):
        element.set("mathcolor", colour[1])
        return
    declarations = [re.sub(r":\s+", ":", part.strip()) for part in style.split(";") if part.strip()]
    if unknown := [declaration for declaration in declarations if declaration not in STYLES]:
        raise TexError(
            f"A size or space that the site has no style for ({unknown[0]})", 0, tex=tex, hint="leave it out"
        )
    known = element.get("class", "").split()
    element.set("class", " ".join([*known, *map(style_class, declarations)]))


def _pointed(tex: str, position: int) -> str:
    """Show the line of `tex` that holds `position`, and a mark under it."""
    before = tex[:position].rpartition("\n")[2]
    line = before + tex[position:].partition("\n")[0]
    blank = "".join("\u3000" if unicodedata.east_asian_width(character) in "WF" else " " for character in before)
    return f"{line}\n  {blank}^"
