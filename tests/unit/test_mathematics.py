from __future__ import annotations

import contextlib
import re
from pathlib import Path

import markdown
import pytest

from commonplace.mathematics import DEEPEST, LONGEST, STYLES, TexError, style_class, to_html, to_mathml
from commonplace.site.frame import assets, settings

ROOT = Path(__file__).parents[2]
EXTENSIONS = ["commonplace.markdown_mathematics", "tables", "toc", "pymdownx.superfences", "pymdownx.blocks.html"]


def html_of(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


def formulas_of(text: str) -> list[str]:
    return re.findall(r'alttext="([^"]*)"', html_of(text))


def test_tex_is_kept_beside_the_formula_and_not_in_the_text() -> None:
    mathml = to_mathml(r"a < \frac{1}{2}", display=False)
    assert r'alttext="a &lt; \frac{1}{2}"' in mathml
    assert "frac{" not in re.sub(r'alttext="[^"]*"', "", mathml)


def test_chinese_in_text_is_kept() -> None:
    assert "<mtext>若误差为零</mtext>" in to_mathml(r"x, \text{若误差为零}", display=True)


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{cases}1 & x>0 \\ 0 & \text{否则}\end{cases}",
        r"\begin{aligned}a &= b\\ c &= d\end{aligned}",
        r"\begin{array}{|c:c|}\hline a & b\\ \hdashline c & d\end{array}",
        r"\begin{gather}a\\ b\end{gather}",
        r"\begin{multline}a\\ b\end{multline}",
        r"\begin{subarray}{l}a\\ b\end{subarray}",
        r"a\!b \negmedspace c \negthickspace d",
        r"\mathop{x}\mathrel{y}\cramped{z}",
        r"\text{\textsc{a}}",
        r"{\color{red} x}",
    ],
)
def test_no_style_attribute_is_left(tex: str) -> None:
    assert " style=" not in to_mathml(tex, display=True)


def test_the_style_sheet_has_every_class_that_stands_for_a_style() -> None:
    sheet = assets()["docs/assets/stylesheets/commonplace.css"].decode()
    assert [style for style in sorted(STYLES) if f".{style_class(style)} {{" not in sheet] == []


def test_row_spacing_is_not_shown_as_text() -> None:
    spaced = to_mathml(r"\begin{aligned}a\\[4pt]b\end{aligned}", display=True)
    assert spaced.count("<mo") == 0
    assert "[4pt]" in spaced


def test_a_label_cannot_take_the_id_of_something_on_the_page() -> None:
    mathml = to_mathml(r"\begin{align}a\label{config}\end{align}", display=True)
    assert 'id="config"' not in mathml


def test_a_prime_is_marked() -> None:
    assert '<mo class="tex-prime">′</mo>' in to_mathml("f'(x)", display=False)


@pytest.mark.parametrize(
    ("tex", "position", "told"),
    [
        (r"x + \undefinedcommand", 4, "operatorname"),
        ("x_{1", 4, "close every brace"),
        (r"\tag{1} x", 0, "leave the number out"),
        (r"a & b", 2, "aligned"),
        (r"\text{若 $x$}", 8, "close"),
        (r"\sum_{\substack{i \\ j}} x", 6, "subarray"),
        (r"a \kern-1em b", 0, "leave it out"),
        ("x\x01", 1, "character"),
        ("\ud800", 0, "UTF-8"),
    ],
)
def test_bad_tex_is_an_error_that_says_where_and_what_to_do(tex: str, position: int, told: str) -> None:
    with pytest.raises(TexError) as caught:
        to_mathml(tex, display=True)
    assert caught.value.position == position
    assert told in str(caught.value)


def test_the_mark_stands_under_the_place_in_chinese_too() -> None:
    with pytest.raises(TexError) as caught:
        to_mathml("\\text{误差}\n\\text{梯度}\\oops", display=True)
    shown = str(caught.value).split("\n")
    assert shown[1:3] == ["  \\text{梯度}\\oops", "        \u3000\u3000 ^"]


@pytest.mark.parametrize(
    "tex",
    ["{" * 3_000, r"\frac1{" * 900, r"\left(" * 900, r"\begin{cases}" * 300, "x" * (LONGEST + 1)],
    ids=["braces", "fractions", "brackets", "environments", "length"],
)
def test_what_would_end_the_process_is_refused(tex: str) -> None:
    with pytest.raises(TexError):
        to_mathml(tex, display=True)


