"""Annotations inside PDF files: what a reader marked, drew and wrote, of whatever app."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import base_name, is_title_of_file
from commonplace.grammar.container_json import Record, head_and_records
from commonplace.grammar.json_shape import word
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected
from commonplace.text import letters_only

_WRITTEN = frozenset({"Text", "FreeText", "Caret"})
_CORNERS = 4  # Sides of a box.
_TAG = re.compile(r"<[^<>]*>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#13;": "\n", "&#10;": "\n", "&amp;": "&"}
_READ = frozenset(
    [
        "page", "label", "headings", "subtype", "text", "contents", "rich", "name", "author", "created", "modified",
        "color", "rect", "reply_to", "reply",
    ]
)  # fmt: skip


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """The document, and whether several people wrote in it."""

    document: Document
    is_shared: bool


class PdfAnnotations(Importer):
    """Reads each mark; its words were found on the page."""

    format = "pdf-annotations"
    app = ("PDF", "PDF")
    description = "PDF files: the annotations in them, with the words that they mark (.pdf)"
    container = "pdf"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a PDF in which something is marked."""
        _, records = head_and_records(export, "marks", "pdf")
        if records:
            yield whole(export, CERTAIN, f"{len(records)} annotations in a PDF")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each mark, page by page."""
        head, records = head_and_records(export, "marks", "pdf")
        if not records:
            raise MalformedExportError("holds no annotations", hint="It must be a PDF with marks.", path=export.name)
        authors = {author for record in records if (author := word(record.raw, "author"))}
        file = _File(document=_document(head, export.name), is_shared=len(authors) > 1)
        for number, record in enumerate(records):
            yield _unit(record, file, number)


def _unit(record: Record, file: _File, number: int) -> Annotation | Rejected:
    raw = record.raw
    subtype, quote = word(raw, "subtype"), word(raw, "text")
    comment = word(raw, "contents") or _plain(word(raw, "rich"))
    # Several apps copy the marked words into the comment.
    if quote and letters_only(comment) == letters_only(quote):
        comment = ""
    problem = ""
    if "state" in raw and "reply" in raw:
        problem = f"says only that its mark is “{word(raw, 'state')}”"
    elif raw.get("reply") == "group" and not comment and not quote:
        problem = "is part of another mark, and says nothing of its own"
    elif subtype in _WRITTEN and not comment:
        problem = "a note without words"
    if problem:
        raw_text = json.dumps(dict(raw), ensure_ascii=False)
        return Rejected(line=record.line, problem=problem, raw=raw_text, by_design=True)
    return _annotation(raw, file, number, quote, comment)


def _annotation(raw: Mapping[str, JSON], file: _File, number: int, quote: str, comment: str) -> Annotation:
    page, subtype, author = raw.get("page"), word(raw, "subtype"), word(raw, "author")
    corners = raw.get("rect")
    sides = [float(one) for one in corners if isinstance(one, int | float)] if isinstance(corners, list) else []
    box = sides if len(sides) == _CORNERS else []
    is_area = not quote and subtype not in _WRITTEN and bool(box)
    headings = raw.get("headings")
    physical = page if isinstance(page, int) else None
    kept: dict[str, JSON] = {key: value for key, value in raw.items() if key not in _READ}
    kept |= {"style": subtype} if subtype != "Highlight" else {}
    kept |= {"part_of": raw["reply_to"]} if raw.get("reply") == "group" else {}
    kept |= {"author": author} if author and not file.is_shared else {}
    found = highlight(
        importer=PdfAnnotations.format,
        document=file.document,
        quote=quote,
        notes=(comment,),
        native_id=word(raw, "name"),
        locator=Locator(
            headings=tuple(one for one in headings if isinstance(one, str)) if isinstance(headings, list) else (),
            page=word(raw, "label"),
            physical_page=physical,
            rectangle=",".join(f"{side:g}" for side in box) if is_area else "",
            order=(physical or 0, *([-round(box[3]), round(box[0])] if box else []), number),
        ),
        created=word(raw, "created") or word(raw, "modified"),
        updated=word(raw, "modified"),
        color=word(raw, "color"),
        extra=kept,
    )
    if raw.get("reply") == "reply":
        found = replace(found, motivation="replying", reply_to=word(raw, "reply_to"))
    elif is_area and not comment:
        found = replace(found, motivation="highlighting")
    # Where one person wrote, that is the owner of the file, however the app calls them.
    return replace(found, creator=author if file.is_shared else "")


def _document(head: Mapping[str, JSON], name: str) -> Document:
    file, title = base_name(name), word(head, "title")
    is_said = is_title_of_file(title, [file])
    author = " ".join(word(head, "author").split())
    fingerprint = word(head, "id")
    told: dict[str, JSON] = {key: value for key, value in head.items() if key in {"subject", "keywords"}}
    told |= {} if is_said else {key: head[key] for key in ("title", "author") if key in head}
    return Document(
        key=fingerprint or file,
        title=title if is_said else "",
        authors=tuple(one.strip() for one in re.split(r"\s*(?:[;；、]|\band\b|,\s)\s*", author) if one.strip())
        if is_said
        else (),
        file=file,
        fingerprint=fingerprint,
        extra=told,
    )


def _plain(rich: str) -> str:
    """The words of rich text, which is XHTML: a paragraph on each line."""
    text = _TAG.sub("", re.sub(r"</p>\s*+<p|<br\s*+/?>", lambda match: "\n" + match[0], rich))
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return text.strip()
