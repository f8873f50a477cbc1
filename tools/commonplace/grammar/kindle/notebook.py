"""The notebook of one book: HTML and the table that Kindle's apps send, and its page as a browser saves it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from commonplace.grammar.authors import authors_in
from commonplace.grammar.delimited import Table
from commonplace.grammar.html_tree import Node, parse_html
from commonplace.grammar.kindle.entries import in_order
from commonplace.grammar.kindle.meta import Kind, kind_of, place_of
from commonplace.grammar.lines import text_lines

_HEADING = re.compile(r"""class=["']?(?:[\w-]+ )*noteHeading\b""")
_ROW_OF_PAGE = re.compile(r"""\bid=["']?annotation(?:Highlight|Note)Header\b""")
_RULE = re.compile(r"\"?-{20,}\"?,,,\s*")
"""The row of the table between what it says of the book and the names of its columns."""
_MOST_ABOVE = 12
_COLUMNS = ("kind", "place", "starred", "words")
WRITTEN_BY = re.compile(r"(?:by|von|par|por|de|di|door)[ ]+|(?:作者|著者?)[:：]?[ ]*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(（]([^()（）]{1,40})[)）]")
_PARTS = ("bookTitle", "authors", "citation", "sectionHeading", "noteHeading", "noteText")
_PARTS_OF_PAGE = frozenset({"annotationHighlightHeader", "annotationNoteHeader", "highlight", "note"})
_COLOR_OF_PAGE = "kp-notebook-highlight-"
_KIND_END = re.compile(r"\s+[-–—]\s+|\s*[:：]\s+")
_BYTES_OF_A_LOCATION = 100
"""Hardly fewer: a note stands where its highlight ends, so this says how far behind its beginning that may be."""


class Mark(msgspec.Struct, kw_only=True):
    """One entry: `line` is that of its heading; `notes` are those that follow a highlight and are on it.

    One that cannot be read has a `problem`, and its `heading` is all of it.
    """

    line: int
    kind: Kind
    color: str = ""
    section: str = ""
    chapter: str = ""
    page: str = ""
    location: int | None = None
    heading: str
    text: str = ""
    starred: str = ""
    problem: str = ""
    notes: list[str] = msgspec.field(default_factory=list)


class Notebook(msgspec.Struct, frozen=True, kw_only=True):
    """What one export says of its book, and its entries in order."""

    title: str = ""
    authors: tuple[str, ...] = ()
    written: str = ""
    citation: str = ""
    asin: str = ""
    marks: Sequence[Mark] = ()


def headings_in(text: str) -> int:
    """Count the entries in HTML of either kind; 0 if there are none or `text` is something else."""
    if "<" not in text[:2000] or ("noteHeading" not in text and "Header" not in text):
        return 0
    return len(_HEADING.findall(text)) or len(_ROW_OF_PAGE.findall(text))


def is_table(text: str) -> bool:
    """Whether `text` is the table, whatever its language: all its rows have four cells, and a rule is the first's."""
    return _columns_of(text[:20_000].split("\n", _MOST_ABOVE + 2)) > 0


def notebook_of(text: str) -> Notebook:
    """Read an export, whichever of the three it is."""
    if is_table(text):
        return _of_table(text)
    nodes = parse_html(text)
    return _of_html(nodes) if _HEADING.search(text) or not _ROW_OF_PAGE.search(text) else _of_page(nodes)


def _columns_of(lines: Sequence[str]) -> int:
    """Find the row of column names below the rule and give the number of its line, from 1; 0 if it is none."""
    if not lines or not lines[0].rstrip().endswith(",,,"):
        return 0
    rule = next((at for at, line in enumerate(lines[:_MOST_ABOVE]) if _RULE.fullmatch(line)), len(lines))
    below = (at for at in range(rule + 1, min(rule + 4, len(lines))) if lines[at].strip(", \t\r"))
    found = next(below, None)
    return found + 1 if found is not None and lines[found].count(",") >= len(_COLUMNS) - 1 else 0


def _of_table(text: str) -> Notebook:
    lines = text_lines(text)
    columns = _columns_of(lines)
    told = [line.rstrip().rstrip(",").strip('"').strip() for line in lines[:columns] if not _RULE.fullmatch(line)]
    title, authors = (*told[1:3], "", "")[:2]
    authors = "" if authors.endswith((":", "：")) else WRITTEN_BY.sub("", authors, count=1)
    marks = []
    for row in Table(columns=_COLUMNS, delimiter=",", first_line=columns, lines=lines).rows():
        if row.problem:
            marks.append(Mark(line=row.line, kind="unknown", heading=row.raw, problem=row.problem))
            continue
        if not any(row.cells.values()):
            continue
        color = _IN_BRACKETS.search(row.one("kind"))
        made = mark_of(f"{row.one('kind')} - {row.one('place')}", color[1].casefold() if color else "", "", row.line)
        marks.append(replace(made, text=row.one("words"), starred=row.one("starred")))
    return Notebook(
        title=title,
        written=authors,
        authors=tuple(in_order(one) for one in authors_in(authors)),
        marks=joined(marks),
    )


