"""Obsidian Annotator: notes on a PDF, an EPUB, a web page or a video, each annotation in a block of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from commonplace.grammar.annotator.block_json import AnnotatorJson, read_json
from commonplace.grammar.annotator.blocks import AnnotatorBlock, VideoBlock
from commonplace.grammar.annotator.documents import documents_of
from commonplace.grammar.annotator.parts import Part, blocks_above, fields_of, parts_of
from commonplace.grammar.annotator.target import chapter_of, chapter_order
from commonplace.grammar.lines import text_lines
from commonplace.grammar.markdown_note import Block, Section
from commonplace.grammar.markdown_note.inline import attachments, formulas
from commonplace.grammar.markdown_note.inline import tags as inline_tags
from commonplace.grammar.markdown_note.remarks import Frame, prose, split_tasks, task
from commonplace.grammar.web_annotation import Target
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
_DEBRIS = frozenset({"", "%%", "%%COMMENT%%", "%%TAGS%%", "```toc", "```"})


class ObsidianAnnotatorImporter(Importer):
    """Reads every block, whatever formatters did to it, and the reader's prose around the blocks."""

    format = "obsidian-annotator"
    app = ("Obsidian Annotator", "Obsidian Annotator")
    description = "Obsidian Annotator: notes on a PDF, EPUB, web page or video (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each block for certain, and with less confidence the note that it stands in."""
        for part in parts_of(export.text):
            evidence = f"{len(part.blocks)} blocks of Obsidian Annotator"
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=part.own_line, last_line=part.last_line)
            for block in part.blocks:
                yield Claim(
                    confidence=CERTAIN, evidence=evidence, first_line=block.first_line, last_line=block.last_line
                )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read section by section: the reader's prose and tasks first, which introduce what stands there."""
        lines = text_lines(export.text)
        for part in parts_of(export.text):
            yield from _units(part, lines, export.name)


def _units(part: Part, lines: Sequence[str], name: str) -> Iterator[Annotation | Rejected]:
    """Read what stands before the first heading, and then under each."""
    readings = [
        read_json(block) if isinstance(block, AnnotatorBlock) and block.json_line else AnnotatorJson()
        for block in part.blocks
    ]
    documents = documents_of(part, readings, name)
    sections = part.sections or (Section(headings=(), heading=None, blocks=()),)
    starts = [section.heading.first_line if section.heading else 0 for section in sections]
    last_order: tuple[int, ...] = ()
    for number, (section, (first, end)) in enumerate(
        zip(sections, pairwise([*starts, part.last_line + 1]), strict=True)
    ):
        inside = range(blocks_above(part.blocks, first), blocks_above(part.blocks, end))
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


def _words(part: Part, section: Section, frame: Frame) -> Iterator[Annotation]:
    """Read the prose of a section, and the tasks in it."""
    kept = [
        block
        for block in section.blocks
        if block.first_line >= part.own_line and not (_is_debris(block) or fields_of(block))
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
