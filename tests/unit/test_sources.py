from __future__ import annotations

import random

import pytest
from builders import documents
from hypothesis import given
from hypothesis import strategies as st

from commonplace.merging.sources import Rulings, sources_of, title_of
from commonplace.model import Document

PDF = Document(key="books/x.pdf", file="书/神经网络的数学基础.pdf.pdf")
WEREAD = Document(key="33", title="《神经网络的数学基础》", authors=("林一",), isbn="9787115509345", publisher="某社")


def test_a_file_and_a_title_are_one_book_with_what_both_know() -> None:
    (source,) = sources_of([PDF, WEREAD])
    assert (source.id, source.title) == ("神经网络的数学基础", "神经网络的数学基础")
    assert (source.isbn, source.publisher, source.authors) == ("9787115509345", "某社", ("林一",))
    assert source.files == ("书/神经网络的数学基础.pdf.pdf",)


def test_the_names_of_an_author_in_another_order_are_one_author() -> None:
    written = ("Lin Yizhou", "Yizhou Lin", "Lin, Yizhou", "YIZHOU LIN")
    books = [Document(key=str(n), title="Notes on nets", authors=(author,)) for n, author in enumerate(written)]
    assert len(sources_of(books)) == 1


def test_width_punctuation_and_case_do_not_make_another_book() -> None:
    one = Document(key="1", title="网络的进阶：句子与词")
    two = Document(key="2", file="网络的进阶-句子与词.PDF")
    assert len(sources_of([one, two])) == 1


def test_one_isbn_in_two_spellings_is_one_book() -> None:
    ten = Document(key="1", title="A", isbn="0-306-40615-2")
    thirteen = Document(key="2", title="B", isbn="978-0-306-40615-7")
    assert len(sources_of([ten, thirteen])) == 1


def test_what_stays_apart() -> None:
    title = "神经网络的数学基础"
    apart = [
        (WEREAD, Document(key="2", title=title, authors=("别人",))),
        (WEREAD, Document(key="2", title=title, authors=("林一",), isbn="9780306406157")),
        (WEREAD, Document(key="2", title=title + "（第2版）")),
        (WEREAD, Document(key="2", title=title + " 下册")),
        (WEREAD, Document(key="2", title=title, url="https://example.org/review")),
        (WEREAD, Document(key="2", title=title + "（修订版）", authors=("林一",))),
        (WEREAD, Document(key="2", title=title + "习题解答", authors=("林一",))),
        (WEREAD, Document(key="2", title="《" + title + "》书评")),
        (WEREAD, Document(key="2", title="读《" + title + "》")),
        (WEREAD, Document(key="2", title=title + "2", authors=("林一",))),
        (Document(key="1", title="数学分析 上册"), Document(key="2", title="数学分析 下册")),
        (
            Document(key="1", title="数学分析（上）", authors=("陈",)),
            Document(key="2", title="数学分析（下）", authors=("陈",)),
        ),
        (Document(key="1", title="史记 卷一"), Document(key="2", title="史记 卷二")),
        (Document(key="1", title="Calculus, Volume 1"), Document(key="2", title="Calculus, Volume 2")),
        (Document(key="1", title="Calculus I", authors=("A",)), Document(key="2", title="Calculus II", authors=("A",))),
        (Document(key="1", title="Deep Learning, 2nd ed."), Document(key="2", title="Deep Learning")),
        (Document(key="1", title="Notes on Deep Learning"), Document(key="2", title="Deep Learning")),
        (Document(key="1", title="Deep Learning: A Review"), Document(key="2", title="Deep Learning")),
        (Document(key="1", title="C++ Primer Plus Book"), Document(key="2", title="C Primer Plus Book")),
        (Document(key="1", url="https://x.org/a?p=1"), Document(key="2", url="https://x.org/a?p=2")),
        (Document(key="1", fingerprint="a" * 32, file="a.pdf"), Document(key="2", fingerprint="a" * 32, file="b.pdf")),
        (Document(key="1", title="笔记"), Document(key="2", title="笔记")),
        (Document(key="1", file="notes.pdf"), Document(key="2", file="b/notes.pdf")),
    ]
    for one, other in apart:
        assert len(sources_of([one, other])) == 2, (one, other)


