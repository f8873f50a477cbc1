"""The notebook of a book as readers paste it into a text or a note: headings that name a place, words below each.

``Yellow highlight | Page: 118`` is what the page of the notebook shows, ``Highlight (yellow) - Page 29 · Location 364``
what the file that the apps send does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

import msgspec
from msgspec.structs import replace

from commonplace.grammar.authors import authors_in
from commonplace.grammar.fences import fence_after
from commonplace.grammar.front_matter import front_matters
from commonplace.grammar.kindle.entries import in_order
from commonplace.grammar.kindle.meta import kind_of, place_of
from commonplace.grammar.kindle.notebook import WRITTEN_BY, Mark, Notebook, joined, mark_of
from commonplace.grammar.lines import note_lines
from commonplace.grammar.markdown_note.inline import plain

_LONGEST = 240
_SPACE = " \t\u00a0\u202f"
_DRESS = _SPACE + "*_#>"
_PLACE = (
    r"(?:page|location|loc\.|seite|position|página|pagina|posición|ubicación|posição|localização|emplacement"
    r"|posizione|locatie|positie|ページ|位置|页码|頁碼|页|頁|страница|место|позиция)"
)
_NUMBER = r"#?(?:\d[\d.,\u202f]{0,10}(?:[-–]\d{1,9})?|[ivxlcdm]{1,12})"
_ON_PAGE = re.compile(
    rf"(?P<kind>[^|｜:：\d]{{3,40}})[|｜](?P<place>\s*{_PLACE}\s*[:：]?\s*{_NUMBER}"
    rf"(?:\s*[|,·]\s*{_PLACE}\s*[:：]?\s*{_NUMBER})?)",
    re.IGNORECASE,
)
_IN_FILE = re.compile(
    rf"(?P<kind>[^\s()（）|:：\d-]{{3,24}})[ ]?(?:[(（](?P<color>[^()（）\d]{{1,16}})[)）])?[ ]?[-–—][ ]"
    rf"(?:[^|]{{1,160}} > )?{_PLACE}[ ]?{_NUMBER}(?:\s?[·>]\s?{_PLACE}[ ]?{_NUMBER})?",
    re.IGNORECASE,
)
_SIGN = re.compile("[|｜–—-]")
_COLORS: Mapping[str, re.Pattern[str]] = {
    "yellow": re.compile(r"yellow|gelb|amarill|amarel|jaune|giall|geel|geles?|黄|ж[её]лт"),
    "blue": re.compile(r"blue|blau|azul|bleu|\bblu\b|青|蓝|藍|син"),
    "pink": re.compile(r"pink|rosa|\brose\b|roze|ピンク|粉|розов"),
    "orange": re.compile(r"orange|naranja|laranja|arancio|oranje|オレンジ|橙|橘|оранж"),
}
_MENU = re.compile(r"options?|optionen|opciones|opções|opzioni|opties|オプション|选项|選項", re.IGNORECASE)
"""What the page shows beside each entry, and is copied with it."""
_BEGINS = re.compile(r"your kindle notes for:?|ihre kindle-notizen für:?", re.IGNORECASE)
_NOTE = re.compile(r"(?:note|notiz|nota|notitie|メモ|笔记|筆記|заметка)[:：][ \t]*", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*")
_QUOTED = re.compile(r"[ \t]*>[ \t]?")
_BOLD = re.compile(r"(?:[-*+][ \t]+)?\*\*((?:(?!\*\*).)+)\*\*", re.DOTALL)
_TITLE_AND_AUTHOR = 2
_LEAST = 2


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of one book that follow each other; `first` and `last` are the lines that they take, from 1."""

    first: int
    last: int
    notebook: Notebook


class _Part(msgspec.Struct, kw_only=True):
    """Lines from one heading of any kind to the next, by their indices; `mark` is what an entry's heading says."""

    start: int
    end: int
    mark: Mark | None = None
    level: int = 0
    title: str = ""
    paragraphs: list[tuple[int, str]] = msgspec.field(default_factory=list)


def pasted(text: str) -> list[Pasted]:
    """Find what was pasted from notebooks: nothing if fewer than two entries have words, or none has a colour."""
    lines = note_lines(text)
    marks = dict(_headings(lines))
    if len(marks) < _LEAST or not any(mark.color for mark in marks.values()):
        return []
    front = next((matter for matter in front_matters(text) if matter.first_line == 1), None)
    found = list(_books(lines, list(_parts(lines, marks)), has_front=front is not None))
    title = front.one("title", "书名") if front else ""
    found = [replace(one, notebook=replace(one.notebook, title=one.notebook.title or title)) for one in found]
    return found if sum(bool(mark.text) for one in found for mark in one.notebook.marks) >= _LEAST else []


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, Mark]]:
    """Give the headings of entries by the index of their lines; in code there are none."""
    fence = ""
    for at, line in enumerate(lines):
        bare = line.lstrip()
        fence = fence_after(bare, fence) if bare[:1] in {"`", "~"} else fence
        if not fence and len(line) < _LONGEST and _SIGN.search(line):
            mark = _mark(line.strip(_DRESS), at + 1)
            if mark is not None:
                yield at, mark


