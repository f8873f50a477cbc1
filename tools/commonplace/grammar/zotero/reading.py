"""From a section of a note to its annotations, to links that mark nothing, and to the blocks of the reader's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import msgspec
from msgspec.structs import replace

from commonplace.grammar.markdown_note import Block, Callout, Quote, Section
from commonplace.grammar.markdown_note.inline import has_words
from commonplace.grammar.zotero.before_links import is_one_passage
from commonplace.grammar.zotero.dressed import Color, as_one, undressed, with_words_below, with_words_of
from commonplace.grammar.zotero.facts import tells_of_work
from commonplace.grammar.zotero.footnotes import footnotes
from commonplace.grammar.zotero.links import OPENS, ZoteroLink, zotero_links
from commonplace.grammar.zotero.units import (
    continues,
    is_comment,
    is_quoted_comment,
    is_told_before,
    joined,
    picture_in,
    pictures_of,
    told_above,
    units_of,
    unlinked_units,
    unread,
    with_comment,
    with_tags,
    without_mark,
)
from commonplace.grammar.zotero.words import NEAR, ONLY_TAGS, Unit, cleaned, unquoted
from commonplace.text import in_paragraphs

_SET_OFF = re.compile(r"<mark\b|==|[“”\"«»„「」『』>]")
_BELOW_OTHERS = frozenset({"paragraph", "list"})
_BELOW_MARKS = frozenset({"paragraph", "list", "quote"})
"""The kinds of blocks that the reader's words on a passage stand in."""
_COLOR_AND_PAGE = re.compile(
    r"(?i)(?:yellow|red|green|blue|purple|magenta|orange|gr[ae]y)[ ]+[—–-][ ]+(?:p\.|page)[ ]?\w{1,8}"
)
_NAMED_GROUP = re.compile(r"\s*\*\*\W{0,3}[🔴🟠🟡🟢🔵🟣🟤⚪⚫🟥🟧🟨🟩🟦🟪][^*\n]{0,120}\*\*\s*")
"""The name of what stands below in one colour, in bold where others write a heading."""
_ID = re.compile(r"\s*\^[A-Za-z0-9-]+\s*")
_STRUCTURE = re.compile(
    r"(?i)\s*%-+ω-+%\s*"
    r"|(?:\s*%%\s*(?:[\w-]+:\s*)?(?:begin|end|import date|annotatedtext)\b[^%]*%%\s*|\s*%%\s*[\w-]+:[\w-]+\s*%%\s*"
    r"|\s*<!--\s*[\w-]*annotation: \w{1,20}\s*-->\s*)+"
    r"|(?:\s*>[ \t]*(?:#{1,6}[ \t]*(?:annotations?|notes?)[ \t]*)?(?=\n|\Z))+\s*"
    r"|(?:\s*(?:</?details\b[^<>]{0,80}>|<summary>[^<>]{0,80}</summary>))+\s*"
)
"""What plugins mark their own places in a note with."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What one section holds: annotations, links that mark nothing, and blocks of the reader's own."""

    units: tuple[Unit, ...]
    silent: tuple[tuple[Block, ZoteroLink], ...]
    own: tuple[Block, ...]
    section: Section


def read_sections(sections: Sequence[Section]) -> Iterator[Found]:
    """Read the sections of a note, each with its heading and the blocks below it."""
    blocks = [block for section in sections for block in section.blocks if isinstance(block, Callout)]
    linked = frozenset(block.type for block in blocks if any(link.marks for link in zotero_links(block.text)))
    return (_read_section(section, linked) for section in sections)


def _read_section(section: Section, linked: frozenset[str]) -> Found:
    reader = _Reader(section, linked)
    blocks = (*([section.heading] if section.heading else []), *section.blocks)
    simple = (part for block in blocks if not tells_of_work(block) for part in footnotes(block))
    for run in _runs(undressed(simple)):
        reader.read(run)
    return reader.finish()


def is_named_by(section: Section, key: str) -> bool:
    """Whether the heading is the annotation's key, so that all below it is about that annotation."""
    return bool(key) and section.heading is not None and section.heading.title.strip().endswith(key)


def says_nothing(block: Block) -> bool:
    """Whether a block is nothing but an id, or what a template marks its places with."""
    return bool(_ID.fullmatch(block.text) or _STRUCTURE.fullmatch(block.text))


