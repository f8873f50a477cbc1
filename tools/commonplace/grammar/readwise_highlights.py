"""The highlights of a note of Readwise, line by line, in whatever template its reader keeps them."""

from __future__ import annotations

import re
from textwrap import dedent

import msgspec

from commonplace.grammar.readwise_anchors import anchored, ends_in_anchor, is_block_id, only_anchor

ITEM = re.compile(r"[-*+](?:[ \t]+|$)")
_FIELD = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__|\[\[)?(Tags?|Tagged|Note|Comment|See also|note(?=::)|tags(?=::))"
    r"(?:\*\*|__|\]\])?::?(?:\*\*|__)?"
    r"[ \t]*(.*)"
)
_NAMES = {
    "Tag": "Tag",
    "Tags": "Tag",
    "Tagged": "Tag",
    "tags": "Tag",
    "Note": "Note",
    "note": "Note",
    "Comment": "Note",
}
_WHEN = re.compile(
    r"[ \t]*(?:(?:[-*+][ \t]+)?(?:Highlighted:|Date::) (.*)"
    r"|(?:[-*+][ \t]+)?\[\[(\d{4}-\d\d-\d\d)\]\](?:[ \t]+(\d{1,2}:\d\d(?::\d\d)?))?)[ \t]*"
)
_UPDATED = re.compile(r"Updated: .*")
_ID_OF_NOTE = re.compile(r"[ \t]\^\w{1,40}(?:-note|comment)[ \t]*$")
RULE = re.compile(r"-{3,}\s*")
QUOTED = re.compile(r" {0,3}> ?")
_CALLOUT = re.compile(r"\[![^\]\n]+\][+-]?[ \t]*")
_ADMONITION = re.compile(r"`{3,}ad-[\w-]+[ \t]*")
_MARKED_ITEM = re.compile(r"[ \t]*[-*+][ \t]+(?:\[.\][ \t]+)?")
_NEXT_PARAGRAPH = 2
_NAMES_OF_HIGHLIGHTS = frozenset({"highlight", "quote"})


class Unit(msgspec.Struct):
    """A highlight or a stretch of the reader's own words while it is read.

    Attributes
    ----------
    kind : str
        ``highlight`` or ``prose``.
    added, native_id : str
        When a sync brought it, and Readwise's own number of it, where headings say so.
    is_complete : bool
        Whether its words ended in an anchor: what follows is the reader's.
    follows_rule, is_quotation : bool
        Whether a rule stands above it, and whether it is shown as a quotation.
    """

    kind: str
    headings: tuple[str, ...]
    first: int
    last: int
    added: str = ""
    native_id: str = ""
    is_wordless: bool = True
    is_complete: bool = False
    follows_rule: bool = False
    is_quotation: bool = False
    fields: dict[str, list[str]] = msgspec.field(default_factory=lambda: {"text": []})
    growing: str = "text"

    def add(self, number: int, name: str, line: str) -> None:
        """Add a line to one of its fields."""
        self.fields.setdefault(name, []).append(line)
        self.growing, self.last = name, number
        if name == "text" and line.strip():
            self.is_wordless = False
            self.is_complete = self.is_complete or ends_in_anchor(line)

    def take_anchor(self, line: str) -> None:
        """Take what a link above the words says."""
        told = anchored(line)
        self.native_id = self.native_id or told.native_id
        self.fields |= {"Address": [told.address], "Place": [told.place], "Kind": [told.kind]}

    def said(self, name: str) -> str:
        """A field without the indentation that its further lines have in common."""
        first, *others = self.fields.get(name) or [""]
        return "\n".join((first.strip(), *dedent("\n".join(others)).split("\n"))).strip()

    @property
    def gap(self) -> int:
        """How many blank lines were read last, two at the most."""
        last = self.fields[self.growing][-2:]
        return len(last) if not any(last) else int(not last[-1])


