r"""How to write what is not read: for each construct what to do instead, with an example that is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from commonplace.formulas.vocabulary import ARGUMENTS, FUNCTIONS, GRAMMAR, GREEK, SYNONYMS

_LEAST_LIKE = 0.7


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and an example, which the tests read with the symbols of the page of the house notation."""

    words: str
    example: str

    def __str__(self) -> str:
        return f"{self.words} For example: {self.example}"


_INTEGRAL = Advice(
    "Write integrals of one variable, with their bounds, or declare the whole as one symbol.", r"\int_0^1 h^2\,dh"
)
_SETS = Advice("Declare a set as set[n] and sum over it, or state a condition in the range.", r"\sum_{i : x_i > 0} x_i")
_LOGIC = Advice("Conditions stand in cases, ranges and indicators.", r"\mathbb{1}[a > b]\,\mathbb{1}[b > 0]")
_PROPORTIONAL = Advice("Write = and the factor.", r"\frac{e^{x_i}}{\sum_j e^{x_j}}")
_RIGHT_ANGLE = Advice("Write that the inner product is 0.", r"x \cdot y")
_MATRIX = Advice("Name the entries instead.", r"A_{pi}")
_PLUS = Advice("Write + or \\odot, which are read.", r"x \odot y")
_ORDER = Advice("Write < or >.", r"\mathbb{1}[a < b]")
_TYPE = Advice("What a symbol is goes into its type, such as vector[n].", r"x \cdot y")
_DEGREES = Advice("Write angles in radians.", r"\sin\frac{a\pi}{180}")
_PERCENT = Advice("Write a fraction.", r"\frac{a}{100}")
_CHINESE = Advice("Inside of formulas, write the ASCII sign.", "(a, b)")
_POWER = Advice("Write powers with ^.", "a^2 + b^3")
_DOTS = Advice("Write the first, perhaps the second, the dots, and the last.", r"x_1 + \cdots + x_n")
_STATEMENT = Advice("Write a formula without prose; what explains it goes beside it.", "a + b")

ADVICE: Mapping[str, Advice] = (
    dict.fromkeys((r"\oint", r"\iint", r"\iiint", r"\idotsint"), _INTEGRAL)
    | dict.fromkeys(
        (r"\cup", r"\cap", r"\bigcup", r"\bigcap", r"\setminus", r"\emptyset", r"\varnothing", r"\subset",
         r"\subseteq"),
        _SETS,
    )
    | dict.fromkeys(
        (r"\land", r"\lor", r"\neg", r"\lnot", r"\wedge", r"\vee", r"\exists", r"\implies", r"\Rightarrow", r"\because",
         r"\therefore", r"\Leftarrow"),
        _LOGIC,
    )
    | dict.fromkeys((r"\oplus", r"\bigoplus", r"\ominus", r"\circledast", r"\amalg", r"\uplus"), _PLUS)
    | dict.fromkeys((r"\perp", r"\bot"), _RIGHT_ANGLE)
    | dict.fromkeys((r"\ll", r"\gg", r"\prec", r"\succ", r"\preceq", r"\succeq", r"\lesssim", r"\gtrsim"), _ORDER)
    | dict.fromkeys(("，", "；", "（", "）", "＝", "：", "。", "、"), _CHINESE)
    | dict.fromkeys(("²", "³"), _POWER)
    | dict.fromkeys((r"\degree", "°"), _DEGREES)
    | dict.fromkeys((r"\Re", r"\Im", r"\subsetneq"), _TYPE)
    | dict.fromkeys(('"', "“", "”", "?", "？", "\\$", "$", "#", "@", r"\#", "`"), _STATEMENT)
    | {r"\propto": _PROPORTIONAL, r"\ddots": _MATRIX, r"\%": _PERCENT, r"\iddots": _MATRIX, r"\adots": _DOTS}
)  # fmt: skip
"""By what stands there."""

_KNOWN = sorted(
    {text for text in (*GRAMMAR, *ARGUMENTS, *SYNONYMS) if re.fullmatch(r"\\[A-Za-z]{2,}", text)}
    | {"\\" + name for name in FUNCTIONS}
    | {"\\" + name.replace("(?:var)?", "") for name in re.findall(r"[|:]((?:\(\?:var\)\?)?[A-Za-z]+)", GREEK.pattern)}
)


def advice_on(text: str) -> str:
    """Say what to write instead of a sign or command that is not read."""
    if text in ADVICE:
        return str(ADVICE[text])
    alike = get_close_matches(text, _KNOWN, n=1, cutoff=_LEAST_LIKE) if len(text) > 2 else []  # noqa: PLR2004 - \x is no word
    if alike:
        return f"Is {alike[0]} meant? Otherwise declare {text} as a symbol, or see the house notation for what is read."
    if text.startswith("\\begin"):
        return "Write the formula without this environment; cases, matrix, pmatrix, bmatrix and aligned are read."
    return f"Declare {text} as a symbol, alone or in a longer name, or see the house notation for what is read."
