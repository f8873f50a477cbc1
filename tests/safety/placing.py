"""Exports that hold a given text in a given field, as each app writes them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import yaml

OF_DOCUMENT = ("title", "author", "address", "file", "front_matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An annotation with the document that it is of; every field says something plain until a test says else."""

    number: int = 1
    quote: str = "plain words"
    prefix: str = "before "
    suffix: str = " after"
    comment: str = "a plain remark"
    tag: str = "plain-topic"
    chapter: str = "A plain chapter"
    title: str = "A plain book"
    author: str = "Ada Plain"
    address: str = "https://example.org/plain"
    file: str = "plain"
    front_matter: str = "plain"
    tex: str = "x^2"
    markup: str = "plain"
    attribution: str = "Ada Plain, lecture 7"

    def holding(self, field: str, text: str) -> Marked:
        """The same with `text` in `field`."""
        return replace(self, **{field: text})  # type: ignore[arg-type]  # A field's name is tested by replace.


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """How an app writes: `write` takes annotations of one document, that of the first."""

    importer: str
    fields: tuple[str, ...]
    write: Callable[[Sequence[Marked]], str]
    ending: str


def _quoted(text: str, marker: str = "> ") -> str:
    """`text` behind a marker on each of its lines."""
    return "\n".join(marker + line for line in text.split("\n"))


def _string(text: str) -> str:
    """As YAML's double-quoted strings are written."""
    return str(yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9)).removesuffix("\n")


def _target(mark: Marked) -> dict[str, object]:
    selectors = [
        {"type": "TextPositionSelector", "start": mark.number * 10, "end": mark.number * 10 + 5},
        {"type": "TextQuoteSelector", "exact": mark.quote, "prefix": mark.prefix, "suffix": mark.suffix},
    ]
    return {"source": mark.address, "selector": selectors}


def hypothesis(marks: Sequence[Marked]) -> str:
    rows = []
    for mark in marks:
        user = "acct:reader@hypothes.is"
        rows.append(
            {
                "id": f"hostile{mark.number:06d}",
                "created": "2026-01-02T03:04:05+00:00",
                "updated": "2026-01-02T03:04:05+00:00",
                "user": user,
                "uri": mark.address,
                "text": mark.comment,
                "tags": [mark.tag],
                "group": "__world__",
                "permissions": {"read": ["group:__world__"], "admin": [user], "update": [user], "delete": [user]},
                "target": [_target(mark)],
                "document": {"title": [mark.title]},
            }
        )
    return json.dumps({"total": len(rows), "rows": rows})


def hypothesis_markdown(marks: Sequence[Marked]) -> str:
    first = marks[0]
    head = (
        f"---\ndoc_type: hypothesis-highlights\nurl: {_string(first.address)}\nnote: {_string(first.front_matter)}\n"
        f"---\n\n# {first.title}\n\n## Metadata\n- Author: [{first.author}]()\n- Title: {first.title}\n"
        f"- Reference: {first.address}\n- Category: #article\n\n## Page Notes\n## Highlights\n"
    )
    return head + "".join(
        f"- {mark.quote} — [Updated on 2026-01-05 21:10:33](https://hyp.is/hm{mark.number:06d}/example.org/a)"
        f" — Group: #Public\n    - Tags:  #{mark.tag} \n    - Annotation: {mark.comment}\n"
        for mark in marks
    )


def html_notes(marks: Sequence[Marked]) -> str:
    first = marks[0]
    sections = "".join(
        f"<h2>{html.escape(mark.chapter)}</h2>\n<p>{html.escape(mark.comment)}</p>\n"
        '<p><span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>'
        f'<mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">{html.escape(mark.tex)}</annotation>'
        '</semantics></math></span><span class="katex-html" aria-hidden="true">x</span></span></p>\n'
        f'<p>{mark.markup}</p>\n<p><img src="{html.escape(mark.file)}.png" alt="{html.escape(mark.quote)}"></p>\n'
        for mark in marks
    )
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="UTF-8">'
        f"<title>{html.escape(first.title)}</title>"
        '<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/katex/dist/katex.min.css"></head>\n'
        f'<body class="vscode-body vscode-light">\n<h1>{html.escape(first.title)}</h1>\n{sections}</body></html>\n'
    )


def obsidian_annotator(marks: Sequence[Marked]) -> str:
    first = marks[0]
    blocks = []
    for mark in marks:
        name = f"annotator{mark.number:06d}"
        told = {
            "created": "2026-01-02T03:04:05.678Z",
            "updated": "2026-01-02T03:04:05.678Z",
            "text": mark.comment,
            "document": {"title": mark.title, "link": [{"href": mark.address}]},
            "uri": mark.address,
            "target": [_target(mark)],
        }
        visible = (
            f"*%%PREFIX%%{mark.prefix}%%HIGHLIGHT%% =={mark.quote}== %%POSTFIX%%{mark.suffix}*\n"
            f"%%LINK%%[[#^{name}|show annotation]]\n%%COMMENT%%\n{mark.comment}\n%%TAGS%%\n#{mark.tag}"
        )
        lines = f"%%\n```annotation-json\n{json.dumps(told, ensure_ascii=False)}\n```\n%%\n{visible}"
        blocks.append(f"{_quoted(lines, '>')}\n^{name}\n")
    front = f"---\nannotation-target: {_string(first.file + '.pdf')}\nnote: {_string(first.front_matter)}\n---\n"
    return front + "\n\n" + "\n\n".join(blocks)


def _note_head(first: Marked) -> str:
    return (
        f"---\ntitle: {_string(first.title)}\nauthor: {_string(first.author)}\nurl: {_string(first.address)}\n"
        f"note: {_string(first.front_matter)}\n---\n\n"
    )


