"""Obsidian notes whose passages stand in ``> [!quote]`` callouts, beside the reader's own remarks and prose."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import ClassVar

from msgspec.structs import replace

from commonplace.grammar import moonsync, raindrop
from commonplace.grammar.annotator.target import targets_of
from commonplace.grammar.front_matter import FrontMatter, front_matters
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note import Block, Callout, Note, Section, notes, quarto
from commonplace.grammar.markdown_note.callout_titles import day_in, parts_of
from commonplace.grammar.markdown_note.callouts import (
    callouts_in,
    inside,
    is_passage,
    read_callout,
)
from commonplace.grammar.markdown_note.inline import plain
from commonplace.grammar.markdown_note.labelled_notes import with_labelled_notes
from commonplace.grammar.markdown_note.reader_callouts import TRACES, is_of_reader, of_item, with_told
from commonplace.grammar.markdown_note.remarks import Frame, prose, split_tasks, task, with_ids
from commonplace.grammar.pdf_link import pdf_links
from commonplace.importer import POSSIBLE, Claim, Importer
from commonplace.model import Annotation, Document, Export, Rejected
from commonplace.text import in_paragraphs

_CALLOUT = 0.9
"""Below CERTAIN: the themes of other apps write callouts too, and their own importers know them better."""
_OTHER_APPS = ("annotation-json", "zotero://", "weread://", "weread.qq.com")
_OTHER_NOTES = ("doc_type", "bookId", "zotero-key", "citekey", "kindle-sync")
_TITLE = ("title", "name", "full-title", "书名", "書名", "titulo", "título", "titre", "titel", "titolo")
_AUTHORS = ("author", "authors", "作者", "creators", "autor", "autores", "auteur", "auteurs", "autore", "autori")
_PUBLISHER = ("publisher", "publish", "出版社")
_PUBLISHED = ("published", "publishyear", "publish_date", "publishdate", "year", "出版年", "出版时间")
_ISBN = ("isbn", "isbn13")
_URL = ("url", "link", "source", "douban_url", "链接")
_TITLED = re.compile(r"《(.+)》")
_BETWEEN_AUTHORS = re.compile(r"\s*[/、;；&]\s*")


class ObsidianCallouts(Importer):
    """Reads quote callouts as passages, other callouts and the prose between them as the reader's own words."""

    format: ClassVar[str] = "obsidian-callouts"
    app: ClassVar[tuple[str, str]] = ("Obsidian", "Obsidian")
    description: ClassVar[str] = "Obsidian notes with callouts: > [!quote] passages, remarks and prose (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each callout, and less confidently what is left of a note that has one."""
        if is_json(export.text) or not _may_have_callouts(export.text) or _is_of_others(export.text):
            return
        for note in notes(export.text):
            callouts = _callouts(note)
            ordinary = not _is_of_a_book(note, callouts)
            for callout in callouts:
                yield Claim(
                    confidence=_CALLOUT,
                    evidence=f"a callout {callout.marker}",
                    first_line=callout.first_line,
                    last_line=callout.last_line,
                    ordinary=ordinary,
                )
            if callouts:
                yield Claim(
                    confidence=POSSIBLE,
                    evidence=f"a note with {len(callouts)} callouts",
                    first_line=note.first_line,
                    last_line=note.last_line,
                    ordinary=ordinary,
                )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read callouts, tasks and prose, section by section."""
        for position, note in enumerate(map(_with_quotes, notes(export.text))):
            of_page = _of_page(note)
            about = of_item(note)
            abstract = next(filter(None, about.values()), "")
            document = _document(note, export.name, _fields(of_page) | ({"abstract": abstract} if abstract else {}))
            for number, section in enumerate(note.sections):
                if number < len(of_page) or number in about:
                    continue
                order = (position, number)
                frame = Frame(importer=self.format, document=document, headings=section.headings, order=order)
                yield from _read_section(section, frame)


def _may_have_callouts(text: str) -> bool:
    return "[!" in text or quarto.MARK in text


def _with_quotes(note: Note) -> Note:
    """Make quotes of the callouts in which MoonSync writes highlights, by colour, and drop what it says of the book."""
    if not (note.front_matter and note.front_matter.many(*moonsync.KEYS)):
        return note
    kept = (one for one in note.sections if not moonsync.tells_of_book(one.headings))
    return replace(note, sections=tuple(replace(one, blocks=tuple(_highlights(one.blocks))) for one in kept))


def _highlights(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Callout):
            yield from [] if moonsync.is_fact(block.text) else [block]
        elif block.type in moonsync.COLORS and day_in(parts_of(block.title)):
            yield replace(block, type="quote", title=f"{moonsync.COLORS[block.type]} · {block.title}")
        elif not block.type.startswith(moonsync.OWN) or _is_filled(block):
            yield block


def _is_filled(callout: Callout) -> bool:
    return callout.type.endswith("notes") and moonsync.ASKS not in callout.text


def _is_of_others(text: str) -> bool:
    """Whether other apps wrote every note in `text`; then it need not be taken apart to find that out."""
    if any(trace in text for trace in TRACES):
        return False
    found = front_matters(text)
    above = text_lines(text)[: found[0].first_line - 1] if found else ()
    return bool(found) and not any(map(str.strip, above)) and all(one.many(*_OTHER_NOTES) for one in found)


def _callouts(note: Note) -> list[Callout]:
    """List the callouts of a note that no other app wrote."""
    is_of_others = bool(note.front_matter and note.front_matter.many(*_OTHER_NOTES))
    blocks = (block for section in note.sections for block in section.blocks)
    found = (one for block in blocks for one in ((block,) if isinstance(block, Callout) else callouts_in(block)))
    return [one for one in found if _is_ours(one) and (is_of_reader(one) or not is_of_others)]


def _is_of_a_book(note: Note, callouts: list[Callout]) -> bool:
    """Whether a note quotes, or its front matter names what was read; else it may be a diary with a reminder in it."""
    named = note.front_matter and note.front_matter.many(*_AUTHORS, *_PUBLISHER, *_ISBN, "annotation-target")
    return bool(named) or any(_quotes(callout) for callout in callouts)


def _quotes(callout: Callout) -> bool:
    return is_passage(callout) or any(isinstance(child, Callout) and _quotes(child) for child in callout.children)


def _is_ours(callout: Callout) -> bool:
    marked = any(link.marks for link in pdf_links(callout.text))
    return callout.type != "pdf" and not marked and not any(mark in callout.text for mark in _OTHER_APPS)


def _read_section(section: Section, frame: Frame) -> Iterator[Annotation | Rejected]:
    """Read the prose of a section first: it introduces what stands there."""
    own: list[Block] = []
    units: list[Annotation | Rejected] = []
    for marked in with_ids(with_labelled_notes(with_told(section.blocks))):
        if isinstance(marked.block, Callout):
            units += read_callout(marked.block, frame.at(len(units) + 1), marked.native_id)
            continue
        inner = callouts_in(marked.block)
        if any(map(_quotes, inner)):
            for callout in inner:
                units += read_callout(callout, frame.at(len(units) + 1))
            own += [child for child in inside(marked.block) if child not in inner]
            continue
        tasks, rest = split_tasks(marked.block)
        units += [task(item, frame.at(len(units) + number)) for number, item in enumerate(tasks, start=1)]
        own += [rest] if rest else []
    remark = prose(own, frame.at(0))
    yield from [remark] if remark else []
    yield from units


def _of_page(note: Note) -> tuple[Section, ...]:
    """What Raindrop's plugin says of a page above the highlights: its address, its title, how it begins."""
    if not (note.front_matter and note.front_matter.many(raindrop.KEY)):
        return ()
    above = tuple(takewhile(lambda section: not section.heading or section.heading.level == 1, note.sections))
    is_of_page = len(above) < len(note.sections) and not any(isinstance(one, Callout) for one in _blocks_of(above))
    return above if is_of_page else ()


