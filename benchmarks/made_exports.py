"""Exports of any size, made of texts of our own, the same for the same size: Chinese and English, three formats.

``python benchmarks/made_exports.py FOLDER COUNT [FORMAT …]`` writes them. A book has a hundred annotations; a third of
a mixed library is of each format. An annotation is about 1.4 kB in JSON and in Annotator's notes, and 200 bytes in
WeRead's, as real ones are.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from passage_pairs import sentences

FORMATS = ("hypothesis", "obsidian-annotator", "weread")
BOOK = 100
"""Annotations of one book."""
_FILE = 10_000
"""Annotations of one JSON file: 14 MB."""
_START = datetime(2024, 1, 1, tzinfo=UTC)
_ENGLISH = (
    "The gradient points where the function rises fastest",
    "divide by the sum and the scores become probabilities",
    "a bias is a threshold that the unit has to cross",
    "the loss of a confident mistake grows without bound",
    "multiply the local derivatives along the way back",
    "two vectors that march in step have a large dot product",
    "without a bend between them two layers are one",
    "half the learning rate and the zigzag disappears",
)
_NOTES = (
    "为什么这里要减去最大值？",
    "与交叉熵合起来，$\\frac{\\partial L}{\\partial z}=y-t$。",
    "Compare with the chapter on entropy.",
    "Is this true for $\\eta > 2/L$ as well?",
    "可以用来解释梯度消失。",
)
_TAGS = ("梯度", "softmax", "math", "待查", "loss")


def write(folder: Path, count: int, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write exports that hold `count` annotations in all, as many of each format; give their paths."""
    share = count // len(formats)
    paths = []
    for name in formats:
        for path, text in _WRITERS[name](share):
            place = folder / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
            paths.append(place)
    return paths


def hypothesis(count: int, first: int = 0) -> Iterator[tuple[str, str]]:
    """Answers of the search API."""
    for start in range(first, first + count, _FILE):
        numbers = range(start, min(start + _FILE, first + count))
        rows = [_row(number) for number in numbers]
        yield (
            f"api-{start:07d}.json",
            json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False),
        )


def annotator(count: int, first: int = 0) -> Iterator[tuple[str, str]]:
    """Notes of Obsidian Annotator, one for each book."""
    for start in range(first, first + count, BOOK):
        book = start // BOOK
        head = f"---\nannotation-target: books/book-{book}.pdf\nannotation-target-type: pdf\n---\n\n"
        numbers = range(start, min(start + BOOK, first + count))
        yield f"book-{book:05d}.md", head + "\n\n".join(_block(number) for number in numbers) + "\n"


def weread(count: int, first: int = 0) -> Iterator[tuple[str, str]]:
    """Notes of WeRead's plugin, one for each book."""
    for start in range(first, first + count, BOOK):
        book = start // BOOK
        head = (
            f'---\ndoc_type: weread-highlights-reviews\nbookId: "{5_000_000 + book}"\nauthor: 林一舟\n'
            f"title: 第 {book} 本随笔\n---\n# 元数据\n> [!abstract] 第 {book} 本随笔\n> - 书名： 第 {book} 本随笔\n\n"
            "# 高亮划线\n"
        )
        numbers = range(start, min(start + BOOK, first + count))
        yield f"第{book:05d}本-{5_000_000 + book}.md", head + "".join(_highlight(number) for number in numbers)


def quote(number: int) -> str:
    """The words that annotation `number` marks: no two are the same."""
    chance = random.Random(number)  # noqa: S311  # No secret.
    if number % 3 == 0:
        return f"{chance.choice(_ENGLISH)}, as example {number} shows; {chance.choice(_ENGLISH)}"
    one, other = chance.choice(sentences()), chance.choice(sentences())
    return f"{one[: len(one) // 2]}，见例 {number}，{other[len(other) // 2 :]}".replace("\n", " ")


def _note(number: int) -> str:
    return _NOTES[number % len(_NOTES)] if number % 4 == 0 else ""


def _tags(number: int) -> list[str]:
    return [_TAGS[number % len(_TAGS)]] if number % 3 == 0 else []


