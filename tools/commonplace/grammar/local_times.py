"""Dates as devices print them, in the language that the reader had set: ``Dienstag, 14. Mai 2024 08:30:00``.

They are local times without an offset. What cannot be read for sure (``3/4/2024`` is March or April) gives nothing, and
its importer keeps it as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

_MONTHS = (
    "january januar janvier enero gennaio janeiro januari январ styczen stycznia januara leden ledna ocak tammikuu",
    "february februar fevrier febrero febbraio fevereiro februari феврал luty lutego unor unora subat helmikuu",
    "march marz maerz mars marzo marco maart март marzec marca brezen brezna mart maaliskuu",
    "april avril abril aprile апрел kwiecien kwietnia duben dubna nisan huhtikuu",
    "may mai mayo maggio maio mei май мая maj maja kveten kvetna mayis toukokuu",
    "june juni juin junio giugno junho июн czerwiec czerwca cerven cervna haziran kesakuu",
    "july juli juillet julio luglio julho июл lipiec lipca cervenec cervence temmuz heinakuu",
    "august aout agosto augustus augusti август sierpien sierpnia srpen srpna agustos elokuu",
    "september septembre septiembre settembre setembro сентябр wrzesien wrzesnia zari eylul syyskuu",
    "october oktober octobre octubre ottobre outubro октябр pazdziernik pazdziernika rijen rijna ekim lokakuu",
    "november novembre noviembre novembro ноябр listopad listopada listopadu kasim marraskuu",
    "december dezember decembre diciembre dicembre dezembro декабр grudzien grudnia prosinec prosince aralik joulukuu",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_STEMS = {name: number for name, number in _MONTH_OF.items() if re.match("[а-я]", name)}
_SHORT = {name[:3]: number for name, number in _MONTH_OF.items() if number not in {6, 7} and name.isascii()}
_SHORT |= {"jun": 6, "jul": 7, "mar": 3, "mrt": 3, "aug": 8, "ago": 8, "mai": 5, "may": 5}
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[:h]\s?(\d{2})(?:\s?(?::|min)\s?(\d{2}))?(?!\d)")
_CHINESE_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[時时시]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?")
# Beside the clock: “am” stands elsewhere too, in German before the day.
_HALF = re.compile(r"\s*([ap])\.?\s?m\b")
_AFTERNOON = re.compile(r"下午|午後|오후|晚上|中午")
_MORNING = re.compile(r"上午|午前|오전|凌晨|早上")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[年년./-]\s*(\d{1,2})\s*[月월./-]\s*(\d{1,2})(?!\d)")
_YEAR_DIGITS = 4
_NOON = 12


def local_time(text: str) -> str:
    """Read a date with or without a time of day into ISO 8601; empty if it says none for sure.

    Examples
    --------
    >>> local_time("Hinzugefügt am Mittwoch, 14. Juli 2021 19:06:11")
    '2021-07-14T19:06:11'
    >>> local_time("添加于 2023年2月9日星期四 下午6:35:21"), local_time("Added on Monday, 3 December 12 9:42 PM")
    ('2023-02-09T18:35:21', '2012-12-03T21:42:00')
    >>> local_time("Tuesday, April 24, 2012"), local_time("3/4/2024")
    ('2012-04-24', '')
    """
    plain = _folded(text)
    clock = _CLOCK.search(plain) or _CHINESE_CLOCK.search(plain)
    rest = plain if clock is None else f"{plain[: clock.start()]} | {plain[clock.end() :]}"
    day = _day(rest)
    if day is None:
        return ""
    hour, minute, second = _time_of_day(clock, plain) if clock else (0, 0, 0)
    try:
        moment = datetime(*day, hour, minute, second)  # noqa: DTZ001 (a device does not say where it was)
    except ValueError:
        return ""
    return moment.isoformat() if clock else moment.date().isoformat()


def _folded(text: str) -> str:
    """Put `text` into lower case without accents and without marks of direction."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = (c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", "".join(bare)).casefold().replace("ı", "i").replace("ł", "l")


def _time_of_day(clock: re.Match[str], text: str) -> tuple[int, int, int]:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    beside = _HALF.match(text, clock.end())
    half = beside[1] if beside else ""
    if (half == "p" or _AFTERNOON.search(text)) and hour < _NOON:
        hour += _NOON
    elif (half == "a" or _MORNING.search(text)) and hour == _NOON:
        hour = 0
    return hour, minute, second


def _day(text: str) -> tuple[int, int, int] | None:
    if numeric := _YEAR_FIRST.search(text):
        return int(numeric[1]), int(numeric[2]), int(numeric[3])
    named = _month(_WORD.finditer(text))
    if named is None:
        return None
    month, at = named
    numbers = sorted(_NUMBER.finditer(text), key=lambda number: abs(number.start() - at))[:2]
    if len(numbers) < 2:  # noqa: PLR2004 (a day and a year)
        return None
    first, second = (number[0] for number in sorted(numbers, key=lambda number: number.start()))
    day, year = (second, first) if len(first) == _YEAR_DIGITS else (first, second)
    if len(year) not in {2, _YEAR_DIGITS} or len(day) > 2:  # noqa: PLR2004 (digits of a day)
        return None
    return (int(year) if len(year) == _YEAR_DIGITS else 2000 + int(year)), month, int(day)


def _month(words: Iterable[re.Match[str]]) -> tuple[int, int] | None:
    """The month that is named, and where: a whole name before an abbreviation, which could be a day of the week."""
    found = list(words)
    for word in found:
        if number := _MONTH_OF.get(word[0]):
            return number, word.start()
    for word in found:
        stem = next((number for name, number in _STEMS.items() if word[0].startswith(name)), None)
        if number := stem or _SHORT.get(word[0] if len(word[0]) <= 4 else ""):  # noqa: PLR2004 (sept)
            return number, word.start()
    return None
