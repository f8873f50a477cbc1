"""Tables as apps export them: RFC 4180, whatever stands between the cells, with the line that each row begins on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from commonplace.grammar.lines import text_lines

_DELIMITERS = ",\t;"
_LONGEST_CELL = 2**31 - 1
_LONGEST_HEADER = 20_000
"""Characters of a row of column names: other apps write their whole exports on one line."""
_UNCLOSED = "a quotation mark in this row is never closed: double those that are part of a text, and close the others"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row.

    Attributes
    ----------
    line, last_line : int
        Where it stands, from 1.
    cells : mapping
        What stands under each column, by the folded name of the column; without white space around it.
    raw : str
        As it is written.
    problem : str
        Why it cannot be read; empty if it can.
    """

    line: int
    last_line: int
    cells: Mapping[str, str]
    raw: str
    problem: str = ""

    def one(self, *columns: str) -> str:
        """What stands under the first of `columns` that has anything."""
        for column in columns:
            if cell := self.cells.get(column, ""):
                return cell
        return ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The lines below a row of column names; `first_line` is the line of that row."""

    columns: tuple[str, ...]
    delimiter: str
    first_line: int
    lines: Sequence[str]

    def rows(self) -> Iterator[Row]:
        """Read each row; a quotation mark that is never closed spoils its own line only."""
        index = self.first_line
        while index < len(self.lines):
            if not self.lines[index].strip():
                index += 1
                continue
            cells, end = _record(self.lines, index, self.delimiter)
            if cells is None:
                cells, end = _loosely(self.lines[index], self.delimiter), index + 1
                if len(cells) < len(self.columns):
                    raw = self.lines[index]
                    yield Row(line=index + 1, last_line=end, cells={}, raw=raw, problem=_UNCLOSED)
                    index = end
                    continue
            yield self._row(cells, index, end)
            index = end

    def _row(self, cells: Sequence[str], index: int, end: int) -> Row:
        raw = "\n".join(self.lines[index:end])
        named = dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))
        further = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        problem = ""
        if further:
            problem = (
                f"this row has {len(cells)} cells for {len(self.columns)} columns: put text with commas into quotes"
            )
        return Row(line=index + 1, last_line=end, cells=named, raw=raw, problem=problem)


def table_of(text: str, *needed: frozenset[str]) -> Table | None:
    """Find the row of column names: the first line that is not blank, if it has all columns of one of `needed`."""
    lines = text_lines(text)
    index = next((number for number, line in enumerate(lines) if line.strip("\ufeff \t")), len(lines))
    if index == len(lines) or len(lines[index]) > _LONGEST_HEADER:
        return None
    for delimiter in _DELIMITERS:
        cells, end = _record([line.lstrip("\ufeff") for line in lines[index : index + 3]], 0, delimiter)
        columns = tuple(_folded(cell) for cell in cells or ())
        if any(names <= set(columns) for names in needed):
            return Table(columns=columns, delimiter=delimiter, first_line=index + end, lines=lines)
    return None


def _folded(column: str) -> str:
    return " ".join(column.casefold().replace("_", " ").split())


def _record(lines: Sequence[str], start: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Read the record that begins with the line `start`; None if it cannot be read as RFC 4180 has it."""
    csv.field_size_limit(_LONGEST_CELL)
    following = (f"{lines[index]}\n" for index in range(start, len(lines)))
    reader = csv.reader(following, delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None, start + 1
    return cells, start + reader.line_num


def _loosely(line: str, delimiter: str) -> list[str]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
