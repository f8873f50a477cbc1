"""KOReader: the notes that plugins of Obsidian make of its highlights, one for each highlight or for each book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from commonplace.grammar.addresses import stem_of
from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.koreader import document_of, time_of
from commonplace.grammar.koreader_notes import Told, read_highlight
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note.inline import has_words, tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected
from commonplace.text import in_paragraphs, letters_only

KEY = "koreader-sync"
_MARKER = re.compile(r"[ \t]*(?:%%|<!--)[ \t]*KOHL[ \t]*(?P<told>\{.*\})[ \t]*(?:%%|-->)[ \t]*")
_OWN_WORDS = re.compile(r"[ \t]*%%[ \t]*koreader-user-notes[ \t]*%%[ \t]*")
"""Below it the plugin changes nothing."""
_RULE = re.compile(r"-{3,}[ \t]*")
_FRAME = re.compile(r"#{1,3}[ \t]+(?:title:|by:|chapter:).*|page:[ \t]*\S{0,20}[ \t]*|<progress\b.*", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")
_LAST = 2**31


class _Note(msgspec.Struct, frozen=True):
    """One note: its front matter, and its lines, of which the first has the number `first`."""

    matter: FrontMatter
    first: int
    lines: Sequence[str]

    @property
    def synced(self) -> Mapping[str, JSON] | None:
        """What the plugin KOReader Sync keeps in front matter."""
        value = self.matter.fields.get(KEY)
        return value if isinstance(value, dict) else None

    @property
    def body(self) -> int:
        """The index of the first line below front matter."""
        return max(self.matter.last_line - self.first + 1, 0) if self.matter.last_line else 0


class _Record(msgspec.Struct):
    """A highlight: its line, what the plugin keeps of it, and what its lines say."""

    line: int
    last_line: int
    told: Told
    kept: Mapping[str, JSON]
    headings: tuple[str, ...] = ()
    joined: Sequence[Mapping[str, JSON]] = ()


class ObsidianKoReader(Importer):
    """Reads what the plugins KOReader Sync and KOReader Highlights Importer write."""

    format = "obsidian-koreader"
    app = ("KOReader", "KOReader")
    description = "KOReader: notes of Obsidian's plugins KOReader Sync and KOReader Highlights Importer (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each note, by its front matter or its markers."""
        for note in _notes(export):
            count = 1 if _is_single(note) else len(_records(note))
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{count} highlights of KOReader in a note of Obsidian's plugin",
                first_line=note.first,
                last_line=note.first + len(note.lines) - 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order, and what the reader wrote around them."""
        for note in _notes(export):
            document = _document(note, export.name)
            above = _words_above(note)
            if above:
                yield highlight(
                    importer=self.format,
                    document=document,
                    notes=(above,),
                    tags=tags(above),
                    locator=Locator(order=(0, 0)),
                )
            records = [_single(note)] if _is_single(note) else _records(note)
            for number, record in enumerate(records):
                yield _unit(record, document, number, note)


def _notes(export: Export) -> Iterator[_Note]:
    text = export.text
    if is_json(text) or not (KEY in text or "KOHL" in text):
        return
    lines = text_lines(text)
    for matter, first, end in parted(front_matters(text), len(lines)):
        note = _Note(matter or FrontMatter(fields={}, first_line=0, last_line=0), first, lines[first - 1 : end - 1])
        synced = note.synced
        if (synced is not None and "type" in synced) or any(_marker(line) for line in note.lines):
            yield note


def _marker(line: str) -> dict[str, JSON] | None:
    found = _MARKER.fullmatch(line) if "KOHL" in line else None
    if found is None:
        return None
    try:
        told = json.loads(found["told"])
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and isinstance(told.get("id"), str) else None


def _is_single(note: _Note) -> bool:
    return note.synced is not None and note.synced.get("type") == "koreader-sync-note"


def _word(told: Mapping[str, JSON], *keys: str) -> str:
    values = (told.get(key) for key in keys)
    words = (str(value).strip() for value in values if isinstance(value, str | int | float))
    return next(filter(None, words), "")


def _data(note: _Note) -> Mapping[str, JSON]:
    value = note.synced.get("data") if note.synced else None
    return value if isinstance(value, dict) else {}


def _single(note: _Note) -> _Record:
    """Read the only highlight of a note, of which front matter keeps what the device had."""
    data = _data(note)
    body = note.lines[note.body :]
    cut = next((at for at, line in enumerate(body) if _OWN_WORDS.fullmatch(line)), len(body))
    marked = _word(data, "highlight", "highlightText")
    kept_lines = [_word(data, key) for key in data if key not in {"text", "notes"}]
    known = {letters_only(line) for text in kept_lines for line in (text, *text.split("\n"))}
    kept_text = _word(data, "text", "notes")
    told = read_highlight([line for line in body[:cut] if not _FRAME.fullmatch(line.strip())])
    # A line that says nothing but what front matter does is the template's.
    written = [line for line in (*told.quote, "", *told.said) if not line.strip() or letters_only(line) not in known]
    said = "\n".join(written).strip()
    if marked:
        told.quote = [marked]
    else:
        said = told.comment
    said = said if letters_only(kept_text) in letters_only(said) else in_paragraphs(kept_text, said)
    told.said = [in_paragraphs(said, "\n".join(body[cut + 1 :]).strip())]
    told.page = _word(data, "page") or told.page
    chapter = _word(data, "chapter")
    kept: dict[str, JSON] = {
        "id": _word(note.synced or {}, "uniqueId"),
        "t": _word(data, "datetime"),
        "pos0": _word(data, "pos0"),
        "pos1": _word(data, "pos1"),
    }
    last = note.first + len(note.lines) - 1
    return _Record(note.first, last, told, kept, headings=(chapter,) if chapter else ())


def _records(note: _Note) -> list[_Record]:
    return list(_of_book(note) if note.synced is not None else _of_markers(note))


def _of_book(note: _Note) -> Iterator[_Record]:
    """Read the highlights of a note for a whole book, each below a rule."""
    starts = [at for at in range(note.body, len(note.lines)) if _RULE.fullmatch(note.lines[at])]
    found: list[_Record] = []
    for start, end in pairwise([*starts, len(note.lines)]):
        lines = note.lines[start + 1 : end]
        cut = next((at for at, line in enumerate(lines) if _OWN_WORDS.fullmatch(line)), len(lines))
        told = read_highlight(lines[:cut])
        if told.words or told.page:
            headings = tuple(title for _, title in told.chapters if title)
            found.append(_Record(note.first + start + 1, note.first + end - 1, told, {}, headings=headings))
    ids = note.synced.get("uniqueIds") if note.synced else None
    named = ids if isinstance(ids, list) and len(ids) == len(found) else [""] * len(found)
    for record, name in zip(found, named, strict=True):
        record.kept = {"id": str(name)}
        yield record


def _of_markers(note: _Note) -> Iterator[_Record]:
    """Read what stands between two markers; markers with nothing between are of highlights that were put together."""
    marked = [(at, kept) for at, line in enumerate(note.lines) if (kept := _marker(line)) is not None]
    path: list[tuple[int, str]] = []
    joined: list[Mapping[str, JSON]] = []
    for number, (start, one) in enumerate(marked):
        end = marked[number + 1][0] if number + 1 < len(marked) else len(note.lines)
        lines = note.lines[start + 1 : end]
        if number + 1 < len(marked) and not any(line.strip() for line in lines):
            joined.append(one)
            continue
        told = read_highlight(lines)
        path = _below(path, told.chapters)
        first, *others = [*joined, one]
        headings = tuple(title for _, title in path)
        yield _Record(
            note.first + start,
            note.first + end - 1,
            told,
            first,
            headings=headings,
            joined=others,
        )
        joined, path = [], _below(path, told.next_chapters)


def _below(path: list[tuple[int, str]], headings: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    for level, title in headings:
        path = [*(pair for pair in path if pair[0] < level), (level, title)]
    return path


def _words_above(note: _Note) -> str:
    """What the reader wrote above all highlights, or below what the plugin keeps of a book."""
    if _is_single(note):
        return ""
    lines = note.lines[note.body :]
    own = next((at for at, line in enumerate(lines) if _OWN_WORDS.fullmatch(line)), len(lines))
    first = next((at for at, line in enumerate(lines) if _RULE.fullmatch(line) or _marker(line)), own)
    is_summary = note.synced is not None and note.synced.get("type") == "koreader-sync-dataview"
    above = () if is_summary else lines[: min(first, own)]
    kept = [line for line in above if not (line.startswith("#") or _FRAME.fullmatch(line.strip()))]
    words = in_paragraphs("\n".join(kept).strip(), "\n".join(lines[own + 1 :]).strip())
    return words if has_words(words) else ""


def _unit(record: _Record, document: Document, number: int, note: _Note) -> Annotation | Rejected:
    told, kept = record.told, record.kept
    quote, said = told.words, told.comment
    if not (has_words(quote) or has_words(said)):
        raw = "\n".join(note.lines[record.line - note.first : record.last_line - note.first + 1]).strip()
        return Rejected(line=record.line, problem="a bookmark marks no words", raw=raw, by_design=True)
    page = told.page or _word(kept, "pr", "p")
    start = _NUMBER.match(_word(kept, "p") or page)
    places = {"pos0": _word(kept, "pos0"), "pos1": _word(kept, "pos1"), "drawer": _word(kept, "d")}
    extra: dict[str, JSON] = {key: value for key, value in places.items() if value}
    if record.joined:
        extra["joined"] = [_word(one, "id") for one in record.joined]
    return highlight(
        importer=ObsidianKoReader.format,
        document=document,
        quote=quote,
        notes=(said,),
        tags=tags(said),
        native_id=_word(kept, "id"),
        locator=Locator(headings=record.headings, page=page, order=(int(start[0]) if start else _LAST, number + 1)),
        created=time_of(_word(kept, "t")),
        color=_word(kept, "c") or told.color,
        extra=extra,
    )


def _document(note: _Note, name: str) -> Document:
    data, matter = _data(note), note.matter
    authors = data.get("authors") or matter.fields.get("authors")
    named = [str(one) for one in authors] if isinstance(authors, list) else [_word({"authors": authors}, "authors")]
    others: dict[str, JSON] = {
        key: value
        for key, value in matter.fields.items()
        if value and key not in {KEY, "title", "authors"} and not key.startswith("koreader_")
    }
    return document_of(
        title=_word(data, "title") or matter.one("title") or stem_of(name),
        authors="\n".join(part.strip("[]") for one in named for part in one.split("\n")),
        file="",
        digest="",
        name=name,
        identifiers=matter.one("identifiers"),
        extra=others,
    )
