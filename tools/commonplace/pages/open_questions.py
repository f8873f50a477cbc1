"""What readers left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from commonplace.model import Concept, Reading
from commonplace.pages.addresses import concept_path, place_of, relative
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.division import Gathered, Listing, gathered
from commonplace.pages.entries import asked as one_asked
from commonplace.pages.entries import questions as entries
from commonplace.pages.facets import Facets
from commonplace.pages.passage_groups import stand_in_full
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.sections import Section

_MOST = 50  # Questions on the page of a concept; the page of questions has all.


def questions_about(concept: Concept, catalogue: Catalogue) -> list[tuple[Reading, Sequence[int]]]:
    """The passages on a concept that hold an open question, by their numbers."""
    return [(reading, one.open) for reading, one in catalogue.on_concept[concept.id] if one.open]


def questions_on(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    """The open questions of a concept's page, each with a link to where it was asked."""
    asked = questions_about(concept, catalogue)
    count = sum(len(numbers) for _, numbers in asked)
    if not asked:
        return
    yield f"## {catalogue.say('疑问', 'Open questions')} ({count}) {{: #questions }}"
    here, page = stand_in_full(concept, catalogue), concept_path(concept.id)
    each = ((reading, number) for reading, numbers in asked for number in numbers)
    for reading, number in islice(each, _MOST):
        question = one_asked(reading, number, catalogue)
        place = "" if question.id in here else relative(page, reading.path)
        where = f"[{encoded_line(question.brief)}]({place}#{place_of(question.id)})"
        yield "\n\n".join(("/// html | div.cp-asked", *question.told, f"{where}\n{{: .cp-place }}", "///"))
    if count > _MOST:
        yield f"[{catalogue.say('所有问题', 'all open questions')}](../questions.md#on-{concept.id})"


def questions(catalogue: Catalogue) -> Gathered:
    """The open questions by concept; then what was answered."""
    say = catalogue.say
    sections = []
    for concept in catalogue.concepts:
        if asked := questions_about(concept, catalogue):
            section = _section(f"on-{concept.id}", encoded_line(catalogue.title_of(concept)), asked, catalogue)
            sections.append(replace(section, leads_to=concept_path(concept.id)))
    if unclaimed := catalogue.chosen(_unclaimed):
        sections.append(_section("others", say("其他", "Others"), unclaimed, catalogue))
    nothing = [] if sections else [say("没有未解的问题。", "No open question.")]
    if answered := catalogue.chosen(lambda facets: facets.answered):
        sections.append(_section("answered", say("已解答", "Answered"), answered, catalogue))
    return gathered(Listing(path="questions.md", sections=tuple(sections)), nothing)


def _unclaimed(facets: Facets) -> Sequence[int]:
    return sorted(set(facets.open).intersection(facets.unclaimed))


def _section(place: str, name: str, asked: Sequence[tuple[Reading, Sequence[int]]], catalogue: Catalogue) -> Section:
    found = entries(asked, catalogue)
    return Section(place=place, name=name, count=len(found), items=found, joined="\n\n".join)
