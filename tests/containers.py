"""Small PDF files and databases for tests, written by hand, so that every byte of them is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

FONTS = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts ["
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> /FontDescriptor << /Type /FontDescriptor"
        b" /FontName /SimSun /Ascent 880 /Descent -120 /Flags 4 >> >>] >>"
    ),
)


def pdf(
    pages: Sequence[tuple[Sequence[tuple[float, float, str]], Sequence[str]]],
    *,
    catalog: str = "",
    info: str = "",
    page: str = "",
    further: Sequence[str] = (),
) -> bytes:
    """A PDF.

    Parameters
    ----------
    pages
        For each page the lines on it (left, base line, words; in Courier of ten points, six wide a letter, or, in
        Chinese, ten wide), and its annotations as PDF objects, without ``<<`` and ``>>``.
    catalog, info, page
        Entries of the catalogue, of the file's description and of each page.
    further
        More objects, from number 100 on.
    """
    objects: dict[int, bytes] = {1: b"", 2: b"", 3: FONTS[0], 4: FONTS[1], 5: f"<< {info} >>".encode("latin-1")}
    kids, number = [], 10
    for lines, marks in pages:
        content = b"BT " + b" ".join(_shown(*line) for line in lines) + b" ET"
        own, number = number, number + 2 + len(marks)
        kids.append(f"{own} 0 R")
        refs = " ".join(f"{own + 2 + at} 0 R" for at in range(len(marks)))
        objects[own] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents {own + 1} 0 R {page}"
            f" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Annots [{refs}] >>"
        ).encode("latin-1")
        objects[own + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
        for at, mark in enumerate(marks):
            objects[own + 2 + at] = f"<< /Type /Annot {mark} >>".encode("latin-1")
    objects |= {100 + at: one.encode("latin-1") for at, one in enumerate(further)}
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("latin-1")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode("latin-1")
    return _file(objects)


def _shown(left: float, base: float, words: str) -> bytes:
    if words.isascii():
        return f"/F1 10 Tf 1 0 0 1 {left} {base} Tm ({words}) Tj".encode("ascii")
    return f"/F2 10 Tf 1 0 0 1 {left} {base} Tm <{words.encode('utf-16-be').hex()}> Tj".encode("ascii")


def _file(objects: Mapping[int, bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    ident = b"00112233445566778899aabbccddeeff"
    return data + (
        b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
        % (max(objects) + 1, ident, ident, start)
    )


def quad(left: float, base: float, letters: float, *, order: str = "zed") -> str:
    """The corners around `letters` of ten points on a line; writers list them like a Z, or all round."""
    right, bottom, top = left + 6 * letters, base - 2, base + 8
    zed = (left, top, right, top, left, bottom, right, bottom)
    around = (left, bottom, right, bottom, right, top, left, top)
    return " ".join(f"{one:g}" for one in (zed if order == "zed" else around))


def database(tables: Mapping[str, Iterable[Mapping[str, object]]]) -> bytes:
    """An SQLite database with these rows."""
    with closing(sqlite3.connect(":memory:")) as connection:
        fill(connection, tables)
        return connection.serialize()


def fill(connection: sqlite3.Connection, tables: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
    """Make `tables` in a database."""
    for name, listed in tables.items():
        rows = list(listed)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        places = ", ".join("?" for _ in columns)
        connection.executemany(
            f"INSERT INTO {name} VALUES ({places})",  # noqa: S608  # A test's own names.
            [[row.get(column) for column in columns] for row in rows],
        )
    connection.commit()
