"""得到 Dedao: notes of one book as its app copies them, signed at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.lines import Lines, note_lines, text_lines
from commonplace.grammar.marks import highlight
from commonplace.grammar.paragraphs import Paragraph, book_of, paragraphs, title_in
from commonplace.importer import CERTAIN, Claim, Importer
from commonplace.model import Annotation, Export, Locator, Rejected

_DASHES = "—–－-"
_SIGNATURE = re.compile(rf"\s*[{_DASHES}]{{1,4}}\s*来自\s*[「《]?得到[」》]?\s*(?:App|APP|app|应用)?\s*")
_RULE = re.compile(r"\s*-{6,}\s*")
_ORIGINAL = re.compile(r"\s*原文\s*[:：]\s*")
_THOUGHT = re.compile(r"\s*(?:\*\s+|(?:笔记|想法|批注)\s*[:：]\s*)")
_GAP_OF_CHAPTER = 2


class _Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one book, as indices: its first, and that of the signature."""

    first: int
    last: int


class Dedao(Importer):
    """Reads each highlight with the thought above it."""

    format = "dedao"
    app = ("得到", "Dedao")
    description = "得到 Dedao: copied notes of a book (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each copy, up to its signature."""
        for copy in _copies(note_lines(export.text)):
            yield Claim(
                confidence=CERTAIN,
                evidence="the signature ——来自得到App",
                first_line=copy.first + 1,
                last_line=copy.last + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each note, in order."""
        lines = text_lines(export.text)
        copies = _copies(lines)
        if not copies:
            raise MalformedExportError(
                "holds no notes of 得到", hint="They end with a line ——来自得到App.", path=export.name
            )
        for copy in copies:
            yield from _units(lines, copy, export.name)


def _copies(lines: Lines) -> list[_Copy]:
    found: list[_Copy] = []
    start = 0
    for at in lines.beginning(_DASHES):
        if _SIGNATURE.fullmatch(lines[at]):
            first = next((one for one in range(start, at) if lines[one].strip()), at)
            found.append(_Copy(first=first, last=at))
            start = at + 1
    return found


def _units(lines: Sequence[str], copy: _Copy, name: str) -> Iterator[Annotation | Rejected]:
    blocks = list(paragraphs(lines, copy.first, copy.last))
    if not blocks:
        return
    header, *rest = blocks
    if len(header.lines) == 1 and rest and rest[0].gap < _GAP_OF_CHAPTER and len(rest[0].lines) == 1:
        # A blank line between title and author.
        header = Paragraph(first=header.first, gap=0, lines=(*header.lines, *rest.pop(0).lines))
    document = book_of(Dedao.format, title_in(header.lines[0]), "".join(header.lines[1:2]), name=name)
    chapter, number = "", 0
    for block in rest:
        body = block.lines
        if block.gap >= _GAP_OF_CHAPTER and not _is_note(body):
            chapter, body = body[0].strip(), body[1:]
        quote, thought = _parted(body)
        if quote or thought:
            yield highlight(
                importer=Dedao.format,
                document=document,
                quote=quote,
                notes=(thought,),
                locator=Locator(headings=(chapter,) if chapter else (), order=(number,)),
            )
            number += 1
        elif body:
            yield Rejected(line=block.first + 1, problem="a note without words", raw="\n".join(body), by_design=True)


def _is_note(body: Sequence[str]) -> bool:
    return bool(_ORIGINAL.match(body[0]) or _RULE.fullmatch(body[0]) or _THOUGHT.match(body[0]))


def _parted(body: Sequence[str]) -> tuple[str, str]:
    """The marked words, and the thought that stands above them and a rule of dashes."""
    rule = next((at for at, line in enumerate(body) if _RULE.fullmatch(line)), -1)
    thought, quote = list(body[: max(rule, 0)]), list(body[rule + 1 :])
    if rule < 0 and quote and _THOUGHT.match(quote[0]):
        original = next((at for at, line in enumerate(quote) if _ORIGINAL.match(line)), len(quote))
        thought, quote = quote[:original], quote[original:]
    return _words(quote, _ORIGINAL), _words(thought, _THOUGHT)


def _words(lines: Sequence[str], label: re.Pattern[str]) -> str:
    text = "\n".join(line.strip() for line in lines).strip()
    match = label.match(text)
    return text[match.end() :].strip() if match else text
