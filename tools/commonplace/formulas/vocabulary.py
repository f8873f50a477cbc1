"""The commands of TeX that the house notation knows: what is the same, what is nothing, what is a letter or a mark."""

from __future__ import annotations

import re
from collections.abc import Mapping

SYNONYMS: Mapping[str, str] = {
    r"\geq": r"\ge", r"\geqslant": r"\ge", "≥": r"\ge", r"\leq": r"\le", r"\leqslant": r"\le", "≤": r"\le",
    r"\neq": r"\ne", "≠": r"\ne", r"\lt": "<", r"\gt": ">", r"\gets": r"\leftarrow", "←": r"\leftarrow",
    r"\rightarrow": r"\to", "→": r"\to", r"\coloneqq": ":=", r"\triangleq": ":=", r"\equiv": "=", "≈": r"\approx",
    "∼": r"\sim", r"\vert": "|", r"\Vert": r"\|", "‖": r"\|", r"\lbrack": "[", r"\rbrack": "]", r"\lbrace": r"\{",
    r"\rbrace": r"\}", r"\ast": "*", "·": r"\cdot", "⋅": r"\cdot", "×": r"\times", "⊙": r"\odot", r"\circledcirc":
    r"\odot", "∘": r"\circ", "−": "-", "–": "-", "∂": r"\partial", "∇": r"\nabla", "∞": r"\infty", "∑": r"\sum",
    "∏": r"\prod", "∈": r"\in", r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\dots": r"\ldots", r"\cdots": r"\ldots",
    r"\dotsc": r"\ldots", r"\dotsb": r"\ldots", "…": r"\ldots", "⋯": r"\ldots", r"\prime": "'", "′": "'", r"\top": "T",
    r"\intercal": "T", r"\qquad": r"\quad", r"\Leftrightarrow": r"\iff", r"\Longleftrightarrow": r"\iff",
    "⇔": r"\iff", r"\sup": r"\max",
    r"\inf": r"\min", r"\hdots": r"\ldots", r"\dotsm": r"\ldots", r"\dotsi": r"\ldots", r"\doteq": ":=",
    r"\defeq": ":=", r"\vdots": r"\ldots",
    r"\colon": ":", "⊗": r"\otimes", "±": r"\pm", "∓": r"\mp",
    "∫": r"\int", "√": r"\sqrt", r"\bigcdot": r"\cdot", r"\bullet": r"\cdot", "⟨": r"\langle",
    "⟩": r"\rangle", r"\star": "*", r"\argmax": r"\mathrm{argmax}", r"\argmin": r"\mathrm{argmin}", "π": r"\pi",
}  # fmt: skip

NOTHING = frozenset({
    r"\,", r"\;", r"\:", r"\!", r"\>", r"\ ", "~", r"\thinspace", r"\medspace", r"\thickspace", r"\displaystyle",
    r"\textstyle", r"\scriptstyle", r"\limits", r"\nolimits", r"\nonumber", r"\notag", r"\middle", r"\mathopen",
    r"\mathclose", r"\bf", r"\rm", r"\it", r"\cal", r"\sf", r"\boldmath", r"\boxed", r"\ensuremath", r"\mathrel",
    r"\mathbin", r"\mathstrut", r"\allowbreak", "\u00a0", "\u3000",
})  # fmt: skip
"""Commands that say nothing about the value."""

SIZES = re.compile(r"\\(?:left|right|(?:big|Big|bigg|Bigg)([lrm]?))")
BARS: Mapping[str, tuple[str, str]] = {"|": (r"\lvert", r"\rvert"), r"\|": (r"\lVert", r"\rVert")}
ROMAN = "mathrm|operatorname|text|textrm|mathit|mathsf|mathtt|mbox|textit"
STYLES = "mathds|mathbbm|pmb|mathbf|boldsymbol|bm|mathcal|mathscr|mathfrak|vec|mathbb"
ACCENTS = "underline|hat|widehat|bar|overline|tilde|widetilde|dot|ddot|check|breve|mathring"

GREEK = re.compile(
    r"\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|(?:var)?pi"
    r"|(?:var)?rho|(?:var)?sigma|tau|upsilon|(?:var)?phi|chi|psi|omega"
    r"|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega|ell|hbar|imath|jmath|aleph)"
)
"""Letters that are commands."""

FUNCTIONS = frozenset({
    "exp", "ln", "log", "lg", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin",
    "arccos",
    "arctan", "max", "min", "arg", "det",
})  # fmt: skip
"""Commands of TeX that name a function."""

INDICATORS = frozenset({r"\mathbb{1}", r"\mathbb{I}", r"\mathbf{1}", r"\boldsymbol{1}", r"\mathds{1}", r"\mathbbm{1}"})
"""What an indicator is called, unless it is declared as something else."""

WORDS: Mapping[str, str] = {
    "Tr": "tr", "trace": "tr", "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh", "arg max": "argmax",
    "arg min": "argmin",
}  # fmt: skip
"""Words in roman that are other ones."""

ROMAN_FUNCTIONS = FUNCTIONS | {
    "argmax",
    "argmin",
    "tr",
    "sgn",
    "sign",
    "diag",
    "erf",
    "arsinh",
    "arcosh",
    "artanh",
    "floor",
    "ceil",
}
"""Words in roman that name a function."""

GRAMMAR = frozenset({
    r"\frac", r"\sqrt", r"\sum", r"\prod", r"\lim", r"\nabla", r"\partial", r"\infty", r"\cdot", r"\odot", r"\times",
    r"\circ", r"\ldots", r"\to", r"\ge", r"\le", r"\ne", r"\approx", r"\sim", r"\leftarrow", r"\in", r"\lvert",
    r"\rvert", r"\lVert", r"\rVert", r"\|", r"\langle", r"\rangle", r"\{", r"\}", r"\\", r"\quad", r"\mid", r"\binom",
    r"\mathbb{1}", r"\int", r"\over", r"\choose", r"\pm", r"\mp", r"\forall", r"\otimes", r"\oslash", r"\div", r"\iff",
    r"\notin", r"\lfloor", r"\rfloor", r"\lceil", r"\rceil", r"\dagger", r"\bmod", r"\substack", "+", "-", "*", "/",
    "=", ":=", "<", ">", "(", ")", "[", "]", "{", "}", "|", ",", ";", ":", "^",
    "_", "'", "!", "&", ".",
})  # fmt: skip
"""Marks that the parser knows."""

ARGUMENTS: Mapping[str, int] = {
    "^": 1, "_": 1, r"\frac": 2, r"\binom": 2, r"\sqrt": 1, r"\underset": 2, r"\overset": 2, r"\stackrel": 2,
    r"\mathop": 1,
    r"\underbrace": 1, r"\overbrace": 1,
}  # fmt: skip
"""How many arguments in braces follow a mark."""
