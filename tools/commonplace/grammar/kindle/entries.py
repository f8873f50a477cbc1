"""The entries of ``My Clippings.txt``: a title, a line that says what and where, the words, a row of equals signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

import msgspec

from commonplace.grammar.authors import BEHIND_NAMES
from commonplace.grammar.kindle.meta import BAR, Meta, read_meta
from commonplace.model import Document, Rejected

_SEPARATOR = re.compile(r"={8,}\s*")
_NOTHING = "\ufeff\u200b\u200e \t"
_CLOSING = {")": "(", "）": "（"}
_MARKS_OF_BRACKETS = re.compile(r"[()（）]")
_NO_AUTHOR = re.compile(
    r"[\W\d_]*|.*@.*|z-?lib(?:rary)?(?:\.\w+)?|.*\b(?:edition|ausgabe|édition|edición|edizione|edição|版)",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    {"unknown", "unknown author", "n/a", "未知", "佚名", "不明", "desconhecido", "desconocido", "inconnu", "unbekannt"}
)
"""What stands for an author whom nobody told the device."""
_BETWEEN = re.compile(r"\s+(?:and|&)\s+")
_BEHIND_NAMES = re.compile(rf"{BEHIND_NAMES}\.?", re.IGNORECASE)
_INITIAL = re.compile(r"\b[^\W\d_]\.")
_HEADING = re.compile(r"#{1,6} ")
_META_WITHIN = 3
_FULL_NAME = 2


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One clipping; `line` is where its title stands, `last_line` its separator.

    A title that `is_all` of its line has no author behind it, though it may end in brackets.
    """

    title: str
    meta: Meta
    text: str
    line: int
    last_line: int
    raw: str
    is_all: bool = False


def entries(text: str) -> Iterator[Entry | Rejected]:
    """Read each entry; one without a line that says where it is from is rejected, as is what stands above its title."""
    lines = text.split("\n")
    start = 0
    for number, line in enumerate((*lines, "=" * 10)):
        if not _SEPARATOR.fullmatch(line.strip(_NOTHING)):
            continue
        if any(map(_is_written, lines[start:number])):
            yield from _entry(lines[start:number], start + 1, min(number + 1, len(lines)))
        start = number + 1


def _is_written(line: str) -> bool:
    return bool(line.strip(_NOTHING))


def _entry(lines: Sequence[str], first_line: int, last_line: int) -> Iterator[Entry | Rejected]:
    found = _place_in(lines)
    if found is None:
        is_closed = last_line == first_line + len(lines)
        yield from _without_place(lines if is_closed else _without_headings(lines), first_line)
        return
    place, meta = found
    top = _title_at(lines, place)
    problem = "these lines stand above a clipping and belong to none: move them to a note of their own"
    yield from _rejected(_without_headings(lines[:top]), first_line, problem)
    written = [at for at, line in enumerate(lines) if at >= top and _is_written(line)]
    yield Entry(
        title=" ".join(part for one in lines[top:place] if (part := one.strip(_NOTHING))),
        meta=meta,
        text="\n".join(lines[place + 1 :]).strip("\n" + _NOTHING),
        line=first_line + written[0],
        last_line=last_line,
        raw="\n".join(lines[written[0] : written[-1] + 1]),
        # Between title and brackets a space stands, and where there is no author, a Kindle leaves two.
        is_all=place > 0 and lines[place - 1].rstrip("\r").endswith("  "),
    )


def _place_in(lines: Sequence[str]) -> tuple[int, Meta] | None:
    """Find the line with the place: right below a title and above a blank line, or else among the first ones.

    A list in a note above may tell days and times too, but has no bar before them.
    """
    near: tuple[int, Meta] | None = None
    written = 0
    for at, line in enumerate(lines):
        meta = read_meta(line.strip(_NOTHING))
        is_near = written < _META_WITHIN
        if meta and (is_near or BAR.search(line)) and _is_framed(lines, at):
            return at, meta
        near = near or ((at, meta) if meta and is_near else None)
        written += _is_written(line)
    return near


def _is_framed(lines: Sequence[str], at: int) -> bool:
    """Whether a line stands right below one that may be a title, and above a blank one or none."""
    return _is_below_title(lines, at) and not any(map(_is_written, lines[at + 1 : at + 2]))


