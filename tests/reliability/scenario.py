"""A small library, exports to read into it, and commands on it with what the library is before and after."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonplace.store.decisions import Decision
from commonplace.store.library import Library
from commonplace.store.regions import empty_region
from commonplace.workflows.importing import import_exports
from commonplace.workflows.rendering import render
from commonplace.workflows.undoing import log, undo
from commonplace.workflows.wishes import Wishes

CONCEPTS = {"gradient": "梯度", "softmax": "Softmax"}
QUOTES = (
    "梯度指向上升最陡的方向，它的长度是那里的斜率。",
    "Softmax 把一列分数变成一列概率。",
    "链式法则把外层与内层的变化率相乘。",
    "学习率太大，步子就会越过谷底。",
)
PROSE = "Owner’s prose."
Contents = dict[str, bytes]


def small_library(folder: Path) -> Library:
    """Two concepts, and nothing read yet."""
    (folder / "docs" / "concepts").mkdir(parents=True)
    (folder / "snippets").mkdir()
    for name, title in CONCEPTS.items():
        (folder / "docs" / "concepts" / f"{name}.md").write_text(
            f"---\ntitle: {title}\nnames: {{zh: {title}}}\n---\n\n# {title}\n\n{PROSE}\n\n{empty_region('passages')}",
            encoding="utf-8",
        )
    return Library(folder)


def export(path: Path, *quotes: str, comment: str = "为什么？", title: str = "神经网络札记") -> Path:
    """An export of marked words, with a picture beside it."""
    rows: list[dict[str, Any]] = [
        {
            "id": f"id{number}-{title}",
            "uri": f"https://example.org/{title}",
            "created": "2024-01-01T00:00:00Z",
            "updated": "2024-01-01T00:00:00Z",
            "user": "acct:lin@example.org",
            "permissions": {"read": ["group:__world__"]},
            "group": "__world__",
            "document": {"title": [title]},
            "tags": ["gradient"],
            "text": comment,
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": quote, "prefix": "", "suffix": ""}]}],
        }
        for number, quote in enumerate(quotes)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def note_with_picture(path: Path) -> Path:
    """A note that embeds a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "a.png").write_bytes(b"a picture" * 100)
    path.write_text(
        f"# 梯度\n\n> [!PDF|yellow] [书, p.1](书.pdf#page=1&selection=0,0,0,4)\n> > {QUOTES[2]}\n\n![](a.png)\n",
        encoding="utf-8",
    )
    return path


def contents(library: Library) -> Contents:
    """Every file of the library but what is the tool's own."""
    files = (path for path in sorted(library.root.rglob("*")) if path.is_file() and ".commonplace" not in path.parts)
    return {path.relative_to(library.root).as_posix(): path.read_bytes() for path in files}


@dataclass(frozen=True, slots=True)
class Case:
    """A command on a library: a folder with the library as it is before, and its contents before and after."""

    name: str
    folder: Path
    run: Callable[[Library], object]
    before: Contents
    after: Contents

    def copy(self, folder: Path) -> Library:
        """The library as it is before, in `folder`."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Library(folder)


def cases(folder: Path) -> dict[str, Case]:
    """The commands that write, each on a library that was imported into already."""
    first = export(folder / "exports" / "first.json", *QUOTES[:2])
    second = export(folder / "exports" / "second.json", QUOTES[0], QUOTES[3], comment="改过的批注")
    picture = note_with_picture(folder / "exports" / "notes" / "note.md")
    small_library(folder / "empty")
    library = Library(shutil.copytree(folder / "empty", folder / "imported"))
    import_exports(library, [str(first)])
    ruled = Library(shutil.copytree(library.root, folder / "ruled"))
    with ruled.writing("link") as draft:
        draft.decide(Decision(verb="pin", subject=next(iter(ruled.store().annotations)), object="softmax"))

    def case(name: str, at: Library, run: Callable[[Library], object]) -> Case:
        done = Library(shutil.copytree(at.root, folder / f"{name}-after"))
        run(done)
        return Case(name, at.root, run, contents(at), contents(done))

    everything = [str(second), str(picture)]
    both = Library(shutil.copytree(library.root, folder / "both"))
    import_exports(both, everything)
    return {
        "import": case("import", library, lambda at: import_exports(at, everything)),
        "sync": case("sync", library, lambda at: import_exports(at, [str(second)], wishes=Wishes(sync=True))),
        "render": case("render", ruled, render),
        "undo": case("undo", both, undo),
    }


def settled(library: Library) -> Contents:
    """The library after the next command, whichever that is: here one that only reads."""
    log(library)
    return contents(library)
