"""Zotero: annotations as Markdown, by its own export, its plugins for Obsidian, Mdnotes and ZotFile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note import Block, Note, notes
from commonplace.grammar.markdown_note.inline import formulas
from commonplace.grammar.markdown_note.remarks import Frame, prose, read_remark, split_tasks, task
from commonplace.grammar.marks import highlight
from commonplace.grammar.zotero.better_notes import cited_work, is_html, untangled
from commonplace.grammar.zotero.facts import callouts_of_facts, is_of_work
from commonplace.grammar.zotero.footnotes import is_footnote
from commonplace.grammar.zotero.labelled import sections_of
from commonplace.grammar.zotero.links import OPENS
from commonplace.grammar.zotero.reading import Found, is_named_by, read_sections, says_nothing
from commonplace.grammar.zotero.regions import is_regional
from commonplace.grammar.zotero.words import Unit, without_tag_lines
from commonplace.grammar.zotero.works import document_of, is_of_tools, title_in
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, FragmentSelector, Locator, Rejected

_SURROUNDINGS = 0.7
"""Less than any mark of another format in between, more than a note of no format at all."""
_OF_NO_CHAPTER = re.compile(
    r"(?i)(?:extracted |highlights and |all )?annota(?:tion(?:s|en|es)?|zioni)(?: extraites|\s\d.*)?|highlights|notes?"
    r"|(?:im|ex)port(?:ed|iert)\b.*"
    r"|(?:zotero\s*)?新?(?:导入的?)?(?:批注|注释|标注|笔记|高亮)(?:导入)?\W*(?:[(（]\d{4}-.*)?"
    r"|\W{0,4}注释笔记(?: \w{8})?|第 ?\d+ ?[个条] ?(?:批注|注释|标注|笔记)"
)
_PLACE = re.compile(r"(?i)\W*(?:pages?|pp?\.|seite|S\.|第)\s?(?P<label>[\divxlc][\divxlc–-]{0,9})\s?页?\W*")
"""A heading above what stands on one page."""
_EXPORTED = re.compile(r"(?m)# (?<=^# )[^\n]*(?:\n\s*)?\(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b[^()\n]*\)[ \t]*$")
"""The heading of a note that Zotero made of annotations: its title, and when."""
_DATED = re.compile(r"(?m)Annotations? \(?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},[^\n]*$")
_OF_MDNOTES = "Mdnotes File Name: "
_ADMONITION = re.compile(
    r"^(?P<fence>`{3,})ad-[\w-]+[ \t]*\n(?P<said>(?:(?:title|collapse|icon|color|metadata):[^\n]*\n)*)"
    r"(?P<held>(?:(?!(?P=fence))[^\n]*\n)*)(?P=fence)[ \t]*$",
    re.MULTILINE,
)
_MADE_BY_TEMPLATES = re.compile(
    r"(?mi)^(?!#)[^\w\n]{0,8}(?:imported(?: \(\w+\))?(?: on)?:?[ \t]+[^\n]{0,20}\d{4}[^\n]*"
    r"|extracted annotations \([^()\n]*\)[^\w\n]*)$"
)
"""Lines between annotations that say when these were brought here."""


class ZoteroMarkdown(Importer):
    """Reads what stands beside each link that opens a passage in Zotero, and the reader's prose in between."""

    format = "zotero-markdown"
    app = ("Zotero", "Zotero")
    description = "Zotero: notes as Markdown, Obsidian Integration, ZotLit, Mdnotes (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim what holds a link into an attachment, and less confidently what is left of its note."""
        text = export.text
        if is_json(text) or is_html(text) or not (OPENS.search(text) or "data-annotation=" in text or _is_made(text)):
            return
        for note in notes(_written(export)):
            found = list(read_sections(sections_of(note)))
            units = [unit for one in found for unit in one.units]
            silent = [pair for one in found for pair in one.silent]
            linked = sum(bool(unit.link.attachment) for unit in units)
            leads_there = linked or not all(is_footnote(block) for block, _ in silent)
            if not (leads_there or (units and _is_made(_lines_of(export.text, note)))):
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
        work = cited_work(export.text)
        for note in notes(_written(export)):
            document = document_of(note, export.name, work)
            for number, found in enumerate(read_sections(sections_of(note))):
                yield from _of_section(found, document, number)


def _is_made(text: str) -> bool:
    """Whether a note says that Zotero, or Mdnotes, or a plugin made it of annotations."""
    return bool(_EXPORTED.search(text) or _OF_MDNOTES in text or _DATED.search(text)) or is_regional(text)


def _lines_of(text: str, note: Note) -> str:
    return "\n".join(text_lines(text)[note.first_line - 1 : note.last_line])


def _written(export: Export) -> str:
    """What is in a note, each line where it stood: without HTML and admonitions around annotations, and labels."""
    return _MADE_BY_TEMPLATES.sub("", _ADMONITION.sub(_opened, untangled(export.text)))


def _opened(admonition: re.Match[str]) -> str:
    """Take annotations out of the code that a plugin shows as a box: ``ad-quote`` behind a fence."""
    above = "\n" * (1 + admonition["said"].count("\n"))
    return f"{above}{admonition['held']}" if OPENS.search(admonition["held"]) else admonition[0]


def _of_section(found: Found, document: Document, number: int) -> Iterator[Annotation | Rejected]:
    titles = tuple(title for heading in found.section.headings if (title := title_in(heading)))
    headings = tuple(title for title in titles if title != document.title and not _OF_NO_CHAPTER.fullmatch(title))
    place = next((page["label"] for page in map(_PLACE.fullmatch, titles[-1:]) if page), "")
    headings = tuple(title for title in headings if not _PLACE.fullmatch(title))
    if headings and len(found.units) == 1 and is_named_by(found.section, found.units[0].link.annotation):
        headings = headings[:-1]
    frame = Frame(importer=ZoteroMarkdown.format, document=document, headings=headings, order=(number,))
    if not is_of_work(found.section):
        yield from _own_words(found.own, frame)
    for at, unit in enumerate(found.units, start=1):
        yield _annotation(replace(unit, label=unit.label or place), frame.at(at))
    for block, link in found.silent:
        where = "a page" if link.marks else "an attachment"
        problem = f"a link to {where} marks no words"
        yield Rejected(line=block.first_line, problem=problem, raw=block.text[link.start : link.end], by_design=True)


def _own_words(blocks: tuple[Block, ...], frame: Frame) -> Iterator[Annotation]:
    kept: list[Block] = []
    tasks: list[Annotation] = []
    for block in blocks:
        if says_nothing(block):
            continue
        lines = [line for line in block.text.split("\n") if not is_of_tools(line)]
        items, rest = split_tasks(replace(block, text="\n".join(lines)))
        tasks += [task(item, frame.at(0, at + 1)) for at, item in enumerate(items)]
        kept += [rest] if rest and rest.text.strip() else []
    remark = prose(kept, frame.at(0))
    yield from [remark] if remark else []
    yield from tasks


def _annotation(unit: Unit, frame: Frame) -> Annotation:
    link = unit.link
    comment, called = without_tag_lines(unit.comment)
    remark = read_remark(comment)
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
        tags=(*unit.tags, *called, *remark.tags),
        selectors=(FragmentSelector(value=link.place),) if link.place else (),
        native_id=link.annotation,
        locator=Locator(headings=frame.headings, page=unit.label, physical_page=page, order=frame.order),
        created=unit.created,
        color=unit.color,
        extra=extra,
    )
    return replace(found, formulas=found.formulas or formulas(unit.quote), attachments=remark.attachments)
