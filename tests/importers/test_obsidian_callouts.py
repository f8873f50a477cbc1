"""Laws of notes with callouts."""

from __future__ import annotations

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from commonplace.importer import POSSIBLE
from commonplace.importers.obsidian_callouts import ObsidianCallouts
from commonplace.model import Annotation, Document, Export, Rejected
from commonplace.questions import is_question


def units(text: str, name: str = "A note.md") -> list[Annotation | Rejected]:
    return list(ObsidianCallouts().parse(Export(name=name, text=text)))


def read(text: str, name: str = "A note.md") -> list[Annotation]:
    return [unit for unit in units(text, name) if isinstance(unit, Annotation)]


def document(text: str, name: str = "A note.md") -> Document:
    return read(f"{text}\n> [!quote]\n> words", name)[0].document


@pytest.mark.parametrize("marker", ["[!quote]", "[!QUOTE]-", "[!Cite]+", "[!cite|wide]", "[!quote right 30%]"])
def test_quotes_and_citations_in_any_spelling_are_passages(marker: str) -> None:
    (passage,) = read(f"> {marker}\n> words\n> more")
    assert (passage.quote, passage.motivation, passage.extra["callout"]) == ("words\nmore", "highlighting", marker)


@pytest.mark.parametrize(
    ("kind", "motivation"),
    [
        ("note", "commenting"),
        ("Tip", "commenting"),
        ("abstract", "commenting"),
        ("anything-else", "commenting"),
        ("QUESTION", "questioning"),
        ("help", "questioning"),
        ("faq", "questioning"),
        ("todo", "questioning"),
    ],
)
def test_all_other_callouts_are_the_readers_own(kind: str, motivation: str) -> None:
    (remark,) = read(f"> [!{kind}]-\n> words")
    assert (remark.quote, remark.motivation) == ("", motivation)
    assert [(body.value, body.purpose) for body in remark.bodies] == [("words", motivation)]


def test_passages_and_remarks_in_each_other_are_all_read_however_deep() -> None:
    in_remark, in_quote = read(
        "> [!cite] Nets\n> a hidden unit\n> > [!note]\n> > hidden from whom?\n> > > [!quote]\n> > > from the loss\n"
    )
    assert (in_remark.quote, [note.value for note in in_remark.comments]) == ("a hidden unit", ["hidden from whom?"])
    assert in_quote.quote == "from the loss"
    outer, inner = read("> [!quote]\n> outer\n> > [!quote]\n> > inner\n> > > [!note]\n> > > mine\n")
    assert (outer.quote, outer.comments) == ("outer", ())
    assert (inner.quote, [note.value for note in inner.comments]) == ("inner", ["mine"])


def test_a_title_heads_a_passage_begins_a_remark_and_may_be_all_there_is() -> None:
    titled, remark, alone, only = read(
        "> [!quote] On depth\n> words\n\n> [!note] Title\n> words\n\n> [!tip] Alone\n\n> [!quote] Only a title\n"
    )
    assert titled.locator.headings == ("On depth",)
    assert remark.comments[0].value == "Title\n\nwords"
    assert alone.comments[0].value == "Alone"
    assert (only.quote, only.locator.headings) == ("Only a title", ())


@pytest.mark.parametrize("title", ["Quote", "quote", "CITE", ""])
def test_a_title_that_says_the_type_is_none(title: str) -> None:
    assert read(f"> [!quote] {title}\n> words")[0].locator.headings == ()


@pytest.mark.parametrize(
    ("last", "attribution", "page"),
    [
        ("— Ada, p. 12", "Ada, p. 12", "12"),
        ("——引自第3页", "引自第3页", "3"),
        ("-- Ada", "Ada", ""),
        ("– chapter 2／40", "chapter 2／40", "40"),
    ],
)
def test_a_last_line_that_names_the_source_is_no_part_of_the_quote(last: str, attribution: str, page: str) -> None:
    (passage,) = read(f"> [!quote]\n> words\n> {last}")
    assert (passage.quote, passage.extra["attribution"], passage.locator.page) == ("words", attribution, page)


@pytest.mark.parametrize("text", ["> — words alone", "> words\n> - an item", "> words\n> -1 is negative"])
def test_what_only_looks_like_a_source_stays(text: str) -> None:
    (passage,) = read(f"> [!quote]\n{text}")
    assert "attribution" not in passage.extra


def test_excerpts_one_level_deeper_are_passages_of_their_own() -> None:
    first, second = read("> [!quote]- E\n>\n>>one\n——p. 3\n >\n>> two\n——p. 4")
    assert [(a.quote, a.locator.page) for a in (first, second)] == [("one", "3"), ("two", "4")]
    assert first.locator.order < second.locator.order


def test_a_callout_that_holds_but_a_picture_is_not_empty() -> None:
    (unit,) = read("> [!note]\n> ![a slope](slope.png)")
    assert ([picture.path for picture in unit.attachments], unit.comments) == (["slope.png"], ())


