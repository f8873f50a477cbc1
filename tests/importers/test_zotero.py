"""Annotations of Zotero beside its links, in its JSON and in its notes, whatever template wrote them."""

from __future__ import annotations

import json

import pytest

from commonplace.grammar.zotero.links import label_in, zotero_links
from commonplace.grammar.zotero.works import title_in
from commonplace.importers import all_importers
from commonplace.importers.zotero_json import ZoteroJson
from commonplace.importers.zotero_markdown import ZoteroMarkdown
from commonplace.importers.zotero_note import ZoteroNote
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.identifying import divided

LINK = "zotero://open-pdf/library/items/NETSPDF1?page=14&annotation=AAAAAAA1"


def read(text: str) -> list[Annotation]:
    return [u for u in ZoteroMarkdown().parse(Export(name="x.md", text=text)) if isinstance(u, Annotation)]


@pytest.mark.parametrize(
    "text",
    [
        f"“the slope” ([Lin, 2024, p. 12](zotero://select/library/items/NETSBOOK)) ([pdf]({LINK})) why?",
        f'"the slope" ([p. 12]({LINK})) why?',
        f"> the slope ([p. 12]({LINK}))\n> \n> why?",
        f"> [!quote] Highlight [p. 12]({LINK})\n> the slope\n>\n> why?",
        f"> [!quote|yellow] [p. 12]({LINK})\n> > the slope\n>\n> why?",
        f"> [!note] 12\n> > the slope\n>\n> why? ([p. 12]({LINK}))",
        f"> [!abstract] [Page 12]({LINK})\n> <mark>the slope</mark>\n>\n> * * *\n>\n> why?\n> ^AAAAAAA1aNETSPDF1p14",
        f'- <mark class="hltr-yellow">"the slope"</mark> [Page 12]({LINK}) why?',
        f"[p. 12]({LINK}) ==the slope== why?",
        f"- [p. 12]({LINK}): “the slope” why?",
        f"“the slope” ([p. 12]({LINK}))\n- Comment: why?",
        f"the slope ([[{LINK}|p. 12]]) why?",
    ],
)
def test_what_is_marked_and_what_is_written_are_told_apart(text: str) -> None:
    (found,) = read(text)
    assert (found.quote, [note.value for note in found.comments]) == ("the slope", ["why?"])
    assert (found.native_id, found.locator.page, found.locator.physical_page) == ("AAAAAAA1", "12", 14)


@pytest.mark.parametrize("before", ["5: ", "p. 5: ", "Page 5 ", "(page 5) ", "- p. 5 ", "S. 5 – ", "**5** ", "[5] "])
def test_what_stands_for_a_link_behind_its_page_is_what_was_marked(before: str) -> None:
    (found,) = read(f"{before}[the slope]({LINK})")
    assert (found.quote, found.locator.page) == ("the slope", "5")


@pytest.mark.parametrize("key", ["undefined", "null"])
def test_annotations_whose_key_a_plugin_lost_stay_apart(key: str) -> None:
    address = f"zotero://open-pdf/library/items/NETSPDF1?page=14&annotation={key}"
    found = read(f"[Go to annotation]({address}) “the slope”\n\n[Go to annotation]({address}) “the limit”\n")
    assert [(one.native_id, one.quote, one.comments) for one in found] == [("", "the slope", ()), ("", "the limit", ())]


def test_what_stands_behind_a_citation_is_no_part_of_the_marked_words() -> None:
    cited = "([Lin, 2024, p. 12](zotero://select/library/items/NETSBOOK))"
    (found,) = read(f"[Go to annotation]({LINK}) “the slope” {cited} is it a “slope”?")
    assert (found.quote, [note.value for note in found.comments]) == ("the slope", ["is it a “slope”?"])


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (f"# 3 Slopes ([[{LINK}|pdf]])", "3 Slopes"),
        (f"# Annotations\n\n# 3 Slopes ([pdf]({LINK}))", "3 Slopes"),
        (f"# 3 Slopes ([[{LINK}|pdf]])\n\n# 4 Limits ([[{LINK}|pdf]])", "lin2024"),
        ("# Summary", "lin2024"),
    ],
)
def test_a_work_has_the_name_of_its_only_heading_before_that_of_a_file(heading: str, title: str) -> None:
    first, *_ = read(f"* Mdnotes File Name: [[lin2024]]\n{heading}\n\n> the slope ([p. 12]({LINK}))\n")
    assert first.document.title == title


def test_names_with_their_last_name_first_are_parted_by_semicolons_alone() -> None:
    (found,) = read(f'---\nauthor: "van Lin, Mei; Weber, Ada"\n---\n> the slope ([p. 12]({LINK}))\n')
    assert found.document.authors == ("van Lin, Mei", "Weber, Ada")


