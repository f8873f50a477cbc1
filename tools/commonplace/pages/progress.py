"""How far through a book its reader came: where each passage stands along it, and how many each chapter has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from commonplace.model import Passage, Reading
from commonplace.pages.addresses import anchor
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.chapters import chapter_name
from commonplace.pages.safe_text import encoded, encoded_line

_LENGTH, _HEIGHT, _TICK = 1000, 24, 4
_FEWEST = 3  # Fewer passages are seen at a glance.
_TOO_LONG_FOR_A_PAGE = 10  # Digits: a longer number names no page, and Python reads none of thousands of digits.


class _Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """Passages under one outermost heading that follow each other."""

    name: str
    first: Passage
    count: int


def progress(reading: Reading, catalogue: Catalogue) -> Iterator[str]:
    """A strip with a mark for each passage, and the chapters with their counts; nothing for a few passages."""
    if len(reading.passages) < _FEWEST:
        return
    places, unit = _places(reading.passages, catalogue)
    yield _strip(reading, places, unit, catalogue)
    chapters = _chapters(reading.passages)
    if len(chapters) > 1:
        most = max(chapter.count for chapter in chapters)
        items = "\n".join(_item(chapter, most, catalogue) for chapter in chapters)
        told = catalogue.say(f"{len(chapters)} 章", f"{len(chapters)} chapters")
        yield f"/// details | {told}\n    type: cp-chapters\n    open: {len(chapters) <= _OPEN}\n\n{items}\n\n///"


_OPEN = 12  # Chapters; more are folded away.


def _places(passages: Sequence[Passage], catalogue: Catalogue) -> tuple[list[float], str]:
    """Where each passage stands between the first page and the last one known, else in the order of reading."""
    pages = [_page(passage) for passage in passages]
    known = [page for page in pages if page is not None]
    if len(known) == len(pages) and max(known) > min(known):
        last = max(known)
        return [page / last for page in known], catalogue.say(f"第 1–{last} 页", f"pages 1–{last}")
    count = len(passages)
    return [number / max(1, count - 1) for number in range(count)], catalogue.say("按阅读顺序", "in reading order")


def _page(passage: Passage) -> int | None:
    for witness in passage.wholes:
        if witness.locator.physical_page:
            return witness.locator.physical_page
        page = witness.locator.page
        if page.isdecimal() and len(page) < _TOO_LONG_FOR_A_PAGE:
            return int(page)
    return None


def _strip(reading: Reading, places: Sequence[float], unit: str, catalogue: Catalogue) -> str:
    ticks = []
    for passage, place in zip(reading.passages, places, strict=True):
        x = round(place * (_LENGTH - _TICK))
        kind = "cp-tick cp-tick--question" if catalogue.is_open(passage) else "cp-tick"
        ticks.append(f'<rect class="{kind}" x="{x}" width="{_TICK}" height="{_HEIGHT}"/>')
    label = catalogue.say("每条摘录在书中的位置", "where each passage stands in the book")
    return (
        f'<figure class="cp-progress"><svg viewBox="0 0 {_LENGTH} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}">{"".join(ticks)}</svg><figcaption>{label} · {encoded(unit)}</figcaption></figure>'
    )


def _chapters(passages: Sequence[Passage]) -> list[_Chapter]:
    chapters: list[_Chapter] = []
    for passage in passages:
        headings = passage.annotations[0].locator.headings
        name = headings[0] if headings else ""
        if chapters and chapters[-1].name == name:
            last = chapters.pop()
            chapters.append(_Chapter(name=name, first=last.first, count=last.count + 1))
        else:
            chapters.append(_Chapter(name=name, first=passage, count=1))
    return chapters


def _item(chapter: _Chapter, most: int, catalogue: Catalogue) -> str:
    name = encoded_line(chapter_name(chapter.name)) if chapter.name else catalogue.say("未注明章节", "chapter unknown")
    link = f"[{name}](#{anchor(chapter.first.annotations[0])})"
    return f'- {link} {chapter.count} <meter aria-hidden="true" max="{most}" value="{chapter.count}"></meter>'
