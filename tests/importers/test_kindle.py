"""What a Kindle and its friends write: entries that belong together, places in any language, and files that grow."""

from __future__ import annotations

import pytest
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.grammar.kindle.meta import read_meta
from commonplace.grammar.local_times import local_time
from commonplace.importers.kindle_clippings import KindleClippings
from commonplace.importers.kindle_notebook import KindleNotebook
from commonplace.importers.obsidian_kindle import ObsidianKindle
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected

TITLE = "Notes on Nets (Lin, Yizhou)"


def entry(meta: str, words: str, title: str = TITLE) -> str:
    return f"{title}\n- {meta}\n\n{words}\n==========\n"


def read(text: str) -> list[Annotation | Rejected]:
    return list(KindleClippings().parse(Export(name="My Clippings.txt", text=text)))


def marks_of(text: str) -> list[Annotation]:
    return identified([unit for unit in read(text) if isinstance(unit, Annotation)])


SHORT = entry("Your Highlight at location 10-11 | Added on Monday, 4 March 2024 20:00:00", "the slope")
LONG = entry("Your Highlight at location 10-12 | Added on Monday, 4 March 2024 20:00:09", "the slope of that line")
NOTE = entry("Your Note at location 12 | Added on Monday, 4 March 2024 20:01:00", "which line?")


@pytest.mark.parametrize(
    ("line", "kind", "page", "first", "last"),
    [
        (
            "- Your Highlight on page 79 | location 1293-1295 | Added on Tuesday, 30 August 2022",
            "highlight",
            "79",
            1293,
            1295,
        ),
        (
            "- Your Highlight on Page 125-125 | Added on Tuesday, April 24, 2012, 04:13 PM",
            "highlight",
            "125-125",
            None,
            None,
        ),
        ("- Highlight Loc. 2341-42 | Added on Monday, 3 December 12 19:42:30", "highlight", "", 2341, 2342),
        (
            "– Ваша заметка на странице 868 | Место 8411 | Добавлено: 3 марта 2024 г. в 18:08:16",
            "note",
            "868",
            8411,
            8411,
        ),
        (
            "- Je highlight op pagina 79 | locatie 1293 t/m 1295 | Toegevoegd op 30 augustus 2022",
            "highlight",
            "79",
            1293,
            1295,
        ),
        ("- 26ページ|位置No. 295-296のハイライト |作成日: 2023年9月4日月曜日 22:53:55", "highlight", "26", 295, 296),
        ("- 30ページ|位置No. 400のブックマーク |作成日: 2025年4月2日水曜日 21:06:00", "bookmark", "30", 400, 400),
        ("- 我的书签 在 第 65 页 | 添加于2013年12月18日星期三 下午04:55:44", "bookmark", "65", None, None),
        ("- 您在位置 #2544 的笔记 | 添加于 2023年2月9日星期四 下午6:36:38", "note", "", 2544, 2544),
        (
            "- Seu destaque ou posição 2309-2311 | Adicionado: domingo, 15 de setembro de 2019",
            "highlight",
            "",
            2309,
            2311,
        ),
        (
            "-  La tua evidenziazione a pagina 45 | posizione 680-82 | Aggiunto il lunedì 6 luglio 2026",
            "highlight",
            "45",
            680,
            682,
        ),
        ("- Votre signet sur la page xiv | emplacement 60 | Ajouté le 5 mai 2013", "bookmark", "xiv", 60, 60),
        (
            "- La subrayado en la página xii-xiii | posición 12-14 | Añadido el 12 de octubre de 2023",
            "highlight",
            "xii-xiii",
            12,
            14,
        ),
        ("- Highlight Loc. 1998-02 | Added on Monday, 3 December 12 19:42:30", "highlight", "", 1998, 2002),
        (
            "- Your Highlight on page 12 | Location 1,234-1,236 | Added on Monday, 3 December 2012",
            "highlight",
            "12",
            1234,
            1236,
        ),
        ("- Your Underline on Location 102-102 | Added on Monday, 3 December 2012", "highlight", "", 102, 102),
        ("- Your Circle on Location 520-529 | Added on Monday, 3 December 2012", "highlight", "", 520, 529),
    ],
)
def test_the_second_line_is_read_in_any_language(
    line: str, kind: str, page: str, first: int | None, last: int | None
) -> None:
    meta = read_meta(line)
    assert meta is not None
    assert (meta.kind, meta.page, meta.first, meta.last) == (kind, page, first, last)
    assert meta.created


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- पेज 17 पर आपका हाइलाइट | लोकेशन 690-691 | शनिवार, 9 मार्च 2024 08:12:01 को जोड़ा गया", "highlight"),
        ("- Abc defg hij 17 | Klm 690-691 | Nopqrs, 9 Tuvw 2024", "unknown"),
    ],
)
def test_a_line_of_no_known_language_is_read_by_its_structure_and_keeps_its_date(line: str, kind: str) -> None:
    meta = read_meta(line)
    assert meta is not None
    assert (meta.kind, meta.page, meta.first, meta.last) == (kind, "17", 690, 691)
    assert meta.date == line.rpartition("| ")[2]


