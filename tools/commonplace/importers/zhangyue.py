"""掌阅 iReader: notes of one book as its app shares them, and as it saves them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import stem_of
from commonplace.grammar.lines import DIGITS, Lines, note_lines, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.grammar.paragraphs import book_of, title_in
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_COUNT = re.compile(r"\s*(?:共\s*)?(\d+)\s*条笔记\s*")
_CHAPTER = re.compile(r"\s*§\s*(.*)")
_QUOTE = re.compile(r"\s*>>\s*(.*)")
_SIGNATURE = re.compile(r"\s*(?:[—\-–]+\s*)?(?:来自|摘自)\s*[「《]?(?:掌阅|iReader).*", re.IGNORECASE)
_BRACKETS = re.compile(r"(?:\[[^\[\]]*\]|【[^【】]*】)\s*")
_DATE = re.compile(r"\s*\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_ORIGINAL = re.compile(r"\s*原文\s*[:：]\s*(.*)")
_THOUGHT = re.compile(r"\s*想法\s*[:：]\s*(.*)")
_NAME_IN_FILE = re.compile(r"《(?P<title>.+?)》|(?P<before>.+?)(?:的)?(?:读书)?笔记")
_LONGEST_THOUGHT = 200
"""Lines that are looked at for the highlight below them."""


class _Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one book, as indices: its first, that of the number of notes, and the one behind its last."""

    first: int
    count: int
    end: int


class _Mark(msgspec.Struct):
    line: int
    chapter: str
    quote: list[str]
    thought: list[str]
    date: str = ""


