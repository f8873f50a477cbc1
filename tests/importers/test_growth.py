"""What `benchmarks/import_growth.py` found to take more than linear time, and does no more."""

from __future__ import annotations

import contextlib

import pytest
from growth import assert_linear

from commonplace.errors import CommonplaceError
from commonplace.importers import importer_named
from commonplace.model import Export

READWISE = "# Nets\n\n## Metadata\n- Author: [[Lin]]\n- Full Title: Nets\n\n## Highlights\n- words ([Page 41"
ZOTERO = "[p. 3](zotero://open-pdf/library/items/NETSPDF1?page=3&annotation=AAAAAAA1)\n\n"
WEREAD = "---\ndoc_type: weread-highlights-reviews\nbookId: 1\n---\n> - 简介：words\n"
PAGE = "<html><head><title>Annotations on “Nets”</title></head><body><article>"
REGION = "%% Import Date: 2024-01-01 %%\n\n%% begin annotations %%\n\n"
KINDLE_TABLE = '"Notes For:",,,\n"NETS",,,\n"----------------------",,,\n,,,\n"Type","Location","Starred?","Words"\n'
PASTED = "Yellow highlight | Page: 1\nwords\n" * 2
OMNIVORE = "> a [⤴️](https://omnivore.app/me/nets#0a1b2c3d) \n\n"
MARKER = '%% KOHL {"v":1,"id":"n1","p":3} %%\n'
SYNCED = "---\nkoreader-sync:\n  type: koreader-sync-note\n  data:\n    highlight: words\n---\n"
BOOK = '<h2 style="font-size:18pt; text-align:right;">Nets</h2><span style="float:right">1</span>'