def _mark(heading: str, number: int) -> Mark | None:
    if found := _ON_PAGE.fullmatch(heading):
        words = found["kind"].casefold()
        place = re.sub(r"(?<=\d)[.\u202f](?=\d{3}(?!\d))", ",", re.sub(r"[:：]", " ", found["place"]))
        page, location, _ = place_of(" ".join(place.split()).casefold())
        kind = kind_of(words)
        is_entry = kind in {"highlight", "note", "bookmark"}
        mark = Mark(line=number, kind=kind, color=_color(words), page=page, location=location, heading=heading)
        return mark if is_entry else None
    in_file = _IN_FILE.fullmatch(heading)
    kind = kind_of(in_file["kind"].casefold()) if in_file else "unknown"
    if in_file is None or kind not in {"highlight", "note", "bookmark"}:
        return None
    color = (in_file["color"] or "").casefold()
    return mark_of(heading, _color(color) or color, "", number) if bool(color) == (kind == "highlight") else None


def _color(words: str) -> str:
    return next((name for name, pattern in _COLORS.items() if pattern.search(words)), "")


def _parts(lines: Sequence[str], marks: Mapping[int, Mark]) -> Iterator[_Part]:
    """Cut a text at the headings of its entries, at its own, at rules, and where the next notebook begins."""
    starts = [0]
    starts += [at for at, line in enumerate(lines) if at and (at in marks or _is_cut(line))]
    for start, end in pairwise([*starts, len(lines)]):
        line = lines[start]
        heading = None if start in marks else _HEADING.match(line)
        part = _Part(start=start, end=end, mark=marks.get(start))
        if heading:
            part.level, part.title = len(heading[1]), plain(heading[2])
        is_titled = heading or part.mark or _is_cut(line)
        part.paragraphs = list(_paragraphs(lines, start + 1 if is_titled else start, end))
        yield part


def _is_cut(line: str) -> bool:
    return bool(_HEADING.match(line) or _RULE.fullmatch(line) or _BEGINS.fullmatch(line.strip()))


def _paragraphs(lines: Sequence[str], start: int, end: int) -> Iterator[tuple[int, str]]:
    """Give paragraphs with the index of their last line; the label of a note begins one of its own."""
    words: list[str] = []
    for at in range(start, end):
        quoted = _QUOTED.match(lines[at])
        line = lines[at][quoted.end() if quoted else 0 :].strip(_SPACE)
        if not line or _NOTE.match(line):
            yield from [(at - 1, "\n".join(words))] if words else []
            words = []
        words += [line] if line and not (_MENU.fullmatch(line)) else []
    if words:
        yield end - 1, "\n".join(words)


def _books(lines: Sequence[str], parts: Sequence[_Part], *, has_front: bool) -> Iterator[Pasted]:
    """Put the entries of each notebook together; what is written below the last one is its reader's own."""
    titles = [part.title for part in parts if part.level == 1]
    usual = max((_said(part.paragraphs)[2] for part, behind in pairwise(parts) if part.mark and behind.mark), default=1)
    marks: list[Mark] = []
    path: list[tuple[int, str]] = []
    first = last = 0
    about = Notebook()
    for number, part in enumerate(parts):
        is_new = _BEGINS.fullmatch(lines[part.start].strip()) is not None
        if is_new and marks:
            yield Pasted(first=first, last=last, notebook=replace(about, marks=joined(marks)))
            marks, about = [], Notebook()
        if part.level:
            path = [*(one for one in path if one[0] < part.level), (part.level, part.title)]
        behind = parts[number + 1] if number + 1 < len(parts) else None
        if part.mark is None:
            is_above = behind is not None and behind.mark is not None and not marks
            told = _about(part, is_headed=is_new, has_front=has_front) if is_new or is_above else None
            about = told or about
            first = part.start + 1 if told and not marks else first
            continue
        is_last = behind is None or behind.mark is None
        kept = part.paragraphs
        if is_last:
            kept = kept[:usual] if not any(_NOTE.match(words) for _, words in kept) else list(_to_note(kept))
        text, note, _ = _said(kept)
        first = first or part.start + 1
        last = kept[-1][0] + 1 if kept else part.start + 1
        chapter = path[-1][1] if path and not (path[-1][0] == 1 and len(titles) == 1) else ""
        marks.append(replace(part.mark, section=chapter, text=text, notes=[note] if note else []))
    if len(titles) == 1 and not about.title:
        about = replace(about, title=titles[0])
    if marks:
        yield Pasted(first=first, last=last, notebook=replace(about, marks=joined(marks)))


def _to_note(paragraphs: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    above = list(takewhile(lambda one: not _NOTE.match(one[1]), paragraphs))
    yield from paragraphs[: len(above) + 1]


def _said(paragraphs: Sequence[tuple[int, str]]) -> tuple[str, str, int]:
    """Part the words of the book from the note below them; gives how many paragraphs the words have, too."""
    words = [text for _, text in paragraphs]
    at = next((at for at, text in enumerate(words) if _NOTE.match(text)), len(words))
    note = "\n\n".join(words[at:])
    return _bare("\n\n".join(words[:at])), _NOTE.sub("", note, count=1).strip(), at


def _bare(words: str) -> str:
    """Take off the bold print of all of the words."""
    bold = _BOLD.fullmatch(words)
    return str(bold[1]).strip() if bold else words


def _about(part: _Part, *, is_headed: bool, has_front: bool) -> Notebook | None:
    """Read title and author below the page's own heading, or where nothing else stands above the entries."""
    told = [line for _, words in part.paragraphs for line in words.split("\n")]
    is_alone = part.start == 0 and not part.level and len(told) <= _TITLE_AND_AUTHOR and not has_front
    if not (told and (is_headed or is_alone)):
        return None
    title, author = (*told[:_TITLE_AND_AUTHOR], "")[:_TITLE_AND_AUTHOR]
    written = WRITTEN_BY.sub("", author, count=1)
    return Notebook(title=title, written=written, authors=tuple(in_order(one) for one in authors_in(written)))
