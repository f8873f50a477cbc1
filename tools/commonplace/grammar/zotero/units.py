"""From a block of a note to the annotations in it: what was marked, what the reader wrote, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from textwrap import dedent

from commonplace.grammar.markdown_note.blocks import Block, Callout, Heading, Quote
from commonplace.grammar.markdown_note.callouts import PASSAGES
from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.links import OPENS, ZoteroLink, without_citations, zotero_links
from commonplace.grammar.zotero.words import (
    EMBED,
    LABELLED_COMMENT,
    LOOSE,
    MARK_OF_QUOTE,
    SAYS_NO_MORE,
    Unit,
    cleaned,
    color_named,
    marked,
    split_quoted,
    unit_of,
)

_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_NESTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_MARKED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")
_BARE_FENCE = re.compile(r"`{3,}[ \t]*\n")
_FENCES = re.compile(r"\A`{3,}[ \t]*\n|\n[ \t]*`{3,}[ \t]*\Z")
_NEAR = 4
"""So few lines stand between an annotation and its comment in a fence."""
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_NOTE_ON = re.compile(r"\bnote on p|\bnote p\.", re.IGNORECASE)
_UNLINKED = re.compile(
    r"\A(?P<quote>[“\"«„「『].+[”\"»“」』])\s*[(（](?P<cited>[^()（）\n]{0,200}\b(?:1[5-9]|20)\d\d\b[^()（）\n]{0,200})[)）]\s*(?P<comment>.*)\Z",
    re.DOTALL,
)
_NAMED = re.compile(
    r"\A\s*(?P<quote>[“\"«„].+[”\"»“])\s{1,4}(?P<color>[A-Za-z]{3,10})?\s{0,4}(?:Highlight|Underline|Note|Image|Strike|Text)\s*\Z",
    re.DOTALL,
)
_PAGE_BEFORE = re.compile(r"\(?\b(?:pages?|pp?|S)\.?[ \t]*(?:(?P<label>[\divxlcdm]{1,8})\)?)?[ \t]*\Z", re.IGNORECASE)
"""A page that stands before the link, or whose number is the words of the link: “words (p. [5](…))”."""
_ONLY_PAGE = re.compile(r"\W*+(?:(?:pages?|pp?|S)\W*+)?(?P<label>[\divxlcdm]{1,8})\W*+", re.IGNORECASE)
_LAST_DASH = re.compile(r"\s[—–-]+\s*\Z")
_NO_LINK = ZoteroLink(attachment="", annotation="", page="", words="", inside="", place="", start=0, end=0)


def units_of(block: Block) -> Iterator[Unit]:
    """Read the annotations of one block; none if no link in it opens a page or an annotation."""
    if not OPENS.search(block.text) or is_footnote(block):
        return
    if isinstance(block, Heading):
        yield from _of_text(block.title, block.first_line, 0)
    elif isinstance(block, Callout):
        yield from _of_callout(block)
    elif isinstance(block, Quote):
        yield from _of_lines(MARK_OF_QUOTE.sub("", block.text), block.first_line)
    elif block.kind == "table":
        yield from _of_table(block)
    elif block.kind == "list":
        for start, item in _items(block.text):
            yield from _of_text(_ITEM.sub("", item, count=1), block.first_line + start, item.count("\n"))
    else:
        yield from _of_text(block.text, block.first_line, block.last_line - block.first_line)


def unlinked_unit(block: Block) -> Unit | None:
    """Read what was exported without links into the app: ``“marked words” (Lin, 2024, p. 3) what the reader wrote``."""
    found = _UNLINKED.match(block.text.strip()) if block.kind == "paragraph" else None
    if found is None:
        return None
    quote, cited, comment = found["quote"], found["cited"], found["comment"]
    lines = (block.first_line, block.last_line)
    return unit_of(_NO_LINK, lines, quote=quote, comment=comment, color="", cited=cited)


def is_footnote(block: Block) -> bool:
    """Whether a block is nothing but notes at the foot: where they cite from, and no words from there."""
    return all(_FOOTNOTE.match(line) for line in block.text.split("\n"))


def unread(block: Block) -> tuple[Block, ...]:
    """What `units_of` leaves of a block: the items of a list that hold no link."""
    if block.kind != "list":
        return ()
    return tuple(
        Block(
            kind="list",
            first_line=block.first_line + start,
            last_line=block.first_line + start + item.count("\n"),
            text=item.strip("\n"),
        )
        for start, item in _items(block.text)
        if has_words(item) and not any(link.marks for link in zotero_links(item))
    )


def continues(block: Block, unit: Unit) -> bool:
    """Whether a block is what the reader wrote on the annotation above: right below it, or called a comment."""
    if block.kind == "code":  # Which is how a template keeps a comment as it is.
        return _BARE_FENCE.match(block.text) is not None and block.first_line - unit.last_line <= _NEAR
    return block.kind == "list" and (block.first_line == unit.last_line + 1 or is_comment(block))


def is_comment(block: Block) -> bool:
    """Whether a block is called a comment."""
    return LABELLED_COMMENT.match(block.text) is not None


def with_comment(unit: Unit, block: Block) -> Unit:
    """Add a block to what the reader wrote on an annotation."""
    text = block.text.strip()
    text = _FENCES.sub("", text).strip() if block.kind == "code" else LABELLED_COMMENT.sub("", text)
    return replace(unit, comment="\n\n".join(filter(None, (unit.comment, text))), last_line=block.last_line)


def without_mark(block: Block) -> Block:
    """Take the mark off a list of one item, which a template made of a comment: ``- [N] why?``."""
    alone = block.kind == "list" and len(_NESTED_ITEM.findall(block.text)) == 1
    return replace(block, text=_MARKED_ITEM.sub("", block.text, count=1)) if alone else block


def joined(blocks: Sequence[Block]) -> Block:
    """Make one block of several."""
    return replace(blocks[0], last_line=blocks[-1].last_line, text="\n\n".join(block.text for block in blocks))


def _of_lines(text: str, first_line: int) -> Iterator[Unit]:
    """Read the paragraphs of a quote: one without a link belongs to the link below it, or else to the one above."""
    waiting: list[str] = []
    last: Unit | None = None
    at = 0
    for part in re.split(r"\n[ \t]*(?=\n)", text):
        line = first_line + text.count("\n", 0, at)
        at += len(part)
        found = list(_of_text(part.strip("\n"), line, part.strip("\n").count("\n")))
        if not found:
            waiting += [part.strip()] if has_words(part) else []
            continue
        if waiting and last is None:
            found[0] = _with_words_above(found[0], waiting)
        elif waiting and last is not None:
            last = replace(last, comment="\n\n".join(filter(None, (last.comment, *waiting))))
        yield from [last] if last else []
        yield from found[:-1]
        last, waiting = found[-1], []
    if last:
        yield replace(last, comment="\n\n".join(filter(None, (last.comment, *waiting)))) if waiting else last


def _with_words_above(unit: Unit, words: Sequence[str]) -> Unit:
    """Take the paragraphs above a link for what it marks; what stands beside it is then a comment."""
    above = [without_block_id(part)[0] for part in words]
    nested = [part for part in above if part.startswith(">")]
    beside = [part for part in above if nested and part not in nested]
    words_marked = "\n\n".join(MARK_OF_QUOTE.sub("", part) for part in nested or above)
    comment = "\n\n".join(filter(None, (*beside, unit.quote, unit.comment)))
    return replace(unit, quote=cleaned(words_marked), comment=comment)


def _items(text: str) -> Iterator[tuple[int, str]]:
    """The items of a list, each with the number of its first line.

    One with a link has what is nested in it, down to the next one with a link; any other is alone.
    """
    lines = text.split("\n")
    starts = [index for index, line in enumerate(lines) if _NESTED_ITEM.match(line)] or [0]
    starts[0] = 0
    own = ["\n".join(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]
    linked = [any(link.marks for link in zotero_links(words)) for words in own]
    depths = [_depth(lines[start]) for start in starts]
    place = 0
    while place < len(starts):
        end = place + 1
        while linked[place] and end < len(starts) and depths[end] > depths[place] and not linked[end]:
            end += 1
        yield starts[place], dedent("\n".join(own[place:end]))
        place = end


def _depth(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _of_table(block: Block) -> Iterator[Unit]:
    """Read each row that holds a link: the first cell beside it is what was marked, the others are the reader's."""
    for offset, line in enumerate(block.text.split("\n")):
        links = [link for link in zotero_links(line) if link.marks]
        cells = [cell.strip() for cell in _CELL_ENDS.split(line)]
        words = [cell for cell in cells if has_words(cell) and not OPENS.search(cell)]
        for link in links[:1]:
            at = block.first_line + offset
            yield unit_of(link, (at, at), quote="".join(words[:1]), comment="\n\n".join(words[1:]), color="", cited="")


