"""What Obsidian Annotator writes is read as it was meant, whatever formatters, hands and neighbours do to the note."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from unittest.mock import patch

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from commonplace.errors import MalformedExportError
from commonplace.grammar.annotator import blocks
from commonplace.grammar.annotator.blocks import AnnotatorBlock, VideoBlock, annotator_blocks
from commonplace.importers import all_importers
from commonplace.importers.obsidian_annotator import ObsidianAnnotatorImporter
from commonplace.merging.identity import identified
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.exports import decode_export, read_export
from commonplace.reading.identifying import divided

SHARED = Path(__file__).parents[3] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of real notes is not beside the project")
EXPORTS = Path(__file__).parents[1] / "exports"
IMPORTER = ObsidianAnnotatorImporter()
FRONT_MATTER = "---\nannotation-target: books/nets.pdf\n---\n"


@dataclass(frozen=True, kw_only=True)
class Written:
    """An annotation, and the settings that it is written with."""

    exact: str
    comment: str = ""
    tags: Sequence[str] = ()
    native_id: str = "k3x9a1b2c4"
    with_prefix: bool = True
    with_suffix: bool = True
    with_marks: bool = True


def block(written: Written) -> str:
    """Write an annotation as the plugin does."""
    source = "vault:/books/nets.pdf"
    selectors = [
        {"type": "TextPositionSelector", "start": 7, "end": 7 + len(written.exact)},
        {"type": "TextQuoteSelector", "exact": written.exact, "prefix": "before it ", "suffix": " after it"},
    ]
    value = {
        "created": "2026-01-02T03:04:05.678Z",
        "text": "what the reader wrote at first",
        "document": {"title": "", "link": [{"href": source}], "documentFingerprint": "0" * 31 + "a"},
        "uri": source,
        "target": [{"source": source, "selector": selectors}],
    }
    quote = f" =={written.exact.strip()}== " if written.with_marks else written.exact.strip()
    prefix = "%%PREFIX%%before it" if written.with_prefix else ""
    suffix = "%%POSTFIX%%after it" if written.with_suffix else ""
    lines = [
        "%%",
        "```annotation-json",
        json.dumps(value, ensure_ascii=False),
        "```",
        "%%",
        *f"*{prefix}%%HIGHLIGHT%%{quote}{suffix}*".split("\n"),
        f"%%LINK%%[[#^{written.native_id}|show annotation]]",
        "%%COMMENT%%",
        *written.comment.split("\n"),
        "%%TAGS%%",
        ", ".join(f"#{tag}" for tag in written.tags),
    ]
    return "\n" + "\n".join(f">{line}" for line in lines) + f"\n^{written.native_id}\n"


def read(text: str) -> list[Annotation]:
    return [unit for unit in IMPORTER.parse(Export(name="note.md", text=text)) if isinstance(unit, Annotation)]


def rejected(text: str) -> list[Rejected]:
    return [unit for unit in IMPORTER.parse(Export(name="note.md", text=text)) if isinstance(unit, Rejected)]


def unchanged(text: str) -> str:
    return text


def with_spaces(text: str) -> str:
    """Put a space after each ``>``, and none at the end of a line."""
    return "\n".join(f"> {line[1:]}".rstrip() if line.startswith(">") else line for line in text.split("\n"))


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)


def with_id_in_quote(text: str) -> str:
    return "\n".join(f">{line}" if line.startswith("^") else line for line in text.split("\n"))


def with_quoted_blank_lines(text: str) -> str:
    """Put an empty line of the quote before each region, as linters do."""
    regions = (">```", ">*%%", ">%%LINK", ">%%COMMENT")
    return "\n".join(f">\n{line}" if line.startswith(regions) else line for line in text.split("\n"))


def with_blank_line_before_id(text: str) -> str:
    return "\n".join(f"\n{line}" if line.startswith("^") else line for line in text.split("\n"))


DAMAGES: tuple[Callable[[str], str], ...] = (
    unchanged,
    with_spaces,
    without_blank_lines,
    with_id_in_quote,
    with_quoted_blank_lines,
    with_blank_line_before_id,
    str.rstrip,
)
# No markers of the format in what people mark and write; those have tests of their own.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="%\r"), max_size=40)
ONE_LINE = st.text(st.characters(codec="utf-8", exclude_characters="%\r\n"), max_size=40)
NAMES = st.text("abc甲乙/-é ", min_size=1, max_size=12).map(lambda name: " ".join(name.split())).filter(bool)
WRITTEN = st.builds(
    Written,
    exact=WORDS.filter(str.strip),
    comment=WORDS,
    tags=st.lists(NAMES, unique=True, max_size=3),
    with_prefix=st.booleans(),
    with_suffix=st.booleans(),
    with_marks=st.booleans(),
)


def said(comment: str) -> str:
    """A comment without the white space around it and at the ends of its lines."""
    return "\n".join(line.rstrip() for line in dedent(comment).strip().split("\n"))


@given(written=WRITTEN, damage=st.sampled_from(DAMAGES))
def test_what_the_plugin_writes_is_read_back(written: Written, damage: Callable[[str], str]) -> None:
    (found,) = read(damage(FRONT_MATTER + block(written)))
    line_tags = [tag for tag in found.tags if tag not in found.extra.get("inline_tags", [])]  # type: ignore[operator]
    assert found.quote == written.exact
    assert said("".join(body.value for body in found.comments)) == said(written.comment)
    assert line_tags == list(written.tags)
    assert found.native_id == written.native_id
    assert found.document.key == "0" * 31 + "a"


@given(noise=st.lists(ONE_LINE | st.sampled_from(["> ", ">%%", "```annotation-json", "---", "## h", "~~~", "^x"])))
def test_no_neighbour_hides_a_block(noise: list[str]) -> None:
    text = "\n".join(
        [FRONT_MATTER, block(Written(exact="one", native_id="first")), *noise, block(Written(exact="two"))]
    )
    assert [found.quote for found in read(text) if found.quote in {"one", "two"}] == ["one", "two"]


LINES = st.sampled_from([*block(Written(exact="a\nb", tags=("t",))).split("\n"), "---", "", "a:: b", "# h", "- [ ] x"])


@given(lines=st.lists(LINES | st.text(max_size=30)))
def test_any_text_is_read_without_a_crash(lines: list[str]) -> None:
    export = Export(name="note.md", text="\n".join(lines))
    claims = list(IMPORTER.identify(export))
    try:
        units = list(IMPORTER.parse(export))
    except MalformedExportError:
        units = []
    assert all(1 <= claim.first_line <= claim.last_line <= export.text.count("\n") + 1 for claim in claims)
    assert all(unit.raw and unit.problem for unit in units if isinstance(unit, Rejected))


def read_closely(lines: Sequence[str]) -> list[AnnotatorBlock | VideoBlock]:
    """Read blocks as those are read that somebody touched."""
    with patch.object(blocks, "_AS_WRITTEN", re.compile("(?!)")):
        return list(annotator_blocks(lines))


PIECES = st.sampled_from(
    [
        "",
        ">",
        " ",
        "\t",
        "\n",
        "\n\n",
        "^",
        "#",
        "*",
        "==",
        "%%",
        "{",
        "```",
        "> ",
        "^x\n",
        ">^x\n",
        "~~~annotation-json\n",
        ">```annotation-json\n",
        "> **at** %%TIMESTAMP: 12%%\n",
    ]
    + [f">%%{marker}%%\n" for marker in ("PREFIX", "HIGHLIGHT", "POSTFIX", "LINK", "COMMENT", "TAGS")]
)


@given(written=WRITTEN, damage=st.sampled_from(DAMAGES), data=st.data())
def test_a_block_is_read_the_same_whether_somebody_touched_it(
    written: Written, damage: Callable[[str], str], data: st.DataObject
) -> None:
    text = damage(block(written))
    for _ in range(data.draw(st.integers(0, 2))):
        # Not within the JSON, which is most of it: there a line end is what matters, and others are as good.
        at = data.draw(st.integers(0, 40) | st.integers(max(0, len(text) - 200), len(text)))
        text = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 3)) :]
    lines = (text + block(Written(exact="the next"))).split("\n")
    assert list(annotator_blocks(lines)) == read_closely(lines)


@pytest.mark.parametrize("path", sorted((EXPORTS / "obsidian-annotator").glob("*.md")), ids=lambda path: path.name)
def test_recorded_blocks_are_read_the_same_whether_somebody_touched_them(path: Path) -> None:
    lines = read_export(path, name=path.name).text.split("\n")
    assert list(annotator_blocks(lines)) == read_closely(lines)


def claimed_and_parsed(text: str) -> None:
    export = Export(name="note.md", text=text)
    list(IMPORTER.identify(export))
    try:
        list(IMPORTER.parse(export))
    except MalformedExportError:
        return


@pytest.mark.parametrize(
    "piece",
    [
        block(Written(exact="one", comment="a\nb", tags=("t",))),
        ">",
        ">\n",
        "> ",
        ">%%\n",
        ">```annotation-json\n",
        ">```annotation-json\n>{\n",
        ">```annotation-json\n>[",
        ">%%COMMENT%%\n",
        ">%%TAGS%%\n",
        ">*%%PREFIX%%%%HIGHLIGHT%% == ==",
        "^a\n",
        "a:: b\n",
        "annotation-target:: x\n",
        "---\nannotation-target: x\n---\n",
        "# a\n",
    ],
)
@pytest.mark.parametrize("top", ["", FRONT_MATTER + block(Written(exact="one"))[:-40]], ids=["alone", "in a block"])
def test_any_length_takes_no_more_than_linear_time(top: str, piece: str) -> None:
    assert_linear(claimed_and_parsed, lambda size: top + piece * size)


def test_line_ends_of_windows_change_nothing() -> None:
    text = FRONT_MATTER + block(Written(exact="one", comment="a\nb"))
    export = decode_export(text.replace("\n", "\r\n").encode(), name="note.md")
    assert list(IMPORTER.parse(export)) == read(text)


def test_characters_that_end_lines_elsewhere_do_not_end_them_here() -> None:
    (found,) = read(block(Written(exact="loss\u0085falls\u2028slowly\x1cnow")))
    assert found.quote == "loss\u0085falls\u2028slowly\x1cnow"


def test_a_comment_ends_at_the_last_marker_of_tags() -> None:
    comment = "before\n%%TAGS%%\n#not-a-tag-line\n^not-an-id\n```python\nx = 1\n```\nafter"
    (found,) = read(block(Written(exact="one", comment=comment, tags=("real",))))
    assert found.comments[0].value == comment
    assert found.tags == ("real", "not-a-tag-line")
    assert found.extra["inline_tags"] == ["not-a-tag-line"]


def test_a_comment_that_was_deleted_in_markdown_stays_deleted() -> None:
    (found,) = read(block(Written(exact="one", comment="")))
    assert not found.comments
    assert found.motivation == "highlighting"
    assert found.extra["json_text"] == "what the reader wrote at first"


def test_without_its_regions_a_block_speaks_through_its_json() -> None:
    whole = block(Written(exact="one", comment="gone", tags=("gone",)))
    text = whole[: whole.index(">%%\n>*")] + "^k3x9a1b2c4\n"
    (found,) = read(text)
    assert found.quote == "one"
    assert found.comments[0].value == "what the reader wrote at first"


def test_markdown_gives_the_quote_that_json_lacks() -> None:
    text = block(Written(exact="σ(z) = 1 / (1 + e^(-z))")).replace('"exact": "σ(z) = 1 / (1 + e^(-z))", ', "")
    (found,) = read(text)
    assert found.quote == "σ(z) = 1 / (1 + e^(-z))"


@pytest.mark.parametrize(
    ("context", "expected"),
    [("before it", "before it "), ("edited by hand", "edited by hand")],
)
def test_the_context_is_that_of_json_unless_someone_edited_it(context: str, expected: str) -> None:
    text = block(Written(exact="one")).replace("%%PREFIX%%before it", f"%%PREFIX%%{context}")
    (found,) = read(text)
    assert found.selectors[1].prefix == expected  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "file", "url"),
    [
        ("books/nets.pdf", "books/nets.pdf", ""),
        ('"[[books/nets.pdf]]"', "books/nets.pdf", ""),
        ("[[books/nets.pdf]]", "books/nets.pdf", ""),
        ('"[[books/nets.pdf#page=3|the book]]"', "books/nets.pdf", ""),
        ("[books/nets.pdf, other.pdf]", "books/nets.pdf", ""),
        ("\n  - books/nets.pdf\n  - other.pdf", "books/nets.pdf", ""),
        (">-\n  books/a long name of\n  nets.pdf", "books/a long name of nets.pdf", ""),
        ("file:/home/mira/nets.pdf", "/home/mira/nets.pdf", ""),
        ("file:///C:/my%20books/nets.pdf", "C:/my books/nets.pdf", ""),
        ("/home/mira/nets.pdf", "/home/mira/nets.pdf", ""),
        ("vault:/books/nets.pdf", "books/nets.pdf", ""),
        ("https://example.org/nets.pdf", "", "https://example.org/nets.pdf"),
        ("深度学习/损失：第 1 章.pdf", "深度学习/损失：第 1 章.pdf", ""),
    ],
)
def test_targets_in_front_matter(written: str, file: str, url: str) -> None:
    text = f"---\nannotation-target: {written}\n---\n" + block(Written(exact="one")).replace(
        "vault:/books/nets.pdf", ""
    )
    (found,) = read(text)
    assert (found.document.file, found.document.url) == (file, url)


@pytest.mark.parametrize(
    "written",
    [
        "annotation-target:: books/nets.pdf",
        "annotation-target::books/nets.pdf",
        "- annotation-target:: [[books/nets.pdf]]",
        "**annotation-target**:: [the book](books/nets.pdf)",
        "[annotation-target:: [[books/nets.pdf|nets]]]",
        "(annotation-target:: books/nets.pdf)",
    ],
)
def test_targets_in_dataview_fields(written: str) -> None:
    (found,) = read(f"{written}\n\n" + block(Written(exact="one")).replace("vault:/books/nets.pdf", ""))
    assert found.document.file == "books/nets.pdf"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("", ""), ("nets.pdf", ""), ("Nets.PDF", ""), ("books/nets.pdf", ""), ("Nets and Steps", "Nets and Steps")],
)
def test_a_title_is_more_than_the_name_of_the_file(title: str, expected: str) -> None:
    (found,) = read(FRONT_MATTER + block(Written(exact="one")).replace('"title": ""', f'"title": "{title}"'))
    assert found.document.title == expected


@pytest.mark.parametrize(("title", "kept"), [("NETS.PDF", None), ("untitled", "untitled")])
def test_what_is_no_title_is_kept_unless_it_is_the_name_of_the_file(title: str, kept: str | None) -> None:
    (found,) = read(FRONT_MATTER + block(Written(exact="one")).replace('"title": ""', f'"title": "{title}"'))
    assert found.document.extra.get("document-title") == kept


def test_words_of_the_reader_above_the_arrow_of_the_variant_for_tablets_are_kept() -> None:
    lines = ["", "above", "", "#slope", "", '*"one', 'and more"*', "→ [[#^k3|Source]]", "", "below"]
    _, opening, fence, json_line, *_ = block(Written(exact="one\nand more")).split("\n")
    shown = (*(f"> {line}" for line in lines), "> ", "> ^k3")
    said = "\n".join(("> [!annotation]", opening, fence, json_line, ">```", ">%%", *shown))
    (found,) = read(FRONT_MATTER + said)
    assert [body.value for body in found.comments] == ["above\n\nbelow"]
    assert found.tags == ("slope",)


def test_two_notes_pasted_into_one_file_are_about_two_documents() -> None:
    other = block(Written(exact="two")).replace("0" * 31 + "a", "0" * 31 + "b").replace("books/nets", "papers/steps")
    text = FRONT_MATTER + block(Written(exact="one")) + "\n---\nannotation-target: papers/steps.pdf\n---\n" + other
    assert [found.document.file for found in read(text)] == ["books/nets.pdf", "papers/steps.pdf"]
    assert len({found.document.key for found in read(text)}) == 2


def test_a_broken_block_is_about_what_its_neighbours_are_about() -> None:
    broken = block(Written(exact="two", comment="kept")).replace('"target": [', '"target": [[', 1)
    first, second = read(FRONT_MATTER + block(Written(exact="one")) + broken)
    assert second.quote == "two"
    assert second.document.key == first.document.key
    assert second.extra["problem"]


def test_a_block_that_says_nothing_is_rejected_where_its_json_breaks() -> None:
    text = FRONT_MATTER + "\n>%%\n>```annotation-json\n>{oops\n>```\n>%%\n^abc\n" + block(Written(exact="one"))
    (problem,) = rejected(text)
    assert problem.line == 7
    assert problem.raw.endswith("{oops\n>```\n>%%\n^abc")
    assert [found.quote for found in read(text)] == ["one"]


def test_a_line_of_nothing_but_a_mark_between_any_two_changes_nothing() -> None:
    text = FRONT_MATTER + block(Written(exact="one", comment="kept", tags=("t",)))
    assert read(text.replace("\n>", "\n>\n>")) == read(text)
    (problem,) = rejected(FRONT_MATTER + "\n>%%\n>```annotation-json\n>\n>{oops\n>```\n>%%\n^abc\n")
    assert problem.line == 8


def test_debris_is_no_prose_and_prose_is_not_lost() -> None:
    text = FRONT_MATTER + "\n>%%\n>\n\n```toc\n```\n\n^orphan\n\n---\n" + block(Written(exact="one"))
    assert [found.quote for found in read(text)] == ["one"]
    (prose, _) = read(text.replace("^orphan", "这里要和第三章对照。"))
    assert prose.comments[0].value == "这里要和第三章对照。"
    assert not prose.selectors


def test_prose_stands_before_the_passages_that_it_introduces() -> None:
    text = FRONT_MATTER + "# A\n\nintroduced\n" + block(Written(exact="one"))
    ordered = sorted(read(text), key=lambda found: found.locator.order)
    assert [found.quote for found in ordered] == ["", "one"]
    assert {found.locator.headings for found in ordered} == {("A",)}


def test_a_note_without_a_declared_target_keeps_only_what_stands_below_its_first_block() -> None:
    text = "# My essay\n\nmine alone\n" + block(Written(exact="one")) + "\nabout the passage\n"
    assert [body.value for found in read(text) for body in found.comments] == ["about the passage"]


def test_each_line_of_a_block_is_claimed_more_surely_than_what_stands_around() -> None:
    text = FRONT_MATTER + "\nprose\n" + block(Written(exact="one")) + "\nprose\n"
    division = divided(Export(name="note.md", text=text), all_importers())
    assert [part.importer.format for part in division.parts] == [IMPORTER.format]
    assert not division.unclaimed


@NEEDS_SHARED
@pytest.mark.parametrize(("seed", "count", "tagged"), [("000", 8, 3), ("002", 15, 5)])
def test_seeds(seed: str, count: int, tagged: int) -> None:
    (path,) = (SHARED / "seeds").glob(f"{seed}_*")
    units = list(IMPORTER.parse(read_export(path, name=path.name)))
    found = [unit for unit in units if isinstance(unit, Annotation)]
    assert len(units) == len(found) == count
    assert all(one.quote and one.native_id and one.comments and not one.extra for one in found)
    assert sum(bool(one.tags) for one in found) == tagged
    assert len({one.document.key for one in found}) == 1


def test_what_front_matter_says_of_the_work_names_it_and_leaves_ids_alone() -> None:
    def read(front: str) -> list[Annotation]:
        text = f"---\n{front}annotation-target: books/nets.pdf\n---\n\n{block(Written(exact='the slope'))}\nmy words\n"
        units = IMPORTER.parse(Export(name="x.md", text=text))
        return identified(unit for unit in units if isinstance(unit, Annotation))

    plain, told = read(""), read("title: Nets, a primer\nauthor: Jane Doe, Lin Yizhou\n")
    assert {one.document.title for one in told} == {"Nets, a primer"}
    assert {one.document.authors for one in told} == {("Jane Doe", "Lin Yizhou")}
    assert [one.id for one in plain] == [one.id for one in told]
