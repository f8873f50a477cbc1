"""What the blocks of Obsidian Annotator are about, told by their JSON, the note's target and its front matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from commonplace.grammar.addresses import fingerprint_in, is_title, is_title_of_file, is_web
from commonplace.grammar.annotator.block_json import AnnotatorJson
from commonplace.grammar.annotator.parts import Part
from commonplace.grammar.annotator.target import AnnotationTarget, chapter_of
from commonplace.grammar.authors import authors_in
from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.markdown_note.inline import plain
from commonplace.grammar.web_annotation import DocumentObject
from commonplace.model import JSON, Document


def documents_of(part: Part, readings: Sequence[AnnotatorJson], name: str) -> list[Document]:
    """Say what each block is about; one whose JSON says nothing is about what the block before it is about."""
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
    documents = documents or [_document(None, part.target(part.last_line), facts, name)]
    if not facts or len({one.key for one in documents}) > 1:
        return documents  # What the note says of a work it does not say of another.
    described = {id(one): _described(one, facts) for one in {id(one): one for one in documents}.values()}
    return [described[id(one)] for one in documents]


def _described(document: Document, facts: Mapping[str, JSON]) -> Document:
    """Take the authors that the note names, and the title that it gives beside them or where the file has none.

    A title without an author may be that of the note, which its reader wrote.
    """
    told = FrontMatter(fields=facts, first_line=0, last_line=0)
    authors = tuple(
        name for one in told.many("author", "authors", "creator", "作者") for name in authors_in(plain(one))
    )
    title = plain(told.one("title", "full title", "书名"))
    is_better = bool(title) and (bool(authors) or not document.title)
    return replace(document, title=title if is_better else document.title, authors=authors)


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
    title = told if is_title_of_file(told, files) else target.words
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
