"""Imported text on pages: exactly the characters that were marked, and nothing that they could start.

Letters, digits and the marks of other scripts stand for themselves; every other character is a numeric reference, so
that neither Markdown, HTML, snippets, attribute lists nor a template engine finds anything to act on.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from commonplace.text import one_line

_WORDS = re.compile(r"([A-Za-z0-9]+(?: [A-Za-z0-9]+)*)")
_LONGEST_LINE = 300
_SAFE_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^\x00-\x20]+\Z")
_DRAWN = frozenset("LMNPS")  # Unicode's letters, marks, numbers, punctuation and symbols.


class _Pieces(dict[int, str]):
    """What stands for each character, found when it is first met: itself, or a reference."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        drawn = not character.isascii() and unicodedata.category(character)[0] in _DRAWN
        self[code] = character if drawn else _reference(character)
        return self[code]


_PIECES = _Pieces()


def encoded(text: str) -> str:
    """Encode `text` for a place inside of raw HTML; line ends become references too."""
    return _words_kept(text.replace("\r\n", "\n").replace("\r", "\n"))


@lru_cache(maxsize=4096)  # Titles, tags, chapters and days come again and again.
def encoded_line(text: str) -> str:
    """Encode `text` for a heading, a cell or a link's text: on one line, and not too long."""
    line = one_line(text)
    if len(line) > _LONGEST_LINE:
        line = line[: _LONGEST_LINE - 1] + "…"
    return f"<bdi>{_words_kept(line)}</bdi>"


def yaml_string(text: str) -> str:
    """Encode `text` as a value of front matter: themes print titles without escaping, so it is HTML already."""
    characters = (_yaml_character(character) for character in one_line(text)[:_LONGEST_LINE])
    return f'"{"".join(characters)}"'


def safe_address(url: str) -> str:
    """`url` as an encoded ``href`` if it is an ordinary web address, else an empty string."""
    if not _SAFE_ADDRESS.match(url):
        return ""
    return "".join(c if c.isascii() and c.isalnum() else _reference(c) for c in url)


def _words_kept(text: str) -> str:
    """Encode `text` but for words: no markup begins with one, and each reference takes as long as a link."""
    pieces = _WORDS.split(text)
    pieces[::2] = [between.translate(_PIECES) for between in pieces[::2]]
    return "".join(pieces)


def _reference(character: str) -> str:
    code = ord(character)
    is_control = (code < 0x20 and character not in "\t\n") or 0x7F <= code <= 0x9F  # noqa: PLR2004  # C0, C1.
    is_no_character = 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE  # noqa: PLR2004
    return "\ufffd" if is_control or is_no_character else f"&#{code};"


def _yaml_character(character: str) -> str:
    if character.isascii() and (character.isalnum() or character == " "):
        return character
    if character.isascii():
        return _reference(character)
    if unicodedata.category(character)[0] in _DRAWN:
        return character
    code = ord(character)
    return "\ufffd" if unicodedata.category(character) in ("Cs", "Cc") else f"\\U{code:08X}"