def _of_callout(callout: Callout) -> Iterator[Unit]:
    """Read a callout: its title leads to the passage, or the passages stand in it."""
    titled = [link for link in zotero_links(callout.title) if link.marks]
    color = callout.meta if callout.meta.startswith("#") else color_named(callout.type)
    if not titled:
        told = {"title": callout.title} if has_words(callout.title) else {}
        remarks = "\n\n".join(_remark(child) for child in callout.children if _is_remark(child))
        for unit in _of_lines(_body(callout), callout.first_line + 1):
            comment = "\n\n".join(filter(None, (unit.comment, remarks)))
            yield replace(unit, comment=comment, color=unit.color or color, extra=told | unit.extra)
            remarks = ""
        return
    said, written, nested = _parts(callout.children)
    quote, own_color, rest = marked(said)
    first, id_below = without_block_id(written)
    _, cited = without_citations(callout.title)
    title = callout.title[: titled[0].start] + callout.title[titled[0].end :]
    yield unit_of(
        titled[0],
        (callout.first_line, callout.last_line),
        quote=quote if quote is not None else nested or said,
        comment="\n\n".join(filter(None, (rest, first if id_below else written))),
        color=own_color or color,
        cited=cited,
        title=title,
    )


def _body(callout: Callout) -> str:
    """The lines below the title, as deep as they stand in the callout, without the reader's remarks in it."""
    lines = callout.text.split("\n")
    for child in callout.children:
        if _is_remark(child):
            inside = range(child.first_line - callout.first_line, child.last_line - callout.first_line + 1)
            lines = ["" if at in inside else line for at, line in enumerate(lines)]
    return MARK_OF_QUOTE.sub("", "\n".join(lines[1:]))


