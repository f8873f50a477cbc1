"""Every page of the site, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visits = Callable[..., Any]

# One walk over each text of the page: its colour against the nearest opaque background, by WCAG 2.2.
CONTRAST = """
() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const known = new Map();  // A page has few colours and many elements.
  const rgba = (colour) => known.get(colour) ?? known.set(colour, painted(colour)).get(colour);
  const painted = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('.md-content *, .md-nav *, .md-header *, .md-footer *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    if (element.getClientRects().length === 0) continue;
    const [front, back] = [rgba(getComputedStyle(element).color), behind(element)];
    const seen = front.slice(0, 3).map((v, i) => (v * front[3] + back[i] * (255 - front[3])) / 255);
    const [a, b] = [light(seen), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const words = element.textContent.trim().slice(0, 30);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${words}`);
  }
  return [...new Set(poor)];
}
"""

FLAT_FORMULAS = """
() => [...document.querySelectorAll('math')]
  .filter((math) => math.checkVisibility())
  .filter((math) => { const box = math.getBoundingClientRect(); return box.width < 2 || box.height < 4; })
  .map((math) => math.getAttribute('alttext'))
"""

SCREENSHOTS = Path(__file__).parents[2] / ".cache" / "screenshots"
FONTS = {
    ".md-typeset h1": ("Noto Serif", "Noto Serif CJK SC"),
    ".md-typeset p:not([class])": ("Segoe UI", "PingFang SC", "Noto Sans CJK SC"),
    ".md-typeset pre > code": ("DejaVu Sans Mono", "Noto Sans Mono CJK SC"),
    ".cp-quote": ("Noto Serif", "Noto Serif CJK SC"),
}

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")])
def test_page_is_quiet_fits_and_can_be_read(
    visit: Visits, paths: tuple[str, ...], kinds: tuple[str, ...], *, width: int, scheme: str, subtests: pytest.Subtests
) -> None:
    window = visit(width=width, scheme=scheme)
    every = (width, scheme) == (390, "dark")  # Where most goes wrong; elsewhere pages of a kind are alike.
    for path in paths if every else kinds:
        with subtests.test(path or "home"):
            window.outside.clear()
            window.complaints.clear()
            page = window.open(path, until="load")
            assert page.evaluate(TOO_WIDE) <= 0
            assert page.evaluate(FLAT_FORMULAS) == []
            assert page.evaluate(CONTRAST) == []
            assert window.outside == []
            assert window.complaints == []
            if path in kinds:  # To be looked at.
                name = path.strip("/").replace("/", "-") or "home"
                page.screenshot(path=SCREENSHOTS / f"{width}-{scheme}" / f"{name}.png")


def test_words_and_code_are_set_in_fonts_that_the_style_sheet_names_for_both_scripts(visit: Visits) -> None:
    page = visit().open("concepts/softmax/")
    fonts = {place: page.locator(place).first.evaluate("(one) => getComputedStyle(one).fontFamily") for place in FONTS}
    assert {place: [font for font in wanted if font not in fonts[place]] for place, wanted in FONTS.items()} == {
        place: [] for place in FONTS
    }


def test_formulas_are_set_in_the_font_of_the_site(visit: Visits, paths: tuple[str, ...]) -> None:
    window = visit()
    for path in paths:
        page = window.open(path)
        if page.locator("main math").count():
            assert page.evaluate("() => document.fonts.check('16px \"STIX Two Math\"')")
            assert page.evaluate("() => [...document.fonts].some((f) => f.status === 'loaded')")
            return
    pytest.fail("no page of the site has a formula")


def test_a_link_to_a_passage_shows_it_below_the_header(visit: Visits, paths: tuple[str, ...]) -> None:
    window = visit()
    for path in (path for path in paths if path.startswith("concepts/")):
        identifiers = window.open(path).locator(".cp-passage[id]").evaluate_all("all => all.map((one) => one.id)")
        if identifiers:
            page = window.open(f"{path}#{identifiers[-1]}")
            header = page.locator(".md-header").bounding_box()
            passage = page.locator(f"[id='{identifiers[-1]}']").bounding_box()
            assert header["y"] + header["height"] <= passage["y"] < page.viewport_size["height"]
            return
    pytest.skip("no concept page has a passage yet")


def test_the_scheme_follows_the_system(visit: Visits) -> None:
    backgrounds = {
        scheme: visit(scheme=scheme).open("").evaluate("() => getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert backgrounds["light"] != backgrounds["dark"]


def test_a_request_that_would_leave_is_noticed_and_does_not(visit: Visits) -> None:
    window = visit()
    page = window.open("", until="load")
    asked = "() => fetch('https://commonplace.example/', {mode: 'no-cors'}).then(() => 'left', () => 'stayed')"
    assert page.evaluate(asked) == "stayed"
    assert window.outside or window.complaints  # The policy refuses it before it is asked for.
