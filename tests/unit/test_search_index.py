"""What the search index is made of: words that a reader's own will meet, from pages as a builder left them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from commonplace.pages.division import MOST, Listing
from commonplace.pages.sections import Each, Section
from commonplace.site.builder.kept import Kept
from commonplace.site.part import SitePart
from commonplace.site.search import index
from commonplace.site.search.built_page import names_in, searchable
from commonplace.site.search.index import write_index
from commonplace.site.search.words import key, name_words, spaced, tex_words

PAGE = """<html><nav>别处</nav><article class="md-content__inner">
<h1 id="x">交叉熵误差 Cross-entropy<a class="headerlink" href="#x">¶</a></h1>
<p class="cp-aliases">又名 also: <span class="cp-alias">交叉熵損失</span> <span class="cp-alias">ce&#45;loss</span></p>
<p class="cp-tags"><a class="cp-tag" href="../../tags/#a"><bdi>损失函数</bdi></a></p>
<div class="cp-formula" id="formula-1"><p><math display="block" alttext="L=-\\sum_k t_k\\log y_k"><mi>L</mi></math></p>
<p class="cp-verdict">一致</p></div>
<style>p {}</style><h2 id="m">含义</h2>
<p>当<math alttext="\\eta&gt;1"><mi>η</mi><mo>&gt;</mo><mn>1</mn></math>时，<b>a &lt; b</b></p>
<blockquote id="hl-1"><p>softmax函数</p>
<details class="cp-why"><summary>缘由</summary></details></blockquote></article></html>"""


def test_chinese_becomes_pairs_from_which_it_can_be_read_again() -> None:
    words = spaced("用softmax函数，即梯度下降法。").split()
    assert words == ["用softmax", "函数", "数，", "即梯", "梯度", "度下", "下降", "降法", "法。"]
    assert "".join(re.sub(r"^([\u3400-\u9fff])[\u3400-\u9fff]$", r"\1", word) for word in words) == (
        "用softmax函数，即梯度下降法。"
    )


def test_a_name_is_found_by_itself_its_pinyin_its_initials_and_pinyin_within() -> None:
    words = name_words(["梯度下降法"])
    assert words[0] == "zqnx68afx5ea6x4e0bx964dx6cd5"
    assert {"zqntiduxiajiangfa", "zqntdxjf", "zqsxiajiangfa"} <= set(words)


@pytest.mark.parametrize(
    ("one", "other"), [("Cross-Entropy", "cross entropy"), ("ＫＬ散度", "KL 散度"), ("ce-loss", "CELoss")]
)
def test_width_case_spaces_and_hyphens_of_a_name_do_not_matter(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_heteronyms_are_read_as_the_word_asks() -> None:
    assert "zqnquanzhong" in name_words(["权重"])
    assert "zqnchongfu" in name_words(["重复"])
    assert "zqntaile" in name_words(["泰勒"])


def test_tex_becomes_a_phrase_of_commands_and_letters() -> None:
    assert tex_words(r"\left(\log\hat y\right)", mark="zqt") == "zqtlog zqthat zqty"


def test_what_a_formula_is_about_stands_on_its_left() -> None:
    own = '<div class="cp-formula"><math alttext="(A \\odot B)_{ij} = A_{ij}">.</math></div>'
    found = searchable(f"<article><h1>积</h1>{own}</article>", "concepts/hadamard-product/") or ""
    assert "zqlA zqlodot zqlB zqli zqlj</p>" in found


def test_of_a_notebook_neither_the_marks_of_headings_nor_what_buttons_copy_is_searched() -> None:
    notebook = (
        '<article><h1 id="a">一步一步 Steps<a class="anchor-link" href="#a">¶</a></h1><pre>seen = 1</pre>'
        '<div class="clipboard-copy-txt" id="cell-1">copied = 1</div></article>'
    )
    found = searchable(notebook, "notebooks/steps/") or ""
    assert 'data-pagefind-meta="title:一步一步 Steps"' in found
    assert "seen" in found
    assert "copied" not in found


def test_the_names_of_a_concept_are_told_each_alone() -> None:
    def told(page: str, path: str) -> list[str]:
        return names_in(searchable(page, path) or "")

    assert told(PAGE, "concepts/cross-entropy/") == ["交叉熵误差", "Cross-entropy", "交叉熵損失", "ce-loss"]
    assert told(PAGE.replace("交叉熵误差 Cross-entropy", "Dropout"), "concepts/dropout/")[0] == "Dropout"
    assert told(PAGE, "sources/a-book/") == []


def test_of_very_many_names_the_main_ones_of_all_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_MOST_NAMES", 80)
    for number in range(3):
        page = tmp_path / "concepts" / str(number) / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.replace("交叉熵误差 Cross-entropy", f"名{number} Name {number}"), "utf-8")
    write_index(tmp_path, Kept(tmp_path / "kept.sqlite"), "1")
    told = (tmp_path / "search" / "names.js").read_text("utf-8")
    names = ["名0", "名1", "名2", "Name 0", "Name 1", "Name 2", "交叉熵損失"]
    assert told == f"commonplaceSearch.names={json.dumps(names, ensure_ascii=False)};\n"


def test_a_page_is_indexed_with_its_names_formulas_kind_and_tags() -> None:
    found = searchable(PAGE, "concepts/cross-entropy/") or ""
    assert 'data-pagefind-filter="kind:concept"' in found
    assert 'data-pagefind-filter="tag:损失函数"' in found
    for word in ("zqnjiaochashangwucha", "zqnjcswc", "zqnceloss", "zqncrossentropy"):
        assert word in found
    assert "zqosum zqok zqot zqok zqolog zqoy zqok" in found
    assert "zqlsum" not in found, "that is on the right"
    assert "η&gt;1" in found
    assert "a &lt; b" in found
    assert 'id="hl-1"' in found
    assert "¶" not in found
    assert "别" not in found
    assert "缘由" not in found
    assert "p {}" not in found


def further(path: str) -> str:
    """The folder of a page on which a long list goes on."""
    items = Each((f"{number}", lambda page: page) for number in range(2 * MOST))
    section = Section(place="place", name="name", count=2 * MOST, items=items)
    return Listing(path=path, sections=(section,)).pages[0][0].removesuffix(".md") + "/"


def test_pages_that_only_list_are_not_indexed() -> None:
    for path in ("", "concepts/", "tags/", "new/", further("tags.md")):
        assert searchable(PAGE, path) is None


def test_further_pages_of_formulas_are_searched_as_the_first() -> None:
    for path in ("formulas/", further("formulas.md")):
        assert 'data-pagefind-filter="kind:formula"' in (searchable(PAGE, path) or "")


def test_an_index_is_scripts_that_hand_over_their_bytes(tmp_path: Path) -> None:
    page = tmp_path / "concepts" / "cross-entropy" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    assert write_index(tmp_path, Kept(tmp_path / "kept"), "1").files
    files = [file for file in (tmp_path / "search").rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".js"}
    assert all(file.read_text("utf-8").startswith("commonplaceSearch.") for file in files)


def test_an_index_is_taken_from_the_last_time_while_no_page_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Path] = []
    run = index._run

    def counted(pages: Path, made: Path) -> None:
        runs.append(pages)
        run(pages, made)

    monkeypatch.setattr(index, "_run", counted)
    site, kept = tmp_path / "site", Kept(tmp_path / "kept")
    page = site / "concepts" / "cross-entropy" / "index.html"
    page.parent.mkdir(parents=True)

    def made(text: str, version: str = "1") -> tuple[int, dict[str, bytes]]:
        """How often Pagefind was run by now, and the files of the index."""
        page.write_text(text, encoding="utf-8")
        assert write_index(site, kept, version).files
        return len(runs), {file.name: file.read_bytes() for file in (site / "search").rglob("*") if file.is_file()}

    first = made(PAGE)
    shutil.rmtree(site / "search")
    assert made(PAGE.replace("别处", "哪里")) == first, "what is not searched makes no other index"
    count, files = made(PAGE.replace("softmax", "softplus"))
    assert count == 2
    assert files != first[1]
    assert made(PAGE)[0] == 3
    assert made(PAGE, version="2")[0] == 4


def test_a_site_without_pages_to_search_has_no_index(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    assert write_index(tmp_path, Kept(tmp_path / "kept"), "1").files == ()
    assert not (tmp_path / "search").exists()


def test_an_index_that_stands_is_left_until_a_page_changes(tmp_path: Path) -> None:
    site, kept = tmp_path / "site", Kept(tmp_path / "kept")
    page = site / "concepts" / "softmax" / "index.html"
    page.parent.mkdir(parents=True)

    def made(text: str, key: str, standing: SitePart | None = None) -> SitePart:
        page.write_text(text, encoding="utf-8")
        return write_index(site, kept, "1", keys={"concepts/softmax/index.html": key}, standing=standing)

    first = made(PAGE, "a")
    there = {file.relative_to(site).as_posix(): file.stat().st_mtime_ns for file in (site / "search").rglob("*.js")}
    assert there.keys() == set(first.files)
    assert made("not looked at, for it has the same key", "a", first) == first
    assert all((site / name).stat().st_mtime_ns == time for name, time in there.items())
    kept.close(complete=True)
    kept = Kept(tmp_path / "kept")
    shutil.rmtree(site / "search")
    assert made("not looked at", "a") == first, "what stood is still kept"
    assert {file.relative_to(site).as_posix() for file in (site / "search").rglob("*.js")} == there.keys()
    assert made(PAGE.replace("softmax", "softplus"), "b", first).key != first.key
