"""From a block of a note to the annotations in it: what was marked, what the reader wrote, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from textwrap import dedent

from commonplace.grammar.markdown_note.blocks import Block, Callout, Heading, Quote
from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.links import OPENS, ZoteroLink, label_in, without_citations, zotero_links

_MARKED = re.compile(r"<mark\b(?P<style>[^<>]*)>(?P<words>.*?)</mark>", re.DOTALL | re.IGNORECASE)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b|hltr-(?P<name>\w+)")
_LIGHT = re.compile(r"==(?P<words>.+?)==", re.DOTALL)
_PAIRS = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’", "「": "」", "『": "』", "»": "«"}
_QUOTED = re.compile(r"""\A\s*(?P<open>[“"«„「『»])(?P<words>.*)(?P<close>[”"»“」』«])\s*\Z""", re.DOTALL)
_LEADING_TAGS = re.compile(r"\A\s*((?:#[\w/-]+\s*)+):?\s*")
_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_NESTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_EMBED = re.compile(r"\A\W{0,3}(!\[\[[^\]\n]+\]\]|!\[[^\]\n]*\]\([^)\n]*\))(.*)\Z", re.DOTALL)
_MARK_OF_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\[\]*_`#>~-])")
_IMAGE = re.compile(r"\A\W*(?:image|\[image\]|图像|圖像|bild)\W*\Z", re.IGNORECASE)
_NOTE_ON = re.compile(r"\bnote on p|\bnote p\.", re.IGNORECASE)
_LOOSE = " \t\n()[]:–—-,.;*_>"
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|\(\[(?:pdf|epub|snapshot)\]?")
_UNLINKED = re.compile(
    r"\A(?P<quote>[“\"«„「『].+[”\"»“」』])\s*[(（](?P<cited>[^()（）\n]{0,200}\b(?:1[5-9]|20)\d\d\b[^()（）\n]{0,200})[)）]\s*(?P<comment>.*)\Z",
    re.DOTALL,
)
_NAMED = re.compile(
    r"\A\s*(?P<quote>[“\"«„].+[”\"»“])\s{1,4}(?P<color>[A-Za-z]{3,10})?\s{0,4}(?:Highlight|Underline|Note|Image|Strike|Text)\s*\Z",
    re.DOTALL,
)
_LAST_DASH = re.compile(r"\s[—–-]+\s*\Z")
_NO_LINK = ZoteroLink(attachment="", annotation="", page="", words="", inside="", place="", start=0, end=0)
_LABELLED_COMMENT = re.compile(
    r"\A(?:[-*+]\s+)?(?:\*\*|__)?(?:comment|note|注释|评论|批注)s?\s*[:：]\s*(?:\*\*|__)?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One annotation of a note.

    Attributes
    ----------
    quote, comment : str
        The marked words and the reader's, as they are written.
    label : str
        The page as it is printed.
    kind : str
        ``image`` where an area is marked; empty otherwise.
    cited : str
        The words of its citation.
    """

    link: ZoteroLink
    first_line: int
    last_line: int
    quote: str = ""
    comment: str = ""
    tags: tuple[str, ...] = ()
    label: str = ""
    color: str = ""
    kind: str = ""
    cited: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def units_of(block: Block) -> Iterator[Unit]:
    """Read the annotations of one block; none if no link in it opens a page or an annotation."""
    if not OPENS.search(block.text) or is_footnote(block):
        return
    if isinstance(block, Heading):
        yield from _of_text(block.title, block.first_line, 0)
    elif isinstance(block, Callout):
        yield from _of_callout(block)
    elif isinstance(block, Quote):
        yield from _of_lines(_MARK_OF_QUOTE.sub("", block.text), block.first_line)
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
    return _unit(_NO_LINK, lines, quote=quote, comment=comment, color="", cited=cited)


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
    """Whether a block is what the reader wrote on the annotation above: a list right below, or called a comment."""
    return block.kind == "list" and (block.first_line == unit.last_line + 1 or is_comment(block))


