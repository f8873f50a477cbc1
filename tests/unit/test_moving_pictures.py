"""A picture with a slider holds a drawing for every value, each made by the picture's own file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonplace.errors import LibraryError
from commonplace.site.pictures import drawn
from commonplace.store.library import Library
from commonplace.workflows import drawing
from commonplace.workflows.drawing import draw

SNIPPET = "def height(x, a):\n    return a * x\n"
PICTURE = """\
from lines import height

SLIDER = ("a", (0.5, 1, 2), {shown})

def draw(figure, value):
    axes = figure.subplots()
    axes.plot([0, 1], [0, height(1, value)])
    axes.plot([height(0.25, value)], [0.5], "o")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 2)
"""
PLACES = re.compile(r' (?:data-)?([dxy])="([^"]*)"')


def made(folder: Path, text: str) -> str:
    """Draw a picture of this text."""
    (folder / "lines.py").write_text(SNIPPET, "utf-8")
    (folder / "picture.py").write_text(text, "utf-8")
    return drawn(folder / "picture.py", snippets=folder)


def test_each_value_is_where_a_picture_of_that_value_alone_has_it(tmp_path: Path) -> None:
    picture = made(tmp_path, PICTURE.format(shown=1))
    assert '<svg data-symbol="a" data-values="0.5 1 2" data-start="1" ' in picture
    moved = [found.split("|") for found in re.findall(r' data-[dx]="([^"]*)"', picture)]
    assert len(moved) == 2, "the end of the line, and the mark"
    for place, shown in enumerate((0.5, 1, 2)):
        alone = made(tmp_path, PICTURE.format(shown=shown).replace("(0.5, 1, 2)", f"({shown},)"))
        standing = {" ".join(value.split()) for _, value in PLACES.findall(alone)}
        assert {places[place] for places in moved} <= standing
    assert re.sub(r' data-\w+="[^"]*"', "", picture) == re.sub(
        r' data-\w+="[^"]*"', "", made(tmp_path, PICTURE.format(shown=1).replace("(0.5, 1, 2)", "(1,)"))
    ), "what is shown without a script"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PICTURE.format(shown=3), "rising values"),
        (PICTURE.format(shown=1).replace("(0.5, 1, 2)", "(2, 1, 0.5)"), "rising values"),
        (PICTURE.format(shown=1).replace('("a",', "("), "rising values"),
        (PICTURE.format(shown=1) + "    axes.set_title(str(value))\n", "more than lines and marks"),
        (PICTURE.format(shown=1).replace("axes.set_ylim(0, 2)", "pass"), "more than lines and marks"),
    ],
)
def test_a_slider_that_is_wrong_is_an_error_that_names_its_file(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(LibraryError, match=problem) as error:
        made(tmp_path, text)
    assert "picture.py" in str(error.value)


def add_picture(library: Library, name: str, text: str) -> None:
    (library.docs / f"concepts/{name}.md").write_text(
        f"---\ntitle: 直线 {name}\nnames: {{zh: 直线, en: {name}}}\npicture: {{en: A line.}}\n---\n\n# 直线 {name}\n",
        "utf-8",
    )
    (library.docs / "pictures").mkdir(exist_ok=True)
    (library.docs / f"pictures/{name}.py").write_text(text, "utf-8")


@pytest.fixture
def told(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were run."""
    library.snippets.mkdir(exist_ok=True)
    (library.snippets / "lines.py").write_text(SNIPPET, "utf-8")
    names: list[str] = []

    def keeping(path: Path, *, snippets: Path) -> str:
        names.append(path.name)
        return drawn(path, snippets=snippets)

    monkeypatch.setattr(drawing, "drawn", keeping)
    return names


def test_a_picture_is_drawn_again_where_its_snippet_changed_and_only_then(library: Library, told: list[str]) -> None:
    add_picture(library, "lines", PICTURE.format(shown=1))
    assert [path.name for path in draw(library)] == ["lines.svg"]
    assert draw(library) == ()
    assert told == ["lines.py"]
    (library.snippets / "lines.py").write_text(SNIPPET.replace("a * x", "a * x / 2"), "utf-8")
    draw(library)
    assert told == ["lines.py", "lines.py"]


def test_a_picture_that_is_wrong_makes_no_other_be_drawn_again(library: Library, told: list[str]) -> None:
    add_picture(library, "lines", PICTURE.format(shown=1))
    add_picture(library, "wrong", "def draw(figure): figure.nothing()")
    for _ in range(2):
        with pytest.raises(LibraryError, match="AttributeError"):
            draw(library)
    assert told == ["lines.py", "wrong.py", "wrong.py"]
