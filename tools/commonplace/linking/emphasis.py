"""How much a text is about each of the terms in it, by the place that the term has in its sentence.

The rules are those by which a person tells what a sentence is about: what it defines or introduces; else what it begins
with; less what it only mentions; hardly what only qualifies another term (神经单元 in 神经单元的偏置) or is pointed
to for later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from commonplace.concepts.terms import Mention, Terms
from commonplace.text import folded

ALL, DEFINED, TOPIC, PLAIN, PASSING = 4.0, 2.5, 1.6, 1.0, 0.5
_NEAR = 30  # Characters around a term that say how it is used.

_DEFINING_BEFORE = re.compile(
    r"(?:[称稱](?:之?[为為]|作)|叫[作做]?|名[为為]|命名[为為]|定[义義][为為]|"
    r"\b(?:called|termed|known as|defined as|named))\s*[\"'“‘「『《(*]*\s*(?:(?:the|an?)\s)?$"
)
_DEFINING_AFTER = re.compile(
    r"[\"'”’」』》)*]*\s*(?:\([a-z][^()]*\))?\s*,?\s*"
    r"(?:是指|指的?是|[也又亦]被?(?:[称稱](?:之?[为為]|作)?|叫[作做]?)|的英文|的定[义義]|的含[义義]|的特[点點]|"
    r"的意思|含[义義]|(?:is|are)\s(?:defined|called|an?\b|the\b)|means\b|refers\b)"
)
_GLOSS = re.compile(r"\s*\([a-z][a-z \-]*\)")
_INTRODUCING_BEFORE = re.compile(r"(?:[出发發][现現明]了?|研究出了?|提出了?|引入了?|得到了?|形成了?|分[为為])\s*$")
_STATED_BEFORE = re.compile(r"(?:是|\b(?:is|are)\b)[^,.;:!?。、\"“]{0,24}$")
_STATED_AFTER = re.compile(r"\s*(?:问题|問題|关系|關係)?\s*(?:$|[,.;:!?。])")
_POINTED_TO_BEFORE = re.compile(r"(?:后述|後述|后面[讲講]到|前述|上述|前面提到|比如|例如|参见|參見|参考|\bsee)的?\s*$")
_SETTING_BEFORE = re.compile(r"在\s*$")
_SETTING_AFTER = re.compile(r"[^,.;:!?。]{0,6}?(?:中|里|裡|[领領]域|方面|世界|情[况況])")
_CONDITION_BEFORE = re.compile(r"(?:^|[,.;:!?。\d\s])(?:[当當若]|如果|when |if )[^,.;:!?。]*$")
_NEEDING_AFTER = re.compile(r"(?:所需|必需|所必需)")
_QUALIFYING = re.compile(r"(?:(?![是称稱为為有被把用使可在会會])[^,.;:!?。、]){0,12}?(?:的|所需|必需)的?\s*")
_SENTENCE = re.compile(r"[.。!?;\n]|,\s*(?:于是|因此|所以|这样)")
_OPENING = re.compile(
    r"(?:[^\w\s]|[\s\d_]|(?:[当當如若]|when |if )[^,]*,|"
    r"因此|所以|于是|也就是说|可以[认認]为|另外|[关關]于|但是|然而|而|像|\b(?:the|an?|so|thus)\b)*"
)
_SAYING_NOTHING = re.compile(
    r"什[么麼]是|是什[么麼]|何[为為]|[关關]于|基础|基礎|入门|[简簡]介|概述|\b(?:what is|the|an?)\b"
)


class Emphasis(NamedTuple):
    """How much a text is about a concept at one place, and the term that stands there."""

    concept: str
    term: str
    weight: float


def emphases(text: str, terms: Terms) -> tuple[Emphasis, ...]:
    """Weigh every mention of a concept in `text`, from left to right."""
    plain = folded(text)
    return tuple(_weighed(plain, tuple(terms.mentions(plain))))


def _weighed(text: str, mentions: Sequence[Mention]) -> Iterator[Emphasis]:
    phrase = -1  # Where the noun phrase begins that earlier terms only qualify.
    for number, mention in enumerate(mentions):
        start = mention.start if phrase < 0 else phrase
        if _qualifies(text, mentions, number):
            phrase, weight = start, PASSING
        else:
            phrase, weight = -1, _weight(text, start, mention.end)
        for concept, term in mention.meanings.items():
            yield Emphasis(concept, term, weight)


def _weight(text: str, start: int, end: int) -> float:
    """Weigh the phrase between two places of a text."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + 3 * _NEAR]
    if not any(map(str.isalpha, _SAYING_NOTHING.sub("", before) + _SAYING_NOTHING.sub("", after))):
        return ALL
    if _DEFINING_BEFORE.search(before) or _DEFINING_AFTER.match(after) or _GLOSS.match(after):
        return DEFINED
    if _is_passing(before, after):
        return PASSING
    is_stated = _STATED_BEFORE.search(before) and _STATED_AFTER.match(after)
    if is_stated or _INTRODUCING_BEFORE.search(before) or _opens(text[:start]):
        return TOPIC
    return PLAIN


def _is_passing(before: str, after: str) -> bool:
    """Whether a term is pointed to, needed for something, the setting of a statement, or its condition."""
    is_setting = _SETTING_BEFORE.search(before) and _SETTING_AFTER.match(after)
    is_aside = _POINTED_TO_BEFORE.search(before) or _CONDITION_BEFORE.search(before) or _NEEDING_AFTER.match(after)
    return bool(is_setting or is_aside)


def _qualifies(text: str, mentions: Sequence[Mention], number: int) -> bool:
    """Whether a term only says of what the next one is."""
    if number + 1 == len(mentions):
        return False
    mention, following = mentions[number], mentions[number + 1]
    between = text[mention.end : following.start]
    same = mention.meanings.keys() & following.meanings.keys()
    return not same and (not between or bool(_QUALIFYING.fullmatch(between)))


def _opens(before: str) -> bool:
    """Whether what follows `before` begins a sentence, or its main clause."""
    return bool(_OPENING.fullmatch(_SENTENCE.split(before)[-1]))