def _named_note(line: str) -> str:
    """Read a note that a template names after its highlight (``^rw1-note``), and calls by no label."""
    end = _ID_OF_NOTE.search(line) if line.rstrip().endswith(("-note", "comment")) else None
    named = _FIELD.match(line)
    if end is None or (named and named[1] != "Comment"):
        return ""
    return line[named.start(2) if named else 0 : end.start()]


def with_first_note(units: list[Unit]) -> list[Unit]:
    """Put words right above the first highlight with it, where rules part highlights whose notes stand above them."""
    at = next((at for at, unit in enumerate(units) if unit.kind == "highlight"), 0)
    note, unit = units[at - 1 : at + 1] if at else (None, None)
    if note is None or unit is None or not any(one.follows_rule for one in units):
        return units
    is_its_own = unit.first - note.last <= _NEXT_PARAGRAPH and not note.follows_rule and "Note" not in unit.fields
    is_its_own = is_its_own and not QUOTED.match(note.said("text"))
    if not (unit.is_quotation and is_its_own and note.headings == unit.headings):
        return units
    unit.fields["Note"], unit.first = note.fields["text"], note.first
    return [*units[: at - 1], *units[at:]]


class HighlightsReader:
    """Reads the section of the highlights: what a line is depends on the unit above it."""

    def __init__(self, units: list[Unit], *, mirrored: bool) -> None:
        self._units = units
        self.unit: Unit | None = None
        self.headings: tuple[str, ...] = ()
        self.added = ""
        self._mirrored = mirrored
        self._in_admonition = False
        self._was_quoted = self._in_quotations = self._follows_rule = False

    def read(self, number: int, line: str) -> None:
        """Take one line in: part of a highlight, of what is told of it, or of the reader's own words."""
        unit = self.unit
        is_quoted = QUOTED.match(line) is not None and (
            self._was_quoted or not unit or unit.is_wordless or self._is_behind_gap(unit)
        )
        if self._in_admonition:
            self._in_admonition = not line.startswith("```")
            if unit and self._in_admonition:
                unit.add(number, "Note", line)
        elif unit and _ADMONITION.fullmatch(line):
            self._in_admonition = True
        elif unit and is_block_id(line):
            unit.add(number, "text", f" {line}")
        elif unit and (words := _named_note(line)):
            unit.add(number, "Note", words)
        elif is_quoted:
            self._read_quoted(number, line)
        elif not self._read_field(number, line):
            self._read_words(number, line)
        self._follows_rule = RULE.fullmatch(line) is not None if line.strip() else self._follows_rule
        self._in_quotations = self._in_quotations or is_quoted
        self._was_quoted = is_quoted

    def _read_quoted(self, number: int, line: str) -> None:
        """Read a line of a highlight that the template shows as a quotation or a callout."""
        words = QUOTED.sub("", line, count=1)
        marker = _CALLOUT.match(words)
        unit, named = self.unit, _FIELD.match(words)
        # A template without a gap between two highlights makes one quotation of them all.
        is_next = unit is not None and unit.is_complete and words[:1].strip() not in {"", ">"} and ends_in_anchor(words)
        if marker or not self._was_quoted or unit is None or (is_next and not only_anchor(words)):
            unit, words = self._begin_quoted(number), words[marker.end() :] if marker else words
            unit.is_quotation = True
            words = "" if words.strip().casefold() in _NAMES_OF_HIGHLIGHTS else words
            if marker and only_anchor(words):  # The words stand below a title that is the link.
                unit.take_anchor(words)
            else:
                unit.add(number, "text", words)
        elif named:
            self._add_field(unit, number, named)
        elif unit.is_complete and QUOTED.match(words):
            inner = QUOTED.sub("", words, count=1)
            if _CALLOUT.match(inner):
                unit.fields.setdefault("Note", [])
                unit.growing, unit.last = "Note", number
            elif inside := _FIELD.match(inner):
                self._add_field(unit, number, inside)
            else:
                unit.add(number, "Note", inner)
        else:
            unit.add(number, "Note" if unit.is_complete and unit.growing == "text" else unit.growing, words)

    def _begin_quoted(self, number: int) -> Unit:
        """Begin a highlight, or go on with one that has only its name yet, or with the note that stands above it."""
        unit = self.unit
        if unit and unit.kind == "highlight" and unit.is_wordless and unit.native_id:
            return unit
        if unit and unit.kind == "prose" and unit.follows_rule and not unit.is_complete:
            unit.kind, unit.fields, unit.is_wordless = "highlight", {"text": [], "Note": unit.fields["text"]}, True
            return unit
        return self.begin(number, "highlight")

    def _read_field(self, number: int, line: str) -> bool:
        """Read a line that a template puts beside the words: tags, a note, when."""
        unit, named, when = self.unit, _FIELD.match(line), _WHEN.fullmatch(line)
        if unit is None:
            return False
        if named and named[1] == "Comment" and not unit.is_complete:
            return False  # Words of a page that people commented on.
        if named and self._may_be_field(unit, line):
            self._add_field(unit, number, named)
            return True
        if when and (unit.is_complete or unit.is_wordless):
            said = when[1] or " ".join(filter(None, (when[2], when[3])))
            unit.fields["When"], unit.last = [said], number
            return True
        if unit.native_id and not unit.is_wordless and not only_anchor(line) and ITEM.match(line):
            unit.add(number, "Note", _MARKED_ITEM.sub("", line, count=1))
            return True
        return unit.is_complete and "When" in unit.fields and _UPDATED.fullmatch(line) is not None

    def _may_be_field(self, unit: Unit, line: str) -> bool:
        is_inside = line[:1] in " \t" or not ITEM.match(line) or self._mirrored or self._in_quotations
        return is_inside or (unit.is_complete and not ends_in_anchor(line))

    @staticmethod
    def _add_field(unit: Unit, number: int, named: re.Match[str]) -> None:
        name = _NAMES.get(named[1], "")
        unit.add(number, name or "Note", named[2] if name else f"{named[1]}: {named[2]}")

    def _is_behind_gap(self, unit: Unit) -> bool:
        """Whether the line above is blank and `unit` is no item, of which a quotation may be a part."""
        return unit.gap > 0 and (self._in_quotations or unit.kind == "prose")

    def _read_words(self, number: int, line: str) -> None:
        unit = self.unit
        if RULE.fullmatch(line):
            self.unit = None
        elif ITEM.match(line) and not self._mirrored:
            self.begin(number, "highlight").add(number, "text", ITEM.sub("", line, count=1))
        elif unit is None:
            if line.strip():
                self._begin_words(number, line)
        elif not line.strip():
            unit.fields[unit.growing].append("")
        else:
            self._add_words(unit, number, line)
        if self.unit and self.unit.kind == "prose" and self.unit.is_complete:
            self.unit.kind = "highlight"

    def _add_words(self, unit: Unit, number: int, line: str) -> None:
        if unit.is_wordless or only_anchor(line):
            unit.add(number, "text", line)
        elif unit.is_complete and unit.growing == "text" and not unit.gap and not self._mirrored:
            unit.add(number, "Note", line)
        elif unit.growing == "Tag" and _MARKED_ITEM.match(line):  # A thought that its reader called by no label.
            unit.add(number, "Note", _MARKED_ITEM.sub("", line, count=1))
        elif line[:1] in " \t" or self._mirrored or not unit.gap or self._goes_on(unit):
            unit.add(number, unit.growing, line)
        else:
            self._begin_words(number, line)

    @staticmethod
    def _goes_on(unit: Unit) -> bool:
        """Whether a paragraph behind one blank line is one more of the same words."""
        return unit.kind == "prose" and not unit.is_complete and unit.gap == 1

    def _begin_words(self, number: int, line: str) -> None:
        self.begin(number, "highlight" if self._mirrored or ends_in_anchor(line) else "prose").add(number, "text", line)

    def begin(self, number: int, kind: str) -> Unit:
        """Begin a unit at a line."""
        self.unit = Unit(kind, self.headings, number, number, self.added, follows_rule=self._follows_rule)
        self._units.append(self.unit)
        return self.unit
