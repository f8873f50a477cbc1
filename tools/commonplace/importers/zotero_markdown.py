"""Zotero: annotations as Markdown, by its own export, its plugins for Obsidian, Mdnotes and ZotFile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce

from commonplace.grammar.lines import is_json
from commonplace.grammar.markdown_note import Block, Callout, Section, notes
from commonplace.grammar.markdown_note.inline import formulas, has_words
from commonplace.grammar.markdown_note.remarks import Frame, prose, read_remark, split_tasks, task
from commonplace.grammar.marks import highlight
from commonplace.grammar.zotero.links import OPENS, ZoteroLink, zotero_links
from commonplace.grammar.zotero.units import (
    continues,
    is_comment,
    is_footnote,
    joined,
    units_of,
    unlinked_unit,
    unread,
    with_comment,
    without_mark,
)
from commonplace.grammar.zotero.words import Unit
from commonplace.grammar.zotero.works import (
    METADATA,
    NO_WORDS_OF_THE_READER,
    callouts_of_facts,
    document_of,
    fact_of_work,
    texts_of,
    title_in,
)
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, FragmentSelector, Locator, Rejected

_SURROUNDINGS = 0.7
"""Less than any mark of another format in between, more than a note of no format at all."""
_ID = re.compile(r"\s*\^[A-Za-z0-9-]+\s*")
_STRUCTURE = re.compile(
    r"(?i)(?:\s*%%\s*(?:[\w-]+:\s*)?(?:begin|end|import date|annotatedtext)\b[^%]*%%\s*|\s*%%\s*[\w-]+:[\w-]+\s*%%\s*)+"
)
"""What Obsidian Integration marks its own places in a note with."""
_OF_NO_CHAPTER = re.compile(
    r"(?i)(?:extracted |highlights and )?annotations?(?: extraites)?|highlights|notes?|imported\b.*|批注|注释|标注|笔记"
)
_EXPORTED = re.compile(r"(?m)# (?<=^# )[^\n]*(?:\n\s*)?\(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b[^()\n]*\)[ \t]*$")
"""The heading of a note that Zotero made of annotations: its title, and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one section holds: annotations, links that mark nothing, and blocks of the reader's own."""

    units: tuple[Unit, ...]
    silent: tuple[tuple[Block, ZoteroLink], ...]
    own: tuple[Block, ...]
    section: Section


