"""calibre: annotations as it exports them for people, in Markdown and as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

import msgspec

from commonplace.grammar.lines import note_lines, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.grammar.web_annotation import EPUB_CFI
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, FragmentSelector, Locator, Rejected

_RULE = re.compile(r"\s*(?:-{10,}|───)\s*")
_HEADING = re.compile(r"(#{1,6}) +(.*?)\s*")
_LINK = re.compile(r"\s*\*?\[(?P<date>[^\]]*)\]\((?P<address>calibre://view-book/[^)\s]*)\)\*?\s*")
_ADDRESS = re.compile(
    r"calibre://view-book/[^/]*/(?P<book>\d+)/(?P<kind>\w+)(?:\?open_at=(?P<place>.*))?", re.IGNORECASE
)
_DATE = re.compile(
    r"\s*\*?(?=\D{0,20}\d)(?=[^:：時时]*\d{1,2}\s?[:：.時时]\s?\d{2})(?=[^./年월-]*[./年월-]|.*\b\d{4}\b)[\w\s,.:/：\u202f年月日上下午前後時时分-]{8,45}\*?\s*"
)
_STEP = re.compile(r"[/:](\d{1,9})")
_LEVEL_OF_BOOK = 2


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """The lines between two rules, as indices; `date` is that of the line below the marked words."""

    first: int
    last: int
    date: int | None


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a record stands: the number of its book, the file, the headings above it with their levels."""

    book: str
    name: str
    headings: tuple[tuple[int, str], ...]
    number: int


class CalibreText(Importer):
    """Reads the records between rules, each with its date below its words."""

    format = "calibre-text"
    app = ("calibre", "calibre")
    description = "calibre: annotations exported as Markdown or plain text (.md, .txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim from the first heading or record to the last one."""
        lines = note_lines(export.text)
        if not lines or ("calibre://view-book/" not in export.text and "───" not in export.text):
            return
        records = _records(lines)
        dated = [record for record in records if record.date is not None]
        if not dated:
            return
        linked = sum(bool(_LINK.fullmatch(lines[record.date])) for record in dated if record.date is not None)
        yield Claim(
            confidence=CERTAIN if linked else TYPICAL,
            evidence=f"{len(dated)} records with a date, {linked} of them linked to calibre",
            first_line=_top(lines, dated[0].first) + 1,
            last_line=min(dated[-1].last + 1, len(lines)),
        )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each record, in order."""
        lines = text_lines(export.text)
        books = {record.first: _book(lines, record) for record in _records(lines)}
        known = next(filter(None, books.values()), "")
        headings: list[tuple[int, str]] = []
        for number, record in enumerate(_records(lines)):
            at = record.first
            while at < record.last and (not lines[at].strip() or _HEADING.fullmatch(lines[at])):
                match = _HEADING.fullmatch(lines[at])
                if match:
                    headings = [one for one in headings if one[0] < len(match[1])] + [(len(match[1]), match[2])]
                at += 1
            if at == record.last:
                continue
            book = books[record.first] or known
            here = _Place(book=book, name=export.name, headings=tuple(headings), number=number)
            yield _unit(lines, record, at, here)


def _records(lines: Sequence[str]) -> list[_Record]:
    """Part `lines` at the rules; blank parts are none."""
    found: list[_Record] = []
    first, date = 0, None
    for at, line in enumerate(lines):
        if date is None and _is_date(lines, at, first):
            date = at
        elif _RULE.fullmatch(line):
            if any(one.strip() for one in lines[first:at]):
                found.append(_Record(first=first, last=at, date=date))
            first, date = at + 1, None
    if any(line.strip() for line in lines[first:]):
        found.append(_Record(first=first, last=len(lines), date=date))
    return found


def _is_date(lines: Sequence[str], at: int, first: int) -> bool:
    """Whether the line says when the words above it were marked."""
    is_followed = at + 1 == len(lines) or not lines[at + 1].strip()
    if not (_LINK.fullmatch(lines[at]) or (is_followed and _DATE.fullmatch(lines[at]))):
        return False
    return any(lines[above].strip() and not _HEADING.fullmatch(lines[above]) for above in range(first, at))


def _top(lines: Sequence[str], first: int) -> int:
    return next((at for at in range(first, len(lines)) if lines[at].strip()), first)


def _book(lines: Sequence[str], record: _Record) -> str:
    """The number of the book in calibre's library, from the link of a record."""
    match = _LINK.fullmatch(lines[record.date]) if record.date is not None else None
    address = _ADDRESS.fullmatch(match["address"]) if match else None
    return address["book"] if address else ""


def _unit(lines: Sequence[str], record: _Record, at: int, here: _Place) -> Annotation | Rejected:
    if record.date is None:
        raw = "\n".join(lines[at : record.last]).strip()
        return Rejected(line=at + 1, problem="has no date below its words, so it is no annotation of calibre", raw=raw)
    link = _LINK.fullmatch(lines[record.date])
    address = _ADDRESS.fullmatch(link["address"]) if link else None
    written = link["date"] if link else lines[record.date].strip().strip("*")
    place = unquote(address["place"] or "") if address else ""
    date = local_time(written)
    extra: dict[str, JSON] = ({"link": link["address"]} if link else {}) | ({} if date else {"date": written})
    title = next((title for level, title in here.headings if level <= _LEVEL_OF_BOOK), "")
    return highlight(
        importer=CalibreText.format,
        document=Document(key=f"calibre:{here.book}" if here.book and link else title or here.name, title=title),
        quote="\n".join(lines[at : record.date]).strip(),
        notes=("\n".join(lines[record.date + 1 : record.last]).strip(),),
        selectors=(FragmentSelector(value=place, conforms_to=EPUB_CFI),) if place.startswith("epubcfi(") else (),
        native_id=place,
        locator=Locator(
            headings=tuple(title for level, title in here.headings if level > _LEVEL_OF_BOOK),
            order=(*map(int, _STEP.findall(place)), here.number),
        ),
        created=date,
        extra=extra,
    )