class _Reader:
    def __init__(self, section: Section, linked: frozenset[str]) -> None:
        self._section = section
        self._units: list[Unit] = []
        self._silent: list[tuple[Block, ZoteroLink]] = []
        self._own: list[Block] = []
        self._color = ""
        self._marked = 0
        self._says_above = _is_said_above(section.blocks)
        self._linked = linked
        self._leads = _leads_words(section.blocks)
        self._waiting: list[Block] = []

    def read(self, run: list[Block]) -> None:
        """Go on with a block and the paragraphs that belong to it."""
        block, *below = run
        is_heading = block is self._section.heading
        found = [unit for unit in units_of(block) if not is_heading or unit.link.annotation or "<mark" in block.text]
        if not found or block.kind == "list":
            found = sorted([*found, *unlinked_units(block), *pictures_of(block)], key=_line)
        if isinstance(block, Callout) and block.type in self._linked and (pictured := picture_in(block)):
            found = [pictured]
        if isinstance(block, Color):
            self._color = block.color
        elif found:
            self._marked += block.kind == "paragraph" and "<mark" in block.text
            self._take(found if len(found) > 1 else [replace(found[0], is_plain=_is_plain(block))])
            self._take_items(block)
            self._take_below(below)
        elif self._units and (whole := with_words_below(self._units[-1], block, leads=self._leads)):
            self._units[-1] = whole
            self._take_below(below)
        else:
            self._without_units(block, is_heading=is_heading)
            self._own += below

    def _take(self, found: list[Unit]) -> None:
        """Add annotations; the first may go on with what stands above it."""
        first = replace(found[0], color=found[0].color or self._color)
        self._color = ""
        for block in self._waiting:
            if 0 < first.first_line - block.last_line <= NEAR:
                first = with_comment(first, block)
            else:
                self._own.append(block)
        self._waiting = []
        whole = with_words_of(first, self._own[-1]) if self._own else None
        if whole:
            self._own.pop()
        for unit in (whole or first, *found[1:]):
            one = as_one(self._units[-1], unit) if self._units else None
            self._units[-1:] = [one] if one else [*self._units[-1:], unit]

    def _take_below(self, below: list[Block]) -> None:
        """Add the paragraphs that belong to the annotation above: what the reader wrote, and tags alone."""
        is_named = is_named_by(self._section, self._units[-1].link.annotation)
        tags = [block for block in below if ONLY_TAGS.fullmatch(block.text.strip())]
        bare = (replace(block, text=unquoted(block.text)) if isinstance(block, Quote) else block for block in below)
        said = [without_mark(block) if is_named else block for block in bare if block not in tags]
        unit = reduce(with_tags, tags, self._units[-1])
        self._units[-1] = with_comment(unit, joined(said)) if said else unit

    def _take_items(self, block: Block) -> None:
        """Add the items of a list that hold no link: a comment belongs to the annotation above.

        It is called one, or it stands right below marked words, which a template sets off by their colour.
        """
        above_words = told_above(block) if block.kind == "list" else frozenset[int]()
        lines = block.text.split("\n")
        pictured = {at for unit in pictures_of(block) for at in range(unit.first_line, unit.last_line + 1)}
        for item in unread(block):
            if unlinked_units(item) or item.first_line in pictured:
                continue
            is_told = is_told_before(item) or item.first_line in above_words
            places = range(len(self._units) - 1, -1, -1)
            above = (at for at in places if self._units[at].first_line < item.first_line)
            below = (at for at in reversed(places) if self._units[at].first_line > item.first_line)
            written = (lines[at] for at in range(item.first_line - block.first_line - 1, -1, -1) if lines[at].strip())
            is_on_mark = not is_told and "<mark" in next(written, "")
            place = next(above, None) if is_comment(item) or is_on_mark else next(below, None) if is_told else None
            if place is None:
                self._own.append(item)
            else:
                self._units[place] = with_comment(self._units[place], item)

    def _without_units(self, block: Block, *, is_heading: bool) -> None:
        links = zotero_links(block.text)
        self._silent += [(block, link) for link in links]
        if is_quoted_comment(block) and self._says_above:
            self._waiting.append(block)
        elif self._units and not links and continues(block, self._units[-1]):
            self._units[-1] = with_comment(self._units[-1], block)
        elif self._units and ONLY_TAGS.fullmatch(block.text.strip()) and _is_near(block, self._units[-1]):
            self._units[-1] = with_tags(self._units[-1], block)
        elif not is_heading and not links:
            self._own.append(block)

    def finish(self) -> Found:
        """Give what was found; below the key of one annotation all is about it."""
        units, own = self._units, [*self._own, *self._waiting]
        if self._marked > 1:
            units = [_as_remark(unit) if unit.is_plain else unit for unit in units]
        if len(units) == 1 and self._is_below_its_color(units[0]):
            units, own = [_with_own_above(units[0], own)], []
        if len(units) == 1 and is_named_by(self._section, units[0].link.annotation):
            written = (without_mark(block) for block in own if not says_nothing(block))
            units, own = [reduce(with_comment, written, units[0])], []
        return Found(units=tuple(units), silent=tuple(self._silent), own=tuple(own), section=self._section)

    def _is_below_its_color(self, unit: Unit) -> bool:
        """Whether the heading is the colour and the page of a link alone, and all paragraphs stand between the two."""
        heading, own = self._section.heading, self._own
        told = _COLOR_AND_PAGE.fullmatch(heading.title) if heading else None
        is_bare = not (unit.quote or unit.comment or unit.kind) and told is not None
        return is_bare and bool(own) and all(block.kind == "paragraph" for block in own) and _is_last(unit, own)