@pytest.mark.parametrize(
    ("format_name", "before", "piece"),
    [
        ("kindle-clippings", "Nets (Lin)\n- Your Highlight at location 1-2", " "),
        ("pdf-plus", "[[nets.pdf#page=1&selection=0,1,0,9|nets]]\n\n", "> [!PDF]\n\n"),
        ("pdf-plus", "[[nets.pdf#page=1&selection=0,1,0,9|nets]]\n\n", "> [!PDF]\n\nwords\n\n"),
        ("weread", "> - 📌 a\n> - ⏱ 2024-01-01 10:00:00\n", "| 书名 | 作者 |\n"),
        ("weread", "> - 📌 a\n> - ⏱ 2024-01-01 10:00:00\n", "| 书名 "),
        ("kindle-clippings", "==========\n", "- words of 2024\n"),
        ("kindle-clippings", "==========\n", "words\n\n"),
        ("zhangyue", "《Nets》\n共1条笔记\n\n§ 1\n>> words\n", " "),
        ("zhangyue", "《Nets》\n共1条笔记\n\n§ 1\n>> words\n", "\n"),
        ("readwise-markdown", READWISE, " "),
        ("readwise-markdown", "# Nets\n\n![rw-book-cover](https://example.org/n.jpg)\n\n", "> [!quote]\n"),
        ("zotero-markdown", ZOTERO, "%% Annotation_AAAAAAA1: Begin %%\n\n## Text\n\nwords\n\n"),
        ("zotero-markdown", ZOTERO, "<mark #aaaaaa "),
        ("zotero-markdown", ZOTERO, "[^1]: “annotation= "),
        ("weread", WEREAD, "words\n\n"),
        ("obsidian-apple-books", "[Books](ibooks://assetid/A)\n", "> words\n\n"),
        ("obsidian-calibre", "", "[a](calibre://view-book/a/1/EPUB?open_at=epubcfi(/2))\n> words\n"),
        ("obsidian-calibre", "[a](calibre://view-book/a/1/EPUB?open_at=epubcfi(/2))\n", "\n"),
        ("obsidian-calibre", "[a](calibre://view-book/a/1/EPUB?open_at=epubcfi(/2))\n> words\n", "---\n"),
        ("obsidian-calibre", "> words\n[a](calibre://view-book/a/1/EPUB?open_at=", "epubcfi("),
        ("obsidian-calibre", '> words](calibre://view-book/\n1 highlights from "', 'a" sent on '),
        ("obsidian-apple-books", "[Books](ibooks://assetid/A)\n", "- 🎯 Highlight:: <mark style"),
        ("obsidian-apple-books", "[Books](ibooks://assetid/A)\n## Highlights\n", "[Books"),
        ("weread", WEREAD, "> [!info] words\n> words\n\n"),
        ("zotero-markdown", "## [[zotero://open-pdf/0_NETSPDF1/20|", "9"),
        ("zotero-markdown", ZOTERO, '> <span class="note" style="background-color: #ffc080">note</span>\n> a\n'),
        ("zotero-markdown", ZOTERO, '<span class="note">'),
        ("zotero-markdown", f"{ZOTERO}> [!info] a\n", "> |标题|a|\n"),
        ("zotero-markdown", f"{ZOTERO}> [!info] a\n>🎯 a::  \n", "🔎 a::  \n"),
        ("zotero-markdown", f"{ZOTERO}> [!info] a\n", "> > "),
        ("zotero-markdown", REGION, "> words\n\n"),
        ("zotero-markdown", REGION, "- a\n  - b\n"),
        ("zotero-markdown", REGION, '<mark style="background-color: #66bb6a">Quote</mark>\n> a\n\n'),
        ("zotero-markdown", ZOTERO, "> **Note**: why?\n\n"),
        ("zotero-markdown", "Extracted Annotations (1/2/2024, 1:00:00)\n\n", '"a" (Lin 2009:6)\n'),
        ("zotero-markdown", "Extracted Annotations (1/2/2024, 1:00:00)\n\n", "why? (note on p.3 "),
        ("zotero-markdown", ZOTERO, "[p. 4](zotero://open-pdf/library/items/NETSPDF1?page=4)\n\n> a\n\n"),
        ("zotero-markdown", f"{ZOTERO}- 🔴 **p.8** — ", "a_"),
        ("zotero-markdown", f"{ZOTERO}<mark class=", "a-"),
        ("readwise-markdown", "- Highlights first synced by #Readwise\n", "\t- a\n\t\t- b #card\n\t\t- c #card\n"),
        ("readwise-markdown", "- Highlights first synced by #Readwise\n\t- a", " #b"),
        ("readwise-markdown", f"{READWISE}]())\n\n## Notes\n", "```dataview\n"),
        ("weread", f"{WEREAD}> 📌 words\n\n💭 a\n", "# a\n"),
        ("weread", f"{WEREAD}> 📌 words\n", "](<weread://bestbookmark?"),
        ("weread", f"{WEREAD}> 📌 words\n", "# a\n"),
        ("weread", "# a\n作者: b\n\n> 创建于 2024-01-02\n## c\n", "- > a\n"),
        ("weread", "📖 《a》 · b\n\n## 划线 1 条\n", "- “a”（b） · 2024-01-02\n"),
        ("weread", "📖 《a》 · b\n\n## 想法 1 条\n- a", "（"),
        ("weread", "📖 《a》 · b\n\n## 想法 1 条\n- a", "\n"),
        ("weread", f"{WEREAD}📌 a ", "⏱ 2024-01-02 "),
        ("weread", f"{WEREAD}- words ", "[⤴️](<weread://bestbookmark?a=1>)"),
        ("weread", f"{WEREAD}> words ", "`🔥1人` "),
        ("weread", f"{WEREAD}# 划线\n", "<!-- bookmarkId: 1_2_3-4 -->\n\n> words\n\n"),
        ("kindle-notebook", KINDLE_TABLE, '"Highlight (Blue)","Page 3","","words"\n'),
        ("kindle-notebook", KINDLE_TABLE, '"\n'),
        ("kindle-notebook", KINDLE_TABLE, ",,,\n"),
        ("kindle-notebook", "", '<span id="annotationHighlightHeader">Blue | Page: 3</span><b id="highlight">a</b>'),
        ("kindle-notebook", '<span id="annotationHighlightHeader">', '<b id="note">'),
        ("obsidian-callouts", "> [!quote] a\n> b ", "#a "),
        ("obsidian-callouts", "> [!quote] a\n> b\n> ", "(2020 "),
        ("kindle-notebook", PASTED, " "),
        ("kindle-notebook", PASTED, "Note: words\n"),
        ("kindle-notebook", PASTED, "Highlight (yellow) - "),
        ("kindle-notebook", "", PASTED),
        ("koreader-markdown", "# T\n### Page 1 @ 12 Aug 2024\nw\n### Page ", " "),
        ("koreader-markdown", "# T\n### Page 1 @ 12 Aug 2024\nw\n", "> words\n"),
        ("koreader-markdown", "# T\n", "### Page: 1 (2%) @ 12 Aug 2024\nw\n> [!quote] t: u\n"),
        ("obsidian-koreader", MARKER, MARKER),
        ("obsidian-koreader", MARKER, "\n"),
        ("obsidian-koreader", MARKER, "> words\n>\n"),
        ("obsidian-koreader", MARKER, "- words _(p"),
        ("obsidian-koreader", MARKER, " "),
        ("obsidian-koreader", MARKER, "<u><s>"),
        ("obsidian-koreader", SYNCED, "Page: 3\n"),
        ("obsidian-koreader", SYNCED, "%% koreader-user-notes %%\n"),
        ("obsidian-koreader", SYNCED.replace("-note", "-book-highlights"), "---\nPage: 3\n> words\n"),
        ("logseq-edn", "{:highlights [", "{:id 1} "),
        ("omnivore", OMNIVORE, "> words\n"),
        ("omnivore", OMNIVORE, "\n"),
        ("omnivore", OMNIVORE, " #a"),
        ("omnivore", "", OMNIVORE),
        ("readwise-reader", "[", '{"id":"a","category":"note","parent_id":"a"},'),
        ("hypothesis-html", PAGE, "<article>\n"),
        ("hypothesis-html", PAGE, "<table><tr><td>a"),
        ("hypothesis-html", PAGE, "<blockquote><p>a"),
        ("koreader-html", BOOK, '<div style="padding-top:0.5em; padding-bottom:0.5em">a'),
        ("koreader-html", BOOK, '<div style="font-weight:bold; text-align:center"><h2>a'),
        ("koreader-html", f'{BOOK}<div style="padding-top:0.5em; padding-bottom:0.5em">', "<span><b>a"),
    ],
)
def test_more_of_the_same_takes_no_more_than_linear_time(format_name: str, before: str, piece: str) -> None:
    importer = importer_named(format_name)

    def work(text: str) -> None:
        export = Export(name="x", text=text)
        list(importer.identify(export))
        with contextlib.suppress(CommonplaceError):
            list(importer.parse(export))

    assert_linear(work, lambda size: f"{before}{piece * size}x")
