"""The timeline of reading: what was read on which day, by the dates of its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise

from commonplace.model import Reading
from commonplace.pages.addresses import place_of, relative, source_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.chapters import chapter_name
from commonplace.pages.division import Gathered, Listing
from commonplace.pages.facets import OnDay
from commonplace.pages.passage_block import beside
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.sections import Item, Items, Part, Section, as_members, blocks

PATH = "timeline.md"
_PLACE = "month-"
_MONTHS_OPEN = 12
_FEW_CHAPTERS = 3
_LONGEST_PAUSE = 24  # Months without any mark that the axis shows one by one.
_BAR, _BETWEEN, _HEIGHT, _LINE = 28, 6, 72, 15
_FOOT = _HEIGHT + _LINE  # Where the bars stand: above the highest is room for its count.

_Day = Sequence[tuple[Reading, OnDay]]


def timeline(catalogue: Catalogue) -> Gathered:
    """A bar for each month, then the months from the latest to the first, each day by day."""
    months = _by_month(catalogue)
    undated = sum(facets.undated for facets in catalogue.facets)
    say = catalogue.say
    if not months:
        return Gathered([say("还没有带日期的摘录。", "No passage with a date yet.")])
    sections = [_section(month, months[month], catalogue) for month in sorted(months, reverse=True)]
    listing = Listing(path=PATH, sections=tuple(sections))
    without = [f"{undated} {say('条没有日期', 'without a date')}\n{{: .cp-facts }}"] if undated else []
    bars = _bars({section.place.removeprefix(_PLACE): section.count for section in sections}, catalogue)
    return Gathered((bars, *without, *(_years(listing) if listing.is_divided else _whole(sections))), listing)


def _whole(sections: Sequence[Section]) -> Iterator[str]:
    """The latest months, and earlier ones folded by year."""
    for section in sections[:_MONTHS_OPEN]:
        yield from _shown(section)
    for year, older in _by_year(sections[_MONTHS_OPEN:]):
        parts = [part for section in older for part in _shown(section)]
        summary = f"{year} ({sum(section.count for section in older)})"
        yield f"//// details | {summary}\n    type: cp-more\n\n" + "\n\n".join(parts) + "\n\n////"


def _shown(section: Section) -> Iterator[str]:
    yield from blocks(Part(section, 0, len(section.items)), PATH)


def _years(listing: Listing) -> Iterator[str]:
    """Where each month is, year by year."""
    for year, months in _by_year(listing.sections):
        yield f"## {year} ({sum(month.count for month in months)}) {{: #year-{year} }}"
        yield as_members(map(listing.entry, months))


def _by_year(months: Sequence[Section]) -> Iterator[tuple[str, list[Section]]]:
    for year, found in groupby(months, key=lambda month: month.place.removeprefix(_PLACE)[:4]):
        yield year, list(found)


class _Days(Items):
    """The days of a month, the latest first; a day is what was read of each book."""

    def __init__(self, days: Mapping[str, _Day], catalogue: Catalogue) -> None:
        self._days = sorted(days.items(), reverse=True)
        self._catalogue = catalogue

    def __len__(self) -> int:
        return len(self._days)

    def between(self, start: int, stop: int) -> Iterator[Item]:
        """What was read on each."""
        return (partial(_day, day, read, self._catalogue) for day, read in self._days[start:stop])

    @property
    def units(self) -> list[tuple[str, int]]:
        """Each day."""
        return [(day, 1) for day, _ in self._days]

    def made_from(self, start: int, stop: int) -> tuple[object, list[str]]:
        """The books of each day."""
        found = [(reading.source.id, day) for day, read in self._days[start:stop] for reading, _ in read]
        return found, [name for name, _ in found]


def _by_month(catalogue: Catalogue) -> dict[str, dict[str, list[tuple[Reading, OnDay]]]]:
    """What was marked, by month, day and source."""
    months: dict[str, dict[str, list[tuple[Reading, OnDay]]]] = {}
    for reading, facets in zip(catalogue.readings, catalogue.facets, strict=True):
        for read in facets.days:
            months.setdefault(read.day[:7], {}).setdefault(read.day, []).append((reading, read))
    return months


def _section(month: str, days: Mapping[str, _Day], catalogue: Catalogue) -> Section:
    return Section(
        place=f"{_PLACE}{month}",
        name=_named(month, catalogue),
        count=sum(read.count for day in days.values() for _, read in day),
        items=_Days(days, catalogue),
        joined=_as_timeline,
    )


def _as_timeline(days: Iterable[str]) -> str:
    return "/// html | div.cp-timeline\n\n" + "\n".join(days) + "\n\n///"


def _day(day: str, read: _Day, catalogue: Catalogue, page: str) -> str:
    books = (f"\n    - {_read(reading, one, catalogue, page)}" for reading, one in read)
    return f'- <time datetime="{day}">{day}</time>' + "".join(books)


def _read(reading: Reading, read: OnDay, catalogue: Catalogue, page: str) -> str:
    """What was read of a book on one day: how much, in which chapters, where it begins."""
    shown = catalogue.listed(encoded_line(chapter_name(chapter)) for chapter in read.chapters[:_FEW_CHAPTERS])
    if len(read.chapters) > _FEW_CHAPTERS:
        shown += " …"
    first = f"[{encoded_line(read.brief)}]({relative(page, reading.path)}#{place_of(read.first)})"
    return first + beside(source_link(page, reading), catalogue.told_passages(read.count), shown)


def _bars(counts: Mapping[str, int], catalogue: Catalogue) -> str:
    """A bar for each month from the first to the last; each leads to its month."""
    months = list(_axis(sorted(counts)))
    most = max(counts.values())
    bars = []
    for number, month in enumerate(months):
        x = number * (_BAR + _BETWEEN)
        middle = x + _BAR // 2
        bars.append(_written(middle, _FOOT + _LINE, str(int(month[5:])) if month else "…"))
        if month.endswith("-01") or number == 0 or (month and not months[number - 1]):
            bars.append(_written(middle, _FOOT + 2 * _LINE, month[:4]))
        if count := counts.get(month):
            height = max(2, round(_HEIGHT * count / most))
            told = f"{_named(month, catalogue)}: {count}"
            bars.append(
                f'<a href="#month-{month}" aria-label="{told}"><title>{told}</title>'
                f'<rect class="cp-bar" x="{x}" y="{_FOOT - height}" width="{_BAR}" height="{height}"/>'
                f"{_written(middle, _FOOT - height - 4, str(count))}</a>"
            )
    width, height = len(months) * (_BAR + _BETWEEN) + _BETWEEN, _FOOT + 2 * _LINE + 4
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    label = catalogue.say("每月的摘录数", "passages of each month")
    svg = f'<svg {size} role="group" aria-label="{label}">{"".join(bars)}</svg>'
    return f'<div class="cp-map cp-map--latest">{svg}</div>'


def _written(x: int, y: int, text: str) -> str:
    return f'<text class="cp-bar-told" x="{x}" y="{y}">{text}</text>'


def _axis(months: Sequence[str]) -> Iterator[str]:
    """The months from the first to the last, empty ones too; an empty string for a pause of years.

    So a date that is wrong by centuries makes no axis of centuries.
    """
    yield months[0]
    for earlier, later in pairwise(months):
        between = range(_number(earlier) + 1, _number(later))
        yield from [""] if len(between) > _LONGEST_PAUSE else map(_month, between)
        yield later


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _named(month: str, catalogue: Catalogue) -> str:
    return f"{month[:4]} 年 {int(month[5:7])} 月" if catalogue.language.code == "zh" else month