def _of_html(nodes: Sequence[Node]) -> Notebook:
    told = dict.fromkeys(_PARTS, "")
    marks: list[Mark] = []
    for node, text, color in _pieces(nodes):
        part = next(name for name in _PARTS if name in node.classes)
        if part == "noteHeading":
            marks.append(mark_of(text, color, told["sectionHeading"], node.line))
        elif part == "noteText" and marks:
            marks[-1].text = "\n".join(filter(None, (marks[-1].text, text)))
        else:
            told[part] = text
    title, authors = (" ".join(told[part].split()) for part in ("bookTitle", "authors"))
    return Notebook(
        title=title,
        written=authors,
        authors=tuple(in_order(one.strip()) for one in re.split(r"[;；]", authors) if one.strip()),
        citation=told["citation"],
        marks=joined(marks),
    )


def _pieces(nodes: Sequence[Node]) -> Iterator[tuple[Node, str, str]]:
    """Each part of the notebook with its words, which end where the next part begins, however tags are nested."""
    starts = [index for index, node in enumerate(nodes) if node.classes & set(_PARTS)]
    for start, end in pairwise([*starts, len(nodes)]):
        within = nodes[start + 1 : end]
        colors = (name for node in within for name in node.classes if name.startswith("highlight_"))
        yield nodes[start], _words(within), next(colors, "").removeprefix("highlight_")


def _words(within: Sequence[Node]) -> str:
    text = "".join("\n" if node.name == "br" else node.text for node in within)
    lines = (" ".join(line.split()) for line in text.strip().split("\n"))
    return "\n".join(line for line in lines if line)


def _of_page(nodes: Sequence[Node]) -> Notebook:
    """Read the page of one book: each row has a heading, and in it or behind it words and a note."""
    marks: list[Mark] = []
    end = 0
    for index, node in enumerate(nodes):
        part = node.attributes.get("id", "")
        if part not in _PARTS_OF_PAGE or index < end:
            continue
        end = node.end
        text = _words(nodes[index + 1 : end])
        if not text or "aok-hidden" in node.classes:  # Each row has headings for a highlight and for a note.
            continue
        if part in {"annotationHighlightHeader", "annotationNoteHeader"}:
            place = " ".join(re.sub(r"[:：]", " ", text.rpartition("|")[2]).split())
            page, location, _ = place_of(place.casefold())
            kind: Kind = "note" if part == "annotationNoteHeader" else "highlight"
            marks.append(Mark(line=node.line, kind=kind, page=page, location=location, heading=text))
        elif not marks:
            continue
        elif part == "note" and marks[-1].kind == "highlight":
            marks[-1].notes.append(text)
        else:
            marks[-1].text = text
            around = nodes[node.parent].classes if node.parent >= 0 else frozenset()
            colors = (name.removeprefix(_COLOR_OF_PAGE) for name in around if name.startswith(_COLOR_OF_PAGE))
            marks[-1].color = next(colors, "")
    title = next((at for at, node in enumerate(nodes) if node.name == "h3" and _is_of_book(node)), None)
    below = [
        _words(nodes[at + 1 : nodes[at].end])
        for at in range(title + 1 if title is not None else len(nodes), len(nodes))
        if nodes[at].name == "p" and _is_of_book(nodes[at])
    ]
    asins = (node for node in nodes if node.attributes.get("id") == "kp-notebook-annotations-asin")
    asin = next((node.attributes.get("value", "") for node in asins), "")
    authors = WRITTEN_BY.sub("", below[0], count=1) if below and WRITTEN_BY.match(below[0]) else "".join(below[:1])
    return Notebook(
        title=" ".join(_words(nodes[title + 1 : nodes[title].end]).split()) if title is not None else "",
        written=authors,
        authors=tuple(in_order(one) for one in authors_in(authors)),
        asin=asin,
        marks=marks,
    )


def _is_of_book(node: Node) -> bool:
    return "kp-notebook-metadata" in node.classes


def mark_of(heading: str, color: str, section: str, line: int) -> Mark:
    """Read “Highlight (yellow) - 1.3 The sigmoid > Page 29 · Location 364”."""
    flat = " ".join(heading.split())
    end = _KIND_END.search(flat, flat.find(")") + 1 if color else 0)
    kind_words, rest = (flat[: end.start()], flat[end.end() :]) if end else (flat, "")
    kind = kind_of(kind_words.casefold())
    chapter, _, place = rest.rpartition(" > ")
    page, first, _ = place_of(place.casefold())
    if kind == "unknown":
        kind = "highlight" if color else "note"
    return Mark(
        line=line,
        kind=kind,
        color=color,
        section=" ".join(section.split()),
        chapter=chapter.strip(),
        page=page,
        location=first,
        heading=flat,
    )


def joined(marks: Sequence[Mark]) -> list[Mark]:
    """Put each note with the highlight above it, if it is on that."""
    found: list[Mark] = []
    for mark in marks:
        if mark.kind == "note" and found and found[-1].kind == "highlight" and _is_on(mark, found[-1]):
            found[-1].notes.append(mark.text)
        else:
            found.append(mark)
    return found


def _is_on(note: Mark, marked: Mark) -> bool:
    if note.location is None or marked.location is None:
        return note.page == marked.page and note.chapter == marked.chapter
    return 0 <= note.location - marked.location <= len(marked.text.encode()) // _BYTES_OF_A_LOCATION + 2