def _moment(number: int) -> str:
    return (_START + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def _native(number: int) -> str:
    chance = random.Random(number)  # noqa: S311  # No secret.
    return "".join(chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789", k=18)) + f"{number:04x}"


def _target(number: int, source: str) -> dict[str, object]:
    words, place = quote(number), number % BOOK * 400
    return {
        "source": source,
        "selector": [
            {
                "type": "RangeSelector",
                "startContainer": f"/div[1]/main[1]/section[{number % 7 + 1}]/p[{number % 90 + 1}]",
                "startOffset": place % 500,
                "endContainer": f"/div[1]/main[1]/section[{number % 7 + 1}]/p[{number % 90 + 1}]",
                "endOffset": place % 500 + len(words),
            },
            {"type": "TextPositionSelector", "start": place, "end": place + len(words)},
            {
                "type": "TextQuoteSelector",
                "exact": words,
                "prefix": quote(number + 1)[-32:],
                "suffix": quote(number + 2)[:32],
            },
        ],
    }


def _row(number: int) -> dict[str, object]:
    uri = f"https://example.org/essays/{number // BOOK}/"
    reader = "acct:reader@hypothes.is"
    name = _native(number)
    return {
        "id": name,
        "created": _moment(number),
        "updated": _moment(number),
        "user": reader,
        "uri": uri,
        "text": _note(number),
        "tags": _tags(number),
        "group": "__world__",
        "permissions": {"read": ["group:__world__"], "admin": [reader], "update": [reader], "delete": [reader]},
        "target": [_target(number, uri)],
        "document": {"title": [f"Essay {number // BOOK} on the mathematics of learning"]},
        "links": {
            "html": f"https://hypothes.is/a/{name}",
            "incontext": f"https://hyp.is/{name}/example.org/essays/{number // BOOK}/",
            "json": f"https://hypothes.is/api/annotations/{name}",
        },
        "user_info": {"display_name": None},
        "flagged": False,
        "hidden": False,
    }


def _block(number: int) -> str:
    book = f"{number // BOOK:032x}"
    words, name = quote(number), _native(number).lower()
    target = _target(number, f"vault:/books/book-{number // BOOK}.pdf")
    payload = {
        "created": _moment(number),
        "text": _note(number),
        "updated": _moment(number),
        "document": {
            "title": f"Book {number // BOOK}",
            "link": [{"href": f"urn:x-pdf:{book}"}, {"href": f"vault:/books/book-{number // BOOK}.pdf"}],
            "documentFingerprint": book,
        },
        "uri": f"vault:/books/book-{number // BOOK}.pdf",
        "target": [target],
    }
    if _tags(number):
        payload["tags"] = _tags(number)
    before, behind = quote(number + 1)[-32:].strip(), quote(number + 2)[:32].strip()
    lines = [
        "%%",
        "```annotation-json",
        json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
        "```",
        "%%",
        f"*%%PREFIX%%{before}%%HIGHLIGHT%% =={words}== %%POSTFIX%%{behind}*",
        f"%%LINK%%[[#^{name}|show annotation]]",
        "%%COMMENT%%",
        _note(number),
        "%%TAGS%%",
        ", ".join("#" + tag for tag in _tags(number)),
    ]
    return "\n".join(">" + line for line in lines) + f"\n^{name}\n"


def _highlight(number: int) -> str:
    chapter = number % BOOK // 10
    head = f"\n## 第 {chapter + 1} 章 一些例子\n\n" if number % 10 == 0 else "\n"
    book, start = 5_000_000 + number // BOOK, number % 10 * 300 + 100
    end = start + len(quote(number))
    moment = (_START + timedelta(minutes=number)).strftime("%Y-%m-%d %H:%M:%S")
    return f"{head}> 📌 {quote(number)}\n> ⏱ {moment} ^{book}-{chapter + 10}-{start}-{end}\n"


_WRITERS = {"hypothesis": hypothesis, "obsidian-annotator": annotator, "weread": weread}


if __name__ == "__main__":
    destination, wanted, *only = sys.argv[1:]
    made = write(Path(destination), int(wanted), only or FORMATS)
    print(f"{len(made)} files, {sum(path.stat().st_size for path in made) / 1e6:.1f} MB")
