"""Marks of a PDF in callouts: those that PDF++ copies, and those that the reader wrote around a link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise, takewhile

from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Block, Callout, Quote
from commonplace.grammar.markdown_note.callout_titles import TAG, is_label
from commonplace.grammar.markdown_note.callout_words import unlabelled, without_note, without_tags_behind
from commonplace.grammar.markdown_note.callouts import PASSAGES, QUESTIONS, inside, quote_text, remark_text
from commonplace.grammar.markdown_note.inline import plain, tags, without_block_id
from commonplace.grammar.markdown_note.remarks import says_anything, written
from commonplace.grammar.pdf_link import pdf_links
from commonplace.grammar.pdf_marks import Mark, beside, in_text, without_brackets, without_pdf_links, without_quote
from commonplace.text import in_paragraphs, letters_only, weight

_SENTENCE_ENDS = (".", ":", ";", "!", "?", "。", "：", "；", "！", "？")
_LONGEST_NAME = 80
_SHORTEST_PASSAGE = 20
"""Letters of a title below which it names something, rather than being what was marked."""
_DASHES = " \t—―–-|·:："
_SOURCE = re.compile(
    r"\W*(?:PDF|source|from|page|ref(?:erence)?|fonte|fuente|quelle|源|来源|來源|出处|出處|原文|出典|출처)\W*",
    re.IGNORECASE,
)


def in_callout(callout: Callout) -> Iterator[Mark]:
    """Find the mark of a callout, and those of the callouts in it."""
    own: list[Block] = []
    inner: list[Mark] = []
    for child in _with_pasted(callout.children):
        found = list(in_callout(child)) if isinstance(child, Callout) and not _is_note_on(callout, child) else []
        inner += found
        own += [] if found else [child]
    mark = _of_callout(callout, own)
    if mark:
        yield mark
        # Below a passage that its title names, what the reader wrote may quote further ones, as prose does.
        within = (found for block in own for found in in_text(block)) if pdf_links(callout.title) else ()
        yield from (found for found in within if found.link.words and not found.link.rectangle)
    elif inner:
        remark = remark_text(replace(callout, children=tuple(own)))
        comment = in_paragraphs(remark, inner[0].comment)
        inner[0] = replace(inner[0], comment=comment, asks=inner[0].asks or callout.type in QUESTIONS)
    yield from inner


def in_words(callout: Callout) -> tuple[str, str]:
    """Read a callout that has no link in it: what was marked, with what its title says, and what the reader wrote."""
    quote, comment = _copied(callout.children, is_area=False)
    return in_paragraphs(callout.title.strip(), quote), comment


def _is_note_on(callout: Callout, child: Callout) -> bool:
    """Whether a callout within that of a passage holds a note on it: its only link repeats where the passage is."""
    outer, inner = pdf_links(callout.title), pdf_links(child.text)
    return bool(outer and inner) and {link.link.target for link in inner} == {outer[0].link.target}


def _with_pasted(children: Sequence[Block]) -> Iterator[Block]:
    """Part the callouts of passages from a quote that they were pasted into, each with the words below it.

    What is pasted behind ``> >`` has its first line one deeper than the others: ``> > > [!PDF] …``, ``> > words``.
    """
    for child in children:
        if child.kind != "quote" or not isinstance(child, Quote) or not any(map(_leads, child.children)):
            yield child
            continue
        starts = [at for at, inner in enumerate(child.children) if _leads(inner)]
        if words := child.children[: starts[0]]:
            text = "\n".join(f"> {line}" for line in written(words).split("\n"))
            yield replace(child, children=words, last_line=words[-1].last_line, text=text)
        for start, end in pairwise((*starts, len(child.children))):
            pasted, *below = child.children[start:end]
            if isinstance(pasted, Callout):
                last = below[-1].last_line if below else pasted.last_line
                yield replace(pasted, children=(*pasted.children, *below), last_line=last)


def _leads(block: Block) -> bool:
    return isinstance(block, Callout) and bool(pdf_links(block.title))


def _of_callout(callout: Callout, own: Sequence[Block]) -> Mark | None:
    in_title = pdf_links(callout.title)
    in_body = tuple(link for block in own for link in pdf_links(block.text))
    if not (in_title or any(link.marks for link in in_body) or (callout.type == "pdf" and in_body)):
        return None
    links = (*in_title, *sorted(in_body, key=lambda link: not link.marks))
    speaks = not in_title and callout.type != "pdf" and callout.type not in PASSAGES
    quote, comment = _spoken(callout, own) if speaks else _copied(own, is_area=all(link.rectangle for link in links))
    quote, id_in_quote = without_block_id(quote)
    quote, tagged = _without_line_of_tags(quote)
    comment, id_in_comment = without_block_id(comment)
    titled = "" if speaks else without_pdf_links(callout.title)
    title = plain(TAG.sub("", titled)).strip(_DASHES)
    is_copied = bool(in_title) and not speaks and not links[0].rectangle
    if is_copied and not quote and weight(title) >= _SHORTEST_PASSAGE:
        quote, title = title, ""  # A template puts the words before the link.
    elif is_copied and _are_marked(title) and not any(block.kind == "quote" for block in own):
        quote, comment, title = title, in_paragraphs(quote, comment), ""
    words = "" if letters_only(links[0].words) == letters_only(quote) else links[0].words
    if words and not links[0].rectangle and not quote:
        quote, words = words, ""
    elif words and in_title and not speaks and any(link.marks and link.words for link in in_body):
        quote, comment, words = words, in_paragraphs(*(block.text for block in own)), ""
    elif not links[0].rectangle and _are_marked(words) and not any(block.kind == "quote" for block in own):
        quote, comment, words = words, in_paragraphs(quote, comment), ""
    return Mark(
        link=links[0],
        quote=quote,
        comment=comment,
        caption=words if letters_only(title) == letters_only(quote) else title or words,
        asks=callout.type in QUESTIONS,
        callout=callout,
        native_id=id_in_comment or id_in_quote,
        tags=tuple(dict.fromkeys((*tags(titled), *tags(tagged)))),
        others=links[1:],
        first_line=callout.first_line,
        last_line=callout.last_line,
    )


def _are_marked(words: str) -> bool:
    """Tell by their length whether the words of a link are what was marked, and no name that someone gave it."""
    return len(words) >= _LONGEST_NAME or (len(words) >= _LONGEST_NAME // 2 and words.endswith(_SENTENCE_ENDS))


def _copied(own: Sequence[Block], *, is_area: bool) -> tuple[str, str]:
    """Read the body of a callout that was copied: quote and comment.

    Quotes that are nested first are all that was marked; formatters put bare ``>`` lines between them. An area has no
    words, so that those beside it are the reader's, unless a link of their own says where they are from.
    """
    content = [block for block in own if not _only_leads(block.text)]
    is_shown = bool(content) and content[0].text.lstrip().startswith("![")  # A picture beside the link has no words.
    marked = list(takewhile(lambda block: block.kind == "quote", content))
    if not (marked or is_area or is_shown):
        marked = list(takewhile(_may_be_marked, content))
    if len(content) == 1 and isinstance(one := content[0], Callout) and not (marked or is_area or one.children):
        return without_pdf_links(one.title), ""  # The reader marked what was copied with a type.
    rest = list(dropwhile(lambda block: block.kind == "rule", content[len(marked) :]))
    quote = quote_text([inner for block in marked for inner in inside(block)])
    comment = in_paragraphs(*(_said(one) if isinstance(one, Callout) else one.text for one in rest))
    above, said = without_note(quote) if marked and marked[0].kind != "quote" and not comment else (quote, "")
    if said and above:
        quote, comment = above, said
    return without_pdf_links(quote), without_pdf_links(comment) if is_area else unlabelled(comment)


def _said(callout: Callout) -> str:
    """Read what the reader wrote in a callout below a passage, without a title and links that every such note has."""
    bare = replace(callout, title="") if is_label(callout.title) else callout
    return "\n".join(line for line in remark_text(bare).split("\n") if not _only_leads(line)).strip()


def _may_be_marked(block: Block) -> bool:
    """Whether a block goes on with words that are not nested: a template draws a rule above what the reader wrote."""
    return block.kind != "rule" and (not isinstance(block, Callout) or block.type in PASSAGES)


def _without_line_of_tags(quote: str) -> tuple[str, str]:
    """Part the words of a passage from tags on a line of their own below them."""
    words, tagged = without_tags_behind(quote)
    return (words, tagged) if words and quote[len(words) :].lstrip(" \t").startswith("\n") else (quote, "")


def _only_leads(text: str) -> bool:
    """Whether a block is nothing but links to the PDF, or names them as where the words are from."""
    left = without_pdf_links(text)
    return bool(pdf_links(text)) and (not says_anything(left) or _SOURCE.fullmatch(left) is not None)


def _spoken(callout: Callout, own: Sequence[Block]) -> tuple[str, str]:
    """Read a callout that the reader wrote around a link: a quote that holds the link, and all the rest."""
    holding = [block for block in own if block.kind == "quote" and pdf_links(block.text)][:1]
    quote = without_pdf_links(quote_text([inner for block in holding for inner in inside(block)]))
    rest = tuple(block for block in own if block not in holding)
    linked = next((block for block in own if pdf_links(block.text)), None)
    if linked and not quote and (above := _quote_above(own, linked)):
        words = quote_text([inner for block in above for inner in inside(block)])
        return words, remark_text(replace(callout, children=tuple(one for one in rest if one not in (*above, linked))))
    if linked and not quote:
        quote = beside(linked.text, pdf_links(linked.text)[0], in_cell=False)
        left, native_id = without_block_id(without_quote(without_pdf_links(linked.text, words=False), quote))
        is_told = bool(quote) and not says_anything(left)
        id_alone = (replace(linked, text=f"^{native_id}"),) if native_id else ()
        rest = tuple(kept for one in rest for kept in (id_alone if one is linked and is_told else (one,)))
    return quote, remark_text(replace(callout, children=rest))


def _quote_above(own: Sequence[Block], linked: Block) -> tuple[Block, ...]:
    """The quote that stands above a link without words, as Obsidian copies one outside of callouts too."""
    at = own.index(linked)
    is_alone = not says_anything(without_brackets(without_pdf_links(linked.text, words=False)))
    return (own[at - 1],) if at and is_alone and own[at - 1].kind == "quote" else ()
