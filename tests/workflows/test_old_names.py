"""What became of a concept's old name, and of a page in another language."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonplace.errors import ConceptError
from commonplace.store.library import Library
from commonplace.workflows.checking import check
from commonplace.workflows.rendering import render


def declare(library: Library, concept_id: str, former: str) -> None:
    page = library.docs / "concepts" / f"{concept_id}.md"
    text = "\n".join(line for line in page.read_text("utf-8").split("\n") if not line.startswith("former:"))
    page.write_text(text.replace("title:", f"former: [{former}]\ntitle:", 1), "utf-8")


def redirect(library: Library, name: str) -> Path:
    return library.docs / "concepts" / name / "index.html"


def test_an_old_name_leads_to_the_new_one_until_it_is_taken_back(library: Library) -> None:
    declare(library, "gradient", "slope")
    render(library)
    assert 'content="1; url=../gradient/"' in redirect(library, "slope").read_text("utf-8")
    assert check(library).is_sound
    declare(library, "gradient", "")
    render(library)
    assert not redirect(library, "slope").exists()


def test_a_file_of_the_owner_s_is_not_taken_for_a_redirect(library: Library) -> None:
    own = redirect(library, "mine")
    own.parent.mkdir()
    own.write_text("<p>mine</p>", "utf-8")
    render(library)
    assert own.read_text("utf-8") == "<p>mine</p>"


def test_a_name_that_two_concepts_claim_is_said_and_never_hides_a_page(library: Library) -> None:
    declare(library, "gradient", "softmax")
    render(library)
    assert not redirect(library, "softmax").exists()
    (finding,) = check(library).findings
    assert finding.path == "docs/concepts/gradient.md"
    assert "'softmax' is a name of 'softmax' too" in finding.problem


def test_an_old_name_is_a_file_name(library: Library) -> None:
    declare(library, "gradient", "../x")
    with pytest.raises(ConceptError, match="former"):
        render(library)


def speak(library: Library, code: str) -> None:
    (library.root / "commonplace.toml").write_text(f'[site]\nlanguage = "{code}"\n', "utf-8")
    render(library)


def test_pages_take_on_the_language_that_was_chosen(library: Library) -> None:
    titles = []
    for code in ("zh", "en", "both", "zh"):
        speak(library, code)
        titles.append((library.docs / "map.md").read_text("utf-8").split("\n")[1])
    assert titles == ["title: 地图", "title: Map", "title: 地图 Map", "title: 地图"]


def test_a_page_that_the_owner_wrote_on_keeps_its_words_in_every_language(library: Library) -> None:
    speak(library, "zh")
    page = library.docs / "inbox.md"
    page.write_text(page.read_text("utf-8").replace("# 待归类", "# 我的匣子"), "utf-8")
    speak(library, "en")
    assert "# 我的匣子" in page.read_text("utf-8")
    assert "Every passage has a concept." in page.read_text("utf-8")
