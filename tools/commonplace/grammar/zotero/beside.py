"""The words beside a link in a paragraph or a quotation: before it or behind it, in its paragraph or in those above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from commonplace.grammar.markdown_note.inline import blanked_hidden, has_words, without_block_id
from commonplace.grammar.zotero.links import (
    ZoteroLink,
    label_in,
    parted_at_citation,
    without_citations,
    zotero_links,
)
from commonplace.grammar.zotero.words import (
    EMBED,
    HTML,
    HTML_BREAK,
    LABELLED_COMMENT,
    LOOSE,
    MARK_OF_QUOTE,
    ONLY_TAGS,
    SAYS_NO_MORE,
    Unit,
    cleaned,
    marked,
    split_quoted,
    tags_in,
    unit_of,
    unquoted,
    without_pictures,
)
from commonplace.text import in_paragraphs, weight

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
_ATTACHMENTS = frozenset({"pdf", "epub", "snapshot"})
_SET_OFF = re.compile(r"<mark\b|==|[“\"«„「『]")
_GO_TO = re.compile(r"(?:go|jump) to annotation", re.IGNORECASE)
_MARKS = re.compile(r"[“”\"«»]|==|<mark\b|[*_]\Z")
_SENTENCE = 30
"""Words of a link that say so much, as `weight` counts, are no name of a place."""
_LINKED = re.compile(r"[*_]{0,3}(?P<quote>[“\"«„「].+[”\"»“」])[*_]{0,3}", re.DOTALL)
"""Marked words that are themselves the link."""
_BREAKS = re.compile(r"\A(?:\s|<br\s*/?>|[–—-]{1,2}(?=\s))+", re.IGNORECASE)
_ITALIC = re.compile(r"\*([^*]+)\*(?=\s*(?:\n|\Z))")
_PAGE_BEFORE = re.compile(r"\(?\b(?:pages?|pp?|S)\.?[ \t]*(?:(?P<label>[\divxlcdm]{1,8})\)?)?[ \t]*\Z", re.IGNORECASE)
"""A page that stands before the link, or whose number is the words of the link: “words (p. [5](…))”."""
_ONLY_PAGE = re.compile(r"\W*+(?:(?:pages?|pp?|S)\W*+)?(?P<label>[\divxlcdm]{1,8})\W*+", re.IGNORECASE)
_PAGE_FIRST = re.compile(
    r"\A\s{0,9}(?:(?P<circle>[🔴🟠🟡🟢🔵🟣])\s{0,4})?\*\*p\.?\s?(?P<label>[\divxlcdm]{1,8})\*\*\s{0,4}[—–:-]\s{1,4}"
)
"""What one tool writes before the words: ``🔴 **p. 8** — words``."""
_CIRCLES = {"🔴": "red", "🟠": "orange", "🟡": "yellow", "🟢": "green", "🔵": "blue", "🟣": "purple"}
_LAST_DASH = re.compile(r"\s[—–-]+\s*\Z")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T# ]{1,3}(\d\d:\d\d(?::\d\d)?))?")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
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
_SEE = re.compile(r"\W*(?:see|siehe|voir|ver|见)\W*", re.IGNORECASE)
"""What a template says before a link to the passage."""


def of_lines(text: str, first_line: int) -> Iterator[Unit]:
    """Read the paragraphs of a quote: one without a link belongs to the link below it, or else to the one above."""
    waiting: list[str] = []
    last: Unit | None = None
    for at, part in _parts(text):
        line = first_line + at
        found = list(of_text(part.strip("\n"), line, part.strip("\n").count("\n")))
        if not found:
            waiting += [part.strip()] if has_words(part) or "![" in part else []
            continue
        if waiting and last is None:
            found[0] = _with_words_above(found[0], waiting)
        elif waiting and last is not None:
            last = _with_words_below(last, waiting)
        yield from [last] if last else []
        yield from found[:-1]
        last, waiting = found[-1], []
    if last:
        yield _with_words_below(last, waiting)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Part `text` at blank lines, and where a quotation begins or ends; gives the number of each part's first line."""
    part: list[str] = []
    start = 0
    for at, line in enumerate((*text.split("\n"), "")):
        changes = bool(part) and part[-1].startswith(">") != line.startswith(">")
        if part and (changes or not line.strip()):
            yield start, "\n".join(part)
            part = []
        start = start if part else at
        part += [line] if line.strip() else []


def _with_words_below(unit: Unit, words: Sequence[str]) -> Unit:
    said = (LABELLED_COMMENT.sub("", unquoted(part)) for part in words)
    return replace(unit, comment=in_paragraphs(unit.comment, *said))


def _with_words_above(unit: Unit, words: Sequence[str]) -> Unit:
    """Take the paragraphs above a link for what it marks; what stands beside it is then a comment."""
    above = [without_block_id(part)[0] for part in words]
    if not above[0].startswith(">"):
        unit, above = _with_facts(unit, above)
        marked_words = [part for part in above if not part.startswith(">")]
        said = [unquoted(part) for part in above if part not in marked_words]
        unit, above = replace(unit, comment=in_paragraphs(*said, unit.comment)), marked_words or [""]
    nested = [part for part in above if part.startswith(">")]
    beside = [part for part in above if nested and part not in nested]
    words_marked, pictures = without_pictures("\n\n".join(MARK_OF_QUOTE.sub("", part) for part in nested or above))
    comment = in_paragraphs(*pictures, *beside, LABELLED_COMMENT.sub("", unit.quote), unit.comment)
    return replace(unit, quote=cleaned(words_marked), comment=comment)