def obsidian_callouts(marks: Sequence[Marked]) -> str:
    return _note_head(marks[0]) + "\n\n".join(
        f"## {mark.chapter}\n\n> [!quote] p. {mark.number}\n{_quoted(mark.quote, '> > ')}\n"
        f"{_quoted(f'— {mark.attribution}', '> > ')}\n>\n{_quoted(mark.comment)}\n> #{mark.tag}\n"
        for mark in marks
    )


def pdf_plus(marks: Sequence[Marked]) -> str:
    return _note_head(marks[0]) + "\n\n".join(
        f"## {mark.chapter}\n\n> [!PDF|yellow] "
        f"[[{marks[0].file}.pdf#page={mark.number}&selection=1,0,1,9|{mark.title}, p.1]]\n"
        f"{_quoted(mark.quote, '> > ')}\n>\n{_quoted(mark.comment)}\n> #{mark.tag}\n"
        for mark in marks
    )


def _weread_book(first: Marked) -> dict[str, object]:
    return {"bookId": "4000900", "title": first.title, "author": first.author, "cover": first.address}


def weread_bookmarks(marks: Sequence[Marked]) -> str:
    book = _weread_book(marks[0])
    updated = [
        {
            "bookId": "4000900",
            "chapterUid": mark.number,
            "markText": mark.quote,
            "range": f"{mark.number}0-{mark.number}9",
            "type": 1,
            "createTime": 1700000000,
            "bookmarkId": f"4000900_{mark.number}_{mark.number}0-{mark.number}9",
            "contextAbstract": mark.prefix,
        }
        for mark in marks
    ]
    chapters = [
        {"bookId": "4000900", "chapterUid": mark.number, "chapterIdx": mark.number, "title": mark.chapter}
        for mark in marks
    ]
    return json.dumps({"synckey": 1, "updated": updated, "removed": [], "chapters": chapters, "book": book})


def weread_reviews(marks: Sequence[Marked]) -> str:
    reviews = [
        {
            "reviewId": f"314_{mark.number}",
            "review": {
                "reviewId": f"314_{mark.number}",
                "bookId": "4000900",
                "abstract": mark.quote,
                "content": mark.comment,
                "range": f"{mark.number}0-{mark.number}9",
                "chapterUid": mark.number,
                "chapterTitle": mark.chapter,
                "createTime": 1700000000,
                "type": 1,
                "isPrivate": 0,
                "book": _weread_book(marks[0]),
            },
        }
        for mark in marks
    ]
    return json.dumps({"synckey": 1, "hasMore": 0, "reviews": reviews})


def weread_plugin(marks: Sequence[Marked]) -> str:
    first = marks[0]
    head = (
        f'---\ndoc_type: weread-highlights-reviews\nbookId: "4000900"\nauthor: {_string(first.author)}\n'
        f"title: {_string(first.title)}\nnote: {_string(first.front_matter)}\n---\n# 元数据\n"
        f"> [!abstract] {first.title}\n> - 书名： {first.title}\n> - 作者： {first.author}\n\n# 高亮划线\n\n"
    )
    return head + "\n".join(
        f"## {mark.chapter}\n\n> 📌 {mark.quote} ^4000900-{mark.number}-{mark.number}0-{mark.number}9\n"
        f"- 💭 {mark.comment} #{mark.tag} - ⏱ 2024-01-01 00:00:00\n"
        for mark in marks
    )


def weread_copied(marks: Sequence[Marked]) -> str:
    first = marks[0]
    return f"《{first.title}》\n\n{first.author}\n{len(marks)}个笔记\n\n" + "".join(
        f"\n{mark.chapter}\n\n◆ {mark.quote}\n\n" for mark in marks
    )


_ANY_MARK = ("quote", "comment", "tag", "chapter")
APPS = (
    App(
        importer="hypothesis",
        fields=("quote", "prefix", "suffix", "comment", "tag", "title", "address"),
        write=hypothesis,
        ending=".json",
    ),
    App(
        importer="hypothesis-markdown",
        fields=("quote", "comment", "tag", "title", "author", "address", "front_matter"),
        write=hypothesis_markdown,
        ending=".md",
    ),
    App(
        importer="html-notes",
        fields=("comment", "tex", "markup", "chapter", "title", "file", "quote"),
        write=html_notes,
        ending=".html",
    ),
    App(
        importer="obsidian-annotator",
        fields=("quote", "prefix", "suffix", "comment", "tag", "title", "address", "file", "front_matter"),
        write=obsidian_annotator,
        ending=".md",
    ),
    App(
        importer="obsidian-callouts",
        fields=(*_ANY_MARK, "attribution", "title", "author", "address", "front_matter"),
        write=obsidian_callouts,
        ending=".md",
    ),
    App(
        importer="pdf-plus",
        fields=(*_ANY_MARK, "title", "author", "address", "file", "front_matter"),
        write=pdf_plus,
        ending=".md",
    ),
    App(
        importer="weread",
        fields=("quote", "prefix", "chapter", "title", "author", "address"),
        write=weread_bookmarks,
        ending=".json",
    ),
    App(
        importer="weread",
        fields=("quote", "comment", "chapter", "title", "author"),
        write=weread_reviews,
        ending=".json",
    ),
    App(
        importer="weread",
        fields=(*_ANY_MARK, "title", "author", "front_matter"),
        write=weread_plugin,
        ending=".md",
    ),
    App(importer="weread", fields=("quote", "chapter", "title", "author"), write=weread_copied, ending=".txt"),
)