@pytest.mark.parametrize(
    "facts", ["- Title: Nets\n- DOI: 10.1/n", "> [!info]\n> **Title**:: Nets\n>\n> **Year**:: 2024"]
)
def test_facts_of_the_work_are_no_words_of_the_reader(facts: str) -> None:
    (found,) = read(f"{facts}\n\n## Annotations\n\n> the slope ([p. 12]({LINK}))\n")
    assert (found.quote, found.document.title, found.comments) == ("the slope", "Nets", ())


def test_a_list_in_which_the_reader_says_more_than_facts_is_the_readers() -> None:
    found = read(f"- Title: Nets\n- Year: 2024\n- I liked it\n\n> the slope ([p. 12]({LINK}))\n")
    assert any("I liked it" in note.value for one in found for note in one.comments)


def test_words_cited_by_hand_are_not_taken_for_a_note_of_zotero() -> None:
    note = "# Slopes\n\n- “the slope is small” (Lin, 2024, p. 4) indeed\n\n“and the limit zero” (Lin, 2024, p. 5)\n"
    assert list(ZoteroMarkdown().identify(Export(name="a note.md", text=note))) == []


def test_markdown_that_begins_with_a_marked_span_is_no_html() -> None:
    span = '<span class="highlight" data-annotation="%7B%22pageLabel%22%3A%223%22%7D"><a href="zotero://open-pdf/library/items/NETSPDF1?page=3">“a”</a></span>'
    export = Export(name="x.md", text=f"{span} why?\n\n{span}\n")
    assert not list(ZoteroNote().identify(export))
    assert [one.quote for one in read(export.text)] == ["a", "a"]


def test_a_link_that_says_only_that_it_is_one_marks_no_words() -> None:
    assert "pdf" not in {found.quote for found in read(f"5: [pdf]({LINK})")}


@pytest.mark.parametrize("page", ["Page 3", "p. 3"])
def test_a_heading_of_marked_words_with_their_page_names_the_work_alone(page: str) -> None:
    assert title_in(f"“words” {page}") == "words"


def test_links_that_open_nothing_are_no_marks() -> None:
    assert not zotero_links("[x](zotero://select/library/items/NETSBOOK) https://www.zotero.org/open-pdf")
    assert not list(ZoteroMarkdown().identify(Export(name="x", text="zotero://select/items/1_NETSBOOK")))


@pytest.mark.parametrize(
    ("words", "label"), [("Page 75", "75"), ("p. iv", "iv"), ("第 3 页", "3"), ("S. A12", "A12"), ("Seite", "")]
)
def test_a_page_is_read_out_of_the_words_of_a_link(words: str, label: str) -> None:
    assert label_in(words) == label


def test_prose_tasks_and_items_between_annotations_are_the_readers_own() -> None:
    text = f"- “the slope” ([p. 12]({LINK}))\n- [ ] draw it\n- an item of mine\n\nA paragraph with $\\nabla f$.\n"
    said = [note.value for found in read(text) for note in found.comments]
    assert "draw it" in said
    assert any("an item of mine" in words and "$\\nabla f$" in words for words in said)


def test_a_note_with_links_of_two_apps_is_read_by_both() -> None:
    text = (
        f"> [!PDF|red] [nets, p.3](nets.pdf#page=3&selection=0,1,0,5)\n> > the slope\n\n“the limit” ([p. 12]({LINK}))\n"
    )
    parts = divided(Export(name="x", text=text), all_importers()).parts
    assert {part.importer.format for part in parts} == {"pdf-plus", "zotero-markdown"}


def test_items_are_found_at_any_depth_and_know_their_work() -> None:
    item = {"itemType": "annotation", "annotationType": "highlight", "annotationText": "the slope", "key": "AAAAAAA1"}
    work = {
        "itemType": "book",
        "title": "Nets",
        "itemKey": "NETSBOOK",
        "attachments": [{"itemType": "attachment", "annotations": [item]}],
    }
    (found,) = ZoteroJson().parse(Export(name="x", text=json.dumps({"a": [{"b": work}]})))
    assert isinstance(found, Annotation)
    assert (found.quote, found.document.title, found.document.key) == ("the slope", "Nets", "NETSBOOK")