def _is_remark(block: Block) -> bool:
    """Whether a block in a callout is one itself, which is how templates set off what the reader wrote."""
    return isinstance(block, Callout) and block.type not in PASSAGES and not OPENS.search(block.text)


def _remark(callout: Block) -> str:
    body = callout.text.partition("\n")[2]
    return MARK_OF_QUOTE.sub("", body).strip()


def _parts(children: Sequence[Block]) -> tuple[str, str, str]:
    """Part a callout at its first rule, or behind its first paragraph; a quote in it is what was marked."""
    remarks = [child for child in children if _is_remark(child)]
    children = [child for child in children if child not in remarks]
    rules = [index for index, child in enumerate(children) if child.kind == "rule"]
    quotes = [child for child in children if isinstance(child, Quote)]
    if rules:
        above, below = children[: rules[0]], children[rules[0] + 1 :]
    elif quotes:
        above, below = [], [child for child in children if child is not quotes[0]]
    else:
        above, below = children[:1], children[1:]
    said = "\n\n".join(child.text for child in above).strip()
    written = "\n\n".join((*(child.text for child in below), *map(_remark, remarks))).strip()
    nested = MARK_OF_QUOTE.sub("", quotes[0].text).strip() if quotes and not rules else ""
    return without_block_id(said)[0].strip(), written, nested


def _of_text(text: str, line: int, further: int) -> Iterator[Unit]:
    """Read a paragraph: words before a link are what it marks; if there are none, those behind it."""
    links = [link for link in zotero_links(text) if link.marks]
    if not links:
        return
    leads = not has_words(without_citations(text[: links[0].start])[0])
    is_cited = leads and bool(without_citations(text[: links[0].start])[1])
    for number, link in enumerate(links):
        before = text[links[number - 1].end if number else 0 : link.start]
        behind = text[link.end : links[number + 1].start if number + 1 < len(links) else len(text)]
        lines = (line + text.count("\n", 0, max(link.start - len(before.strip()), 0)), line + further)
        if leads:
            yield _leading(link, before if not number else "", behind, lines, is_cited=is_cited)
        else:
            yield _trailing(link, before, behind if number + 1 == len(links) else "", lines)


def _leading(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int], *, is_cited: bool) -> Unit:
    _, cited = without_citations(before)
    rest, cited_behind = without_citations(without_block_id(behind)[0])
    quote, color, comment = marked(rest)
    if quote is None:
        quote, comment = split_quoted(rest)
    if link.inside:
        quote, comment = f"[{link.inside}]", rest
    elif is_cited:  # A note of Zotero's own without a quote: “(Lin, 2024, p. 3) (pdf) what the reader wrote”.
        quote, comment = "", rest
    if embed := EMBED.match(before):
        quote, comment = "", "\n\n".join(filter(None, (embed[1], quote, comment)))
    return unit_of(link, lines, quote=quote, comment=comment, color=color, cited=cited or cited_behind)


def _trailing(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int]) -> Unit:
    words, cited = without_citations(before)
    says_more = link.annotation and not (_ONLY_PAGE.fullmatch(link.words) or SAYS_NO_MORE.fullmatch(link.words))
    alone = _ONLY_PAGE.fullmatch(words) if says_more else None
    page = _PAGE_BEFORE.search(words)
    words = words[: page.start()] if page else words
    rest, cited_behind = without_citations(without_block_id(behind)[0])
    quote, color, beside = marked(words)
    comment = "\n\n".join(filter(None, (beside.strip(LOOSE) and beside, rest.strip())))
    if quote is None and (named := _NAMED.match(words)):
        quote, color = named["quote"], (named["color"] or "").casefold()
    quote = _LAST_DASH.sub("", words) if quote is None else quote
    if link.inside:
        quote = f"{quote.rstrip()} [{link.inside}]"
    if _NOTE_ON.search(link.words):
        quote, comment = "", quote.strip(" *(")
    label = (page["label"] or link.words) if page else ""
    if alone:  # What stands for the link is what was marked.
        quote, label = link.words, alone["label"]
    return unit_of(link, lines, quote=quote, comment=comment, color=color, cited=cited or cited_behind, label=label)
