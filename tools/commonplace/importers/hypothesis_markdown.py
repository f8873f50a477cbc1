"""Hypothesis: the Markdown notes that the Obsidian plugin of Hypothesis keeps, one for each page on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from commonplace.grammar.hypothesis_anchor import Anchor
from commonplace.grammar.hypothesis_facts import document_of
from commonplace.grammar.hypothesis_notes import Page, Part, Unit, pages, parts
from commonplace.grammar.hypothesis_quotes import ends_of_quotations
from commonplace.grammar.markdown_note.inline import attachments, formulas, has_words
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    Export,
    Locator,
    Rejected,
    TextQuoteSelector,
    TextualBody,
    Visibility,
)

# Less than any mark of another format in between, more than a note of no format at all.
_SURROUNDINGS = 0.6
_TAGS_BELOW = re.compile(r"(?P<label>Tags:[ \t]+)?(?P<tags>(?:#[\w/-]+[ \t,]*)+)")
_ACCOUNT = re.compile(r"\[(?P<name>acct:[^\]\s]{1,100})\]\(\): ")
"""Who wrote each paragraph of an annotation, as the template of Annotations says."""
_BOX = re.compile(r"\A\[[ xX]\][ \t]+")
_MARKED = re.compile(r"==(?P<words>(?:(?!==).)+)==", re.DOTALL)
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")
_DAY_ABOVE = re.compile(r"\[\[(\d{4}-\d\d-\d\d)\]\][ \t]+(?:(\d\d:\d\d(?::\d\d)?)[ \t]+)?(?=\S)")
"""The page of the day, with which a template begins a highlight."""
_VISIBILITIES: Mapping[str, Visibility] = {"Public": "public", "Private": "private"}


class HypothesisMarkdownImporter(Importer):
    """Reads the notes of the plugin, also those that were edited or lost their front matter."""

    format = "hypothesis-markdown"
    app = ("Hypothesis", "Hypothesis")
    description = "Hypothesis: Markdown notes of the Obsidian plugin (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim the plugin's lines for certain, and with less confidence what its owner wrote around them."""
        for part in parts(export.text):
            units = [unit for page in pages(part) for unit in page.units]
            written = [unit for unit in units if unit.section]
            evidence = f"{len(written)} highlights and page notes in a note of the Hypothesis plugin"
            yield Claim(
                confidence=_SURROUNDINGS, evidence=evidence, first_line=part.first_line, last_line=part.last_line
            )
            spans = [*_spans(part, written)]
            spans += [(part.front_matter.first_line, part.front_matter.last_line)] if part.front_matter else []
            for first, last in spans:
                yield Claim(confidence=CERTAIN, evidence=evidence, first_line=first, last_line=last)

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, page note and stretch of the owner's prose, in order."""
        for part in parts(export.text):
            for page in pages(part):
                yield from _annotations(page, part, export.name)


def _spans(part: Part, units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Give the lines of each unit, with all of a quotation: a template may begin it with the link, above the words."""
    first, last = ends_of_quotations(part.lines)
    base = part.first_line
    return ((base + first[unit.first_line - base], base + last[unit.last_line - base]) for unit in units)


def _annotations(page: Page, part: Part, name: str) -> Iterator[Annotation | Rejected]:
    documents = _documents(page, part, name)
    says_groups = any(_group(unit) for unit in page.units)
    for number, (unit, document) in enumerate(zip(page.units, documents, strict=True)):
        if not unit.section and not (has_words(unit.said("text")) or attachments(unit.said("text"))):
            continue  # A rule and the like.
        if not (unit.said("text") or unit.said("Annotation") or unit.said("Tags")):
            yield _empty(unit, part)
            continue
        # One template leaves the group out for private notes only.
        group = _group(unit) or ("Private" if says_groups and unit.section else "Public")
        yield _annotation(unit, document, group, number)


def _documents(page: Page, part: Part, name: str) -> Iterator[Document]:
    """Give what each unit is about: one page, or, where nothing tells of it and links lead to several, theirs."""
    addresses = [f"https://{unit.anchor.address}" if unit.anchor and unit.anchor.address else "" for unit in page.units]
    linked = dict.fromkeys(map(_page_at, filter(None, addresses)))
    if page.facts or len(linked) <= 1:
        document = document_of(page.facts, page.title, next(filter(None, addresses), ""), part.front_matter, name)
        yield from (document for _ in page.units)
        return
    of_note = document_of({}, page.title, "", part.front_matter, name)
    yield from (document_of({}, "", _page_at(one), None, name) if one else of_note for one in addresses)


def _page_at(address: str) -> str:
    return address.partition("#")[0].rstrip("/")


def _empty(unit: Unit, part: Part) -> Rejected:
    lines = part.lines[unit.first_line - part.first_line : unit.last_line - part.first_line + 1]
    problem = "this item has neither words of the page nor a note; delete it, or see it on the page that it links to."
    return Rejected(line=unit.first_line, problem=problem, raw="\n".join(lines), by_design=True)


def _group(unit: Unit) -> str:
    return (unit.anchor.group if unit.anchor else "") or unit.said("Group").removeprefix("#")


def _annotation(unit: Unit, document: Document, group: str, number: int) -> Annotation:
    quote = _unmarked(unit.said("text")) if unit.section == "highlights" else ""
    note, tagged = unit.said("Annotation") if unit.section == "highlights" else unit.said("text"), unit.said("Tags")
    above, _, last = note.rpartition("\n")
    below = _TAGS_BELOW.fullmatch(last) if unit.section != "highlights" else None
    if below and (below["label"] or unit.section):
        note, tagged = above.rstrip(), f"{below['tags']} {tagged}"
    account = _ACCOUNT.match(note)
    note = note.replace(account[0], "") if account else note
    bodies = [TextualBody(value=note)] if note else []
    bodies += [TextualBody(value=tag, purpose="tagging") for tag in _tags(tagged)]
    updated, extra = _time(unit.anchor)
    day = _DAY_ABOVE.match(quote)
    if day and not updated:
        quote, updated, extra = quote[day.end() :], "T".join(filter(None, day.groups())), {}
    return Annotation(
        importer=HypothesisMarkdownImporter.format,
        document=document,
        motivation="commenting" if bodies else "highlighting",
        native_id=unit.anchor.native_id if unit.anchor else "",
        selectors=(TextQuoteSelector(exact=quote),) if quote else (),
        bodies=tuple(bodies),
        locator=Locator(headings=unit.headings, order=(number,)),
        updated=updated,
        creator=account["name"] if account else "",
        visibility=_VISIBILITIES.get(group, "group"),
        group="" if group in _VISIBILITIES else group,
        formulas=formulas(note),
        attachments=attachments(note),
        extra=extra,
    )


def _unmarked(quote: str) -> str:
    """Take off the box of a task, and the ``==`` with which a template marks all of a highlight."""
    quote = _BOX.sub("", quote, count=1)
    marked = _MARKED.fullmatch(quote)
    return str(marked["words"]).strip() if marked else quote


def _tags(said: str) -> list[str]:
    return [tag for word in said.split() if (tag := word.removeprefix("#").strip(","))]


def _time(anchor: Anchor | None) -> tuple[str, dict[str, JSON]]:
    """When it was changed last, if it is written in the plugin's own way; else as it is written."""
    label = anchor.label.removeprefix("Updated on").strip() if anchor else ""
    time = _TIME.fullmatch(label)
    if time:
        return f"{time[1]}T{time[2]}", {}
    return "", {"updated": label} if any(map(str.isdigit, label)) else {}
