"""Markdown of the plugin Better Notes: its annotations and citations are HTML, with what Zotero knows in attributes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from commonplace.grammar.zotero.items import document_of, key_in, told_in
from commonplace.model import JSON, Document

_MARKED = re.compile(
    r'<span class="(?:highlight|underline)" data-annotation="(?P<data>[^"<>]*)"[^<>]*>'
    r"(?P<inside>(?:[^<]|<(?!/?span\b))*+)</span>"
)
_IMAGE = re.compile(r"!\[\\?<img\b(?P<attributes>[^<>]*)>[^\]\n]*\]\((?P<path>[^)\n]*)\)")
_OF_IMAGE = re.compile(r'\bdata-annotation="([^"<>]*)"')
_CITATION = re.compile(
    r'<span class="citation" data-citation="(?P<data>[^"<>]*)"[^<>]*>'
    r"(?P<inside>(?:[^<]|<(?!/?span\b)|<span class=\"citation-item\">(?:[^<]|<(?!/?span\b))*+</span>)*+)</span>"
)
_HREF = re.compile(r'<a\b[^<>]*\bhref="([^"<>]*)"')
_HTML = re.compile(r"\s*<(?!(?:span|mark|a)\b)[A-Za-z!?]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_DRESS = re.compile(r"</?span\b[^<>]*>")
_LIBRARY = re.compile(r"zotero\.org/(groups/\d+)/")
_CONTENTS = re.compile(r"(?m)^\[TOC\][ \t]*$|(?<=\))\\[ \t]*$")
"""Where a table of contents is to stand, and the break of a line below an area."""


def is_html(text: str) -> bool:
    """Whether a note is HTML as a whole; one that begins with a marked span may be Markdown."""
    return _HTML.match(text) is not None


def untangled(text: str) -> str:
    """Write the HTML of Better Notes as templates write annotations, citations and areas; each line stays one."""
    if "data-annotation=" not in text and "data-citation=" not in text:
        return text
    text = _CITATION.sub(_citation, _IMAGE.sub(_area, _MARKED.sub(_highlight, text)))
    return _CONTENTS.sub("", _DRESS.sub("", text))


def cited_work(text: str) -> Document | None:
    """Describe the work that a note cites, if its citations hold what Zotero knows of exactly one."""
    works: dict[str, Mapping[str, JSON]] = {}
    for match in _CITATION.finditer(text) if "itemData" in text else ():
        for item in _items(told_in(match["data"])):
            key, data = _key(item), item.get("itemData")
            if key and isinstance(data, dict):
                works[key] = data
    return document_of(next(iter(works.values())), next(iter(works))) if len(works) == 1 else None


def _items(citation: Mapping[str, JSON]) -> list[Mapping[str, JSON]]:
    items = citation.get("citationItems")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _key(item: Mapping[str, JSON]) -> str:
    uris = item.get("uris")
    return next((key for uri in uris if (key := key_in(str(uri)))), "") if isinstance(uris, list) else ""


def _words(inside: str) -> str:
    return html.unescape(_TAG.sub("", inside))


def _highlight(match: re.Match[str]) -> str:
    data = told_in(match["data"])
    href = _HREF.search(match["inside"])
    words = _words(match["inside"])
    color = data.get("color")
    mark = f'<mark style="background: {color}">' if isinstance(color, str) else "<mark>"
    link = _link(data, html.unescape(href[1]) if href else "")
    return f"{mark}{words}</mark> {link}" if link else f"{mark}{words}</mark>"


def _area(match: re.Match[str]) -> str:
    data = _OF_IMAGE.search(match["attributes"])
    link = _link(told_in(data[1]), "") if data else ""
    return f"![]({match['path']}) {link}" if link else f"![]({match['path']})"


def _link(data: Mapping[str, JSON], address: str) -> str:
    """Link the annotation; `address` is that of the note, which lacks the annotation's key in older ones."""
    uri, label, key = (str(data.get(name) or "") for name in ("attachmentURI", "pageLabel", "annotationKey"))
    if not address and key_in(uri):
        group = _LIBRARY.search(uri)
        position = data.get("position")
        index = position.get("pageIndex") if isinstance(position, dict) else None
        page = index + 1 if isinstance(index, int) else label
        address = f"zotero://open-pdf/{group[1] if group else 'library'}/items/{key_in(uri)}?page={page}"
    if key and address and "annotation=" not in address:
        address += f"{'&' if '?' in address else '?'}annotation={key}"
    return f"([{f'p. {label}' if label else 'pdf'}]({address}))" if address else ""


def _citation(match: re.Match[str]) -> str:
    words = _words(match["inside"]).strip().removeprefix("(").removesuffix(")").replace("[", "(").replace("]", ")")
    key = next(filter(None, map(_key, _items(told_in(match["data"])))), "")
    return f"([{words}](zotero://select/library/items/{key}))" if key else f"({words})"
