"""Obsidian: a folder of notes, one a source, with a callout and a block id for each annotation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from commonplace.exporter import Exporter, Holdings
from commonplace.grammar.markdown_note.inline import tags as tags_in
from commonplace.model import Annotation, Locator, Source
from commonplace.text import in_paragraphs, one_line, without_surrogates

_HIGHEST, _LOWEST = 2, 6
"""Levels of headings; the title of a note is its name in Obsidian, so none is of the first level."""
_IN_TAG = re.compile(r"[\w/-]+")
# What runs, loads or hides something in a vault: plugins' code and templates, pictures and frames of the web, comments.
_RUNS = (
    r"(?P<pair>%%|<%)|(?P<query>`(?=\$?=))"
    r"|(?P<fence>^[ \t]*(?:```+|~~~+)[ \t]*(?=dataview|tasks|query|templater|js-engine))"
    r"|(?P<remote>!(?=\[[^\]\n]*\]\([ \t]*<?(?:https?:|//)))"
    r"|(?P<html><(?=(?:script|iframe|frame|img|image|object|embed|link|style|video|audio|source|svg|meta|base|form)\b))"
)
_ACTIVE = re.compile(_RUNS, re.MULTILINE | re.IGNORECASE)
# Marked words are no Markdown, so that nothing in them is an embed or an element.
_ANY = re.compile(rf"{_RUNS}|(?P<embed>!(?=\[))|(?P<element><(?=[A-Za-z/!?]))", re.MULTILINE | re.IGNORECASE)
# What would not be words of a quotation any more: a heading, a quote, a block id at the end.
_BLOCK = re.compile(r"^([ \t]*)(?=#{1,6}(?:[ \t]|$)|>|\[!)|(?<=\s)(?=\^[A-Za-z0-9-]+[ \t]*\Z)", re.MULTILINE)


class ObsidianNotes(Exporter):
    """Chapters as headings, quotations as callouts with their place below, comments as callouts in them."""

    format = "obsidian"
    description = "Obsidian: a folder of notes, one for each book, with callouts and block ids (Markdown)"
    ending = "-obsidian"
    loses = (
        "times, colours, the words around a highlight, accounts and places but for chapter and page; tags stand in the "
        "comment, several comments become one, and what would start something in a vault has a backslash in front"
    )

    def omits(self, annotation: Annotation) -> bool:
        """Whether there is nothing to write: a bookmark, or an area of a page without a word."""
        return not (annotation.quote.strip() or _remark(annotation).strip())

    def export(self, holdings: Holdings) -> Mapping[str, bytes]:
        """Return the notes by the names of their files."""
        notes: dict[str, list[str]] = {}
        headings: dict[str, tuple[str, ...]] = {}
        for source, annotation in holdings.annotations:
            if self.omits(annotation):
                continue
            parts = notes.setdefault(source.id, [_front_matter(source)])
            chapter = tuple(filter(None, map(_heading, annotation.locator.headings)))[: _LOWEST - _HIGHEST + 1]
            parts += _headings(headings.get(source.id, ()), chapter)
            headings[source.id] = chapter
            parts.append(_callout(source, annotation))
        return {f"{name}.md": "\n".join(parts).encode() for name, parts in notes.items()}


def _front_matter(source: Source) -> str:
    told: dict[str, str | tuple[str, ...]] = {
        "title": source.title,
        "author": source.authors,
        "publisher": source.publisher,
        "published": source.published,
        "isbn": source.isbn,
        "url": source.url if source.url.startswith(("http://", "https://")) else "",
    }
    # A JSON string is a YAML one.
    lines = [f"{key}: {json.dumps(_plain(value), ensure_ascii=False)}" for key, value in told.items() if value]
    return "\n".join(("---", *lines, "---", ""))


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    if isinstance(value, str):
        return one_line(without_surrogates(value))
    return [one_line(without_surrogates(text)) for text in value]


def _headings(above: tuple[str, ...], chapter: tuple[str, ...]) -> Iterator[str]:
    """The headings that lead from one chapter into another."""
    same = 0
    while same < min(len(above), len(chapter)) and above[same] == chapter[same]:
        same += 1
    # Out of a section and into what stands above it there is no way but to say the chapter again.
    first = min(same, len(chapter) - 1) if above != chapter else len(chapter)
    for level, title in enumerate(chapter[first:] if chapter else (), start=_HIGHEST + max(first, 0)):
        yield f"{'#' * level} {title}\n"


def _heading(title: str) -> str:
    return _inert(one_line(without_surrogates(title))).rstrip("#").rstrip()


def _callout(source: Source, annotation: Annotation) -> str:
    remark = _inert(_remark(annotation), _ACTIVE).strip("\n")
    kind = "question" if annotation.motivation == "questioning" else "note"
    quote = annotation.quote.strip()
    if quote:
        words = _BLOCK.sub(lambda match: f"{match[1] or ''}\\", _inert(without_surrogates(quote)))
        lines = ["[!quote]", *words.split("\n"), f"— {_place(source, annotation.locator)}"]
        lines += ["", *(f"> {line}" for line in (f"[!{kind}]", *remark.split("\n")))] if remark.strip() else []
    else:
        lines = [f"[!{kind}]", *remark.split("\n")]
    return "\n".join((*(f"> {line}".rstrip() for line in lines), "", f"^{annotation.id}", ""))


def _place(source: Source, locator: Locator) -> str:
    title = one_line(_inert(without_surrogates(source.title)))
    page = one_line(without_surrogates(locator.page or str(locator.physical_page or "")))
    return f"{title}, p. {page}" if page else title


def _remark(annotation: Annotation) -> str:
    """The reader's words, and behind them the tags that do not stand in them."""
    comment = "\n\n".join(body.value.strip() for body in annotation.comments)
    there = set(tags_in(comment))
    words = ("-".join(_IN_TAG.findall(tag)).strip("-/") for tag in annotation.tags)
    tags = dict.fromkeys(tag for tag in words if tag and not tag.isdigit() and tag not in there)
    return without_surrogates(in_paragraphs(comment, " ".join(f"#{tag}" for tag in tags)))


def _inert(text: str, active: re.Pattern[str] = _ANY) -> str:
    """`text` that starts nothing in a vault: a backslash in front of what would."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return active.sub(_stopped, plain)


def _stopped(match: re.Match[str]) -> str:
    if match["fence"]:
        return f"{match['fence']}text "  # Still code, of no language that a plugin runs.
    # Templates are found in the bare text, so that the backslash has to part their sign.
    return "\\%\\%" if match[0] == "%%" else "<\\%" if match["pair"] else f"\\{match[0]}"
