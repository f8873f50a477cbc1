"""Searching as a reader does: typing into the box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

Visits = Callable[..., Any]

FIRST = {
    # Chinese names, aliases, traditional characters
    "交叉熵": "cross-entropy",
    "交叉熵误差": "cross-entropy",
    "交叉熵损失函数": "cross-entropy",
    "交叉熵損失": "cross-entropy",
    "激活函数": "activation-function",
    "链式法则": "chain-rule",
    "反向传播": "backpropagation",
    "梯度消失": "vanishing-gradient",
    "梯度下降法": "gradient-descent",
    "学习率": "learning-rate",
    "过拟合": "overfitting",
    "均方误差": "mean-squared-error",
    "卷积层": "convolutional-layer",
    "导数": "derivative",
    "注意力": "attention",
    "偏置": "bias",
    # English names, and the beginnings of them
    "sigmoid": "sigmoid",
    "Entropy": "entropy",
    "gradient descent": "gradient-descent",
    "cross-entropy": "cross-entropy",
    "KL divergence": "kl-divergence",
    "backprop": "backpropagation",
    "ReLU": "relu",
    "dropout": "dropout",
    "ce-loss": "cross-entropy",
    "hadamard": "hadamard-product",
    "vanishing": "vanishing-gradient",
    "least squares": "least-squares",
    "regularisation": "regularization",
    "one-hot argmax": "hardmax",
    # Chinese and Latin without a space between them
    "softmax函数": "softmax",
    "KL散度": "kl-divergence",
    "ｓｏｆｔｍａｘ": "softmax",
    "Xavier初始化": "weight-initialization",
    "Adam优化": "adam",
    "Sigmoid函数的导数": "sigmoid",
    "L2正则": "regularization",
    "Taylor展开": "taylor-expansion",
    # Traditional characters
    "神經網路": "neural-network",
    "歸一化指數函數": "softmax",
    # Pinyin and initials
    "tailezhankai": "taylor-expansion",
    "lianshifaze": "chain-rule",
    "zxecf": "least-squares",
    "jiaochashang": "cross-entropy",
    "jiao cha shang": "cross-entropy",
    "jcs": "cross-entropy",
    "tiduxiajiangfa": "gradient-descent",
    "tdxjf": "gradient-descent",
    "jihuohanshu": "activation-function",
    "xuexilv": "learning-rate",
    "guonihe": "overfitting",
    "xiajiang": "gradient-descent",
}
AMONG_THE_FIRST_THREE = {
    # The left of a formula says what it is about
    r"\odot": "hadamard-product",
    r"\cos\theta": "cosine-similarity",
    # Within words; those that no dictionary has, too
    "乘数": "lagrange-multiplier",
    "乘子": "lagrange-multiplier",
    "池化": "pooling-layer",
    "阶跃": "unit-step",
    "平方误差": "mean-squared-error",
    "下降": "gradient-descent",
    "熵": "entropy",
    "散度": "kl-divergence",
    "初始化": "weight-initialization",
    "学习率 梯度": "gradient-descent",
    "softmax 导数": "softmax",
    # TeX
    r"\nabla f": "gradient",
    r"\max(0,x)": "relu",
    r"\lVert x \rVert": "vector",
    r"\sum_{k=1}^{n} t_k\log y_k": "cross-entropy",
    r"\log y_k": "cross-entropy",
    r"\frac{1}{1+e^{-z}}": "sigmoid",
    r"\tanh": "tanh",
    r"\hat y": "mean-squared-error",
    r"\sqrt{d_k}": "attention",
    # Code
    "log_softmax": "log-softmax",
}


QUESTIONS = {
    "为什么要减去最大值": "softmax",
    "why subtract the maximum": "softmax",
    "为什么梯度会消失": "vanishing-gradient",
    "什么时候用交叉熵而不是平方误差": "cross-entropy",
    "how to choose the learning rate": "learning-rate",
    "difference between hadamard product and matrix product": "hadamard-product",
}
"""No page has all of their words, or hardly one."""


class Reader:
    """Somebody with the box open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def search(self, text: str) -> list[str]:
        """Type `text` in place of what stands there; return the addresses that are listed, the best first."""
        self.page.locator(".cp-search__input").select_text()
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)
        self.settled(text)
        return self.links()

    def settled(self, text: str) -> None:
        told = "(text) => document.querySelector('.cp-search__results').dataset.of === text"
        self.page.wait_for_function(told, arg=text.strip(), timeout=15_000)

    def links(self) -> list[str]:
        return [str(href) for href in self.page.locator(".cp-search__link").evaluate_all("all => all.map(a => a.href)")]

    def choices(self) -> dict[str, int]:
        shown = self.page.locator(".cp-search__choice").evaluate_all(
            "all => all.map(b => [b.firstChild.data, Number(b.querySelector('span').textContent)])"
        )
        return {str(name): int(count) for name, count in shown}


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("/")
    yield Reader(page)
    page.close()


