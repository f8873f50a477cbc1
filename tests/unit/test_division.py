"""Lists that are too long for a page go on on further pages: nothing is lost, every link leads somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

import markdown
import pytest
from builders import concept, passage, reading
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from commonplace.language import Language
from commonplace.model import Evidence, FormulaDeclaration, Link, Page, Relation, Topic
from commonplace.pages import all_pages, division, map_page
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.division import MOST, Listing, gathered
from commonplace.pages.sections import Each, Section
from commonplace.store.last_import import LastImport
from commonplace.store.library import Library
from commonplace.store.regions import empty_region

EXTENSIONS = (
    "attr_list",
    "tables",
    "toc",
    "pymdownx.blocks.details",
    "pymdownx.blocks.html",
    "commonplace.markdown_mathematics",
)
FEW = 20
LISTS = ("concepts", "formulas", "inbox", "map", "path", "questions", "review", "tags", "timeline")


def item(name: str, page: str) -> str:
    return f"- {name} on {page}"


def listing(*lengths: int) -> Listing:
    sections = (
        Section(
            place=f"s{number}",
            name=f"S{number}",
            count=length,
            items=Each((f"{n}", partial(item, f"{number}.{n}")) for n in range(length)),
            about=lambda page: f"about, on {page}",
        )
        for number, length in enumerate(lengths)
    )
    return Listing(path="long.md", sections=tuple(sections))


def test_a_list_that_fits_stands_on_its_page() -> None:
    short = listing(MOST - 1, 1)
    assert short.pages == ()
    content = "\n\n".join(gathered(short).content)
    assert content.count("- ") == MOST
    assert "## S1 (1) {: #s1 }\n\nabout, on long.md\n{: .cp-facts }\n\n- 1.0 on long.md" in content


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3 * MOST), max_size=6))
def test_every_line_stands_once_on_a_page_that_is_not_too_long(lengths: list[int]) -> None:
    long = listing(*lengths)
    contents = [(path, long.content(place, "Long")) for place, (path, _) in enumerate(long.pages)]
    if sum(lengths) <= MOST:
        assert contents == []
        return
    found = [(path, re.findall(r"^- (\S+) on (\S+)$", content, re.MULTILINE)) for path, content in contents]
    assert all(0 < len(lines) <= MOST and {told for _, told in lines} == {path} for path, lines in found)
    expected = [f"{number}.{n}" for number, length in enumerate(lengths) for n in range(length)]
    assert [name for _, lines in found for name, _ in lines] == expected


@settings(max_examples=50)
@given(st.lists(st.integers(0, 3 * MOST), min_size=1, max_size=6), st.data())
def test_what_is_added_moves_the_borders_beside_it_and_no_others(lengths: list[int], data: st.DataObject) -> None:
    section = data.draw(st.integers(0, len(lengths) - 1))
    place = data.draw(st.integers(0, lengths[section]))
    names = [[f"{number}.{n}" for n in range(length)] for number, length in enumerate(lengths)]
    before = pages_with(names)
    names[section].insert(place, "new")
    at = sum(lengths[:section]) + place
    order = [name for section in names for name in section]
    for path, listed in pages_with(names).items():
        distance = min(abs(order.index(name) - at) for name in listed)
        assert before.get(path) == listed or distance <= 2 * MOST, path


def pages_with(names: list[list[str]]) -> dict[str, list[str]]:
    """What stands on the further pages of a list, by their paths."""
    sections = (
        Section(place=f"s{n}", name="", count=0, items=Each((name, partial(item, name)) for name in section))
        for n, section in enumerate(names)
    )
    long = Listing(path="long.md", sections=tuple(sections))
    return {
        path: re.findall(r"^- (\S+) on", long.content(place, "Long"), re.MULTILINE)
        for place, (path, _) in enumerate(long.pages)
    }


def test_the_lists_own_page_says_where_each_section_begins_and_keeps_its_place() -> None:
    long = listing(150, 100, 450)
    (entries,) = gathered(long).content
    begin = {parts[0].section.name: path for path, parts in reversed(long.pages) if parts[0].start == 0}
    assert re.findall(r'id="(\w+)">\[(\w+)\]\(([^)]*)\) <span class="cp-count">(\d+)', entries) == [
        ("s0", "S0", f"{begin['S0']}#s0", "150"),
        ("s1", "S1", f"{begin['S1']}#s1", "100"),
        ("s2", "S2", f"{begin['S2']}#s2", "450"),
    ]
    third = long.content(3, "Long")
    before, behind = (path.removeprefix("lists/") for path, _ in (long.pages[2], long.pages[4]))
    assert third.startswith(f"[←]({before}) · [Long](../long.md) · [→]({behind})\n")
    ((_, (part,)),) = long.pages[3:4]
    assert f"## S2 … ({part.stop - part.start}) {{: #s2 }}" in third


@pytest.fixture(scope="module")
def pages() -> dict[str, LexborHTMLParser]:
    """The pages of a library whose lists are all long, for pages that hold few lines, as HTML."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(division, "MOST", FEW)
        patch.setattr(map_page, "MOST", FEW)
        return {path: LexborHTMLParser(markdown.markdown(text, extensions=list(EXTENSIONS))) for path, text in made()}


