from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from commonplace.importers.html_notes import HtmlNotes
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.exports import read_export

EXPORTS = Path(__file__).parents[1] / "exports" / "html-notes"
SHARED = Path(__file__).parents[3] / "shared"
SEED = next(iter(sorted(SHARED.glob("seeds/001*"))), None)
ANNOTATION = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
# A formula in Markdown: between dollar signs that are not escaped, and not in code.
CODE = re.compile(r"(?ms)^ *(`{3,}).*?^ *\1$|(?<!\\)(`+)(?!`).+?(?<!`)\2(?!`)")
FORMULA = re.compile(r"(?<![\\$])\$\$\s*(?P<display>.+?)\s*(?<!\\)\$\$|(?<![\\$])\$(?P<inline>[^$]+)\$", re.DOTALL)


def parsed(text: str, name: str = "page.html") -> list[Annotation | Rejected]:
    return list(HtmlNotes().parse(Export(name=name, text=text)))


def notes(text: str) -> list[Annotation]:
    return [unit for unit in parsed(text) if isinstance(unit, Annotation)]


def body_of(fragment: str) -> str:
    (note,) = notes(f"<html><body>{fragment}</body></html>")
    return note.bodies[0].value


def tex_in_markdown(value: str) -> Iterator[tuple[str, bool]]:
    for found in FORMULA.finditer(CODE.sub("", value)):
        yield (found["display"], True) if found["display"] else (found["inline"], False)


def assert_each_formula_once(text: str) -> None:
    """What KaTeX wrote as TeX stands once each, in order, in the formulas and between dollar signs in the bodies."""
    found = notes(text)
    formulas = [(formula.tex, formula.display) for note in found for formula in note.formulas]
    assert [tex for tex, _ in formulas] == [html.unescape(tex).strip() for tex in ANNOTATION.findall(text)]
    in_bodies = [formula for note in found for formula in tex_in_markdown(note.bodies[0].value)]
    # A table splits its cells at every bar, so there TeX has them escaped.
    assert [(tex.replace(r"\|", "|"), display) for tex, display in in_bodies] == formulas


@pytest.mark.skipif(SEED is None, reason="the shared seeds are not there")
class TestSeed:
    def test_every_formula_once(self) -> None:
        assert SEED is not None
        export = read_export(SEED, name=SEED.name)
        found = notes(export.text)
        formulas = [formula for note in found for formula in note.formulas]
        assert (len(formulas), sum(formula.display for formula in formulas)) == (31, 13)
        assert len(found) == 22
        assert_each_formula_once(export.text)

    def test_only_the_contents_are_left_out(self) -> None:
        assert SEED is not None
        rejected = [unit for unit in parsed(SEED.read_text("utf-8")) if isinstance(unit, Rejected)]
        assert [unit.by_design for unit in rejected] == [True]
        assert "<a href=" in rejected[0].raw


@pytest.mark.parametrize("name", ["vscode-katex-with-contents", "mdmath-eq-and-eqn", "badly-nested"])
def test_every_formula_of_an_export_once(name: str) -> None:
    assert_each_formula_once((EXPORTS / f"{name}.html").read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "# A note\n\nAbout `katex` and <span class='katex'>spans</span>.\n",
        "<html><head><title>Annotations on “A page”</title></head><span class='katex'></span></html>",
        '<html><div class="noteHeading">Highlight</div><span class="katex"></span></html>',
        '<html><span data-annotation="%7B%7D">x</span><span class="katex"></span></html>',
        "<!DOCTYPE html><html><body><p>Any page.</p></body></html>",
        "How KaTeX writes a page:\n\n```html\n<html>\n<span class='katex'></span>\n</html>\n```\n",
        "",
    ],
)
def test_claims_nothing_else(text: str) -> None:
    assert not list(HtmlNotes().identify(Export(name="page.html", text=text)))


def test_claims_only_the_lines_of_the_page() -> None:
    text = "before\n<!DOCTYPE html>\n<html><span class='katex'></span>\n</html>\nafter\n"
    (claim,) = HtmlNotes().identify(Export(name="x", text=text))
    assert (claim.first_line, claim.last_line) == (2, 4)


def test_lines_are_those_of_the_file() -> None:
    text = 'x\n\n<html>\n<ul>\n<li><a href="#a">A</a></li>\n</ul>\n<h1 id="a">A</h1>\n</html>\n'
    (rejected,) = parsed(text)
    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.raw) == (4, '<ul>\n<li><a href="#a">A</a></li>\n</ul>')


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Slopes</title>", "Slopes"),
        ("<title>First</title>", "Main"),  # Only the first heading again
        ("", "Main"),
    ],
)
def test_title(head: str, title: str) -> None:
    (note, _) = notes(f"<html><head>{head}</head><body><h2>First</h2>x<h1>Main</h1>y</body></html>")
    assert note.document.title == title


def test_title_is_the_name_of_the_file_when_nothing_else_says_it() -> None:
    (note,) = (
        unit for unit in parsed("<html><h2>First</h2>x", "C:\\notes\\slopes.html") if isinstance(unit, Annotation)
    )
    assert (note.document.title, note.document.file) == ("slopes", "slopes.html")