def test_the_right_page_comes_first(reader: Reader, site: Path) -> None:
    assert misses(reader, site, FIRST, places=1) == []


def test_the_right_page_is_among_the_first_three(reader: Reader, site: Path) -> None:
    assert misses(reader, site, AMONG_THE_FIRST_THREE, places=3) == []


def test_a_question_leads_to_pages_with_the_most_telling_of_its_words(reader: Reader, site: Path) -> None:
    assert misses(reader, site, QUESTIONS, places=3) == []
    reader.search("为什么要减去最大值")
    assert "有其中一部分" in reader.page.locator(".cp-search__told").inner_text()
    marked = reader.page.locator(".cp-search__link").first.locator("mark").all_inner_texts()
    assert "最大" in "".join(marked)


def misses(reader: Reader, site: Path, queries: dict[str, str], *, places: int) -> list[str]:
    """Each query whose page is not in its place, with what is there."""
    missed = []
    for query, concept in queries.items():
        if not (site / "concepts" / concept).is_dir():
            continue
        found = reader.search(query)
        if not any(f"/concepts/{concept}/" in link for link in found[:places]):
            shown = [link.partition("/library/")[2] for link in found[:places]]
            missed.append(f"{query} should lead to {concept}, leads to {shown or 'nothing'}")
    return missed


def test_what_stands_nowhere_is_not_found(reader: Reader) -> None:
    assert reader.search("鹭鸶") == []
    assert reader.search("qzxvwj") == []
    assert "没有找到" in reader.page.locator(".cp-search__told").inner_text()


MEANT = {
    "gradiant": ("Gradient", "gradient"),
    "gradeint descent": ("gradient descent", "gradient-descent"),
    "stochastc gradiant": ("stochastic gradient", "stochastic-gradient-descent"),
    "sofmtax": ("softmax", "softmax"),
    "backpropogation": ("backpropagation", "backpropagation"),
    "交差熵误差": ("交叉熵误差", "cross-entropy"),
    "交差熵": ("交叉熵", "cross-entropy"),
}


@pytest.mark.parametrize("query", MEANT)
def test_a_misspelt_name_is_asked_back_and_found_by_enter(reader: Reader, query: str) -> None:
    name, concept = MEANT[query]
    assert reader.search(query) == []
    offered = reader.page.locator(".cp-search__meant")
    assert offered.inner_text().casefold() == name.casefold()
    reader.page.keyboard.press("Enter")
    reader.settled(offered_text := reader.page.locator(".cp-search__input").input_value())
    assert offered_text.casefold() == name.casefold()
    assert f"/concepts/{concept}/" in reader.links()[0]


def test_nothing_is_offered_for_what_is_like_no_name(reader: Reader) -> None:
    for query in ("鹭鸶", "qzxvwj", "the"):
        reader.search(query)
        assert reader.page.locator(".cp-search__meant").count() == 0


def test_a_result_shows_name_kind_and_marked_words(reader: Reader) -> None:
    reader.search("下降")
    result = reader.page.locator(".cp-search__link").first
    assert "梯度下降法" in result.locator(".cp-search__title").inner_text()
    assert result.locator(".cp-search__kind").inner_text() == "概念 concept"
    assert set(result.locator("mark").all_inner_texts()) == {"下降"}


