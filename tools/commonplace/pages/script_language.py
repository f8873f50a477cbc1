"""The language that scripts speak: a script of its own, since the page's language tells two of three settings apart."""

from __future__ import annotations

from types import MappingProxyType

from commonplace.language import Language
from commonplace.model import KeptFile

PATH = "assets/language.js"
_SAID = MappingProxyType({"zh": "zh", "en": "en", "both": "zh === en ? zh : `${zh} ${en}`"})


def script_language(language: Language) -> KeptFile:
    """What gives scripts one of two texts, or both, as `Language` gives them to pages."""
    return KeptFile(
        path=PATH,
        text=(
            "/* The language under [site] in commonplace.toml; `commonplace render` writes this file. */\n"
            '"use strict";\n\n'
            f"globalThis.commonplaceSay = (zh, en) => {_SAID[language.code]};\n"
        ),
    )
