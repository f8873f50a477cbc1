"""Annotations that templates take apart: words, comment, tags and link, each below a heading that names it.

Either the template marks where an annotation begins and ends (``%% Annotation_KEY: Begin %%``), or its headings tell by
their names, down to the one whose section holds the only link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.grammar.markdown_note import Block, Heading, Note, Section
from commonplace.grammar.markdown_note.inline import has_words, plain, without_hidden
from commonplace.grammar.markdown_note.sections import section_under
from commonplace.grammar.zotero.links import ZoteroLink, zotero_links
from commonplace.grammar.zotero.regions import with_unlinked

_BEGIN = re.compile(r"(?i)\s*%%\s*annotation_(?P<key>[A-Z0-9]{8}):\s*begin\s*%%\s*")
_END = re.compile(r"(?i)%%\s*annotation_(?P<key>[A-Z0-9]{8}):\s*end\s*%%")
_LABELS = {
    "quote": r"quotes?|texts?|highlight(?:ed text)?|annotated text|zitate?|citations?|citas?|texte"
    r"|文本|原文|引文|摘录|划线",
    "comment": r"(?:my )?comments?|(?:my )?notes?|kommentare?|notiz(?:en)?|commentaires?|comentarios?|commento"
    r"|评论|批注|笔记|想法|コメント",
    "tags": r"tags?|标签|schlagw(?:ort|örter|orte)|mots-clés|etiquetas",
    "place": r"(?:zotero|pdf)?\s*(?:位置|链接|页码)|zotero(?: link)?|links?|pages?|locations?|sources?|quelle",
    "literature": r"(?:bibliogra\w+|referen\w+|qa)\b.*",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()), re.IGNORECASE)
_TAG = re.compile(r"#([^\s#]+)")
_BETWEEN_TAGS = re.compile(r"[,，;；、\n]")
_SPACE = re.compile(r"\s")
_ANY_LEVEL = 7


class Labelled(Block, frozen=True, kw_only=True):
    """An annotation whose parts stand below headings of their own; `level` is that of the first of these."""

    link: ZoteroLink
    quote: str = ""
    comment: str = ""
    tags: tuple[str, ...] = ()
    level: int = _ANY_LEVEL
    extra: dict[str, str] = msgspec.field(default_factory=dict)


def sections_of(note: Note) -> Sequence[Section]:
    """Give the sections of a note, each annotation that is taken apart put together again as a block of its own."""
    sections = with_unlinked(note)
    blocks = [block for section in sections for block in _with_heading(section)]
    is_marked = any(block.kind == "comment" and _BEGIN.match(block.text) for block in blocks)
    if not is_marked and not any(_label(block) == "quote" for block in blocks):
        return sections
    return tuple(_sections(_put_together(blocks)))


def _with_heading(section: Section) -> Iterator[Block]:
    if section.heading is not None:
        yield section.heading
    yield from section.blocks


def _title(heading: Heading) -> str:
    return plain(without_hidden(heading.title)[0]).strip(" :：")


def _label(block: Block) -> str:
    label = _LABEL.fullmatch(_title(block)) if isinstance(block, Heading) else None
    return label.lastgroup or "" if label else ""


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    path: list[Heading] = []
    under: list[Block] = []
    for block in blocks:
        level = block.level if isinstance(block, Heading | Labelled) else _ANY_LEVEL
        above = [heading for heading in path if heading.level < level]
        if isinstance(block, Heading) or above != path:
            yield section_under(path, under)
            path, under = [*above, *([block] if isinstance(block, Heading) else [])], []
        if not isinstance(block, Heading):
            under.append(block)
    yield section_under(path, under)


def _put_together(blocks: Sequence[Block]) -> list[Block]:
    whole: list[Block] = []
    at = 0
    while at < len(blocks):
        end = _marked_end(blocks, at) or _labelled_end(blocks, at)
        found = _annotation(blocks[at:end]) if end else None
        whole.append(found or blocks[at])
        at = end if found and end else at + 1
    return whole


def _marked_end(blocks: Sequence[Block], at: int) -> int | None:
    begin = _BEGIN.match(blocks[at].text)
    if begin is None:
        return None
    for place in range(at + 1, len(blocks)):
        if _BEGIN.match(blocks[place].text):
            return None
        end = _END.search(blocks[place].text)
        if end and end["key"] == begin["key"]:
            return place + 1
    return None


def _labelled_end(blocks: Sequence[Block], at: int) -> int | None:
    """Find where the run of labelled headings ends that begins with that of a quote."""
    first = blocks[at]
    if not isinstance(first, Heading) or _label(first) != "quote":
        return None
    labels = {"quote"}
    for place in range(at + 1, len(blocks)):
        block = blocks[place]
        if isinstance(block, Heading):
            label = _label(block)
            if block.level < first.level or not label or label in labels:
                return place if len(labels) > 1 else None
            labels.add(label)
    return len(blocks) if len(labels) > 1 else None


def _annotation(blocks: Sequence[Block]) -> Labelled | None:
    """Put the parts of one annotation together; None if not exactly one annotation is linked in them."""
    if not any(_label(block) in {"quote", "comment", "tags"} for block in blocks):
        return None
    links = [link for block in blocks for link in zotero_links(block.text) if link.marks]
    if len({(link.annotation, link.page) for link in links}) != 1:
        return None
    told, title = _told(blocks)
    parts = {name: "\n\n".join(filter(has_words, texts)).strip() for name, texts in told.items()}
    heading = next((block for block in blocks if isinstance(block, Heading)), None)
    return Labelled(
        kind="labelled",
        first_line=blocks[0].first_line,
        last_line=blocks[-1].last_line,
        text="\n".join(block.text for block in blocks),
        link=links[0],
        quote=parts.get("quote", ""),
        comment=parts.get("comment", ""),
        tags=_tags(parts.get("tags", "")),
        level=heading.level if heading else _ANY_LEVEL,
        extra={key: value for key, value in (("title", title), ("literature", parts.get("literature", ""))) if value},
    )


def _told(blocks: Sequence[Block]) -> tuple[dict[str, list[str]], str]:
    """Gather what stands below each label; also gives the heading above the words, if it is no label."""
    told: dict[str, list[str]] = {}
    label, title = "", ""
    for block in blocks:
        if isinstance(block, Heading):
            label = _label(block)
            if not label:
                # What stands first is what was marked, whatever its heading makes of it.
                label, title = ("comment", title) if told else ("quote", _title(block))
        elif block.kind in {"rule", "comment"}:
            continue
        elif not any(link.marks for link in zotero_links(block.text)):
            told.setdefault(label or "comment", []).append(block.text)
        elif label == "quote" and "quote" not in told:  # Below the words, such a line says where they are from.
            told["quote"] = [_without_link(block.text)]
    return told, title


def _without_link(text: str) -> str:
    """Leave out the links to the annotation, which stand behind the words."""
    pieces, at = [], 0
    for link in zotero_links(text):
        if link.marks:
            pieces.append(text[at : link.start])
            at = link.end
    return "".join((*pieces, text[at:])).strip()


def _tags(written: str) -> tuple[str, ...]:
    """Read tags with their sign, or what stands in their place without one."""
    if "#" in written:
        return tuple(_TAG.findall(written))
    between = _BETWEEN_TAGS if _BETWEEN_TAGS.search(written) else _SPACE
    return tuple(filter(has_words, (tag.strip(" -*+\t") for tag in between.split(written))))
