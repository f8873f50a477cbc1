"""Templates that people share for Obsidian's plugins: read in linear time, whatever stands where words are expected."""

from __future__ import annotations

import pytest
from growth import assert_linear

from commonplace.importers import importer_named
from commonplace.model import Export

HYPOTHESIS = '---\ndoc_type: hypothesis-highlights\nurl: "https://example.org"\n---\n## Highlights\n'
ANCHOR = "[x](https://hyp.is/AbC/example.org)"
ZOTERO = " [p](zotero://open-pdf/library/items/ATTA1234?page=3&annotation=KEYA1234)"
KINDLE = "---\nkindle-sync:\n  title: x\n---\n"
WEREAD = '---\ndoc_type: weread-highlights-reviews\nbookId: "1"\n---\n# 高亮划线\n## 一\n'
PDF = "[[a.pdf#page=1&selection=1,2,3,4|a, p.1]]"


@pytest.mark.parametrize(
    ("format", "before", "piece", "after"),
    [
        ("hypothesis-markdown", f"{HYPOTHESIS}- a {ANCHOR}", " ) ", ""),
        ("hypothesis-markdown", f"{HYPOTHESIS}> a\n> {ANCHOR}\n", " ", "x"),
        ("hypothesis-markdown", HYPOTHESIS, "> a\n", f"> {ANCHOR}"),
        ("zotero-markdown", "“a”", " ", f"x{ZOTERO}"),
        ("zotero-markdown", f"> a{ZOTERO}\n\n", "paragraph\n\n", ""),
        ("zotero-markdown", "“a” (", "2020 ", f"\n\n{ZOTERO}"),
        ("zotero-markdown", "a\n\n*", "-", f"word{ZOTERO}"),
        ("zotero-markdown", "", f"a\n“b”{ZOTERO}", "\n- Comment: c"),
        ("zotero-markdown", ZOTERO, '<span class="highlight" data-annotation="">', "a</span>"),
        (
            "zotero-markdown",
            f'{ZOTERO}<span class="citation" data-citation="">',
            '<span class="citation-item">a</span>',
            "",
        ),
        ("zotero-markdown", f"{ZOTERO}\n", "- Title: a\n", "- b"),
        ("pdf-plus", '"a"', " ", f"y {PDF}"),
        ("pdf-plus", "", "==", f"y {PDF}"),
        ("pdf-plus", PDF, "[[[a] ", ""),
        ("pdf-plus", PDF, "[[[a].pdf#", "]]"),
        ("obsidian-kindle", f"{KINDLE}a", " ", "b — location: [2](kindle://book?location=2) ^ref-1"),
        ("weread", WEREAD, "paragraph\n\n", ""),
        ("weread", WEREAD, "> [!quote] x\n>\n", ""),
        ("readwise-markdown", "rw-book-cover\n## Highlights\n", "> a\n\n", ""),
        ("readwise-markdown", "rw-book-cover\n## Highlights\n", "a\n\n", ""),
        ("readwise-markdown", "rw-book-cover\n## Highlights\n- a", " #b", ""),
        ("readwise-markdown", "- Highlights first synced by [[Readwise]]\n", "\t- a\n\t\t- b\n", ""),
        ("readwise-markdown", "- Highlights first synced by [[Readwise]]\n\t- a", "\n  b", ""),
        ("readwise-markdown", "rw-book-cover\n## Metadata\n- Summary: a\n", "b\n", ""),
        ("obsidian-annotator", "", ">a\n", ">[[x#^k\\|show annotation]]\n"),
        ("obsidian-annotator", "", ">[[x#^k\\|show annotation]]\n", ""),
        ("obsidian-annotator", ">*", " ==a== ", "x\n>[[n#^k2|show annotation]]\n"),
        ("logseq", "- a\n  ls-type:: annotation\n", "\t- x\n", ""),
        ("koreader-text", "-- Page: 1, added on ", " ", "\n-=-=-=-=-=-"),
    ],
)
def test_any_length_takes_no_more_than_linear_time(format: str, before: str, piece: str, after: str) -> None:  # noqa: A002
    importer = importer_named(format)

    def work(text: str) -> None:
        export = Export(name="a note", text=text)
        list(importer.identify(export))
        list(importer.parse(export))

    assert_linear(work, lambda size: before + piece * size + after)
