"""Front matter is found where notes begin and nowhere else, and is read as far as it can be."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.grammar import front_matter
from commonplace.grammar.front_matter import front_matters, parted


def test_scalars_stay_as_they_are_written() -> None:
    (matter,) = front_matters("---\nid: 007\ndate: 2024-11-11\non: yes\nempty:\n---\n")
    assert matter.fields == {"id": "007", "date": "2024-11-11", "on": "yes", "empty": ""}
    assert not matter.problem


def test_bare_links_are_text_and_not_lists_in_lists() -> None:
    (matter,) = front_matters("---\ntarget: [[a, b.pdf]]\nup:\n  - [[c]]\n  - ![[d.png]]\n---\n")
    assert matter.one("target") == "[[a, b.pdf]]"
    assert matter.many("up") == ("[[c]]", "![[d.png]]")


def test_keys_are_found_in_any_case_and_the_first_with_text_counts() -> None:
    (matter,) = front_matters("---\nTitle:\nNAME: Gradients\n---\n")
    assert matter.one("title", "name") == "Gradients"
    assert matter.one("author") == ""


def test_an_entry_that_is_no_yaml_does_not_take_the_others_with_it() -> None:
    (matter,) = front_matters("---\ntitle: Descent: a primer\ntags: [a, b\nauthor: *Ada*\nyear: 1952\n---\n")
    assert matter.problem
    assert matter.fields == {"title": "Descent: a primer", "tags": "[a, b", "author": "*Ada*", "year": "1952"}


def test_aliases_are_not_expanded() -> None:
    bomb = "\n".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]" for n in range(12))
    (matter,) = front_matters(f"---\n{bomb}\n---\n")
    assert len(str(matter.fields)) < 2 * len(bomb)


def test_nesting_that_nobody_writes_is_kept_as_text() -> None:
    (matter,) = front_matters(f"---\ndeep: {'[' * 5000}\ntitle: t\n---\n")
    assert matter.one("title") == "t"
    assert matter.one("deep") == "[" * 5000


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("---\na: b\n---\ntext", [(1, 3)]),
        ("\n\n---\na: b\n...\n", [(3, 5)]),
        ("---\n---\n", [(1, 2)]),
        ("---\na: b\n---\ntext\n---\nc: d\n---\n", [(1, 3), (5, 7)]),
        ("---\na: b\n\n# Heading\n\n---\n", []),
        ("---\nwords between two rules\n---\n", []),
        ("text\n\n---\nNote: words between two rules\n---\n", []),
        ("text\n---\nkey: value\n\nblank lines are not below the top\n---\n", []),
        ("text\n---\n---\n", []),
        ("```yaml\n---\na: b\n---\n```\n", []),
        ("---\na: b\n", []),
    ],
)
def test_spans(text: str, spans: list[tuple[int, int]]) -> None:
    assert [(matter.first_line, matter.last_line) for matter in front_matters(text)] == spans


def test_each_front_matter_begins_a_note() -> None:
    found = parted(front_matters("x\n---\na: 1\n---\nx\n---\na: 2\n---\ny"), 9)
    assert [(matter and matter.one("a"), first, end) for matter, first, end in found] == [
        (None, 1, 2),
        ("1", 2, 6),
        ("2", 6, 10),
    ]


@given(
    st.lists(
        st.sampled_from(["---", "a: b", "- x", "- - [", "*a", "", "# h", "```", "{", "x", "\t", "é:", "..."]),
        max_size=30,
    )
)
def test_any_text_is_read_and_blocks_do_not_overlap(lines: list[str]) -> None:
    edges = [edge for matter in front_matters("\n".join(lines)) for edge in (matter.first_line, matter.last_line)]
    assert edges == sorted(set(edges))
    assert all(1 <= edge <= len(lines) for edge in edges)


WRITTEN_ENTRIES = st.sampled_from(
    [
        "title: 梯度、导数 (second edition)",
        'bookId: "26-5"',
        "url: https://example.org/nets",
        "author: Ada B. Lovelace，艾达：著",
        "isbn: 978-7-111",
    ]
)


@given(
    entry=WRITTEN_ENTRIES,
    at=st.integers(0, 30),
    piece=st.text(": #\"'-.,/()[]{}&*!|>%@`?~\\\t\n　\x85\u2028\xa0²٣a林（：-_", max_size=3),
    cut=st.integers(0, 3),
)
def test_an_entry_says_the_same_however_plainly_it_is_written(entry: str, at: int, piece: str, cut: int) -> None:
    text = f"---\nname: x\n{entry[:at]}{piece}{entry[at + cut :]}\n---\n"
    told = front_matters.__wrapped__(text)
    with patch.object(front_matter, "_plain_mapping", return_value=None):
        assert told == front_matters.__wrapped__(text)
