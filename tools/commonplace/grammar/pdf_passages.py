"""The shapes in which a note holds passages of a PDF: callouts, quotes, links in a sentence, embeds.

PDF++ copies a passage by a template that everyone may edit, Obsidian by another, and people and formatters change
what was copied. So a passage is known by its link, and the block around the link says what its words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from commonplace.grammar.markdown_note.blocks import Block, Callout, Heading, Quote
from commonplace.grammar.markdown_note.callout_titles import TAG
from commonplace.grammar.markdown_note.callouts import (
    PASSAGES,
    QUESTIONS,
    inside,
    quote_text,
    remark_text,
)
from commonplace.grammar.markdown_note.inline import plain, tags, without_block_id
from commonplace.grammar.markdown_note.remarks import Marked, says_anything, with_ids, written
from commonplace.grammar.pdf_link import PdfLink, pdf_links
from commonplace.text import in_paragraphs, letters_only

_CELL_ENDS = re.compile(r"(?<!\\)\|")
_QUOTED_BEFORE = re.compile(
    r"(?:==((?:(?!==).)+)==|“([^“”]+)”|\"([^\"]+)\"|「([^「」]+)」|«([^«»]+)»)"
    r"[ \t]{0,3}[,，:：]?\s{0,3}[(（—–-]?[ \t]{0,3}\Z",
    re.DOTALL,
)
_LONE_DASH = re.compile(r"\n[ \t]*[—―–-]+[ \t]*\Z")
_SENTENCE_ENDS = (".", ":", ";", "!", "?", "。", "：", "；", "！", "？")
_LONGEST_NAME = 80
_QUOTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+>(.*)")
_SOURCE = re.compile(
    r"\W*(?:PDF|source|from|page|ref(?:erence)?|fonte|fuente|quelle|源|来源|來源|出处|出處|原文|出典|출처)\W*",
    re.IGNORECASE,
)
_ITEM_STARTS = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One marked passage or area.

    Attributes
    ----------
    link : PdfLink
        Where it is.
    quote : str
        Its words; empty for an area, or where the note does not repeat them.
    comment : str
        What the reader wrote about it, as Markdown.
    caption : str
        What the reader called it: the title of its callout, the words of a link beside its quote.
    asks : bool
        Whether the callout that holds it, or one around that, asks a question.
    callout : Callout or None
        The callout that holds it.
    tags : tuple of str
        Tags in the title of its callout.
    others : tuple of PdfLink
        Further links beside its own.
    first_line, last_line : int
        The lines that hold it.
    """

    link: PdfLink
    quote: str = ""
    comment: str = ""
    caption: str = ""
    asks: bool = False
    callout: Callout | None = None
    native_id: str = ""
    tags: tuple[str, ...] = ()
    others: tuple[PdfLink, ...] = ()
    first_line: int = 0
    last_line: int = 0


@dataclass(slots=True)
class Reading:
    """What was found in the blocks of one section.

    Attributes
    ----------
    marks : list of Mark
        Passages and areas, in the order of the note.
    rest : list of Marked
        Blocks that are something else, or that say more than what they mark.
    broken : list of Callout
        Callouts of PDF++ whose link is lost.
    """

    marks: list[Mark] = field(default_factory=list)
    rest: list[Marked] = field(default_factory=list)
    broken: list[Callout] = field(default_factory=list)


def read_passages(blocks: Sequence[Block], heading: Heading | None = None) -> Reading:
    """Tell the marks in the blocks of a section from what else it holds."""
    reading = Reading()
    if heading:
        reading.marks += _in_text(heading)
    marked = list(with_ids(blocks))
    position = 0
    while position < len(marked):
        position += _read_next(marked, position, reading)
    return reading


def _read_next(marked: Sequence[Marked], position: int, reading: Reading) -> int:
    """Read the block at `position`, and the quote below it if it is of one piece with it; count the blocks read."""
    this = marked[position]
    if isinstance(this.block, Callout):
        _read_callout(this.block, this, reading)
    elif isinstance(this.block, Quote):
        _read_quote(this.block, this, reading)
    else:
        below = marked[position + 1] if position + 1 < len(marked) else None
        above = marked[position - 1] if position else None
        return _read_text(this, above, below, reading)
    return 1


