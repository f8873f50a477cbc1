"""Words in a note of the plugin that no mark says what they are: the reader's own, or a theme's without marks.

Where the note has highlights with marks, its reader wrote what stands between them. Where it has none at all, its theme
leaves the marks out, and what stands below a chapter is what was highlighted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.weread.books import Book
from commonplace.grammar.weread.descriptions import OF_THE_BOOK, described
from commonplace.grammar.weread.lines import Line
from commonplace.grammar.weread.marks import Mark, Thought

MARKED = re.compile(r"==((?:(?!==).)+)==")
_NOTHING_MARKED = re.compile(r"\W*(?:这本书)?(?:目前|暂时?|还)?(?:没有|无)(?:个人)?划线\W*")
_TITLE = re.compile(r"#{1,6}[ \t]")
_APART = re.compile(r" {2,}")
_NEXT_PARAGRAPH = 2


class Unmarked(msgspec.Struct, frozen=True, kw_only=True):
    """Lines without a blank one between, and where they stand.

    Attributes
    ----------
    title, section : str
        Of the callout that they stand in, and of the note.
    is_above : bool
        Whether that is above all highlights, where the book is described.
    is_of_book : bool
        Whether their callout says that they describe it.
    is_note, is_thought : bool
        Whether a heading says that they are on a chapter, or that thoughts on passages stand there.
    is_one : bool
        Whether a heading counts them as one highlight.
    """

    lines: Sequence[Line]
    chapter: str
    rank: int
    title: str = ""
    section: str = ""
    is_above: bool
    is_of_book: bool = False
    is_note: bool = False
    is_thought: bool = False
    is_one: bool = False


def marks_of_unmarked(groups: Sequence[Unmarked], *, found: Sequence[Mark], book: Book) -> Iterator[Mark]:
    """Make of each group what it is; what tells of the book is nothing of the reader.

    Parameters
    ----------
    found : sequence of Mark
        What was found in the note by its marks.
    """
    told = frozenset(described([group.lines for group in groups if group.is_above], book.title))
    own = [mark for mark in found if mark.kind == "mark"]
    marks_thoughts_alone = all(mark.is_thought or mark.thoughts for mark in own)
    known = {mark.quote for mark in own}
    notes: list[Unmarked] = []
    is_sectioned = any(group.section == "highlights" for group in groups)
    for group in filter(None, (_of_the_reader(group, told, book) for group in groups)):
        items = [group.lines] if group.is_one else list(_items(group.lines))
        is_on_passages = group.is_thought and any(parted(item)[1] for item in items)
        has_marks = bool(own) and not (marks_thoughts_alone and _is_nested_highlights(group))
        is_before = group.section == "about" and is_sectioned
        if group.section == "notes" and group.is_note and group.lines[0].is_item:
            yield from (_note(replace(group, lines=item)) for item in items)
        elif group.is_note or is_before or (has_marks and not is_on_passages) or (group.is_above and not group.chapter):
            notes.append(group)
        else:
            for highlight in (_highlight(item, group, known) for item in items):
                known.add(highlight.quote)
                yield highlight
    yield from map(_note, _joined(notes))


def _is_nested_highlights(group: Unmarked) -> bool:
    """Tell whether a group stands where highlights do, as a theme that marks only thoughts shows them."""
    return group.section == "highlights" and (group.lines[0].is_quoted or group.lines[0].is_item)


def _of_the_reader(group: Unmarked, told: frozenset[int], book: Book) -> Unmarked | None:
    lines = [line for line in group.lines if line.raw.strip() and line.at not in told and not _is_framed_title(line)]
    said = "\n".join(line.text for line in lines)
    is_told = said in book.told or (" · " in said and book.told.issuperset(said.split(" · ")))
    is_table = group.section == "about" and all(line.raw.lstrip().startswith("|") for line in lines)
    is_of_book = group.is_of_book or is_told or is_table or OF_THE_BOOK.fullmatch(group.chapter)
    if len(lines) == 1 and _NOTHING_MARKED.fullmatch(lines[0].text):
        return None
    return None if is_of_book or not has_words("\n".join(line.raw for line in lines)) else replace(group, lines=lines)


def _is_framed_title(line: Line) -> bool:
    """Tell whether a theme puts the title of the book, or of a section, into a callout."""
    return line.is_quoted and _TITLE.match(line.raw) is not None


def _joined(groups: Iterable[Unmarked]) -> Iterator[Unmarked]:
    """Join paragraphs between which nothing but a blank line stands."""
    first: Unmarked | None = None
    lines: list[Line] = []
    for group in groups:
        is_next = lines and group.lines[0].at - lines[-1].at <= _NEXT_PARAGRAPH
        if first and is_next and first.chapter == group.chapter:
            lines += (group.lines[0]._replace(raw=""), *group.lines)
            continue
        if first:
            yield replace(first, lines=lines)
        first, lines = group, list(group.lines)
    if first:
        yield replace(first, lines=lines)


def _note(group: Unmarked) -> Mark:
    is_alone = len(group.lines) == 1
    said = group.lines[0].text if is_alone else "\n".join(line.raw.rstrip() for line in group.lines).strip()
    said = f"{group.title}\n\n{said}" if group.title else said
    return Mark(
        line=group.lines[0].at, kind="note", chapter=group.chapter, rank=group.rank, thoughts=(Thought(text=said),)
    )


def _items(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Part what was highlighted, each on a line of its own: the plugin takes line ends out of the words of the book."""
    starts = [at for at, line in enumerate(lines) if not at or _is_beside(line, lines[0])]
    for at, start in enumerate(starts):
        yield lines[start : starts[at + 1] if at + 1 < len(starts) else len(lines)]


def _is_beside(line: Line, first: Line) -> bool:
    nested = (first.is_quoted, first.is_item) != (line.is_quoted, line.is_item)
    return not nested and not line.raw[:1].isspace()


def _highlight(lines: Sequence[Line], group: Unmarked, known: Collection[str]) -> Mark:
    """Read words, and below them what the reader thought: a quotation below a paragraph, an item within an item.

    A theme may put both on one line, which only the highlight above, which is `known`, tells apart.
    """
    words, thought = parted(lines)
    said = "\n".join(MARKED.sub(r"\1", line.text) for line in thought).strip()
    quote = "\n".join(line.text for line in words).strip()
    if group.is_thought and not said:
        ends = (match for match in _APART.finditer(quote) if quote[: match.start()] in known)
        end = next(ends, None)
        quote, said = (quote[: end.start()], quote[end.end() :]) if end else (quote, "")
    return Mark(
        line=lines[0].at,
        chapter=group.chapter,
        rank=group.rank,
        quote=quote,
        thoughts=(Thought(text=said),) if said else (),
        is_thought=group.is_thought and bool(said),
        extra={} if lines[0].number is None else {"popularity": lines[0].number},
    )


def parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part the words of the book from the reader's below them, where their nesting tells."""
    first = lines[0]
    for at, line in enumerate(lines[1:], start=1):
        is_below = line.is_item and line.is_indented and not first.is_indented
        if is_below or (line.is_quoted and not first.is_quoted) or MARKED.fullmatch(line.text):
            return lines[:at], lines[at:]
    return lines, ()
