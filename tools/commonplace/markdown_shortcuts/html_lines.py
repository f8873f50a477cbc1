"""Raw HTML on lines of its own, put aside before anything reads its tags; what is left needs no reading then."""

from __future__ import annotations

import itertools
import re

from markdown import Markdown
from markdown.preprocessors import HtmlBlockPreprocessor, Preprocessor

_ATTRIBUTE = r' [a-zA-Z0-9:-]++(?:="[^"<>\n]*+")?+'
_MARK = r"<!-- commonplace:(?:begin|end) [a-z0-9 ]++-->"
_ELEMENT = (
    rf"<(?P<name>p|details|div|figure)(?:{_ATTRIBUTE})*+>"
    rf"(?:[^<\n]++|\n(?!\n)|<(?!/?(?P=name)\b)/?[a-z][a-zA-Z0-9]*+(?:{_ATTRIBUTE})*+/?>)*+"
    r"</(?P=name)>"
)
_ELEMENTS = re.compile(_ELEMENT)
_LINE = re.compile(rf"(?<=\n\n)(?:{_MARK}|(?:{_ELEMENT})++)(?=\n\n)")
_INLINE = (
    r"</?(?:a|abbr|b|bdi|br|cite|code|em|g|i|img|kbd|mark|meter|path|rect|s|small|span|strong|sub|sup|text|time|title|u)"
    rf"(?:{_ATTRIBUTE})*+/?>"
)
_KNOWN = re.compile(rf"(?:[^<&]++|&(?!\#)|&\#(?:[0-9]++|x[0-9a-f]++);|<(?![a-zA-Z/!?])|{_INLINE}|{_LINE.pattern})*+")
_NAMED = re.compile(r"<[^>]* (?:id|name)=")


class HtmlLines(Preprocessor):
    """Put aside what Python-Markdown would, with the same empty lines around it, if all else is inline.

    Then the text is taken out of the sight of Python-Markdown's parser of HTML, which would leave it as it is.

    Parameters
    ----------
    given_back : list of str
        Where the text is left for `GivenBack`.
    is_first : bool
        Whether this comes before MkDocs' parser, which looks for names of places: if there are none to find.
    """

    def __init__(self, md: Markdown, given_back: list[str], *, is_first: bool) -> None:
        super().__init__(md)
        self._given_back, self._is_first = given_back, is_first

    def run(self, lines: list[str]) -> list[str]:
        """Put it aside and take the text away, or leave all as it is."""
        if self._is_first:
            self._given_back.clear()
        elif self._given_back:
            return lines
        text = "\n".join(lines)
        if not self._is_sure() or (self._is_first and _NAMED.search(text)) or not _KNOWN.fullmatch(text):
            return lines
        self._given_back += _LINE.sub(self._put_aside, text).split("\n")
        return []

    def _put_aside(self, line: re.Match[str]) -> str:
        store = self.md.htmlStash.store
        if not line["name"]:
            told = f"{line[0]}\n"
            return f"{store(told)}\n\n"
        *others, last = (element[0] for element in _ELEMENTS.finditer(line[0]))
        return "".join(f"\n{store(element)}\n\n" for element in (*others, f"{last}\n"))

    def _is_sure(self) -> bool:
        """Whether nobody else reads the text until it is given back: an extension could look for Markdown in HTML."""
        others = itertools.dropwhile(lambda other: other is not self, self.md.preprocessors)
        return all(
            type(other) in (HtmlBlockPreprocessor, HtmlLines) or type(other).__module__ == "mkdocs.structure.pages"
            for other in itertools.takewhile(lambda other: type(other) is not GivenBack, others)
        )


class GivenBack(Preprocessor):
    """Give back what `HtmlLines` took out of sight."""

    def __init__(self, md: Markdown, given_back: list[str]) -> None:
        super().__init__(md)
        self._given_back = given_back

    def run(self, lines: list[str]) -> list[str]:
        """Return that, or else `lines`."""
        return self._given_back[:] or lines