def made() -> Iterator[tuple[str, str]]:
    count = 6 * FEW
    told = [
        concept(
            f"c{n}",
            f"概念{n}号",
            tags=("甲",) if n % 3 else (),
            formulas=tuple(FormulaDeclaration(tex=f"x_{{{k}}}", symbols=()) for k in range(3)),
            related=(Relation(concept=f"c{n - FEW}", kind="needs"), Relation(concept=f"c{n - 3}", kind="see also")),
        )
        for n in range(2 * FEW)
    ]
    passages = [
        passage(
            f"概念{n % FEW}号 {n}",
            id=f"a{n}",
            comment="为什么?",
            tags=(f"标签/{n % 7}", "all"),
            created=f"{2015 + n // 20}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            importer="pdf-plus",
        )
        for n in range(count)
    ]
    reason = Evidence(kind="quote", term="x")
    catalogue = Catalogue(
        language=Language("en"),
        topics=(Topic(name="甲", english="first"), Topic(name="乙", parent="甲")),
        concepts=tuple(told),
        readings=(reading(*passages[: 3 * FEW], id="one"), reading(*passages[3 * FEW :], id="two")),
        links={
            f"a{n}": (Link(annotation=f"a{n}", concept=f"c{n % FEW}", evidence=(reason,), weight=1.0),)
            for n in range(0, count, 2)
        },
        last_import=LastImport(new=frozenset(f"a{n}" for n in range(count))),
    )
    for page in all_pages(catalogue):
        yield page.path, "\n\n".join((page.skeleton, *page.regions.values()))


@pytest.mark.parametrize("name", LISTS)
def test_pages_with_long_lists_are_divided(pages: dict[str, LexborHTMLParser], name: str) -> None:
    further = [path for path in pages if re.fullmatch(rf"lists/{name}-[0-9a-f]{{10}}\.md", path)]
    assert len(further) > 1
    for path in further:
        assert len(pages[path].css("li, .cp-card, blockquote, .cp-member")) <= 2 * FEW  # A day and its books.


def test_every_link_leads_to_a_page_and_a_place_on_it(pages: dict[str, LexborHTMLParser]) -> None:
    places = {path: {node.attributes["id"] for node in page.css("[id]")} | {""} for path, page in pages.items()}
    for path, page in pages.items():
        for address in _links(page):
            target, _, place = address.partition("#")
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            if wanted.endswith(".md"):
                assert wanted in places, (path, address)
                assert unquote(place) in places[wanted], (path, address)


def _links(page: LexborHTMLParser) -> Iterator[str]:
    for link in page.css("a[href]"):
        address = link.attributes["href"] or ""
        if not address.startswith(("?", "http")):
            yield address


def test_each_topic_of_a_large_map_is_drawn_and_every_concept_is_told(pages: dict[str, LexborHTMLParser]) -> None:
    further = [page for path, page in pages.items() if path.startswith("lists/map-")]
    assert not pages["map.md"].css("svg")
    assert sum(len(page.css("svg")) for page in further) == 2, "the first half of the topic, and those without one"
    told = [str(link.attributes["href"]) for page in further for link in page.css(".cp-columns > ul > li > a")]
    assert sorted(told) == sorted(f"../concepts/c{n}.md" for n in range(2 * FEW))


def test_what_is_new_shows_a_few_of_each_book_and_leads_to_the_others(pages: dict[str, LexborHTMLParser]) -> None:
    page = pages["new.md"]
    for book, first_hidden in (("one", "a10"), ("two", "a70")):
        heading = page.css_first(f"#brought-{book}")
        assert heading is not None
        assert "(60)" in heading.text()
        assert f'<a href="sources/{book}.md#hl-{first_hidden}">50 more</a>' in (page.html or "")


def test_a_page_of_a_list_that_has_become_shorter_is_removed(library: Library) -> None:
    skeleton = f"---\ntitle: T\n---\n\n# T\n\n{empty_region('list')}"
    further = library.docs / "lists" / "tags-2.md"
    for pages in ([Page(path="lists/tags-2.md", skeleton=skeleton, regions={"list": "x"})], []):
        with library.writing("test") as draft:
            list(draft.write_pages(pages))
        assert further.is_file() == bool(pages)
