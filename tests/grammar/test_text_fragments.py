"""Words that fragments of addresses tell."""

from __future__ import annotations

import pytest

from commonplace.grammar.text_fragments import words_of
from commonplace.model import TextQuoteSelector


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        (":~:text=one%20step", TextQuoteSelector(exact="one step")),
        ("part-2:~:text=one%20step&text=another", TextQuoteSelector(exact="one step")),
        (":~:other=1&text=a-,b,-c", TextQuoteSelector(exact="b", prefix="a", suffix="c")),
        (":~:text=a,b", TextQuoteSelector(exact="a … b")),
        (":~:text=well%2Dknown", TextQuoteSelector(exact="well-known")),
        (":~:text=", None),
        (":~:text=only-", None),
        ("text=one", None),
        ("", None),
    ],
)
def test_words_of_fragment(fragment: str, words: TextQuoteSelector | None) -> None:
    """A directive tells a passage, or its beginning and its end, with what stands around it."""
    assert words_of(fragment) == words
