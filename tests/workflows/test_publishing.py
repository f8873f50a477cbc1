"""From a library to its site: what MkDocs complains of fails the build, in MkDocs' own words and nothing else."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from commonplace.errors import BuildError
from commonplace.site import building, frame
from commonplace.store.library import Library
from commonplace.workflows.publishing import build


@pytest.fixture
def framed(library: Library) -> Library:
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    return library


@pytest.mark.parametrize(
    ("code", "said", "not_said"),
    [
        ("zh", ("概念", "时间线", "页眉"), ("Concepts", "Timeline", "Header")),
        ("en", ("Concepts", "Timeline", "Header"), ("概念", "时间线", "页眉")),
    ],
)
def test_a_library_without_annotations_builds_in_either_language_and_nothing_is_said(
    framed: Library, capfd: pytest.CaptureFixture[str], code: str, said: tuple[str, ...], not_said: tuple[str, ...]
) -> None:
    (framed.root / "commonplace.toml").write_text(f'[site]\nlanguage = "{code}"\n', "utf-8")
    _, destination = build(framed)
    assert destination is not None
    assert (destination / "concepts" / "gradient" / "index.html").is_file()
    assert capfd.readouterr().err == ""
    page = LexborHTMLParser((destination / "concepts" / "index.html").read_text("utf-8"))
    (language,) = {html.attributes["lang"] for html in page.css("html")}
    assert language == code
    body = page.body
    assert body is not None
    header = page.css_first("header nav")
    assert header is not None
    shown = f"{body.text()} {header.attributes['aria-label']}"  # the theme's own words, too
    assert all(word in shown for word in said)
    assert not any(word in shown for word in not_said)


def test_a_link_to_nowhere_fails_the_build_and_is_said(framed: Library, capfd: pytest.CaptureFixture[str]) -> None:
    page = framed.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8").replace("Owner’s prose.", "[gone](gone.md)"), "utf-8")
    with pytest.raises(BuildError):
        build(framed)
    assert "gone.md" in capfd.readouterr().err


def test_only_complaints_are_shown_each_with_all_its_lines() -> None:
    said = [
        "INFO    -  Building\n",
        "more\n",
        "WARNING -  Pages are not in the nav:\n",
        "  - a.md\n",
        "INFO    -  Done\n",
    ]
    assert list(building.complaints(said)) == said[2:4]
