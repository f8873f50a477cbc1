"""Marked words before the link that says where they stand, with what templates call them and put around them."""

from __future__ import annotations

import re

from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.links import (
    ATTACHMENTS,
    ONLY_PAGE,
    YEAR,
    ZoteroLink,
    label_in,
    without_citations,
    zotero_links,
)
from commonplace.grammar.zotero.words import HTML, HTML_BREAK, LOOSE, SAYS_NO_MORE, Unit, marked, split_quoted, unit_of
from commonplace.text import in_paragraphs

_NOTE_ON = re.compile(r"\bnote on p|\bnote p\.", re.IGNORECASE)
_NAMED = re.compile(
    r"\A\s*+(?P<quote>[“\"«„]?.+[”\"»“])\s{1,4}(?P<color>[A-Za-z]{3,10})?\s{0,4}\(?(?:Highlight|Underline|Note|Image|Strike|Text)\)?\s*\Z",
    re.DOTALL,
)
"""As the plugin's own example of a template writes it, which forgets the opening quotation mark."""
_DRESSED = re.compile(r"\A\s*+(?:<mark\b[^<>]*>[^<>]+</mark>|\*(?!\*)[^*]+\*)\s*+[(\[]{0,2}\s*\Z", re.IGNORECASE)
_ONLY_NAMED = re.compile(
    r"\W*\b(?P<color>Yellow|Red|Green|Blue|Purple|Magenta|Orange|Gr[ae]y)\W+(?:Highlight|Underline|Note|Image|Text)\W*"
    r"|\W*(?P<zh>黄|红|绿|蓝|紫|橙|灰)?色?(?:高亮|划线|下划线|批注|笔记|(?P<area>图片))\W*(?:第\W*\d+\W*页\W*)?"
    r"|\W*(?:destaque|sublinhado|nota|imagem|resaltado|subrayado|imagen|surlignage|soulignement|markierung"
    r"|hervorhebung|unterstreichung|bild)\W*"
    r"(?P<other>amarelo|vermelho|verde|azul|roxo|laranja|cinza|amarillo|rojo|morado|naranja|gris|jaune|rouge|vert|bleu"
    r"|violet|gelb|rot|grün|blau|lila|grau)?\W*",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[“”\"«»]|==|<mark\b|[*_]\Z")
_PAGE_BEFORE = re.compile(r"\(?\b(?:pages?|pp?|S)\.?[ \t]*(?:(?P<label>[\divxlcdm]{1,8})\)?)?[ \t]*\Z", re.IGNORECASE)
"""A page that stands before the link, or whose number is the words of the link: “words (p. [5](…))”."""
_PAGE_FIRST = re.compile(
    r"\A\s{0,9}(?:(?P<circle>[🔴🟠🟡🟢🔵🟣])\s{0,4})?\*\*p\.?\s?(?P<label>[\divxlcdm]{1,8})\*\*\s{0,4}[—–:-]\s{1,4}"
)
"""What one tool writes before the words: ``🔴 **p. 8** — words``."""
_CIRCLES = {"🔴": "red", "🟠": "orange", "🟡": "yellow", "🟢": "green", "🔵": "blue", "🟣": "purple"}
_LAST_DASH = re.compile(r"\s[—–-]+\s*\Z")
_GOES_ON = re.compile(r"[,;:]?[ \t]*\n?[ \t]*[^\W_]|[,;:][ \t]*\n")
_KIND = re.compile(r"\W*\b(?P<kind>Highlight|Underline|Note|Figure|Image)\b[*_]*:", re.IGNORECASE)
_ONLY_KIND = re.compile(r"[\W_]*(?P<kind>highlight|underline|note|comment)[\W_]*", re.IGNORECASE)
"""What an annotation is, before its link, and its words behind it: ``**Note** [(p. 3)](…): why?``."""
_SAYS = frozenset({"note", "comment", "figure", "image"})
_KIND_FIRST = re.compile(
    r"\A\s*(?:\*\*|__)(?:(?:text|page|standalone|sticky)[ ])?(?P<kind>highlight|underline|quote|text|note|comment)"
    r"(?:[ ]?[:：](?:\*\*|__)|(?:\*\*|__)[:：])\s*",
    re.IGNORECASE,
)
"""What an annotation is, in bold before its words: ``**Highlight:** "words"``, ``**Standalone Note:** why?``."""
_TOLD = re.compile(r"(?:\[.\][ ])?\*\*(?P<said>[^*\n]+)\*\*:")
"""A comment that a template writes before the words that it is about, or before their link."""
_ON = re.compile(r"(?:\A|\s|\")\W*\bon\s*\Z", re.IGNORECASE)
"""What templates write before marked words and before the link to their page."""


def words_before(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int]) -> Unit:
    """Take the words before a link for what was marked, and those behind it for what the reader wrote."""
    words, cited = without_citations(before)
    first = _PAGE_FIRST.match(words)
    words = words[first.end() :] if first else words
    says_more = link.annotation and not (ONLY_PAGE.fullmatch(link.words) or SAYS_NO_MORE.fullmatch(link.words))
    alone = ONLY_PAGE.fullmatch(words) if says_more else None
    page = _PAGE_BEFORE.search(words)
    words = words[: page.start()] if page else words
    rest, cited_behind = without_citations(without_block_id(behind)[0])
    if says_more and not alone and _runs_on(words, link.words, rest):
        return unit_of(link, lines, quote="", comment=f"{words}{link.words}{rest}", color="", cited="")
    kind = _KIND_FIRST.match(words) if "<mark" not in words else None
    words = words[kind.end() :] if kind else words
    prose, words = _prose_apart(words, cited or cited_behind, is_copied=bool(cited) and link.words in ATTACHMENTS)
    quote, color, beside = marked(words)
    color = color or _CIRCLES.get(first["circle"], "") if first else color
    if quote is None and (named := _NAMED.match(words)):
        quote, color = named["quote"], (named["color"] or "").casefold()
    elif quote is None and (only := _ONLY_NAMED.fullmatch(HTML.sub("", words))):
        quote, color = only["area"] or "", (only["color"] or only["zh"] or only["other"] or "").casefold()
    quote = _LAST_DASH.sub("", words) if quote is None else quote
    quote, said = _as_told(quote, beside)
    comment = in_paragraphs(prose, said, rest.strip())
    if link.inside:
        quote = f"{quote.rstrip()} [{link.inside}]"
    if _NOTE_ON.search(link.words):
        quote, comment = "", quote.strip(" *(")
    if kind and kind["kind"].casefold() in {"note", "comment"}:
        quote, comment = "", in_paragraphs(quote.strip(" *("), comment)
    label = (page["label"] or link.words) if page else first["label"] if first else ""
    if alone:  # What stands for the link is what was marked.
        quote, label = link.words, alone["label"]
    return unit_of(link, lines, quote=quote, comment=comment, color=color, cited=cited or cited_behind, label=label)


