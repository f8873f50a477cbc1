"""The page of what is new: what the last import brought, and what was marked last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commonplace.model import Passage, Reading
from commonplace.pages.addresses import concept_link, passage_address, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.entries import passage_line
from commonplace.pages.passage_block import beside, passage_item
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.sections import as_members, counted
from commonplace.pages.words import NOTHING_YET

PATH = "new.md"
_RECENT = 50
_BOOKS, _SHOWN, _NAMED = 10, 10, 12
"""Of the last import: books with some of their passages, these passages, and concepts of each book."""
_FEED = "feed.xml"


def new_content(catalogue: Catalogue) -> Iterator[str]:
    """The last import, then the latest passages by month."""
    yield f"[Atom]({_FEED}) · [{catalogue.say('阅读时间线', 'timeline of reading')}](timeline.md)\n{{: .cp-facts }}"
    if not catalogue.readings:
        yield catalogue.say(*NOTHING_YET)
    yield from _last_import(catalogue)
    month = None
    for created, reading, number in catalogue.latest(_RECENT):
        if created[:7] != month:
            month = created[:7]
            yield f"## {encoded_line(month)}"
        yield passage_line(reading, number, PATH, catalogue)


def _last_import(catalogue: Catalogue) -> Iterator[str]:
    """What the last import brought, book by book; nothing before the first one."""
    last, say = catalogue.last_import, catalogue.say
    if not last:
        return
    yield f"## {say('上次导入', 'Last import')} {{: #last-import }}"
    counts = (
        f"{len(last.new)} {say('条新的', 'new')}",
        f"{len(last.changed)} {say('条改过的', 'changed')}",
        f"{len(last.gone)} {say('条收起的', 'set aside')}",
    )
    yield " · ".join(counts) + "\n{: .cp-facts }"
    sources = list(_brought(catalogue))
    for reading, count in sources[:_BOOKS]:
        passages = _passages(reading, catalogue)
        yield f"### {source_link(PATH, reading)} ({count}) {{: #brought-{reading.source.id} }}"
        yield from _concepts_in(passages, catalogue)
        yield "\n".join(_items(reading, passages, catalogue))
    if further := sources[_BOOKS:]:
        yield f"### {say('还有', 'And')} ({sum(count for _, count in further)}) {{: #brought-besides }}"
        yield "\n".join(f"- {source_link(PATH, reading)} {count}" for reading, count in further)


def _brought(catalogue: Catalogue) -> Iterator[tuple[Reading, int]]:
    """The sources in which the last import brought passages, and how many: those of a first one are not all read."""
    counts = catalogue.kept.brought if catalogue.kept else {}
    for reading in catalogue.readings:
        count = counts.get(reading.source.id, 0) if catalogue.kept else len(_passages(reading, catalogue))
        if count:
            yield reading, count


def _passages(reading: Reading, catalogue: Catalogue) -> list[Passage]:
    """The passages of a source that the last import brought or changed."""
    last = catalogue.last_import
    return [passage for passage in reading.passages if _is_of(passage, last.new, last.changed)]


def _concepts_in(brought: Sequence[Passage], catalogue: Catalogue) -> Iterator[str]:
    """The concepts that new passages of a book are about, the most frequent first."""
    counts: dict[str, int] = {}
    for passage in brought:
        for concept in catalogue.concepts_of(passage):
            counts[concept.id] = counts.get(concept.id, 0) + 1
    ranked = sorted(counts, key=lambda name: -counts[name])[:_NAMED]
    links = [counted(concept_link(PATH, catalogue.by_id[name], catalogue), counts[name]) for name in ranked]
    if links:
        yield as_members(links)


def _items(reading: Reading, passages: Sequence[Passage], catalogue: Catalogue) -> Iterator[str]:
    """The first passages of a book, and a link to where the others begin."""
    for passage in passages[:_SHOWN]:
        item = passage_item(reading, passage, PATH, catalogue, with_source=False)
        changed = not _is_of(passage, catalogue.last_import.new)
        yield item + beside(catalogue.say("改过", "changed")) if changed else item
    if rest := passages[_SHOWN:]:
        told = catalogue.say(f"其余 {len(rest)} 条", f"{len(rest)} more")
        yield f"- [{told}]({passage_address(PATH, reading, rest[0])})"


def _is_of(passage: Passage, *brought: frozenset[str]) -> bool:
    return any(witness.id in names for witness in passage.annotations for names in brought)