@pytest.mark.parametrize("line", ["- an item of a list", "Your Highlight at location 1-2", "- 12 | 13", "", "-"])
def test_other_lines_are_none_of_a_clipping(line: str) -> None:
    assert read_meta(line) is None


def test_a_heading_underlined_in_markdown_is_no_clipping() -> None:
    note = "Slopes\n==========\n- one item | two\n- 3 items\n"
    assert not list(KindleClippings().identify(Export(name="x", text=note)))


def test_a_list_of_days_far_below_such_a_heading_is_no_clipping() -> None:
    note = "Slopes\n==========\none\n\ntwo\n\nthree\n\nWhat I read\n- notes on page 3, 2024-03-04 10:00:00\n\nfour\n"
    assert not list(KindleClippings().identify(Export(name="x", text=note)))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("dimanche 5 mai 2013 à 14 h 07 min 32 s", "2013-05-05T14:07:32"),
        ("mardi 5 mars 2019 22:18:38", "2019-03-05T22:18:38"),
        ("Mar 1st, 2024", "2024-03-01"),
        ("Mon, Sep 9 2024 12:00:01 AM", "2024-09-09T00:00:01"),
        ("2023年2月9日星期四 中午12:35", "2023-02-09T12:35:00"),
        ("30 Februar 2024", ""),
        ("yesterday at 9:15", ""),
        ("Hinzugefügt am Donnerstag, 5. Januar 2012 um 12:34 Uhr", "2012-01-05T12:34:00"),
        ("Tuesday, September 1, 2026 12:04:11\u202fAM", "2026-09-01T00:04:11"),
        ("12/11/10", ""),
    ],
)
def test_a_time_is_read_where_it_is_sure(written: str, read_as: str) -> None:
    assert local_time(written) == read_as


def test_brackets_at_the_end_of_a_title_without_an_author_are_its_own() -> None:
    """A Kindle leaves two spaces where it would write the author."""
    (found,) = marks_of(SHORT.replace(TITLE, "Nets (a primer)  "))
    assert (found.document.title, found.document.authors) == ("Nets (a primer)", ())
    (with_author,) = marks_of(SHORT.replace(TITLE, "Nets (a primer) (Lin Yizhou)"))
    assert (with_author.document.title, with_author.document.authors) == ("Nets (a primer)", ("Lin Yizhou",))


def test_a_note_is_one_annotation_with_the_highlight_that_ends_where_it_stands() -> None:
    (found,) = marks_of(LONG + NOTE)
    assert (found.quote, [note.value for note in found.comments]) == ("the slope of that line", ["which line?"])
    assert found.updated == "2024-03-04T20:01:00"


def test_a_note_of_another_book_or_place_stays_alone() -> None:
    elsewhere = entry("Your Note at location 13 | Added on Monday, 4 March 2024 20:01:00", "which line?")
    assert len(marks_of(LONG + elsewhere)) == 2
    assert len(marks_of(LONG + NOTE.replace("Notes on Nets", "Another Book"))) == 2


def test_the_newest_words_of_a_resized_highlight_are_shown_and_the_older_kept() -> None:
    (found,) = marks_of(SHORT + LONG)
    assert found.quote == "the slope of that line"
    assert found.extra["versions"] == [{"text": "the slope", "created": "2024-03-04T20:00:00", "location": "10-11"}]


def test_the_file_grows_and_an_annotation_stays_the_same_one() -> None:
    (before,), (after,) = marks_of(SHORT), marks_of(SHORT + LONG + NOTE)
    assert before.id == after.id
    assert marks_of(SHORT + LONG + NOTE) == marks_of(SHORT + LONG + NOTE + LONG + NOTE)


