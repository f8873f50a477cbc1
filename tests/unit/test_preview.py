"""What is made anew while a site is served: the pages that were edited, or everything."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import SimpleNamespace

import pytest

from commonplace.errors import BuildError
from commonplace.site import preview
from commonplace.site.preview import Preview


class Editing:
    """A library that is served, and what was made of it since it was last asked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.made: list[object] = []
        self.fails = self.more_follows = False
        for path in ("docs/a.md", "docs/b.md", "docs/c.css", "snippets/s.py", "mkdocs.yml"):
            self.edit(path)
        self.preview = Preview(
            root, self._make, self._remake, index=lambda _: None, refresh=lambda: None, folder=root / "sites"
        )
        self.preview._server = SimpleNamespace(root="")  # type: ignore[assignment]  # It only is told where the site is.

    def edit(self, path: str) -> None:
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text((file.read_text("utf-8") if file.is_file() else "") + "more", "utf-8")

    def after(self, *edits: str) -> list[object]:
        """What is made after files were edited."""
        for path in edits:
            self.edit(path)
        self.made.clear()
        self.preview._again()
        return list(self.made)

    def _make(self, site: Path) -> None:
        self.made.append("all")
        if self.fails:
            raise BuildError("broken")
        site.mkdir(parents=True)

    def _remake(self, pages: Collection[str]) -> bool:
        self.made.append(list(pages))
        return not self.more_follows


@pytest.fixture
def editing(tmp_path: Path) -> Editing:
    return Editing(tmp_path)


def test_of_edited_pages_only_these_are_made(editing: Editing) -> None:
    assert editing.after("docs/b.md", "docs/a.md") == [["a.md", "b.md"]]
    assert editing.after() == []


@pytest.mark.parametrize("path", ["docs/new.md", "docs/c.css", "snippets/s.py", "mkdocs.yml"])
def test_after_any_other_edit_everything_is_made(editing: Editing, path: str) -> None:
    assert editing.after("docs/a.md", path) == ["all"]
    assert editing.after("docs/a.md") == [["a.md"]]


def test_a_page_that_went_and_many_pages_are_everything(editing: Editing, monkeypatch: pytest.MonkeyPatch) -> None:
    (editing.root / "docs/b.md").unlink()
    assert editing.after() == ["all"]
    monkeypatch.setattr(preview, "_FEW", 0)
    assert editing.after("docs/a.md") == ["all"]


def test_where_more_follows_from_an_edit_everything_is_made(editing: Editing) -> None:
    editing.more_follows = True
    assert editing.after("docs/a.md") == [["a.md"], "all"]


def test_the_last_good_site_is_not_touched_by_a_page_of_a_later_one(editing: Editing) -> None:
    editing.fails = True
    assert editing.after("docs/c.css") == ["all"]
    assert editing.after("docs/a.md") == ["all"]
    editing.fails = False
    assert editing.after("docs/a.md") == ["all"]
    assert editing.after("docs/a.md") == [["a.md"]]
