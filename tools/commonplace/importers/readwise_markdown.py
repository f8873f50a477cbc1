"""Readwise: the Markdown that its own plugin for Obsidian, its export, and Readwise Mirror write."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec.structs import replace

from commonplace.grammar.authors import authors_in
from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.markdown_note.inline import attachments, has_words, plain, without_block_id
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.marks import highlight
from commonplace.grammar.readwise import locator_of, place_told, read_note, time_of
from commonplace.grammar.readwise_anchors import anchored
from commonplace.grammar.readwise_highlights import Unit
from commonplace.grammar.readwise_notes import Page, pages
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Rejected

_SURROUNDINGS = 0.66
"""Less than any mark of another format in between, more than a note of no format at all."""
_TAG = re.compile(r"#?\[\[([^\]\n]+)\]\]|\[([^\]\n]+)\]\([^)\n]*\)|#([\w/-]+)|\*([^*\n]+)\*|([^\s,]+)")
_ADDRESSES = ("URL", "Source URL", "SourceUrl", "Source", "Link")
_OF_HIGHLIGHTS = re.compile(r"[ ]\(highlights\)\Z", re.IGNORECASE)
_ENDING_TAGS = re.compile(r"(?<![ \t])(?P<tags>(?:[ \t]+#[\w/-]{1,80}){1,20})[ \t]*\Z")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)
_MARKED = re.compile(r"<mark\b[^<>]{0,80}>((?:(?!</?mark).)+)</mark>((?:[ \t]+#[\w/-]{1,80}){0,20})", re.DOTALL)
_LIT = re.compile(r"==((?:(?!==).)+)==((?:[ \t]+#[\w/-]{1,80}){0,20})", re.DOTALL)
_PLACE = re.compile(r"(?:Location|Page|Time|View (?:Highlight|Tweet))\b[ \d:,-]*")
"""A heading of a template's that says where its highlight stands."""
_MARK_OF_CARD = re.compile(r"#(?:flash)?card(?![\w/-])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class ReadwiseMarkdown(Importer):
    """Reads each item under “Highlights” with its tags and note."""

    format = "readwise-markdown"
    app = ("Readwise", "Readwise")
    description = "Readwise: Markdown notes of its Obsidian plugin, its export or Readwise Mirror (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and less confidently what is left of its note."""
        for page in pages(export.text):
            marks = [(unit.first, unit.last) for unit in page.units if unit.kind == "highlight"]
            evidence = f"{len(marks)} highlights in a note of Readwise"
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=page.first, last_line=page.last)
            for first, last in [*marks, *([page.callout_of_facts] if page.callout_of_facts else [])]:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=first, last_line=last)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight and the reader's own words, in order."""
        for page in pages(export.text):
            document = _document(page, export.name)
            for number, unit in enumerate(page.units):
                yield _unit(unit, document, number)


def _unit(unit: Unit, document: Document, number: int) -> Annotation | Rejected:
    words = unit.said("text")
    if unit.kind == "prose":
        return highlight(
            importer=ReadwiseMarkdown.format,
            document=document,
            notes=(words,),
            locator=locator_of("", "", number, unit.headings),
        )
    found = anchored(words)
    behind = anchored(unit.said("Note")) if unit.native_id and not found.address else anchored("")
    said = without_block_id(behind.quote or unit.said("Note"))[0]
    note = read_note(_COMMENT.sub("", said).strip() if "<!--" in said else said)
    quote, tags_of_card = _marked(found.quote) or _without_mark_of_card(found.quote)
    found = replace(found, quote=quote)
    days, tags = _days_apart([*_tags(unit.said("Tag")), *_tags(found.tags), *_tags(tags_of_card)])
    if not (has_words(found.quote) or attachments(found.quote) or note.text or tags):
        return Rejected(line=unit.first, problem="this highlight has no words", raw=words, by_design=True)
    address = found.address or behind.address or unit.said("Address")
    place, kind = (found.place, found.kind) if found.place else (unit.said("Place"), unit.said("Kind"))
    when = time_of(unit.said("When").strip("[]")) or next(iter(days), "")
    is_unread = unit.said("When") and not when
    return highlight(
        importer=ReadwiseMarkdown.format,
        document=document,
        quote=found.quote,
        notes=(note.text,),
        tags=(*tags, *note.tags),
        native_id=unit.native_id or found.native_id,
        created=when,
        updated=time_of(found.updated),
        color=found.color or unit.said("Color"),
        locator=locator_of(place, kind, number, _headings(unit, found.quote, document.title)),
        extra=place_told(place, "" if kind == "location" else kind)
        | ({"url": address} if address else {})
        | ({"added": unit.added} if unit.added else {})
        | ({"highlighted": unit.said("When")} if is_unread else {})
        | ({"updated": found.updated} if found.updated and not time_of(found.updated) else {}),
    )


