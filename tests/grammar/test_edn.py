"""EDN is read as far as apps keep annotations in it, and whatever else stands there is refused in words."""

from __future__ import annotations

import contextlib

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from commonplace.grammar.edn import read_edn
from commonplace.model import JSON


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("nil", None),
        ("[true false :a/b c \\x]", [True, False, "a/b", "c", "x"]),
        ("{:n -12, :r 1.5e3, :big 7N, :exact 2.50M}", {"n": -12, "r": 1500.0, "big": 7, "exact": 2.5}),
        ('#{"a\\n\\"b\\"" "\\u68af"}', ['a\n"b"', "梯"]),
        ('{:id #uuid "6a56" ; a remark }\n :at #inst "2024"}', {"id": "6a56", "at": "2024"}),
        ("(1 #_ {:not [read]} 2 #_ #_ 3 4)", [1, 2]),
        ("{1 :one, nil :none}", {"1": "one", "None": "none"}),
        ("{:a 1} {:b 2}", {"a": 1}),
        ("", None),
    ],
)
def test_values_are_read_as_what_is_most_like_them(source: str, value: JSON) -> None:
    assert read_edn(source) == value


@pytest.mark.parametrize("source", ["{:a", '["a', "[1)", "}", '{:a "\\'])
def test_what_does_not_end_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"end"):
        read_edn(source)


@given(st.text(alphabet='{}[]()#_:"\\;a1 \n,.^-'))
def test_any_text_is_read_or_refused(source: str) -> None:
    with contextlib.suppress(ValueError):
        read_edn(source)


@pytest.mark.parametrize("piece", ["[", "{:a ", "#_", "#", '"', "\\", "; a\n", "1", "(1)", '"a" '])
def test_more_of_the_same_takes_no_more_than_linear_time(piece: str) -> None:
    def work(source: str) -> None:
        with contextlib.suppress(ValueError):
            read_edn(source)

    assert_linear(work, lambda size: f"{{:highlights [{piece * size}")
