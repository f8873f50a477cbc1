"""From an export to the importers that read it: by what it says, never by its name; part by part where formats mix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from commonplace.errors import UnknownFormatError
from commonplace.importer import Claim, Importer
from commonplace.model import Export, Rejected

_HEADING = re.compile(r"#{1,6} ")
_FENCE = "---"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one importer reads of an export: the whole text, with the lines of other formats blank."""

    importer: Importer
    export: Export


class Division(msgspec.Struct, frozen=True, kw_only=True):
    """An export divided into parts.

    Attributes
    ----------
    parts : tuple of Part
        One for each importer.
    unclaimed : tuple of Rejected
        The blocks of lines between them that no importer knows.
    ordinary : bool
        Whether all that was seen is what people write in any note.
    """

    parts: tuple[Part, ...]
    unclaimed: tuple[Rejected, ...] = ()
    ordinary: bool = False


def divided(export: Export, importers: Iterable[Importer]) -> Division:
    """Give each line of `export` to the importer that claims it most confidently.

    Headings and front matter stay in every part, because they say of what follows which chapter and book it is
    about; so do the line numbers.

    Raises
    ------
    UnknownFormatError
        If no importer claims a line, or two claim one with equal confidence; the error lists what was seen.
    """
    readers = [importer for importer in importers if importer.container == export.container]
    claims = [(importer, claim) for importer in readers for claim in importer.identify(export)]
    if not claims:
        raise _unknown(export)
    lines = export.text.split("\n")
    owners = _owners(export, claims, len(lines))
    speaking = {owner for owner, line in zip(owners, lines, strict=True) if line.strip()}
    # Of what another one reads better, a claim may be left with nothing but the blank lines around it.
    present = [importer for importer in dict.fromkeys(owners) if importer and importer in speaking]
    context = _context_lines(lines)
    unclaimed = tuple(_unclaimed(lines, owners, context))
    ordinary = len(present) == 1 and all(claim.ordinary for _, claim in claims)
    if len(present) == 1 and not unclaimed:
        return Division(parts=(Part(importer=present[0], export=export),), ordinary=ordinary)
    return Division(
        parts=tuple(
            Part(importer=importer, export=_part(export, lines, owners, importer, context)) for importer in present
        ),
        unclaimed=unclaimed,
        ordinary=ordinary,
    )


def _unknown(export: Export) -> UnknownFormatError:
    if not export.text.strip():
        return UnknownFormatError("is empty", hint="Export it once more from the app.", path=export.name)
    return UnknownFormatError(
        "is in no format that commonplace knows",
        hint="See `commonplace list formats`; if it is one of them, name it with --format.",
        path=export.name,
    )


def undivided(export: Export, importer: Importer) -> Division:
    """Give all of `export` to one importer, because the user said so.

    Raises
    ------
    UnknownFormatError
        If it reads another kind of file.
    """
    if importer.container != export.container:
        kinds = {"": "text", "sqlite": "an SQLite database", "pdf": "a PDF"}
        raise UnknownFormatError(
            f"is {kinds[export.container]}, and {importer.format} reads {kinds[importer.container]}",
            hint="Leave out --format, or name another one of `commonplace list formats`.",
            path=export.name,
        )
    return Division(parts=(Part(importer=importer, export=export),))


def _part(
    export: Export,
    lines: Sequence[str],
    owners: Sequence[Importer | None],
    importer: Importer,
    context: frozenset[int],
) -> Export:
    kept = (line if owners[number] is importer or number in context else "" for number, line in enumerate(lines))
    return replace(export, text="\n".join(kept))


def _unclaimed(lines: Sequence[str], owners: Sequence[Importer | None], context: frozenset[int]) -> Iterator[Rejected]:
    """The blocks of text that nobody claims, each as one rejection."""
    block: list[str] = []
    for number, line in enumerate((*lines, "")):
        is_open = number < len(lines) and owners[number] is None and number not in context and bool(line.strip())
        if is_open:
            block.append(line)
        elif block:
            problem = (
                "is in no format that commonplace knows; if it is one of `commonplace list formats`, move it to a file"
            )
            yield Rejected(line=number - len(block) + 1, problem=problem, raw="\n".join(block))
            block = []


def _owners(export: Export, claims: Sequence[tuple[Importer, Claim]], count: int) -> list[Importer | None]:
    """The importer of each line, as an index from 0; None where nobody claims it."""
    owners: list[Importer | None] = [None] * count
    confidence = [0.0] * count
    for importer, claim in sorted(claims, key=lambda pair: -pair[1].confidence):
        for number in range(claim.first_line - 1, min(claim.last_line, count)):
            if owners[number] is None:
                owners[number], confidence[number] = importer, claim.confidence
            elif owners[number] is not importer and confidence[number] == claim.confidence:
                raise _ambiguous(export, claims, number + 1)
    return owners


def _ambiguous(export: Export, claims: Sequence[tuple[Importer, Claim]], line: int) -> UnknownFormatError:
    seen = [
        f"{importer.format}: {claim.evidence} (confidence {claim.confidence:g})"
        for importer, claim in claims
        if claim.first_line <= line <= claim.last_line
    ]
    return UnknownFormatError(
        "could be in more than one format: " + "; ".join(seen),
        hint="Say which with --format.",
        path=export.name,
        line=line,
    )


def _context_lines(lines: Sequence[str]) -> frozenset[int]:
    """Lines that every part keeps: ATX headings, and front matter wherever a note with one begins."""
    context: set[int] = set()
    opened: int | None = None
    for number, line in enumerate(lines):
        if line.rstrip() == _FENCE:
            if opened is not None:
                context.update(range(opened, number + 1))
                opened = None
            elif not number or not lines[number - 1].strip():
                opened = number
        elif opened is not None and not line.strip():
            opened = None  # A rule or an unclosed fence, not front matter.
        if _HEADING.match(line):
            context.add(number)
    return frozenset(context)
