"""Callouts in which plugins that open Zotero's reader in Obsidian keep what was marked: ZotFlow, and Zotero Reader.

Their types name the kind and the colour of the mark (``[!zotflow-highlight-#ffd400]``), their titles link to it, the
passage is a quote in them, and all else is the reader's. For their own use the plugins put comments around the parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from commonplace.grammar.markdown_note.blocks import Block, Callout
from commonplace.grammar.markdown_note.inline import is_link
from commonplace.grammar.markdown_note.sections import Note

TRACES = ("[!zotflow-", "[!ozrp-")
_TYPE = re.compile(r"(?:zotflow|ozrp)-[a-z]{3,12}(?:-(?P<color>#?\w{3,16}))?")
_MARKER = re.compile(r"[%\s]*(?:OZRP-ANNO-|ZOTFLOW_ANNO_|ZF_(?:ANNO|NOTE)_)")
_TELLS = re.compile(r"[%\s]*(?:OZRP-ANNO-BEGIN[ \t]*\{|ZOTFLOW_ANNO_\w{1,40}_BEG[ \t]*%7B)")
"""The comment above a callout, which holds the annotation as the reader keeps it."""
_ID = re.compile(r"\^[\w-]+")
_GLUED_ID = re.compile(r"(?<=[^\s^])(?=\^[A-Z0-9]{8}\Z)")


def is_of_reader(callout: Callout) -> bool:
    """Tell a callout that holds an annotation of Zotero's reader."""
    return _TYPE.fullmatch(callout.type) is not None


def color_in(callout: Callout) -> str:
    """The colour of the mark; empty where the callout is another."""
    match = _TYPE.fullmatch(callout.type)
    return (match["color"] or "") if match else ""


def with_link_in_title(callout: Callout) -> Callout:
    """Put the link to the mark where it stands in most notes, if a name for the colour stands there instead."""
    at = next((number for number, child in enumerate(callout.children) if child.kind != "comment"), -1)
    lead = callout.children[at].text.strip() if at >= 0 else ""
    if is_link(callout.title) or not is_link(lead) or lead.startswith("!"):
        return callout
    title = " · ".join(filter(None, (callout.title.strip(), lead)))
    return replace(callout, title=title, children=(*callout.children[:at], *callout.children[at + 1 :]))


def parted(callout: Callout) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Part what was marked from what the reader wrote about it."""
    at = next((number for number, child in enumerate(callout.children) if child.kind == "quote"), len(callout.children))
    return callout.children[at : at + 1], (*callout.children[:at], *callout.children[at + 1 :])


def with_id_apart(text: str) -> str:
    """Part the block id at the end from the words to which the plugin's template glues it."""
    return _GLUED_ID.sub(" ", text.rstrip(), count=1)


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the last line off, if there are tags in it and nothing else but a block id; also gives them."""
    lines = text.rstrip().split("\n")
    at = len(lines) - (2 if len(lines) > 1 and _ID.fullmatch(lines[-1].strip()) else 1)
    words = lines[at].split()
    tags = [word for word in words if word.startswith("#") and word.strip("#") == word[1:]]
    ids = words[len(tags) :]
    if not tags or words[: len(tags)] != tags or len(ids) > 1 or not all(map(_ID.fullmatch, ids)):
        return text, ()
    return "\n".join([*lines[:at], *ids, *lines[at + 1 :]]), tuple(tag[1:] for tag in tags)


def without_markers(hidden: Iterable[str]) -> tuple[str, ...]:
    """Leave out the comments with which the plugins find the parts of an annotation again; they say nothing."""
    return tuple(one for one in hidden if _TELLS.match(one) or not _MARKER.match(one))


def of_item(note: Note) -> dict[int, str]:
    """Say which sections of a note of ZotFlow, by their numbers, are of the item alone, and what its abstract is."""
    if not (note.front_matter and note.front_matter.many("zotflow-locked")):
        return {}
    found: dict[int, str] = {}
    for number, section in enumerate(note.sections):
        heading = section.headings[-1] if section.headings else ""
        blocks = section.blocks
        if heading == "Abstract" and blocks and all(one.kind == "quote" for one in blocks):
            inner = (getattr(one, "children", ()) for one in blocks)
            found[number] = "\n\n".join(child.text for children in inner for child in children)
        elif heading == "Attachments" and all(one.kind == "list" and is_link(one.text) for one in blocks):
            found[number] = ""
    return found


def with_told(blocks: Sequence[Block]) -> list[Block]:
    """Put what the plugins keep above a callout into it, and leave out the marks where it ends."""
    kept: list[Block] = []
    told: list[Block] = []
    for block in blocks:
        if block.kind == "comment" and _MARKER.match(block.text):
            told += [block] if _TELLS.match(block.text) else []
        elif told and isinstance(block, Callout) and is_of_reader(block):
            kept.append(replace(block, children=(*told, *block.children)))
            told = []
        else:
            kept += [*told, block]
            told = []
    return [*kept, *told]
