"""Which lines of a file WeRead or its exporters wrote: a file may hold several exports, and other things."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec

from commonplace.grammar.front_matter import FrontMatter, front_matter_spans, front_matters
from commonplace.grammar.lines import Lines, note_lines
from commonplace.grammar.weread.books import is_head_across, is_listed_field
from commonplace.grammar.weread.copied_books import MARKS_OF_COPIES, CopiedBook, copied_books
from commonplace.grammar.weread.lines import Line, lines_of
from commonplace.grammar.weread.listed import Listed, listed_in
from commonplace.grammar.weread.quoted_copies import unquoted_copies
from commonplace.grammar.weread.sections import Section, section_called, unemphasised, without_picture
from commonplace.importer import CERTAIN, TYPICAL
from commonplace.model import JSON

_DOC_TYPE = re.compile(r"doc_type:\s*[\"']?weread-(?:highlights-reviews|sync-note)\b")
_SOURCE = re.compile(r"(?:source|来源):\s*[\"']?(?:微信读书|weread)[\"']?\s*", re.IGNORECASE)
_MOST_ABOVE = 8
"""Headings above that of the highlights: of the book, its reviews, a summary."""
_OF_MARKS = re.compile(r"(?:weread_)?book_?id:|(?:highlights|thoughts|notes):[ \t]*\d+[ \t]*$", re.IGNORECASE)
"""Which book is marked, or how much in it."""
_NEAR = 12
_HEAD = 2000
_MOST_LINES_ABOVE = 16
_AUTHOR = re.compile(
    r"(?:[>*-][ ]+|>)?\*{0,2}作者\*{0,2}[ ]*[:：]\*{0,2}[ ]*(\S.*?)(?:\s+[|｜·]\s+(?:共|[^:：]{1,6}[:：]).*)?\s*"
)
_COUNTED = re.compile(r".*(?<!\d)\d{1,6}[ ]*条划线.*|.*划线(?:数量?)?\*{0,2}[:：]\*{0,2}[ ]*\d{1,6}(?!\d).*")
_READ = re.compile(r"[-*+][ ]\*\*阅读时长\*\*[:：]")
_TOLD = re.compile(r"[-*+][ ]\*\*([^*\n]{1,20})\*\*[:：][ ]*(\S.*)")
_CREATED = re.compile(r">[ ]创建于[ ]\d{4}-\d\d-\d\d.*")
_FENCE = "---"
_PINS = ("📌", "weread://")
_ITS_FACTS, _ITS_HIGHLIGHTS = "元数据", "高亮划线"
"""What the plugin calls its sections."""
_ITS_ADDRESS = re.compile(r"\b(?:weread|wfqqreader)[\w-]*\.", re.IGNORECASE)
"""Where WeRead keeps books and their covers."""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """Some lines that are one export; `first` and `last` are counted from 1, both included.

    One with a `book` was copied from the app, any other is a note of the plugin or a copy of one, whose words begin
    in line `body`, below its front matter.
    """

    first: int
    last: int
    confidence: float
    evidence: str
    body: int = 0
    front: FrontMatter | None = None
    book: CopiedBook | None = None
    listed: Listed | None = None
    section: Section = "about"
    is_plain: bool = False


def segments(text: str) -> list[Segment]:
    """Find the exports in `text`, in order."""
    lines = note_lines(text)
    notes = list(_notes(lines))
    rest: list[Segment] = []
    if lines and (notes or any(mark in text for mark in (*_PINS, *MARKS_OF_COPIES))):  # Looking closer takes time.
        bare = unquoted_copies(lines)
        stretches = _between(notes, len(lines))
        rest = [found for first, last in stretches for found in _without_front(lines, bare, first, last)]
    if lines and not (notes or rest) and _ITS_HIGHLIGHTS in text and _ITS_ADDRESS.search(text):
        rest = list(_told_by_sections(lines))
    if lines and not (notes or rest) and any(name in text[:_HEAD] for name in ("作者", "📖", "# 《")):
        rest = list(_in_lists(lines)) or list(_told_by_author(lines))
    return sorted([*notes, *rest], key=lambda segment: segment.first)


def _notes(lines: Lines) -> Iterator[Segment]:
    """Find the notes whose front matter says that the plugin wrote them; each goes on to the next front matter."""
    spans: list[tuple[int, int]] = []
    seen, headings = (0, -1), lines.beginning("#")
    for index in lines.beginning("ds来"):
        is_plugins = _DOC_TYPE.match(lines[index]) is not None
        if seen in spans[-1:] and index <= seen[1]:
            continue
        if is_plugins or _SOURCE.fullmatch(lines[index]):
            seen = seen if index <= seen[1] else _front_span(lines, index, seen[1] + 1)
            spans += [seen] if is_plugins or _is_of_another_tool(lines, seen, headings) else []
    if not spans:
        return
    starts = [*sorted({first for first, _ in (*front_matter_spans(lines), *spans)}), len(lines)]
    for first, end in spans:
        last = starts[min(bisect_right(starts, end), len(starts) - 1)]
        body = lines[first + (lines[first].rstrip() == _FENCE) : end]
        # Read apart from the file: below the top of one, blank lines are no part of front matter, and here they are.
        front = next(iter(front_matters("\n".join((_FENCE, *body, _FENCE)))), None)
        yield Segment(
            first=first + 1,
            last=last,
            body=end + (2 if end < len(lines) and lines[end].rstrip() == _FENCE else 1),
            confidence=CERTAIN,
            evidence="front matter that says that a tool for WeRead wrote it",
            front=front,
        )


def _told_by_sections(lines: Lines) -> Iterator[Segment]:
    """Find a note whose front matter is lost, as it is where a plugin published it, by its sections and its list."""
    titles = [(at, unemphasised(lines[at].lstrip("#").strip())) for at in lines.beginning("#")]
    about = next((at for at, title in titles if title == _ITS_FACTS), len(lines))
    highlights = next((at for at, title in titles if title == _ITS_HIGHLIGHTS and at > about), about)
    if not any("书名" in line and is_listed_field(line) for line in lines[about:highlights]):
        return
    first, end = next(iter(front_matter_spans(lines)), (about, about))
    front = next(iter(front_matters("\n".join(lines[first : end + 1]))), None) if end < about else None
    yield Segment(
        first=(first if front else about) + 1,
        last=len(lines),
        body=about + 1,
        front=front,
        confidence=CERTAIN,
        evidence="sections that the plugin names, with a list about the book",
    )


def _in_lists(lines: Lines) -> Iterator[Segment]:
    """Find the two lists, of highlights and thoughts, that some tools write."""
    listed = listed_in(lines)
    if listed is not None:
        told: dict[str, JSON] = {"title": listed.title, "author": listed.author}
        yield Segment(
            first=listed.first + 1,
            last=len(lines),
            front=FrontMatter(fields=told, first_line=listed.first + 1, last_line=listed.first + 1),
            listed=listed,
            confidence=TYPICAL,
            evidence="lists of highlights and thoughts below the name of a book",
        )


def _told_by_author(lines: Lines) -> Iterator[Segment]:
    """Find a note that names its book and author at the top, and says what only tools for WeRead say in this way."""
    head = [line for line in lines[:_MOST_LINES_ABOVE] if line.strip()]
    author = next((found for line in head[1:4] if (found := _AUTHOR.fullmatch(line.rstrip()))), None)
    if author is None or not head[0].startswith("# "):
        return
    is_told = any(_READ.match(line) or _COUNTED.fullmatch(line) for line in head)
    if not (is_told or any(_CREATED.fullmatch(lines[at].rstrip()) for at in lines.beginning(">"))):
        return
    first = next(at for at, line in enumerate(lines) if line.strip())
    chapter = next((at for at in lines.beginning("#") if lines[at].startswith("##")), len(lines))
    title = without_picture(unemphasised(head[0].lstrip("# ").rstrip())).strip("《》 ")
    told: dict[str, JSON] = {
        found[1]: found[2] for line in lines[:chapter] if (found := _TOLD.fullmatch(line.rstrip()))
    }
    yield Segment(
        first=first + 1,
        last=len(lines),
        body=chapter + 1,
        section="highlights",
        front=FrontMatter(
            fields={"title": title, "author": author[1], **told}, first_line=first + 1, last_line=first + 1
        ),
        confidence=TYPICAL,
        evidence="the title of a book, its author, and what tools for WeRead say below",
    )


def _is_of_another_tool(lines: Sequence[str], span: tuple[int, int], headings: Sequence[int]) -> bool:
    """Tell whether front matter that names WeRead as its source is of an exporter, with a section of highlights below.

    Others write whole books, summaries or what their readers think under it.
    """
    first, end = span
    is_fenced = lines[first].rstrip() == _FENCE and end < len(lines) and lines[end].rstrip() == _FENCE
    if not (is_fenced and any(_OF_MARKS.match(line) for line in lines[first:end])):
        return False
    if any(line.startswith(("- > ", "* > ", "+ > ")) for line in lines[end : end + _NEAR]):
        return True
    at = bisect_right(headings, end)
    below = (lines[index].lstrip("#").strip() for index in headings[at : at + _MOST_ABOVE])
    return any(section_called(title) == "highlights" for title in below)


def _front_span(lines: Sequence[str], index: int, top: int) -> tuple[int, int]:
    """Find the front matter around a line: from its opening fence, or what is left of it, to its closing one."""
    first = index
    while first > top and lines[first].rstrip() != _FENCE and lines[first - 1].strip():
        first -= 1
    end = index + 1
    while end < len(lines) and lines[end].rstrip() != _FENCE and not lines[end].startswith(("#", ">")):
        end += 1
    return first, end


def _between(notes: Sequence[Segment], count: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of lines that are in no note, as index of the first line and of the one behind the last."""
    edges = [0, *(edge for note in notes for edge in (note.first - 1, note.last)), count]
    return ((first, last) for first, last in list(pairwise(edges))[::2] if first < last)


