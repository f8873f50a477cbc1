"""The language of the interface: what the tool says on pages, in Chinese, in English, or in both.

What is said stands in both languages where it is said, so nothing can be missing from a table::

    say("摘录", "Passages")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, get_args

import msgspec

Code: TypeAlias = Literal["zh", "en", "both"]
CODES: tuple[Code, ...] = get_args(Code)


class Language(msgspec.Struct, frozen=True):
    """Says things in the language that the owner chose.

    Parameters
    ----------
    code
        ``zh``, ``en``, or ``both``: Chinese, then English.
    """

    code: Code = "both"

    def __call__(self, zh: str, en: str) -> str:
        """One of two texts, or both; once if they are the same."""
        return {"zh": zh, "en": en, "both": zh if zh == en else f"{zh} {en}"}[self.code]

    def listed(self, things: Iterable[str]) -> str:
        """Things one after the other, with the mark between them that the language uses; names in both end in Latin."""
        return ("、" if self.code == "zh" else ", ").join(things)

    @property
    def theme(self) -> str:
        """The language of the theme and of the page as a whole."""
        return "en" if self.code == "en" else "zh"

    def title(self, title: str, names: Mapping[str, str]) -> str:
        """The part of a concept's title that is in this language: its names, in the title's own spelling."""
        zh, en = names.get("zh", ""), names.get("en", "")
        if self.code == "both" or not (zh and en):
            return title
        if self.code == "zh":
            return zh
        rest = title.removeprefix(zh).strip()
        return rest if rest != title and rest else en

    def of(self, told: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        """The texts of a mapping by language that are to be shown, each with its language; all if none fits."""
        fitting = [(code, text) for code, text in told.items() if self.code in ("both", code)]
        return fitting or list(told.items())