def _is_below_title(lines: Sequence[str], at: int) -> bool:
    above = lines[at - 1].strip(_NOTHING) if at else ""
    return bool(above) and read_meta(above) is None and not _HEADING.match(above)


def _without_place(lines: Sequence[str], first_line: int) -> Iterator[Rejected]:
    problem = (
        "this entry has no line that says what it is and where (“- Your Highlight on …”): see the file on the device"
    )
    yield from _rejected(lines, first_line, problem)


def _title_at(lines: Sequence[str], place: int) -> int:
    """The index of the line where the title begins: it touches the line with the place, but for what doubled all lines.

    What stands above a blank line, or right above in more lines than a title has, is a note into which someone copied.
    """
    touching = [*takewhile(lambda at: _is_written(lines[at]), reversed(range(place)))][::-1]
    above = touching or [at for at in range(place) if _is_written(lines[at])]
    own = above if len(above) < _META_WITHIN else above[-1:]
    return own[0] if own else place


def _rejected(lines: Sequence[str], first_line: int, problem: str) -> Iterator[Rejected]:
    written = [at for at, line in enumerate(lines) if _is_written(line)]
    if written:
        raw = "\n".join(lines[written[0] : written[-1] + 1])
        yield Rejected(line=first_line + written[0], problem=problem, raw=raw)


def _without_headings(lines: Sequence[str]) -> Sequence[str]:
    """Blank the headings of a note, which say nothing alone."""
    return ["" if _HEADING.match(line) else line for line in lines]


def document_of(title_line: str, name: str, *, is_all: bool = False) -> Document:
    """Read the first line of an entry: the title, and the author in the last brackets, if they hold one.

    Parameters
    ----------
    is_all : bool
        Whether the line is known to be a title without an author.

    Examples
    --------
    >>> book = document_of("网络（上下） (数学小丛书) ((甲)林一)", "")
    >>> book.title, book.authors
    ('网络（上下） (数学小丛书)', ('(甲)林一',))
    >>> document_of("1984 (Orwell, George)", "").authors, document_of("notes_on_nets.pdf", "").title
    (('George Orwell',), 'notes on nets.pdf')
    >>> document_of("Slopes (Ada Lin and Bo Wei)", "").authors, document_of("Steps (Unknown)", "").authors
    (('Ada Lin', 'Bo Wei'), ())
    """
    title, author = (title_line.strip(), "") if is_all else _split_author(title_line)
    author = "" if author.casefold() in _NOBODY else author
    authors = tuple(in_order(one) for part in re.split(r"[;；]", author) for one in _names(part.strip()) if one)
    shown = title if " " in title else title.replace("_", " ")
    written = {"author": author} if author and authors != (author,) else {}
    return Document(key=title_line or name, title=shown, authors=authors, extra=dict(written))


def _names(written: str) -> list[str]:
    """Part two people; a firm or a society has an “and” in its name too, beside a single word."""
    first, _, others = written.partition(",")
    if _INITIAL.search(first) and others and not _BEHIND_NAMES.fullmatch(others.strip()):
        return [first, *(name.strip() for name in others.split(","))]
    names = _BETWEEN.split(written)
    return names if all(" " in name for name in names) else [written]


def _split_author(title_line: str) -> tuple[str, str]:
    text = title_line.strip()
    opening = _CLOSING.get(text[-1:], "")
    if not opening:
        return text, ""
    depth = 0
    for bracket in reversed(list(_MARKS_OF_BRACKETS.finditer(text))):
        depth += 1 if bracket[0] in _CLOSING else -1
        if depth == 0:
            author, title = text[bracket.end() : -1].strip(), text[: bracket.start()].strip()
            return (text, "") if not title or _NO_AUTHOR.fullmatch(author) else (title, author)
    return text, ""


def in_order(author: str) -> str:
    """Put ``Orwell, George`` into the order in which others write it.

    Examples
    --------
    >>> in_order("Orwell, George"), in_order("A Book of Slopes (1995, Some Press)")
    ('George Orwell', 'A Book of Slopes (1995, Some Press)')
    """
    names = [] if _MARKS_OF_BRACKETS.search(author) else [name.strip() for name in author.split(",")]
    if names and (_BEHIND_NAMES.fullmatch(names[-1]) or _INITIAL.search(names[0])):
        return author
    return f"{names[1]} {names[0]}" if len(names) == _FULL_NAME and all(names) else author
