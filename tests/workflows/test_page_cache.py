"""The cache of pages: never another byte than without it, and nothing taken that was made from something else."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonplace.site import frame
from commonplace.site.builder import programs
from commonplace.site.builder.kept import Kept
from commonplace.site.builder.process import MkDocsProcess

CACHE = ".commonplace/pages.sqlite"
CONCEPT = """---
title: {title}
---

# {title}

[the other]({other}.md#what) and $x^2$.

## What {{: #what }}

```python
--8<-- "{snippet}.py"
```
"""
_CELL = re.compile(rb"cell-id=[0-9a-f]+")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    files = {path: data for path, data in frame.frame("札记").items() if not path.startswith("docs/assets/")}
    text = files["mkdocs.yml"].decode()
    files["mkdocs.yml"] = text[: text.index("extra_css:")].encode() + text[text.index("plugins:") :].encode()
    files |= {
        "docs/concepts/a.md": CONCEPT.format(title="Alpha", other="b", snippet="one").encode(),
        "docs/concepts/b.md": CONCEPT.format(title="Beta", other="a", snippet="two").encode(),
        "docs/assets/images/commonplace.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "snippets/one.py": b"VALUE = 'first'\n",
        "snippets/two.py": b"SECOND = 2\n",
    }
    listed = [line.strip("- ") for line in text[text.index("\nnav:") :].splitlines() if line.startswith("  - ")]
    files |= {f"docs/{page}": f"# The page {page.removesuffix('.md')}\n".encode() for page in listed}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


class Builds:
    """Builds with the cache, in one process, and without it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said = ""
        self.process = MkDocsProcess(root, root / "mkdocs.yml", environment=os.environ.copy(), strict=True)

    def cached(self) -> Path:
        site = self.root.parent / "cached"
        self.said = "".join(self.process.build(site))
        assert self.process.succeeded, self.said
        return site

    def plain(self) -> Path:
        site = self.root.parent / "plain"
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        subprocess.run(command, cwd=self.root, check=True)  # noqa: S603 - our own
        return site

    def page(self, path: str) -> str:
        return (self.cached() / path / "index.html").read_text("utf-8")

    def kept(self) -> dict[str, str]:
        with sqlite3.connect(self.root / CACHE) as connection:
            return dict(connection.execute("SELECT name, key FROM kept"))


@pytest.fixture
def builds(root: Path) -> Iterator[Builds]:
    made = Builds(root)
    with made.process:
        yield made


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def same(one: Path, other: Path) -> None:
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(other)) for path in other.rglob("*") if path.is_file())
    for name in names:
        if not name.endswith(".gz"):  # The compressed list of pages holds the second when it was made.
            assert contents(one / name) == contents(other / name), name


def contents(path: Path) -> bytes:
    """The bytes of a file, but for the names of a notebook's cells, which are drawn by lot."""
    return _CELL.sub(b"", path.read_bytes())


def test_with_and_without_the_cache_every_file_is_the_same_cold_warm_and_after_edits(builds: Builds) -> None:
    (builds.root / "docs/notebooks").mkdir(exist_ok=True)
    (builds.root / "docs/notebooks/n.py").write_text("# %% [markdown]\n# # Notebook\n", "utf-8")
    plain = builds.plain()
    same(plain, builds.cached())
    first = builds.kept()
    same(plain, builds.cached())
    assert builds.kept() == first
    replace(builds.root / "docs/concepts/a.md", "# Alpha", "# Alpha again")
    replace(builds.root / "snippets/two.py", "2", "22")
    cached = builds.cached()
    same(builds.plain(), cached)
    changed = {name for name, key in builds.kept().items() if first[name] != key}
    assert changed == {
        *(f"{step} concepts/a.md" for step in ("read", "outline", "rendered", "filled")),
        *(f"{step} concepts/b.md" for step in ("outline", "rendered", "filled")),
        *(f"{step} notebooks/n.py" for step in ("outline", "rendered", "filled")),  # It could import the snippet.
    }


def test_a_page_that_was_edited_is_made_alone_with_the_same_bytes(builds: Builds) -> None:
    site = builds.cached()
    replace(builds.root / "docs/concepts/a.md", "and $x^2$.", "and $y^3$.\n\n## More\n\n[there](b.md#what)")
    replace(builds.root / "docs/concepts/b.md", "title: Beta", "title: Gamma")
    replace(builds.root / "docs/tags.md", "The page tags", "The page tags\n\nMore words.")
    assert builds.process.remade(["concepts/a.md", "concepts/b.md", "tags.md"])
    replace(builds.root / "docs/concepts/a.md", "y^3", "z^4")
    assert builds.process.remade(["concepts/a.md"])
    same(builds.plain(), site)