def test_an_empty_callout_is_left_out_by_design() -> None:
    (unit,) = units("> [!quote]\n>\n")
    assert isinstance(unit, Rejected)
    assert (unit.by_design, unit.line) == (True, 1)


@pytest.mark.parametrize(
    ("text", "name", "title", "key"),
    [
        ("---\ntitle: T\nisbn: 123\nurl: https://e.org\n---\n# H", "n.md", "T", "123"),
        ("---\nname: T\nsource: a friend\nlink: https://e.org\n---", "n.md", "T", "https://e.org"),
        ("---\ntags: x\n---\n# H\n## I", "n.md", "H", "H"),
        ("## I\ntext", "folder/A book.md", "A book", "A book"),
        ("## I\ntext", "-", "I", "I"),
        ("text", "-", "-", "-"),
    ],
)
def test_the_document_is_what_the_note_says_it_is_about(text: str, name: str, title: str, key: str) -> None:
    told = document(text, name)
    assert (told.title, told.key) == (title, key)


def test_front_matter_is_kept_whole() -> None:
    told = document("---\ntitle: T\nauthor: '[X] A / B'\npublish: P\npublishyear: 2020-1\nrating:  8.3\nempty:\n---")
    assert (told.authors, told.publisher, told.published) == (("[X] A", "B"), "P", "2020-1")
    assert told.extra["rating"] == "8.3"
    assert "empty" not in told.extra


def test_tasks_in_prose_are_questions_and_those_in_callouts_are_not() -> None:
    prose, task, remark = read("text\n- [ ] why?\n\n> [!note]\n> - [ ] not a task of the note")
    assert (prose.comments[0].value, task.comments[0].value, is_question(task)) == ("text", "why?", True)
    assert remark.comments[0].value == "- [ ] not a task of the note"


def test_each_callout_is_claimed_and_the_rest_only_if_there_is_one() -> None:
    claims = list(ObsidianCallouts().identify(Export(name="n", text="# H\ntext\n\n> [!tip]\n> a\n\n> plain\n")))
    assert [(c.first_line, c.last_line) for c in claims] == [(4, 5), (1, 8)]
    assert POSSIBLE == claims[1].confidence < claims[0].confidence < 1
    assert not list(ObsidianCallouts().identify(Export(name="n", text="# H\n> plain\n\n```\n> [!tip]\n```")))


@pytest.mark.parametrize(
    "text",
    [
        "---\ndoc_type: weread-highlights-reviews\n---\n> [!quote]\n> words",
        "---\nbookId: 7\n---\n> [!abstract] x",
        "> [!abstract] [Page 7](zotero://open-pdf/library/items/X)\n> words",
        "> [!PDF|] [[a.pdf#page=1]]\n> > words",
        "> [!quote] [[a.pdf#page=1&selection=0,0,0,1]]\n> > words",
    ],
)
def test_callouts_of_other_apps_are_not_claimed(text: str) -> None:
    assert not list(ObsidianCallouts().identify(Export(name="n", text=text)))


@pytest.mark.parametrize("address", ["https://hyp.is/abc/x.org", "https://read.readwise.io/read/01"])
def test_a_note_of_ones_own_may_link_to_other_apps(address: str) -> None:
    text = f"# Own\n\n> [!quote] Woolf\n> words, [as found]({address}).\n\nMore of my words."
    assert list(ObsidianCallouts().identify(Export(name="n", text=text)))
    assert any(unit.quote.startswith("words") for unit in read(text))


PIECES = st.sampled_from(
    [
        "> ", "> > ", "[!quote] ", "[!note]- ", "[!question]\n", "words", "\n", "\n\n", "— source", "- [ ] ", "# ",
        "```\n", "^id12", "---\n", "title: t\n", "![[x.png]]", "$$", "%%", "| ",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_note_is_read(text: str) -> None:
    lines = text.count("\n") + 1
    claims = list(ObsidianCallouts().identify(Export(name="n", text=text)))
    assert all(1 <= claim.first_line <= claim.last_line <= lines for claim in claims)
    for unit in units(text):
        assert unit.problem if isinstance(unit, Rejected) else unit.document.key
        assert not isinstance(unit, Annotation) or unit.selectors or unit.bodies or unit.attachments or unit.extra


@pytest.mark.parametrize(
    "piece",
    [">", "> ", "> [!quote]\n", "> [!note] a\n> b\n\n", ">> [!a]\n", "- [ ] a\n", "^a\n", "— a\n", "# a\n", "$$\n"],
)
def test_any_length_takes_no_more_than_linear_time(piece: str) -> None:
    def read(text: str) -> None:
        list(ObsidianCallouts().identify(Export(name="n", text=text)))
        units(text)

    assert_linear(read, lambda size: "> [!quote]\n> a\n\n" + piece * size)
