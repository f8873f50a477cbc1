"""The gate is one: texts that are pasted as they are do not pass it."""

from __future__ import annotations

import markdown
import pytest
from safety.gate import Neutral, broken_structure, findings
from safety.placements import hostile

PLAIN = '<h1>t</h1><p class="a">words</p><blockquote class="cp-passage"><a href="x.md">y</a></blockquote>'


@pytest.fixture
def neutral() -> Neutral:
    learnt = Neutral()
    learnt.learn(PLAIN)
    return learnt


def test_plain_words_pass(neutral: Neutral) -> None:
    assert findings(PLAIN.replace("words", "others"), neutral) == []


def test_most_hostile_texts_do_not_pass_where_they_are_pasted(neutral: Neutral) -> None:
    pasted = [markdown.markdown(text, extensions=["attr_list", "pymdownx.blocks.html"]) for text in hostile()]
    assert sum(bool(findings(page, neutral)) for page in pasted) > len(pasted) // 3


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>", "<p onclick=x>", "<a href='javascript:x'>", "<a href='//h.example'>", "<iframe src=x>",
        "<meta http-equiv=refresh content=0>", "<style>p{}</style>", "<img src=x>", "<p style=color:red>",
    ],
)  # fmt: skip
def test_what_runs_loads_or_leads_away_does_not_pass(html: str, neutral: Neutral) -> None:
    assert findings(PLAIN + html, neutral)


def test_a_passage_that_ends_early_is_noticed() -> None:
    assert broken_structure("# t\n\n/// html | blockquote.cp-passage\n\n///", "<h1>t</h1><h2>forged</h2>")
