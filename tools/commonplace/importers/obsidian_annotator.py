"""Obsidian Annotator: notes on a PDF, an EPUB, a web page or a video, each annotation in a block of its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from commonplace.grammar.addresses import fingerprint_in, is_title, is_title_of_file, is_web
from commonplace.grammar.annotation_target import (
    AnnotationTarget,
    TargetField,
    chapter_of,
    chapter_order,
    target_fields,
    targets_of,
)
from commonplace.grammar.annotator_block import AnnotatorBlock, VideoBlock, annotator_blocks
from commonplace.grammar.annotator_json import AnnotatorJson, read_json
from commonplace.grammar.front_matter import FrontMatter, front_matters, parted
from commonplace.grammar.lines import is_json, text_lines
from commonplace.grammar.markdown_note import Block, Section, notes
from commonplace.grammar.markdown_note.inline import attachments, formulas
from commonplace.grammar.markdown_note.inline import tags as inline_tags
from commonplace.grammar.markdown_note.remarks import Frame, prose, split_tasks, task
from commonplace.grammar.web_annotation import DocumentObject, Target
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    Export,
    FragmentSelector,
    Locator,
    Rejected,
    Selector,
    TextQuoteSelector,
    TextualBody,
)
from commonplace.text import same_line

# Less than any mark of another format in between, more than a note of no format at all.
_SURROUNDINGS = 0.5
_MEDIA_FRAGMENT = "http://www.w3.org/TR/media-frags/"
_FIELD = re.compile(r"(\w[\w -]{0,40})::(?:[ \t]+(.*))?")
_TARGET = re.compile("-target", re.IGNORECASE)
_DEBRIS = frozenset({"", "%%", "%%COMMENT%%", "%%TAGS%%", "```toc", "```"})


class ObsidianAnnotatorImporter(Importer):
    """Reads every block, whatever formatters did to it, and the reader's prose around the blocks."""

    format = "obsidian-annotator"
    app = ("Obsidian Annotator", "Obsidian Annotator")
    description = "Obsidian Annotator: notes on a PDF, EPUB, web page or video (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each block for certain, and with less confidence the note that it stands in."""
        for part in _parts(export.text):
            evidence = f"{len(part.blocks)} blocks of Obsidian Annotator"
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=part.own_line, last_line=part.last_line)
            for block in part.blocks:
                yield Claim(
                    confidence=CERTAIN, evidence=evidence, first_line=block.first_line, last_line=block.last_line
                )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read section by section: the reader's prose and tasks first, which introduce what stands there."""
        lines = text_lines(export.text)
        for part in _parts(export.text):
            yield from _units(part, lines, export.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Lines from one front matter to the next that Annotator has to do with; prose counts from `own_line` on."""

    matter: FrontMatter | None
    last_line: int
    own_line: int
    fields: Sequence[TargetField]
    targets: Sequence[AnnotationTarget]
    blocks: Sequence[AnnotatorBlock | VideoBlock]
    sections: Sequence[Section]

    @property
    def facts(self) -> dict[str, JSON]:
        """What front matter and Dataview fields say besides the target."""
        said = dict(self.matter.fields) if self.matter else {}
        for section in self.sections:
            for block in section.blocks:
                said |= _fields(block)
        return {key: value for key, value in said.items() if value and not key.startswith("annotation-target")}

    def target(self, line: int) -> AnnotationTarget:
        """What the note says that it annotates at `line`."""
        return self.targets[bisect_right(self.fields, line, key=lambda field: field.line)]


@lru_cache(maxsize=1)  # Claimed and then read: taken apart once.
def _parts(document: str) -> tuple[_Part, ...]:
    if is_json(document):
        return ()
    is_of_annotator = (
        "annotation-json" in document
        or "%%TIMESTAMP" in document
        or "|show annotation]]" in document
        or _TARGET.search(document)
    )
    return tuple(_found_parts(document)) if is_of_annotator else ()


def _found_parts(document: str) -> Iterator[_Part]:
    lines = text_lines(document)
    blocks = list(annotator_blocks(lines))
    bare = _blanked(lines, [(block.first_line, block.last_line) for block in blocks])
    all_fields = [field.line for field in target_fields(bare)]
    own = _blanked(bare, [(line, line) for line in all_fields]) if all_fields else bare
    words = "\n".join(own)
    matters = front_matters(words)
    sections = {note.first_line: note.sections for note in notes(words)} if _has_words(own, matters) else {}
    for matter, first, end in parted(matters, len(lines)):
        fields = target_fields(bare[first - 1 : end - 1], first) if all_fields else []
        inside = blocks[_index(blocks, first) : _index(blocks, end)]
        declared = bool(fields or (matter and matter.one("annotation-target")))
        if declared or inside:
            yield _Part(
                matter=matter,
                last_line=end - 1,
                own_line=first if declared else inside[0].first_line,
                fields=fields,
                targets=targets_of(fields, matter),
                blocks=inside,
                sections=sections.get(first, ()),
            )


def _has_words(lines: Sequence[str], matters: Sequence[FrontMatter]) -> bool:
    """Tell whether anything but front matter stands in `lines`."""
    ends = [0, *(matter.last_line for matter in matters)]
    starts = [*(matter.first_line - 1 for matter in matters), None]
    return any(any(lines[end:start]) for end, start in zip(ends, starts, strict=True))


def _index(blocks: Sequence[AnnotatorBlock | VideoBlock], line: int) -> int:
    """Count the blocks above `line`."""
    return bisect_left(blocks, line, key=lambda block: block.first_line)


def _blanked(lines: Sequence[str], spans: Iterable[tuple[int, int]]) -> list[str]:
    """Take lines out without moving those that stay."""
    bare = list(lines)
    for first, last in spans:
        bare[first - 1 : last] = [""] * (last - first + 1)
    return bare


def _units(part: _Part, lines: Sequence[str], name: str) -> Iterator[Annotation | Rejected]:
    """Read what stands before the first heading, and then under each."""
    readings = [
        read_json(block) if isinstance(block, AnnotatorBlock) and block.json_line else AnnotatorJson()
        for block in part.blocks
    ]
    documents = _documents(part, readings, name)
    sections = part.sections or (Section(headings=(), heading=None, blocks=()),)
    starts = [section.heading.first_line if section.heading else 0 for section in sections]
    last_order: tuple[int, ...] = ()
    for number, (section, (first, end)) in enumerate(
        zip(sections, pairwise([*starts, part.last_line + 1]), strict=True)
    ):
        inside = range(_index(part.blocks, first), _index(part.blocks, end))
        units = [_unit(part.blocks[i], readings[i], documents[i], section.headings, lines) for i in inside]
        orders = [unit.locator.order for unit in units if isinstance(unit, Annotation) and unit.locator.order]
        frame = Frame(
            importer=ObsidianAnnotatorImporter.format,
            document=documents[min(inside.start, len(documents) - 1)],
            headings=section.headings,
            order=_order_of_words(orders, last_order, number),
        )
        yield from _words(part, section, frame)
        yield from units
        last_order = max(orders, default=last_order)


def _order_of_words(orders: Sequence[tuple[int, ...]], last: tuple[int, ...], number: int) -> tuple[int, ...]:
    """Place what the reader wrote in a section before the first passage of it, or after the last one above."""
    if not orders:
        return (*last, number)
    first = min(orders)
    return (*first[:-1], first[-1] - 1, number)


def _words(part: _Part, section: Section, frame: Frame) -> Iterator[Annotation]:
    """Read the prose of a section, and the tasks in it."""
    kept = [
        block
        for block in section.blocks
        if block.first_line >= part.own_line and not (_is_debris(block) or _fields(block))
    ]
    divided = [split_tasks(block) for block in kept]
    remark = prose([rest for _, rest in divided if rest], frame.at(0))
    yield from [remark] if remark else []
    tasks = [item for found, _ in divided for item in found]
    yield from (task(item, frame.at(number)) for number, item in enumerate(tasks, start=1))


def _is_debris(block: Block) -> bool:
    """Whether `block` is nothing but what formatters and deleted annotations leave behind."""
    lines = (line.strip(" \t>") for line in block.text.split("\n"))
    return all(line in _DEBRIS or line.startswith("^") for line in lines)


def _fields(block: Block) -> dict[str, str]:
    """Read a paragraph of Dataview fields (``status:: reading``), which tell of the note; nothing if it is none."""
    matches = [_FIELD.fullmatch(line.strip()) for line in block.text.split("\n")]
    return {match[1]: match[2] or "" for match in matches if match} if all(matches) else {}


def _documents(part: _Part, readings: Sequence[AnnotatorJson], name: str) -> list[Document]:
    """What each block is about; one whose JSON says nothing is about what the block before it is about."""
    facts = part.facts
    said = [reading.document for reading in readings]
    nearest = next(filter(None, said), None)
    before: tuple[DocumentObject | None, AnnotationTarget] | None = None
    documents: list[Document] = []
    for block, own in zip(part.blocks, said, strict=True):
        nearest, target = own or nearest, part.target(block.first_line)
        is_same = before is not None and before[0] is nearest and before[1] is target
        documents.append(documents[-1] if is_same else _document(nearest, target, facts, name))
        before = (nearest, target)
    return documents or [_document(None, part.target(part.last_line), facts, name)]


def _document(said: DocumentObject | None, target: AnnotationTarget, facts: Mapping[str, JSON], name: str) -> Document:
    # In the reader of EPUBs each chapter has an address, which is none of the book.
    addresses = [address for address in (said.addresses if said else ()) if not chapter_of(address)]
    files = [path for path in (target.file, *(said.files if said else ())) if path]
    # With a file, an address on the web is that of a proxy that once showed it.
    file = next(iter(files), "")
    url = target.url or next(filter(is_web, addresses if not file else []), "")
    fingerprint = said.fingerprint if said else fingerprint_in([target.written])
    kept: dict[str, JSON] = {}
    if target.written not in {file, url}:
        kept["annotation-target"] = target.written
    if target.type:
        kept["annotation-target-type"] = target.type
    if further := [address for address in addresses if address not in {url, f"urn:x-pdf:{fingerprint}"}]:
        kept["addresses"] = list(further)
    told = said.title if said else ""
    title = told if is_title_of_file(told, files) else ""
    if not title and is_title(told, files):
        kept["document-title"] = told
    return Document(
        key=fingerprint or target.url or file or next(iter(addresses), "") or name,
        title=title,
        url=url,
        file=file,
        fingerprint=fingerprint,
        extra={**facts, **(said.extra if said else {}), **kept},
    )


def _unit(
    block: AnnotatorBlock | VideoBlock,
    reading: AnnotatorJson,
    document: Document,
    headings: tuple[str, ...],
    lines: Sequence[str],
) -> Annotation | Rejected:
    if isinstance(block, VideoBlock):
        return _video_annotation(block, document, headings)
    if reading.problem and not (block.quote or block.comment):
        raw = "\n".join(lines[block.first_line - 1 : block.last_line])
        return Rejected(
            line=min(reading.line, block.last_line), problem=f"{reading.problem}; mend it, or annotate anew.", raw=raw
        )
    return _annotation(block, reading, document, headings)


def _annotation(
    block: AnnotatorBlock, reading: AnnotatorJson, document: Document, headings: tuple[str, ...]
) -> Annotation:
    locator = _locator(reading, headings) if block.json_line else Locator(headings=headings, order=(block.first_line,))
    comment, tags = _comment(block, reading), reading.tags if block.tags is None else block.tags
    inline = [tag for tag in inline_tags(comment) if tag not in tags]
    bodies = [TextualBody(value=comment)] if comment else []
    bodies += [TextualBody(value=tag, purpose="tagging") for tag in (*tags, *inline)]
    selectors = _selectors(block, reading.target)
    return Annotation(
        importer=ObsidianAnnotatorImporter.format,
        document=document,
        motivation="commenting" if comment else "highlighting" if selectors else "bookmarking",
        native_id=block.native_id or block.link_id,
        selectors=selectors,
        bodies=tuple(bodies),
        locator=locator,
        created=reading.created,
        updated=reading.updated,
        formulas=formulas(comment),
        attachments=attachments(comment),
        extra={
            **reading.rest,
            **reading.target.kept,
            **_differences(block, reading, comment),
            # Obsidian shows both, but only the line of tags is Annotator's.
            **({"inline_tags": list(inline)} if inline else {}),
        },
    )


def _locator(reading: AnnotatorJson, headings: tuple[str, ...]) -> Locator:
    """Place an annotation under the reader's headings and, in an EPUB, whose offsets count by chapter, under that."""
    target = reading.target
    chapter = chapter_of(target.source) or chapter_of(reading.uri)
    spine = chapter_order(chapter) if chapter else ()
    return Locator(
        headings=(*headings, chapter) if chapter else headings,
        page=target.page,
        physical_page=target.physical_page,
        order=(*spine, *target.order) if target.order else (),
    )


def _comment(block: AnnotatorBlock, reading: AnnotatorJson) -> str:
    """Choose the Markdown, where readers edit; JSON only for the line ends that a formatter took from it."""
    if block.comment is None or (block.is_wrapped and same_line(block.comment, reading.comment)):
        return reading.comment
    return block.comment


def _selectors(block: AnnotatorBlock, target: Target) -> tuple[Selector, ...]:
    """Choose the quote of the JSON, which nothing between marks and formatters has touched."""
    quote = target.quote
    if quote is None:
        marked = TextQuoteSelector(exact=block.quote, prefix=block.prefix or "", suffix=block.suffix or "")
        return (*target.selectors, marked) if block.quote else target.selectors
    prefix, suffix = _context(quote.prefix, block.prefix), _context(quote.suffix, block.suffix)
    if quote.exact and (prefix, suffix) == (quote.prefix, quote.suffix):
        return target.selectors
    in_context = replace(quote, prefix=prefix, suffix=suffix)
    shown = (in_context if selector is quote else selector for selector in target.selectors)
    return tuple(selector for selector in shown if selector is not in_context or in_context.exact)


def _context(in_json: str, in_markdown: str | None) -> str:
    """Choose what stands beside the quote: the Markdown if someone edited it.

    Otherwise both say the same, but the plugin trimmed the Markdown, and whether a space stands between context and
    quote is what tells two places apart that differ in nothing else.
    """
    same = in_markdown is None or same_line(in_json, in_markdown)
    return in_json if same or in_markdown is None else in_markdown


def _differences(block: AnnotatorBlock, reading: AnnotatorJson, comment: str) -> dict[str, JSON]:
    """Where the two sides of a block contradict each other, what the side said that is not believed."""
    if reading.problem:
        return {"problem": reading.problem, "annotation-json": block.json}
    exact = reading.target.quote.exact if reading.target.quote else block.quote
    told: dict[str, tuple[str, str]] = {
        "json_text": (reading.comment, comment),
        "markdown_quote": (block.quote, exact),
        "link_id": (block.link_id, block.native_id or block.link_id),
    }
    kept: dict[str, JSON] = {
        key: other for key, (other, believed) in told.items() if other and not same_line(other, believed)
    }
    stale = [tag for tag in reading.tags if block.tags is not None and tag not in block.tags]
    return kept | ({"json_tags": list(stale)} if stale else {})


def _video_annotation(block: VideoBlock, document: Document, headings: tuple[str, ...]) -> Annotation:
    """Read a note on a moment; its title stands for it if there is nothing else."""
    comment = block.comment or block.title
    tags = inline_tags(comment)
    bodies = [TextualBody(value=comment)] if comment else []
    bodies += [TextualBody(value=tag, purpose="tagging") for tag in tags]
    return Annotation(
        importer=ObsidianAnnotatorImporter.format,
        document=document,
        motivation="commenting" if comment else "bookmarking",
        native_id=block.native_id,
        selectors=(FragmentSelector(value=f"t={block.seconds}", conforms_to=_MEDIA_FRAGMENT),),
        bodies=tuple(bodies),
        locator=Locator(headings=headings, order=(round(float(block.seconds) * 1000),)),
        formulas=formulas(comment),
        attachments=attachments(comment),
        extra={"title": block.title} if block.title and block.comment else {},
    )
