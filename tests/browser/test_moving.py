"""Pictures with a slider: what a reader moves with keys, and sees without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

Visits = Callable[..., Any]
PAGE = "concepts/learning-rate/"
PLACES = "() => [...document.querySelectorAll('.cp-picture [data-x]')].map((one) => Number(one.getAttribute('x')))"


def test_the_slider_goes_by_keys_and_puts_each_point_where_it_was_drawn_for_that_value(visit: Visits) -> None:
    told = visit()
    page = told.open(PAGE)
    slider = page.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext") == "η = 0.1"
    slider.focus()
    before = page.evaluate(PLACES)
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "η = 0.5"
    assert page.locator(".cp-slider__value").inner_text() == "0.5"
    after = page.evaluate(PLACES)
    assert len(after) == len(before) == 8, "where the steps end; where they begin does not move"
    assert len(set(after)) == 1, "with this rate the first step arrives"
    assert before[0] > before[-1] > after[-1]
    assert Axe().run(page).response["violations"] == []
    page.emulate_media(media="print")
    assert slider.is_hidden()
    assert told.complaints == told.outside == []


def test_the_script_of_a_slider_is_loaded_only_where_there_is_one(visit: Visits) -> None:
    told = visit()
    asked: list[str] = []
    told.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    told.open("concepts/relu/")
    assert "reading.js" in asked
    assert "moving.js" not in asked
    assert told.page.get_by_role("slider").count() == 0
    told.open(PAGE)
    assert "moving.js" in asked


def test_without_scripts_the_picture_stands_still_and_is_told_in_words(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    assert page.locator(".cp-picture svg").is_visible()
    assert page.get_by_role("slider").count() == 0
    assert "η = 0.1" in page.locator(".cp-picture figcaption").inner_text()
    context.close()
