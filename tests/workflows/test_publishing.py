"""From a library to its site: what MkDocs complains of fails the build, in MkDocs' own words and nothing else."""

from __future__ import annotations

import pytest

from commonplace import frame, site
from commonplace.errors import BuildError
from commonplace.library import Library
from commonplace.workflows.publishing import build


@pytest.fixture
def framed(library: Library) -> Library:
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    return library


def test_a_library_without_annotations_builds_and_nothing_is_said(
    framed: Library, capfd: pytest.CaptureFixture[str]
) -> None:
    _, destination = build(framed)
    assert destination is not None
    assert (destination / "concepts" / "gradient" / "index.html").is_file()
    assert capfd.readouterr().err == ""


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
    assert list(site.complaints(said)) == said[2:4]
