"""What stands in the words of a passage in a callout and is none of them: whose they are, tags, places, dress."""

from __future__ import annotations

import re
from itertools import takewhile

from commonplace.grammar.markdown_note.callout_titles import NOTE, TAG, Title, place_in
from commonplace.grammar.markdown_note.inline import has_words, is_link

_ATTRIBUTION = re.compile(r"[ \t]*(?:[—―–]+|--+)[ \t]*(?=\S)")
_DRESSED = re.compile(
    r"[ \t]*(?P<mark>\*{1,3}|_{1,3}|<(?:cite|small|em|i)>)(?P<words>[—―–-][^<\n]*?)(?:(?P=mark)|</\w{1,5}>)[ \t]*"
)
"""A last line in italics or small print."""
_QUOTED_LINE = re.compile(
    r"(?P<quote>[\"“«「„].*[\"”»」“])(?:[ \t]*[—―–]+|[ \t]+--?(?=[ \t]))[ \t]*"
    r"(?P<of>[^\s\"“”«»「」„][^\"“”«»「」„\n]{0,120})"
)
IN_QUOTATION_MARKS = re.compile(r"\s*[\"“«「„].*[\"”»」“]\s*", re.DOTALL)
_RULE = re.compile(r"[ \t]*-{3,}[ \t]*")
_SMALL_PRINT = re.compile(r"</?(?:cite|small|em|i)>")
_TAGS_ALONE = re.compile(
    r"[ \t]*(?:[*_]*(?:tags?|标签|標籤)[*_]*[ \t]*[:：][*_ \t]*)?(?:#(?!\d+(?:[\s,，、]|$))[\w/-]++[ \t,，、]*+)++",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"[^\w\n]{0,6}(?:source|quelle|fuente|fonte|出处|出處|来源|來源|摘自|出自|引自)[*_ \t]{0,3}[:：][*_ \t]{0,3}"
    r"(?P<of>\S.*)",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"[(（][^()（）\n]{2,160}(?:\b\d{4}[a-z]?\b|\bpp?\.[ ]?\d|\bS\.[ ]?\d|第[ ]?\d{1,6}[ ]?[页頁])"
    r"[^()（）\n]{0,40}[)）]"
)
"""A reference in brackets on a line of its own."""
_PLACED = re.compile(
    r"[(（][ \t]*(?P<of>(?:(?:pp?|p[áa]g|S)\.|page|seite|p[áa]gina)[ ]?\d{1,6}(?:[-–]\d{1,6})?|第[ ]?\d{1,6}[ ]?[页頁])"
    r"[ \t]*[)）][ \t]*\Z",
    re.IGNORECASE,
)
"""A page in brackets behind the last word."""
_OF_BOOK = re.compile(r"[—―–]{1,2}[ \t]*(?P<of>《[^《》\n]{1,80}》[^。！？!?\n]{0,40})\Z")
_MARKED_BELOW = re.compile(
    r"\A[ \t]*(?P<mark>\*\*|__)"
    r"(?:原文|引文|摘录|摘錄|划线|劃線|高亮|quote|quotation|excerpt|passage|highlight|original)[ \t]*"
    r"(?:[:：][ \t]*(?P=mark)|(?P=mark)[ \t]*[:：])\s*(?=\S)",
    re.IGNORECASE,
)
"""The label in bold with which a template begins the words of a passage."""
SAID = re.compile(
    rf"^[ \t]*(?:[-*+][ \t]+)?(?P<mark>\*\*|__)(?:{NOTE})[ \t]*(?:[:：][ \t]*(?P=mark)|(?P=mark)[ \t]*[:：])[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
"""The label in bold with which a template tells what the reader wrote from the words above it."""
_SAID_WITHOUT_BOLD = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:(?:💭|💬|✍)\ufe0f?[ \t]*(?=\S)|(?:(?:my|我的)[ \t]*"
    r"(?:notes?|comments?|thoughts?|想法|笔记|评论)|想法|感想|批注|批註)[ \t]*[:：][ \t]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""Signs and labels with which no line of a book begins."""
_IN_CITE = re.compile(r"[ \t]*<cite>(?P<of>[^<\n]+)</cite>[ \t]*")
_MOST_TAGS = 20
_FACT = re.compile(r"[ \t]*(?:\*\*[^*\n]{1,200}\*\*(?:[ \t]|$)|[^\s:：][^:：\n]{0,20}[:：])")
_DOTTED = re.compile(r"<font\b[^<>\n]{0,60}>[^\w<]*</font>[ \t]*")
"""The coloured sign before the words."""
_SLANTED = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|==)(?P<words>(?!\s)(?:(?!(?P=mark)).)+)(?P=mark)", re.DOTALL)


def undressed(text: str) -> str:
    """Take off a coloured sign before the words, and the marks around all of them, which a template puts there."""
    sign = _DOTTED.match(text)
    text = text[sign.end() :] if sign else text
    slanted = _SLANTED.fullmatch(text)
    return slanted["words"].rstrip() if slanted else text


def without_note(text: str) -> tuple[str, str]:
    """Part the words of a passage from what the reader wrote below them, where a label or a sign tells."""
    label = SAID.search(text) or _SAID_WITHOUT_BOLD.search(text)
    if label is None:
        return text, ""
    return without_rule_below(text[: label.start()].rstrip()), text[label.end() :].strip()


def unlabelled(comment: str) -> str:
    """Take off the label or the sign with which a template begins what the reader wrote."""
    label = SAID.match(comment) or _SAID_WITHOUT_BOLD.match(comment)
    return comment[label.end() :].strip() if label else comment


def without_label(text: str) -> str:
    """Take off the label with which a template begins the words of a passage."""
    return _MARKED_BELOW.sub("", text, count=1)


def without_facts(text: str) -> tuple[str, str]:
    """Part the words of a passage from a paragraph above them in which a reading plugin says where they are from."""
    facts, gap, rest = text.partition("\n\n")
    is_told = gap and "](obsidian://" in facts and all(map(_FACT.match, facts.split("\n")))
    return (rest.strip(), facts) if is_told and rest.strip() else (text, "")


def without_tags_behind(text: str) -> tuple[str, str]:
    """Part the words of a passage from the tags that end them, on a line of their own or behind the last word."""
    above, _, last = text.rpartition("\n")
    if _TAGS_ALONE.fullmatch(last):
        return above.rstrip(), last.strip()
    words = last.rsplit(None, _MOST_TAGS)
    behind = list(takewhile(TAG.fullmatch, reversed(words)))
    if not behind or len(behind) == len(words) or not has_words(last):
        return text, ""
    start = len(last.rsplit(None, len(behind))[0])
    return text[: len(text) - len(last) + start].rstrip(), last[start:].strip()


def without_place(quote: str) -> tuple[str, Title]:
    """Part the words of a passage from a last line that only says where or when they were marked."""
    above, _, last = quote.rpartition("\n")
    below = place_in(last) if above.strip() else None
    return (above.rstrip(), below) if below else (quote, Title())


def without_rule_below(text: str) -> str:
    """Take off a rule that is the last line."""
    words, _, last = text.rpartition("\n")
    return words.rstrip() if _RULE.fullmatch(last) else text


def without_attribution(text: str) -> tuple[str, str]:
    """Take a last line such as ``— name, p. 3`` off a quote, or one that is nothing but a link to where it is from."""
    quote, _, last = text.rpartition("\n")
    dressed = _DRESSED.fullmatch(last)
    said = dressed["words"] if dressed else last
    match = _ATTRIBUTION.match(said)
    if not quote and (inline := _QUOTED_LINE.fullmatch(text)):
        return inline["quote"], inline["of"]
    source = _SOURCE.fullmatch(last) or _IN_CITE.fullmatch(last) or _CITED.fullmatch(last.strip())
    if quote.strip() and source:
        above, _, signed = quote.rstrip().rpartition("\n")
        of = (source.groupdict().get("of") or source[0]).strip("*_ \t")
        if above.strip() and (name := _ATTRIBUTION.match(signed)):
            return above.rstrip(), f"{signed[name.end() :].strip()}, {of}"
        return quote.rstrip(), of
    leads = is_link(last) and "![" not in last
    behind = None if match or leads else _PLACED.search(last) or _OF_BOOK.search(last)
    if behind and has_words(words := text[: len(text) - len(last) + behind.start()]):
        return words.rstrip(), behind["of"].strip()
    if not quote.strip() or not (match or leads):
        return text, ""
    return quote.rstrip(), _SMALL_PRINT.sub("", said[match.end() if match else 0 :]).strip()


def is_attribution(line: str, above: str) -> bool:
    """Whether a line says nothing but whose the words above it are."""
    dressed = _DRESSED.fullmatch(line)
    if _IN_CITE.fullmatch(line) or (_CITED.fullmatch(line.strip()) and IN_QUOTATION_MARKS.fullmatch(above)):
        return True
    return _ATTRIBUTION.match(dressed["words"] if dressed else line) is not None
