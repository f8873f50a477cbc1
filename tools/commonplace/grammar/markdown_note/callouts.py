"""Callouts as annotations: those of type quote and cite mark passages, all others are the reader's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.blocks import Block, Callout, Quote
from commonplace.grammar.markdown_note.callout_titles import (
    COLORS,
    LABELLED_PAGE,
    NOTE,
    TAG,
    Title,
    day_in,
    is_label,
    is_unfilled,
    marks_highlight,
    only_leads,
    parts_of,
    place_in,
    read_title,
    unmarked,
    words_of,
)
from commonplace.grammar.markdown_note.inline import (
    attachments,
    has_words,
    tags,
    without_block_id,
    without_hidden,
    without_links,
)
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.markdown_note.reader_callouts import (
    color_in,
    is_link,
    is_of_reader,
    parted,
    with_id_apart,
    with_link_in_title,
    without_markers,
    without_tags,
)
from commonplace.grammar.markdown_note.remarks import Frame, Remark, read_remark, says_anything, written
from commonplace.grammar.raindrop import COLORS as COLORS_OF_RAINDROP
from commonplace.grammar.raindrop import unescaped, updated_in
from commonplace.model import JSON, Annotation, Motivation, Rejected, TextQuoteSelector
from commonplace.text import in_paragraphs

PASSAGES = frozenset(
    [
        "highlight", "highlights", *(f"highlight-{color}" for color in COLORS),
        "quote", "cite", "quotation", "excerpt", "zitat", "cita", "citação", "цитата", "인용",
        "引用", "引文", "摘录", "摘錄", "摘抄", "书摘", "書摘", "原文", "语录", "金句", "划线",
    ]
)  # fmt: skip
"""Obsidian's own names for quotations, and what readers call them in their languages."""
QUESTIONS = frozenset({"question", "help", "faq", "todo"})

