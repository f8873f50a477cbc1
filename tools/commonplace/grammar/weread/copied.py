"""What WeRead's app copies to the clipboard, in its three generations.

====================  ======================  =============================  ==========================
generation            chapter                 highlight                      thought
====================  ======================  =============================  ==========================
A, before 7.1         ``◆ title``             ``>>words``                    lines before ``>words``
B, 7.1 to 8.2         ``◆ title``             ``>> words``                   ``2023/2/6 发表想法``, then words
C, from 8.3           a bare line             ``◆ words``                    ``◆ 2024/02/06发表想法``, ``原文：``
====================  ======================  =============================  ==========================

So ``◆`` means a chapter where the book has ``>>`` lines, and a highlight where it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec import structs

from commonplace.grammar.weread.copied_books import OF_REVIEW, POSTED, RATED, SIGNATURE, CopiedBook
from commonplace.grammar.weread.marks import Mark, Thought
from commonplace.grammar.weread.places import date_in
from commonplace.grammar.weread.sections import unemphasised

_HEADING = re.compile(r"#{1,6}[ \t](.*)")
_BOLD = re.compile(r"\A\*\*([^*]+)\*\*\Z")
_ORIGINAL = re.compile(r"原文\s*[:：]\s*(.*)")
_STARS = re.compile(r"(?:[点點][评評]|[评評]分)?\s*[:：]?\s*([★☆⭐]+)")
_DRAWN = re.compile(r"(?:-{3,}|\*{3,}|_{3,})")
"""A rule that a reader drew between chapters."""
_RULE = "<hr>"
"""What WeRead Export writes below each highlight."""
_SENTENCE_END = "。！？；…，.!?;,：:"
_LONGEST_CHAPTER = 40


def marks_of(lines: Sequence[str], book: CopiedBook) -> Iterator[Mark]:
    """Read the highlights, thoughts and reviews of one book."""
    body = [line.strip() for line in lines[book.body : book.last]]
    signed = next((at for at, line in enumerate(body) if SIGNATURE.fullmatch(line)), len(body))
    blocks = list(_blocks(body[:signed], book.body + 1))
    reader = _WithQuotes() if _has_quotes(body[:signed]) else _WithoutQuotes(blocks)
    for block in blocks:
        yield from reader.read(block)
    yield from reader.close()


def _has_quotes(body: Sequence[str]) -> bool:
    """Tell generations A and B from C; a book of A may hold nothing but thoughts, whose words have one ``>``."""
    is_of_c = any(POSTED.fullmatch(line) for line in body if line.startswith("◆"))
    return any(line.startswith(">>") or (line.startswith(">") and not is_of_c) for line in body)


class _Block(msgspec.Struct, frozen=True, kw_only=True):
    """Lines without a blank one or a ``◆`` between; `gap` is how many blank ones stand above."""

    line: int
    gap: int
    lines: tuple[str, ...]


def _blocks(body: Sequence[str], first: int) -> Iterator[_Block]:
    gap, lines = 0, list[str]()
    for at, line in enumerate((*body, "")):
        text = "" if _DRAWN.fullmatch(line) else line
        if text and not (lines and text.startswith("◆")):
            lines.append(text)
            continue
        if lines:
            yield _Block(line=first + at - len(lines), gap=gap, lines=tuple(lines))
            gap, lines = 0, []
        gap += not text
        if text:
            lines.append(text)


class _State(msgspec.Struct):
    """What both readers keep: the chapter that they are in, and the mark that further paragraphs belong to."""

    chapter: str = ""
    rank: int = -1
    is_in_review: bool = False
    mark: Mark | None = None
    quote: list[str] = msgspec.field(default_factory=list)
    thought: list[str] = msgspec.field(default_factory=list)

    def begin_chapter(self, title: str) -> None:
        self.chapter, self.rank, self.is_in_review = title.strip(), self.rank + 1, False

    def begin_mark(self, mark: Mark, *, quote: str = "") -> Iterator[Mark]:
        """Give the mark that ends here, and go on with another."""
        yield from self.close()
        chapter = "" if mark.kind == "review" else self.chapter
        self.mark, self.quote = structs.replace(mark, chapter=chapter, rank=self.rank), [quote] if quote else []

    def close(self) -> Iterator[Mark]:
        """Give the mark that ends here; without words it is nothing, but a rating alone is a review."""
        mark, quote, thought = self.mark, "\n".join(self.quote), "\n".join(self.thought)
        self.mark, self.quote, self.thought = None, [], []
        if mark is None:
            return
        rating = mark.extra.get("rating")
        if mark.kind == "review" and not thought and isinstance(rating, str):
            thought = rating
        if quote or thought:
            yield structs.replace(
                mark,
                kind="mark" if quote else "review" if mark.kind == "review" else "note",
                quote=quote,
                thoughts=(Thought(text=thought, created=mark.created),) if thought else (),
                is_thought=bool(quote and thought),
            )

    def add_to_quote(self, text: str) -> None:
        self.quote.append(text)

    def add_to_thought(self, text: str) -> None:
        """Go on with the thought; stars are what the reader rated the book with."""
        stars = _STARS.fullmatch(text) if self.mark and self.mark.kind == "review" else None
        if self.mark and stars:
            self.mark = structs.replace(self.mark, extra={**self.mark.extra, "rating": stars[1]})
        else:
            self.thought.append(text)


def _review(line: int, created: str = "", rating: str = "") -> Mark:
    return Mark(line=line, kind="review", created=created, extra={"rating": rating} if rating else {})


class _WithQuotes(msgspec.Struct):
    """Generations A and B: ``◆`` is a chapter, a thought stands above the ``>>`` that it is about."""

    state: _State = msgspec.field(default_factory=_State)
    awaits_quote: bool = False

    def close(self) -> Iterator[Mark]:
        return self.state.close()

    def read(self, block: _Block) -> Iterator[Mark]:
        """Read one block; the lines above a quote in it are a thought about it."""
        for offset, text in enumerate(block.lines):
            at = block.line + offset
            posted, rated = POSTED.fullmatch(text), RATED.fullmatch(text)
            if posted and not self.state.is_in_review:
                yield from self._thought(at, date_in(posted[1]))
            elif rated:
                yield from self.state.begin_mark(_review(at, date_in(rated[1]), rated[2].strip()))
            elif text.startswith("◆") or _HEADING.fullmatch(text):
                yield from self._chapter(text, at)
            elif text == _RULE:
                yield from self.state.close()
            elif text.startswith(">"):
                yield from self._quote(text.lstrip(">").strip(), at)
            else:
                yield from self._bare(text, at, is_first=offset == 0, block=block)

    def _thought(self, at: int, created: str) -> Iterator[Mark]:
        self.awaits_quote = True
        return self.state.begin_mark(Mark(line=at, created=created))

    def _chapter(self, text: str, at: int) -> Iterator[Mark]:
        yield from self.state.close()
        title = unemphasised(text.lstrip("#◆ \t"))
        self.awaits_quote = False
        if title in OF_REVIEW:
            self.state.is_in_review = True
            yield from self.state.begin_mark(_review(at))
        else:
            self.state.begin_chapter(title)

    def _quote(self, text: str, at: int) -> Iterator[Mark]:
        if self.awaits_quote:
            self.awaits_quote = False
            self.state.add_to_quote(text)
        else:
            yield from self.state.begin_mark(Mark(line=at), quote=text)

    def _bare(self, text: str, at: int, *, is_first: bool, block: _Block) -> Iterator[Mark]:
        """Place a line without a mark: a thought if a quote follows in its block, else more of what is above."""
        is_above_quote = is_first and any(line.startswith(">") for line in block.lines)
        if self.awaits_quote or self.state.is_in_review:
            self.state.add_to_thought(text)
        elif is_above_quote or self.state.mark is None:
            yield from self._thought(at, "")  # A formatter may put a blank line above the quote.
            self.state.add_to_thought(text)
        elif self.state.quote:
            self.state.add_to_quote(text)
        else:
            self.state.add_to_thought(text)


class _WithoutQuotes:
    """Generation C: ``◆`` is a highlight, a chapter is a bare line below two blank ones."""

    def __init__(self, blocks: Sequence[_Block]) -> None:
        self._state = _State()
        self._part = ""
        # A copy whose blank lines were squeezed lacks what tells a chapter from a further paragraph.
        self._is_squeezed = all(block.gap <= 1 for block in blocks[1:])
        self._before_marks = {block.line for block, after in pairwise(blocks) if after.lines[0].startswith("◆")}

    def close(self) -> Iterator[Mark]:
        return self._state.close()

    def read(self, block: _Block) -> Iterator[Mark]:
        """Read one block."""
        text = block.lines[0]
        posted, rated = POSTED.fullmatch(text), RATED.fullmatch(text)
        if rated or (posted and self._state.is_in_review):
            found = rated or posted
            rating = rated[2].strip() if rated else ""
            yield from self._begin(_review(block.line, date_in(found[1]) if found else "", rating), "thought", block)
        elif posted:
            yield from self._begin(Mark(line=block.line, created=date_in(posted[1])), "thought", block)
        elif text.startswith("◆"):
            yield from self._begin(Mark(line=block.line), "quote", block, quote=text.removeprefix("◆").strip())
        elif text in OF_REVIEW and block.gap:
            self._state.is_in_review = True
            yield from self._begin(_review(block.line), "thought", block)
        elif _HEADING.fullmatch(text) or self._is_chapter(block):
            yield from self._chapter(block)
        else:
            self._add(block.lines)

    def _begin(self, mark: Mark, part: str, block: _Block, *, quote: str = "") -> Iterator[Mark]:
        if mark.kind != "review":
            self._state.is_in_review = False
        yield from self._state.begin_mark(mark, quote=quote)
        self._part = part
        self._add(block.lines[1:])

    def _chapter(self, block: _Block) -> Iterator[Mark]:
        yield from self._state.close()
        self._state.begin_chapter(_BOLD.sub(r"\1", " ".join(block.lines).lstrip("# \t")))
        self._part = ""

    def _is_chapter(self, block: _Block) -> bool:
        if self._state.mark is None:
            return True
        if not self._is_squeezed:
            return block.gap > 1
        if self._part == "thought" and not self._state.thought:
            return False
        return block.line in self._before_marks and len(block.lines) == 1 and _is_like_a_title(block.lines[0])

    def _add(self, lines: Sequence[str]) -> None:
        """Add lines to the part of the mark that they go on with; its words may come last, and in two languages."""
        for text in lines:
            original = _ORIGINAL.match(text) if self._part in {"thought", "original"} else None
            if original:
                self._part = "original"
                self._state.add_to_quote(original[1].strip())
            elif self._part == "thought":
                self._state.add_to_thought(text)
            else:
                self._state.add_to_quote(text)


def _is_like_a_title(text: str) -> bool:
    return not text.startswith("原文") and len(text) <= _LONGEST_CHAPTER and text[-1] not in _SENTENCE_END