def test_an_excerpt_ends_with_a_whole_word(reader: Reader) -> None:
    ends = reader.page.evaluate(
        """async () => Promise.all((await commonplaceSearch.find("gradient")).slice(0, 8).map(async (one) => {
             const page = await one.page.data();
             const shown = commonplaceSearch.excerpt(one, page, "gradient").parts.map(([text]) => text).join("");
             const last = shown.split(/\\s+/).at(-1);
             return /[\u3400-\u9fff]/.test(last) || page.content.split(/\\s+/).includes(last) ? "" : last;
           }))"""
    )
    assert ends == [""] * 8


def test_words_that_serve_the_index_are_not_shown(reader: Reader) -> None:
    for query in ("jiaochashang", r"\sum"):
        reader.search(query)
        shown = reader.page.locator(".cp-search").inner_text()
        assert "zq" not in shown
        assert "jiaochashang" not in shown


def test_a_passage_found_in_a_book_is_led_to(reader: Reader) -> None:
    links = reader.search("偏置像一道门槛")
    if not links:
        pytest.skip("this library has not read that book")
    assert any("/sources/" in link and "#hl-" in link for link in links)


def test_filters_tell_how_many_pages_remain_and_leave_those(reader: Reader) -> None:
    reader.search("函数")
    counts = reader.choices()
    name, count = next((name, count) for name, count in counts.items() if not name.startswith("#") and name != "概念")
    reader.page.locator(".cp-search__choice", has_text=name).first.click()
    reader.page.wait_for_function(
        "n => document.querySelector('.cp-search__told').textContent.startsWith(`${n} `)", arg=count
    )
    assert reader.page.locator(".cp-search__choice[aria-pressed=true]").count() == 1
    reader.page.locator(".cp-search__choice[aria-pressed=true]").click()
    reader.page.wait_for_function("() => !document.querySelector('.cp-search__choice[aria-pressed=true]')")
    assert reader.choices() == counts


def test_keys_open_move_through_and_close(visit: Visits) -> None:
    window = visit()
    page = window.open("")
    page.keyboard.press("/")
    page.keyboard.type("softmax")
    Reader(page).settled("softmax")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    focused = "() => [...document.querySelectorAll('.cp-search__link')].indexOf(document.activeElement)"
    assert page.evaluate(focused) == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("() => document.activeElement.matches('.cp-search__input')")
    page.keyboard.press("Escape")
    assert not page.locator(".cp-search").is_visible()
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/concepts/softmax/")
    assert window.outside == []
    assert window.complaints == []


def test_an_address_can_ask_and_name_a_tag(visit: Visits) -> None:
    page = visit(width=390, scheme="dark").open("tags/?tag=损失函数&q=熵")
    Reader(page).settled("熵")
    assert page.locator(".cp-search__choice[aria-pressed=true]").inner_text().startswith("损失函数")
    assert any("/concepts/cross-entropy/" in link for link in Reader(page).links())
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_page_opened_from_a_disk_can_search_and_follow(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "concepts/softmax/index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("交叉熵")
    Reader(page).settled("交叉熵")
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/concepts/cross-entropy/index.html")
    page.close()


def test_a_link_to_a_folded_tag_unfolds_it_and_it_can_be_searched_within(visit: Visits) -> None:
    page = visit().open("tags/#topic-最优化")
    place = page.locator("[id='topic-最优化']")
    assert place.evaluate("place => place.closest('details').open")
    place.locator("xpath=ancestor::details[1]").locator(":scope > .cp-search-within a").click()
    page.wait_for_selector(".cp-search__link")
    assert page.locator(".cp-search__choice[aria-pressed=true]").inner_text().startswith("最优化")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_in_the_open_box(visit: Visits, width: int, scheme: str) -> None:
    page = visit(width=width, scheme=scheme).open("tags/?tag=损失函数&q=熵")
    Reader(page).settled("熵")
    violations = Axe().run(page, context=".cp-search").response["violations"]
    assert [(found["id"], [node["html"][:80] for node in found["nodes"]]) for found in violations] == []