_ATTRIBUTION = re.compile(r"[ \t]*(?:[—―–]+|--+)[ \t]*(?=\S)")
_DRESSED = re.compile(
    r"[ \t]*(?P<mark>\*{1,3}|_{1,3}|<(?:cite|small|em|i)>)(?P<words>[—―–-][^<\n]*?)(?:(?P=mark)|</\w{1,5}>)[ \t]*"
)
"""A last line in italics or small print."""
_QUOTED_LINE = re.compile(
    r"(?P<quote>[\"“«「„].*[\"”»」“])(?:[ \t]*[—―–]+|[ \t]+--?(?=[ \t]))[ \t]*"
    r"(?P<of>[^\s\"“”«»「」„][^\"“”«»「」„\n]{0,120})"
)
_IN_QUOTATION_MARKS = re.compile(r"\s*[\"“«「„].*[\"”»」“]\s*", re.DOTALL)
_RULE = re.compile(r"[ \t]*-{3,}[ \t]*")
_SMALL_PRINT = re.compile(r"</?(?:cite|small|em|i)>")
_SAID = re.compile(
    rf"^[ \t]*(?:[-*+][ \t]+)?(?P<mark>\*\*|__)(?:{NOTE})[ \t]*(?:[:：][ \t]*(?P=mark)|(?P=mark)[ \t]*[:：])[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
"""The label in bold with which a template tells what the reader wrote from the words above it."""
_SAID_ALONE = re.compile(rf"[ \t]*(\*\*|__)(?:{NOTE})[ \t]*[:：]?[ \t]*\1[ \t]*[:：]?[ \t]*", re.IGNORECASE)
_SAID_WITHOUT_BOLD = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:(?:💭|💬|✍)\ufe0f?[ \t]*(?=\S)|(?:(?:my|我的)[ \t]*"
    r"(?:notes?|comments?|thoughts?|想法|笔记|评论)|想法|感想|批注|批註)[ \t]*[:：][ \t]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""Signs and labels with which no line of a book begins."""
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
_IN_CITE = re.compile(r"[ \t]*<cite>(?P<of>[^<\n]+)</cite>[ \t]*")
_MOST_TAGS = 20
_FACT = re.compile(r"[ \t]*(?:\*\*[^*\n]{1,200}\*\*(?:[ \t]|$)|[^\s:：][^:：\n]{0,20}[:：])")
_COLON = re.compile(r"[:：](?=#)")
_MADE = re.compile(r"^[ \t]*(?:创建|时间|created|date)[^:：\n]{0,6}[:：][ \t]*(\S.*)", re.IGNORECASE | re.MULTILINE)
_DOTTED = re.compile(r"<font\b[^<>\n]{0,60}>[^\w<]*</font>[ \t]*")
"""The coloured sign before the words."""
_SLANTED = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|==)(?P<words>(?!\s)(?:(?!(?P=mark)).)+)(?P=mark)", re.DOTALL)
_ID_ALONE = re.compile(r"\s*\^[\w-]+\s*")
_MADE_WHEN_SHOWN = re.compile(
    r"\s*(?:(?:`{3,}|~{3,})[ \t]*(?:query|dataview|dataviewjs|tasks|base)\b"
    r"|`(?:dice:|\$?=|INPUT\[|VIEW\[)[^`\n]*`\s*\Z)"
)
"""A list of other notes, or a value of one, that plugins put there when the note is shown."""
_PAGE = re.compile(rf"{LABELLED_PAGE}|[/／]\s*(\d{{1,6}})\s*$", re.IGNORECASE)
_PAGE_OF_META = re.compile(LABELLED_PAGE, re.IGNORECASE)
_BIBLIOGRAPHY = re.compile(
    r"^[> \t*-]*\*\*(?:title|titel|titre|titolo|título|标题|題名)(?:\*\*|[:：])",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Excerpt:
    """One passage: the callout that holds it, its words, what the reader wrote below them, and a line of tags."""

    callout: Callout
    text: str
    comment: str = ""
    tagged: str = ""
    facts: str = ""
    tags: tuple[str, ...] = ()


def is_passage(callout: Callout) -> bool:
    """Tell a callout that quotes: by its type, or, where types are colours, by a day in its title and quoted words."""
    first = callout.children[0] if callout.children else None
    if callout.type == "cite" and first and _BIBLIOGRAPHY.search(callout.text):
        return False
    if callout.type in PASSAGES or updated_in(callout.title) or marks_highlight(callout.title) or is_of_reader(callout):
        return True
    is_quoted = first is not None and first.kind == "paragraph" and bool(_IN_QUOTATION_MARKS.fullmatch(first.text))
    return is_quoted and bool(day_in(parts_of(callout.title)[1:]))


def read_callout(callout: Callout, frame: Frame, native_id: str = "") -> Iterator[Annotation | Rejected]:
    """Read one callout and those in it.

    A quote in a remark is a passage with the remark as its comment, and so is a remark in a quote.
    """
    quotes, others = _split(callout)
    excerpts: list[_Excerpt] = []
    remark_texts = [] if is_passage(callout) else _remark_texts([callout])
    for quote in quotes:
        found = list(_excerpts(quote))
        said = _remark_texts([child for child in quote.children if isinstance(child, Callout)])
        excerpts += [_with_comments(found[0], said), *found[1:]] if found else []
        remark_texts += [] if found else said
    asks = any(other.type in QUESTIONS for other in others)
    if excerpts:
        excerpts[0] = _with_comments(excerpts[0], remark_texts)
        yield from _passages(excerpts, frame, native_id, asks=asks)
    elif not remark_texts and only_leads(callout.title):
        yield _remark(callout, callout.title, frame, native_id, asks=asks)
    elif remark_texts:
        yield _remark(callout, "\n\n".join(remark_texts), frame, native_id, asks=asks)
    else:
        yield _empty(callout)


def _remark_texts(callouts: Sequence[Callout]) -> list[str]:
    texts = [remark_text(callout) for callout in callouts if not is_passage(callout)]
    return [text for text in texts if says_anything(text) or attachments(text)]


def _with_comments(excerpt: _Excerpt, texts: Sequence[str]) -> _Excerpt:
    return replace(excerpt, comment=in_paragraphs(excerpt.comment, *texts))


def title_words(callout: Callout) -> str:
    """Read the title, if it says more than the type does (``[!quote] Quote``)."""
    return words_of(callout.title, {callout.type, *PASSAGES})


def remark_text(callout: Callout) -> str:
    """Put together what the reader wrote in a callout: its title and all in it but the passages."""
    own = [child for child in callout.children if not (isinstance(child, Callout) and is_passage(child))]
    return in_paragraphs(unmarked(callout.title) if title_words(callout) else "", written(own).strip())


def marker_extra(callout: Callout) -> dict[str, JSON]:
    """Keep what the reader chose as type and look of the callout."""
    return {"callout": callout.marker}


def quote_text(blocks: Sequence[Block]) -> str:
    """Put the words of a passage together as they are written."""
    lines = written(blocks).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _undressed(text: str) -> str:
    """Take off a coloured sign before the words, and the marks around all of them, which a template puts there."""
    sign = _DOTTED.match(text)
    text = text[sign.end() :] if sign else text
    slanted = _SLANTED.fullmatch(text)
    return slanted["words"].rstrip() if slanted else text


def split_excerpt(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Tell what was marked from what the reader wrote: a quote that is nested first is all that was marked."""
    if blocks and blocks[0].kind == "quote":
        return tuple(blocks[:1]), tuple(blocks[1:])
    return tuple(blocks), ()


def _split(callout: Callout) -> tuple[list[Callout], list[Callout]]:
    """Tell the callouts that hold passages from those that hold remarks, `callout` among them, however deep.

    A remark in a remark is part of its words.
    """
    quotes_itself = is_passage(callout)
    inner = [child for child in callout.children if isinstance(child, Callout)]
    parts = [_split(child) for child in inner if quotes_itself or is_passage(child)]
    quotes = [*([callout] if quotes_itself else []), *(quote for found, _ in parts for quote in found)]
    return quotes, [*([] if quotes_itself else [callout]), *(other for _, found in parts for other in found)]


def _excerpts(callout: Callout) -> Iterator[_Excerpt]:
    if is_of_reader(callout):
        yield from _of_reader(with_link_in_title(callout))
        return
    own = [child for child in callout.children if not isinstance(child, Callout)]
    if updated_in(callout.title):
        marked = list(takewhile(lambda child: child.kind != "quote", own))
        said = [inner for child in own[len(marked) :] for inner in inside(child)]
        found = _excerpt(callout, marked, said)
        yield from (replace(one, text=unescaped(one.text), comment=unescaped(one.comment)) for one in found)
        return
    if own and all(child.kind == "quote" for child in own):
        for child in own:
            yield from _excerpt(callout, (child,), ())
        return
    yield from _excerpt(callout, *split_excerpt(own))


def _of_reader(callout: Callout) -> Iterator[_Excerpt]:
    quotes, rest = parted(callout)
    marked = with_id_apart(quote_text([inner for block in quotes for inner in inside(block)]))
    comment, tags = without_tags(with_id_apart(written(rest)))
    if marked or comment or tags:
        yield _Excerpt(callout=callout, text=marked, comment=comment, tags=tags)


def _excerpt(callout: Callout, marked: Sequence[Block], rest: Sequence[Block]) -> Iterator[_Excerpt]:
    blocks = [inner for block in marked for inner in inside(block)]
    text, comment = quote_text(blocks), written(rest).strip()
    if blocks and all(_MADE_WHEN_SHOWN.match(block.text) for block in blocks):
        return
    text, facts = _without_facts(text)
    text, tagged = _without_tags(text)
    words = "" if only_leads(callout.title) or is_unfilled(callout.title) else title_words(callout)
    if words and (not text or ("\n" not in text and _attributed(text, words))):
        text = "\n".join(filter(None, (_without_tags(words)[0], text)))  # The title is what is quoted.
    label = _SAID.search(text) or _SAID_WITHOUT_BOLD.search(text)
    if label and not rest and text[: label.start()].strip():
        text, comment = _without_rule_below(text[: label.start()].rstrip()), text[label.end() :].strip()
    if text:
        yield _Excerpt(callout=callout, text=_undressed(text), comment=comment, tagged=tagged, facts=facts)


def _without_facts(text: str) -> tuple[str, str]:
    """Part the words of a passage from a paragraph above them in which a reading plugin says where they are from."""
    facts, gap, rest = text.partition("\n\n")
    is_told = gap and "](obsidian://" in facts and all(map(_FACT.match, facts.split("\n")))
    return (rest.strip(), facts) if is_told and rest.strip() else (text, "")


def _without_tags(text: str) -> tuple[str, str]:
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


def _without_place(quote: str) -> tuple[str, Title]:
    """Part the words of a passage from a last line that only says where or when they were marked."""
    above, _, last = quote.rpartition("\n")
    below = place_in(last) if above.strip() else None
    return (above.rstrip(), below) if below else (quote, Title())


def _without_rule_below(text: str) -> str:
    words, _, last = text.rpartition("\n")
    return words.rstrip() if _RULE.fullmatch(last) else text


def with_labelled_notes(blocks: Sequence[Block]) -> list[Block]:
    """Put what a template calls the reader's note on the passage above it into the callout of that passage."""
    joined: list[Block] = []
    passage, notes = -1, list[Block]()
    for block in (*_announced(blocks), None):
        note = _labelled_note(block) if block and passage >= 0 else None
        if note:
            notes.append(note)
            continue
        held = joined[passage] if notes else None
        if isinstance(held, Callout):
            joined[passage] = replace(held, children=(*held.children, *notes), last_line=notes[-1].last_line)
            notes = []
        if isinstance(block, Callout):
            passage = len(joined) if is_passage(block) else -1
        elif not (block and _ID_ALONE.fullmatch(block.text)):
            passage = -1
        joined += [block] if block else []
    return joined


def _announced(blocks: Sequence[Block]) -> Iterator[Block]:
    """Put a label that stands alone (``**Note**``) and the quotation below it together."""
    held: Block | None = None
    for block in blocks:
        if held and isinstance(block, Quote) and not isinstance(block, Callout):
            text = f"**{held.text.strip(' *_:：')}:** {written(block.children)}"
            yield replace(held, last_line=block.last_line, text=text)
            held = None
            continue
        yield from [held] if held else []
        held = block if block.kind == "paragraph" and _SAID_ALONE.fullmatch(block.text) else None
        yield from [] if held else [block]
    yield from [held] if held else []


def _labelled_note(block: Block) -> Block | None:
    if isinstance(block, Callout) and is_label(block.title) and not is_passage(block):
        return replace(block, title="")
    return block if block.kind in {"paragraph", "list"} and _SAID.match(block.text) else None


def callouts_in(block: Block) -> tuple[Callout, ...]:
    """List the callouts that stand in a plain quote, outermost only; of a callout itself, and of other blocks, none."""
    if not isinstance(block, Quote) or isinstance(block, Callout):
        return ()
    return tuple(
        found for child in block.children for found in ((child,) if isinstance(child, Callout) else callouts_in(child))
    )


def inside(block: Block) -> tuple[Block, ...]:
    """Give the blocks in a plain quote; any other block itself."""
    children: tuple[Block, ...] = getattr(block, "children", ())
    return children if block.kind == "quote" else (block,)


def _passages(excerpts: Sequence[_Excerpt], frame: Frame, native_id: str, *, asks: bool) -> Iterator[Annotation]:
    for number, excerpt in enumerate(excerpts):
        alone = len(excerpts) == 1
        yield _passage(excerpt, frame if alone else frame.at(number), "" if number else native_id, asks=asks)


def _passage(excerpt: _Excerpt, frame: Frame, native_id: str, *, asks: bool) -> Annotation:
    shown, hidden = without_hidden(excerpt.text)
    text, id_in_text = without_block_id(shown.strip() or excerpt.text)
    comment_text, id_in_comment = without_block_id(excerpt.comment)
    quote, attribution = _without_attribution(text)
    quote, tagged = _without_tags(quote)
    if not quote and tagged:
        quote, tagged = tagged, ""
    quote, below = _without_place(quote)
    if not has_words(quote) and attachments(quote):
        quote, comment_text = "", in_paragraphs(quote, comment_text)  # A picture has no words: it is shown.
    comment = read_remark(comment_text)
    comment = replace(comment, hidden=without_markers((*hidden, *comment.hidden)))
    callout = excerpt.callout
    title = read_title(callout.title, {callout.type, *PASSAGES})
    leads = is_of_reader(callout) and is_link(callout.title)
    is_quoted = _without_tags(title_words(callout))[0] == excerpt.text.partition("\n")[0]
    heading = "" if leads or is_quoted else title.words
    page = _PAGE.search(attribution) or _PAGE_OF_META.search(callout.meta) or _PAGE.search(excerpt.facts)
    made = _MADE.search(excerpt.facts)
    all_tags = (
        *comment.tags,
        *title.tags,
        *excerpt.tags,
        *tags(tagged),
        *tags(excerpt.tagged),
        *tags(_COLON.sub(": ", excerpt.facts)),
    )
    comment = replace(comment, tags=tuple(dict.fromkeys(all_tags)))
    told: dict[str, JSON] = {"attribution": attribution} if attribution else {}
    told |= {"facts": excerpt.facts} if excerpt.facts else {}
    return Annotation(
        importer=frame.importer,
        document=frame.document,
        motivation=_motivation(comment, asks=asks),
        native_id=native_id or id_in_comment or id_in_text or title.native_id,
        selectors=(TextQuoteSelector(exact=quote),) if quote else (),
        bodies=comment.bodies("questioning" if asks else "commenting"),
        locator=replace(
            frame.locator,
            headings=(*frame.headings, heading) if heading else frame.headings,
            page=next(filter(None, page.groups()), "") if page else title.page or below.page,
            range=title.location or below.location,
        ),
        formulas=comment.formulas,
        created=title.created or below.created or (local_time(made[1]) if made else ""),
        updated=title.updated,
        color=title.color or _color(callout, is_of_raindrop=bool(title.updated)),
        attachments=(*read_remark(quote).attachments, *comment.attachments),
        extra=marker_extra(callout) | _linked_title(callout) | told | comment.extra,
    )


def _color(callout: Callout, *, is_of_raindrop: bool) -> str:
    """The colour that the type of a callout says, or what stands behind its bar, where that is no layout."""
    if is_of_raindrop:
        return COLORS_OF_RAINDROP.get(callout.type, "")
    if color := color_in(callout):
        return color
    return next((one for one in (callout.meta.lower(), callout.type.partition("-")[2]) if one in COLORS), "")


def _motivation(comment: Remark, *, asks: bool) -> Motivation:
    if not comment.text:
        return "highlighting"
    return "questioning" if asks else "commenting"


def _linked_title(callout: Callout) -> dict[str, JSON]:
    """Keep the title as it is written if its words alone lose something, such as where they link to."""
    title = title_words(callout)
    return {"title": callout.title} if title and title != callout.title else {}


def _without_attribution(text: str) -> tuple[str, str]:
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
    is_link = bool(links(last)) and "![" not in last and not has_words(without_links(last, keep_words=False))
    if not quote.strip() or not (match or is_link):
        return text, ""
    return quote.rstrip(), _SMALL_PRINT.sub("", said[match.end() if match else 0 :]).strip()


def _attributed(line: str, above: str) -> bool:
    """Whether a line says nothing but whose the words above it are."""
    dressed = _DRESSED.fullmatch(line)
    if _IN_CITE.fullmatch(line) or (_CITED.fullmatch(line.strip()) and _IN_QUOTATION_MARKS.fullmatch(above)):
        return True
    return _ATTRIBUTION.match(dressed["words"] if dressed else line) is not None


def _remark(callout: Callout, text: str, frame: Frame, native_id: str, *, asks: bool) -> Annotation:
    text, own_id = without_block_id(text)
    remark = read_remark(text)
    return Annotation(
        importer=frame.importer,
        document=frame.document,
        motivation="questioning" if asks else "commenting",
        native_id=native_id or own_id,
        bodies=remark.bodies("questioning" if asks else "commenting"),
        locator=frame.locator,
        formulas=remark.formulas,
        attachments=remark.attachments,
        extra=marker_extra(callout) | remark.extra,
    )


def _empty(callout: Callout) -> Rejected:
    return Rejected(
        line=callout.first_line,
        problem=f"the callout {callout.marker} is empty: it is read as soon as something is written in it",
        raw=callout.text,
        by_design=True,
    )
