"""Links into PDF files as Obsidian and PDF++ write them: ``file.pdf#page=3&selection=0,1,2,3``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

import msgspec

from commonplace.grammar.markdown_note.inline import blanked_hidden
from commonplace.grammar.markdown_note.links import Link, links

_FILE = re.compile(r"\.pdf(?=#)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:^|[\s,，(（])(?:pp?\.?|page\.?|pag\.|S\.|第)\s*(?P<page>\d[A-Za-z\d.-]{0,9}|[ivxlcdm]{1,9}|[A-Za-z]-?\d{1,6})\s*[页頁]?[)）]?$",
    re.IGNORECASE,
)
_LABEL_BEHIND_NAME = re.compile(
    r"[,，]\s*(?:第\s*)?[^\W\d_]{0,12}\.?\s?(?P<page>\d{1,6}|[ivxlcdm]{1,9})\s?[^\W\d_]{0,5}$"
)
"""Behind the name of its file, a link names the page in whatever language Obsidian speaks."""
_LABEL_BEHIND_COMMA = re.compile(
    r"(?:^|[,，])\s*(?:p[aáà]gina|seite|sid[ae]|stron?a|sayfa|trang|halaman|oldal|sivu|страница|сторінка"
    r"|页面|頁面|頁|页|ページ|페이지)\s?(?P<page>\d{1,6})$",
    re.IGNORECASE,
)
"""A file that was renamed is no longer called so in the words of links, which Obsidian leaves as they were."""
_SIZE = re.compile(r"\|\s*\d+(?:x\d+)?\s*$")
_SIZE_ALONE = re.compile(r"\s*\d+(?:x\d+)?\s*")
_PLACES = ("selection", "annotation", "rect")
_NUMBER = re.compile(r"-?\d{1,9}")
_CALLS_TO_CLICK = frozenset(
    [
        "(pdf)", "pdf", "link", "highlight link", "show in pdf", "open in pdf", "open", "go", "go to", "jump", "view",
        "source", "here", "slide", "slides", "quelle", "fuente", "fonte", "enlace", "lien",
        "原文", "链接", "連結", "來源", "来源", "出处", "跳转", "跳轉", "查看", "查看原文", "跳转原文", "打开",
        "リンク", "링크",
    ]
)  # fmt: skip
"""What people call every link of theirs, which says nothing of any one."""


class PdfLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link to a place in a PDF.

    Attributes
    ----------
    path : str
        Path of the file, decoded; empty in a note that stands for the file itself.
    page : int or None
        The page counted from 1.
    selection, annotation, offset, rectangle, color : str
        The parameters of these names, as they are written.
    others : mapping
        Further parameters.
    display : str
        The words of the link, without the size of an embed.
    """

    link: Link
    path: str
    page: int | None = None
    selection: str = ""
    annotation: str = ""
    offset: str = ""
    rectangle: str = ""
    color: str = ""
    others: Mapping[str, str] = msgspec.field(default_factory=dict)
    display: str = ""

    @property
    def marks(self) -> bool:
        """Whether it points to something that was marked, and not only to a page."""
        return bool(self.selection or self.annotation or self.rectangle)

    @property
    def label(self) -> str:
        """The page as it is printed, if the words of the link say it."""
        end = self.display.rstrip()[-40:]
        behind_name = _LABEL_BEHIND_NAME if self._is_named else _LABEL_BEHIND_COMMA
        match = _LABEL.search(end) or behind_name.search(end)
        return match["page"] if match else ""

    @property
    def _is_named(self) -> bool:
        """Whether its words begin with the name of the file."""
        name = self.path.rpartition("/")[2].casefold().removesuffix(".pdf")
        return bool(name) and self.display.strip().casefold().startswith(name)

    @property
    def words(self) -> str:
        """The words of the link, if they say anything but where it leads."""
        words = self.display.strip()
        name = self.path.rpartition("/")[2].casefold()
        is_name = words.casefold() in {name, name.removesuffix(".pdf"), self.link.target.casefold(), *_CALLS_TO_CLICK}
        speaks = any(character.isalnum() for character in words)
        return words if speaks and not is_name and not self.label else ""

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts the marks of one file: by page; on a page areas from the top down, annotations, selected text."""
        page = self.page or 0
        numbers = tuple(int(number) for number in _NUMBER.findall(_whole_numbers(self.selection)))
        if numbers:
            return (page, *numbers)
        if self.rectangle:
            left, _, _, top = [*(int(n) for n in _NUMBER.findall(_whole_numbers(self.rectangle))), 0, 0, 0, 0][:4]
            return (page, -2, -top, left)
        return (page, -1, *(int(number) for number in _NUMBER.findall(self.annotation)[:1]))


def pdf_links(text: str) -> tuple[PdfLink, ...]:
    """Find the links of `text` that lead to a page of a PDF, or to something that was marked on it.

    What stands in a hidden comment (``%%…%%``) marks nothing.
    """
    found = (_pdf_link(link) for link in links(blanked_hidden(text)))
    return tuple(link for link in found if link is not None)


def _pdf_link(link: Link) -> PdfLink | None:
    file = _FILE.search(link.target)
    if file is None and not link.target.startswith("#page="):
        return None
    path, fragment = (link.target[: file.end()], link.target[file.end() + 1 :]) if file else ("", link.target[1:])
    if not link.wiki:
        # Some write the words of a wikilink into the address of a Markdown link.
        path, fragment = _decoded(path), _decoded(fragment).partition("|")[0]
    given, stray = _parameters(fragment)
    page = given.pop("page", "")
    found = PdfLink(
        link=link,
        path=path,
        page=int(page) if page.isdecimal() and len(page) < 10 else None,  # noqa: PLR2004 (what is longer is no page)
        selection=given.pop("selection", ""),
        annotation=given.pop("annotation", ""),
        offset=given.pop("offset", ""),
        rectangle=given.pop("rect", ""),
        color=given.pop("color", "").replace("%20", " "),
        others=given,
        display=("" if link.embed and _SIZE_ALONE.fullmatch(link.display) else _SIZE.sub("", link.display)) or stray,
    )
    # In a note of its own a file is not named; then only a mark tells its link from one to a heading.
    return found if found.marks or (path and found.page is not None) else None


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _parameters(fragment: str) -> tuple[dict[str, str], str]:
    """Read ``key=value&…``; also gives words that stand behind a value where a table lost the bar of the link."""
    given, stray = {}, ""
    for part in fragment.split("&"):
        key, _, value = part.partition("=")
        if key in {"page", "offset", *_PLACES}:
            value, _, behind = value.strip().partition(" ")
            stray = behind.strip() or stray
        if key:
            given[key] = value
    return given, stray


def _whole_numbers(numbers: str) -> str:
    """Cut the fractions off: ``12.5,3`` -> ``12,3``."""
    return re.sub(r"(\d)\.\d+", r"\1", numbers)
