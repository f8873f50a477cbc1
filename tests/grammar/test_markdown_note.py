"""The block grammar of notes: what begins a block, what ends it, and what stands inside of a line."""

from __future__ import annotations

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from commonplace.grammar.markdown_note import Block, Callout, Quote, notes
from commonplace.grammar.markdown_note.blocks import numbered, parse_blocks
from commonplace.grammar.markdown_note.inline import (
    attachments,
    blanked_hidden,
    formulas,
    has_words,
    plain,
    tags,
    without_block_id,
    without_hidden,
)
from commonplace.grammar.markdown_note.links import links
from commonplace.grammar.markdown_note.remarks import read_remark, split_tasks


def blocks_of(text: str) -> tuple[Block, ...]:
    return parse_blocks(numbered(text))


def kinds(text: str) -> list[tuple[str, int, int]]:
    return [(block.kind, block.first_line, block.last_line) for block in blocks_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo\n\nthree", [("paragraph", 1, 2), ("paragraph", 4, 4)]),
        ("# h\ntext\n## \n#tag", [("heading", 1, 1), ("paragraph", 2, 2), ("heading", 3, 3), ("paragraph", 4, 4)]),
        ("```\n# a\n> b\n\n```\nc", [("code", 1, 5), ("paragraph", 6, 6)]),
        ("~~~ py\n```\n~~~", [("code", 1, 3)]),
        ("```never closed\n# a", [("code", 1, 2)]),
        ("``` a ` b\n# c", [("paragraph", 1, 1), ("heading", 2, 2)]),
        ("$$\n> x\n\n# y\n$$", [("math", 1, 5)]),
        ("$$x$$\n$$ never closed", [("math", 1, 1), ("paragraph", 2, 2)]),
        ("%%\n> [!quote] x\n%%\ny", [("comment", 1, 3), ("paragraph", 4, 4)]),
        ("%%x%% and words", [("paragraph", 1, 1)]),
        ("- a\n  b\n\n  c\n- d\n\ne", [("list", 1, 5), ("paragraph", 7, 7)]),
        ("1. a\n   ```\n# in code\n   ```\n2. b", [("list", 1, 5)]),
        ("- a\n> b\nc\n\nd", [("list", 1, 1), ("quote", 2, 3), ("paragraph", 5, 5)]),
        ("text\n| a |\n| - |\ntext", [("paragraph", 1, 1), ("table", 2, 3), ("paragraph", 4, 4)]),
        ("- - -\n***\n---", [("rule", 1, 1), ("rule", 2, 2), ("rule", 3, 3)]),
        ("> a\n\n> b", [("quote", 1, 1), ("quote", 3, 3)]),
        ("> [!note] a\n> b\n> [!tip] c", [("callout", 1, 2), ("callout", 3, 3)]),
        ("> ```\n> a\nb", [("quote", 1, 2), ("paragraph", 3, 3)]),
        ("> a\n# b", [("quote", 1, 1), ("heading", 2, 2)]),
        ("> a\n>\nb", [("quote", 1, 2), ("paragraph", 3, 3)]),
        ("> [!abstract] t\n>\nb\nc", [("callout", 1, 4)]),
        ("> [!quote] [[x]]\n>\nb", [("callout", 1, 2), ("paragraph", 3, 3)]),
        ("- > [!note] t\n  > a", [("callout", 1, 2)]),
    ],
)
def test_blocks_and_their_lines(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("line", "marker", "kind", "meta", "title"),
    [
        ("> [!Quote|red 30%]- A title", "[!Quote|red 30%]-", "quote", "red 30%", "A title"),
        (">[!note right 30%]+", "[!note right 30%]+", "note", "", ""),
        (">  [!PDF|] [[x.pdf#page=1]]", "[!PDF|]", "pdf", "", "[[x.pdf#page=1]]"),
        ("> [!提示] 标题", "[!提示]", "提示", "", "标题"),
    ],
)
def test_callout_markers(line: str, marker: str, kind: str, meta: str, title: str) -> None:
    (callout,) = blocks_of(line)
    assert isinstance(callout, Callout)
    assert (callout.marker, callout.type, callout.meta, callout.title) == (marker, kind, meta, title)


def test_a_line_of_less_depth_is_no_part_of_the_deeper_quote_but_a_bare_line_is() -> None:
    (quote,) = blocks_of("> > deep\nlazy\n> shallow\nlazy too")
    assert isinstance(quote, Quote)
    assert [(child.kind, child.text) for child in quote.children] == [
        ("quote", "> deep\nlazy"),
        ("paragraph", "shallow\nlazy too"),
    ]