def test_where_more_follows_from_an_edit_the_site_stays_until_all_is_built(builds: Builds) -> None:
    cases = (
        ("concepts/b.md", "#what }", "#that }"),  # Another page leads there.
        ("concepts/a.md", "b.md#what", "gone.md"),
        ("concepts/a.md", "one.py", "gone.py"),
        ("tags.md", "# The page tags", "# Tags"),  # Every page has it in its navigation.
        ("concepts/new.md", "", "# New"),
        ("notebooks/n.py", "", "# %% [markdown]\n# # Notebook\n"),
    )
    before = shutil.copytree(builds.cached(), builds.root.parent / "before")
    for path, old, new in cases:
        site = builds.cached()
        file = builds.root / "docs" / path
        file.parent.mkdir(exist_ok=True)
        text = file.read_text("utf-8") if old else ""
        assert old in text
        file.write_text(text.replace(old, new) if old else new, "utf-8")
        assert not builds.process.remade([path]), path
        same(before, site)
        assert not builds.process.remade(["index.md"]), "all is to be built first"
        file.write_text(text, "utf-8") if old else file.unlink()


def test_snippets_settings_language_and_navigation_make_a_page_anew(builds: Builds) -> None:
    page = builds.page("concepts/b")
    for file, old, new, seen in (
        ("snippets/two.py", "SECOND", "CHANGED", "CHANGED"),
        ("mkdocs.yml", 'permalink: "¶"', 'permalink: "PERMALINK"', "PERMALINK"),
        ("mkdocs.yml", "language: !ENV [COMMONPLACE_LANGUAGE, zh]", "language: en", 'lang="en"'),
        ("docs/inbox.md", "# The page inbox", "# Navigated", "Navigated"),
    ):
        assert seen not in page
        replace(builds.root / file, old, new)
        page = builds.page("concepts/b")
        assert seen in page


def test_links_to_an_anchor_or_a_page_that_went_are_said_by_a_page_that_did_not_change(builds: Builds) -> None:
    builds.cached()
    replace(builds.root / "docs/concepts/b.md", "#what }", "#that }")
    said = "".join(builds.process.build(builds.root.parent / "cached"))
    assert not builds.process.succeeded
    assert "#what" in said
    (builds.root / "docs/concepts/b.md").unlink()
    said = "".join(builds.process.build(builds.root.parent / "cached"))
    assert not builds.process.succeeded
    assert "concepts/a.md" in said
    assert "b.md" in said
    said = "".join(builds.process.build(builds.root.parent / "cached"))
    assert "b.md" in said, "a page with a warning warns again"


def test_a_new_page_makes_only_those_anew_that_asked_for_it(builds: Builds) -> None:
    settings = builds.root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("links:\n    not_found: warn", "links:\n    not_found: info"), "utf-8")
    replace(builds.root / "docs/concepts/b.md", "[the other]", "[new](new.md), [the other]")
    builds.cached()
    name = "rendered concepts/a.md"
    kept, key = Kept(builds.root / CACHE), builds.kept()[name]
    kept.put(name, key, {**kept.get(name, key), "content": "taken from the last build"})
    kept.put("filled concepts/a.md", "of another", "")
    kept.close(complete=False)
    (builds.root / "docs/concepts/new.md").write_text("# New\n", "utf-8")
    assert "taken from the last build" in builds.page("concepts/a")
    assert 'href="../new/"' in builds.page("concepts/b")
    (builds.root / "docs/concepts/new.md").unlink()
    assert 'href="new.md"' in builds.page("concepts/b")


def test_another_version_of_a_program_makes_every_page_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    programs.programs_key.cache_clear()
    before = programs.programs_key()
    monkeypatch.setattr(sys, "version", "another")
    programs.programs_key.cache_clear()
    after = programs.programs_key()
    programs.programs_key.cache_clear()
    assert after != before


def test_an_extension_that_nobody_knows_turns_the_cache_off_and_says_so(builds: Builds) -> None:
    replace(builds.root / "mkdocs.yml", "  - pymdownx.superfences\n", "  - pymdownx.superfences\n  - pymdownx.b64\n")
    builds.cached()
    assert "every page is made anew" in builds.said
    assert not (builds.root / CACHE).exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"no data base at all" * 1000)


def _change_values(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE kept SET value = replace(value, 'Alpha', 'Omega')")


def test_a_damaged_cache_counts_as_none_and_is_made_anew(builds: Builds) -> None:
    before = shutil.copytree(builds.cached(), builds.root.parent / "before")
    whole = builds.kept()
    for damage in (_cut, _overwrite, _change_values):
        damage(builds.root / CACHE)
        same(before, builds.cached())
        assert builds.kept() == whole


def test_what_no_build_asks_for_any_more_is_forgotten(tmp_path: Path) -> None:
    for name in ("a", "b"):
        kept = Kept(tmp_path / "kept")
        kept.put(name, "key", ["value"])
        kept.close(complete=name == "b")
    kept = Kept(tmp_path / "kept")
    assert (kept.get("a", "key"), kept.get("b", "key"), kept.get("b", "other")) == (None, ["value"], None)
    kept.close(complete=False)
