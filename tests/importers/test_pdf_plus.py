"""Laws of notes on PDFs: links, shapes, places, claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from commonplace.grammar.pdf_link import PdfLink, pdf_links
from commonplace.importer import CERTAIN, TYPICAL
from commonplace.importers.obsidian_callouts import ObsidianCallouts
from commonplace.importers.pdf_plus import PdfPlus
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected
from commonplace.questions import is_question
from commonplace.reading.exports import read_export

SHARED = Path(__file__).parents[3] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of real notes is not beside the project")

LINK = "[[net.pdf#page=2&selection=1,0,1,9|net, p.ii]]"
SECOND = "[[net.pdf#page=9&selection=4,0,5,2|net, p.9]]"


def read(text: str) -> list[Annotation]:
    return [unit for unit in PdfPlus().parse(Export(name="n.md", text=text)) if isinstance(unit, Annotation)]


def marks(annotations: list[Annotation]) -> list[Annotation]:
    return [annotation for annotation in annotations if annotation.locator.physical_page]


def link(text: str) -> PdfLink:
    (found,) = pdf_links(text)
    return found


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[[a b.pdf#page=1]]", "a b.pdf"),
        ("[x](a%20b/c.pdf.pdf#page=1)", "a b/c.pdf.pdf"),
        ("([x](a%20(b).PDF#page=1&selection=1,2,3,4))", "a (b).PDF"),
        ("([x](a(b.pdf#page=1))", "a(b.pdf"),
        ("[x](a (b).pdf#page=1&selection=1,2,3,4)", "a (b).pdf"),
        ("([x](a (b).pdf#page=1))", "a (b).pdf"),
        ("[x](a%20b).pdf#page=1)", "a b).pdf"),
        ("[n](c.md) and [x](b.pdf#page=1)", "b.pdf"),
        ("[n](c and [x](b.pdf#page=1)", "b.pdf"),
        ("[x](<a b.pdf#page=1>)", "a b.pdf"),
        ("[x](%E6%A2%AF%E5%BA%A6.pdf#page=1)", "梯度.pdf"),
        ("[x](100%.pdf#page=1)", "100%.pdf"),
        ("[x](%ff.pdf#page=1)", "%ff.pdf"),
        ("[[50%25.pdf#page=1]]", "50%25.pdf"),
        ("[[[2017 Vaswani] Attention.pdf#page=1|x]]", "[2017 Vaswani] Attention.pdf"),
        ("![[a [2nd ed.].pdf#page=1]]", "a [2nd ed.].pdf"),
    ],
)
def test_paths_are_decoded_as_their_kind_of_link_encodes_them(text: str, path: str) -> None:
    assert link(text).path == path


@pytest.mark.parametrize(
    ("display", "label", "words"),
    [
        ("net, p.10", "10", ""),
        ("p. xii", "xii", ""),
        ("net, page 3", "3", ""),
        ("net，第 69 頁", "69", ""),
        ("an alias, p.A-3", "A-3", ""),
        ("📖", "", ""),
        ("", "", ""),
        ("net", "", ""),
        ("net.pdf", "", ""),
        ("the gradient points uphill", "", "the gradient points uphill"),
        ("net, p.4|250", "4", ""),
        ("net, страница 4", "4", ""),
        ("net, Seite iv", "iv", ""),
        ("net, 페이지 4", "4", ""),
        ("net, 4 ページ", "4", ""),
        ("Net 4 dagar, sidan 12", "12", ""),
        ("the nets, layer 4", "", "the nets, layer 4"),
    ],
)
def test_what_the_words_of_a_link_say(display: str, label: str, words: str) -> None:
    found = link(f"[[net.pdf#page=2|{display}]]")
    assert (found.label, found.words) == (label, words)


@pytest.mark.parametrize(
    "text",
    [
        "[n](c.png), then a.pdf#page=2)",
        "[[a.pdf]]",
        "[[a.pdf#heading]]",
        "[[a.md#page=2]]",
        "[x](https://e.org/a.pdf)",
        "[[#page=2]]",
    ],
)
def test_links_that_lead_to_no_place_in_a_pdf(text: str) -> None:
    assert not pdf_links(text)


def test_parameters_that_are_not_as_they_should_be() -> None:
    found = link("[[a.pdf#page=x&&selection=1.5,2,3.25,4&color=r, g, b&new=1]]")
    assert (found.page, found.selection, found.color, found.others) == (None, "1.5,2,3.25,4", "r, g, b", {"new": "1"})
    assert found.order == (0, 1, 2, 3, 4)
    assert link(f"[[a.pdf#page={'9' * 5000}&rect=1,2]]").page is None


def test_words_of_a_wikilink_in_the_address_of_a_markdown_link_are_no_colour() -> None:
    (found,) = pdf_links("[What is it?](nets.pdf#page=3&selection=2,0,2,11&color=yellow|nets, p.3)")
    assert (found.color, found.selection, found.words) == ("yellow", "2,0,2,11", "What is it?")


def test_marks_are_read_down_the_page() -> None:
    texts = [
        "rect=0,0,9,700",
        "rect=0,0,9,80",
        "annotation=7R",
        "selection=0,0,0,1",
        "selection=3,9,3,10",
        "selection=12,0,12,1",
    ]
    orders = [link(f"[[a.pdf#page=5&{text}]]").order for text in texts]
    assert orders == sorted(orders)
    assert link("[[a.pdf#page=6&rect=0,0,9,9]]").order > orders[-1]


QUOTE_SHAPES = [
    f"> [!PDF|red] {LINK}\n> > words\n> \n> ",
    f"> [!PDF|red] {LINK}\n>\n> > words",
    f"> [!PDF|red] {LINK}\n> words",
    f">[!pdf|red] {LINK}\n>>words",
    f"> [!quote|red] {LINK}\n> words",
    f"> [!note] {LINK}\n> > words",
    f"> ({LINK})\n> words",
    f"> ({LINK}) words",
    f"> words\n> ({LINK})",
    f"> words {LINK}",
    f"> words\n\n{LINK}",
    f"> words\n\n({LINK})",
    f"{LINK}\n> words",
    f"({LINK})\nwords",
    f"{LINK} > words",
    "[words](net.pdf#page=2&selection=1,0,1,9)",
    "I read that [words](net.pdf#page=2&selection=1,0,1,9) matter.",
    "> [!PDF|red] [[net.pdf#page=2&selection=1,0,1,9|words]]",
    "| **[[net.pdf#page=2&selection=1,0,1,9\\|words]]** | mine |",
    f"| ({LINK.replace('|', ' ')}) words | mine |",
    f"- > [!PDF|] {LINK}\n  > > words",
]


@pytest.mark.parametrize("text", QUOTE_SHAPES)
def test_every_shape_of_a_passage(text: str) -> None:
    (mark,) = marks(read(f"# H\n\n{text}\n\nafter"))
    assert mark.quote == "words"
    assert (mark.locator.physical_page, mark.locator.selection) == (2, "1,0,1,9")
    assert mark.locator.headings[0] == "H"
    assert not mark.comments


@pytest.mark.parametrize("text", QUOTE_SHAPES)
def test_passages_are_claimed_with_certainty(text: str) -> None:
    export = Export(name="n", text=f"# H\n\n{text}\n\nafter")
    claims = list(PdfPlus().identify(export))
    certain = {n for c in claims if c.confidence == CERTAIN for n in range(c.first_line, c.last_line + 1)}
    assert certain == set(range(3, 3 + len(text.split("\n"))))
    assert [(c.first_line, c.last_line) for c in claims if c.confidence == TYPICAL] == [
        (1, export.text.count("\n") + 1)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"> [!PDF|] {LINK}\n> > words\n> mine",
        f"> [!PDF|] {LINK}\n>\n> > words\n>\n> mine",
        f"> [!PDF|] {LINK}\n> > words\n> \nmine".replace("> \nmine", "> mine"),
        f"> [!tip]\n> mine\n> > [!PDF|] {LINK}\n> > > words",
        f"> [!tip]\n> > words {LINK}\n>\n> mine",
    ],
)
def test_comments_stand_inside_the_callout(text: str) -> None:
    (mark,) = marks(read(f"{text}\n\nloose"))
    assert (mark.quote, [body.value for body in mark.comments]) == ("words", ["mine"])


@pytest.mark.parametrize("between", ["> ", ">", "> >"])
def test_paragraphs_that_a_formatter_parted_are_one_quote(between: str) -> None:
    (mark,) = marks(read(f"> [!PDF|] {LINK}\n> > one\n{between}\n> > two\n>\n> mine"))
    assert (mark.quote, [body.value for body in mark.comments]) == ("one\n\ntwo", ["mine"])


def test_words_beside_an_area_are_the_readers_unless_a_link_says_where_they_are_from() -> None:
    area = "net.pdf#page=3&rect=1,2,3,4"
    (alone,) = marks(read(f"> [!PDF|red] [[{area}|net, p.3]]\n> ![[{area}]]\n> mine"))
    assert (alone.quote, [body.value for body in alone.comments]) == ("", ["mine"])
    (copied,) = marks(read(f"> [!PDF|red] A title\n> ![[{area}]]\n>\n> words [[net.pdf#page=3&selection=1,2,3,4|📖]]"))
    assert (copied.quote, copied.comments) == ("words", ())


@pytest.mark.parametrize("lines", [("{0}", "{1}", "{2}", "{3}"), ("{1}", "{0}", "{3}", "{2}")])
def test_passages_that_were_copied_into_one_quote_are_two(lines: tuple[str, ...]) -> None:
    text = "\n".join(f"> {line}" for line in lines).format(f"({LINK})", "one", SECOND, "two")
    assert [(mark.quote, mark.locator.physical_page) for mark in marks(read(text))] == [("one", 2), ("two", 9)]


def test_a_question_around_a_passage_asks() -> None:
    (mark,) = marks(read(f"> [!question] Why?\n> > [!PDF|] {LINK}\n> > > words"))
    assert (is_question(mark), mark.comments[0].purpose, mark.comments[0].value) == (True, "questioning", "Why?")


def test_a_link_that_is_quoted_as_code_marks_nothing() -> None:
    assert not read(f"```\n> [!PDF] {LINK}\n> > words\n```\n`{LINK}` %%\n{LINK}\n%%")


def test_a_remark_without_a_link_is_prose_and_not_a_passage() -> None:
    prose, mark = read(f"> my remark\n\n> [!PDF|] {LINK}\n> > words")
    assert (prose.quote, prose.comments[0].value, mark.quote) == ("", "> my remark", "words")


def test_a_lost_link_is_told_and_hides_nothing() -> None:
    units = list(PdfPlus().parse(Export(name="n", text=f"> [!PDF|] gone\n> > words\n\n> ({LINK})\n> kept")))
    assert [type(unit) for unit in units] == [Annotation, Rejected]
    (rejected,) = (unit for unit in units if isinstance(unit, Rejected))
    assert (rejected.line, rejected.raw, rejected.by_design) == (1, "> [!PDF|] gone\n> > words", False)


def test_prose_belongs_to_the_file_that_its_links_lead_to() -> None:
    other = LINK.replace("net", "other")
    told = read(f"a\n# B\nb\n> ({LINK})\n> q\n# C\nc\n# D\nd\n> ({other})\n> q\n# E\ne")
    assert [(a.comments[0].value, a.document.file) for a in told if a.comments] == [
        ("a", "net.pdf"),
        ("b", "net.pdf"),
        ("c", "net.pdf"),
        ("d", "other.pdf"),
        ("e", "other.pdf"),
    ]


NOTE = f"""\
top
# A
a
- [ ] task
> [!PDF|] {LINK}
> > one
# B
b
> [!PDF|] {SECOND}
> > two
# C
c
"""


def test_prose_sorts_before_the_passages_of_its_section_and_else_behind_the_last_one_above() -> None:
    ordered = sorted(read(NOTE), key=lambda annotation: annotation.locator.order)
    assert [a.quote or a.comments[0].value for a in ordered] == ["top", "a", "task", "one", "b", "two", "c"]


@pytest.mark.parametrize("line", sorted({*range(NOTE.count("\n") + 1)} - {5, 9}))  # Not inside of a callout.
def test_a_paragraph_that_is_written_anywhere_moves_and_renames_nothing_else(line: int) -> None:
    lines = NOTE.split("\n")
    edited = "\n".join((*lines[:line], "", "a new paragraph", "", *lines[line:]))
    before = {a.id: (a.quote, a.locator.order) for a in identified(read(NOTE)) if a.quote}
    after = {a.id: (a.quote, a.locator.order) for a in identified(read(edited)) if a.quote}
    assert before.items() <= after.items()
    others = {a.comments[0].value: a.locator.order for a in read(NOTE) if not a.quote}
    moved = {a.comments[0].value.split("\n")[0]: a.locator.order for a in read(edited) if not a.quote}
    assert {text: order for text, order in moved.items() if text in others}.items() <= others.items()


def test_front_matter_stays_with_the_first_annotation_and_its_tags_tag_nothing() -> None:
    first, second = read(f"---\ntags: [TODO]\ntitle: t\nempty:\n---\n# A\na\n> ({LINK})\n> words")
    assert first.extra["front_matter"] == {"tags": ["TODO"], "title": "t"}
    assert (first.tags, second.extra) == ((), {})


def test_the_same_place_marked_twice_is_two_annotations_in_one_order() -> None:
    first, second = marks(read(f"> ({LINK})\n> words\n\n> ({LINK})\n> other words"))
    assert first.locator.order < second.locator.order
    assert len({annotation.id for annotation in identified([first, second])}) == 2


def test_a_plain_quote_callout_in_such_a_note_is_left_to_others_and_a_remark_is_not() -> None:
    export = Export(name="n", text=f"> ({LINK})\n> words\n\n> [!quote]\n> elsewhere\n\n> [!tip]\n> mine\n")
    best: dict[int, tuple[float, str]] = {}
    for importer in (PdfPlus(), ObsidianCallouts()):
        for claim in importer.identify(export):
            for line in range(claim.first_line, claim.last_line + 1):
                best[line] = max(best.get(line, (0.0, "")), (claim.confidence, importer.format))
    assert [best[line][1] for line in (1, 4, 5, 7)] == [
        "pdf-plus",
        "obsidian-callouts",
        "obsidian-callouts",
        "pdf-plus",
    ]


def test_a_note_without_marks_is_not_claimed() -> None:
    for text in ("# H\ntext", "see [[net.pdf]] and [p. 3](net.pdf#page=3)", "> [!quote]\n> words", ""):
        assert not list(PdfPlus().identify(Export(name="n.pdf", text=text)))
        assert not read(text)


PIECES = st.sampled_from(
    [
        LINK, f"({LINK})", f"!{LINK}", SECOND, "[w](net.pdf#page=1&rect=1,2,3,4)", "> ", "> > ", "[!PDF|red] ",
        "[!note] ", "words", "\n", "\n\n", "- [ ] ", "# ", "| ", "```\n", "$$", "%%", "^id12", "---\n", "[[", "](",
        "k: v\n",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_note_is_read(text: str) -> None:
    export = Export(name="n", text=text)
    lines = text.count("\n") + 1
    assert all(1 <= claim.first_line <= claim.last_line <= lines for claim in PdfPlus().identify(export))
    units = list(PdfPlus().parse(export))
    assert all(unit.document.key for unit in units if isinstance(unit, Annotation))
    assert all(1 <= unit.line <= lines and unit.problem for unit in units if isinstance(unit, Rejected))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_reading_twice_gives_the_same_ids_each_once(text: str) -> None:
    ids = [annotation.id for annotation in identified(read(text))]
    assert ids == [annotation.id for annotation in identified(read(text))]


def claimed_and_parsed(text: str) -> None:
    export = Export(name="n", text=text)
    list(PdfPlus().identify(export))
    list(PdfPlus().parse(export))


@pytest.mark.parametrize(
    "piece",
    [
        f"{LINK} ", f"> ({LINK})\n> q\n", f"> [!PDF] {LINK}\n", f"| {LINK} ", f"- {LINK}\n", "[x](a.pdf#page=1(",
        "[[a.pdf#page=1&selection=1", "![[", "> " , "> > [!PDF] x\n", "(", "- [ ] x\n", "^a\n", "%%", "$$\n", "`" ,
    ],
)  # fmt: skip
def test_long_notes_take_no_more_than_linear_time(piece: str) -> None:
    assert_linear(claimed_and_parsed, lambda size: f"> ({LINK})\n> q\n\n" + piece * size)


@NEEDS_SHARED
def test_seed_003() -> None:
    (path,) = (SHARED / "seeds").glob("003_*")
    annotations = read_export_of(path)
    passages = [annotation for annotation in annotations if annotation.quote]
    assert len(passages) == len({annotation.locator.order for annotation in passages}) == 62
    assert all(p.locator.page and p.locator.physical_page and p.locator.selection and p.color for p in passages)
    assert all(int(p.locator.page) == (p.locator.physical_page or 0) - 13 for p in passages)
    assert sum(is_question(annotation) for annotation in annotations) == 6
    assert sum(len(annotation.attachments) for annotation in annotations) == 74
    prose = [a for a in annotations if not a.quote and not is_question(a)]
    assert (sum(bool(a.comments) for a in prose), sum(not a.comments for a in prose)) == (29, 21)
    assert {annotation.document.file.rpartition("/")[2].count(".pdf") for annotation in annotations} == {2}


def read_export_of(path: Path) -> list[Annotation]:
    return [unit for unit in PdfPlus().parse(read_export(path, name=path.name)) if isinstance(unit, Annotation)]
