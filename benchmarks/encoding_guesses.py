"""How often an export in another encoding than UTF-8 is read as it was written, here and by charset-normalizer.

``python benchmarks/encoding_guesses.py`` writes the examples, and pieces of them, in each encoding and reads
them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from charset_normalizer import from_bytes

from commonplace.errors import UnreadableExportError
from commonplace.reading.exports import decode_export

_EXAMPLES = Path(__file__).parents[1] / "examples"
_ENDINGS = {".csv", ".html", ".json", ".lua", ".md", ".txt"}
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_PIECE, _MOST = 300, 3000


def ours(data: bytes) -> str | None:
    """What commonplace reads."""
    try:
        return decode_export(data, name="x").text
    except UnreadableExportError:
        return None


def theirs(data: bytes) -> str | None:
    """What charset-normalizer takes for the best guess."""
    best = from_bytes(data).best()
    return None if best is None else str(best)


def right(read: Callable[[bytes], str | None], texts: Iterable[str], encoding: str) -> int:
    """How many of `texts` are read as they were."""
    return sum(read(text.encode(encoding)) == text for text in texts)


def main() -> None:
    """Print a line for each encoding and length."""
    paths = sorted(path for path in _EXAMPLES.rglob("*") if path.suffix in _ENDINGS)
    whole = [path.read_text("utf-8") for path in paths]
    pieces = [text[at : at + _PIECE] for text in whole for at in range(0, min(len(text), _MOST), _PIECE)]
    for told, texts in (("whole examples", whole), ("pieces", [piece for piece in pieces if not piece.isascii()])):
        for encoding in _ENCODINGS:
            counts = f"commonplace {right(ours, texts, encoding)}, charset-normalizer {right(theirs, texts, encoding)}"
            print(f"{told} in {encoding}, {len(texts)}: {counts}")


if __name__ == "__main__":
    main()
