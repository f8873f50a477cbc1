"""One setting for the language of the interface."""

from __future__ import annotations

import pytest

from commonplace.errors import LibraryError
from commonplace.language import Language
from commonplace.store.settings import read_settings, settings_text

NAMES = {"zh": "梯度", "en": "gradient"}


def test_a_thing_is_said_in_the_language_that_was_chosen() -> None:
    assert [Language(code)("摘录", "Passages") for code in ("zh", "en", "both")] == [
        "摘录",
        "Passages",
        "摘录 Passages",
    ]
    assert Language("both")("PDF++", "PDF++") == "PDF++"


def test_things_are_listed_with_the_mark_of_the_language() -> None:
    assert [Language(code).listed(("a", "b")) for code in ("zh", "en", "both")] == ["a、b", "a, b", "a, b"]


def test_a_concept_is_called_as_its_title_calls_it_in_that_language() -> None:
    title = "梯度 Gradient"
    assert [Language(code).title(title, NAMES) for code in ("zh", "en", "both")] == ["梯度", "Gradient", title]
    assert Language("en").title("别的", NAMES) == "gradient"
    assert Language("en").title("梯度", {"zh": "梯度"}) == "梯度"


def test_the_setting_is_read_and_a_new_library_speaks_both() -> None:
    assert read_settings('[site]\nlanguage = "en"\n').language.code == "en"
    assert read_settings(settings_text(language="both")).language.code == "both"
    assert read_settings("").language.code == "both"


def test_another_language_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(LibraryError, match="'fr'") as error:
        read_settings('[site]\nlanguage = "fr"\n')
    assert error.value.hint == "One of 'zh', 'en', 'both'."