class Zhangyue(Importer):
    """Reads each highlight with the thought above it, and records with labels."""

    format = "zhangyue"
    app = ("掌阅", "iReader")
    description = "掌阅 iReader: shared and saved notes of a book (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each shared copy from its title on, and saved notes from the first record to the last."""
        lines = note_lines(export.text)
        for copy in _copies(lines):
            yield Claim(
                confidence=CERTAIN,
                evidence="“N条笔记” with § and >> below",
                first_line=copy.first + 1,
                last_line=copy.end,
            )
        starts = _saved(lines)
        if starts:
            last = max(at for at, line in enumerate(lines) if line.strip())
            yield Claim(
                confidence=TYPICAL,
                evidence=f"{len(starts)} records with 原文 and 想法",
                first_line=starts[0] + 1,
                last_line=last + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each note, in order."""
        lines = text_lines(export.text)
        copies, saved = _copies(lines), _saved(lines)
        if not (copies or saved):
            raise MalformedExportError(
                "holds no notes of 掌阅", hint="They have a line “N条笔记”, or 原文 and 想法.", path=export.name
            )
        for copy in copies:
            yield from _annotations(_shared_marks(lines, copy), _header(lines, copy, export.name))
        if saved:
            yield from _annotations(_saved_marks(lines, saved), _from_name(export.name))


def _copies(lines: Lines) -> list[_Copy]:
    """Find the lines that say how many notes there are; the title stands above, with the author between or not."""
    counts = [at for at in lines.beginning(f"共{DIGITS}") if _COUNT.fullmatch(lines[at])]
    found: list[_Copy] = []
    for place, count in enumerate(counts):
        after = counts[place + 1] if place + 1 < len(counts) else len(lines)
        top = found[-1].end if found else 0
        above = [at for at in range(max(top, count - 6), count) if lines[at].strip()][-2:]
        if not above or not any(_CHAPTER.match(line) or _QUOTE.match(line) for line in lines[count + 1 : after]):
            continue
        # The title of the next book stands above its number of notes.
        end = after
        if after < len(lines):
            tail = [at for at in range(count + 1, after) if lines[at].strip()][-2:]
            titled = [at for at in tail if not (_QUOTE.match(lines[at]) or _SIGNATURE.fullmatch(lines[at]))]
            end = titled[0] if titled else after
        found.append(_Copy(first=above[0], count=count, end=end))
    return found


def _header(lines: Sequence[str], copy: _Copy, name: str) -> Document:
    first, *others = [lines[at].strip() for at in range(copy.first, copy.count) if lines[at].strip()]
    title = title_in(_BRACKETS.sub("", first)) or first
    number = _COUNT.fullmatch(lines[copy.count])
    told: dict[str, JSON] = {"noteCount": number[1]} if number else {}
    return replace(book_of(Zhangyue.format, title, "".join(others[:1]), name=name), extra=told)


def _shared_marks(lines: Sequence[str], copy: _Copy) -> Iterator[_Mark]:
    """Read highlights; what stands above one, and not right below another, is a thought about it."""
    chapter, thought = "", list[str]()
    mark: _Mark | None = None
    stop = copy.count
    for at in range(copy.count + 1, copy.end):
        line = lines[at]
        stop = stop if stop >= at else _end_of_lines(lines, at, copy.end)
        if _SIGNATURE.fullmatch(line):
            continue
        heading, quoted = _CHAPTER.fullmatch(line), _QUOTE.fullmatch(line)
        if quoted or heading:
            yield from _ended(mark, [] if quoted else thought, chapter, at)
            mark = _Mark(line=at, chapter=chapter, quote=[quoted[1]], thought=thought) if quoted else None
            chapter, thought = heading[1].strip() if heading else chapter, []
        elif mark and not thought and lines[at - 1].strip() and not _is_thought(lines, at, stop, copy.end):
            mark.quote.append(line.strip())
        elif thought or line.strip():
            thought.append(line.strip())
    yield from _ended(mark, thought, chapter, copy.end - 1)


def _ended(mark: _Mark | None, thought: list[str], chapter: str, at: int) -> Iterator[_Mark]:
    """Give a highlight, and a thought that no highlight follows."""
    if mark:
        yield mark
    if thought:
        yield _Mark(line=at, chapter=chapter, quote=[], thought=thought)


def _end_of_lines(lines: Sequence[str], at: int, end: int) -> int:
    """Where the lines from `at` on end: at a blank one or a highlight."""
    return next((one for one in range(at, end) if not lines[one].strip() or _QUOTE.match(lines[one])), end)


def _is_thought(lines: Sequence[str], at: int, stop: int, end: int) -> bool:
    """Whether a highlight follows without a blank line between: then these lines are a thought about it."""
    return stop < min(end, at + _LONGEST_THOUGHT) and bool(lines[stop].strip())


def _saved(lines: Lines) -> list[int]:
    """The lines on which records begin: a date, with 原文 and 想法 below it."""
    starts: list[int] = []
    for at in lines.beginning("原"):
        if not _ORIGINAL.match(lines[at]):
            continue
        near = lines[at + 1 : at + 200]
        until = next((n for n, one in enumerate(near) if _ORIGINAL.match(one)), len(near))
        if not any(_THOUGHT.match(one) for one in near[:until]):
            continue
        above = next((one for one in range(at - 1, max(at - 3, -1), -1) if lines[one].strip()), None)
        dated = above is not None and _DATE.fullmatch(lines[above])
        starts.append(above if dated and above is not None else at)
    return starts


def _saved_marks(lines: Sequence[str], starts: Sequence[int]) -> Iterator[_Mark]:
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        mark = _Mark(line=start, chapter="", quote=[], thought=[])
        into = mark.quote
        for line in lines[start:end]:
            if line is lines[start] and _DATE.fullmatch(line):
                mark.date = line.strip()
            elif original := _ORIGINAL.fullmatch(line):
                into = mark.quote
                into.append(original[1])
            elif thought := _THOUGHT.fullmatch(line):
                into = mark.thought
                into.append(thought[1])
            else:
                into.append(line.strip())
        yield mark


def _annotations(marks: Iterator[_Mark], document: Document) -> Iterator[Annotation | Rejected]:
    for number, mark in enumerate(marks):
        quote, thought = "\n".join(mark.quote).strip(), "\n".join(mark.thought).strip()
        if not (quote or thought):
            yield Rejected(line=mark.line + 1, problem="a note without words", raw=mark.date or ">>", by_design=True)
            continue
        created = local_time(mark.date) if mark.date else ""
        yield highlight(
            importer=Zhangyue.format,
            document=document,
            quote=quote,
            notes=(thought,),
            locator=Locator(headings=(mark.chapter,) if mark.chapter else (), order=(number,)),
            created=created,
            extra={"date": mark.date} if mark.date and not created else {},
        )


def _from_name(name: str) -> Document:
    """Saved notes name their book only in the name of the file."""
    stem = stem_of(name)
    match = _NAME_IN_FILE.match(stem)
    title = ((match["title"] or match["before"]) if match else stem).strip()
    return book_of(Zhangyue.format, title, "", name=name)
