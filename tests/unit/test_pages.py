"""What pages say, from values alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import markdown
import pytest
from builders import annotation, concept, passage, reading, texts
from hypothesis import given
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from commonplace.importers import app_of
from commonplace.language import Language
from commonplace.model import (
    Document,
    Evidence,
    FormulaDeclaration,
    Link,
    Locator,
    Passage,
    Reading,
    Relation,
    Symbol,
    Verdict,
)
from commonplace.pages import all_pages, kept_files
from commonplace.pages.brief import brief
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.chapters import chapter_name
from commonplace.pages.citation import bibtex, citation
from commonplace.pages.concept_page import concept_page, verdict_html
from commonplace.pages.feed import feed
from commonplace.pages.new_page import new_content
from commonplace.pages.passage_groups import passages_on
from commonplace.pages.progress import progress
from commonplace.pages.source_page import published_collection, source_page
from commonplace.pages.timeline_page import timeline
from commonplace.store.last_import import LastImport
from commonplace.text import is_cjk

EXTENSIONS = (
    "attr_list",
    "tables",
    "toc",
    "pymdownx.blocks.details",
    "pymdownx.blocks.html",
    "commonplace.markdown_mathematics",
)
ATOM = "{http://www.w3.org/2005/Atom}"


def catalogue(*readings: Reading, code: str = "both", words: str = "梯度") -> Catalogue:
    """A catalogue whose every passage is about one concept."""
    told = concept(
        "gradient",
        words,
        formulas=(
            FormulaDeclaration(tex="x", symbols=(Symbol(tex="x", type="real", meaning={"zh": "变量", "en": "it"}),)),
        ),
        related=(Relation(concept="other", kind="needs"),),
    )
    marked = [witness for one in readings for p in one.passages for witness in p.annotations]
    reason = Evidence(kind="quote", term=words)
    links = {one.id: (Link(annotation=one.id, concept="gradient", evidence=(reason,), weight=1.0),) for one in marked}
    return Catalogue(
        concepts=(told, concept("other", f"{words}2")),
        readings=readings,
        links=links,
        apps={one.importer: app_of(one.importer) for one in marked},
        language=Language(code),  # type: ignore[arg-type]  # One of the three.
    )


def many(count: int, *, chapters: int) -> Reading:
    return reading(
        *(
            passage(f"第 {n} 句", id=f"a{n}", locator=Locator(headings=(f"第 {n * chapters // count} 章",)))
            for n in range(count)
        )
    )


def only(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = page.css_first(selector)
    assert found is not None
    return found


def html_of(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(markdown.markdown(page, extensions=list(EXTENSIONS)))


def test_of_a_hundred_passages_a_dozen_are_seen_and_all_are_there_by_chapter_with_counts() -> None:
    told = catalogue(many(100, chapters=5))
    page = html_of("\n\n".join(passages_on(told.concepts[0], "concepts/gradient.md", told)))
    assert len(page.css("blockquote.cp-passage")) == 100
    folded = page.css("details.cp-more blockquote.cp-passage")
    assert len(folded) == 88
    assert "其余 88 条 88 more" in only(page, "details.cp-more > summary").text()
    assert [chapter.text() for chapter in page.css(".cp-chapter")] == [
        "第 0 章 (8)",
        *(f"第 {number} 章 (20)" for number in range(1, 5)),
    ]


def test_an_empty_library_says_what_to_do_and_calls_no_concept_most_marked() -> None:
    pages = {page.path: page.regions["list"] for page in all_pages(catalogue(code="en")) if "list" in page.regions}
    for path in ("index.md", "sources.md", "new.md"):
        assert "commonplace import FILE" in pages[path], path
    assert "Most marked" not in pages["index.md"]
    assert "[0 passages](timeline.md)" in pages["index.md"]
    marked = {page.path: page.regions.get("list", "") for page in all_pages(catalogue(many(1, chapters=1), code="en"))}
    assert "commonplace import" not in marked["index.md"]
    assert "[1 passage](timeline.md)" in marked["index.md"]
    assert "concepts/gradient.md" in marked["index.md"]
    assert "concepts/other.md" not in marked["index.md"].partition("Most marked")[2]


@pytest.mark.parametrize("folder", ["/home/reader/Books/", "C:\\Users\\reader\\Books\\", ""])
def test_of_a_file_its_name_is_published_and_not_the_folder_of_its_owner(folder: str) -> None:
    document = Document(key="k", title="书", file=f"{folder}a book.pdf")
    told = reading(passage("句", id="a1", document=document), files=(document.file,))
    page = html_of(source_page(told, catalogue(told)).regions["passages"])
    assert "a book.pdf" in only(page, ".cp-facts").text()
    published = published_collection(told).text
    assert "a book.pdf" in published
    assert "reader" not in only(page, ".cp-facts").text() + published


def test_many_books_share_what_is_seen_and_a_short_page_folds_nothing() -> None:
    short = catalogue(many(12, chapters=3))
    assert not html_of("\n\n".join(passages_on(short.concepts[0], "concepts/gradient.md", short))).css(
        "details.cp-more"
    )
    books = [
        reading(*(passage("句", id=f"{book}-{n}") for n in range(6)), id=f"book-{book}", title=f"书 {book}")
        for book in range(4)
    ]
    told = catalogue(*books)
    page = html_of("\n\n".join(passages_on(told.concepts[0], "concepts/gradient.md", told)))
    assert len(page.css("blockquote.cp-passage")) == 24
    assert len(page.css("details.cp-more blockquote.cp-passage")) == 12


def test_a_passage_says_whose_words_it_is_and_shows_no_bare_link_for_a_name() -> None:
    def said(attribution: str) -> list[str]:
        one = reading(passage("第一句", extra={"attribution": attribution}))
        page = html_of(source_page(one, catalogue(one)).regions["passages"])
        return [node.text().strip() for node in page.css(".cp-passage > .cp-attribution")]

    assert said("**林一**，第 42 页") == ["林一，第 42 页"]
    assert said("<b>A</b> & B") == ["<b>A</b> & B"]
    assert said("[A. B](https://example.org), in [[Book|the book]]") == ["A. B, in the book"]
    assert said("[open](reader://open?page=12)") == said("[[Lecture 7|the lecture]]") == said("") == []


def test_each_passage_has_a_link_to_itself_a_citation_and_its_reason() -> None:
    told = catalogue(reading(passage("梯度", id="a1", locator=Locator(headings=("二",), page="23"))))
    page = html_of("\n\n".join(passages_on(told.concepts[0], "concepts/gradient.md", told)))
    block = only(page, "#hl-a1")
    link = only(block, "a.cp-permalink")
    assert link.attributes["href"] == "#hl-a1"
    assert link.attributes["aria-label"]
    assert only(block, ".cp-cite-text").text() == "林一：《神经网络札记》，二，第 23 页。"
    assert "梯度" in only(block, "details.cp-why").text()


def test_a_book_is_cited_as_its_script_asks() -> None:
    marked = passage("x", id="a", locator=Locator(headings=("Ch. 2",), page="5"))
    latin = reading(
        marked, title="Deep Learning", authors=("I. Goodfellow", "Y. Bengio"), publisher="MIT", published="2016-11"
    )
    assert citation(latin, marked) == "I. Goodfellow; Y. Bengio, Deep Learning, MIT 2016, Ch. 2, p. 5."
    assert citation(reading(marked, title="《深度学习》", authors=()), marked) == "《深度学习》，Ch. 2，第 5 页。"


@pytest.mark.parametrize(
    ("date", "year"),
    [("2016-11", "2016"), ("Sat May 01 2021 00:00:00 GMT+0200", "2021"), ("26 April 2019", "2019"), ("0960", "0960")],
)
def test_the_year_is_found_wherever_it_stands_in_a_date(date: str, year: str) -> None:
    assert f"year = {{{year}}}" in bibtex(reading(published=date).source)


def test_bibtex_escapes_what_it_would_read_as_its_own() -> None:
    source = reading(
        title="A {B} & 50%", authors=("A", "B"), url="https://doi.org/10.1000/x_y", isbn="123", id="a b"
    ).source
    entry = bibtex(source)
    assert entry.startswith("@book{a-b,\n")
    assert r"title = {A \{B\} \& 50\%}," in entry
    assert "author = {A and B}," in entry
    assert "doi = {10.1000/x_y}," in entry
    assert entry.count("{") - entry.count(r"\{") == entry.count("}") - entry.count(r"\}")


@given(texts, texts)
def test_the_feed_is_well_formed_whatever_was_marked(quote: str, title: str) -> None:
    marked = passage(quote, id="a1", created="2024-05-01T08:30:00", comment="&<x>")
    root = ET.fromstring(feed(catalogue(reading(marked, title=title))).text)  # noqa: S314  # Our own.
    assert root.findtext(f"{ATOM}entry/{ATOM}updated") == "2024-05-01T08:30:00Z"


@pytest.mark.parametrize("odd", ["2024-13-45T99:99:99Z", "٢٠٢٤-٠١-٠١T08:00:00Z", "2024-01-01T00:00:00+99:99"])
def test_a_date_that_no_calendar_has_is_in_no_feed(odd: str) -> None:
    marked = [passage("earlier", id="p1", created="2024-01-01"), passage("odd", id="p2", created=odd)]
    root = ET.fromstring(feed(catalogue(reading(*marked))).text)  # noqa: S314  # Our own.
    assert [one.text for one in root.iter("{http://www.w3.org/2005/Atom}updated")] == ["2024-01-01T00:00:00Z"] * 2


def test_the_feed_names_each_passage_by_an_id_of_its_own_the_latest_first() -> None:
    dates = ("2024-05-01", "2024-05-03T08:30:00.123+08:00", "2024-05-02 10:00", "", "yesterday")
    told = catalogue(reading(*(passage("q", id=f"a{n}", created=date) for n, date in enumerate(dates))))
    root = ET.fromstring(feed(told).text)  # noqa: S314  # Our own.
    entries = root.findall(f"{ATOM}entry")
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == ["2024-05-03T08:30:00+08:00", "2024-05-02T10:00:00Z", "2024-05-01T00:00:00Z"]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 3
    assert entries[0].find(f"{ATOM}link").attrib["href"] == "sources/book/#hl-a1"  # type: ignore[union-attr]
    assert feed(told) == feed(told)


def test_a_comment_that_links_to_another_concept_is_a_backlink_there_and_inert() -> None:
    comment = "先看别的\n要用 [[词语2|那个]] *<b>*\n![[词语2]]"
    told = catalogue(reading(passage("词语", id="a1", comment=comment)), words="词语")
    (here, there) = (page for page in all_pages(told) if page.path.startswith("concepts/"))
    backlinks = only(html_of(there.regions["passages"]), "#backlinks + .cp-backlinks > ul")
    assert "要用 [[词语2|那个]] *<b>*" in backlinks.text()
    assert "先看别的" not in backlinks.text()
    assert backlinks.text().count("[[") == 1
    assert [a.attributes["href"] for a in backlinks.css("a")][1:] == ["../sources/book.md#hl-a1", "../sources/book.md"]
    assert "backlinks" not in here.regions["passages"]


def test_a_verdict_says_what_agrees_on_how_many_inputs_and_how_closely() -> None:
    formula = FormulaDeclaration(tex="x", symbols=(), snippet="line.line")
    exact = Verdict(outcome="agrees", inputs=300)
    near = Verdict(outcome="agrees", inputs=300, wide_inputs=30, largest_error=2e-16)

    def told(formula: FormulaDeclaration, verdict: Verdict, code: str) -> str:
        return html_of(verdict_html(formula, verdict, catalogue(code=code))).text().strip()

    assert told(formula, exact, "en") == "Agrees with line.line: 300 random inputs, no difference."
    assert told(formula, near, "en").endswith(
        ": 300 random inputs, relative error at most 2e-16; 30 wide ones to fifty digits."
    )
    assert told(formula, near, "zh") == (
        "与 line.line 一致：随机输入 300 组，相对误差至多 2e-16；悬殊的 30 组，算到五十位。"
    )
    assert told(FormulaDeclaration(tex="x", symbols=()), exact, "en").startswith("All sides are equal: 300")


def test_of_many_names_three_in_each_script_are_seen_and_the_others_unfold() -> None:
    names = ["甲", "乙", "丙", "丁", "one", "two", "three", "four", "five"]

    def seen(*aliases: str) -> tuple[list[str], list[str]]:
        page = html_of(concept_page(concept("gradient", "梯度", *aliases), catalogue()).regions["formulas"])
        shown = [node.text() for node in page.css(".cp-aliases > .cp-alias")]
        return shown, [node.text() for node in page.css(".cp-aliases > details > .cp-alias")]

    assert seen(*names) == (["甲", "乙", "丙", "one", "two", "three"], ["丁", "four", "five"])
    assert seen(*names[:4], "one") == (["甲", "乙", "丙", "丁", "one"], [])


def test_a_long_passage_is_told_by_whole_words_and_a_note_without_its_marks() -> None:
    told = catalogue()
    words = "Squaring makes large mistakes glare, and keeps everything smooth."
    assert brief(passage(words, id="a"), told) == "Squaring makes large mistakes glare, and keeps everything…"
    assert brief(passage("字" * 70, id="a"), told) == "字" * 59 + "…"
    assert brief(passage("$5 and ==marks== stay", id="a"), told) == "$5 and ==marks== stay"
    note = "记$\\delta^{l}$为**误差**，则\n$$\\delta=\\sigma$$\n$5"
    assert brief(passage("", id="a", comment=note), told) == "记δl为误差，则 δ=σ $5"
    task = "- [ ] look it up\n- 图像 - 文字\n## Then\n> said\n```python\nn = 1 - 2\n```"
    assert brief(passage("", id="a", comment=task), told) == "look it up 图像 - 文字 Then said n = 1 - 2"
    assert brief(passage("", id="a", comment="-1 is *no* item"), told) == "-1 is *no* item"
    assert brief(passage("", id="a", comment=r"$\frac{$ is no formula"), told) == r"$\frac{$ is no formula"


def test_a_chapter_of_which_only_the_file_is_known_is_called_by_its_name() -> None:
    assert chapter_name("OEBPS/text/chapter-3.xhtml") == "chapter-3"
    assert chapter_name("3.2 index.html") == "3.2 index.html"
    marked = passage("梯度", id="a1", locator=Locator(headings=("text/chapter-3.xhtml",)))
    book = next(page for page in all_pages(catalogue(reading(marked))) if page.path.startswith("sources/"))
    assert "xhtml" not in html_of(book.regions["passages"]).css_first("h2").text()  # type: ignore[union-attr]


@pytest.mark.parametrize("odd", ["٢٠٢٤-٠١-٠١T08:00:00Z", "2024-02-30", "2024-13-01", "0000-00-00", "²⁰²⁴-01-01"])
def test_a_date_that_no_calendar_has_stands_on_no_day_of_the_timeline(odd: str) -> None:
    marked = [passage("earlier", id="p1", created="2024-01-01"), passage("odd", id="p2", created=odd)]
    page = html_of("\n\n".join(timeline(catalogue(reading(*marked))).content))
    assert "1 条没有日期" in page.text()
    assert len(page.css("svg a")) == 1


def test_a_date_that_is_wrong_by_centuries_makes_no_axis_of_centuries() -> None:
    dates = ("0001-01-01", "2024-01-01", "2024-03-01", "9999-12-31")
    marked = [passage(day, id=f"p{day}", created=day) for day in dates]
    page = html_of("\n\n".join(timeline(catalogue(reading(*marked))).content))
    assert [told.text() for told in page.css("svg text")].count("…") == 2
    assert len(page.css("svg text")) < 20
    assert [link.attributes["href"] for link in page.css("svg a")] == [f"#month-{day[:7]}" for day in dates]


@pytest.mark.parametrize("address", ["https://[half", "http://\u2100.example", "https://a]b/", "http://"])
def test_an_address_whose_host_cannot_be_read_stops_no_page(address: str) -> None:
    pages = list(all_pages(catalogue(reading(passage("words", id="p1"), url=address))))
    assert "sources.md" in {page.path for page in pages}


def test_the_timeline_counts_each_passage_on_the_day_when_it_was_first_marked() -> None:
    twice = Passage(
        annotations=(annotation("q", id="b1", created="2024-03-02"), annotation("q", id="b2", created="2024-01-05")),
        quote="q",
    )
    told = catalogue(reading(twice, passage("r", id="c", created="2024-03-02T10:00:00Z"), passage("s", id="d")))
    page = html_of("\n\n".join(timeline(told).content))
    assert [(h.attributes["id"], h.text()) for h in page.css("h2")] == [
        ("month-2024-03", "2024-03 (1)"),
        ("month-2024-01", "2024-01 (1)"),
    ]
    assert [link.attributes["href"] for link in page.css("svg a")] == ["#month-2024-01", "#month-2024-03"]
    assert "1 条没有日期" in page.text()


def test_older_years_are_folded() -> None:
    marked = [passage("q", id=f"a{n}", created=f"{2020 + n // 12}-{n % 12 + 1:02}-01") for n in range(30)]
    page = html_of("\n\n".join(timeline(catalogue(reading(*marked))).content))
    assert len(page.css("h2")) == 30
    assert [fold.text().strip() for fold in page.css("details.cp-more > summary")] == ["2021 (6)", "2020 (12)"]


def test_progress_goes_by_pages_where_all_are_known_and_else_by_order() -> None:
    paged = reading(*(passage("q", id=f"a{n}", locator=Locator(physical_page=n)) for n in (10, 11, 200)))
    (strip, *_) = progress(paged, catalogue(paged))
    places = [int(x) for x in re.findall(r' x="(\d+)"', strip)]
    assert places[1] - places[0] < 10 < places[2] - places[1]
    assert "1–200" in strip
    ordered = many(11, chapters=2)
    (strip, chapters) = progress(ordered, catalogue(ordered))
    places = [int(x) for x in re.findall(r' x="(\d+)"', strip)]
    assert {b - a for a, b in pairwise(places)} <= {99, 100}
    assert [item.text().strip() for item in html_of(chapters).css("li")] == ["第 0 章 6", "第 1 章 5"]


def test_a_number_of_thousands_of_digits_is_no_page() -> None:
    told = reading(*(passage("q", id=f"a{n}", locator=Locator(page=str(n) * 5000)) for n in (1, 2, 3)))
    (strip, *_) = progress(told, catalogue(told))
    assert "按阅读顺序" in strip


def test_few_passages_are_seen_at_a_glance_and_need_no_strip() -> None:
    few = reading(passage("q", id="a"))
    assert list(progress(few, catalogue(few))) == []


def spoken(code: str, words: str) -> str:
    """What readers see of all pages of a small library, its names made of `words`."""
    marked = [
        passage(
            words,
            id=f"a{n}",
            comment=words + "?",
            importer="pdf-plus",
            created="2024-05-01",
            locator=Locator(headings=(words,), page="1"),
        )
        for n in range(20)
    ]
    told = catalogue(reading(*marked, title=words, authors=(words,)), code=code, words=words)
    pages = [html_of(page.skeleton + "\n\n" + "\n\n".join(page.regions.values())).text() for page in all_pages(told)]
    return re.sub(r"(?m)^(?:title|names|search|hide|aliases|tags|related|formulas|  zh):.*$", "", "\n".join(pages))


def test_an_english_site_has_no_chinese_of_its_own() -> None:
    assert [character for character in spoken("en", "word") if is_cjk(character)] == []


def test_a_chinese_site_has_no_english_of_its_own() -> None:
    names = {
        "commonplace",
        "export",
        "anki",
        "Anki",
        "Atom",
        "BibTeX",
        "JSON",
        "PDF",
        "misc",
        "author",
        "title",
        "book",
    }
    assert set(re.findall(r"[A-Za-z]{3,}", spoken("zh", "词语"))) - names == {"real"}


@pytest.mark.parametrize("code", ["zh", "en", "both"])
def test_the_same_library_gives_the_same_bytes(code: str) -> None:
    def written() -> list[object]:
        told = catalogue(many(30, chapters=4), code=code)
        return [*all_pages(told), *kept_files(told)]

    assert written() == written()


def test_of_very_many_passages_a_concept_shows_those_of_the_sources_with_the_most_and_leads_to_the_others() -> None:
    sizes = {"a": 150, "b": 130, "c": 90, "d": 40, "e": 5}
    books = [
        reading(*(passage(f"第 {n} 句", id=f"{name}{n}") for n in range(size)), id=name, title=name)
        for name, size in sizes.items()
    ]
    told = catalogue(*books)
    page = "\n\n".join(passages_on(told.by_id["gradient"], "concepts/gradient.md", told))
    assert f"({sum(sizes.values())})" in page
    shown = re.findall(r"blockquote#hl-([a-e])\d+", page)
    assert {name: shown.count(name) for name in sizes} == {"a": 100, "b": 100, "c": 90, "d": 10, "e": 0}
    assert re.findall(r"\[另外 (\d+) 条[^]]*\]\(\.\./sources/(\w)\.md#hl-\w+\)", page) == [
        ("50", "a"), ("30", "b"), ("30", "d"),
    ]  # fmt: skip
    assert "](../sources/e.md#hl-e0) 5" in page


def test_of_very_many_sources_a_concept_names_those_with_the_most_in_their_order_and_counts_the_others() -> None:
    books = [reading(*(passage("句", id=f"b{n}x{k}") for k in range(1 + n % 2)), id=f"b{n:04}") for n in range(600)]
    told = catalogue(*books)
    page = "\n\n".join(passages_on(told.by_id["gradient"], "concepts/gradient.md", told))
    shown = len(re.findall(r"### .*#from-b", page))
    named = re.findall(r"^- \[[^]]*\]\(\.\./sources/(b\d+)\.md#hl-b\d+x0\) (\d)$", page, re.MULTILINE)
    assert f"({600 - shown})" in page
    assert len(named) == 200
    assert named == sorted(named)
    assert [count for _, count in named].count("2") == 150
    assert f"- 另外 {600 - shown - 200} 个" in page


def test_the_latest_passages_are_found_whatever_source_they_are_in() -> None:
    dated = [(f"2024-0{1 + n % 3}-0{1 + n % 7}", f"a{n}", n % 4) for n in range(40)]
    books = [
        reading(*(passage("句", id=i, created=day) for day, i, b in dated if b == book), id=f"b{book}")
        for book in range(4)
    ]
    told = catalogue(*books, reading(passage("无日期", id="none", created=""), id="undated"))
    expected = [name for _, name, _ in sorted(dated, reverse=True)]
    for count in (1, 6, 39, 50):
        assert [one.passages[number].id for _, one, number in told.latest(count)] == expected[:count]


def test_what_is_new_shows_ten_books_and_counts_what_the_others_have() -> None:
    books = [reading(*(passage("句", id=f"b{n:02}x{k}") for k in range(2)), id=f"b{n:02}") for n in range(12)]
    last = LastImport(new=frozenset(witness.id for one in books for p in one.passages for witness in p.annotations))
    page = "\n\n".join(new_content(replace(catalogue(*books, code="en"), last_import=last)))
    assert re.findall(r"### .*\(2\) \{: #brought-(b\d\d) \}", page) == [f"b{n:02}" for n in range(10)]
    assert "### And (4)" in page
    assert re.findall(r"^- \[[^]]*\]\(sources/(b\d\d)\.md\) (\d)$", page, re.MULTILINE) == [("b10", "2"), ("b11", "2")]
