from __future__ import annotations

from pathlib import Path

import pytest

from commonplace.errors import UnreadableExportError
from commonplace.reading.exports import decode_export, read_export

TEXT = "梯度 gradient\n导数 ∂f\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"], ids=str
)
def test_text_is_the_same_in_every_encoding_that_apps_write(encoding: str) -> None:
    assert decode_export(TEXT.encode(encoding), name="x").text == TEXT


def test_every_line_end_is_a_newline_and_a_line_separator_is_none() -> None:
    data = "a\r\nb\rc\nd\u2028e\u0085f".encode()
    assert decode_export(data, name="x").text == "a\nb\nc\nd\u2028e\u0085f"


def test_bytes_that_are_no_text_are_an_error_that_names_file_line_and_byte() -> None:
    with pytest.raises(UnreadableExportError, match="byte 5") as caught:
        decode_export(b"ab\ncd\xff\xff\xff", name="notes.txt")
    assert (caught.value.path, caught.value.line) == ("notes.txt", 2)


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExportError, match="No such file"):
        read_export(tmp_path / "missing.md", name="missing.md")


def test_an_empty_file_is_empty_text() -> None:
    assert decode_export(b"", name="x").text == ""
