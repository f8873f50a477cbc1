"""The second line of a clipping: ``- Your Highlight on page 79 | location 1293-1295 | Added on …``, in any language.

Words tell the kind where they are known; where not, the structure does: a dash, numbers, and a date behind it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

import msgspec

from commonplace.grammar.local_times import local_time

Kind: TypeAlias = Literal["highlight", "note", "bookmark", "clip", "unknown"]

_DASH = re.compile(r"\s*[-‐‑‒–—−]\s+\S|\s*[-‐‑‒–—−](?=[^\W\d_])")
BAR = re.compile(r"[|｜]")
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "bookmark",
        re.compile(
            r"bookmark|lesezeichen|signet|marque-page|marcador|segnalibr|bladwijzer|закладк|ブックマーク|しおり|북마크|책갈피"
            r"|书签|書籤|zakładk|bokmärke|bogmærke|záložk|yer imi|बुकमार्क"
        ),
    ),
    (
        "note",
        re.compile(
            r"\bnotes?\b|\bnotiz|\bnotas?\b|\bnotiti?e|заметк|примечани|メモ|메모|노트|笔记|筆記|注释|註記|notatk|anteckning|नोट"
        ),
    ),
    ("clip", re.compile(r"\bclip\b|\bclipping\b|ausschneiden|剪报|剪貼文章|clip this article")),
    (
        "highlight",
        re.compile(
            r"highlight|markierung|surlign|subrayad|resaltad|evidenziazion|sottolineat|destaque|realce|marker?ing|выдел"
            r"|underline|asterisk|\bcircle|unterstreich|soulign|sublinh|onderstre|подчерк|下划线|底線|下線|밑줄"
            r"|ハイライト|하이라이트|标注|標註|标记|標記|高亮|podkreśl|zaznaczen|överstrykning|zvýrazn|vurgu|fremhæv|हाइलाइट"
        ),
    ),
)
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,12}"
_NUMBER = (
    rf"(?<!\d)(?P<first>{_DIGITS})(?!\d)"
    rf"(?:\s?(?:[-‐‑‒–—−~～]|t/m|to|à|a|bis|до|至|から)\s?#?(?P<last>{_DIGITS})(?!\d))?"
)
_ROMAN_OR_NUMBER = r"(?P<page>\d{1,9}(?:\s?[-–—]\s?\d{1,9})?|[ivxlcdm]{1,12}(?:[-–—][ivxlcdm]{1,12})?)"
_PAGES = (
    re.compile(
        rf"(?:\bpages?|\bseiten?|\bp[áa]ginas?|\bpagina|\bpág\.?|страниц\w*|\bstrona|\bsida|\bside)\s+(?:n[o°º]\.?\s?)?{_ROMAN_OR_NUMBER}\b"
    ),
    re.compile(rf"(?:ページ|페이지|页码[:：]?)\s?{_ROMAN_OR_NUMBER}(?![\d-])"),
    re.compile(r"第\s?(?P<page>\d{1,9}(?:\s?[-–—]\s?\d{1,9})?|[ivxlcdm]{1,12})\s?[页頁]"),
    re.compile(r"(?<!\d)(?P<page>\d{1,9}(?:\s?[-–—]\s?\d{1,9})?|(?<![a-z])[ivxlcdm]{1,12})\s?(?:ページ|페이지|[页頁])"),
)
_PLACE = re.compile(_NUMBER)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What the second line says.

    Attributes
    ----------
    page : str
        As it is printed: ``79``, ``125-125``, ``xiv``.
    first, last : int or None
        The locations of the device.
    created : str
        ISO 8601 without an offset; empty where the date cannot be read, and then `date` holds it as it is written.
    """

    kind: Kind
    page: str = ""
    first: int | None = None
    last: int | None = None
    created: str = ""
    date: str = ""


def read_meta(line: str) -> Meta | None:
    """Read a line; None if it is none of a clipping."""
    if not _DASH.match(line):
        return None
    plain = unicodedata.normalize("NFC", line).replace("\u200e", "").replace("\u200f", "").casefold()
    *places, date = map(str.strip, BAR.split(plain))
    created = local_time(date)
    if not places and not created:
        places, date = [date], ""
    place = " | ".join(places) if places else date
    kind = kind_of(place)
    is_dated = bool(created) or (bool(places) and _YEAR.search(date) is not None)
    if kind == "unknown" and not (is_dated and any(map(str.isdigit, place))):
        return None
    page, first, last = place_of(place)
    if not (page or first is not None or created or date):
        return None
    return Meta(kind=kind, page=page, first=first, last=last, created=created, date=line.rpartition("|")[2].strip())


def kind_of(text: str) -> Kind:
    """Tell by words of any language what a clipping is; they are to be in lower case."""
    return next((kind for kind, words in _KINDS if words.search(text)), "unknown")


def place_of(text: str) -> tuple[str, int | None, int | None]:
    """Read the page and the first and last location out of words in lower case.

    Where no word says which number is a page, one that stands apart before the others is.
    """
    page, rest = _page(text)
    numbered = [part for part in rest.split("|") if any(map(str.isdigit, part))]
    if not page and len(numbered) > 1:
        apart = _PLACE.search(numbered[0])
        page, rest = (apart[0].strip("# ") if apart else ""), numbered[-1]
    found = _PLACE.search(rest)
    if found is None:
        return page, None, None
    first, last = (number and number.replace(",", "") for number in found.group("first", "last"))
    return page, int(first), _last(first, last)


def _page(text: str) -> tuple[str, str]:
    """The page, and what is left of the line without it."""
    for pattern in _PAGES:
        if match := pattern.search(text):
            return re.sub(r"\s", "", match["page"]).replace("–", "-").replace("—", "-"), (
                text[: match.start()] + " " + text[match.end() :]
            )
    return "", text


def _last(first: str, last: str | None) -> int:
    """The end of a range, which old devices shorten: ``2341-42``, and ``1998-02`` for 2002."""
    if last is None or len(last) >= len(first):
        return int(last or first)
    behind: int = (int(last) - int(first)) % 10 ** len(last)
    return int(first) + behind
