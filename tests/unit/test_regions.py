from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonplace.model import Page
from commonplace.store.regions import edited_regions, empty_region, filled, is_bare, without_regions

SKELETON = f"---\ntitle: t\n---\n\n# t\n\n{empty_region('top')}\nOwner.\n\n{empty_region('list')}"


def page(**regions: str) -> Page:
    return Page(path="x.md", skeleton=SKELETON, regions=regions)


prose = st.text("ab \n中#-<>!", max_size=40).filter(lambda text: "<!-- commonplace" not in text)


@given(prose, prose, prose, st.text("xy\n中", max_size=20), st.text("xy\n中", max_size=20))
def test_the_owners_words_stay_byte_for_byte(before: str, between: str, after: str, one: str, two: str) -> None:
    text = f"{before}\n{empty_region('top')}{between}\n{empty_region('list')}{after}"
    once = filled(text, page(top=one, list=one)).text
    twice = filled(once, page(top=two, list=two)).text
    assert without_regions(twice) == text
    assert filled(twice, page(top=two, list=two)).text == twice


def test_an_untouched_page_follows_the_language_and_keeps_the_name_that_a_library_has() -> None:
    def told(title: str, words: str, heading: str) -> str:
        return f"---\ntitle: {title}\n---\n\n# {heading}\n\n{words}\n\n{empty_region('list')}"

    both, english = told("首页 Home", "簿子。 A book.", "commonplace"), told("Home", "A book.", "commonplace")
    made = Page(path="x.md", skeleton=english, regions={"list": "one"}, other_skeletons=(both,))
    assert without_regions(filled(both, made).text) == english
    named = told("首页 Home", "簿子。 A book.", "My notes")
    assert without_regions(filled(named, made).text) == told("Home", "A book.", "My notes")
    own = told("首页 Home", "簿子，我的。", "My notes")
    assert without_regions(filled(own, made).text) == own


def test_a_new_page_starts_as_its_skeleton() -> None:
    text = filled(None, page(top="一", list="二")).text
    assert without_regions(text) == SKELETON
    assert "\n一\n" in text


def test_an_edit_inside_is_kept_and_said() -> None:
    text = filled(None, page(top="一", list="二")).text.replace("一", "一，我改的")
    again = filled(text, page(top="三", list="四"))
    assert "一，我改的" in again.text
    assert "三" not in again.text
    assert "四" in again.text
    assert again.kept == ("top",)
    assert edited_regions(again.text) == ("top",)


def test_a_removed_region_does_not_come_back() -> None:
    text = "# t\n\nOwner only.\n"
    assert filled(text, page(top="一", list="二")).text == text


def test_line_ends_that_git_turned_are_no_edit() -> None:
    text = filled(None, page(top="一", list="二")).text.replace("\n", "\r\n")
    assert filled(text, page(top="一", list="二")).kept == ()


def test_a_page_on_which_nobody_wrote_is_bare() -> None:
    empty = f"---\ntitle: t\n---\n\n# t\n\n{empty_region('list')}"
    assert is_bare(filled(empty, page(list="一")).text)
    assert not is_bare(filled(SKELETON, page(list="一")).text)
    assert not is_bare(filled(empty, page(list="一")).text.replace("一", "二"))