def _marked(quote: str) -> tuple[str, str] | None:
    """Part words that a template marks from the tags behind them; None if they are not marked as a whole."""
    found = _MARKED.fullmatch(quote) or _LIT.fullmatch(quote)
    return (found[1], found[2]) if found else None


def _without_mark_of_card(quote: str) -> tuple[str, str]:
    """Part words from the tags behind them, if one of these is Logseq's mark of a flashcard; gives the others."""
    tags = _ENDING_TAGS.search(quote)
    if tags is None or not _MARK_OF_CARD.search(tags["tags"]):
        return quote, ""
    return quote[: tags.start()], _MARK_OF_CARD.sub("", tags["tags"])


def _headings(unit: Unit, quote: str, title: str) -> tuple[str, ...]:
    """Leave out the title of the book, and a heading that is nothing but how the highlight below it begins."""
    headings = unit.headings[1:] if unit.headings[:1] == (title,) else unit.headings
    headings = tuple(heading for heading in headings if not _PLACE.fullmatch(heading))
    last = headings[-1].rstrip(".… ") if headings else ""
    begins = bool(last) and " ".join(quote.split()).startswith(last)
    return headings[:-1] if begins else headings


def _days_apart(tags: list[str]) -> tuple[list[str], list[str]]:
    """Part links to the page of a day, which say when, from tags."""
    return [tag for tag in tags if _DAY.fullmatch(tag)], [tag for tag in tags if not _DAY.fullmatch(tag)]


def _tags(said: str) -> list[str]:
    """Read tags in whatever way they are linked: ``[[x]]``, ``#x``, ``[a/x](a/x.md)``, ``*x*``."""
    found = (next(group for group in match.groups() if group) for match in _TAG.finditer(said))
    return [tag for one in found if (tag := one.rpartition("|")[2].strip(" ,").removeprefix("#")) and has_words(tag)]


def _document(page: Page, name: str) -> Document:
    facts = dict(page.facts)
    matter = page.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    told = facts.pop("Title", "")
    title = facts.pop("Full Title", "") or facts.pop("Full-Title", "") or matter.one("full title") or plain(told)
    title = _OF_HIGHLIGHTS.sub("", title or page.title or matter.one("title", "fulltitle", "full_title"))
    author = facts.pop("Author", "") or facts.pop("Authors", "") or ", ".join(matter.many("author", "authors"))
    url = next((told for key in _ADDRESSES if (told := facts.pop(key, ""))), "") or matter.one("url", "source_url")
    url = url or next((one for one in matter.many("source") if one.startswith("http")), "")
    linked = links(url)
    url = linked[0].target if linked else url.removeprefix("<").removesuffix(">")
    others: dict[str, JSON] = {key: value for key, value in matter.fields.items() if value}
    return Document(
        key=facts.get("ID", "")
        or page.asin
        or url
        or " — ".join(filter(None, (title, plain(author).strip("*_ "))))
        or name,
        title=title or (posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0] if page.first == 1 else ""),
        authors=tuple(
            one
            for part in re.split(r",\s*(?=\[\[)|\s+and\s+(?=\[\[)", author)
            for one in authors_in(plain(part).strip("*_ "))
        ),
        url=url if url.startswith(("http://", "https://")) else "",
        extra=others | ({"metadata": {**facts}} if facts else {}) | ({"asin": page.asin} if page.asin else {}),
    )
