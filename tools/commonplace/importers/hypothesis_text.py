"""Hypothesis: the text that the client exports or copies, whose values stand as they are and may have many lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.grammar.hypothesis_listing import Listed, annotation_of
from commonplace.grammar.lines import Lines, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import Annotation, Export, Rejected

_BEGINS = re.compile(r"Annotation [1-9]\d*:\s*")
_FIELD = re.compile(r"(Created at|Author|Page|Type|Quote|Description|Comment|Tags): ?(.*)", re.DOTALL)
_HEADER = re.compile(r"(Group|Total users|Users|Total annotations|Total replies): ?(.*)")
_TOTAL = "Total annotations: "
_COUNTED = re.compile(rf"{_TOTAL}\d+\s*")
_TYPES = frozenset({"annotation", "highlight", "page note", "comment", "reply"})
_ORDER = ("Created at", "Author", "Page", "Type", "Quote", "Description", "Comment", "Tags")
_LONGEST_HEADER = 12


class _List(msgspec.Struct, frozen=True, kw_only=True):
    """One export within a file: what stands above its annotations, and where each of them begins."""

    title: str
    url: str
    group: str
    first: int
    last: int
    starts: tuple[int, ...]


class HypothesisText(Importer):
    """Reads the blocks ``Annotation N:``."""

    format = "hypothesis-text"
    app = ("Hypothesis", "Hypothesis")
    description = "Hypothesis: the client's export as text (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each export from its date to its last annotation."""
        for one in _lists(text_lines(export.text)):
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{len(one.starts)} annotations below “Total annotations:”",
                first_line=one.first + 1,
                last_line=one.last + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each block."""
        lines = text_lines(export.text)
        for one in _lists(lines):
            ends = (*one.starts[1:], one.last + 1)
            for number, (start, end) in enumerate(zip(one.starts, ends, strict=True)):
                listed = _listed(lines[start + 1 : end], one, number)
                if listed.says_anything or listed.created:
                    yield annotation_of(listed, self.format, export.name)
                else:
                    raw = "\n".join(lines[start:end]).strip()
                    yield Rejected(line=start + 1, problem="this annotation says nothing", raw=raw)


def _lists(lines: Lines) -> list[_List]:
    """Find the exports in a file: each begins above its line “Total annotations:”."""
    totals = [index for index in lines.beginning(_TOTAL[0]) if _COUNTED.fullmatch(lines[index])]
    found = []
    for position, total in enumerate(totals):
        following = totals[position + 1] if position + 1 < len(totals) else len(lines)
        first = _top(lines, total)
        last = _top(lines, following) - 1 if following < len(lines) else len(lines) - 1
        starts = tuple(index for index in range(total, last + 1) if _BEGINS.fullmatch(lines[index]))
        if starts:
            found.append(_list(lines, first, last, starts))
    return found


def _top(lines: Sequence[str], total: int) -> int:
    """The first line of the header around the line `total`."""
    index = total
    while index and total - index < _LONGEST_HEADER and lines[index - 1].strip():
        index -= 1
    return index


def _list(lines: Sequence[str], first: int, last: int, starts: tuple[int, ...]) -> _List:
    told: dict[str, str] = {}
    loose: list[str] = []
    for line in lines[first : starts[0]]:
        if named := _HEADER.match(line):
            told[named[1]] = named[2].strip()
        elif line.strip():
            loose.append(line.strip())
    loose = loose[1:] if loose and local_time(loose[0]) else loose
    url = loose[-1] if loose and re.match(r"[a-z][a-z0-9+.-]*:", loose[-1], re.IGNORECASE) else ""
    title = " ".join(loose[:-1] if url else loose)
    return _List(title=title, url=url, group=told.get("Group", ""), first=first, last=last, starts=starts)


def _listed(lines: Sequence[str], one: _List, number: int) -> Listed:
    told = _fields(lines)
    quote = told.get("Quote", "")
    return Listed(
        number=number,
        url=one.url,
        title=one.title,
        group=one.group,
        created=told.get("Created at", ""),
        author=told.get("Author", ""),
        page=told.get("Page", ""),
        kind=told.get("Type", ""),
        quote=quote[1:-1] if len(quote) > 1 and quote[0] == quote[-1] == '"' else quote,
        description=told.get("Description", ""),
        comment=told.get("Comment", ""),
        tags=tuple(tag for part in told.get("Tags", "").split(",") if (tag := part.strip())),
    )


def _fields(lines: Sequence[str]) -> dict[str, str]:
    """Read the fields of a block: a name counts where its field can still come, for a comment may hold any of them."""
    is_first_kind = not any(line.startswith("Created at: ") for line in lines[:1])
    return _fields_of_2023(lines) if is_first_kind else _in_order(lines, _ORDER)


def _in_order(lines: Sequence[str], order: Sequence[str]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    current, at = "", 0
    last_tags = max((i for i, line in enumerate(lines) if line.startswith("Tags: ")), default=-1)
    for index, line in enumerate(lines):
        field = _FIELD.match(line)
        place = order.index(field[1]) if field and field[1] in order else -1
        opens_tags = field is not None and field[1] == "Tags" and index == last_tags
        if field and place >= at and (field[1] != "Tags" or opens_tags) and _fits(field, current, told):
            current, at = field[1], place + 1
            told[current] = [field[2]]
        elif current:
            told[current].append(line)
    return {name: "\n".join(value).strip() for name, value in told.items()}


def _fits(field: re.Match[str], current: str, told: dict[str, list[str]]) -> bool:
    """Whether a line that begins like a field is one: a quote goes on until its closing mark."""
    if field[1] == "Type":
        return field[2].strip().casefold() in _TYPES
    return not (current == "Quote" and not "\n".join(told["Quote"]).rstrip().endswith('"'))


def _fields_of_2023(lines: Sequence[str]) -> dict[str, str]:
    """Read a block as the client wrote it first: date, comment, author without a name, quote, tags, page."""
    written = [line for line in lines if line.strip()]
    dated = bool(written) and bool(local_time(written[0]))
    rest = written[1:] if dated else written
    told = _in_order(rest, ("Comment", "Quote", "Tags", "Page"))
    comment, _, author = told.get("Comment", "").rpartition("\n")
    if "Quote" in told and author and "Comment" in told:
        told |= {"Comment": comment.strip(), "Author": author.strip()}
    return told | ({"Created at": written[0]} if dated else {})
