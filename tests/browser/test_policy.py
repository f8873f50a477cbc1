"""The site behind its policy, from a file, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

Visits = Callable[..., Any]

LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
INTRUDER = """
() => { const script = document.createElement('script'); script.textContent = 'window.intruded = true';
        document.body.append(script); return window.intruded === true; }
"""


def test_no_kind_of_page_breaks_its_policy(visit: Visits, kinds: tuple[str, ...], subtests: pytest.Subtests) -> None:
    window = visit()
    window.page.add_init_script(LISTEN)
    for path in [*kinds, "404.html"]:
        with subtests.test(path or "home"):
            window.outside.clear()
            window.complaints.clear()
            page = window.open(path)
            if path != "404.html":  # its links begin at the root of the host, where these tests serve nothing
                page.keyboard.press("/")  # which starts the search's worker
                page.locator(".cp-search__input").fill("softmax")
                page.wait_for_function("() => document.querySelector('.cp-search__results').dataset.of === 'softmax'")
            assert page.evaluate("() => window.violations") == []
            if path != "404.html":
                assert window.complaints == []
                assert window.outside == []


def test_a_script_that_is_not_the_sites_own_does_not_run(visit: Visits) -> None:
    window = visit()
    window.page.add_init_script(LISTEN)
    page = window.open("")
    assert page.evaluate(INTRUDER) is False
    assert any("script-src" in told for told in page.evaluate("() => window.violations"))


def test_every_page_states_its_policy_before_anything_that_it_concerns(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        head = page[page.index("<head>") :]
        policy = head.index('<meta http-equiv="Content-Security-Policy"')
        assert policy < min(head.index("<link"), head.index("<script"), head.index("<title")), path
        assert "'unsafe-inline'" not in page.split(">", head.count(">"))[0]
        assert not re.search(r"<style\b", re.sub(r"(?s)<(script|pre)\b.*?</\1>", "", page)), path


def test_pages_can_be_read_without_javascript(browser: Browser, address: str, kinds: tuple[str, ...]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in kinds:
        page.goto(address + path)
        article = page.locator("article").first
        assert len(article.inner_text()) > 20, path
        assert page.locator(".cp-run__button").count() == 0
    page.goto(f"{address}concepts/cross-entropy/")
    assert page.locator("#formula-1 math").first.bounding_box()["height"] > 20  # type: ignore[index]
    assert page.locator("#code pre, .highlight pre").first.is_visible()
    context.close()


def test_pages_can_be_read_from_files(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "concepts/cross-entropy/index.html").as_uri())
    background = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(252, 250, 245)"
    assert page.evaluate("() => document.fonts.load('16px \"STIX Two Math\"').then((all) => all.length)") == 1
    assert page.locator("#formula-1 math").first.is_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
