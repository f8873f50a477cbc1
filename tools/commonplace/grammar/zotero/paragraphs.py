"""The paragraphs of a quotation: each with a link, or with the words and comments of the link below or above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from commonplace.grammar.markdown_note.inline import has_words, without_block_id
from commonplace.grammar.zotero.beside import of_text
from commonplace.grammar.zotero.words import (
    LABELLED_COMMENT,
    MARK_OF_QUOTE,
    ONLY_TAGS,
    Unit,
    cleaned,
    tags_in,
    unquoted,
    without_pictures,
)
from commonplace.text import in_paragraphs

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T# ]{1,3}(\d\d:\d\d(?::\d\d)?))?")
_SEE = re.compile(r"\W*(?:see|siehe|voir|ver|见)\W*", re.IGNORECASE)
"""What a template says before a link to the passage."""


def of_lines(text: str, first_line: int) -> Iterator[Unit]:
    """Read the paragraphs of a quote: one without a link belongs to the link below it, or else to the one above."""
    waiting: list[str] = []
    last: Unit | None = None
    for at, part in _parts(text):
        line = first_line + at
        found = list(of_text(part.strip("\n"), line, part.strip("\n").count("\n")))
        if not found:
            waiting += [part.strip()] if has_words(part) or "![" in part else []
            continue
        if waiting and last is None:
            found[0] = _with_words_above(found[0], waiting)
        elif waiting and last is not None:
            last = _with_words_below(last, waiting)
        yield from [last] if last else []
        yield from found[:-1]
        last, waiting = found[-1], []
    if last:
        yield _with_words_below(last, waiting)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Part `text` at blank lines, and where a quotation begins or ends; gives the number of each part's first line."""
    part: list[str] = []
    start = 0
    for at, line in enumerate((*text.split("\n"), "")):
        changes = bool(part) and part[-1].startswith(">") != line.startswith(">")
        if part and (changes or not line.strip()):
            yield start, "\n".join(part)
            part = []
        start = start if part else at
        part += [line] if line.strip() else []


def _with_words_below(unit: Unit, words: Sequence[str]) -> Unit:
    said = (LABELLED_COMMENT.sub("", unquoted(part)) for part in words)
    return replace(unit, comment=in_paragraphs(unit.comment, *said))


def _with_words_above(unit: Unit, words: Sequence[str]) -> Unit:
    """Take the paragraphs above a link for what it marks; what stands beside it is then a comment."""
    above = [without_block_id(part)[0] for part in words]
    if not above[0].startswith(">"):
        unit, above = _with_facts(unit, above)
        marked_words = [part for part in above if not part.startswith(">")]
        said = [unquoted(part) for part in above if part not in marked_words]
        unit, above = replace(unit, comment=in_paragraphs(*said, unit.comment)), marked_words or [""]
    nested = [part for part in above if part.startswith(">")]
    beside = [part for part in above if nested and part not in nested]
    words_marked, pictures = without_pictures("\n\n".join(MARK_OF_QUOTE.sub("", part) for part in nested or above))
    comment = in_paragraphs(*pictures, *beside, LABELLED_COMMENT.sub("", unit.quote), unit.comment)
    return replace(unit, quote=cleaned(words_marked), comment=comment)


def _with_facts(unit: Unit, above: Sequence[str]) -> tuple[Unit, list[str]]:
    """Take the paragraphs that say by themselves what they are: tags, a day, and from where on the reader's are."""
    tags = [tag for part in above if ONLY_TAGS.fullmatch(part) for tag in tags_in(part)]
    days = [day for part in above if (day := _TIME.fullmatch(part))]
    words = [part for part in above if not (ONLY_TAGS.fullmatch(part) or _TIME.fullmatch(part))]
    said = next((at for at, part in enumerate(words) if LABELLED_COMMENT.match(part)), len(words))
    called = [LABELLED_COMMENT.sub("", part) for part in words[said:]]
    comment = "" if _SEE.fullmatch(unit.comment) else unit.comment
    told = replace(
        unit,
        tags=(*unit.tags, *tags),
        created="T".join(filter(None, days[0].groups())) if days else unit.created,
        quote="" if _SEE.fullmatch(unit.quote) else unit.quote,
        comment=in_paragraphs(*called, comment),
    )
    return told, words[:said]
