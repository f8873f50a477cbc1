"""How long each importer takes on its worst known input of 1, 2, 4 and 8 MB, in processor seconds: `python …`."""

from __future__ import annotations

import time
from collections.abc import Callable

from commonplace.errors import CommonplaceError
from commonplace.importers import importer_named
from commonplace.model import Export

MEGABYTE = 1_000_000
SIZES = (1, 2, 4, 8)


def repeated(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Make texts of `piece` again and again between `before` and `after`."""
    return lambda size: before + piece * (size // len(piece)) + after


CALLOUT = "---\ndoc_type: hypothesis-highlights\n---\n"
PAGE = "<html><body class='vscode-body'><h1>t</h1>"
BOOK = "---\ndoc_type: weread-highlights-reviews\nbookId: '1'\n---\n"
NOTE = "---\nannotation-target: a\n---\n"
INPUTS = {
    "hypothesis": ("a million levels of JSON", repeated("[", '{"total": 1, "rows": [')),
    "hypothesis-markdown": (
        "bullets without an end",
        repeated("- a — [", CALLOUT),
    ),
    "html-notes": (
        "elements that are never closed",
        repeated("<div><b>a ", PAGE),
    ),
    "obsidian-annotator": (
        "blocks cut off",
        repeated(">%%\n>```annotation-json\n>{\n", NOTE),
    ),
    "obsidian-callouts": ("one line of marks of quotation", repeated(">", "> [!quote]\n> a\n\n")),
    "pdf-plus": ("links that are never closed", repeated("[a](b.pdf#page=", "> [[a.pdf#page=1|a]]\n")),
    "weread": (
        "highlights cut off",
        repeated("> 📌 a\n", BOOK),
    ),
}


def seconds(format_name: str, text: str) -> float:
    """Processor seconds of claiming and reading `text`."""
    importer, export = importer_named(format_name), Export(name="x", text=text)
    start = time.process_time()
    try:
        list(importer.identify(export))
        list(importer.parse(export))
    except CommonplaceError:
        pass
    return time.process_time() - start


def main() -> None:
    """Print a table in Markdown."""
    print("| importer | input | " + " | ".join(f"{size} MB" for size in SIZES) + " | 8 MB / 1 MB |")
    print("| --- | --- |" + " ---: |" * (len(SIZES) + 1))
    for name, (told, make) in INPUTS.items():
        took = [seconds(name, make(size * MEGABYTE)) for size in SIZES]
        print(
            f"| {name} | {told} | " + " | ".join(f"{one:.2f}" for one in took) + f" | {took[-1] / took[0]:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
