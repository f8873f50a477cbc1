"""The page of review: every card with its answer folded away; a script shows those that are due, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from commonplace.cards import MOST_OF_CONCEPT, Card, FormulaCard, PassageCard, cards_of
from commonplace.concepts.prerequisites import learning_steps
from commonplace.model import Concept, Passage, Reading, Source
from commonplace.pages.addresses import concept_link, curated_tag_anchor, passage_address
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.citation import citation
from commonplace.pages.division import Gathered, Listing
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.pages.sections import Item, Items, Section
from commonplace.pages.tags_page import topic_heading

PATH = "review.md"


def review(catalogue: Catalogue) -> Gathered:
    """The cards, in the order of the learning path; where they are many, decks of them by topic."""
    ordered = [concept for step in learning_steps(catalogue.concepts) for concept in step]
    cards = cards_of(ordered, {concept.id: _of_cards(concept, catalogue) for concept in ordered})
    decks = _by_topic(cards, catalogue)
    sections = [_section(topic, deck, catalogue) for topic, deck in decks.items()]
    listing = Listing(path=PATH, sections=tuple(sections), room=partial(_room, catalogue))
    return Gathered(_content(cards, decks, listing, catalogue), listing)


class _Cards(Items):
    """Cards of a deck."""

    def __init__(self, deck: Sequence[Card], catalogue: Catalogue) -> None:
        self._deck = deck
        self._catalogue = catalogue

    def __len__(self) -> int:
        return len(self._deck)

    def between(self, start: int, stop: int) -> Iterator[Item]:
        """The cards themselves."""
        return (partial(_card, card, self._catalogue) for card in self._deck[start:stop])

    @property
    def units(self) -> list[tuple[str, int]]:
        """Each card."""
        return [(card.key, 1) for card in self._deck]

    def made_from(self, start: int, stop: int) -> tuple[object, list[str]]:
        """Each card; those of passages are made of these, those of formulas of their concepts."""
        found = self._deck[start:stop]
        return [card.key for card in found], [card.source.id for card in found if isinstance(card, PassageCard)]


def _of_cards(concept: Concept, catalogue: Catalogue) -> list[tuple[Source, Passage]]:
    """The first passages whose main concept this is and that can be cards."""
    found = ((reading, number) for reading, on in catalogue.on_concept[concept.id] for number in on.cards)
    return [(reading.source, reading.passages[number]) for reading, number in islice(found, MOST_OF_CONCEPT)]


def _content(
    cards: Sequence[Card], decks: Mapping[str, Sequence[Card]], listing: Listing, catalogue: Catalogue
) -> Iterator[str]:
    say = catalogue.say
    if not cards:
        yield say("还没有卡片：先写下带公式的概念。", "No card yet: write a concept with a formula.")
        return
    told = f"{len(cards)} {say('张卡片', 'cards')}"
    hint = say("进度只存在这个浏览器里。导出到 Anki：", "Progress is kept in this browser alone. Export to Anki:")
    yield f"{told} · {hint} `commonplace export anki`\n{{: .cp-facts }}"
    if listing.is_divided:
        yield _decks(listing, {curated_tag_anchor(topic): deck for topic, deck in decks.items()}, catalogue)
    else:
        yield _room(catalogue, "\n\n".join(_card(card, catalogue, PATH) for card in cards))


def _decks(listing: Listing, decks: Mapping[str, Sequence[Card]], catalogue: Catalogue) -> str:
    """Every page of cards; the script says how many of its cards are due."""
    lines = []
    for path, parts in listing.pages:
        names = catalogue.listed(part.name for part in parts)
        keys = [card.key for part in parts for card in decks[part.section.place][part.start : part.stop]]
        due = f'<span class="cp-due" data-cards="{" ".join(keys)}"></span>'
        lines.append(f'- [{names}]({path}) <span class="cp-count">{len(keys)}</span> {due}')
    words = f'[data-due="{catalogue.say("今天还有", "due today")}"]'
    return f"/// html | div.cp-decks{words}\n\n" + "\n".join(lines) + "\n\n///"


def _by_topic(cards: Iterable[Card], catalogue: Catalogue) -> dict[str, list[Card]]:
    """The cards by the first tag of their concept, in the order of the vocabulary; those without one last."""
    decks: dict[str, list[Card]] = {topic: [] for topic in (*catalogue.by_topic, "")}
    for card in cards:
        decks[card.concept.tags[0] if card.concept.tags else ""].append(card)
    return {topic: deck for topic, deck in decks.items() if deck}


def _section(topic: str, deck: Sequence[Card], catalogue: Catalogue) -> Section:
    return Section(
        place=curated_tag_anchor(topic),
        name=topic_heading(topic, catalogue),
        count=len(deck),
        items=_Cards(deck, catalogue),
        joined="\n\n".join,
    )


def _room(catalogue: Catalogue, cards: str) -> str:
    return f"/// html | div.cp-review{_words(catalogue)}\n\n{cards}\n\n///"


def _words(catalogue: Catalogue) -> str:
    """What the script says, since it is the same in every language."""
    say = catalogue.say
    words = {
        "due": say("今天还有", "due today"),
        "done": say("今天的都复习完了。", "All that was due is done."),
        "forgot": say("忘了", "Forgot"),
        "knew": say("记得", "Knew"),
        "show": say("翻开", "Show"),
        "all": say("全部列出", "List all"),
        "one": say("逐张复习", "One at a time"),
        "keys": say("空格翻开，1 忘了，2 记得", "Space shows, 1 forgot, 2 knew"),
    }
    return "".join(f'[data-{name}="{text}"]' for name, text in words.items())


def _card(card: Card, catalogue: Catalogue, page: str) -> str:
    say = catalogue.say
    link = concept_link(page, card.concept, catalogue)
    if isinstance(card, FormulaCard):
        number = f" ({card.number})" if card.number else ""
        title = encoded_line(catalogue.title_of(card.concept))
        front = f"**{title}**{number}: {say('公式是什么？', 'what is its formula?')}"
        back = "\n\n".join((*(f"$$\n{tex}\n$$" for tex in (card.formula.tex, *card.formula.where)), link))
    else:
        blanks = "".join("<b>＿＿＿</b>" if hidden else encoded(text) for text, hidden in card.pieces)
        words = "".join(f"<mark>{encoded(text)}</mark>" if hidden else encoded(text) for text, hidden in card.pieces)
        reading = Reading(source=card.source, passages=(card.passage,))
        source = f"[{encoded_line(citation(reading, card.passage))}]({passage_address(page, reading, card.passage)})"
        front = f'<p class="cp-quote" dir="auto">{blanks}</p>'
        back = f'<p class="cp-quote" dir="auto">{words}</p>\n\n{link} · {source}\n{{: .cp-place }}'
    return (
        f'//// html | div.cp-card[data-card="{card.key}"]\n\n{front}\n\n'
        f"///// details | {say('翻开', 'Show')}\n    type: cp-answer-fold\n\n{back}\n\n/////\n\n////"
    )
