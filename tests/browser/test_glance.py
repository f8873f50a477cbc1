"""A glance at where a link leads: for a mouse, beside the link, gone when it is not wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, expect

Visits = Callable[..., Any]
CONCEPT = "concepts/softmax/"


def test_a_link_shows_the_concept_or_the_passage_that_it_leads_to(visit: Visits) -> None:
    window = visit()
    page = window.open(CONCEPT)
    card = page.locator(".cp-glance")
    link = page.locator('article p a[href="../cross-entropy/"]').first
    link.hover()
    expect(card.locator("h1")).to_have_text("交叉熵误差 Cross-entropy")
    assert card.locator("math").first.is_visible()
    box, at = card.bounding_box(), link.bounding_box()
    assert box["y"] >= at["y"] + at["height"] or box["y"] + box["height"] <= at["y"], "it covers the link"
    assert card.locator("a, button, [id], [tabindex]").count() == 0
    violations = Axe().run(page).response["violations"]
    assert [found["id"] for found in violations] == []
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page = window.open("questions/")
    link = page.locator('article a[href*="#hl-"]').first
    link.hover()
    passage = link.get_attribute("href").partition("#")[2]
    expect(card.locator("blockquote.cp-passage")).to_be_visible()
    words = card.locator(".cp-quote, .cp-comment").first.text_content()
    page.mouse.move(2, 2)
    expect(card).to_have_count(0)
    link.click()
    assert words in page.locator(f"[id='{passage}']").text_content()
    assert window.complaints == []
    assert window.outside == []


def test_a_finger_and_a_page_from_a_disk_get_none(browser: Browser, address: str, site: Path) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + CONCEPT)
    page.wait_for_load_state("networkidle")
    assert page.locator('script[src$="reading.js"]').count() == 1
    assert page.locator('script[src$="glance.js"]').count() == 0
    context.close()
    page = browser.new_page()
    page.goto((site / CONCEPT / "index.html").as_uri())
    page.wait_for_load_state("networkidle")
    page.locator('article p a[href="../cross-entropy/"]').first.hover()
    page.wait_for_timeout(600)
    assert page.locator(".cp-glance").count() == 0
    page.close()