def _read_callout(callout: Callout, marked: Marked, reading: Reading) -> None:
    marks = list(_in_callout(callout))
    if marks:
        marks[0] = replace(marks[0], native_id=marked.native_id or marks[0].native_id)
        reading.marks += marks
    elif callout.type == "pdf":
        reading.broken.append(callout)
    else:
        reading.rest.append(marked)


def _in_callout(callout: Callout) -> Iterator[Mark]:
    """Find the mark of a callout, and those of the callouts in it."""
    own: list[Block] = []
    inner: list[Mark] = []
    for child in _with_pasted(callout.children):
        found = list(_in_callout(child)) if isinstance(child, Callout) else []
        inner += found
        own += [] if found else [child]
    mark = _of_callout(callout, own)
    if mark:
        yield mark
        # Below a passage that its title names, what the reader wrote may quote further ones, as prose does.
        within = (found for block in own for found in _in_text(block)) if pdf_links(callout.title) else ()
        yield from (found for found in within if found.link.words and not found.link.rectangle)
    elif inner:
        remark = remark_text(replace(callout, children=tuple(own)))
        comment = in_paragraphs(remark, inner[0].comment)
        inner[0] = replace(inner[0], comment=comment, asks=inner[0].asks or callout.type in QUESTIONS)
    yield from inner


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
    comment, id_in_comment = without_block_id(comment)
    titled = "" if speaks else without_pdf_links(callout.title)
    title = plain(TAG.sub("", titled))
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
        tags=tags(titled),
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
        marked = list(takewhile(lambda block: not isinstance(block, Callout) or block.type in PASSAGES, content))
    if len(content) == 1 and isinstance(one := content[0], Callout) and not (marked or is_area or one.children):
        return without_pdf_links(one.title), ""  # The reader marked what was copied with a type.
    rest = content[len(marked) :]
    quote = quote_text([inner for block in marked for inner in inside(block)])
    comment = in_paragraphs(*(remark_text(one) if isinstance(one, Callout) else one.text for one in rest))
    return without_pdf_links(quote), without_pdf_links(comment) if is_area else comment


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
        quote = _beside(linked.text, pdf_links(linked.text)[0], in_cell=False)
        left, native_id = without_block_id(_without_quote(without_pdf_links(linked.text, words=False), quote))
        is_told = bool(quote) and not says_anything(left)
        id_alone = (replace(linked, text=f"^{native_id}"),) if native_id else ()
        rest = tuple(kept for one in rest for kept in (id_alone if one is linked and is_told else (one,)))
    return quote, remark_text(replace(callout, children=rest))


def _quote_above(own: Sequence[Block], linked: Block) -> tuple[Block, ...]:
    """The quote that stands above a link without words, as Obsidian copies one outside of callouts too."""
    at = own.index(linked)
    is_alone = not says_anything(_without_brackets(without_pdf_links(linked.text, words=False)))
    return (own[at - 1],) if at and is_alone and own[at - 1].kind == "quote" else ()


def _read_quote(quote: Quote, marked: Marked, reading: Reading) -> None:
    if any(isinstance(child, Callout) and pdf_links(child.text) for child in quote.children):
        inner = read_passages(quote.children)
        reading.marks += inner.marks
        reading.rest += inner.rest
        reading.broken += inner.broken
        return
    marks = list(_in_quote(quote))
    if marks:
        marks[-1] = replace(marks[-1], native_id=marked.native_id or marks[-1].native_id)
        reading.marks += marks
    else:
        reading.rest.append(marked)