def _fields(sections: tuple[Section, ...]) -> dict[str, str]:
    """Name what these sections say: the fields in them, the last heading, and all else."""
    told: dict[str, str] = {}
    rest: list[str] = []
    for block in _blocks_of(sections):
        fields = raindrop.fields_in(block.text) if block.kind == "paragraph" else {}
        told |= fields
        rest += [] if fields or not block.text.strip(" -\n") else [block.text.strip()]
    titles = [section.headings[-1] for section in sections if section.headings]
    last = {"Title": titles[-1]} if len(titles) > 1 or (titles and not told) else {}
    return {**last, **told, **({"description": in_paragraphs(*rest)} if rest else {})}


def _blocks_of(sections: tuple[Section, ...]) -> Iterator[Block]:
    return (block for section in sections for block in section.blocks)


def _document(note: Note, name: str, told: Mapping[str, str]) -> Document:
    matter = note.front_matter or FrontMatter(fields={}, first_line=0, last_line=0)
    told_url = next(filter(_is_address, told.values()), "")
    bracketed = (match[1] for alias in matter.many("aliases", "alias") if (match := _TITLED.fullmatch(alias)))
    title = matter.one(*_TITLE) or next(bracketed, "") or told.get("Title") or _first_title(note, name)
    isbn, url = (
        matter.one(*_ISBN),
        next((text for key in _URL for text in matter.many(key) if _is_address(text)), told_url),
    )
    (target,) = targets_of((), matter)
    return Document(
        key=target.written or isbn or url or title,
        title=title,
        authors=tuple(a for text in matter.many(*_AUTHORS) for a in _BETWEEN_AUTHORS.split(plain(text)) if a),
        publisher=matter.one(*_PUBLISHER),
        published=matter.one(*_PUBLISHED),
        isbn=isbn,
        url=target.url or url,
        file=target.file,
        extra={key: value for key, value in {**matter.fields, **told}.items() if value},
    )


def _first_title(note: Note, name: str) -> str:
    """Take the title from the heading at the top, or else the name of the file, which is the title in Obsidian."""
    headed = [section for section in note.sections if section.heading]
    top = headed[0].headings[-1] if headed and headed[0].headings else ""
    if top and headed[0].heading and headed[0].heading.level == 1:
        return top
    stem = posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0]
    return stem if any(character.isalnum() for character in stem) else top or name


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
