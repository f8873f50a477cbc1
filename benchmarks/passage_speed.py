"""How long joining takes: ``python benchmarks/passage_speed.py [COUNT …]``, annotations of one book in two copies."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator

from passage_pairs import sentences

from commonplace.merging.identity import identified
from commonplace.merging.passages import passages_of
from commonplace.model import Annotation, Document, TextQuoteSelector

_COPIES = (("weread", Document(key="40009001")), ("pdf-plus", Document(key="books/notes.pdf")))


def marked(count: int, seed: int = 1) -> list[Annotation]:
    """`count` highlights: a third of them in both copies, in other punctuation or with a formula lost."""
    chance = random.Random(seed)  # noqa: S311  # No secret.
    return identified(
        Annotation(
            importer=importer,
            document=document,
            motivation="highlighting",
            native_id=str(number),
            selectors=(TextQuoteSelector(exact=quote),),
        )
        for number, (copy, quote) in enumerate(_quotes(count, chance))
        for importer, document in (_COPIES[copy],)
    )


def _quotes(count: int, chance: random.Random) -> Iterator[tuple[int, str]]:
    made = 0
    while made < count:
        quote = _made_up(chance)
        if chance.random() < 1 / 3 and made + 1 < count:
            yield 0, quote
            yield (
                1,
                chance.choice(
                    (quote.replace("，", ","), "。" + quote, quote.replace("η", "[插图]"), quote[: len(quote) - 1])
                ),
            )
            made += 2
        else:
            yield chance.randrange(2), quote
            made += 1


def _made_up(chance: random.Random) -> str:
    """Halves of sentences of our own about a number: like a long book, with phrases that come again."""
    one, other = chance.sample(sentences(), 2)
    letters = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(12))
    return f"{one[: len(one) // 2]}，{letters} η {other[len(other) // 2 :]}"


if __name__ == "__main__":
    for told in sys.argv[1:] or ("10000", "100000"):
        highlights = marked(int(told))
        start = time.process_time()
        found = passages_of(highlights)
        print(f"{told} annotations: {time.process_time() - start:.1f} processor seconds, {len(found)} passages")
