"""Which pages link to a concept in the owner's prose, and the sentence in which each link stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

_FENCED = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
_DISPLAYED = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])|\n(?=#)")
_START = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)]|>|#+)[ \t]+)*")
_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<concept>[^\s()/#]+)\.md(?:#[^\s()]*)?\)")
# What holds no end of a sentence, though it may hold its signs: formulas, code, links.
_WHOLE = r"\$[^$\n]+\$|`[^`\n]+`|\[[^\[\]]*\]\([^()\s]*\)"
_CLOSING = r"*_”’」』)）"
_END = rf"(?=[{_CLOSING}]*(?:\s+[^\sa-z]|\s*\Z))"  # A small letter goes on with the sentence: “e.g. this”.
_SENTENCE = re.compile(rf"(?:{_WHOLE}|[^。！？!?.]|[.!?](?!{_END}))+(?:[。！？!?.]+[{_CLOSING}]*)?")
_WIKI_LINK = re.compile(r"(?<!!)\[\[(?P<name>[^\[\]|#]+)(?:[|#][^\[\]]*)?\]\]")
_STRONG = re.compile(r"\*\*|__")


class Backlink(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of the page of `source`, as Markdown, in which a link to another concept stands, made bold."""

    source: str
    sentence: str


def backlinks(prose: Mapping[str, str], concepts: Iterable[str]) -> dict[str, tuple[Backlink, ...]]:
    """
    Find what leads to each concept.

    Parameters
    ----------
    prose
        What the owner wrote on the page of each concept, by its id.
    concepts
        The ids of the concepts that there are.

    Returns
    -------
    dict
        For each concept that is linked to, the sentences, page by page in the order of `prose`; a page's own links to
        itself are none.
    """
    found: dict[str, list[Backlink]] = {concept: [] for concept in concepts}
    for source, text in prose.items():
        for target, sentence in _linking(text):
            backlink = Backlink(source=source, sentence=sentence)
            if target in found and target != source and backlink not in found[target]:
                found[target].append(backlink)
    return {target: tuple(sentences) for target, sentences in found.items() if sentences}


def named_in(comment: str) -> Iterator[tuple[str, str]]:
    """What a reader's comment links to as note apps do, ``[[name]]``, each with its line."""
    for line in comment.split("\n"):
        for link in _WIKI_LINK.finditer(line):
            yield link["name"].strip(), line.strip()


def _linking(text: str) -> Iterator[tuple[str, str]]:
    """Each link of a page to another concept, with its sentence."""
    plain = _DISPLAYED.sub("\n\n", _FENCED.sub("\n\n", text))
    for block in _BLOCK.split(plain):
        line = " ".join(_START.sub("", block.strip("\n"), count=1).split())
        if line.startswith("|"):
            continue
        for sentence in _SENTENCE.findall(line):
            for target in dict.fromkeys(link["concept"] for link in _LINK.finditer(sentence)):
                yield target, _told(sentence, target)


def _told(sentence: str, target: str) -> str:
    """A sentence without the marks of emphasis that its neighbours may close, and bold where it names the target."""
    plain = _STRONG.sub("", sentence).strip()
    return _LINK.sub(lambda link: f"<b>{link['text']}</b>" if link["concept"] == target else link[0], plain)
