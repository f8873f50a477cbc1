"""How long each importer takes on the worst input that is found for it, of 1, 2, 4 and 8 MB: `python … [FORMAT…]`.

The worst is looked for among recorded exports with one piece again and again: pieces that formats are made of and that
are never closed, in its middle and at its end, and lines of the export itself. Those that take longest at a
sixteenth of a megabyte are measured at all sizes, in processor seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from commonplace.errors import CommonplaceError
from commonplace.importers import all_importers, importer_named
from commonplace.model import Export
from commonplace.reading.exports import read_export

EXPORTS = Path(__file__).parents[1] / "tests" / "exports"
MEGABYTE = 1_000_000
SIZES = (1, 2, 4, 8)
TRIED = MEGABYTE // 16
PIECES = (
    ">", "> ", "> a\n", "> [!quote]\n", "[", "[a](", "![[", "[[a|", "]]", "(", "{", '{"a":', '"', '\\"', "\\", "`",
    "```\n", "$", "$$\n", "%%", "%%\n", "<!--", "<div>", "<b>", "<pre>", "</p>", "&quot;", "- ", "- a\n", "  - a\n",
    "# a\n", "#a ", "---\n", "\n", " ", "a", "a ", "a\n", "字", "|", "| a\n", ",", '"a",', ";", "^a", "==", "*", "_",
    "=", "1", "1/", ":", "——", "《", "◆", "📌 ", "==========\n", "\t", "\u00a0", "\ufeff", "e\u0301",
)  # fmt: skip
PLACES = 2
LINES = 60


@dataclass(frozen=True, slots=True)
class Growing:
    """A recorded export in which `piece` is repeated at a place."""

    export: Export
    at: int
    piece: str

    def of(self, size: int) -> Export:
        """The export with `size` characters more."""
        text = self.export.text
        grown = text[: self.at] + self.piece * (size // len(self.piece)) + text[self.at :]
        return replace(self.export, text=grown)


def candidates(format_name: str) -> Iterator[Growing]:
    """Ways for an export to grow: each piece at two places, and each of its first lines of it."""
    paths = [path for path in sorted((EXPORTS / format_name).glob("*")) if path.suffix != ".yml"]
    largest = max(paths, key=lambda path: path.stat().st_size)
    export = read_export(largest, name=largest.name)
    places = [len(export.text) * part // PLACES for part in range(1, PLACES + 1)]
    for at in places:
        yield from (Growing(export, at, piece) for piece in PIECES)
    start = 0
    for number, line in enumerate(export.text.splitlines(keepends=True)):
        start += len(line)
        if number < LINES:
            yield Growing(export, start, line)


def seconds(format_name: str, export: Export) -> float:
    """Processor seconds of claiming and reading an export."""
    importer = importer_named(format_name)
    start = time.process_time()
    try:
        list(importer.identify(export))
        list(importer.parse(export))
    except CommonplaceError:
        pass
    return time.process_time() - start


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("formats", nargs="*", default=[importer.format for importer in all_importers()])
    print("| importer | repeated | " + " | ".join(f"{size} MB" for size in SIZES) + " | 8 MB / 1 MB |")
    print("| --- | --- |" + " ---: |" * (len(SIZES) + 1))
    for name in parser.parse_args().formats:
        worst = max(candidates(name), key=lambda growing: seconds(name, growing.of(TRIED)))
        took = [seconds(name, worst.of(size * MEGABYTE)) for size in SIZES]
        told = repr(worst.piece[:40]).replace("|", "\\|").replace("`", "'")
        print(
            f"| {name} | {told} | " + " | ".join(f"{one:.2f}" for one in took) + f" | {took[-1] / took[0]:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