def test_a_nameless_file_joins_neither_of_two_books_of_one_title() -> None:
    rivals = [PDF, WEREAD, Document(key="9", title="神经网络的数学基础", authors=("别人",))]
    assert len(sources_of(rivals)) == 3


def test_two_books_of_one_name_have_addresses_of_their_own() -> None:
    one, two = sources_of(
        [Document(key="1", title="分析", authors=("a",)), Document(key="2", title="分析", authors=("b",))]
    )
    assert one.id != two.id
    assert all(source.id.startswith("分析-") for source in (one, two))


def test_names_that_windows_forbids_and_endless_titles_make_usable_addresses() -> None:
    for title in ("con", "NUL", "../../etc/passwd", "a/b\\c:d*e?", "x" * 10_000, "中" * 10_000, "…", "\ud800"):
        (source,) = sources_of([Document(key="1", title=title)])
        assert len(source.id.encode("utf-8")) <= 200
        assert not set(source.id) & set('/\\:*?"<>|. ')
        assert source.id.lower() not in ("con", "nul", "")


def test_a_title_that_is_missing_is_the_name_of_the_file_without_its_endings() -> None:
    assert title_of(Document(key="k", file="C:\\books\\线性代数.pdf.pdf")) == "线性代数"
    assert title_of(Document(key="k", url="https://example.org/a")) == "https://example.org/a"
    assert title_of(Document(key="k")) == "k"


@given(st.lists(documents, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_imports_does_not_matter(known: list[Document], chance: random.Random) -> None:
    shuffled = list(known)
    chance.shuffle(shuffled)
    assert sources_of(shuffled) == sources_of(known)


@given(st.lists(documents, max_size=6))
def test_every_document_is_in_exactly_one_source_and_every_source_has_its_own_id(known: list[Document]) -> None:
    sources = sources_of(known)
    keys = [document.key for source in sources for document in source.documents]
    assert sorted(keys) == sorted({document.key for document in known})
    assert len({source.id for source in sources}) == len(sources)


def ruled(*documents: Document, join: str = "", part: str = "") -> list[set[str]]:
    """The keys of each source, under rulings such as ``ab bc``."""
    rulings = Rulings(joined=frozenset(map(frozenset, join.split())), parted=frozenset(map(frozenset, part.split())))
    return [{document.key for document in source.documents} for source in sources_of(documents, rulings)]


A, B, C = (
    Document(key=key, title=title)
    for key, title in (("a", "神经网络的数学"), ("b", "另一个名字"), ("c", "神经网络的数学"))
)


def test_what_the_owner_joined_is_one_and_what_the_owner_parted_is_two() -> None:
    assert sorted(map(sorted, ruled(A, B, C))) == [["a", "c"], ["b"]]
    assert ruled(A, B, C, join="ab") == [{"a", "b", "c"}]
    assert sorted(map(sorted, ruled(A, B, C, part="ac"))) == [["a"], ["b"], ["c"]]
    assert sorted(map(sorted, ruled(A, B, C, join="ab", part="ac"))) == [["a", "b"], ["c"]]
    assert sorted(map(sorted, ruled(A, B, C, join="ab bc", part="ac"))) == [["a", "b"], ["c"]]


def test_a_ruling_on_what_is_not_there_changes_nothing() -> None:
    assert ruled(A, B, join="ax xy", part="bz") == ruled(A, B)


@pytest.mark.parametrize("title", ["读《深度学习入门》第6章", "《甲》与《乙》", "Why ~/notes/*.md", "『括弧』【注】"])
def test_marks_and_endings_within_a_title_are_a_part_of_it(title: str) -> None:
    assert title_of(Document(key="1", title=title)) == title


def test_marks_around_a_title_and_the_ending_of_a_file_are_not() -> None:
    assert title_of(Document(key="1", title="《深度学习入门》")) == "深度学习入门"
    assert title_of(Document(key="1", title="deep learning (2016).pdf")) == "deep learning (2016)"
