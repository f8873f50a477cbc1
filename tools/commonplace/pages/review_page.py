"""The page of review: every card with its answer folded away; a script shows those that are due, one at a time."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.cards import Card, FormulaCard, cards_of
from commonplace.pages.addresses import concept_link, passage_address
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.citation import citation
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.prerequisites import learning_steps

PATH = "review.md"


def review_content(catalogue: Catalogue) -> Iterator[str]:
    """The cards, in the order of the learning path."""
    say = catalogue.say
    ordered = [concept for step in learning_steps(catalogue.concepts) for concept in step]
    main = catalogue.main_passages
    cards = cards_of(
        ordered, {name: [(reading.source, passage) for reading, passage in found] for name, found in main.items()}
    )
    if not cards:
        yield say("还没有卡片：先写下带公式的概念。", "No card yet: write a concept with a formula.")
        return
    told = f"{len(cards)} {say('张卡片', 'cards')}"
    hint = say("进度只存在这个浏览器里。导出到 Anki：", "Progress is kept in this browser alone. Export to Anki:")
    yield f"{told} · {hint} `commonplace export anki`\n{{: .cp-facts }}"
    yield "/// html | div.cp-review" + _words(catalogue)
    yield from (_card(card, catalogue) for card in cards)
    yield "///"


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


def _card(card: Card, catalogue: Catalogue) -> str:
    say = catalogue.say
    link = concept_link(PATH, card.concept, catalogue)
    if isinstance(card, FormulaCard):
        number = f" ({card.number})" if card.number else ""
        title = encoded_line(catalogue.title_of(card.concept))
        front = f"**{title}**{number}: {say('公式是什么？', 'what is its formula?')}"
        back = "\n\n".join((*(f"$$\n{tex}\n$$" for tex in (card.formula.tex, *card.formula.where)), link))
    else:
        blanks = "".join("<b>＿＿＿</b>" if hidden else encoded(text) for text, hidden in card.pieces)
        words = "".join(f"<mark>{encoded(text)}</mark>" if hidden else encoded(text) for text, hidden in card.pieces)
        reading, passage = next(found for found in catalogue.main_passages[card.concept.id] if found[1] is card.passage)
        source = f"[{encoded_line(citation(reading, passage))}]({passage_address(PATH, reading, passage)})"
        front = f'<p class="cp-quote" dir="auto">{blanks}</p>'
        back = f'<p class="cp-quote" dir="auto">{words}</p>\n\n{link} · {source}\n{{: .cp-place }}'
    return (
        f'//// html | div.cp-card[data-card="{card.key}"]\n\n{front}\n\n'
        f"///// details | {say('翻开', 'Show')}\n    type: cp-answer-fold\n\n{back}\n\n/////\n\n////"
    )
