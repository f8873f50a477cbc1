"""Cards for Anki: a package whose notes and note type keep their ids, so that Anki keeps what it knows of each card."""

from __future__ import annotations

import html
import io
import itertools
import json
import sqlite3
import zipfile

import genanki  # type: ignore[import-untyped]

from commonplace.cards import Card, FormulaCard, cards_of, fitting
from commonplace.exporter import Exporter, Holdings
from commonplace.model import Passage, Source

# Ids for good: Anki knows the deck and the note type by them.
_DECK = 1794052116
_NOTE_TYPE = 1794052117
_FIELDS = ("Question", "Answer", "Concept", "Source")
_STYLE = """\
.card { font-family: serif; font-size: 1.25em; line-height: 1.7; text-align: center; }
.quote { text-align: start; display: inline-block; max-width: 34em; }
.concept, .source { color: #777; font-size: 0.75em; }
"""
_FRONT = "{{Question}}"
_BACK = (
    '{{Question}}<hr id="answer">{{Answer}}<p class="concept">{{Concept}}</p>'
    '{{#Source}}<p class="source">{{Source}}</p>{{/Source}}'
)
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # Of a ZIP: the package's own time is in the cards.


class AnkiPackage(Exporter):
    """Formulas and passages as cards."""

    format = "anki"
    description = "cards for Anki: formulas to recall, passages with their term hidden"
    ending = ".apkg"
    loses = "what is not to be recalled: notes, tags, places, and passages that are long or name no concept"

    def export(self, holdings: Holdings) -> bytes:
        """Return the package; a card has the same id in each export."""
        deck = genanki.Deck(_DECK, "commonplace")
        note_type = genanki.Model(
            _NOTE_TYPE,
            "commonplace",
            fields=[{"name": name} for name in _FIELDS],
            templates=[{"name": "card", "qfmt": _FRONT, "afmt": _BACK}],
            css=_STYLE,
        )
        for place, card in enumerate(cards_of(holdings.concepts, fitting(holdings.concepts, _main_passages(holdings)))):
            tags = [_tag(name) for name in (card.concept.id, *card.concept.tags)]
            deck.add_note(genanki.Note(note_type, list(_fields(card)), guid=card.key, tags=tags, due=place))
        return _packed(deck, holdings.moment)


def _fields(card: Card) -> tuple[str, str, str, str]:
    title = html.escape(card.concept.title)
    if isinstance(card, FormulaCard):
        number = f" ({card.number})" if card.number else ""
        formulas = (card.formula.tex, *card.formula.where)
        answer = "".join(rf"\[{html.escape(tex)}\]" for tex in formulas)
        return f"<p><b>{title}</b>{number}</p><p>公式 formula?</p>", answer, title, ""
    told = "".join(f"<b>{html.escape(text)}</b>" if hidden else html.escape(text) for text, hidden in card.pieces)
    blank = "".join("<b>［…］</b>" if hidden else html.escape(text) for text, hidden in card.pieces)
    place = card.passage.annotations[0].locator.chapter
    source = " · ".join(part for part in ("、".join(card.source.authors), card.source.title, place) if part)
    return f'<p class="quote">{blank}</p>', f'<p class="quote">{told}</p>', title, html.escape(source)


def _main_passages(holdings: Holdings) -> dict[str, list[tuple[Source, Passage]]]:
    """The passages whose main concept each is."""
    found: dict[str, list[tuple[Source, Passage]]] = {}
    for reading in holdings.readings:
        for passage in reading.passages:
            links = [link for witness in passage.annotations for link in holdings.links.get(witness.id, ())]
            if links:
                main = max(links, key=lambda link: link.weight).concept
                found.setdefault(main, []).append((reading.source, passage))
    return found


def _tag(name: str) -> str:
    return "_".join(name.split())


def _packed(deck: genanki.Deck, moment: float) -> bytes:
    """The package as a file: genanki would leave the database that it zips behind."""
    with sqlite3.connect(":memory:") as database:
        genanki.Package(deck).write_to_db(database.cursor(), moment, itertools.count(int(moment * 1000)))
        database.commit()
        collection = database.serialize()
    database.close()
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("collection.anki2", _FIRST_MOMENT), collection, zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("media", _FIRST_MOMENT), json.dumps({}))
    return result.getvalue()
