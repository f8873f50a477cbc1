"""What `commonplace search` finds, how it is shown, and that its index is a cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reliability.scenario import export, small_library

from commonplace.cli import cli
from commonplace.store.finding.index import Entry, Index, Shelf
from commonplace.store.library import Library
from commonplace.text import folded
from commonplace.workflows.deciding import pin
from commonplace.workflows.finding import index_library
from commonplace.workflows.importing import import_exports

QUOTES = (
    "梯度指向上升最陡的方向，它的长度是那里的斜率。",
    "Softmax turns scores into probabilities; the entropy is the price.",
    "熵",
    "η 太大，步子就会越过谷底 (AI)。",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    found = small_library(tmp_path / "library")
    import_exports(found, [str(export(tmp_path / "one.json", *QUOTES, comment="为什么？"))])
    return found


def search(library: Library, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), "search", *words], catch_exceptions=False)


def found(library: Library, *words: str) -> list[str]:
    return [item["quote"] for item in json.loads(search(library, "--json", *words).stdout)]


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        (["梯度"], [0]),
        (["度指"], [0]),
        (["最陡的方向"], [0]),
        (["方向", "斜率"], [0]),
        (["方向", "熵"], []),
        (["熵"], [2]),
        (["率。"], [0]),
        (["η"], [3]),
        (["ＡＩ"], [3]),
        (["SOFTMAX"], [1]),
        (["ntrop"], [1]),
        (["the", "is"], [1]),
        (["为什么"], [0, 1, 2, 3]),
        (["gradient"], [0, 1, 2, 3]),
        (['"'], []),
        (["nothing", "like", "it"], []),
    ],
)
def test_every_part_of_words_finds_what_holds_them_all(library: Library, words: list[str], quotes: list[int]) -> None:
    assert sorted(found(library, *words)) == sorted(QUOTES[at] for at in quotes)


def test_a_result_tells_quote_source_concepts_and_id(library: Library) -> None:
    (item,) = json.loads(search(library, "--json", "最陡").stdout)
    shown = search(library, "最陡").stdout
    assert item["concepts"] == ["梯度"]
    for told in (QUOTES[0], "为什么？", "神经网络札记", "→ 梯度", item["id"]):
        assert told in shown


def test_pages_of_results_follow_each_other(library: Library) -> None:
    assert "There is more: --first 4" in search(library, "--limit", "3", "为什么").stdout
    pages = found(library, "--limit", "3", "为什么") + found(library, "--first", "4", "为什么")
    assert sorted(pages) == sorted(QUOTES)


def test_nothing_found_is_said_and_fails(library: Library) -> None:
    result = search(library, "没有这样的话")
    assert (result.exit_code, result.stdout) == (1, "Nothing holds all of these words: 没有这样的话\n")


def test_nothing_to_look_for_is_wrong_use(library: Library) -> None:
    result = search(library, " ", "")
    assert result.exit_code == 2
    assert "Missing argument 'WORDS...'" in result.output


def test_control_characters_of_an_export_do_not_reach_the_terminal(library: Library, tmp_path: Path) -> None:
    import_exports(library, [str(export(tmp_path / "two.json", "红\x1b[31m色 [bold]x[/]", title="别的书"))])
    shown = search(library, "红").stdout
    assert "\x1b" not in shown
    assert "[bold]x[/]" in shown


def test_the_index_follows_the_library(library: Library, tmp_path: Path) -> None:
    assert found(library, "又一句") == []
    import_exports(library, [str(export(tmp_path / "two.json", "又一句话，前面没有的。", title="别的书"))])
    assert found(library, "又一句") == ["又一句话，前面没有的。"]


def test_after_an_import_only_its_source_is_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_exports(library, [str(export(tmp_path / "two.json", "又一句话，前面没有的。", title="别的书"))])
    index_library(library)
    import_exports(library, [str(export(tmp_path / "three.json", "第三句话。", title="第三本书"))])
    read: list[str] = []
    text = Library.text

    def noted(self: Library, path: Path) -> str | None:
        read.append(path.name)
        return text(self, path)

    monkeypatch.setattr(Library, "text", noted)
    index_library(library)
    assert [name for name in read if name.endswith(".jsonld")] == ["第三本书.jsonld"]
    assert found(library, "第三句") == ["第三句话。"]


def test_what_the_owner_decides_and_what_a_concept_is_called_is_found(library: Library) -> None:
    (item,) = json.loads(search(library, "--json", "probabilities").stdout)
    pin(library, item["id"], "gradient")
    assert json.loads(search(library, "--json", "probabilities").stdout)[0]["concepts"][0] == "梯度"
    page = library.docs / "concepts" / "gradient.md"
    page.write_text(page.read_text("utf-8").replace("title: 梯度", "title: 斜坡"), "utf-8")
    assert json.loads(search(library, "--json", "probabilities").stdout)[0]["concepts"][0] == "斜坡"


def test_only_sources_that_changed_are_written(tmp_path: Path) -> None:
    index = Index(tmp_path / "search.sqlite")
    made: list[str] = []

    def shelf(name: str, key: str = "key", quote: str = "一句") -> Shelf:
        def entries() -> list[Entry]:
            made.append(f"{name} {key}")
            return [Entry(id=name, source=name, title="", place="", quote=quote)]

        return Shelf(name, key, entries)

    one, two = shelf("one"), shelf("two")
    assert [index.update("", shelves) for shelves in ([one], [one, two], [one, two], [two])] == [1, 1, 0, 0]
    assert made == ["one key", "two key"]
    assert [entry.id for entry in index.search("一句")] == ["two"]
    assert index.update("", [shelf("two", "another")]) == 0
    assert index.update("", [shelf("two", "a third", "别的")]) == 1
    assert [entry.id for entry in index.search("别的")] == ["two"]
    assert index.holds("")
    assert not index.holds("another state")


@pytest.mark.parametrize("damage", ["deleted", "nonsense", "cut off"])
def test_an_index_that_is_lost_or_damaged_is_made_again(library: Library, damage: str) -> None:
    path = index_library(library).path
    data = path.read_bytes()
    path.write_bytes({"deleted": b"", "nonsense": b"no database" * 1000, "cut off": data[: len(data) // 2]}[damage])
    if damage == "deleted":
        path.unlink()
    assert found(library, "梯度") == [QUOTES[0]]


@pytest.mark.parametrize("words", ["率。\0 斜率", "。 " * 3000, "。 ， " * 800 + "斜率"], ids=["nul", "signs", "both"])
def test_any_number_of_signs_and_a_nul_can_be_asked_for(tmp_path: Path, words: str) -> None:
    index = Index(tmp_path / "search.sqlite")
    entry = Entry(id="a", source="s", title="", place="", quote=QUOTES[0])
    index.update("", [Shelf("s", "key", lambda: [entry])])
    assert [entry.id for entry in index.search(words)] == ["a"]


@settings(max_examples=60, deadline=None)
@example(texts=["1", "1-1"], word="1-1")
@given(
    texts=st.lists(st.text(alphabet="梯度熵ab A1_-。\"'*%η\n", max_size=8), min_size=1, max_size=5),
    word=st.text(alphabet="梯度熵abA1-。\"'*%η", min_size=1, max_size=4),
)
def test_a_word_finds_just_what_holds_it(tmp_path_factory: pytest.TempPathFactory, texts: list[str], word: str) -> None:
    index = Index(tmp_path_factory.mktemp("index") / "search.sqlite")
    entries = [Entry(id=str(at), source="s", title="", place="", quote=text) for at, text in enumerate(texts)]
    index.update("", [Shelf("s", "key", lambda: entries)])
    term = folded(word)  # What stands beside a dash is looked for side by side.
    holding = [entry.id for entry in entries if term and term in entry.text]
    assert [entry.id for entry in index.search(word)] == holding