def _is_last(unit: Unit, own: Sequence[Block]) -> bool:
    return all(block.last_line < unit.first_line for block in own)


def _with_own_above(unit: Unit, own: Sequence[Block]) -> Unit:
    """Take the first paragraph above a link for what was marked, and the others for what the reader wrote."""
    said = (block.text.strip() for block in own[1:])
    return replace(unit, quote=cleaned(own[0].text), comment=in_paragraphs(*said), first_line=own[0].first_line)


def _line(unit: Unit) -> int:
    return unit.first_line


def _is_said_above(blocks: Iterable[Block]) -> bool:
    """Whether a template puts quotations that are called comments above the words that they are about."""
    for block in blocks:
        if is_quoted_comment(block):
            return True
        if any(link.marks for link in zotero_links(block.text)) or unlinked_units(block):
            return False
    return False


def _leads_words(blocks: Sequence[Block]) -> bool:
    """Whether each quotation of a section stands below a link of its own, which says nothing but where it is."""
    if not any(_is_unlinked_quote(block) for block in blocks):
        return False
    is_led = False
    for block in blocks:
        if _is_unlinked_quote(block):
            if not is_led:
                return False
            is_led = False
        elif block.kind == "paragraph" and not is_led:
            units = list(units_of(block))
            is_led = len(units) == 1 and not (units[0].quote or units[0].comment)
    return not is_led


def _is_unlinked_quote(block: Block) -> bool:
    return isinstance(block, Quote) and not OPENS.search(block.text) and not is_comment(block)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each block, a quotation with the paragraphs below it: there templates put what the reader wrote about it."""
    run: list[Block] = []
    for block in blocks:
        kinds = _BELOW_MARKS if run and run[0].text.lstrip().startswith("<mark") else _BELOW_OTHERS
        is_below = bool(run) and block.kind in kinds and _takes_comments(run[0])
        is_apart = _ID.fullmatch(block.text) or _NAMED_GROUP.fullmatch(block.text)
        if is_below and not zotero_links(block.text) and not is_apart and not unlinked_units(block):
            run.append(block)
            continue
        yield from [run] if run else []
        run = [block]
    yield from [run] if run else []


def _is_plain(block: Block) -> bool:
    """Whether a paragraph has nothing before its link that tells marked words from a reader's."""
    links = zotero_links(block.text)
    is_last = bool(links) and not has_words(block.text[links[-1].end :]) and has_words(block.text[: links[-1].start])
    return block.kind == "paragraph" and is_last and not _SET_OFF.search(block.text)


def _as_remark(unit: Unit) -> Unit:
    return replace(unit, quote="", comment=in_paragraphs(unit.quote, unit.comment)) if not unit.color else unit


def _is_near(block: Block, unit: Unit) -> bool:
    return 0 < block.first_line - unit.last_line <= NEAR


def _takes_comments(block: Block) -> bool:
    """Whether paragraphs below a block are about it: it is one passage and no more."""
    if not isinstance(block, Callout):
        return block.kind == "quote" or (block.kind == "paragraph" and is_one_passage(block.text))
    units = list(units_of(block))
    return len(units) == 1 and not has_words(units[0].comment)