class ZoteroMarkdown(Importer):
    """Reads what stands beside each link that opens a passage in Zotero, and the reader's prose in between."""

    format = "zotero-markdown"
    app = ("Zotero", "Zotero")
    description = "Zotero: notes as Markdown, Obsidian Integration, ZotLit, Mdnotes (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim what holds a link into an attachment, and less confidently what is left of its note."""
        text = export.text
        if is_json(text) or not (OPENS.search(text) or _EXPORTED.search(text)):
            return
        for note in notes(export.text):
            found = [_read(section) for section in note.sections]
            units = [unit for one in found for unit in one.units]
            silent = [pair for one in found for pair in one.silent]
            linked = sum(bool(unit.link.attachment) for unit in units)
            leads_there = linked or not all(is_footnote(block) for block, _ in silent)
            if not (leads_there or (units and _EXPORTED.search("\n".join(texts_of(note))))):
                continue
            evidence = f"{linked} links into attachments of Zotero"
            for first, last in [
                *((unit.first_line, unit.last_line) for unit in units),
                *((block.first_line, block.last_line) for block, _ in silent),
                *((block.first_line, block.last_line) for block in callouts_of_facts(note)),
            ]:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=first, last_line=last)
            yield Claim(
                confidence=_SURROUNDINGS, evidence=evidence, first_line=note.first_line, last_line=note.last_line
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read annotations and prose, section by section."""
        for note in notes(export.text):
            document = document_of(note, export.name)
            for number, section in enumerate(note.sections):
                yield from _of_section(_read(section), document, number)


def _read(section: Section) -> _Found:
    blocks: list[Block] = [*([section.heading] if section.heading else []), *section.blocks]
    units: list[Unit] = []
    silent: list[tuple[Block, ZoteroLink]] = []
    own: list[Block] = []
    for run in _runs(block for block in blocks if not fact_of_work(block)):
        block = run[0]
        found = [unit for unit in units_of(block) if block is not section.heading or unit.link.annotation]
        found = found or [unit for unit in [unlinked_unit(block)] if unit]
        units += found
        links = [] if found else zotero_links(block.text)
        silent += [(block, link) for link in links]
        if units and not found and not links and continues(block, units[-1]):
            units[-1] = with_comment(units[-1], block)
        elif block is not section.heading and not links:
            own += [] if found else [block]
        for item in unread(block) if found else ():
            place = _above(item, units) if is_comment(item) else None
            if place is None:
                own.append(item)
            else:
                units[place] = with_comment(units[place], item)
        if run[1:] and found:
            units[-1] = with_comment(units[-1], joined(run[1:]))
        else:
            own += run[1:]
    if len(units) == 1 and _is_named_by(section, units[0].link.annotation):
        written = (without_mark(block) for block in own if not _says_nothing(block))
        units, own = [reduce(with_comment, written, units[0])], []
    return _Found(units=tuple(units), silent=tuple(silent), own=tuple(own), section=section)


def _is_named_by(section: Section, key: str) -> bool:
    """Whether the heading is the annotation's key, so that all below it is about that annotation."""
    return bool(key) and section.heading is not None and section.heading.title.strip().endswith(key)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each block, a quotation with the paragraphs below it: there templates put what the reader wrote about it."""
    run: list[Block] = []
    for block in blocks:
        is_below = bool(run) and _takes_comments(run[0]) and block.kind in {"paragraph", "list"}
        if is_below and not zotero_links(block.text) and not _ID.fullmatch(block.text) and not unlinked_unit(block):
            run.append(block)
            continue
        yield from [run] if run else []
        run = [block]
    yield from [run] if run else []


def _takes_comments(block: Block) -> bool:
    """Whether paragraphs below a block are about it: a quotation, or a callout that holds one passage and no more."""
    if not isinstance(block, Callout):
        return block.kind == "quote"
    units = list(units_of(block))
    return len(units) == 1 and not has_words(units[0].comment)


def _above(item: Block, units: list[Unit]) -> int | None:
    """Find the annotation above an item of the list that both stand in."""
    places = range(len(units) - 1, -1, -1)
    return next((place for place in places if units[place].first_line < item.first_line), None)


def _of_section(found: _Found, document: Document, number: int) -> Iterator[Annotation | Rejected]:
    titles = tuple(title for heading in found.section.headings if (title := title_in(heading)))
    headings = tuple(title for title in titles if title != document.title and not _OF_NO_CHAPTER.fullmatch(title))
    if headings and len(found.units) == 1 and _is_named_by(found.section, found.units[0].link.annotation):
        headings = headings[:-1]
    frame = Frame(importer=ZoteroMarkdown.format, document=document, headings=headings, order=(number,))
    if re.sub(r"[\W_]+", "", titles[-1] if titles else "").casefold() not in METADATA:
        yield from _own_words(found.own, frame)
    for place, unit in enumerate(found.units):
        yield _annotation(unit, frame.at(place + 1))
    for block, link in found.silent:
        where = "a page" if link.marks else "an attachment"
        problem = f"a link to {where} marks no words"
        yield Rejected(line=block.first_line, problem=problem, raw=block.text[link.start : link.end], by_design=True)


def _says_nothing(block: Block) -> bool:
    return bool(_ID.fullmatch(block.text) or _STRUCTURE.fullmatch(block.text))


def _own_words(blocks: tuple[Block, ...], frame: Frame) -> Iterator[Annotation]:
    kept: list[Block] = []
    tasks: list[Annotation] = []
    for block in blocks:
        if _says_nothing(block):
            continue
        lines = [line for line in block.text.split("\n") if not NO_WORDS_OF_THE_READER.search(line)]
        items, rest = split_tasks(replace(block, text="\n".join(lines)))
        tasks += [task(item, frame.at(0, at + 1)) for at, item in enumerate(items)]
        kept += [rest] if rest and rest.text.strip() else []
    remark = prose(kept, frame.at(0))
    yield from [remark] if remark else []
    yield from tasks


def _annotation(unit: Unit, frame: Frame) -> Annotation:
    link = unit.link
    remark = read_remark(unit.comment)
    page = int(link.page) if re.fullmatch(r"[1-9]\d{0,5}", link.page) else None
    attachment: dict[str, JSON] = {"attachment": link.attachment} if link.attachment else {}
    extra: dict[str, JSON] = {**attachment, **unit.extra, **remark.extra}
    if unit.cited:
        extra["citation"] = unit.cited
    if unit.kind:
        extra["type"] = unit.kind
    found = highlight(
        importer=ZoteroMarkdown.format,
        document=frame.document,
        quote=unit.quote,
        notes=(remark.text,),
        tags=(*unit.tags, *remark.tags),
        selectors=(FragmentSelector(value=link.place),) if link.place else (),
        native_id=link.annotation,
        locator=Locator(headings=frame.headings, page=unit.label, physical_page=page, order=frame.order),
        created=unit.created,
        color=unit.color,
        extra=extra,
    )
    return replace(found, formulas=found.formulas or formulas(unit.quote), attachments=remark.attachments)