def _without_front(lines: Sequence[str], bare: Sequence[str], first: int, last: int) -> Iterator[Segment]:
    books = list(copied_books(bare, first, last))
    for book in books:
        yield Segment(
            first=book.first + 1,
            last=book.last,
            confidence=book.confidence,
            evidence=book.evidence,
            book=book,
        )
    edges = [first, *(edge for book in books for edge in (book.first, book.last)), last]
    for start, end in list(pairwise(edges))[::2]:
        yield from _pinned(lines, start, end)


def _pinned(lines: Sequence[str], first: int, last: int) -> Iterator[Segment]:
    """Find highlights of the plugin without its front matter: pins with ids or times, below lists about books."""
    if not any(pin in line for line in lines[first:last] for pin in _PINS):
        return
    told = list(lines_of(lines[first:last], first))
    titles = [at for at, line in enumerate(told) if _is_listed(line) and "书名" in line.raw]
    for start, end in pairwise([0, *(_title_above(told, at) for at in titles[1:]), len(told)]):
        found = _pinned_book(told[start:end])
        if found is not None:
            yield found


def _pinned_book(told: Sequence[Line]) -> Segment | None:
    pins = [line for line in told if line.kind in {"pin", "place"}]
    places = sum(line.kind == "place" for line in told)
    ids = sum(bool(line.block_id) for line in told) + places
    times = sum(line.is_timed and line.kind != "posted" for line in told)
    if not pins or not ids + times:
        return None
    ends = [line.at for line in told if line.kind in {"pin", "place", "time", "thought", "id"} or line.block_id]
    end = next((line.at for line in told if line.at > ends[-1] and line.kind != "text"), told[-1].at + 1)
    first = _top(told, pins[0].at)
    return Segment(
        first=first + 1,
        last=end,
        confidence=CERTAIN if ids and times else TYPICAL,
        evidence=f"{len(pins)} highlights with 📌, {ids} ids and {times} times",
        is_plain=not any(line.kind == "heading" and first <= line.at < end for line in told),
    )


def _is_listed(line: Line) -> bool:
    return is_listed_field(f"> {line.raw}" if line.is_quoted else line.raw) or is_head_across(line.raw)


def _top(told: Sequence[Line], pin: int) -> int:
    """Find where what belongs to the first pin begins: the list about the book with the title above it, or headings."""
    above = [line for line in told if line.at < pin]
    listed = next((at for at, line in enumerate(above) if _is_listed(line)), None)
    if listed is not None:
        return above[_title_above(above, listed)].at
    near = [line for line in reversed(above) if line.kind not in {"blank", "bullet"}]
    headings = list(takewhile(lambda line: line.kind == "heading", near)) or [
        line for line in near[:1] if line.kind == "text" and not line.is_item
    ]
    return headings[-1].at if headings else pin


def _title_above(told: Sequence[Line], listed: int) -> int:
    """Find the title over the list about a book, with one blank line between at most; else where the list begins."""
    for at in range(listed - 1, max(listed - 3, -1), -1):
        if told[at].kind in {"text", "heading"} and not told[at].is_item and not told[at].block_id:
            return at
        if told[at].kind != "blank":
            break
    return listed