def test_headings_that_share_an_id_stay_apart() -> None:
    found = notes("<html><h2 id='x'>X</h2><p>one</p><h2 id='x'>X</h2><p>two</p><h2>X</h2><p>three</p>")
    assert [note.native_id for note in found] == ["x", "", ""]
    assert len({note.id for note in identified(found)}) == 3


@pytest.mark.parametrize("below", ["", "<hr>"])
def test_what_a_heading_holds_is_kept_when_nothing_stands_below_it(below: str) -> None:
    tex = '<span class="katex"><annotation encoding="application/x-tex">\\eta</annotation></span>'
    (note,) = notes(f'<html><h2>Rate {tex} <img src="a.png"></h2>{below}<h2>Nothing</h2>{below}')
    assert note.bodies[0].value == "Rate $\\eta$ ![](a.png)"
    assert [formula.tex for formula in note.formulas] == ["\\eta"]
    assert [attachment.path for attachment in note.attachments] == ["a.png"]


def test_a_list_of_links_within_the_prose_is_prose() -> None:
    text = "".join(f'<h2 id="{i}">{i}</h2><p>x</p>' for i in range(5)) + '<ul><li><a href="#1">1</a></li></ul>'
    assert notes(text)[-1].bodies[0].value == "x\n\n- [1](#1)"


@pytest.mark.parametrize(
    ("fragment", "markdown"),
    [
        ("<p>costs $5, not $6</p>", r"costs \$5, not \$6"),
        ("<p>1. no list</p>", r"1\. no list"),
        ("<p>a<br><br></p>", "a"),
        ("<p><strong>注意：</strong>然后</p>", "**注意**：然后"),
        ("<p><b>a</b><b>b</b> <em></em>c</p>", "**ab** c"),
        ("<p>1<b><s>1</s></b></p>", "1~~1~~"),
        ("<p>&lt;a&gt; &amp;lt;</p>", r"\<a> \&lt;"),
        ("<p>&lt;a&gt;</p>", r"\<a>"),
        ("<p><b><s>1</s></b><em>1</em></p>", "~~1~~*1*"),
        ("<p>1 <b><s>1</s></b></p>", "1 **~~1~~**"),
        ("<p>1<b><em>1</em></b></p>", "1***1***"),
        ("<ol start=3><li>c<li>d</ol>", "3. c\n4. d"),
        ("<ul><li><p>a</p><pre>x\n\ny</pre></li></ul>", "- a\n\n  ```\n  x\n\n  y\n  ```"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>!<a href='u v'>x]y</a></p>", r"\![x\]y](<u v>)"),
        ("<table><tr><td><ul><li>a<li>b</ul></table>", "| a<br>b |\n| --- |"),
        ("<p><code>a`b</code></p>", "`` a`b ``"),
        ("<p>x<sup>2</sup> H<sub>2</sub>O</p>", "x^2^ H~2~O"),
    ],
)
def test_markdown(fragment: str, markdown: str) -> None:
    assert body_of(fragment) == markdown


TEXT = st.text(alphabet="ab 字。，（)([]<>*_`$\\#-+=|~!&;:1.\n“”", max_size=12)
INLINE = st.recursive(
    TEXT.map(html.escape),
    lambda inner: st.tuples(st.sampled_from(["strong", "em", "s", "a href=u"]), st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=6,
)


def visible(rendered: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", rendered)).split())


@given(st.lists(INLINE, max_size=4).map("".join))
def test_markdown_shows_what_the_page_showed(inline: str) -> None:
    found = notes(f"<html><body><p>{inline}</p></body></html>")
    value = found[0].bodies[0].value if found else ""
    shown = MarkdownIt("commonmark").enable("strikethrough").render(value)
    assert visible(shown) == visible(inline), value


@given(st.text(alphabet="<>/ abhp123ulitdre=\"'!-katex\n&;$`", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    list(HtmlNotes().identify(Export(name="x", text=text)))
    parsed("<html>" + text)


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<ul><li>x",
        "<b>x<p>",
        "<table><tr><td>",
        "<table><tr><td>\n",
        "<blockquote>x",
        "<span class='MathJax'></span>",
        "<a href='#x'>",
        "<h2><table><td>",
        "<!--",
        "<a x='",
        "&",
        "[",
        "`",
        "\\",
        "_",
    ],
)
def test_depth_and_size_cost_no_more_than_their_length(piece: str) -> None:
    def read(source: str) -> None:
        parsed("<html><h1>t</h1><p>" + source)
        list(HtmlNotes().identify(Export(name="x", text="<html><span class='katex'>" + source)))

    assert_linear(read, lambda size: piece * size)


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "<a href='#x'>" * size + "<h1>" * size,
        lambda size: "[" * size + "`" * size,
        lambda size: "\\" * size + "_" * size,
        lambda size: "<b>" * size + "</i>" * size,
        lambda size: " ".join("`" * count for count in range(1, int((2 * size) ** 0.5))),
    ],
)
def test_pieces_of_two_kinds_cost_no_more_than_their_length(make: Callable[[int], str]) -> None:
    assert_linear(lambda source: parsed("<html><h1>t</h1><p>" + source), make)
