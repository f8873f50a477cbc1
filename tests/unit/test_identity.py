from __future__ import annotations

from dataclasses import replace

from builders import BOOK, annotation, any_annotation
from hypothesis import given
from hypothesis import strategies as st

from commonplace.merging.identity import identified
from commonplace.model import Document, Locator, TextPositionSelector, TextQuoteSelector, TextualBody


def ids(*marked: object) -> list[str]:
    return [item.id for item in identified(marked)]  # type: ignore[arg-type]


def test_the_same_words_in_two_books_are_two_annotations() -> None:
    other = Document(key="book-2", title="另一本")
    one, two = ids(annotation("梯度下降", native_id="7"), annotation("梯度下降", native_id="7", document=other))
    assert one != two


def test_the_same_words_at_two_places_are_two_annotations() -> None:
    one, two = ids(
        annotation("梯度", locator=Locator(range="10-12")), annotation("梯度", locator=Locator(range="90-92"))
    )
    assert one != two


def test_the_same_words_twice_under_one_heading_are_two_annotations_each_time_they_are_read() -> None:
    chapter = Locator(headings=("第一章",))
    twice = [annotation("梯度", locator=chapter), annotation("梯度", locator=chapter)]
    assert len(set(ids(*twice))) == 2
    assert ids(*twice) == ids(*twice)


def test_an_edited_comment_tag_or_colour_is_still_the_same_annotation() -> None:
    before = annotation("梯度", comment="?", native_id="x1")
    after = replace(before, bodies=(TextualBody(value="明白了"),), color="red", updated="2024-01-01T00:00:00Z")
    assert ids(before) == ids(after)


def test_a_block_that_was_pasted_twice_is_one_annotation() -> None:
    block = annotation("梯度", native_id="x1")
    assert len(set(ids(block, block))) == 1


def test_two_different_annotations_under_one_native_id_are_both_kept() -> None:
    one = annotation("梯度", native_id="x1", created="2024-01-01T00:00:00Z")
    two = annotation("导数", native_id="x1", created="2024-02-01T00:00:00Z")
    assert len(set(ids(one, two))) == 2
    assert set(ids(one, two)) == set(ids(two, one))


def test_a_prose_note_keeps_its_name_when_its_words_change_and_a_task_does_not() -> None:
    place = Locator(headings=("1 激活函数",))
    note, edited = annotation(comment="初稿", locator=place), annotation(comment="改过", locator=place)
    assert ids(note) == ids(edited)
    task, other = (annotation(comment=text, motivation="questioning", locator=place) for text in ("问一", "问二"))
    assert ids(task) != ids(other)


def test_position_counts_even_where_the_words_do_not() -> None:
    marked = [
        annotation(selectors=(TextQuoteSelector(exact="x"), TextPositionSelector(start=s, end=s + 1))) for s in (1, 5)
    ]
    assert len(set(ids(*marked))) == 2
    assert marked[0].document == BOOK


@given(st.lists(any_annotation, max_size=6))
def test_different_annotations_never_share_an_id_but_for_copies_and_new_versions(marked: list[object]) -> None:
    result = identified(marked)  # type: ignore[arg-type]
    for one in result:
        for other in result:
            if one.id == other.id:
                assert (one.importer, one.document.key, one.quote) == (other.importer, other.document.key, other.quote)


def test_two_notes_without_words_or_date_under_one_native_id_are_both_kept() -> None:
    pair = identified([annotation(comment=text, native_id="^a") for text in ("one", "other")])
    assert pair[0].id != pair[1].id
