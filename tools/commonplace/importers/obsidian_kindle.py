"""Kindle: the Markdown notes that the Obsidian plugin “Kindle Highlights” keeps, one for each book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.authors import authors_in
from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.kindle.notes import FACT, HEADING, KEY, Mark, Part, is_ours, is_pasted, marks_of, parts
from commonplace.grammar.markdown_note.inline import has_words, plain, tags
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_SURROUNDINGS = 0.65
"""Less than any mark of another format in between, more than a note of no format at all."""
_ASIN = re.compile(r"kindle://[^)\s]*\basin=(\w{10})\b")
_LAST = 2**31


class ObsidianKindle(Importer):
    """Reads what ends in ``— location: [224](kindle://…) ^ref-51763``, and the note below it."""

    format = "obsidian-kindle"
    app = ("Kindle", "Kindle")
    description = "Kindle: Markdown notes of the Obsidian plugin Kindle Highlights (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and less confidently what is left of its note."""
        for part in parts(export.text):
            marks = list(marks_of(part))
            evidence = f"{len(marks)} highlights of a Kindle in a note of Obsidian's plugin"
            last = part.first + len(part.lines) - 1
            yield Claim(confidence=_SURROUNDINGS, evidence=evidence, first_line=part.first, last_line=last)
            spans = [(mark.line, mark.last_line) for mark in marks]
            spans += [(part.matter.first_line, part.matter.last_line)] if is_ours(part.matter) and part.matter else []
            for first, end in spans:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=first, last_line=end)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        for part in parts(export.text):
            document = _document(part, export.name)
            for number, mark in enumerate(marks_of(part)):
                yield _unit(mark, document, number)


def _unit(mark: Mark, document: Document, number: int) -> Annotation | Rejected:
    if not (has_words(mark.quote) or mark.note):
        return Rejected(line=mark.line, problem="this highlight has no words", raw=mark.raw, by_design=True)
    place: dict[str, JSON] = {} if mark.is_page or not mark.place else {"location": mark.place}
    start = re.match(r"\d{1,9}", mark.place)
    return highlight(
        importer=ObsidianKindle.format,
        document=document,
        quote=mark.quote,
        notes=(mark.note,),
        tags=tags(mark.note),
        # The plugin makes the id of few digits out of the words: the place keeps two apart that have the same.
        native_id="@".join(filter(None, (mark.native_id, mark.place))) if mark.native_id else "",
        locator=Locator(
            headings=mark.headings,
            page=mark.place if mark.is_page else "",
            order=(int(start[0]) if start else _LAST, number),
        ),
        color=mark.color,
        extra=place,
    )


def _document(part: Part, name: str) -> Document:
    matter = part.matter or FrontMatter(fields={}, first_line=0, last_line=0)
    value = matter.fields.get(KEY)
    told = {key: item for key, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}
    facts = {fact[1].strip(): plain(fact[2]) for line in part.lines if (fact := FACT.fullmatch(line))}
    heading = next(
        (plain(found[2]) for line in part.lines if (found := HEADING.match(line)) and len(found[1]) == 1), ""
    )
    linked = _ASIN.search("\n".join(part.lines))
    asin = told.get("asin") or facts.get("ASIN", "") or (linked[1] if linked else "")
    title = told.get("title") or ("" if is_pasted(part) else heading)
    author = told.get("author") or facts.get("Author", "") or facts.get("Authors", "")
    others: dict[str, JSON] = {key: item for key, item in matter.fields.items() if item and key != KEY}
    return Document(
        key=asin or told.get("bookId", "") or title or name,
        title=title,
        authors=authors_in(author),
        extra={**told, **others},
    )
