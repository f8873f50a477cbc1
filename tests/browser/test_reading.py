"""Reading: without a mouse, without scripts, on paper, and one passage taken away with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import markdown
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from builders import concept
from playwright.sync_api import Browser

from commonplace.language import Language
from commonplace.model import FormulaDeclaration
from commonplace.pages import all_pages
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.redirects import redirects
from commonplace.site.policy import StyleSheets, strict

Visits = Callable[..., Any]
ROOT = Path(__file__).parents[2]
CONCEPT = "concepts/softmax/"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_any_kind_of_page(
    visit: Visits, kinds: tuple[str, ...], width: int, scheme: str, subtests: pytest.Subtests
) -> None:
    window = visit(width=width, scheme=scheme)
    for path in kinds:
        with subtests.test(path or "home"):
            violations = Axe().run(window.open(path, until="load")).response["violations"]
            assert [(found["id"], [node["html"][:80] for node in found["nodes"]]) for found in violations] == []


def test_every_link_of_every_map_leads_to_a_page(visit: Visits, site: Path) -> None:
    window = visit()
    for path in ("map/", CONCEPT, "timeline/"):
        links = window.open(path).locator(".cp-map a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
        assert links
        for link in links:
            told = urlsplit(urljoin(f"http://x/{path}", link))
            page = site / unquote(told.path).lstrip("/") / "index.html"
            assert page.is_file()
            assert not told.fragment or f'id="{unquote(told.fragment)}"' in page.read_text("utf-8")


def test_the_whole_box_of_a_map_leads_to_its_concept(visit: Visits) -> None:
    page = visit().open("map/")
    box = page.locator(".cp-node--concept rect").first
    box.click(position={"x": 2, "y": 2})
    page.wait_for_url("**/concepts/*/")


def test_what_is_in_english_is_told_to_voices_and_what_is_in_both_languages_is_not(visit: Visits) -> None:
    page = visit().open("concepts/activation-function/")
    english = page.locator("article p:text-matches('^A neuron weights')")
    assert english.get_attribute("lang") == "en"
    assert english.evaluate("(one) => getComputedStyle(one).fontVariantEastAsian") == "proportional-width"
    assert page.locator("h1").get_attribute("lang") is None
    told = page.locator("article [lang=en]").all_inner_texts()
    assert len(told) > 10
    assert [text for text in told if re.search("[\u4e00-\u9fff]", text)] == []


def test_a_concept_can_be_read_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CONCEPT)
    for wanted in ("h1", ".cp-formula math", ".cp-passage .cp-quote", ".cp-map svg", "#backlinks"):
        assert page.locator(wanted).first.is_visible()
    page.locator(".cp-passage summary").first.click()
    assert page.locator(".cp-passage details[open]").first.is_visible()
    page.goto(address + "review/")
    cards = page.locator(".cp-card")
    assert cards.count() > 1
    assert cards.last.is_visible()
    context.close()


def test_folded_parts_are_open_on_paper_and_tools_are_not_there(visit: Visits) -> None:
    page = visit().open(CONCEPT)
    symbols = page.locator(".cp-formula details table").first
    assert not symbols.is_visible()
    page.emulate_media(media="print")
    assert symbols.evaluate("(table) => table.checkVisibility()")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # The theme opens all that is folded then.
    for tool in (".cp-cite", ".cp-why", ".cp-permalink", ".md-header", ".md-sidebar"):
        assert page.locator(tool).first.evaluate("(one) => getComputedStyle(one).display") == "none"


def test_paper_is_light_where_the_screen_was_dark(visit: Visits) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = visit(scheme=scheme).open(CONCEPT)
        page.emulate_media(media="print", color_scheme=scheme)
        colours[scheme] = page.evaluate(
            "() => ['.cp-verdict', '.cp-quote', '.highlight .kn', '.cp-formula'].map("
            "(one) => getComputedStyle(document.querySelector(one)).color)"
        )
        margins = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        assert margins == "rgb(255, 255, 255)"
    assert colours["dark"] == colours["light"]


def test_a_citation_is_copied_with_its_words_and_the_address_of_the_passage(visit: Visits) -> None:
    window = visit()
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.open(CONCEPT)
    passage = page.locator("blockquote.cp-passage:has(.cp-quote)").first
    passage.locator("details.cp-cite > summary").click()
    passage.locator("button.cp-copy").click()
    words, citation, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert words == f"“{passage.locator('.cp-quote').inner_text()}”"
    assert citation == passage.locator(".cp-cite-text").inner_text()
    assert link == f"{window.address}{CONCEPT}#{passage.get_attribute('id')}"


def test_review_goes_by_keyboard_and_is_remembered(visit: Visits) -> None:
    page = visit().open("review/")
    shown = page.locator(".cp-card:visible")
    due = page.locator(".cp-review-bar [role=status]")
    assert page.get_by_text("翻开 Show", exact=True).locator("visible=true").count() == 1, "the button alone"
    before = int(re.findall(r"\d+", due.inner_text())[0])
    first = shown.get_attribute("data-card")
    assert shown.count() == 1
    assert not shown.locator("details[open]").count()
    page.keyboard.press("2")  # Not turned over yet: no answer.
    assert shown.get_attribute("data-card") == first
    page.keyboard.press("Space")
    assert shown.locator("details[open]").count() == 1
    page.keyboard.press("2")
    assert shown.get_attribute("data-card") != first
    page.keyboard.press("Space")
    page.keyboard.press("1")
    page.reload()
    assert int(re.findall(r"\d+", due.inner_text())[0]) == before - 2
    kept = page.evaluate("JSON.parse(localStorage.getItem('commonplace-review'))")
    assert sorted(card["box"] for card in kept.values()) == [0, 1]
    assert len({card["due"] for card in kept.values()}) == 1  # Both tomorrow: once known is one day.


def test_what_was_known_twice_comes_back_after_two_days(visit: Visits) -> None:
    page = visit().open("review/")
    first = page.locator(".cp-card:visible").get_attribute("data-card")
    day = page.evaluate(
        "(name) => { const now = new Date(), day = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5;"
        "localStorage.setItem('commonplace-review', JSON.stringify({[name]: {box: 1, due: day, first: day - 1}}));"
        "return day; }",
        first,
    )
    page.reload()
    page.keyboard.press("Space")
    page.keyboard.press("2")
    kept = page.evaluate("JSON.parse(localStorage.getItem('commonplace-review'))")
    assert kept[first] == {"box": 2, "due": day + 2, "first": day - 1}


def test_decks_say_how_many_cards_are_due_from_a_disk_too(browser: Browser, tmp_path: Path) -> None:
    formulas = tuple(FormulaDeclaration(tex=f"x_{{{n}}}", symbols=()) for n in range(60))
    told = Catalogue(
        language=Language("en"),
        concepts=tuple(concept(f"c{n}", f"概念{n}", tags=(f"t{n}",), formulas=formulas) for n in range(5)),
        readings=(),
    )
    script = tmp_path / "review.js"
    script.write_text((ROOT / "docs/assets/javascripts/review.js").read_text("utf-8"), "utf-8")
    extensions = ["attr_list", "pymdownx.blocks.html", "pymdownx.blocks.details", "commonplace.markdown_mathematics"]
    for made in all_pages(told):
        if "review" in made.path:
            body = markdown.markdown(made.regions["list"], extensions=extensions)
            html = (
                f'<!doctype html><html lang="en"><head></head><body>{body}<script src="../review.js"></script></body>'
            )
            file = tmp_path / made.path.replace("/", "-") / "index.html"
            file.parent.mkdir()
            file.write_text(strict(html, StyleSheets(), to_sheets=""), "utf-8")
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    overview = (tmp_path / "review.md" / "index.html").as_uri()
    page.goto(overview)
    decks = sorted(tmp_path.glob("lists-review-*"))
    assert page.locator(".cp-due").all_inner_texts() == ["due today: 20"] * len(decks)
    page.goto((decks[-1] / "index.html").as_uri())
    assert len(decks) > 1
    assert page.locator(".cp-card").count() >= 60
    page.keyboard.press("Space")
    page.keyboard.press("2")
    assert "19" in page.locator(".cp-review-bar [role=status]").inner_text()
    page.goto(overview)
    assert page.locator(".cp-due").all_inner_texts() == ["due today: 19"] * len(decks)
    assert complaints == []
    page.close()


def test_an_old_name_leads_to_the_same_place_under_the_new_one(browser: Browser, tmp_path: Path) -> None:
    told = Catalogue(concepts=(concept("gradient", "梯度", former=("slope",)),), readings=())
    files = {file.path: file.text for file in redirects(told)}
    script = "assets/javascripts/moved.js"
    files[script] = (ROOT / "docs" / script).read_text("utf-8")
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    page = browser.new_page()
    (tmp_path / "concepts/gradient").mkdir()
    page.goto(f"{(tmp_path / 'concepts/slope/index.html').as_uri()}#hl-a1")
    page.wait_for_url("**/concepts/gradient/#hl-a1")
    page.close()