def _in_quote(quote: Quote) -> Iterator[Mark]:
    """Find the marks of a block quote: each link alone on its line begins one."""
    lines = quote_text(quote.children).split("\n")
    said = _said_below(quote, lines)
    for part in _parts(lines[: len(lines) - len(said)]):
        links = pdf_links(part)
        if not (
            links and (any(link.marks for link in links) or _begins_with(part, links[0]) or _closes(part, links[-1]))
        ):
            continue
        main = next((link for link in links if link.marks), links[0])
        text, native_id = without_block_id(_LONE_DASH.sub("", _around(part, main)))
        yield Mark(
            link=main,
            quote=text or main.words,
            comment="\n".join(said),
            caption=main.words if text else "",
            native_id=native_id,
            others=tuple(link for link in links if link is not main),
            first_line=quote.first_line,
            last_line=quote.last_line,
        )


def _said_below(quote: Quote, lines: Sequence[str]) -> Sequence[str]:
    """The last lines of a quote, below its link without a ``>``: Markdown adds them to it, the reader did not."""
    below = [*takewhile(lambda line: not line.lstrip().startswith(">"), reversed(quote.text.split("\n")))][::-1]
    lead = next((at for at, line in enumerate(below) if _is_nothing_but_links(line)), len(below))
    count = max(len(below) - lead - 1, 0)
    return lines[len(lines) - count :] if count and len(pdf_links("\n".join(lines))) == 1 else []


def _parts(lines: Sequence[str]) -> Iterator[str]:
    """Cut the lines of a quote where several passages were copied into it, each with its link above or below."""
    alone = [number for number, line in enumerate(lines) if _is_nothing_but_links(line)]
    text = [number for number, line in enumerate(lines) if line.strip()]
    first, last = (text[0], text[-1]) if text else (0, 0)
    if first in alone or pdf_links(lines[first]):
        cuts = [number for number in alone if number > first and number - 1 not in alone]
    else:
        cuts = [number + 1 for number in alone if number < last and number + 1 not in alone and last in alone]
    for start, end in pairwise((0, *cuts, len(lines))):
        yield "\n".join(lines[start:end])


def _is_nothing_but_links(line: str) -> bool:
    return bool(pdf_links(line)) and not says_anything(_without_brackets(without_pdf_links(line)))


def _read_text(this: Marked, above: Marked | None, below: Marked | None, reading: Reading) -> int:
    """Read a block of text; a link that stands alone belongs to the quote that touches it."""
    block = this.block
    marks = list(_in_text(block))
    alone = not says_anything(_without_brackets(without_pdf_links(block.text, words=False)))
    bare = len(marks) == 1 and not marks[0].quote and not marks[0].link.rectangle and block.kind == "paragraph"
    if bare and below and _is_plain_quote(below) and _ends_with_link(block, marks[0]) and _touches(block, below.block):
        reading.marks.append(_joined(marks[0], below))
        reading.rest += [] if alone else [this]
        return 2
    if bare and alone and above and _is_plain_quote(above) and reading.rest[-1:] == [above]:
        reading.rest.pop()
        marks = [_joined(marks[0], above)]
    reading.marks += marks
    derived = bool(marks) and block.kind == "paragraph" and marks[0].quote and not marks[0].link.words
    if derived and not _begins_with(block.text, marks[0].link):
        derived = not says_anything(_without_quote(without_pdf_links(block.text, words=False), marks[0].quote))
    if not (marks and (alone or derived)):
        reading.rest.append(this)
    return 1


def _without_quote(text: str, quote: str) -> str:
    return re.sub(r"[()（）“”\"「」«»=—–,，]", "", text.replace(quote, "", 1))


def _is_plain_quote(marked: Marked) -> bool:
    return marked.block.kind == "quote" and not pdf_links(marked.block.text)


def _touches(above: Block, below: Block) -> bool:
    return below.first_line == above.last_line + 1


def _ends_with_link(block: Block, mark: Mark) -> bool:
    return not block.text[mark.link.link.end :].strip(" )）")


def _joined(mark: Mark, marked: Marked) -> Mark:
    """Give a link the words of the quote beside it."""
    quote = marked.block
    text = quote_text(quote.children) if isinstance(quote, Quote) else quote.text
    text, native_id = without_block_id(text)
    return replace(
        mark,
        quote=text,
        native_id=marked.native_id or native_id or mark.native_id,
        first_line=min(mark.first_line, quote.first_line),
        last_line=max(mark.last_line, quote.last_line),
    )


