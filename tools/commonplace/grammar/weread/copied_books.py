"""Where the books of a text that WeRead's app copied begin and end, and what their headers say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from commonplace.grammar.weread.books import authors_of
from commonplace.grammar.weread.sections import without_picture
from commonplace.importer import CERTAIN, POSSIBLE, TYPICAL
from commonplace.model import JSON, Document

SIGNATURE = re.compile(r"-{1,2}\s*(?:来自微信读书|來自微信讀書).*")
_DATE = r"\d{4}[/-]\d{1,2}[/-]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
POSTED = re.compile(rf"(?:◆\s*)?({_DATE})\s*[发發]表想法[:：]?")
RATED = re.compile(rf"(?:◆\s*)?({_DATE})\s*((?:认为|認為).+)")
COUNT = re.compile(r"(\d+)\s*(?:个笔记|個筆記)")
OF_REVIEW = frozenset({"点评", "點評"})
"""What heads the reader's review of the book."""
MARKS_OF_COPIES = ("个笔记", "個筆記", "《", "◆", "来自微信读书", "來自微信讀書")
"""A copy holds one of these at least: its header, its first chapter or its signature."""
_TITLE = re.compile(r"[#\s]*《(.+)》")
_PERIOD = re.compile(r"阅读周期[:：]")
_TOLD = re.compile(r"\* (阅读时长|开始时间|结束时间)[:：][ ]*(\S.*)")
_MOST_TOLD = 6
"""Lines in which the extension WeRead Export says, below the count, when the book was read."""