def is_comment(block: Block) -> bool:
    """Whether a block is called a comment."""
    return _LABELLED_COMMENT.match(block.text) is not None


def with_comment(unit: Unit, block: Block) -> Unit:
    """Add a block to what the reader wrote on an annotation."""
    text = _LABELLED_COMMENT.sub("", block.text.strip())
    return replace(unit, comment="\n\n".join(filter(None, (unit.comment, text))), last_line=block.last_line)


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
    marked = "\n\n".join(_MARK_OF_QUOTE.sub("", part) for part in nested or above)
    comment = "\n\n".join(filter(None, (*beside, unit.quote, unit.comment)))
    return replace(unit, quote=_cleaned(marked), comment=comment)


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
            yield _unit(link, (at, at), quote="".join(words[:1]), comment="\n\n".join(words[1:]), color="", cited="")


def _of_callout(callout: Callout) -> Iterator[Unit]:
    """Read a callout: its title leads to the passage, or the passages stand in it."""
    titled = [link for link in zotero_links(callout.title) if link.marks]
    if not titled:
        body = _MARK_OF_QUOTE.sub("", callout.text).partition("\n")[2]
        told = {"title": callout.title} if has_words(callout.title) else {}
        for unit in _of_lines(body, callout.first_line + 1):
            yield replace(unit, extra=told | unit.extra)
        return
    marked, written, nested = _parts(callout.children)
    quote, color, rest = _marked(marked)
    first, id_below = without_block_id(written)
    _, cited = without_citations(callout.title)
    title = callout.title[: titled[0].start] + callout.title[titled[0].end :]
    yield _unit(
        titled[0],
        (callout.first_line, callout.last_line),
        quote=quote if quote is not None else nested or marked,
        comment="\n\n".join(filter(None, (rest, first if id_below else written))),
        color=color or (callout.meta if callout.meta.startswith("#") else ""),
        cited=cited,
        title=title.strip(_LOOSE) if has_words(title) else "",
    )


def _parts(children: Sequence[Block]) -> tuple[str, str, str]:
    """Part a callout at its first rule, or behind its first paragraph; a quote in it is what was marked."""
    rules = [index for index, child in enumerate(children) if child.kind == "rule"]
    quotes = [child for child in children if isinstance(child, Quote)]
    if rules:
        above, below = children[: rules[0]], children[rules[0] + 1 :]
    elif quotes:
        above, below = (), [child for child in children if child is not quotes[0]]
    else:
        above, below = children[:1], children[1:]
    texts = ["\n\n".join(child.text for child in part).strip() for part in (above, below)]
    nested = _MARK_OF_QUOTE.sub("", quotes[0].text).strip() if quotes and not rules else ""
    return without_block_id(texts[0])[0].strip(), texts[1], nested


def _marked(text: str) -> tuple[str | None, str, str]:
    """The words that ``<mark>`` or ``==`` enclose, if any do, their colour, and what stands beside them."""
    found = list(_MARKED.finditer(text))
    pattern = _MARKED if found else _LIGHT
    found = found or list(_LIGHT.finditer(text))
    if not found:
        return None, "", ""
    color = _COLOR.search(found[0].groupdict().get("style") or "")
    told = (color["name"] or color[0]) if color else ""
    quote = " ".join(match["words"].strip() for match in found).strip()
    return quote, told, pattern.sub("", text).strip()


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
    quote, color, comment = _marked(rest)
    if quote is None:
        quote, comment = _split_quoted(rest)
    if link.inside:
        quote, comment = f"[{link.inside}]", rest
    elif is_cited:  # A note of Zotero's own without a quote: “(Lin, 2024, p. 3) (pdf) what the reader wrote”.
        quote, comment = "", rest
    if embed := _EMBED.match(before):
        quote, comment = "", "\n\n".join(filter(None, (embed[1], quote, comment)))
    return _unit(link, lines, quote=quote, comment=comment, color=color, cited=cited or cited_behind)


