"""KOReader: the ``metadata.*.lua`` that it keeps beside each book, of all years."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import stem_of
from commonplace.grammar.koreader import document_of, time_of
from commonplace.grammar.lua_table import Table, as_json, read_table
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected, TextualBody

_RETURNS = re.compile(r"(?:\s++|--[^\n]*+)*+return\s*\{")
_ALONE = re.compile(r"\ufeff?--[ \t]*(?:[^\n]*[/\\])?([^/\\\n]+)\.annotations\.lua[ \t]*\n")
_TRACES = re.compile(
    r"""\b(?:annotations|bookmarks|highlight|partial_md5_checksum|doc_props|percent_finished|drawer)["']?\]?\s*="""
)
_READ = frozenset(
    [
        "chapter", "color", "datetime", "datetime_updated", "highlighted", "note", "notes", "page", "pageno", "pageref",
        "text",
    ]
)  # fmt: skip
_AUTOMATIC = re.compile(r"(?s)\s*@ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s*$")
_LAST = 2**31


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A highlight or bookmark as the table has it, and the page and note that an older file keeps elsewhere."""

    table: Table
    page: str = ""
    note: str = ""


class KoReader(Importer):
    """Reads the highlights in a sidecar; bookmarks without words are left out by design."""

    format = "koreader"
    app = ("KOReader", "KOReader")
    description = "KOReader: metadata.*.lua beside a book, and its exports of annotations (.lua)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a Lua table with KOReader's keys."""
        traces = len(set(_TRACES.findall(export.text))) if _RETURNS.match(export.text) else 0
        if traces:
            yield whole(export, CERTAIN, "a Lua table with highlights or bookmarks of KOReader")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in the order of the book."""
        root, faults = read_table(export.text)
        if root is None:
            raise MalformedExportError(
                "is no Lua table", hint="KOReader's files begin with “return {”: copy it again.", path=export.name
            )
        document = _document(root, export.name, _exported(export.text))
        units: list[tuple[int, Annotation | Rejected]] = [
            (fault.line, Rejected(line=fault.line, problem=f"{fault.problem}; copy the file again", raw=fault.raw))
            for fault in faults
        ]
        for number, entry in enumerate(_entries(root)):
            units.append((entry.table.line, _unit(entry, document, number)))
        summary = root.table("summary")
        if summary.text("note").strip():
            units.append((summary.line, _review(summary, document)))
        yield from (unit for _, unit in sorted(units, key=lambda pair: pair[0]))


def _entries(root: Table) -> Iterator[_Entry]:
    listed = root.table("annotations") if "annotations" in root.values else root
    for table in listed.tables:
        if "datetime" in table.values or "drawer" in table.values:
            yield _Entry(table=table, note=table.text("note"))
    if "highlight" in root.values or "bookmarks" in root.values:
        yield from _of_old_file(root)


def _of_old_file(root: Table) -> Iterator[_Entry]:
    """Read a file from before 2024: highlights by page, and notes in bookmarks made at the same time."""
    if root.table("annotations").values:
        return  # KOReader keeps the old lists beside the new one for a while.
    bookmarks = root.table("bookmarks").tables
    by_time = {bookmark.text("datetime"): bookmark for bookmark in reversed(bookmarks)}
    joined: set[int] = set()
    pages = [(page, value) for page, value in root.table("highlight").values.items() if isinstance(value, Table)]
    for page, tables in pages:
        for table in tables.tables:
            bookmark = by_time.get(table.text("datetime"))
            joined.add(id(bookmark))
            written = _note_of(bookmark, table.text("text")) if bookmark else ""
            chapter = table.text("chapter") or (bookmark.text("chapter") if bookmark else "")
            told = replace(table, values=table.values | ({"chapter": chapter} if chapter else {}))
            yield _Entry(table=told, page=page, note=written)
    for bookmark in bookmarks:
        if id(bookmark) not in joined:
            words = bookmark.text("notes") if bookmark.values.get("highlighted") else ""
            told = replace(bookmark, values=bookmark.values | {"text": words})
            yield _Entry(table=told, note=_note_of(bookmark, bookmark.text("notes")))


def _note_of(bookmark: Table, quote: str) -> str:
    """What the reader wrote into a bookmark: not the words of the book, nor “Page 3 … @ 2021-05-06 07:08:09”."""
    written = bookmark.text("text").strip()
    if not written or written == quote.strip() or _AUTOMATIC.search(written):
        return ""
    return written


def _unit(entry: _Entry, document: Document, number: int) -> Annotation | Rejected:
    table = entry.table
    marks = bool(table.text("drawer") or table.values.get("pos0") or table.values.get("highlighted"))
    quote = table.text("text").strip() if marks else ""
    if not quote and not entry.note.strip():
        why = "this highlight has no words" if marks else "a bookmark marks no words"
        return Rejected(
            line=table.line, problem=why, raw=json.dumps(as_json(table), ensure_ascii=False), by_design=True
        )
    chapter, page = table.text("chapter").strip(), _page(entry)
    return highlight(
        importer=KoReader.format,
        document=document,
        quote=quote,
        notes=(entry.note.strip(),),
        native_id=_name(table),
        locator=Locator(headings=(chapter,) if chapter else (), page=page, order=(_number(entry), number)),
        created=time_of(table.text("datetime")),
        updated=time_of(table.text("datetime_updated")),
        color=table.text("color"),
        extra=_extra(table),
    )


def _review(summary: Table, document: Document) -> Annotation:
    """Read what the reader wrote about the whole book."""
    note = TextualBody(value=summary.text("note").strip(), purpose="assessing")
    told = {key: summary.text(key) for key in ("rating", "status") if summary.text(key)}
    found = highlight(
        importer=KoReader.format,
        document=document,
        notes=(note,),
        native_id="summary",
        locator=Locator(order=(_LAST, _LAST)),
        updated=summary.text("modified"),
        extra=told,
    )
    return replace(found, motivation="assessing")


def _name(table: Table) -> str:
    """By what KOReader itself tells highlights apart: the time, and both ends."""
    ends = (_point(table.values.get(key)) for key in ("pos0", "pos1"))
    place = " ".join(filter(None, ends)) or table.text("page")
    return " ".join(filter(None, (table.text("datetime"), place)))


def _point(value: object) -> str:
    if isinstance(value, Table):
        return ",".join(value.text(key) for key in ("page", "x", "y") if value.text(key))
    return str(value) if isinstance(value, str) else ""


def _page(entry: _Entry) -> str:
    table = entry.table
    page = table.text("pageref") or table.text("pageno") or table.text("page") or entry.page
    return "" if page.startswith("/") else page


def _number(entry: _Entry) -> int:
    told = (entry.table.text("pageno"), entry.table.text("page"), entry.page)
    return next((int(text) for text in told if re.fullmatch(r"\d{1,9}", text)), _LAST)


def _extra(table: Table) -> dict[str, JSON]:
    """What the model has no place for; of the place, what is no page."""
    extra = {
        key: as_json(value) for key, value in table.values.items() if key not in _READ and value not in ("", False)
    }
    if isinstance(page := table.values.get("page"), str) and page.startswith("/") and page != extra.get("pos0"):
        extra["page"] = page
    return extra


def _exported(text: str) -> str:
    """The name of the book's file, where its annotations are exported alone: the first line says it."""
    match = _ALONE.match(text)
    return match[1] if match else ""


def _document(root: Table, name: str, exported: str) -> Document:
    props, replaced = _props(root)
    stats = root.table("stats")
    file = root.text("doc_path") or root.text("file") or exported
    told: dict[str, JSON] = {"doc_props": replaced} if replaced else {}
    for key in ("language", "series", "keywords", "series_index"):
        value = props.text(key)
        if value:
            told[key] = value
    if root.values.get("doc_pages"):
        told["pages"] = as_json(root.values["doc_pages"])
    return document_of(
        title=props.text("title") or stats.text("title") or stem_of(exported),
        authors=props.text("authors") or stats.text("authors"),
        file=file,
        digest=root.text("partial_md5_checksum") or stats.text("md5"),
        name=name,
        identifiers=props.text("identifiers"),
        extra=told,
    )


def _props(root: Table) -> tuple[Table, dict[str, JSON]]:
    """What is told of the book as the reader corrected it, and what the file itself says of that."""
    props, custom = root.table("doc_props"), root.table("custom_props")
    corrected = {key: value for key, value in custom.values.items() if custom.text(key).strip()}
    replaced: dict[str, JSON] = {key: props.text(key) for key in corrected if props.text(key)}
    return replace(props, values=props.values | corrected), replaced