class CopiedBook(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one book: index of its first line, of its first one below the header, and behind its last."""

    first: int
    body: int
    last: int
    title: str
    author: str
    count: str
    told: Mapping[str, str]
    confidence: float
    evidence: str

    @property
    def document(self) -> Document:
        """The book as its header describes it."""
        extra: dict[str, JSON] = {**({"noteCount": self.count} if self.count else {}), **self.told}
        return Document(key=f"weread:{self.title}", title=self.title, authors=authors_of(self.author), extra=extra)


class _Header(msgspec.Struct, frozen=True, kw_only=True):
    first: int
    body: int
    title: str
    author: str
    count: str = ""
    told: Mapping[str, str] = msgspec.field(default_factory=dict)


def copied_books(lines: Sequence[str], first: int, last: int) -> Iterator[CopiedBook]:
    """Find the books among ``lines[first:last]``, each from its title to the next title or the app's signature."""
    headers = list(_headers(lines, first, last))
    ends = [*(header.first for header in headers), last][1:]
    for header, following in zip(headers, ends, strict=False):
        signed = next((at for at in range(header.body, following) if SIGNATURE.fullmatch(lines[at].strip())), None)
        end = following if signed is None else signed + 1
        told = {mark for line in lines[header.body : end] if (mark := _mark(line))}
        if header.told and any(line.startswith(">") for line in lines[header.body : end]):
            told.add("阅读周期")
        confidence = _confidence(header, told, is_signed=signed is not None)
        if confidence:
            yield CopiedBook(
                first=header.first,
                body=header.body,
                last=end,
                title=header.title,
                author=header.author,
                count=header.count,
                told=header.told,
                confidence=confidence,
                evidence=_evidence(header, told, is_signed=signed is not None),
            )


def _headers(lines: Sequence[str], first: int, last: int) -> Iterator[_Header]:
    """Find the headers: a title, an author, and how many notes there are; old copies lack the last or the brackets."""
    written = [at for at in range(first, last) if lines[at].strip()]
    taken = first
    for place, at in enumerate(written):
        is_first = place == 0 or SIGNATURE.fullmatch(lines[written[place - 1]].strip()) is not None
        above = [line for line in written[max(0, place - 2) : place] if line >= taken]
        header = _header_at(lines, at, above, written[place : place + 4], is_first=is_first)
        if header is None and place == 0:
            header = _bare_header(lines, written)
        if header is not None and header.first >= taken:
            taken = header.body
            yield header


def _header_at(
    lines: Sequence[str], at: int, above: Sequence[int], below: Sequence[int], *, is_first: bool
) -> _Header | None:
    line = lines[at].strip()
    if COUNT.fullmatch(line):
        return _counted_header(lines, above, at)
    # In the middle of a book a line in 《》 is a paragraph of it, unless an author follows.
    is_title = is_first or any(lines[line].strip().startswith("作者") for line in below[1:2])
    return _uncounted_header(lines, below) if is_title and _TITLE.fullmatch(line) else None


def _counted_header(lines: Sequence[str], above: Sequence[int], count: int) -> _Header | None:
    """Read a header upwards from its last line."""
    if not above:
        return None
    is_titled = _TITLE.fullmatch(lines[above[-1]].strip()) is not None
    title = above[-1] if is_titled else above[0]
    author = "" if is_titled or len(above) == 1 else lines[above[-1]].strip()
    number = COUNT.fullmatch(lines[count].strip())
    body, told = _period_below(lines, count + 1)
    return _Header(
        first=title,
        body=body,
        title=_title_in(lines[title]),
        author=author.removeprefix("作者：").removeprefix("作者:").strip(),
        count=number[1] if number else "",
        told=told,
    )


def _period_below(lines: Sequence[str], body: int) -> tuple[int, dict[str, str]]:
    """Read when a book was read, which WeRead Export tells up to a rule; give where its marks begin."""
    near = [line.strip() for line in lines[body : body + _MOST_TOLD]]
    if not (near and _PERIOD.fullmatch(near[0]) and "---" in near):
        return body, {}
    end = near.index("---")
    return body + end + 1, {found[1]: found[2] for line in near[1:end] if (found := _TOLD.fullmatch(line))}


def _uncounted_header(lines: Sequence[str], below: Sequence[int]) -> _Header | None:
    """Read a header that does not say how many notes there are: a title, an author, then a mark."""
    texts = [lines[at].strip() for at in below]
    if any(COUNT.fullmatch(text) for text in texts):
        return None
    if len(texts) > 1 and _mark(texts[1]):
        return _Header(first=below[0], body=below[1], title=_title_in(texts[0]), author="")
    if len(texts) > 2 and (_mark(texts[2]) or (len(texts) > 3 and _mark(texts[3]))):  # noqa: PLR2004 (lines below)
        author = texts[1].removeprefix("作者：").removeprefix("作者:").strip()
        return _Header(first=below[0], body=below[1] + 1, title=_title_in(texts[0]), author=author)
    return None


def _bare_header(lines: Sequence[str], written: Sequence[int]) -> _Header | None:
    """Read the header of generation A, two lines without any mark, or none at all above what the app signed."""
    texts = [lines[at].strip() for at in written]
    marks = [_mark(text) for text in texts[:3]]
    if marks[0] and any(SIGNATURE.fullmatch(text) for text in texts):
        return _Header(first=written[0], body=written[0], title="", author="")
    is_quoted = any(text.startswith(">>") for text in texts)
    if marks != ["", "", "◆"] or not is_quoted or texts[0].startswith(("#", "-", ">")):
        return None
    return _Header(first=written[0], body=written[2], title=_title_in(texts[0]), author=texts[1])


def _title_in(line: str) -> str:
    return without_picture(line.strip("*# \t")).removeprefix("《").removesuffix("》").strip()


def _mark(line: str) -> str:
    """Name the mark that the app puts at the beginning of a line."""
    line = line.strip()
    if POSTED.fullmatch(line) or RATED.fullmatch(line):
        return "发表想法"
    return next((mark for mark in ("◆", ">>") if line.startswith(mark)), "")


def _confidence(header: _Header, told: set[str], *, is_signed: bool) -> float:
    if is_signed:
        return CERTAIN
    if not told:
        return 0.0
    return TYPICAL if header.count or "发表想法" in told else POSSIBLE


def _evidence(header: _Header, told: set[str], *, is_signed: bool) -> str:
    count = f"{header.count}个笔记" if header.count else ""
    return ", ".join(part for part in (f"《{header.title}》", count, *sorted(told), "来自微信读书" * is_signed) if part)
