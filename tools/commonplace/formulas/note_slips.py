r"""Slips of the pen in a reader's note: what its own formulas contradict, whatever any page says.

Each rule needs a second witness in the same note, since a reader may write as he likes; what is told is a question.
It is told in Chinese, and on a second line in English; TeX in it stands between dollar signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"\\left|\\right|\\begin|\\[{}|]")
_LIST = re.compile(r"[A-Za-z]_\{?\d\}?(?:\s*[,，、]\s*[A-Za-z]_\{?\d\}?)+")
_MEMBER = re.compile(r"([A-Za-z])_\{?(\d)\}?")
_DEFINED = re.compile(r"\s*([A-Za-z])_\{?(\d)\}?\s*=")
_NAMED = re.compile(r"\s*([A-Za-z])\s*=\s*([A-Za-z]\([a-z]\))")
_LONE_SIGN = re.compile(r"([A-Za-z])\s*\^\s*\{?\s*-\s*\}?(?=\s*(?:=|$))")
_SYMBOL = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
_ALIKE = {
    r"\alpha": "a", r"\beta": "B", r"\gamma": "y", r"\eta": "n", r"\kappa": "k", r"\mu": "u", r"\nu": "v", r"\rho": "p",
    r"\tau": "t", r"\chi": "x", r"\omega": "w", r"\iota": "i", r"\upsilon": "u",
}  # fmt: skip
"""Greek letters that look like Latin ones."""
_UNICODE = {
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\eta": "η", r"\kappa": "κ", r"\mu": "μ", r"\nu": "ν", r"\rho": "ρ",
    r"\tau": "τ", r"\chi": "χ", r"\omega": "ω", r"\iota": "ι", r"\upsilon": "υ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a formula in its note: the note's formulas, this one too, and its words."""

    formulas: tuple[str, ...] = ()
    words: str = ""

    def others(self, tex: str) -> Iterator[str]:
        """Give the formulas that are not this one."""
        return (each for each in self.formulas if each != tex)


def slip_of(tex: str, note: Note) -> str:
    """Say what looks like a slip of the pen; empty if nothing does."""
    return _unbalanced(tex) or _left_out(tex, note) or _look_alike(tex, note) or _lone_sign(tex, note)


def _unbalanced(tex: str) -> str:
    r"""Say which bracket has no partner. ``[a, b)`` is balanced, and ``a)`` may number an item."""
    if _BRACKET.search(tex) or not re.search(r"[_^\\=]", tex):
        return ""
    opened = 0
    for mark in re.findall(r"[()\[\]]", tex):
        opened += 1 if mark in "([" else -1
        if opened < 0:
            break
    if opened == 0:
        return ""
    return "括号不成对\na bracket has no partner"


def _left_out(tex: str, note: Note) -> str:
    r"""Say that o_4 is defined, though the note lists o_1, o_2, o_3 and no more."""
    defined = _DEFINED.match(tex)
    if not defined:
        return ""
    name, number = defined[1], int(defined[2])
    lists = [_members(each, name) for each in note.others(tex) if _LIST.fullmatch(each.strip())]
    lists = [numbers for numbers in lists if numbers]
    if not lists or any(numbers != list(range(1, number)) for numbers in lists):
        return ""
    if re.search(rf"{name}_?\{{?{number}", note.words) or any(
        re.search(rf"{name}_\{{?(?:{number}|[a-zA-Z])", each) and "dots" in each for each in note.others(tex)
    ):
        return ""
    told = "$" + ",".join(f"{name}_{each}" for each in lists[0]) + "$"
    extra = f"${name}_{number}$"
    return f"笔记里只列出 {told}，没有 {extra}\nthe note lists only these and no {extra}"


def _members(tex: str, name: str) -> list[int]:
    found = _MEMBER.findall(tex)
    return [int(number) for _, number in found] if all(letter == name for letter, _ in found) else []


def _look_alike(tex: str, note: Note) -> str:
    r"""Say that ``\alpha`` is nowhere explained, where the note calls the same value ``a``."""
    sides = tex.split("=")
    others = list(note.others(tex))
    for symbol in dict.fromkeys(_SYMBOL.findall(sides[-1])):
        letter = _ALIKE.get(symbol)
        explained = any(symbol in _SYMBOL.findall(text) for text in (*others, *sides[:-1]))
        if not letter or explained or _UNICODE[symbol] in note.words or len(sides) == 1:
            continue
        for other in others:
            named = _NAMED.match(other)
            if named and named[1] == letter and named[2] in "=".join(sides[:-1]) and letter not in _letters(tex):
                return (
                    f"${symbol}$ 在笔记里没有说明，${named[2]}$ 叫作 ${letter}$\n"
                    f"${symbol}$ is explained nowhere; the note calls ${named[2]}$ ${letter}$"
                )
    return ""


def _letters(tex: str) -> list[str]:
    return [symbol for symbol in _SYMBOL.findall(tex) if len(symbol) == 1]


def _lone_sign(tex: str, note: Note) -> str:
    r"""Ask whether ``y^{-}`` means the ``\hat{y}`` of the same note, unless signs are used on purpose."""
    found = _LONE_SIGN.search(tex)
    if not found:
        return ""
    whole = " ".join(note.others(tex))
    if re.search(r"\^\s*\{?\s*[-+]\s*\}?(?:$|\s|[=,，)])", whole) or re.search(r"\^\s*\{?\s*\+", tex):
        return ""
    accented = re.search(rf"\\(hat|bar|tilde|overline)\s*\{{?\s*{found[1]}\b", whole)
    if not accented:
        return ""
    meant = f"$\\{accented[1]}{{{found[1]}}}$"
    return f"上标只有一个减号，也许是想写 {meant}\nthe superscript is a lone minus, perhaps for {meant}"
