"""Titles of callouts, as templates write them: page, day, colour, tags and a block id between dots, and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.inline import has_words, plain, tags, without_block_id, without_links
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.raindrop import updated_in

COLORS = ("yellow", "green", "blue", "red", "pink", "purple", "orange", "gray", "grey")
NOTE = (
    r"(?:(?:my|personal|meine?|mi|minha|mon|ma|我的|私の|моя|мой)[ \t]*)?"
    r"(?:(?:note|comment|thought|remark|annotation|reflection|nota|comentario|comentário|commentaire|commento|notiz|"
    r"anmerkung|kommentar|заметка|комментарий)s?|批注|批註|随想|随感|心得|笔记|筆記|评论|評論|想法|感想|备注|備註|メモ|コメント|메모|생각)"
)
"""What templates call that which the reader wrote about a passage."""
_KINDS = frozenset(
    [
        "destaque", "resaltado", "surlignage", "evidenziazione", "hervorhebung", "markierung", "выделение",
        "高亮", "标注", "原文与评论", "原文与想法", "划线与想法", "原文与批注",
    ]
)  # fmt: skip
"""What a highlight, or one with a note, is called in further languages."""
_PARTS = re.compile(r"(?<![ \t])[ \t]+[·•|][ \t]+")
_HEADING_MARK = re.compile(r"#(?:#+[ \t]*|[ \t]+|$)")
_DOTS = " \t·•|"
_DAY = re.compile(
    r"(?:(?:highlighted|added|created|noted)[ \t]+)?(?:on[ \t]+)?"
    r"[\d .,:/年月日-]*(?:(?:de[ ]+)?[^\W\d_]{3,12}\b(?:[ ]+de\b)?)?[\d .,:/年月日-]*",
    re.IGNORECASE,
)
_LONGEST_DAY = 40
_LONGEST_PLACE = 80
_COLOR = re.compile(rf"(?:colou?r[=:][ \t]*)?({'|'.join(COLORS)})", re.IGNORECASE)
TAG = re.compile(r"(?<!\S)#(?!\d+(?!\S))[\w/-]+")
LABELLED_PAGE = (
    r"第\s*(\d{1,6})\s*[页頁]"
    r"|\b(?:pp?\.|page\b:?|p[áa]g(?:ina\b|\.):?|seite\b|S\.|页码[:：]?)\s*(\d{1,6}(?:[-–]\d{1,6}\b)?)"
)
_PAGE = re.compile(rf"{LABELLED_PAGE}|\bP[ ]?(\d{{1,4}})(?!\w)", re.IGNORECASE)
_LOCATION = re.compile(
    r"\b(?:locations?|loc\.?|pos\.|posici[óo]n|posi[çc][ãa]o|emplacement):?[ \t]*(\d{1,6}(?:[-–]\d{1,6})?)",
    re.IGNORECASE,
)
_OF_HIGHLIGHT = re.compile(r"(?<!\S)#(?=[\w/-]*?(?:quote|highlight|hl))[\w/-]+", re.IGNORECASE)
"""A tag that says of a passage how it was marked."""
_LABEL = re.compile(rf"\W*(?:{NOTE})[ \t]*[:：]?", re.IGNORECASE)
_COLOR_OF_TAG = re.compile(rf"(?<![^\W_])({'|'.join(COLORS)})(?![^\W_])", re.IGNORECASE)
_OF_PASSAGE = re.compile(r"(?:[\W_]|\b(?:highlight(?:ed)?|quote|from|on|at)\b)*", re.IGNORECASE)
_EMPTY_PAGE = re.compile(r"(?:pp?\.|page|pág\.)[ \t]*", re.IGNORECASE)


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """What a title says of the passage below it; `words` are what is left, `created` and `updated` times."""

    words: str = ""
    page: str = ""
    location: str = ""
    color: str = ""
    created: str = ""
    updated: str = ""
    tags: tuple[str, ...] = ()
    native_id: str = ""


def read_title(written: str, kinds: Iterable[str]) -> Title:
    """Read a title; what only names the kind of its callout, one of `kinds`, says nothing."""
    if updated := updated_in(written):
        return Title(updated=updated)
    shown, native_id = without_block_id(written)
    parts = _without(parts_of(words_of(TAG.sub("", shown), kinds)), "")
    found = next(filter(None, map(_PAGE.search, parts)), None)
    location = next(filter(None, map(_LOCATION.search, parts)), None)
    places = [place[0] for place in (found, location) if place]
    parts = [part for part in parts if not _is_nothing_but(part, places)]
    day = day_in(parts) if found or len(parts) > 1 else ""
    parts = _without(parts, day)
    colors = [part for part in parts if _COLOR.fullmatch(part)] if found or day or len(parts) > 1 else []
    colors = colors or [part for part in parts if "=" in part and _COLOR.fullmatch(part)]
    named = _COLOR.fullmatch(colors[0]) if colors else _COLOR_OF_TAG.search(" ".join(_OF_HIGHLIGHT.findall(shown)))
    return Title(
        words=" · ".join(_without(parts, colors[0]) if colors else parts),
        page=next(filter(None, found.groups()), "") if found else "",
        location=location[1] if location else "",
        color=named[1].lower() if named else "",
        created=local_time(day),
        tags=tags(shown),
        native_id=native_id,
    )


def place_in(line: str) -> Title | None:
    """Read a line that says only where, or when, something was marked; None if it says more."""
    if len(line) > _LONGEST_PLACE:
        return None
    if _DAY.fullmatch(line.strip()) and (day := local_time(line)):
        return Title(created=day)
    title = read_title(line, ())
    return title if not title.words and not title.updated and (title.page or title.location) else None


def words_of(written: str, kinds: Iterable[str]) -> str:
    """Read the words of a title, if they say more than the kind of its callout does (``[!quote] Quote``)."""
    words = plain(unmarked(written))
    return "" if words.casefold() in _KINDS or words.casefold() in kinds or updated_in(words) else words


def unmarked(title: str) -> str:
    """Take off the mark of a heading, which is no tag (``#tag``)."""
    return _HEADING_MARK.sub("", title.strip())


def parts_of(title: str) -> list[str]:
    """Cut a title at the dots between its parts."""
    return _PARTS.split(title)


def day_in(parts: Iterable[str]) -> str:
    """The first of `parts` that is nothing but a day."""
    short = (part for part in parts if len(part) < _LONGEST_DAY)
    return next((part for part in short if _DAY.fullmatch(part.strip()) and local_time(part)), "")


def only_leads(title: str) -> bool:
    """Whether a title is nothing but a link to a note, whose name quotes nothing."""
    found = links(title)
    named = any(link.display for link in found)
    return bool(found) and not named and not has_words(without_links(title, keep_words=False))


def is_label(title: str) -> bool:
    """Whether a title is nothing but what a template calls the reader's note on the passage above (``My note:``)."""
    return _LABEL.fullmatch(title.strip()) is not None


def marks_highlight(title: str) -> bool:
    """Whether a title is nothing but a tag that says of which colour this highlight is (``#red_quote``)."""
    tag = title.strip()
    return _OF_HIGHLIGHT.fullmatch(tag) is not None and _COLOR_OF_TAG.search(tag) is not None


def is_unfilled(title: str) -> bool:
    """Whether a title is what a template has for a page that nobody has filled in."""
    return _EMPTY_PAGE.fullmatch(title) is not None


def _is_nothing_but(part: str, places: Sequence[str]) -> bool:
    """Whether a part says only where the passage is, and that it is one (``Highlight from page 12``)."""
    if not places:
        return False
    for place in places:
        part = part.replace(place, "", 1)
    return _OF_PASSAGE.fullmatch(part) is not None


def _without(parts: Sequence[str], part: str) -> list[str]:
    return [one for one in (each.strip(_DOTS) for each in parts) if one and one != part]
