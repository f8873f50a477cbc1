"""Boox, Moon+ Reader, Apple Books and Hypothesis' exports for people: what looks alike is told apart."""

from __future__ import annotations

import pytest

from commonplace.importer import Importer
from commonplace.importers import importer_named
from commonplace.model import Annotation, Export, Rejected

FORMATS = ["apple-books", "boox", "hypothesis-csv", "hypothesis-html", "hypothesis-text", "moon-reader"]


def units(format_name: str, text: str) -> list[Annotation | Rejected]:
    return list(importer_named(format_name).parse(Export(name="x", text=text)))


def marks_of(format_name: str, text: str) -> list[Annotation]:
    return [unit for unit in units(format_name, text) if isinstance(unit, Annotation)]


@pytest.mark.parametrize(
    "text", ["", "\n", "#\n#\n", "◆ 1.1\n▪ x", "Excerpt From", "Reading Notes | nets", "Annotation 1:\nType: Reply"]
)
@pytest.mark.parametrize("importer", FORMATS)
def test_what_is_only_alike_is_not_claimed(importer: str, text: str) -> None:
    reader: Importer = importer_named(importer)
    assert not list(reader.identify(Export(name="x", text=text)))


def test_prose_that_speaks_of_an_excerpt_is_none() -> None:
    assert not marks_of("apple-books", "Excerpt From the notes that I keep\n\nmore prose\n")


def test_a_source_without_a_blank_line_below_ends_with_its_copyright() -> None:
    source = "\n\nExcerpt From\nNets\nLin\nThis material may be protected by copyright.\n"
    text = f"“one”{source}“two”{source}"
    assert [found.quote for found in marks_of("apple-books", text)] == ["one", "two"]


@pytest.mark.parametrize("app", ["Apple Books", "iBooks"])
def test_the_older_form_on_one_line(app: str) -> None:
    (found,) = marks_of("apple-books", f"the slope\n\nExcerpt From: Lin Yizhou. “Nets.” {app}. \n")
    assert (found.document.title, found.document.authors) == ("Nets", ("Lin Yizhou",))


def test_brackets_at_the_end_of_words_are_a_note_only_if_the_count_above_says_so() -> None:
    shared = "Nets - Lin (Highlight: 1; Note: {0})\n───────────────\n\n▪ the slope (a limit)\n"
    (with_note,), (without,) = (marks_of("moon-reader", shared.format(count)) for count in (1, 0))
    assert (with_note.quote, with_note.comments[0].value) == ("the slope", "a limit")
    assert (without.quote, without.comments) == ("the slope (a limit)", ())


def test_a_record_that_is_cut_off_hides_no_other() -> None:
    record = "1\nNets\n/a\n/a\n3\n0\n{0}\n9\n-256\n1709457302123\n\n\nwords {0}\n0\n0\n0\n\n#\n"
    found = units(
        "moon-reader", "9\nindent:false\ntrim:false\n#\n" + record.format(1) + "2\nNets\n#\n" + record.format(2)
    )
    assert [unit.quote for unit in found if isinstance(unit, Annotation)] == ["words 1", "words 2"]
    assert [unit.line for unit in found if isinstance(unit, Rejected)] == [23]


def test_a_chapter_called_null_is_none_and_a_note_may_have_lines() -> None:
    entry = "null\n2024-05-17 16:01  |  Page No.: 9\nthe slope\n【Notes】one\ntwo\n"
    text = f"Reading Notes | <<Nets>>Lin\n{entry}-------------------\n"
    (found,) = marks_of("boox", text)
    assert (found.locator.headings, found.locator.page, found.comments[0].value) == ((), "9", "one\ntwo")


def test_whose_words_they_are_and_who_may_read_them_is_kept() -> None:
    text = (
        "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags\n"
        "2024-03-03 09:15,reader,,https://example.org/,Public,Annotation,a,b,\n"
        "2024-03-03 09:15,Ada W.,,https://example.org/,Readers,Reply,a,b,\n"
    )
    own, other = marks_of("hypothesis-csv", text)
    assert (own.creator, own.visibility, own.motivation) == ("acct:reader@hypothes.is", "public", "commenting")
    assert (other.creator, other.visibility, other.group, other.motivation) == (
        "Ada W.",
        "group",
        "Readers",
        "replying",
    )