@pytest.mark.parametrize("value", [None, 7, [], {}, True])
def test_a_value_of_another_kind_rejects_its_annotation_alone(value: object) -> None:
    bad = {
        "annotationType": "highlight",
        "annotationText": value,
        "annotationPageLabel": value,
        "tags": value,
        "key": "AAAAAAA1",
    }
    good = {"annotationType": "highlight", "annotationText": "the slope", "key": "AAAAAAA2"}
    units = list(ZoteroJson().parse(Export(name="x", text=json.dumps([bad, good]))))
    assert len(units) == 2
    assert isinstance(units[1], Annotation)
    assert isinstance(units[0], Annotation) == (value is None)


def test_a_note_without_readable_attributes_still_gives_its_words() -> None:
    html = '<p><span class="highlight" data-annotation="%">“one”</span> mine</p><p>prose</p><p data-annotation>two</p>'
    found = [u for u in ZoteroNote().parse(Export(name="x", text=html)) if not isinstance(u, Rejected)]
    assert [a.quote for a in found] == ["one", "", "two"]


def test_a_note_that_only_cites_at_its_foot_is_no_note_on_a_book() -> None:
    note = """# Estimators

A biased estimator obeys another bound.[^1]

[^1]: [An introduction](zotero://open-pdf/library/items/ATTA1234?page=429&annotation=KEYA1234)
"""
    assert list(ZoteroMarkdown().identify(Export(name="a note.md", text=note))) == []


def test_words_without_marks_among_marked_ones_are_the_readers() -> None:
    marked = f'<mark class="hltr-yellow">"the slope"</mark> [Page 12]({LINK})\n\n'
    other = LINK.replace("AAAAAAA1", "AAAAAAA2")
    said = f"what is a slope? [Page 12]({LINK.replace('AAAAAAA1', 'AAAAAAA3')})\n"
    found = {one.native_id: one for one in read(marked + marked.replace(LINK, other) + said)}
    assert (found["AAAAAAA3"].quote, found["AAAAAAA3"].comments[0].value) == ("", "what is a slope?")
    assert read(said)[0].quote == "what is a slope?"


def test_a_heading_below_notes_names_no_work() -> None:
    text = f"## Reading notes\n\n### Important\n\n> [!quote|orange]+ Highlight ([p. 12]({LINK}))\n> the slope\n"
    (found,) = read(text)
    assert (found.document.title, found.color) == ("x", "orange")


def test_what_a_report_says_of_the_work_is_no_note_of_the_reader() -> None:
    note = '<p><span class="highlight" data-annotation="%7B%7D">“the slope”</span> why?</p>'
    table = "<table><tr><th>Item Type</th><td>Book</td></tr></table>"
    report = f'<html><body><ul class="report combineChildItems"><li><h2>Nets</h2>{table}{note}</li></ul></body></html>'
    for html, count in ((report, 1), (f"<div>{table}{note}</div>", 3)):
        assert len(list(ZoteroNote().parse(Export(name="x", text=html)))) == count


def test_a_question_to_the_vault_is_neither_marked_nor_said() -> None:
    query = '> [!quote]- Citations\n>\n> ```query\n> content: "@lin2024"\n> ```\n'
    text = f"{query}\n> the slope ([p. 12]({LINK}))\n"
    (part,) = divided(Export(name="x", text=text), all_importers()).parts
    (found,) = part.importer.parse(part.export)
    assert isinstance(found, Annotation)
    assert found.quote == "the slope"


def test_items_without_links_beside_some_with_links_are_read_too() -> None:
    found = read(f"- “the slope” ([pdf]({LINK}))\n- “and the step” (Lin, 2024, p. 3)\n- mine\n")
    assert {one.quote for one in found} == {"the slope", "and the step", ""}


@pytest.mark.parametrize(
    "note",
    [
        "%% begin annotations %%\n\n> the slope\n\n%% end annotations %%\n",
        "%% begin annotations %%\n%% end annotations %%\n\n- the slope\n\n%% Import Date: 2024-01-01T00:00:00 %%\n",
        "%% begin notes %%\n- the slope\n%% end notes %%\n\n%% Import Date: 2024-01-01T00:00:00 %%\n",
        "Annotations (12 of them)\n\n“the slope” (Lin, 2024, p. 3)\n",
    ],
)
def test_words_outside_of_what_the_plugin_marks_are_not_claimed(note: str) -> None:
    assert list(ZoteroMarkdown().identify(Export(name="a note.md", text=note))) == []


def test_a_comment_above_its_words_that_stands_too_far_off_is_the_readers_own() -> None:
    far = "\n" * 9
    found = read(f"> **Note**: why?\n{far}> the slope [p. 3]({LINK})\n")
    assert [(one.quote, [body.value for body in one.comments]) for one in found if one.quote] == [("the slope", [])]
    assert any("why?" in body.value for one in found for body in one.comments)