def _in_text(block: Block) -> Iterator[Mark]:
    """Find the links in a sentence, a list or a table that lead to something marked."""
    if block.kind in {"code", "math", "comment"}:
        return
    above = ""
    for segment in _segments(block):
        links = [link for link in pdf_links(segment) if link.marks]
        for link in links:
            quote = "" if link.rectangle else link.words
            if not quote and len(links) == 1 and not link.rectangle:
                quote = _beside(segment, link, in_cell=block.kind == "table")
                quote = quote or (above if _is_nothing_but_links(segment) else "")
            caption = link.words if link.rectangle else ""
            yield Mark(link=link, quote=quote, caption=caption, first_line=block.first_line, last_line=block.last_line)
        quoted = _QUOTED_ITEM.fullmatch(segment) if block.kind == "list" and not links else None
        above = quoted[1].strip() if quoted else ""


def _segments(block: Block) -> Iterator[str]:
    """Cut a block into what one link can speak of: a paragraph, an item, a cell."""
    if block.kind == "table":
        for line in block.text.split("\n"):
            yield from _CELL_ENDS.split(line)
    elif block.kind == "list":
        yield from block.text.split("\n")
    else:
        yield block.text


def _beside(segment: str, link: PdfLink, *, in_cell: bool) -> str:
    """Read the words behind a link at the start of a line, where they are a quote that lost its ``>``.

    Before a link that stands elsewhere, what quotation marks or ``==`` enclose is marked.

    They are if the link stands in brackets, or a ``>`` stands between; in a cell, where no ``>`` can be, always.
    """
    if not _begins_with(segment, link):
        quoted = _QUOTED_BEFORE.search(segment[: link.link.start])
        return next(filter(None, quoted.groups())).strip() if quoted else ""
    before, behind = segment[: link.link.start].strip(), segment[link.link.end :]
    in_brackets = before.endswith(("(", "（"))
    if in_brackets or in_cell or behind.lstrip().startswith(">"):
        return _around(_behind_item(segment), None)
    return ""


def _behind_item(text: str) -> str:
    """Take the marks of a list item off the start of `text`, and of one in it."""
    position = 0
    while mark := _ITEM_STARTS.match(text, position):
        position = mark.end()
    return text[position:]


def _begins_with(text: str, link: PdfLink) -> bool:
    return not _behind_item(text[: link.link.start] + " ").strip(" \n\t(（*_")


def _closes(text: str, link: PdfLink) -> bool:
    """Tell whether a link stands below a quote, or behind a dash or a bracket at its end, to say where it is from."""
    before, behind = text[: link.link.start].rstrip(" \t"), text[link.link.end :]
    return (
        bool(before.strip()) and before.endswith(("\n", "—", "–", "--", "(", "（")) and not behind.strip(" \n)）.。*_")
    )


def _around(text: str, link: PdfLink | None) -> str:
    """Read what is left of a quote without its links."""
    keep = link is None or not link.words
    return without_pdf_links(text, words=keep).strip().lstrip(">").strip()


def _without_brackets(text: str) -> str:
    return re.sub(r"[()（）>*_]", "", text)


def without_pdf_links(text: str, *, words: bool = True) -> str:
    """Take links to PDFs out of `text`, with the brackets around them; `words` leaves those that say something."""
    spans: list[tuple[int, int, str]] = []
    for link in pdf_links(text):
        said = link.words if words and not link.rectangle else ""
        start, end = link.link.start, link.link.end
        if spans and not said and not spans[-1][2] and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end, "")
        else:
            spans.append((start, end, said))
    parts, position = [], 0
    for start, end, said in spans:
        bracketed = not said and text[start - 1 : start] in {"(", "（"} and text[end : end + 1] in {")", "）"}
        parts += [text[position : start - bracketed], said]
        position = end + bracketed
    return "".join((*parts, text[position:])).strip() if spans else text
