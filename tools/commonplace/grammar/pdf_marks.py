"""One mark of a PDF in a note, and those that stand in running text: in a sentence, an item, a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from commonplace.grammar.markdown_note.blocks import Block, Callout
from commonplace.grammar.markdown_note.remarks import says_anything
from commonplace.grammar.pdf_link import PdfLink, pdf_links

_CELL_ENDS = re.compile(r"(?<!\\)\|")
_QUOTED_BEFORE = re.compile(
    r"(?:==((?:(?!==).)+)==|<mark(?:[ \t][^<>\n]{0,80})?>([^<>]+)</mark>"
    r"|“([^“”]+)”|\"([^\"]+)\"|「([^「」]+)」|«([^«»]+)»)"
    r"[ \t]{0,3}[,，:：]?\s{0,3}[(（—–-]?[ \t]{0,3}\Z",
    re.DOTALL,
)
_QUOTED_BEHIND = re.compile(
    r"[)）]?[ \t]{0,3}[:：—–-]{0,2}[ \t]{0,3}"
    r"(?:“([^“”\n]+)”|\"([^\"\n]+)\"|「([^「」\n]+)」|«([^«»\n]+)»)[ \t.。]*(?:\n|\Z)"
)
_QUOTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+>(.*)")
_ITEM_STARTS = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")


class Mark(msgspec.Struct, frozen=True, kw_only=True):
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


def in_text(block: Block) -> Iterator[Mark]:
    """Find the links in a sentence, a list or a table that lead to something marked."""
    if block.kind in {"code", "math", "comment"}:
        return
    above = ""
    for segment in _segments(block):
        links = [link for link in pdf_links(segment) if link.marks]
        for link in links:
            quote = "" if link.rectangle else link.words
            if not quote and len(links) == 1 and not link.rectangle:
                quote = beside(segment, link, in_cell=block.kind == "table")
                quote = quote or (above if is_nothing_but_links(segment) else "")
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


def beside(segment: str, link: PdfLink, *, in_cell: bool) -> str:
    """Read the words behind a link at the start of a line, where they are a quote that lost its ``>``.

    Before a link that stands elsewhere, what quotation marks, ``==`` or ``<mark>`` enclose is marked, and so is what
    quotation marks enclose behind one at the start.

    They are if the link stands in brackets, or a ``>`` stands between; in a cell, where no ``>`` can be, always.
    """
    if not begins_with(segment, link):
        quoted = _QUOTED_BEFORE.search(segment[: link.link.start])
        return next(filter(None, quoted.groups())).strip() if quoted else ""
    before, behind = segment[: link.link.start].strip(), segment[link.link.end :]
    in_brackets = before.endswith(("(", "（"))
    if in_brackets or in_cell or behind.lstrip().startswith(">"):
        return around(_behind_item(segment), None)
    quoted = _QUOTED_BEHIND.match(behind)
    return next(filter(None, quoted.groups())).strip() if quoted else ""


def _behind_item(text: str) -> str:
    """Take the marks of a list item off the start of `text`, and of one in it."""
    position = 0
    while mark := _ITEM_STARTS.match(text, position):
        position = mark.end()
    return text[position:]


def begins_with(text: str, link: PdfLink) -> bool:
    """Tell whether nothing but marks of a list item, emphasis or a bracket stands before a link."""
    return not _behind_item(text[: link.link.start] + " ").strip(" \n\t(（*_")


def closes(text: str, link: PdfLink) -> bool:
    """Tell whether a link stands below a quote, or behind a dash or a bracket at its end, to say where it is from."""
    before, behind = text[: link.link.start].rstrip(" \t"), text[link.link.end :]
    return (
        bool(before.strip()) and before.endswith(("\n", "—", "–", "--", "(", "（")) and not behind.strip(" \n)）.。*_")
    )


def around(text: str, link: PdfLink | None) -> str:
    """Read what is left of a quote without its links."""
    keep = link is None or not link.words
    return without_pdf_links(text, words=keep).strip().lstrip(">").strip()


def without_brackets(text: str) -> str:
    """Take out brackets, marks of emphasis, and ``>``."""
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


def is_nothing_but_links(line: str) -> bool:
    """Tell whether a line holds links to a PDF, and no word beside them."""
    return bool(pdf_links(line)) and not says_anything(without_brackets(without_pdf_links(line)))


def without_quote(text: str, quote: str) -> str:
    """Take a quote out of the text that it stands in, and the marks and dashes that may enclose it."""
    return re.sub(r"[()（）“”\"「」«»=—–,，]", "", text.replace(quote, "", 1))
