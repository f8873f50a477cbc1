"""Lines of the Obsidian plugin's notes, of any theme: what each one is, by its mark and not by what nests it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from commonplace.grammar.weread.places import cut_id, date_in, moment_of
from commonplace.grammar.weread.sections import section_called, unemphasised

Kind = Literal[
    "blank",
    "heading",
    "callout",
    "rule",
    "bullet",
    "pin",
    "place",
    "popular",
    "count",
    "thought",
    "time",
    "chapter",
    "posted",
    "id",
    "fact",
    "text",
]

_HEADING = re.compile(r" {0,3}(?:#{1,6}(?=[ \t]|(?:元数据|高亮划线|读书笔记|本书评论)[ \t]*$)|(?=◆[ \t]))(.*)")
"""A theme may forget the space before the title of a section."""
_NESTING = re.compile(r"[ \t]*((?:>[ \t]?)*)[ \t]*((?:[-*+][ \t]+)?)")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_CALLOUT = re.compile(r"\[!([^\]|]+)(?:\|[^\]]*)?\][+-]?(.*)")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_PIN = re.compile(r"(?:\[.\][ \t]+|\d{1,3}[.)][ \t]+)?📌\ufe0f?[ \t]*(🔥?)\ufe0f?(.*)")
_POPULAR = re.compile(r"🔥\ufe0f?(.*)")
_COUNT = re.compile(r"[🔥📊]\ufe0f?\s*([\d,]+)\s*人(?:共读|划线)")
_COUNTED_BEHIND = re.compile(r"(?P<words>.*\S)[ \t]+`🔥\ufe0f?(?P<number>\d{1,9})人`")
_TAKEN_BY = re.compile(r"(.*)[—–-]{1,2}\s*🙋?\s*([\d,]+)\s*人划线")
_THOUGHT = re.compile(r"(?:[💭💬]\ufe0f?(?:[ \t]*\*\*(?:我的)?想法[:：]\*\*)?|💡[ \t]*(?=\*[^*\s]))(.*)")
_IN_ITALICS = re.compile(r"\*([^*\s][^*]*)\*")
_TIME = re.compile(
    r"(?:[⏱🕰]\ufe0f?|记录于|创建于(?=[ \t]*\d{4}-)|Created at\b|[—–-]{1,2}\s*(?:创建于|created on)\b)(.*)",
    re.IGNORECASE,
)
_POSTED = re.compile(r"(?:◆\s*)?(\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)\s*发表想法[:：]?")
_LINKED = re.compile(r"\[.*\]\(<?weread://")
_BOOK_LINK = re.compile(
    r"(?:[^\[：:]{0,20}[：:].*)?\[[^\]\n]*\]\(<?(?:weread://reading|https?://weread\.qq\.com/)[^)\s]*\)(?:\s*[｜|·].*)?"
    r"|微信读书[:：][ \t]*https?://\S+"
)
"""Opens the book, or a chapter of it; what else stands beside it counts."""
_PLACE = re.compile(r"\[[^\]\n]*\]\(<?(weread://bestbookmark\?[^)\s>]+)>?\)")
_PLACE_END = re.compile(r"\]\(<?weread://bestbookmark\?[^)\s>]+>?\)(?P<id>[ \t]+\^\S+)?\s*")
_LONGEST_ARROW = 4
"""The label of a link behind the words of a highlight, which opens their place."""
_FACT = re.compile(
    r"<!--[ \t]*(?P<name>bookmarkId|reviewId|time|chapterUid|chapterIdx|range)[ \t]*:[ \t]*(?P<value>\S*)[ \t]*-->"
)
"""What an exporter keeps out of sight above each highlight or thought."""
# As the plugin's own theme writes them, which are most lines of most notes.
PLAIN_START = r"(?![\d\s🔥\ufe0f^⏱])"
PLAIN_WORDS = rf"{PLAIN_START}[^\n^⏱人]*+(?:(?:人(?!共读|划线)|(?<!\s)\^)[^\n^⏱人]*+)*+"
PLAIN_TIME = r"⏱ ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})"
_PLAIN_PIN_LINE = re.compile(f"> 📌 ({PLAIN_WORDS})")
_PLAIN_TIME_LINE = re.compile(rf"> {PLAIN_TIME} \^((?:[0-9]+-){{2,11}}[0-9]+)")
_DATE = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
# A theme may put the time in small print, in italics or out of sight.
_DRESSED_TIME = re.compile(
    r"(?:%%|<[^<>]{1,80}>|[*_`(（])+[ \t]*(?:-[ \t]*|(?P<number>\d{1,4})\.[ \t]+)?"
    rf"(?:⏱?\ufe0f?|写于|记录于|创建于)[ \t]*{_DATE}[ \t]*(?:%%|</[^<>]{{1,20}}>|[*_`)）])+"
    r"|<p class=['\"]weread-time['\"]>[^<>]*</p>"
    r"|\[\[\d{4}-\d\d-\d\d\]\][ \t]*\d{1,2}:\d\d(?::\d\d)?"
)
_AT_END = re.compile(rf"⏱\ufe0f?[ \t]*{_DATE}[ \t]*(?:\^\S+)?[ \t]*")
_BARE_TIME = re.compile(rf"⏱?\ufe0f?[ \t]*{_DATE}")
_POSTED_BEFORE = re.compile(
    rf"[ \t]*[*_]*(?P<time>{_DATE})[*_]*[ \t]*发表想法[:：][ \t]*"
    r"(?:\*\*(?P<bold>(?:(?!\*\*).)+)\*\*[ \t]*$|(?P<words>.*))"
)
_HIDDEN = re.compile(r"%%[ \t]*/?[a-z]+(?:-[a-z]+)*[ \t]*%%")
"""What tells a tool which lines to keep, and no reader sees: ``%% keep %%``."""
_WRITTEN = re.compile(r"✍\ufe0f?[ \t]*(\S.*)")
_SAID = re.compile(r"(?:我的)?想法[:：][ \t]*(\S.*)")
_COUNTED = re.compile(r"\d+\s*条.*")
_LABELLED = re.compile(
    r"\*\*[ \t]*(?:(?P<pin>划线|原文|摘录|高亮)|(?P<thought>(?:我的)?想法|评论|笔记|批注)"
    r"|(?P<time>时间|日期|创建时间)|(?P<chapter>章节))"
    r"[ \t]*(?:\*\*[ \t]*(?:[:：>]|$)|[:：][ \t]*\*\*)[ \t]*(?P<words>.*)"
)


class Line(NamedTuple):
    """One line of a note.

    Attributes
    ----------
    text : str
        What it says without its mark, its block id and what nests it.
    raw : str
        The line without the ``>`` that quote it, for words that go on over lines.
    created : str
        The date on it.
    is_timed : bool
        Whether it ends with a time, even one that is no date.
    number : int or None
        How many readers marked it; on a pin 0 if it says that many did; of a time above its highlight, which one it is.
    """

    at: int
    kind: Kind
    text: str = ""
    raw: str = ""
    block_id: str = ""
    created: str = ""
    is_timed: bool = False
    number: int | None = None
    is_quoted: bool = False
    is_item: bool = False
    is_indented: bool = False


def lines_of(source: Sequence[str], first: int) -> Iterator[Line]:
    """Tell what each line is; `first` is the number of the first one."""
    for at, raw in enumerate(source, start=first):
        if not raw:
            yield Line(at=at, kind="blank")
        elif heading := _HEADING.match(raw):
            yield Line(at=at, kind="heading", text=unemphasised(heading[1].strip().rstrip("#").rstrip()), raw=raw)
        elif place := _place_behind(raw):
            for part in place:
                yield _by_its_mark(_unnested(part, at))
        else:
            yield _plain(raw, at) or _by_its_mark(_unnested(raw, at))


def _place_behind(raw: str) -> tuple[str, str] | None:
    """Part the words of a highlight, with their id, from the arrow behind them that opens their place."""
    at = raw.rfind("](<weread://bestbookmark?") if "](<" in raw else raw.rfind("](weread://bestbookmark?")
    start = raw.rfind("[", max(at - _LONGEST_ARROW - 1, 0), at) if at > 0 else -1
    arrow, words = raw[start + 1 : at], raw[: max(start, 0)].rstrip()
    if not arrow or any(map(str.isalnum, arrow)) or not words.strip(" \t>*+-📌🔥\ufe0f"):
        return None
    end = _PLACE_END.fullmatch(raw, at)
    return (words + (end["id"] or ""), raw[start : end.start("id") if end["id"] else end.end()]) if end else None


def _plain(raw: str, at: int) -> Line | None:
    """Tell what a line is that has nothing but its mark and its words, or its time and its id."""
    if pin := _PLAIN_PIN_LINE.fullmatch(raw):
        return Line(at, "pin", pin[1].strip(), raw[2:], is_quoted=True)
    if time := _PLAIN_TIME_LINE.fullmatch(raw):
        return Line(at, "time", time[1], raw[2:], time[2], moment_of(time[1]), is_timed=True, is_quoted=True)
    return None


def as_text(line: Line) -> Line:
    """Read a line anew as words that go on, whatever it begins with."""
    return _words(line._replace(kind="text", number=None), line.raw.strip(" \t"))


def _unnested(source: str, at: int) -> Line:
    nesting = _NESTING.match(source)
    quoted, item, end = (nesting[1], nesting[2], nesting.end()) if nesting else ("", "", 0)
    return Line(
        at=at,
        kind="text",
        text=source[end:].strip(" \t"),
        raw=_QUOTED.sub("", source, count=1) if quoted else source,
        is_quoted=bool(quoted),
        is_item=bool(item),
        is_indented=source[:1] in {" ", "\t"},
    )


def _by_its_mark(line: Line) -> Line:
    told = (classify(line) for classify in (_bare, _framed, _others, _time, _labelled, _quoted_in_item, _own))
    return next((found for found in told if found), None) or _words(line, line.text)


def _bare(line: Line) -> Line | None:
    """Lines that hold no words of the book or the reader."""
    if not line.text:
        return line._replace(kind="blank")
    is_hidden = line.text.startswith("%%") and _HIDDEN.fullmatch(line.text) is not None
    if (
        is_hidden
        or line.text in {"-", "*", "+"}
        or (("](" in line.text or "://" in line.text) and _BOOK_LINK.fullmatch(line.text))
    ):
        return line._replace(kind="bullet")
    if _RULE.fullmatch(line.text):
        return line._replace(kind="rule")
    rest, block_id = cut_id(line.text)
    if block_id and not rest:
        return line._replace(kind="id", text="", block_id=block_id)
    callout = _CALLOUT.match(line.text) if line.is_quoted else None
    return line._replace(kind="callout", text=callout[1].strip().casefold(), raw=callout[2]) if callout else None


def _framed(line: Line) -> Line | None:
    """Lines with which a tool frames what it shows: comments, and titles of sections within callouts."""
    fact = _FACT.fullmatch(line.text) if line.text.startswith("<!--") else None
    if fact:
        return line._replace(kind="fact", text=fact["name"], raw=fact["value"])
    if line.is_quoted and line.text.startswith("#") and (title := _section_title(line.text)):
        return line._replace(kind="heading", text=title, raw=line.text)
    return None


def _section_title(text: str) -> str:
    """Read the title of a section that a theme puts into a callout; nothing if it is none."""
    heading = _HEADING.match(text)
    title = heading[1].strip() if heading else ""
    return title if title and section_called(title) else ""


def _others(line: Line) -> Line | None:
    """Lines about what other readers marked."""
    if "人" not in line.text and not line.text.startswith("🔥"):
        return None
    rest, block_id = cut_id(line.text)
    count = _COUNT.fullmatch(rest)
    if count:
        return line._replace(kind="count", text="", number=_number(count[1]), block_id=block_id)
    taken = _TAKEN_BY.fullmatch(rest)
    if taken:
        text = taken[1].strip().removeprefix("🔥").strip()
        return line._replace(kind="popular", text=text, number=_number(taken[2]), block_id=block_id)
    counted = _COUNTED_BEHIND.fullmatch(rest) if line.is_quoted else None
    if counted:
        return _words(line._replace(raw=counted["words"], number=_number(counted["number"])), counted["words"])
    popular = _POPULAR.fullmatch(rest)
    return line._replace(kind="popular", text=popular[1].strip(), block_id=block_id) if popular else None


def _time(line: Line) -> Line | None:
    posted = _POSTED.fullmatch(line.text) if "发表想法" in line.text else None
    if posted:
        return line._replace(kind="posted", text="", created=date_in(posted[1]), is_timed=True)
    time = _TIME.match(line.text)
    if time is None:
        return _dressed_time(line)
    rest, block_id = cut_id(time[1])
    return line._replace(kind="time", text=rest.strip(), created=date_in(rest), is_timed=True, block_id=block_id)


def _dressed_time(line: Line) -> Line | None:
    rest, block_id = cut_id(line.text)
    dressed = _DRESSED_TIME.fullmatch(rest)
    if not (dressed or (block_id and line.is_quoted and _BARE_TIME.fullmatch(rest.strip()))):
        return None
    number = int(dressed["number"]) if dressed and dressed["number"] else None
    return line._replace(kind="time", text="", created=date_in(rest), is_timed=True, block_id=block_id, number=number)


def _labelled(line: Line) -> Line | None:
    """Lines of a theme that says what each of them is: ``**划线**：…``."""
    label = _LABELLED.match(line.text) if line.text.startswith("**") else None
    if label is None or _COUNTED.fullmatch(label["words"]):
        return None
    if label["time"]:
        return line._replace(kind="time", text="", created=date_in(label["words"]), is_timed=True)
    if label["chapter"]:
        return line._replace(kind="chapter", text=label["words"].strip())
    return _words(line._replace(kind="pin" if label["pin"] else "thought"), label["words"])


def _quoted_in_item(line: Line) -> Line | None:
    """Lines of a tool that quotes each highlight within an item, and says what the reader thought in an item below."""
    if not line.is_item or line.is_quoted:
        return None
    said = (_SAID.match(line.text) if line.is_indented else None) or _WRITTEN.match(line.text)
    if said:
        return _words(line._replace(kind="thought"), said[1])
    return _words(line._replace(kind="pin"), line.text[2:]) if line.text.startswith("> ") else None


def _own(line: Line) -> Line | None:
    """Lines with which a highlight or a thought of the reader begins."""
    thought = _THOUGHT.match(line.text)
    posted = _POSTED_BEFORE.match(thought[1]) if thought else None
    if posted:
        words = posted["bold"] or posted["words"]
        return _words(line._replace(kind="thought", created=date_in(posted["time"])), words)
    if thought:
        slanted = _IN_ITALICS.fullmatch(thought[1]) if line.text.startswith("💡") else None
        return _words(line._replace(kind="thought"), slanted[1] if slanted else thought[1])
    pin = _PIN.match(line.text)
    if pin and _BARE_TIME.fullmatch(pin[2].strip()):
        return line._replace(kind="time", text="", created=date_in(pin[2]), is_timed=True)
    if pin:
        return _words(line._replace(kind="pin", number=0 if pin[1] else None), pin[2])
    place = _PLACE.fullmatch(line.text)
    if place and not line.is_quoted:
        return line._replace(kind="place", text=place[1])
    return _words(line._replace(kind="pin"), line.text) if line.is_quoted and _LINKED.match(line.text) else None


def _words(line: Line, text: str) -> Line:
    """Read words, which may end with their time and an id."""
    at = text.rfind("⏱")
    start = text[: max(at, 0)].removesuffix("- ")
    if at < 0 or start[-1:] not in {" ", "\t"} or (len(start) == at and not _AT_END.fullmatch(text, at)):
        rest, block_id = cut_id(text)
        return line._replace(text=rest.strip(), block_id=block_id)
    time, last_id = cut_id(text[at + 1 :])
    at = len(start)
    rest, block_id = cut_id(text[:at])
    return line._replace(text=rest.strip(), created=date_in(time), is_timed=True, block_id=last_id or block_id)


def time_of_title(title: str) -> str:
    """Read the title of a callout that is nothing but a time: ``> [!quote] ⏱ 2022-12-09 23:42:42``."""
    return date_in(title) if _BARE_TIME.fullmatch(title.strip()) else ""


def _number(text: str) -> int:
    return int(text.replace(",", "")[:15] or 0)