def _trailing(link: ZoteroLink, before: str, behind: str, lines: tuple[int, int]) -> Unit:
    words, cited = without_citations(before)
    rest, cited_behind = without_citations(without_block_id(behind)[0])
    quote, color, beside = _marked(words)
    comment = "\n\n".join(filter(None, (beside.strip(_LOOSE) and beside, rest.strip())))
    if quote is None and (named := _NAMED.match(words)):
        quote, color = named["quote"], (named["color"] or "").casefold()
    quote = _LAST_DASH.sub("", words) if quote is None else quote
    if link.inside:
        quote = f"{quote.rstrip()} [{link.inside}]"
    if _NOTE_ON.search(link.words):
        quote, comment = "", quote.strip(" *(")
    return _unit(link, lines, quote=quote, comment=comment, color=color, cited=cited or cited_behind)


def _split_quoted(text: str) -> tuple[str, str]:
    """Part “marked words” from what stands behind them; all is marked if nothing is in quotation marks."""
    stripped = text.strip(" \t\n:–—-")
    close = _PAIRS.get(stripped[:1])
    end = stripped.rfind(close) if close else -1
    if end > 0:
        return stripped[: end + 1], stripped[end + 1 :]
    first, _, rest = stripped.partition("\n")
    return (first, rest) if _LABELLED_COMMENT.match(rest.lstrip()) else (stripped, "")


def _unit(  # noqa: PLR0913 (what the kinds of blocks are read into)
    link: ZoteroLink,
    lines: tuple[int, int],
    *,
    quote: str,
    comment: str,
    color: str,
    cited: str,
    title: str = "",
) -> Unit:
    tags: tuple[str, ...] = ()
    if leading := _LEADING_TAGS.match(quote):
        tags, quote = tuple(leading[1].replace("#", " ").split()), quote[leading.end() :]
    if embed := _EMBED.match(quote):
        return _unit(
            link,
            lines,
            quote="",
            comment="\n\n".join(filter(None, (embed[1], embed[2].strip(), comment))),
            color=color,
            cited=cited,
            title=title,
        )
    quote = _cleaned(quote)
    is_image = bool(_IMAGE.match(quote)) or (not quote and _IMAGE.match(link.inside or "-") is not None)
    return Unit(
        link=link,
        first_line=lines[0],
        last_line=lines[1],
        quote="" if is_image or (not has_words(quote) and len(quote) < 2) else quote,  # noqa: PLR2004 (a lone sign)
        comment=_LABELLED_COMMENT.sub("", _unquoted(comment.strip()).lstrip("—– ")).strip()
        if has_words(comment) or "![" in comment
        else "",
        tags=tags,
        label=label_in(link.words) or label_in(cited),
        color=color,
        kind="image" if is_image else "",
        cited=cited,
        extra={"title": title} if title else {},
    )


def _unquoted(comment: str) -> str:
    """Take a comment out of the quotation that all of it stands in."""
    is_quoted = all(line.lstrip().startswith(">") for line in comment.split("\n"))
    return _MARK_OF_QUOTE.sub("", comment) if is_quoted else comment


def _cleaned(quote: str) -> str:
    """Take quotation marks, escapes and the breaks of PDF lines off the marked words."""
    dressed = _EMPTY_BRACKETS.sub("", _MARK_OF_QUOTE.sub("", quote)).strip(" \t\n")
    text = dressed.strip(" \t\n*")
    text = dressed if text.count("**") % 2 else text
    if "$" not in text:
        text = " ".join(line.strip(" \t") for line in _ESCAPED.sub(r"\1", text).split("\n"))
    quoted = _QUOTED.match(text)
    if quoted and _PAIRS.get(quoted["open"]) == quoted["close"]:
        return quoted["words"].strip()
    return text.removesuffix("”").strip() if "“" not in text else text
