"""A made library of any size: concept pages with a formula each, and passages about them; the same ones every time."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path

from commonplace.site import frame
from commonplace.store.library import Library
from commonplace.store.regions import empty_region
from commonplace.workflows.importing import import_exports

PASSAGES, BOOK, MODULE = 5, 100, 5
"""Passages of a concept; passages of a book; functions of a snippet."""
_SUBJECTS = ["向量", "矩阵", "函数", "序列", "图形", "信号", "集合", "网络", "样本", "空间"]
_QUALITIES = ["稀疏", "对称", "连续", "有界", "随机", "平滑", "正交", "线性", "离散", "光滑"]
_DEEDS = ["变换", "分解", "估计", "投影", "采样", "插值", "归一", "排序", "近似", "压缩"]
_CLAUSES = (
    "把{name}用到每一列上，和的顺序就不再重要",
    "只要步长足够小，{name}的误差会随步数平方地下降",
    "书里先讲直觉：{name}好比把地图折起来再展开",
    "读到这里才明白，{name}和前一章的例子说的是同一件事",
    "in practice {english} is computed once and kept, since nothing else changes",
    "the margin says that {english} fails where two rows are equal",
)


def made_library(folder: Path, count: int) -> Library:
    """Make a library of `count` concepts in `folder`, with their passages imported."""
    for path, content in frame.frame("Made").items():
        _write(folder / path, content)
    for number in range(count):
        _write(folder / "docs/concepts" / f"{concept_id(number)}.md", concept_page(number, count).encode())
    for module in range((count + MODULE - 1) // MODULE):
        _write(folder / "snippets" / f"made_{module}.py", snippet(module).encode())
    _write(folder / "export.csv", export(count).encode())
    library = Library(folder)
    import_exports(library, [str(folder / "export.csv")])
    return library


def concept_id(number: int) -> str:
    """The name of a concept's page."""
    return f"made-{number:04}"


def names(number: int) -> tuple[str, str]:
    """The Chinese and the English name of a concept."""
    quality, rest = number % 10, number // 10
    return f"{_QUALITIES[quality]}{_SUBJECTS[rest % 10]}{_DEEDS[rest // 10 % 10]}", f"made concept {number:04}"


def concept_page(number: int, count: int) -> str:
    """A concept's page as its owner wrote it."""
    chinese, english = names(number)
    near = concept_id((number + 1) % count)
    return f"""---
title: {chinese} {english}
names: {{zh: {chinese}, en: {english}}}
tags: [{_SUBJECTS[number // 10 % 10]}, {_DEEDS[number // 100 % 10]}]
formulas:
  - tex: 'f(x)={number + 2}x+{number % 7 + 1}'
    symbols:
      x: {{type: real, zh: 自变量, en: the argument}}
    snippet: made_{number // MODULE}.line_{number % MODULE}
    args: [x]
    check: definition
---

# {chinese} {english}

{empty_region("formulas")}
{chinese}是造出来的概念，为了量一量页面多的时候要多久。It stands beside [the next one]({near}.md).

- 斜率是 ${number + 2}$，截距是 ${number % 7 + 1}$；
- `made_{number // MODULE}.line_{number % MODULE}` 是它的代码。

{empty_region("passages")}"""


def snippet(module: int) -> str:
    """The functions of a few concepts; pages embed the whole file."""
    functions = (
        f"def line_{place}(x: float) -> float:\n    return {module * MODULE + place + 2} * x + "
        f"{(module * MODULE + place) % 7 + 1}\n"
        for place in range(MODULE)
    )
    return "\n\n".join(functions)


def export(count: int) -> str:
    """The passages of all concepts as one export of Readwise."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["Highlight", "Book Title", "Book Author", "Amazon Book ID", "Note", "Color", "Tags",
                    "Location Type", "Location", "Highlighted at", "Document tags"])  # fmt: skip
    table.writerows(_rows(count))
    return text.getvalue()


def _rows(count: int) -> Iterator[list[str]]:
    chance = random.Random(8)  # noqa: S311 - made texts, no secrets
    for number in range(count * PASSAGES):
        concept = chance.randrange(count)
        chinese, english = names(concept)
        told = [each.format(name=chinese, english=english) for each in chance.sample(_CLAUSES, 3)]
        book, place = f"造出来的书 {number // BOOK}", number % BOOK
        yield ["；".join(told) + f"（{number}）", book, "Nobody", "", "", "", english, "page", str(place + 1),
               "2026-01-02 03:04:05+00:00", ""]  # fmt: skip


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
