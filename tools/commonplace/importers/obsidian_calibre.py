"""calibre: the notes that its plugin Highlights to Obsidian writes, a link to the place above each quotation."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

import msgspec

from commonplace.grammar.lines import note_lines, text_lines
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.grammar.web_annotation import EPUB_CFI
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, FragmentSelector, Locator, Rejected

_LINK = re.compile(
    r"(?:[-*#]+ )?\[[^\]\n]{1,80}\]\((?P<address>calibre://view-book/[^/\s]*/(?P<book>\d{1,12})/\w{1,12}"
    r"\?open_at=(?P<place>epubcfi\(\S+\)))\)(?P<rest>.*)"
)
_SENT = re.compile(r"\d{1,9} highlights from \"(?P<title>.*)\" sent on .*")
"""What the plugin puts above the highlights that it sends together."""
_TIME = re.compile(r"\b(\d{4}-\d\d-\d\d) at (\d\d:\d\d:\d\d) UTC\b")
_QUOTED = re.compile(r">[ ]?")
_RULE = re.compile(r"-{3,}\s*")
_BY = re.compile(r"(?P<title>.+) by (?P<authors>\(?'?[^\W\d_].*)")
_SEVERAL = re.compile(r" & |', '|,(?= \S+ \S)")
_PART = re.compile(r" \(\d{1,3}\)\Z")
"""The number of a further file, as one of them holds no more than so many highlights."""
_STEP = re.compile(r"[/:](\d{1,9})")


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a highlight, as indices: its link, its quotation and what follows that."""

    first: int
    quoted: int
    below: int
    last: int
    link: re.Match[str]
    title: str


class ObsidianCalibre(Importer):
    """Reads each quotation below a link to its place, and what the reader wrote below that."""

    format = "obsidian-calibre"
    app = ("calibre", "calibre")
    description = "calibre: the notes of its plugin Highlights to Obsidian (.md)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each highlight, and the line above those that were sent together."""
        lines = note_lines(export.text)
        if not lines or "](calibre://view-book/" not in export.text:
            return
        quoted = sum(record.quoted < record.below for record in _records(lines))
        if quoted:
            yield Claim(
                confidence=CERTAIN,
                evidence=f"{quoted} highlights with a link to calibre",
                first_line=_marks(lines)[0][0] + 1,
                last_line=len(lines),
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        lines = text_lines(export.text)
        title, authors = _named(export.name)
        for number, record in enumerate(_records(lines)):
            link = record.link
            quote = "\n".join(_QUOTED.sub("", line, count=1) for line in lines[record.quoted : record.below])
            if not quote.strip():
                raw = "\n".join(lines[record.first : record.last]).strip()
                yield Rejected(line=record.first + 1, problem="has no quotation below its link to calibre", raw=raw)
                continue
            place = unquote(link["place"])
            time = _TIME.search(link["rest"])
            created = f"{time[1]}T{time[2]}+00:00" if time else local_time(link["rest"])
            extra: dict[str, JSON] = {"link": link["address"]}
            yield highlight(
                importer=ObsidianCalibre.format,
                document=Document(key=f"calibre:{link['book']}", title=record.title or title, authors=authors),
                quote=quote.strip(),
                notes=("\n".join(lines[record.below : record.last]).strip(),),
                selectors=(FragmentSelector(value=place, conforms_to=EPUB_CFI),),
                native_id=place,
                locator=Locator(order=(*map(int, _STEP.findall(re.sub(r"\[[^\[\]]*\]", "", place))), number)),
                created=created,
                extra=extra,
            )


def _marks(lines: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    """The lines that begin a highlight, or stand above those that were sent together."""
    return [(at, mark) for at, line in enumerate(lines) if (mark := _LINK.fullmatch(line) or _SENT.fullmatch(line))]


def _records(lines: Sequence[str]) -> Iterator[_Record]:
    found = _marks(lines)
    title = ""
    for number, (start, mark) in enumerate(found):
        if mark.re is _SENT:
            title = mark["title"]
            continue
        last = found[number + 1][0] if number + 1 < len(found) else len(lines)
        while last > start + 1 and not lines[last - 1].strip():
            last -= 1
        last -= bool(last > start + 1 and _RULE.fullmatch(lines[last - 1]))
        quoted = next((at for at in range(start + 1, last) if lines[at].strip()), last)
        below = next((at for at in range(quoted, last) if not _QUOTED.match(lines[at])), last)
        yield _Record(first=start, quoted=quoted, below=below, last=last, link=mark, title=title)


def _named(name: str) -> tuple[str, tuple[str, ...]]:
    """Title and authors from the name of a file, made of both; the title alone if it names no one."""
    stem = _PART.sub("", posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0])
    named = _BY.fullmatch(stem)
    people = [part.strip("()', ") for part in _SEVERAL.split(named["authors"])] if named else []
    if named and all(" " in one and one[:1].isupper() for one in people):
        return named["title"], tuple(people)
    return stem, ()
