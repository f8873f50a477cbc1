r"""How texts, names and TeX are cut into words of the index; ``search.js`` cuts what is typed in the same way.

Pagefind takes for a word what stands between spaces, and finds words by their beginning. So Chinese is written as
pairs that overlap, 下降法 as ``下降 降法 法``, and what is typed is looked for as a phrase of pairs: every part of a
text is found, no dictionary has to agree with another, and a pair is rare enough for its part of the index to be small.
The text can be read again from the first character of each pair. Words that nobody types begin with ``zq``:

=============== ====================================================
``zqn…``        a name of the page, its pinyin, its initials: found first
``zqs…``        pinyin from within a name: 下降 in 梯度下降法
``zqt…``        a command or letter of TeX: ``\log \hat y`` is a phrase of three
``zqo…``        the same in a formula that is the page's own
``zql…``        the same on the left of one: what the page's formula says something of
``zqend``       ends what is text of the page
=============== ====================================================
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from pypinyin import Style, lazy_pinyin, load_phrases_dict

END = "zqend"
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_READ_OTHERWISE = {"泰勒": "tài lè", "步长": "bù cháng", "步長": "bù cháng"}
"""Words of this field that pypinyin does not know, and so reads character by character."""
load_phrases_dict({word: [[syllable] for syllable in told.split()] for word, told in _READ_OTHERWISE.items()})
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_TEX = re.compile(r"\\([A-Za-z]+)|([A-Za-z0-9])")
_TEX_LAYOUT = frozenset(("left", "right", "quad", "qquad", "begin", "end", "mathrm", "mathbf", "text", "operatorname"))


def spaced(text: str) -> str:
    """`text` with its Chinese as pairs, each a word of its own."""
    return _HAN_RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))}", text)


def name_words(names: Iterable[str]) -> list[str]:
    """The words by which a page of these names is found, each once."""
    return list(dict.fromkeys(word for name in names for word in _words_of_name(name)))


def tex_words(tex: str, *, mark: str) -> str:
    """The commands and letters of a formula as a phrase, each word beginning with `mark`."""
    found = (match[1] or match[2] for match in _TEX.finditer(html.unescape(tex)))
    return " ".join(f"{mark}{word}" for word in found if word not in _TEX_LAYOUT)


def key(name: str) -> str:
    """`name` as one word of letters that Pagefind leaves as they are: width, case, spaces and punctuation are gone."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return "".join(c if c.isascii() else f"x{ord(c):04x}" for c in plain if unicodedata.category(c)[0] in "LN")


def _pairs(run: str) -> Iterator[str]:
    return (run[start : start + 2] for start in range(len(run)))


def _words_of_name(name: str) -> Iterator[str]:
    if not (plain := key(name)):
        return
    yield f"zqn{plain}"
    if not _HAN_RUN.search(name):
        return
    syllables = [key(syllable) for syllable in lazy_pinyin(name)]
    yield f"zqn{''.join(syllables)}"
    yield f"zqn{''.join(map(key, lazy_pinyin(name, style=Style.FIRST_LETTER)))}"
    yield from (f"zqs{''.join(syllables[start:])}" for start in range(1, len(syllables)))
