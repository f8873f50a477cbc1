r"""BibTeX: an entry for each source, for ``\cite`` and for managers of references."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pypinyin import lazy_pinyin

from commonplace.exporter import Exporter, Holdings
from commonplace.model import Source
from commonplace.text import one_line, without_surrogates

_LONGEST_KEY = 48
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# In an address the packages url and hyperref want characters as they are; these would end or unbalance the entry.
_IN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "%": "\\%", "#": "\\#"}


class Bibliography(Exporter):
    """The sources without their annotations."""

    format = "bibtex"
    description = "BibTeX: an entry for each book and article"
    ending = ".bib"
    loses = "annotations: it lists the sources alone"

    def export(self, holdings: Holdings) -> bytes:
        """Return the entries, in the order of their sources."""
        taken: set[str] = set()
        entries = []
        for reading in holdings.readings:
            key = _key(reading.source, taken)
            taken.add(key)
            entries.append(_entry(reading.source, key))
        return "\n".join(entries).encode()


def _entry(source: Source, key: str) -> str:
    kind = "book" if source.isbn or source.publisher else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(source)]
    return "\n".join((f"@{kind}{{{key},", *lines, "}", ""))


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_text(source.title)}}}"  # Twice in braces, so that no style changes its capitals.
    if source.authors:
        yield "author", " and ".join(map(_name, source.authors))
    if source.publisher:
        yield "publisher", _text(source.publisher)
    if year := _YEAR.search(source.published):
        yield "year", year[0]
    if isbn := re.sub(r"[^\dXx-]", "", source.isbn):
        yield "isbn", isbn
    if source.url.startswith(("http://", "https://")):
        yield "url", "".join(_IN_ADDRESS.get(c, c) for c in one_line(without_surrogates(source.url)))


def _text(text: str) -> str:
    shown = (c for c in one_line(without_surrogates(text)) if unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(_SPECIAL.get(c, c) for c in shown)


def _name(name: str) -> str:
    """A name; in braces where BibTeX would take it apart wrongly: one of one word, with “and”, or with a comma."""
    told = _text(name)
    is_plain = " " in told and "," not in told and not re.search(r"\band\b", told, re.IGNORECASE) and told.isascii()
    return told if is_plain else f"{{{told}}}"


def _key(source: Source, taken: set[str]) -> str:
    """What it is cited by: letters, digits and hyphens, Chinese by its pinyin."""
    spelt = "-".join(lazy_pinyin(without_surrogates(source.title)))
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_KEY].strip("-") or "source"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
