"""Searching as a reader does: typing into the box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visits = Callable[..., Any]

# What is typed, and the concept page that has to be among the first three, if the library has it.
QUERIES = {
    "交叉熵": "cross-entropy",
    "下降": "gradient-descent",
    "激活函数": "activation-function",
    "softmax函数": "softmax",
    "sigmoid": "sigmoid",
    "反向传播": "backpropagation",
    "entropy": "entropy",
    "梯度消失": "vanishing-gradient",
    "Xavier 初始化": "weight-initialization",
    "注意力": "attention",
}
FIRST = 3


@pytest.mark.parametrize(("query", "concept"), QUERIES.items())
def test_typing_finds_the_page(visit: Visits, site: Path, query: str, concept: str) -> None:
    window = visit()
    found = found_by_typing(window, query)
    assert found, f"{query} finds nothing"
    if (site / "concepts" / concept).is_dir():
        assert any(f"concepts/{concept}/" in link for link in found[:FIRST]), found
    assert window.outside == []
    assert window.complaints == []


def test_nonsense_finds_nothing(visit: Visits) -> None:
    assert found_by_typing(visit(), "鹭鸶qzxv") == []


def found_by_typing(window: Any, query: str) -> list[str]:
    """Addresses of the pages that the search lists, the best first."""
    page = window.open("")
    page.locator("[data-md-component='search-query']").click()
    page.keyboard.type(query, delay=20)
    page.keyboard.press("End")  # as an input method for Chinese ends with a key: the page listens for keys
    page.wait_for_function(  # it says what to do, then that it is starting, then how much it found
        "() => !/键入|初始化/.test(document.querySelector('.md-search-result__meta').textContent)"
    )
    links = page.locator(".md-search-result__item > a.md-search-result__link")
    return list(links.evaluate_all("all => all.map((one) => one.href)"))
