"""One entry of the plugin's notes, a highlight, a note or a review: its parts as they come, and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import Literal

import msgspec

from commonplace.grammar.markdown_note.inline import plain
from commonplace.grammar.weread.marks import Mark, Thought
from commonplace.grammar.weread.places import cut_id, is_review_id, place_of_id, place_of_link
from commonplace.model import JSON, Rejected

LINK_END = re.compile(r"\]\((<?)(weread://[^>)\](]*)(>?)\)\s*")
_SPAN = re.compile(r"</?span\b[^<>\n]{0,200}>")
BARE_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_DRESS = re.compile(
    r"==((?:(?!==).)+)==|\*\*((?:(?!\*\*).)+)\*\*|<(?:mark|font|span|u)\b[^<>]{0,200}>([^<>]+)</\w{1,10}>", re.DOTALL
)
_NO_REVIEW = re.compile(r"[\W_]*(?:(?:暂?无|没有)书评|在这里记录你的总结.{0,30})[\W_]*")
POPULAR = "a popular highlight of other readers, not one of yours: left out on purpose"
WORDLESS = "a bookmark without words: left out on purpose"


class Wording(msgspec.Struct):
    """A thought while it is being read."""

    lines: list[str] = msgspec.field(default_factory=list)
    created: str = ""


class Entry(msgspec.Struct, kw_only=True):
    """A highlight, note or review while it is being read; `into` is what a line without a mark goes on with."""

    line: int
    chapter: str
    rank: int
    is_thought: bool
    kind: Literal["mark", "note", "review"]
    title: str = ""
    into: Literal["quote", "thought", "done"]
    quote: list[str] = msgspec.field(default_factory=list)
    thoughts: list[Wording] = msgspec.field(default_factory=list)
    after: list[str] = msgspec.field(default_factory=list)
    created: str = ""
    block_id: str = ""
    number: int | None = None
    is_popular: bool = False
    is_pinned: bool = False
    is_unmarked: bool = False
    awaits_quote: bool = False
    is_thought_quoted: bool = False
    ends_with_gap: bool = False
    may_be_linked: bool = False
    comment_follows: bool = False
    link: str = ""

    @property
    def is_link_open(self) -> bool:
        """Whether its words are the text of a link that has not ended yet."""
        return self.may_be_linked and self.into == "quote" and "".join(self.quote[:1]).startswith("[")

    @property
    def is_quoted_note(self) -> bool:
        """Whether it is a thought in a callout: the words that it is about may stand below."""
        return self.kind == "note" and self.into == "thought" and self.is_thought_quoted

    @property
    def is_told(self) -> bool:
        """Whether a thought has its time, and a blank line below: a quotation that begins with one is the next."""
        return self.ends_with_gap and any(thought.created for thought in self.thoughts)

    @property
    def is_behind_gap_in_thought(self) -> bool:
        """Whether a quotation that begins now is the next highlight: its theme marks only thoughts, none is quoted."""
        is_in_thought = self.is_unmarked and self.into == "thought" and not self.is_thought_quoted
        return is_in_thought and self.thoughts[-1].lines[-1:] == [""]

    @property
    def is_like_the_last(self) -> bool:
        """Whether a quotation that nothing marks is the next highlight, as this one was none other."""
        ends = self.ends_with_gap or self.is_behind_gap_in_thought
        return self.is_unmarked and ends and not self.link


def finished(entry: Entry, *, book: str, raw: str) -> Mark | Rejected | None:
    """Make of `entry`, which is written in `raw`, what it is; None if it is nothing but a frame.

    Parameters
    ----------
    book : str
        The id of the book, if it is known.
    """
    if is_review_id(entry.block_id) and not (entry.thoughts or entry.is_pinned):
        # What has the id of a thought, and no thought below it, is one.
        entry.thoughts, entry.quote, entry.kind = [Wording(lines=entry.quote)], [], "note"
    quote, link = _unlinked(entry)
    link = link or entry.link
    said = tuple(_said(entry))
    if not quote and not said and (entry.block_id or entry.created):
        # A theme may have put the words themselves into the title of their callout.
        quote = plain(entry.title)
    if entry.is_popular:
        return Rejected(line=entry.line, problem=POPULAR, raw=raw, by_design=True)
    after = "\n".join(entry.after).strip()
    if after and not (quote or said or entry.block_id):
        said, entry.kind, entry.after = (Thought(text=after),), "note", []
    if quote or said:
        return _mark(entry, quote, link, said, book)
    if entry.is_pinned or entry.block_id:
        return Rejected(line=entry.line, problem=WORDLESS, raw=raw, by_design=True)
    return None


def _mark(entry: Entry, quote: str, link: str, said: tuple[Thought, ...], book: str) -> Mark:
    of_link, of_id = place_of_link(link), place_of_id(entry.block_id, book)
    is_about_chapter = entry.kind == "mark" and not quote
    return Mark(
        line=entry.line,
        kind="note" if is_about_chapter else entry.kind,
        chapter="" if entry.kind == "review" else entry.chapter,
        chapter_uid=of_link.chapter or of_id.chapter,
        rank=entry.rank,
        quote=quote,
        thoughts=said,
        is_thought=entry.is_thought,
        created=entry.created or next((wording.created for wording in entry.thoughts), ""),
        book=of_link.book or of_id.book,
        native_id=entry.block_id,
        range=_fuller(of_link.range, of_id.range),
        extra=_extra(entry, link),
    )


def _said(entry: Entry) -> Iterator[Thought]:
    """Give the thoughts of an entry; the id and the time of a review are those of its thought."""
    native_id = entry.block_id if is_review_id(entry.block_id) else ""
    for wording in entry.thoughts:
        text, created = "\n".join(wording.lines).strip(), wording.created
        text = _SPAN.sub("", text).strip() if "</span>" in text else text
        above, _, last = text.rpartition("\n")
        if entry.kind == "review" and not created and BARE_TIME.fullmatch(last.strip()):
            text, created = above.rstrip(), last.strip().replace(" ", "T")
        if text and not _NO_REVIEW.fullmatch(text):
            yield Thought(text=text, created=created or (entry.created if native_id else ""), native_id=native_id)
            native_id = ""


def _unlinked(entry: Entry) -> tuple[str, str]:
    """Give the words of an entry and the link that they are the text of; of words that nothing ended, a paragraph."""
    lines = entry.quote
    if entry.into == "quote" and not entry.is_link_open:
        lines = list(dropwhile(lambda line: not line, lines))
        end = lines.index("") if "" in lines else len(lines)
        entry.after[:0] = [line for line in lines[end:] if line]
        lines = lines[:end]
    words, _ = cut_id("\n".join(lines).strip())
    at = max(words.rfind("](<weread:"), words.rfind("](weread:"))
    link = LINK_END.fullmatch(words, at) if at >= 0 and words.startswith("[") else None
    return (words[1:at].strip(), link[2]) if link else (words if entry.is_pinned else _undressed(words), "")


def _undressed(words: str) -> str:
    """Take off the marks that a theme without pins puts around all of a highlight."""
    dress = _DRESS.fullmatch(words)
    return next(filter(None, dress.groups())).strip() if dress else words


def _fuller(first: str, second: str) -> str:
    """Choose the first of two ranges, unless it lacks an end that the second has."""
    return second if not first or (first.endswith("-") and second) else first


def _extra(entry: Entry, link: str) -> dict[str, JSON]:
    told: dict[str, JSON] = {"link": link} if link else {}
    if entry.number is not None:
        told["popularity"] = entry.number
    after = "\n".join(entry.after).strip()
    return told | ({"after": after} if after else {})
