"""Streams of a PDF that would unpack to more than any reader's file holds are refused before they are unpacked."""

from __future__ import annotations

import zlib

from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream
from pdfminer.psparser import LIT, PSKeyword

LARGEST = 256 * 2**20
"""Bytes that all streams of one file may unpack to."""
_AT_ONCE = 2**20
_PICTURE = LIT("Image")


class UnpacksTooLargeError(Exception):
    """The streams of a file unpack to more than `LARGEST` bytes."""


class BoundedParser(PDFParser):
    """A parser that adds up what the streams unpack to.

    The library unpacks a stream whole, all but pictures. Only what Flate packs is looked at: it packs a thousand to
    one, the other filters that the library knows far less.
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._left = LARGEST
        self._seen: set[int] = set()

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Handle a keyword; after ``stream`` the stream is the last thing that was read."""
        super().do_keyword(pos, token)
        if token is self.KEYWORD_STREAM and self.curstack and pos not in self._seen:
            self._seen.add(pos)
            stream = self.curstack[-1][1]
            if isinstance(stream, PDFStream) and stream.get("Subtype") is not _PICTURE:
                self._left -= unpacked_length(stream, most=self._left)


def unpacked_length(stream: PDFStream, *, most: int) -> int:
    """How many bytes the Flate filters of a stream make, one after another; 0 if it has none.

    Raises
    ------
    UnpacksTooLargeError
        If it is more than `most`.
    """
    data, length = stream.rawdata or b"", 0
    for name, _ in stream.get_filters():
        if name not in LITERALS_FLATE_DECODE:
            break
        data = _unpacked(data, most=most - length)
        length += len(data)
    return length


def _unpacked(data: bytes, *, most: int) -> bytes:
    unpacking, parts, length = zlib.decompressobj(), [], 0
    try:
        while data and not unpacking.eof:
            parts.append(unpacking.decompress(data, _AT_ONCE))
            data = unpacking.unconsumed_tail
            length += len(parts[-1])
            if length > most:
                raise UnpacksTooLargeError
    except zlib.error:  # Damaged or encrypted: the library takes what came before.
        pass
    return b"".join(parts)
