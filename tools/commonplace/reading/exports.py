"""From files to exports: the one place that reads what apps wrote, whatever its encoding."""

from __future__ import annotations

import codecs
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from commonplace.errors import NotTextError, UnreadableExportError
from commonplace.model import Export
from commonplace.reading.containers import UnopenedError, opened
from commonplace.reading.containers.databases import database_text, is_database

_ARCHIVES = {
    b"PK\x03\x04": "a ZIP archive (or an EPUB, or a document of an office suite)",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "compressed with gzip",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16, whose mark begins it.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


LARGEST = 64 * 1024 * 1024
"""Bytes of an export that are read unless the user allows more: a hundred times what the largest known ones have."""


def read_export(path: Path, *, name: str, largest: int = LARGEST) -> Export:
    """Read one file of at most `largest` bytes; `name` is what messages call it.

    Raises
    ------
    UnreadableExportError
        If it cannot be opened, is larger, or is not text in an encoding that reading apps write.
    """
    try:
        data = _bytes(path, name, largest)
        return _database(path, data, name, largest) if is_database(data) else decode_export(data, name=name)
    except OSError as error:
        raise UnreadableExportError(
            f"cannot be read: {error.strerror or error}", hint="Check that it exists and is yours to read.", path=name
        ) from error


def _bytes(path: Path, name: str, largest: int) -> bytes:
    with path.open("rb") as file:
        return first_bytes(file, name=name, largest=largest)


def _database(path: Path, data: bytes, name: str, largest: int) -> Export:
    """Read a database with what stands in its log, and with the one beside it that tells of the books."""
    beside = {
        str(other): _with_log(other, _bytes(other, name, largest), largest)
        for other in _companions(path)
        if other.is_file()
    }
    try:
        text = database_text(_with_log(path, data, largest), beside)
    except ValueError as error:
        raise NotTextError(str(error), hint="Close the app that writes it, and copy it again.", path=name) from error
    return Export(name=name, text=text, container="sqlite")


def files_beside(path: Path) -> tuple[Path, ...]:
    """Find the files that are read together with `path`: the log of a database, and the one with the titles."""
    databases = [path, *_companions(path)]
    logs = [one.with_name(one.name + "-wal") for one in databases if one.name.endswith((".sqlite", ".db"))]
    return tuple(one for one in (*databases[1:], *logs) if one.is_file())


def _companions(path: Path) -> Iterator[Path]:
    """The databases in which Apple Books keeps titles, where `path` is that of its annotations."""
    if path.name.startswith("AEAnnotation"):
        for folder in (path.parent, path.parent.parent / "BKLibrary"):
            yield from sorted(folder.glob("BKLibrary*.sqlite"))


def _with_log(path: Path, data: bytes, largest: int) -> bytes:
    """The database with the changes in its write-ahead log; both files are left as they are, and read from copies."""
    log = path.with_name(path.name + "-wal")
    if not log.is_file() or not 0 < log.stat().st_size <= largest:
        return data
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite"
        copy.write_bytes(data)
        shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        try:
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            return data
        return copy.read_bytes()


def first_bytes(file: BinaryIO, *, name: str, largest: int = LARGEST) -> bytes:
    """All bytes of `file`, without reading on where there are more than `largest`.

    Raises
    ------
    UnreadableExportError
        If there are more.
    """
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableExportError(
            f"is larger than {largest / 2**20:g} MB, and nothing of it was read",
            hint="If it is an export all the same, allow more: commonplace import --largest MEGABYTES.",
            path=name,
        )
    return data


def decode_export(data: bytes, *, name: str) -> Export:
    r"""Turn the bytes of a file into an `Export`, with ``\n`` for every line end.

    Raises
    ------
    UnreadableExportError
        If the bytes are text in none of UTF-8, UTF-16, UTF-32 and GB18030, and no container with anything to read.
    """
    try:
        container = opened(data)
    except UnopenedError as error:
        raise NotTextError(str(error), hint="Nothing was read.", path=name) from error
    if container:
        return Export(name=name, text=container[1], container=container[0])
    if archive := next((kind for mark, kind in _ARCHIVES.items() if data.startswith(mark)), None):
        raise NotTextError(f"is {archive}", hint="Unpack it, and import the files in it.", path=name)
    text = _decoded(data, name)
    # Apps mix line ends within one file; only \n may end a line from here on (never use str.splitlines, which
    # also splits at U+2028 and U+0085, and those stand inside quotes).
    return Export(name=name, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        guessed = _utf16_without_mark(data)
        if guessed:
            return _strictly(data, guessed, name)
        chinese = _chinese(data)
        if chinese is None:
            raise _undecodable(data, error, "UTF-8, UTF-16 or GB18030", name) from error
        return chinese
    guessed = _utf16_without_mark(data) if "\0" in text else None
    return _strictly(data, guessed, name) if guessed else text


def _chinese(data: bytes) -> str | None:
    """`data` as GB18030, which nearly any bytes are: only if enough of it is what people write in it.

    Latin-1 read so gives characters that are in no Chinese text: an accented letter and the letter behind it.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = "".join(character for character in text[:100_000] if not character.isascii())
    usual = len(foreign.encode("gb2312", "ignore")) // 2
    return text if 3 * usual >= len(foreign) else None


def _utf16_without_mark(data: bytes) -> str | None:
    """Which UTF-16 `data` looks like: ASCII characters such as line ends leave every other byte zero."""
    if len(data) % 2:
        return None
    sample = data[:65536]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    if zeros_odd > 4 * zeros_even and zeros_odd > len(sample) // 50:
        return "utf-16-le"
    if zeros_even > 4 * zeros_odd and zeros_even > len(sample) // 50:
        return "utf-16-be"
    return None


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, encoding.upper(), name) from error


def _undecodable(data: bytes, error: UnicodeDecodeError, tried: str, name: str) -> UnreadableExportError:
    kind = NotTextError if _is_binary(data) else UnreadableExportError
    problem = f"byte {error.start} ({data[error.start]:#04x}) is not text in {tried}"
    return kind(
        problem,
        hint="Is it an export? If so, open it in the app or editor that wrote it and save it as UTF-8.",
        path=name,
        line=data.count(b"\n", 0, error.start) + 1,
    )


def _is_binary(data: bytes) -> bool:
    """Whether it is no text at all, by git's rule."""
    return b"\0" in data[:8000]
