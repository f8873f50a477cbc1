"""Imported text is inert and exact, seen where it counts: in the HTML that Markdown makes of a page."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from builders import annotation, plain_texts, reading, texts
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from commonplace.model import Attachment, Document, Locator, Passage
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.comments import comment_html
from commonplace.pages.passage_block import passage_block
from commonplace.pages.safe_text import encoded, encoded_line, safe_address, yaml_string

SHARED = Path(__file__).parents[3] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the collected texts stand in ../shared")
EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.blocks.details",
    "pymdownx.blocks.html",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "commonplace.markdown_mathematics",
)


def collected(name: str) -> list[str]:
    path = SHARED / name
    return [item["text"] for item in json.loads(path.read_text("utf-8"))] if path.exists() else []


def published(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(markdown.markdown(page, extensions=list(EXTENSIONS)))


def shown(quote: str, **told: Any) -> LexborHTMLParser:
    marked = annotation(quote, id="a", **told)
    passage = Passage(annotations=(marked,), quote=quote)
    block = passage_block(passage, reading(passage), "sources/x.md", Catalogue(concepts=(), readings=()), place="")
    return published(f"# t\n\nbefore\n\n{block}\n\nafter")


def visible(text: str) -> str:
    """`text` as a page can show it: line ends are line feeds, and what no character is is U+FFFD."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]", "\ufffd", plain)


@given(plain_texts)
def test_a_quote_shows_exactly_the_characters_that_were_marked(text: str) -> None:
    if text:
        node = shown(text).css_first("p.cp-quote")
        assert node is not None
        assert node.text(strip=False) == text


@given(texts)
def test_any_text_encodes_to_itself_and_to_nothing_that_markup_begins_with(text: str) -> None:
    safe = encoded(text)
    astral = re.sub("[\U0001fffe\U0001ffff\U0002fffe-\U0010ffff]", "", safe)
    assert not set(safe) - {"&", "#", ";", " "} & set("<>\"'`*_{}[]()!|~$\\:=-+.\n\t")
    if astral == safe:
        assert html.unescape(safe) == visible(text)


@pytest.mark.parametrize("text", collected("innocent.json"))
@needs_shared
def test_an_innocent_text_shows_exactly_as_it_was(text: str) -> None:
    node = shown(text).css_first("p.cp-quote")
    assert node is not None
    assert node.text(strip=False) == visible(text)


ALLOWED = {"html", "head", "body", "h1", "p", "blockquote", "div", "span", "bdi", "a", "code", "details", "summary"}
ALLOWED |= {"ul", "ol", "li", "b", "strong", "em", "pre", "br", "hr", "s", "table", "thead", "tbody", "tr", "th", "td"}
ALLOWED |= {"math", "semantics", "annotation", "mrow", "mi", "mo", "mn", "msub", "msup", "msubsup", "mfrac", "msqrt"}
ALLOWED |= {"mtext", "mspace", "mtable", "mtr", "mtd", "mover", "munder", "munderover", "mpadded", "merror", "mroot"}
ALLOWED |= {"mstyle", "mphantom", "mmultiscripts", "mprescripts", "menclose", "ms"}


@pytest.mark.parametrize("text", collected("hostile.json"))
@needs_shared
def test_a_hostile_text_starts_nothing_in_any_field(text: str) -> None:
    everywhere = {
        "comment": text,
        "tags": (text,),
        "color": text,
        "document": Document(key=text or "k", title=text, url=text),
        "locator": Locator(headings=(text,), page=text),
        "attachments": (Attachment(path=text, alternative=text),),
        "created": text,
    }
    tree = shown(text, **everywhere)
    root = tree.root
    assert root is not None
    assert {node.tag for node in root.traverse()} <= ALLOWED
    for node in root.traverse():
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (name, value)
            assert not re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE), (name, value)
    body = tree.body
    assert body is not None
    assert body.text().strip().startswith("t")
    assert body.text().rstrip().endswith("after")


@given(texts)
def test_a_title_in_front_matter_is_one_line_of_text_and_no_key(text: str) -> None:
    told = yaml.safe_load(f"title: {yaml_string(text)}\n")
    assert set(told) == {"title"}
    assert not set(told["title"]) & set("<>\"'\n")


def test_a_line_for_a_heading_is_short_and_has_no_line_end() -> None:
    line = encoded_line("a\n\n# b " + "x" * 1000)
    assert "\n" not in line
    assert len(html.unescape(line)) < 400


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x", "http://a b", "vault:/x", ""])
def test_only_web_addresses_become_links(address: str) -> None:
    assert safe_address(address) == ""


def test_a_web_address_becomes_a_link() -> None:
    assert html.unescape(safe_address("https://example.org/?a=1&b=2")) == "https://example.org/?a=1&b=2"


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("**bold** and *soft*", "<strong>bold</strong>"),
        ("- one\n- two", "<li>one</li>"),
        ("[x](https://example.org)", 'href="https://example.org"'),
        ("$x^2$", "<math"),
        ("$$\nx^2\n$$", "<math"),
        (r"$\nonsense{$", '<code class="cp-unreadable">'),
        ("<b>x</b>", "&#60;b&#62;x"),
        ("![x](https://example.org/x.png)", "<em>〔图&#32;x〕</em>"),
        ("# no heading", "<p>&#35;"),
        ("a<br>b", "a<br>"),
        ('<font color="#ff0000">red</font>', "<p>red</p>"),
        ("price $5 and $6", "and&#32;&#36;6"),
    ],
)
def test_a_comment_may_use_a_little_markdown_and_tex(comment: str, expected: str) -> None:
    assert expected in comment_html(comment)


def test_no_line_of_a_comment_begins_with_the_mark_behind_a_formula() -> None:
    assert re.findall(r'cp-unbroken">.*?</math>(.*?)</span>', comment_html("一步乘 $1-x$，再 $x$. $y$ z")) == [
        "，",
        "&#46;",
    ]


@pytest.mark.parametrize("comment", ["[x](javascript:alert(1))", "<script>x</script>", "[x](data:text/html,y)"])
def test_a_comment_starts_nothing(comment: str) -> None:
    safe = comment_html(comment)
    assert "<script" not in safe
    assert "href" not in safe


def test_an_endless_comment_is_shown_as_it_was_typed() -> None:
    assert comment_html("*x* " * 10_000).startswith('<p class="cp-verbatim">')


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a", "mailto:a@example.org", "weread://bestbookmark?bookId=1", "zotero://open-pdf/library/x",
        "zotero://select/items/1_A", "obsidian://open?vault=a&file=b", "kindle://book?action=open&asin=B0",
        "marginnote3app://note/A-1", "marginnote4app://note/A-1",
    ],
)  # fmt: skip
def test_a_comment_may_link_to_the_web_and_to_places_in_reading_apps(address: str) -> None:
    assert f'href="{address.replace("&", "&amp;")}"' in comment_html(f"[x]({address})")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "//example.org", "x.md",
        "obsidian://new?file=x&content=y", "obsidian://advanced-uri?eval=x", "obsidian://hook-get-address",
        "zotero://debug/", "shortcuts://run-shortcut?name=x", "ms-msdt:/id", "tel:+1", "ftp://example.org",
    ],
)  # fmt: skip
def test_a_comment_links_to_nothing_that_runs_writes_or_reads_files(address: str) -> None:
    assert "href" not in comment_html(f"[x]({address}) <{address}>")


def test_a_comment_nests_no_deeper_than_it_may_and_loses_no_word() -> None:
    shown = comment_html("> " * 500 + "words")
    assert shown.count("<blockquote>") <= 20
    assert "words" in LexborHTMLParser(shown).text()
