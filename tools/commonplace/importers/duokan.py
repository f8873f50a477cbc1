"""多看 Duokan: notes of one book as its app shares them, each below or above its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.lines import DIGITS, Lines, note_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.grammar.paragraphs import book_of, title_in
from commonplace.importer import POSSIBLE, TYPICAL, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_DATE = re.compile(r"[ \t\u3000]+(\d{4}-\d{2}-\d{2}(?: \d{1,2}:\d{2}(?::\d{2})?)?)\s*")
_NOTE = re.compile(r"\s*注\s*[:：]\s*(.*)")
_SIGNATURE = re.compile(r"\s*[—\-–(（]*\s*(?:以上内容)?(?:来自|摘自|由)\s*[「《]?多看.*")
_SURE = 2
_MOST_ABOVE_DATE = 3
"""Title, author and chapter."""
_LONGEST_TITLE = 120


class _Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A book: indices of its first line, of its body, behind its last line, and of the dates; its title and author."""

    first: int
    body: int
    end: int
    title: str
    author: str
    dates: tuple[int, ...]


class _Mark(msgspec.Struct):
    line: int
    date: str
    chapter: str = ""
    words: list[str] = msgspec.field(default_factory=list)


class Duokan(Importer):
    """Reads each highlight with its date and the note below it."""

    format = "duokan"
    app = ("多看", "Duokan")
    description = "多看 Duokan: shared notes of a book (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a text with a title at the top and indented dates below."""
        lines = note_lines(export.text)
        copy = _copy(lines)
        if copy is None:
            return
        noted = any(_NOTE.match(line) for line in lines[copy.body : copy.end])
        is_sure = len(copy.dates) >= _SURE or noted
        yield Claim(
            confidence=TYPICAL if is_sure else POSSIBLE,
            evidence=f"{len(copy.dates)} indented dates below a title",
            first_line=copy.first + 1,
            last_line=copy.end,
        )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each note, in order."""
        lines = note_lines(export.text)
        copy = _copy(lines)
        if copy is None:
            raise MalformedExportError(
                "holds no notes of 多看", hint="Below the title each has an indented date.", path=export.name
            )
        document = book_of(self.format, copy.title, copy.author, name=export.name)
        for number, mark in enumerate(_marks(lines, copy)):
            yield _unit(mark, document, number)


def _copy(lines: Lines) -> _Copy | None:
    """Find title, author and dates: ``title``, blank, ``author``, blank, then a chapter or a date."""
    dates = [at for at in lines.beginning(DIGITS) if _DATE.fullmatch(lines[at])]
    written = [at for at, line in enumerate(lines[: dates[0]]) if line.strip()] if dates else []
    if not written or lines[written[0]][:1] in {" ", "\t", "#", ">", "-", "*", "|", "{", "[", "<"}:
        return None
    first = written[0]
    below = [*lines[first + 1 : first + 3], "", ""]
    is_headed = not below[0].strip() or (not below[0][:1].isspace() and not below[1].strip())
    if len(lines[first]) > _LONGEST_TITLE or not is_headed:
        return None
    end = max(at for at, line in enumerate(lines) if line.strip()) + 1
    if len(written) > _MOST_ABOVE_DATE and end - 1 not in dates:
        return None
    # With a chapter above the first date the line below the title is the author.
    has_author = len(written) > _SURE or (len(written) == _SURE and not lines[written[-1] + 1].strip())
    author = lines[written[1]].strip() if has_author else ""
    body = (written[1] if has_author else first) + 1
    return _Copy(first=first, body=body, end=end, title=title_in(lines[first]), author=author, dates=tuple(dates))


def _marks(lines: Sequence[str], copy: _Copy) -> Iterator[_Mark]:
    """Read the marks: the date stands above its words, or, where the text ends with one, below them."""
    content = [at for at in range(copy.body, copy.end) if lines[at].strip() and not _SIGNATURE.fullmatch(lines[at])]
    dates = set(copy.dates)
    if content and content[-1] in dates:
        yield from _dated_below(lines, content, dates)
        return
    chapter = ""
    mark: _Mark | None = None
    for at in content:
        is_above_date = at + 1 in dates
        if at in dates:
            if mark:
                yield mark
            mark = _Mark(line=at, date=lines[at].strip(), chapter=chapter)
        elif is_above_date and not lines[at - 1].strip():
            chapter = lines[at].strip()
        elif mark:
            mark.words.append(lines[at].strip())
        else:
            chapter = lines[at].strip()
    if mark:
        yield mark


def _dated_below(lines: Sequence[str], content: Sequence[int], dates: set[int]) -> Iterator[_Mark]:
    chapter, words = "", list[int]()
    for at in content:
        if at not in dates:
            words.append(at)
            continue
        # A first line that blank ones stand around is a chapter.
        if len(words) > 1 and not lines[words[0] + 1].strip():
            chapter = lines[words.pop(0)].strip()
        start = words[0] if words else at
        yield _Mark(line=start, date=lines[at].strip(), chapter=chapter, words=[lines[one].strip() for one in words])
        words = []


def _unit(mark: _Mark, document: Document, number: int) -> Annotation | Rejected:
    noted = next((at for at, line in enumerate(mark.words) if _NOTE.match(line)), len(mark.words))
    quote = "\n".join(mark.words[:noted])
    note = "\n".join(mark.words[noted:])
    match = _NOTE.match(note)
    note = note[match.start(1) :].strip() if match else ""
    if not (quote or note):
        return Rejected(line=mark.line + 1, problem="a date without words", raw=mark.date, by_design=True)
    created = local_time(mark.date)
    told: dict[str, JSON] = {} if created else {"date": mark.date}
    return highlight(
        importer=Duokan.format,
        document=document,
        quote=quote,
        notes=(note,),
        locator=Locator(headings=(mark.chapter,) if mark.chapter else (), order=(number,)),
        created=created,
        extra=told,
    )
