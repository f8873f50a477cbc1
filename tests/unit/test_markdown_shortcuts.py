"""Pages have the same HTML with the shortcuts as without, whatever is written; and the tool's own pages use them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from markdown import Markdown
from markdown.htmlparser import HTMLExtractor
from markdown.inlinepatterns import LinkInlineProcessor
from pymdownx.blocks import BlocksProcessor

DOCS = Path(__file__).parents[2] / "docs"
EXTENSIONS = [
    *("admonition", "attr_list", "def_list", "footnotes", "tables", "toc", "pymdownx.blocks.details"),
    *("pymdownx.blocks.html", "pymdownx.highlight", "pymdownx.superfences", "commonplace.markdown_mathematics"),
]
SHORTCUTS = "commonplace.markdown_shortcuts"

PIECES = ["", "\n", *(Path(__file__).parent / "markdown_pieces.txt").read_text("utf-8")[:-1].split("\n%%%\n")]
PASSAGE = next(piece for piece in PIECES if "cp-passage" in piece)


def _told(text: str, *extensions: str) -> tuple[str, object]:
    """The HTML and the table of contents."""
    markdown = Markdown(extensions=[*EXTENSIONS, *extensions])
    try:
        return markdown.convert(text), markdown.toc_tokens  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001 - a formula that is never closed, for one; then both say so.
        return str(error), None


def _drawn(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - made texts, no secrets
    pieces = chance.choices(PIECES, k=chance.randrange(1, 12))
    return "".join(piece + chance.choice(["\n\n", "\n\n", "\n\n", "\n\n\n", "\n"]) for piece in pieces)


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_is_the_same(piece: str) -> None:
    for text in (piece, f"before\n\n{piece}\n\nafter", f"/// html | div\n\n{piece}\n\n///\n\nafter"):
        assert _told(text, SHORTCUTS) == _told(text)


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_pieces_drawn_together_are_the_same(start: int) -> None:
    for seed in range(start, start + 100):
        text = _drawn(seed)
        assert _told(text, SHORTCUTS) == _told(text), text


@pytest.mark.parametrize(
    "extension",
    ["smarty", "abbr", "md_in_html", "pymdownx.tilde", "pymdownx.details", "pymdownx.tabbed", "pymdownx.tasklist",
     "pymdownx.magiclink", "pymdownx.betterem", "pymdownx.blocks.admonition", "sane_lists", "nl2br"],
)  # fmt: skip
def test_an_extension_of_the_owner_has_its_say(extension: str) -> None:
    for seed in range(2000, 2025):
        text = _drawn(seed)
        assert _told(text, extension, SHORTCUTS) == _told(text, extension), text


def test_every_page_of_this_library_is_the_same() -> None:
    pages = sorted(DOCS.rglob("*.md"))
    assert len(pages) > 50
    for page in pages:
        text = page.read_text("utf-8").partition("\n---\n")[2]
        assert _told(text, SHORTCUTS) == _told(text), page


def test_what_the_tool_writes_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(HTMLExtractor, "feed", lambda _, text: read.append(text))
    monkeypatch.setattr(BlocksProcessor, "run", refuse)
    monkeypatch.setattr(LinkInlineProcessor, "handleMatch", refuse)
    assert "blockquote" in Markdown(extensions=[*EXTENSIONS, SHORTCUTS]).convert(PASSAGE)
    assert read == [""]