def named_before(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int]) -> Unit | None:
    """Read what stands behind a link before which stands nothing but what that is; None if more stands there."""
    kind = _ONLY_KIND.fullmatch(before)
    if kind is None or not has_words(behind):
        return None
    rest, cited = without_citations(without_block_id(behind)[0])
    words = rest.strip().lstrip(":：–—-").strip()
    quote, comment = split_quoted(words) if kind["kind"].casefold() not in _SAYS else ("", words)
    return unit_of(link, lines, quote=quote, comment=comment, color="", cited=cited)


def _as_told(quote: str, beside: str) -> tuple[str, str]:
    """Part marked words from what is said of them, where a template writes which of the two they are."""
    if told := _TOLD.fullmatch(quote.strip()):
        return "", told["said"]
    kind = _KIND.match(beside)
    if kind is None:
        return quote, beside.strip(LOOSE) and beside
    said = _ON.sub("", HTML_BREAK.sub("\n", beside[kind.end() :])).strip(' \t\n"-–—')
    return ("", in_paragraphs(quote, said)) if kind["kind"].casefold() in _SAYS else (quote, said)


def _runs_on(before: str, words: str, behind: str) -> bool:
    """Whether a sentence runs on through the words of a link, and so is the reader's: “see [the proof](…), where”."""
    is_open = before[-1:] == " " and before.rstrip()[-1:].isalnum()
    is_named = " " in words and not (label_in(words) or YEAR.search(words))
    return is_open and is_named and _GOES_ON.match(behind) is not None


def _prose_apart(words: str, cited: str, *, is_copied: bool) -> tuple[str, str]:
    """Part the reader's prose from marked words on a line of their own below it, or behind its colon.

    What was copied out of Zotero (`is_copied`) has its quotation marks, so that nothing else needs to part the two.
    """
    close = words.rstrip(" \t\n(")
    depth, start = 0, len(close)
    while start and (depth or start == len(close)):
        start -= 1
        depth += (close[start] == "”") - (close[start] == "“")
    prose = close[:start]
    is_led = is_copied and has_words(prose) and not _MARKS.search(prose)
    is_apart = is_led or prose.endswith("\n") or (cited and prose.rstrip().endswith((":", "：")))
    return (prose.strip(), words[start:]) if not depth and close.endswith("”") and is_apart else ("", words)


def is_one_passage(text: str) -> bool:
    """Tell whether a paragraph is one dressed or named passage and no more: ``words” Yellow Highlight [Page 3]``."""
    links = [link for link in zotero_links(text) if link.marks]
    if len(links) != 1 or has_words(text[links[0].end :]):
        return False
    words = text[: links[0].start]
    return bool(_NAMED.match(words) or _DRESSED.match(words))
