"""How a concept hangs together with others: what its page declares, and who links to it in which sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commonplace.concepts.backlinks import Backlink
from commonplace.model import Concept
from commonplace.pages.addresses import concept_link, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.local_map import local_map
from commonplace.pages.passage_block import link_to_passage
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.pages.words import INVERSE_RELATIONS, RELATIONS
from commonplace.text import is_cjk


def relations_of(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """The related concepts, a map of them, and the backlinks."""
    related = [
        f"- {_told(RELATIONS.get(relation.kind), relation.kind, catalogue)}: {concept_link(page, other, catalogue)}"
        for relation in concept.related
        if (other := catalogue.by_id.get(relation.concept))
    ]
    drawn = list(local_map(concept, page, catalogue))
    if related or drawn:
        yield f"## {catalogue.say('相关概念', 'Related concepts')} {{: #related }}"
        yield from drawn
    if related:
        yield "\n".join(related)
    backlinks = [*_backlinks(concept, page, catalogue), *_comments(concept, page, catalogue)]
    if backlinks:
        yield f"## {catalogue.say('反向链接', 'Backlinks')} ({len(backlinks)}) {{: #backlinks }}"
        yield "/// html | div.cp-backlinks\n\n" + "\n".join(backlinks) + "\n\n///"


def _backlinks(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """One item for each concept that leads here: how it is related, and the sentences in which it names this one."""
    kinds: dict[str, list[str]] = {}
    for name, kind in catalogue.relations[concept.id]:
        kinds.setdefault(name, []).append(_told(INVERSE_RELATIONS.get(kind), kind, catalogue))
    sentences: dict[str, list[Backlink]] = {}
    for found in catalogue.backlinks.get(concept.id, ()):
        sentences.setdefault(found.source, []).append(found)
    for other in catalogue.concepts:
        if other.id not in kinds and other.id not in sentences:
            continue
        how = f"{catalogue.listed(kinds[other.id])}: " if other.id in kinds else ""
        lines = [f"- {how}{concept_link(page, other, catalogue)}"]
        lines += [f"    - {sentence}" for sentence in _in_language(sentences.get(other.id, ()), catalogue)]
        yield "\n".join(lines)


def _comments(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    """One item for each line of a comment elsewhere that links here."""
    for reading, naming in catalogue.comments_naming.get(concept.id, ()):
        passage_link = link_to_passage(page, reading, reading.passages[naming.number], catalogue)
        told = catalogue.say("读者的批注", "a comment on")
        yield f"- {told}: {passage_link} · {source_link(page, reading)}\n    - {encoded_line(naming.line)}"


def _in_language(found: Sequence[Backlink], catalogue: Catalogue) -> list[str]:
    """The sentences in the language of the interface, or all where there is none in it."""
    code = catalogue.language.code
    fitting = [
        backlink.sentence
        for backlink in found
        if code == "both" or any(map(is_cjk, backlink.sentence)) == (code == "zh")
    ]
    return fitting or [backlink.sentence for backlink in found]


def _told(words: tuple[str, str] | None, kind: str, catalogue: Catalogue) -> str:
    return catalogue.say(*words) if words else encoded(kind)
