"""Marked words, or a reader's, behind the link that leads to them."""

from __future__ import annotations

import re

from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.links import (
    ATTACHMENTS,
    YEAR,
    ZoteroLink,
    label_in,
    parted_at_citation,
    without_citations,
)
from commonplace.grammar.zotero.words import EMBED, SAYS_NO_MORE, Unit, marked, split_quoted, unit_of
from commonplace.text import in_paragraphs, weight

_SET_OFF = re.compile(r"<mark\b|==|[“\"«„「『]")
_GO_TO = re.compile(r"(?:go|jump) to annotation", re.IGNORECASE)
_SENTENCE = 30
"""Words of a link that say so much, as `weight` counts, are no name of a place."""
_LINKED = re.compile(r"[*_]{0,3}(?P<quote>[“\"«„「].+[”\"»“」])[*_]{0,3}", re.DOTALL)
"""Marked words that are themselves the link."""
_BREAKS = re.compile(r"\A(?:\s|<br\s*/?>|[–—-]{1,2}(?=\s))+", re.IGNORECASE)
_ITALIC = re.compile(r"\*([^*]+)\*(?=\s*(?:\n|\Z))")


def words_behind(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int], *, is_cited: bool) -> Unit:
    """Take the words behind a link for what was marked, unless what stands before cites the work (`is_cited`)."""
    _, cited = without_citations(before)
    rest, cited_behind, below = parted_at_citation(without_block_id(behind)[0])
    if not has_words(rest):
        rest, below = f"{rest}{below}", ""
        is_cited = is_cited or _is_the_readers(link, rest, cited_behind)
    is_cited = is_cited or _is_the_readers(link, rest, "")
    quote, color, comment = marked(rest)
    if quote is None:
        quote, comment = split_quoted(rest)
    comment, rest = in_paragraphs(comment, below.strip()), f"{rest}{below}"
    if link.annotation and (linked := _LINKED.fullmatch(link.words)):
        quote, comment = linked["quote"], _said_behind(rest)
    elif link.annotation and not (has_words(rest) or has_words(before)) and _are_marked(link.words):
        quote = link.words
    if link.inside:
        quote, comment = f"[{link.inside}]", rest
    elif is_cited:  # A note of Zotero's own without a quote: “(Lin, 2024, p. 3) (pdf) what the reader wrote”.
        quote, comment = "", rest
    if embed := EMBED.match(before):
        quote, comment = "", in_paragraphs(embed[1], quote, comment)
    return unit_of(link, lines, quote=quote, comment=comment, color=color, cited=cited or cited_behind)


def _is_the_readers(link: ZoteroLink, behind: str, cited: str) -> bool:
    """Whether what stands behind a link is no marked words: Zotero puts these before a link and its citation.

    A note that it knew no key of has none, and a link that says where to go.
    """
    is_note = _GO_TO.fullmatch(link.words) is not None and not link.annotation
    return (is_note or bool(cited and link.words in ATTACHMENTS)) and not _SET_OFF.search(behind)


def _are_marked(words: str) -> bool:
    """Whether the words of a link that stands alone are what was marked: more than a page, a work or “open”."""
    names_place = SAYS_NO_MORE.fullmatch(words) or label_in(words) or YEAR.search(words)
    return not names_place and weight(words) >= _SENTENCE and (" " in words or not words.isascii())


def _said_behind(text: str) -> str:
    """What the reader wrote behind a link, without the dashes and italics of a template."""
    return _ITALIC.sub(r"\1", _BREAKS.sub("", text), count=1)
