"""Callouts as annotations: those of type quote and cite mark passages, all others are the reader's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

import msgspec
from msgspec.structs import replace

from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.blocks import Block, Callout, Quote
from commonplace.grammar.markdown_note.callout_titles import (
    COLORS,
    LABELLED_PAGE,
    day_in,
    is_label,
    is_unfilled,
    marks_highlight,
    only_leads,
    parts_of,
    read_title,
    unmarked,
    words_of,
)
from commonplace.grammar.markdown_note.callout_words import (
    IN_QUOTATION_MARKS,
    is_attribution,
    undressed,
    unlabelled,
    without_attribution,
    without_facts,
    without_label,
    without_note,
    without_place,
    without_tags_behind,
)
from commonplace.grammar.markdown_note.inline import (
    attachments,
    has_words,
    is_link,
    tags,
    without_block_id,
    without_hidden,
)
from commonplace.grammar.markdown_note.reader_callouts import (
    color_in,
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

_COLON = re.compile(r"[:：](?=#)")
_MADE = re.compile(r"^[ \t]*(?:创建|时间|created|date)[^:：\n]{0,6}[:：][ \t]*(\S.*)", re.IGNORECASE | re.MULTILINE)
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


class _Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """One passage: the callout that holds it, its words, what the reader wrote below them, and a line of tags."""

    callout: Callout
    text: str
    comment: str = ""
    facts: str = ""
    tags: tuple[str, ...] = ()


def is_passage(callout: Callout) -> bool:
    """Tell a callout that quotes: by its type, or, where types are colours, by a day in its title and quoted words."""
    first = callout.children[0] if callout.children else None
    if callout.type == "cite" and first and _BIBLIOGRAPHY.search(callout.text):
        return False
    if callout.type in PASSAGES or updated_in(callout.title) or marks_highlight(callout.title) or is_of_reader(callout):
        return True
    is_quoted = first is not None and first.kind == "paragraph" and bool(IN_QUOTATION_MARKS.fullmatch(first.text))
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
    text, comment = without_label(quote_text(blocks)), unlabelled(written(rest).strip())
    if blocks and all(_MADE_WHEN_SHOWN.match(block.text) for block in blocks):
        return
    text, facts = without_facts(text)
    text, tagged = without_tags_behind(text)
    words = "" if only_leads(callout.title) or is_unfilled(callout.title) else title_words(callout)
    if words and (not text or ("\n" not in text and is_attribution(text, words))):
        text = "\n".join(filter(None, (without_tags_behind(words)[0], text)))  # The title is what is quoted.
    above, said = without_note(text)
    if said and not rest and (above or is_label(callout.title)):
        text, comment = above, said
    if text or comment:
        yield _Excerpt(callout=callout, text=undressed(text), comment=comment, tags=tags(tagged), facts=facts)


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
    quote, attribution = without_attribution(text)
    quote, tagged = without_tags_behind(quote)
    if not quote and tagged:
        quote, tagged = tagged, ""
    quote, below = without_place(quote)
    if only_leads(quote) or (not has_words(quote) and attachments(quote)):
        # A picture has no words: it is shown. A link to a note or file quotes nothing of it.
        quote, comment_text = "", in_paragraphs(quote, comment_text)
    comment = read_remark(comment_text)
    comment = replace(comment, hidden=without_markers((*hidden, *comment.hidden)))
    callout = excerpt.callout
    title = read_title(callout.title, {callout.type, *PASSAGES})
    leads = is_of_reader(callout) and is_link(callout.title)
    is_quoted = without_tags_behind(title_words(callout))[0] == excerpt.text.partition("\n")[0]
    heading = "" if leads or is_quoted or is_label(callout.title) else title.words
    page = _PAGE.search(attribution) or _PAGE_OF_META.search(callout.meta) or _PAGE.search(excerpt.facts)
    made = _MADE.search(excerpt.facts)
    all_tags = (
        *comment.tags,
        *title.tags,
        *tags(tagged),
        *excerpt.tags,
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