@pytest.mark.parametrize("command", [r"\hat", r"\bm", r"\sqrt", r"\not", r"\color{red}", r"\frac1"])
def test_the_deepest_nesting_without_braces_that_is_short_enough_ends_well(command: str) -> None:
    tex = (command * LONGEST)[: LONGEST // len(command) * len(command) - len(command)] + "="
    with contextlib.suppress(TexError):
        to_mathml(tex, display=True)


def test_nesting_up_to_the_limit_is_shown() -> None:
    assert "<mi>x</mi>" in to_mathml("{" * DEEPEST + "x" + "}" * DEEPEST, display=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("误差是 $y-t$。", ["y-t"]),
        ("$a*b*c$ 与 $d_e f_g$", ["a*b*c", "d_e f_g"]),
        (r"集合 $\{1, 2\}$", [r"\{1, 2\}"]),
        ("花了 $5 和 $6，又花了 $7", []),
        (r"写作 \$x\$", []),
        ("代码 `$x$`", []),
        ("```\n$x$\n```", []),
        ("    $$x$$", []),
        ("两边 $ x $ 有空格", []),
        ("行内 $$x$$ 独立", ["x"]),
        ("$$\nx\n$$", ["x"]),
        ("$$\nx\n\n+ y\n$$", ["x + y"]),
        ("前面\n$$x$$\n后面", ["x"]),
        ("- 一\n\n    $$x$$\n\n- 二", ["x"]),
        ("> $$x$$", ["x"]),
        ("| 甲 |\n| --- |\n| $x$ |", ["x"]),
        ("/// html | div.box\n\n$$\nx\n$$\n\n///", ["x"]),
        ("# 梯度 $\\nabla C$", [r"\nabla C"]),
    ],
)
def test_formulas_of_prose_are_found(text: str, found: list[str]) -> None:
    assert formulas_of(text) == found


def test_text_around_a_displayed_formula_stays() -> None:
    shown = html_of("前面\n$$x$$\n后面")
    assert shown.index("前面") < shown.index("<math") < shown.index("后面")


def test_no_line_begins_with_the_mark_behind_a_formula() -> None:
    shown = html_of("若 $n$，则 $m$; so **$k$。** $j$ x ($i$)")
    assert re.findall(r'<span class="cp-unbroken"><span class="cp-math">.*?</math></span>(.)</span>', shown) == [
        *"，;。"
    ]
    assert "<strong><span" in shown


def test_a_heading_with_a_formula_has_a_plain_name() -> None:
    parser = markdown.Markdown(extensions=EXTENSIONS)
    parser.convert(r"# 梯度 $\nabla C$")
    assert parser.toc_tokens[0]["name"] == "梯度 ∇C"  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["$$ x", "见 $\\oops$", "见 $\\text{若 $x$}$"])
def test_bad_tex_ends_the_build(text: str) -> None:
    with pytest.raises(TexError):
        html_of(text)


def test_a_formula_in_line_and_one_by_itself_are_laid_out_differently() -> None:
    assert to_html("x", display=False).startswith('<span class="cp-math"><math ')
    assert to_html("x", display=True).startswith('<span class="cp-math cp-math--display"><math display="block"')


def test_the_library_has_the_files_of_the_frame_as_they_are() -> None:
    changed = [path for path, data in assets().items() if (ROOT / path).read_bytes() != data]
    assert changed == [], "copy them anew: they belong to the tool"


def test_nothing_of_the_frame_is_fetched_from_elsewhere() -> None:
    sheet = assets()["docs/assets/stylesheets/commonplace.css"].decode()
    assert re.findall(r"@import|url\((?!\"\.\./fonts/)", sheet) == []


@pytest.mark.parametrize("name", ["札记", 'a "b" \\ c: #d', "{x}"])
def test_any_name_can_be_the_name_of_a_site(name: str) -> None:
    import yaml  # noqa: PLC0415 - only here

    line = next(line for line in settings(name).split("\n") if line.startswith("site_name:"))
    assert yaml.safe_load(line) == {"site_name": name}


def test_no_element_closes_itself() -> None:
    """HTML inside of ``mtext`` has no such thing: the rest of the page would be in it."""
    assert "/>" not in to_mathml(r"\text{\textsc{}} \quad \operatorname{f}", display=True)


@pytest.mark.parametrize(
    "tex", ["[" * 60 + "1", "([" * 30, "a[" * 40, "{[}" * 40, "[" * 30 + "{" + "]" * 30 + "}", r"\\[" * 40]
)
def test_brackets_without_end_are_refused_at_once(tex: str) -> None:
    with pytest.raises(TexError, match="never closed"):
        to_mathml(tex, display=False)


@pytest.mark.parametrize("tex", ["[0,1)" * 40, r"\left[" * 20 + "x" + r"\right]" * 20, "f(g(h(x)))" * 30, "x\\in]0,1]"])
def test_brackets_that_are_closed_are_not(tex: str) -> None:
    assert to_mathml(tex, display=False)
