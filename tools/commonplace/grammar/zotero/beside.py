"""The words beside a link in a paragraph: before it, or behind it where none stand before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from commonplace.grammar.markdown_note.inline import blanked_hidden, has_words
from commonplace.grammar.zotero.before_links import named_before, words_before
from commonplace.grammar.zotero.behind_links import words_behind
from commonplace.grammar.zotero.links import ONLY_PAGE, without_citations, zotero_links
from commonplace.grammar.zotero.words import LABELLED_COMMENT, MARK_OF_QUOTE, SAYS_NO_MORE, Unit

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


def of_text(text: str, line: int, further: int) -> Iterator[Unit]:
    """Read a paragraph: words before a link are what it marks; if there are none, those behind it."""
    text = blanked_hidden(text) if "<!--" in text else text
    links = [link for link in zotero_links(text) if link.marks]
    if not links:
        return
    above = without_citations(text[: links[0].start])[0]
    page = ONLY_PAGE.fullmatch(above) if SAYS_NO_MORE.fullmatch(links[0].words) else None
    leads = not has_words(above) or page is not None
    is_cited = leads and bool(without_citations(text[: links[0].start])[1])
    said = ""
    for number, link in enumerate(links):
        before = text[links[number - 1].end if number else 0 : link.start]
        behind = text[link.end : links[number + 1].start if number + 1 < len(links) else len(text)]
        lines = (line + text.count("\n", 0, max(link.start - len(before.strip()), 0)), line + further)
        if leads:
            unit = words_behind(link, before if not number else "", behind, lines, is_cited=is_cited)
            yield replace(unit, label=unit.label or page["label"]) if page and not number else unit
            continue
        before = before.removeprefix(said)
        said = behind if number + 1 == len(links) else _said_between(behind)
        below = said if number + 1 == len(links) else MARK_OF_QUOTE.sub("", said)
        yield named_before(link, before, below, lines) or words_before(link, before, below, lines)


def _said_between(text: str) -> str:
    """What stands between two links and is called a comment, down to the next item: it is on the first."""
    lines = text.split("\n")
    called = next((at for at, line in enumerate(lines) if LABELLED_COMMENT.match(line.lstrip("> \t"))), len(lines))
    end = next((at for at in range(called + 1, len(lines)) if _ITEM.match(lines[at])), 0)
    return "\n".join(lines[:end]) if not has_words("".join(lines[:called])) else ""