def test_two_highlights_that_overlap_and_say_something_else_are_two() -> None:
    other = entry(
        "Your Highlight at location 11-13 | Added on Monday, 4 March 2024 20:05:00", "of that line is the derivative"
    )
    assert len(marks_of(LONG + other)) == 2


@settings(max_examples=30)
@given(st.permutations([SHORT, LONG, NOTE, NOTE.replace("location 12", "location 90"), LONG.replace("10-12", "40-42")]))
def test_whatever_order_entries_stand_in_none_is_lost(order: list[str]) -> None:
    found = marks_of("".join(order))
    words = {a.quote for a in found} | {n.value for a in found for n in a.comments}
    assert {"the slope of that line", "which line?"} <= words
    assert sum(bool(a.quote) for a in found) == 2
    assert sum(len(a.comments) for a in found) == 2


def test_a_long_file_takes_time_in_proportion() -> None:
    def clippings(count: int) -> str:
        meta = "Your Highlight at location {0}-{1} | Added on Monday, 4 March 2024 20:00:00"
        return "".join(entry(meta.format(n * 3, n * 3 + 1), f"words {n}") for n in range(count))

    assert_linear(read, clippings)


def test_a_notebook_whose_tags_are_badly_nested_keeps_every_word() -> None:
    text = (
        '<div class="bookTitle">Nets</div><h3 class="noteHeading">Mark (<span class="highlight_blue">blue</span>) - '
        'Location 5</div><div class="noteText">one</h3></div></div><h3 class="noteHeading">Markierung('
        '<span class="highlight_pink">rosa</span>) - Kapitel 1 &gt; Seite 3 · Position 900</div>'
        '<div class="noteText">two<div class="noteHeading">Notiz - Kapitel 1 &gt; Seite 3 · Position 901</div>'
        '<div class="noteText">mine'
    )
    found = [u for u in KindleNotebook().parse(Export(name="x", text=text)) if isinstance(u, Annotation)]
    assert [(a.quote, a.color, a.locator.page, [n.value for n in a.comments]) for a in found] == [
        ("one", "blue", "", []),
        ("two", "pink", "3", ["mine"]),
    ]


TABLE = '"Notes For:",,,\n"NETS",,,\n"by Lin, Ada",,,\n"---------------------",,,\n,,,\n"Type","Location","?","Words"\n'


def test_a_row_of_the_table_with_a_comma_too_many_is_rejected_alone() -> None:
    text = f'{TABLE}"Highlight (Yellow)","Location 5","","one"\nHighlight (Blue),Location 6,,two, three\n'
    one, other = KindleNotebook().parse(Export(name="x.csv", text=text))
    assert isinstance(one, Annotation)
    assert (one.quote, one.color, one.document.authors) == ("one", "yellow", ("Ada Lin",))
    assert isinstance(other, Rejected)
    assert "5 cells for 4 columns" in other.problem


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c,d\n------------------------,,,\n1,2,3,4\n",
        '"Notes For:",,,\n"NETS",,,\n,,,\n"Type","Location","Starred?","Words"\n',
        TABLE.partition("Type")[0],
        '"Notes For:",,,\n"-----------------------",,,\n',
    ],
)
def test_other_tables_with_four_cells_are_none_of_a_notebook(text: str) -> None:
    assert not list(KindleNotebook().identify(Export(name="x.csv", text=text)))


def test_ids_of_few_digits_that_two_highlights_share_do_not_make_them_one() -> None:
    line = "{0} — location: [{1}](kindle://book?action=open&asin=B0&location={1}) ^ref-1\n\n---\n"
    text = "## Highlights\n" + line.format("one", 1) + line.format("two", 2)
    found = [u for u in ObsidianKindle().parse(Export(name="x", text=text)) if isinstance(u, Annotation)]
    assert len({annotation.id for annotation in identified(found)}) == 2


def test_a_note_with_a_place_of_a_kindle_at_its_foot_is_no_note_of_the_plugin() -> None:
    note = """# Descent

> [!quote]
> A step too long overshoots. [^1]

[^1]: Gradients, [Location 224](kindle://book?action=open&asin=B00EXAMPLE&location=224)
"""
    assert list(ObsidianKindle().identify(Export(name="a note.md", text=note))) == []