def _with_facts(unit: Unit, above: Sequence[str]) -> tuple[Unit, list[str]]:
    """Take the paragraphs that say by themselves what they are: tags, a day, and from where on the reader's are."""
    tags = [tag for part in above if ONLY_TAGS.fullmatch(part) for tag in tags_in(part)]
    days = [day for part in above if (day := _TIME.fullmatch(part))]
    words = [part for part in above if not (ONLY_TAGS.fullmatch(part) or _TIME.fullmatch(part))]
    said = next((at for at, part in enumerate(words) if LABELLED_COMMENT.match(part)), len(words))
    called = [LABELLED_COMMENT.sub("", part) for part in words[said:]]
    comment = "" if _SEE.fullmatch(unit.comment) else unit.comment
    told = replace(
        unit,
        tags=(*unit.tags, *tags),
        created="T".join(filter(None, days[0].groups())) if days else unit.created,
        quote="" if _SEE.fullmatch(unit.quote) else unit.quote,
        comment=in_paragraphs(*called, comment),
    )
    return told, words[:said]


def of_text(text: str, line: int, further: int) -> Iterator[Unit]:
    """Read a paragraph: words before a link are what it marks; if there are none, those behind it."""
    text = blanked_hidden(text) if "<!--" in text else text
    links = [link for link in zotero_links(text) if link.marks]
    if not links:
        return
    above = without_citations(text[: links[0].start])[0]
    page = _ONLY_PAGE.fullmatch(above) if SAYS_NO_MORE.fullmatch(links[0].words) else None
    leads = not has_words(above) or page is not None
    is_cited = leads and bool(without_citations(text[: links[0].start])[1])
    said = ""
    for number, link in enumerate(links):
        before = text[links[number - 1].end if number else 0 : link.start]
        behind = text[link.end : links[number + 1].start if number + 1 < len(links) else len(text)]
        lines = (line + text.count("\n", 0, max(link.start - len(before.strip()), 0)), line + further)
        if leads:
            unit = _leading(link, before if not number else "", behind, lines, is_cited=is_cited)
            yield replace(unit, label=unit.label or page["label"]) if page and not number else unit
            continue
        before = before.removeprefix(said)
        said = behind if number + 1 == len(links) else _said_between(behind)
        below = said if number + 1 == len(links) else MARK_OF_QUOTE.sub("", said)
        yield _of_kind(link, before, below, lines) or _trailing(link, before, below, lines)


def _said_between(text: str) -> str:
    """What stands between two links and is called a comment, down to the next item: it is on the first."""
    lines = text.split("\n")
    called = next((at for at, line in enumerate(lines) if LABELLED_COMMENT.match(line.lstrip("> \t"))), len(lines))
    end = next((at for at in range(called + 1, len(lines)) if _ITEM.match(lines[at])), 0)
    return "\n".join(lines[:end]) if not has_words("".join(lines[:called])) else ""


def _leading(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int], *, is_cited: bool) -> Unit:
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
    return (is_note or bool(cited and link.words in _ATTACHMENTS)) and not _SET_OFF.search(behind)


def _are_marked(words: str) -> bool:
    """Whether the words of a link that stands alone are what was marked: more than a page, a work or “open”."""
    names_place = SAYS_NO_MORE.fullmatch(words) or label_in(words) or _YEAR.search(words)
    return not names_place and weight(words) >= _SENTENCE and (" " in words or not words.isascii())


def _said_behind(text: str) -> str:
    """What the reader wrote behind a link, without the dashes and italics of a template."""
    return _ITALIC.sub(r"\1", _BREAKS.sub("", text), count=1)


def _trailing(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int]) -> Unit:
    words, cited = without_citations(before)
    first = _PAGE_FIRST.match(words)
    words = words[first.end() :] if first else words
    says_more = link.annotation and not (_ONLY_PAGE.fullmatch(link.words) or SAYS_NO_MORE.fullmatch(link.words))
    alone = _ONLY_PAGE.fullmatch(words) if says_more else None
    page = _PAGE_BEFORE.search(words)
    words = words[: page.start()] if page else words
    rest, cited_behind = without_citations(without_block_id(behind)[0])
    if says_more and not alone and _runs_on(words, link.words, rest):
        return unit_of(link, lines, quote="", comment=f"{words}{link.words}{rest}", color="", cited="")
    kind = _KIND_FIRST.match(words) if "<mark" not in words else None
    words = words[kind.end() :] if kind else words
    prose, words = _prose_apart(words, cited or cited_behind, is_copied=bool(cited) and link.words in _ATTACHMENTS)
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


def _of_kind(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int]) -> Unit | None:
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
    is_named = " " in words and not (label_in(words) or _YEAR.search(words))
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
