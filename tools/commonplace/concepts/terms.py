"""Terms of concepts, found in a text where a reader would find them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import ahocorasick_rs
import msgspec

from commonplace.model import Concept
from commonplace.text import folded, is_cjk

_LINK = re.compile(r"(!?)\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^<>\n]*>|https?://[^\s)>\"]+")
_MARKS = re.compile(r"\*\*|__|==|`")
_APART = re.compile(r"\W+")


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A term where it stands in a folded text, with the concepts that it is a term of, as their pages write it."""

    start: int
    end: int
    meanings: Mapping[str, str]


class Terms:
    """Every term of every concept, found in a text in one pass.

    Chinese terms match within running text, others on word borders (a plural ``s`` may follow), in any case and
    width; where terms overlap the longest wins, so 偏导数 is not 导数.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        meanings: dict[str, dict[str, str]] = defaultdict(dict)
        named: dict[str, dict[str, str]] = defaultdict(dict)
        for concept in concepts:
            for term in concept.terms:
                if key := folded(term):
                    meanings[key].setdefault(concept.id, term)
            for term in (*concept.terms, concept.id):
                if key := folded(term):
                    named[_joined(key)].setdefault(concept.id, term)
        self._named = dict(named)
        self._meanings = tuple(meanings.values())
        self._automaton = ahocorasick_rs.AhoCorasick(tuple(meanings))

    def named(self, text: str) -> Mapping[str, str]:
        """The concepts that all of `text` is a term or the id of; spaces, dashes and other marks do not matter."""
        return self._named.get(_joined(folded(text)), {})

    def within(self, text: str) -> dict[str, str]:
        """The concepts that have a term in `text`, in the order of their places, each with that term."""
        result: dict[str, str] = {}
        for mention in self.mentions(folded(text)):
            for concept, term in mention.meanings.items():
                result.setdefault(concept, term)
        return result

    def mentions(self, text: str) -> Iterator[Mention]:
        """The terms of a folded text from left to right, where several begin the longest, none within another."""
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not matches:
            return
        free = 0
        for start, end, pattern in sorted(
            ((start, end, pattern) for pattern, start, end in matches if _on_borders(text, start, end)),
            key=lambda match: (match[0], -match[1]),
        ):
            if start >= free:
                yield Mention(start=start, end=end, meanings=self._meanings[pattern])
                free = end


def prose(markdown: str) -> str:
    """What a reader sees of a comment: links without their addresses, nothing of tags, pictures and emphasis."""
    return _MARKS.sub("", _LINK.sub(lambda link: "" if link[1] else link[2] or " ", markdown))


def _joined(text: str) -> str:
    """Fold a folded text further to its letters and digits: one tag however it is spelt; signs stay themselves."""
    return _APART.sub("", text.replace("_", "")) or text


def _on_borders(text: str, start: int, end: int) -> bool:
    return _is_border(text, start) and (
        _is_border(text, end) or (text[end] == "s" and _is_border(text, end + 1) and text[end - 1].isascii())
    )


def _is_border(text: str, place: int) -> bool:
    """Whether a word may begin or end between the characters before and at `place`."""
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    return not (before.isalnum() and after.isalnum()) or is_cjk(before) or is_cjk(after)
