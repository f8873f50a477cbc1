"""Links that open a passage in Zotero: ``zotero://open-pdf/library/items/ATTACHMENT?page=3&annotation=KEY``."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import msgspec

OPENS = re.compile(r"zotero://open(?:-[a-z]+)?/")
SELECTS = re.compile(
    r"zotero://select/(?:library|groups/\d+)/(?:items|collections/\w+/items)/@?([\w:.+-]+)|zotero://select/items/(?:\d+_|@)([\w:.+-]+)"
)
_ADDRESS = (
    r"zotero://open(?:-[a-z]+)?/(?:(?P<group>groups/\d+|library)/items/(?P<item>[A-Z0-9]{8})(?:\?(?P<query>(?:[^\s()\[\]|<>\\\"]|\\[()]|\([^\s()|<>]{0,500}\))*))?"
    r"|(?P<old>\d+_(?P<olditem>[A-Z0-9]{8}))(?:/(?P<oldpage>\d+))?)"
)
_LINK = re.compile(
    r"(?:(?P<paren>\(\s*)?(?:(?P<wiki>!?\[\[)|(?P<broken>\\?\[\[\[)(?P<brokenwords>[^\[\]\n]{0,80})\]\("
    r"|\[(?P<words>(?:\\.|[^\[\]\n\\]|\[[^\[\]\n]*\]){0,400})\]\([ ]?<?|(?P<angle><)"
    r"|(?P<html><a\b[^<>\n]{0,80}\bhref=\"))?)?"
    + _ADDRESS
    + r"(?P<rest>\|(?:\\.|[^\]\n\\])*(?:\\\])?)?(?P<close>\]{1,2}\)?|[ ]?>?\)\)?|>)?(?(html)\"[^<>\n]{0,200}>)"
)
_SELECT_LINK = re.compile(
    r"\(?\[(?P<words>[^\[\]\n]{0,300})\]\(zotero://select/[^\s()]*\)\)?|\(?\[\[zotero://select/[^\s\]|]*(?:\|(?P<wikiwords>[^\]\n]*))?\]\]\)?"
)
_LABELS = (
    re.compile(
        r"(?i)\b(?:pages?|pag|páginas?|seiten?|стр|pp|p|s|с)(?:\.\s?|\s|(?=\d))(?P<label>[ivxlcdm]+|[a-z–-]{0,10}\d[\w–-]{0,20})\b"
    ),
    re.compile(r"第?\s?(?<!\d)(?P<label>\d[\d–-]{0,20}+)\s?[页頁]"),
    re.compile(r":(?P<label>[\d–-]{1,20})$"),
)
ONLY_PAGE = re.compile(r"\W*+(?:(?:pages?|pp?|S)\W*+)?(?P<label>[\divxlcdm]{1,8})\W*+", re.IGNORECASE)
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
ATTACHMENTS = frozenset({"pdf", "epub", "snapshot"})
"""What Zotero calls its links into these."""

_NO_KEYS = frozenset({"undefined", "null", "NaN"})
"""What plugins written in JavaScript put for a key that they do not know."""


class ZoteroLink(msgspec.Struct, frozen=True, kw_only=True):
    """One link.

    Attributes
    ----------
    attachment : str
        The key of the PDF, EPUB or snapshot that it opens.
    annotation : str
        The key of the annotation; empty if it leads to a page only.
    page : str
        The page as it is counted from the first sheet.
    words : str
        What stands for it.
    inside : str
        What a faulty replacement put into the link, though it belongs to the quote before it: ``1, 2`` of “[1, 2]”.
    place : str
        Place in an EPUB or snapshot (``cfi``, ``sel``).
    names_page : bool
        Whether it leads to a page, even if the template knew none: ``?page=``.
    start, end : int
        Where it stands; of HTML only its opening tag, as the marked words may stand between the two.
    """

    attachment: str
    annotation: str
    page: str
    words: str
    inside: str
    place: str
    start: int
    end: int
    names_page: bool = False

    @property
    def marks(self) -> bool:
        """Whether it leads to a page or an annotation, rather than to an attachment as a whole."""
        return bool(self.annotation or self.page or self.place or self.names_page)


def zotero_links(text: str) -> list[ZoteroLink]:
    """Find the links that open something, in order."""
    return [_link(match) for match in _LINK.finditer(text)] if "zotero://open" in text else []


def _link(match: re.Match[str]) -> ZoteroLink:
    # The place in an EPUB stands in parentheses, which some converters escape.
    query = parse_qs(re.sub(r"\\([()])", r"\1", match["query"] or ""), keep_blank_values=True)

    def told(name: str) -> str:
        return str(query.get(name, [""])[0]).strip()

    rest = (match["rest"] or "").removeprefix("|")
    key = told("annotation")
    wiki_words = rest if match["wiki"] else ""
    return ZoteroLink(
        attachment=match["item"] or match["olditem"] or "",
        annotation="" if key in _NO_KEYS else key,
        page=told("page") or match["oldpage"] or "",
        words=(match["words"] or match["brokenwords"] or wiki_words).strip(),
        inside=rest.removesuffix("\\]").strip() if match["broken"] else "",
        place=told("cfi") or told("sel"),
        names_page="page" in query,
        start=match.start(),
        end=match.end(),
    )


def without_citations(text: str) -> tuple[str, str]:
    """Take the links that select an item out of `text`; also gives the words of the first, “Lin, 2024, p. 3”."""
    first = _SELECT_LINK.search(text)
    words = (first["words"] or first["wikiwords"] or "") if first else ""
    return _SELECT_LINK.sub("", text), words.strip()


def parted_at_citation(text: str) -> tuple[str, str, str]:
    """Part `text` at the first link that selects an item: what stands before it, its words, what stands behind it."""
    first = _SELECT_LINK.search(text)
    if first is None:
        return text, "", ""
    words = (first["words"] or first["wikiwords"] or "").strip()
    return text[: first.start()], words, _SELECT_LINK.sub("", text[first.end() :])


def label_in(words: str) -> str:
    """Find the printed page in the words of a link or citation; empty if they name none.

    Examples
    --------
    >>> label_in("Lin, 2024, p. xii"), label_in("Page 75"), label_in("Vosoughi 2018:7"), label_in("pdf")
    ('xii', '75', '7', '')
    """
    for pattern in _LABELS:
        labels = [str(match["label"]) for match in pattern.finditer(words)]
        if labels:
            return labels[-1]
    return ""
