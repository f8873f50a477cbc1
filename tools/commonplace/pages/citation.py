"""How a passage and its book are cited."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from commonplace.model import Passage, Reading, Source
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.safe_text import encoded
from commonplace.text import one_line

_DOI = re.compile(r"10\.\d{4,9}/[^\s?#]+")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d")
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
}


def citation(reading: Reading, passage: Passage) -> str:
    """Author, title, place and date of a passage, in the manner of the title's own script."""
    source, witness = reading.source, passage.annotations[0]
    page = witness.locator.page or str(witness.locator.physical_page or "")
    if _is_chinese(source.title):
        title = source.title if source.title.startswith("《") else f"《{source.title}》"
        parts = (title, _publication(source), witness.locator.chapter, f"第 {page} 页" if page else "")
        return "".join(
            (f"{'、'.join(source.authors)}：" if source.authors else "", "，".join(filter(None, parts)), "。")
        )
    parts = ("; ".join(source.authors), source.title, _publication(source), witness.locator.chapter)
    return ", ".join(filter(None, (*parts, f"p. {page}" if page else ""))) + "."


@lru_cache(maxsize=1024)  # It is asked for every passage of a book.
def _is_chinese(title: str) -> bool:
    return any(unicodedata.name(character, "").startswith("CJK") for character in title)


def citation_html(reading: Reading, passage: Passage, catalogue: Catalogue) -> str:
    """What unfolds below a passage: its citation, which a script lets readers copy with the words and their link."""
    told = encoded(one_line(citation(reading, passage)))
    return (
        f'<details class="cp-cite"><summary>{catalogue.say("引用", "cite")}</summary>'
        f'<p class="cp-cite-text" dir="auto">{told}</p></details>'
    )


def year_of(source: Source) -> str:
    """The year of a source, wherever in its date it stands, as in “Sat May 01 2021”."""
    year = _YEAR.search(source.published)
    return year[0] if year else source.published[:4]


def bibtex(source: Source) -> str:
    """An entry for a bibliography; its key is the id of the source, as far as BibTeX can take it."""
    key = re.sub(r"[^0-9A-Za-z:-]+", "-", source.id).strip("-") or "source"
    doi = _DOI.search(source.url)
    fields = {
        "author": " and ".join(source.authors),
        "title": source.title,
        "publisher": source.publisher,
        "year": year_of(source),
        "isbn": source.isbn,
        "doi": doi[0] if doi else "",
        "url": source.url if source.url.startswith(("http://", "https://")) else "",
    }
    verbatim = ("url", "doi")
    lines = [
        f"  {name} = {{{value if name in verbatim else _escaped(value)}}},"
        for name, value in fields.items()
        if value and (name not in verbatim or not set(value) & set("{}\\"))
    ]
    kind = "book" if source.isbn or source.publisher else "misc"
    return "\n".join((f"@{kind}{{{key},", *lines, "}"))


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in one_line(text))


def _publication(source: Source) -> str:
    return " ".join(filter(None, (source.publisher, year_of(source))))