def test_sections_know_their_headings_and_notes_their_front_matter() -> None:
    first, second = notes("a\n# A #\n### C\nc\n## **B** [[x|y]]\nb\n---\nk: v\n---\n# D\nd")
    assert [section.headings for section in first.sections] == [(), ("A",), ("A", "C"), ("A", "B y")]
    assert [block.text for block in first.sections[3].blocks] == ["b"]
    assert second.front_matter is not None
    assert (second.front_matter.one("k"), second.sections[1].headings) == ("v", ("D",))
    assert (first.first_line, first.last_line, second.first_line, second.last_line) == (1, 6, 7, 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[a b#c|d [1] e]]", [("a b#c", "d [1] e", False)]),
        ("| [[a\\|b]] |", [("a", "b", False)]),
        ("![[x.png|300]]", [("x.png", "300", True)]),
        ("[a](b (c) d.md)", []),
        ("[a](b_(c).md 'title') z", [("b_(c).md", "a", False)]),
        ("[a](<b c.md>)", [("b c.md", "a", False)]),
        ("([a](x(1.pdf#page=2))", [("x(1.pdf#page=2", "a", False)]),
        ("[![i](j.png)](k)", [("j.png", "i", True), ("k", "![i](j.png)", False)]),
        ("![{[0,1)}](j.svg)", [("j.svg", "{[0,1)}", True)]),
        ("`[[a]]` \\[b](c) [d] (e)", []),
        ("[[[[a]] and [[b\nc]]", [("a", "", False)]),
    ],
)
def test_links(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(link.target, link.display, link.embed) for link in links(text)] == expected
    assert all(text[link.start : link.end].strip("!").startswith("[") for link in links(text))


def test_pictures_keep_their_text_alternative_and_lose_their_size() -> None:
    found = attachments('![[a.png|200]] ![b|300x20](b.png) <img width="3" src="c.png"> ![[d.png|words|90]]')
    assert [(item.path, item.alternative) for item in found] == [
        ("a.png", ""),
        ("b.png", "b"),
        ("c.png", ""),
        ("d.png", "words"),
    ]


def test_formulas_stand_between_dollars_outside_of_code() -> None:
    found = formulas("$a$ costs $5 or $6, `$b$`, \\$c\\$ $$\nd\n$$ and $e_{1}$.\n```\n$f$\n```")
    assert [(formula.tex, formula.display) for formula in found] == [("a", False), ("d", True), ("e_{1}", False)]


def test_tags() -> None:
    assert tags("#a/b words #中文 x#no #12 #a/b [l](#anchor) `#code` ## heading #end/") == ("a/b", "中文", "end")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words ^abc123", ("words", "abc123")),
        ("words\n^id", ("words", "id")),
        ("^id", ("", "id")),
        ("the square of x is x ^2", ("the square of x is x ^2", "")),
        ("x^long", ("x^long", "")),
    ],
)
def test_block_ids(text: str, expected: tuple[str, str]) -> None:
    assert without_block_id(text) == expected


def test_hidden_comments_are_taken_out_and_kept() -> None:
    assert without_hidden("a %%b%%c %%\nd\n%%") == ("a c ", ("b", "d"))
    assert without_hidden("a <!-- b -->c `<!-- d -->` <!--") == ("a c `<!-- d -->` <!--", ("b",))
    assert blanked_hidden("a <!--\nb-->c %%d%%") == "a     \n    c      "
    assert read_remark("%%only hidden%%").text == ""


def test_titles_are_plain_words() -> None:
    assert plain('**A** [[b|c]] ==d== <font color="red">e</font> `f` ^id99') == "A c d e `f`"
    assert plain("**==both==** and 一个**词**在句中") == "both and 一个词在句中"


@pytest.mark.parametrize("title", ["if a<b and c>d", "a <div>, a List<String>", "a == b, x === y", "f(**k) ~~ g"])
def test_what_only_looks_like_markup_stays_in_a_title(title: str) -> None:
    assert plain(title) == title
    assert not has_words("![[x.png]] ** <br>")


def test_tasks_are_told_from_the_list_around_them() -> None:
    (block,) = blocks_of("- a\n- [ ] b\n  more\n\t- [x] c ^idcc\n- d\n- [?] e\n- [ ]")
    tasks, rest = split_tasks(block)
    assert [(task.mark, task.text, task.native_id) for task in tasks] == [
        (" ", "b\nmore", ""),
        ("x", "c", "idcc"),
        ("?", "e", ""),
    ]
    assert rest is not None
    assert rest.text == "- a\n- d"


LINES = st.sampled_from(
    [
        "# h",
        "> a",
        "> > b",
        ">",
        "> [!quote] t",
        "text",
        "",
        "- a",
        "  - [ ] b",
        "```",
        "$$",
        "%%",
        "| a |",
        "---",
        "^id",
    ]
)


@given(st.lists(LINES | st.text(max_size=8).filter(lambda text: "\n" not in text), max_size=25))
def test_every_line_with_text_is_in_one_block(lines: list[str]) -> None:
    covered = [
        number for block in blocks_of("\n".join(lines)) for number in range(block.first_line, block.last_line + 1)
    ]
    assert len(covered) == len(set(covered))
    assert {number for number, line in enumerate(lines, start=1) if line.strip()} <= set(covered)


PIECES = [
    "[",
    "[[a|",
    "](",
    "> ",
    "> \n",
    "$$\n",
    "%%a\n",
    "- ",
    "`",
    "<img src='",
    "![a](",
    "\\",
    "#a",
    "==",
    "$",
    "^",
]


@pytest.mark.parametrize(
    "piece", [*PIECES, "> [!a]\n", ">> > [!a] x\n", "- [ ] a\n\n", "```\n", "---\n", "| a\n", "# a\n"]
)
def test_hostile_text_takes_no_more_than_linear_time(piece: str) -> None:
    def read(text: str) -> None:
        blocks_of(text)
        read_remark(text)

    assert_linear(read, lambda size: piece * size)
