"""KOReader: its exporter's page, which tells by its styles alone what is a title, a chapter, a quote or a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from commonplace.grammar.html_tree import Node, parse_html
from commonplace.grammar.koreader import document_of
from commonplace.grammar.koreader_entries import Entry, marked, wordless
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Export, Rejected

_TITLE = re.compile(r'<h2 style="font-size:18pt; ?text-align:right;?">')
_PLACE = re.compile(r'<span style="float:right;?">')
_SPACE = re.compile(r"\s+")


class KoReaderHtml(Importer):
    """Reads each entry: date, chapter and page above, the marked words, and the note set in from the left."""

    format = "koreader-html"
    app = ("KOReader", "KOReader")
    description = "KOReader: its exporter's page, one book or several (.html)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a page with its titles and places at the right."""
        count = len(_PLACE.findall(export.text)) if _TITLE.search(export.text) else 0
        if count:
            yield whole(export, CERTAIN, f"{count} entries set as KOReader sets them")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each entry, in order."""
        nodes = parse_html(export.text)
        title, author, chapter, number = "", "", "", 0
        above = ""
        for part, index, end in _parts(nodes):
            if part == "title":
                title, author, chapter, number = _words(nodes, index, end), "", "", 0
            elif part == "author":
                author = _words(nodes, index, end)
            elif part == "chapter":
                chapter = _words(nodes, index, end)
            else:
                is_first = not _is_set(nodes[index], "border-top")  # A line parts the entries of one chapter.
                chapter = "" if is_first and above != "chapter" else chapter
                document = document_of(title=title, authors=author, file="", digest="", name=export.name, extra={})
                entry, words = _entry(nodes, index, end, chapter)
                if any(words):
                    yield marked(entry, number, words, importer=self.format, document=document)
                else:
                    yield wordless(entry, f"{entry.time} {entry.page}".strip())
                number += 1
            above = part


def _parts(nodes: Sequence[Node]) -> Iterator[tuple[str, int, int]]:
    """What is what, and where it begins and ends: at the next one at the latest, since none holds another."""
    found = [(part, index) for index, node in enumerate(nodes) if (part := _part(node))]
    for (part, index), (_, following) in pairwise([*found, ("", len(nodes))]):
        yield part, index, min(nodes[index].end, following)


def _part(node: Node) -> str:
    if node.name != "div":
        return {"h2": "title", "h5": "author"}.get(node.name, "")
    if _is_set(node, "font-weight:bold", "text-align:center"):
        return "chapter"
    return "entry" if _is_set(node, "padding-top:0.5em", "padding-bottom:0.5em") else ""


def _is_set(node: Node, *styles: str) -> bool:
    written = _SPACE.sub("", node.attributes.get("style", ""))
    return all(style in written for style in styles)


def _entry(nodes: Sequence[Node], start: int, end: int, chapter: str) -> tuple[Entry, tuple[str, str]]:
    """Read where and when, and the words and the note, of one entry."""
    spans = [index for index in range(start + 1, end) if nodes[index].name == "span"]
    told: dict[str, list[str]] = {"time": [], "place": [], "words": [], "note": []}
    for index, following in pairwise([*spans, end]):
        behind = min(nodes[index].end, following)
        if _is_set(nodes[index], "float:right"):
            name = next((_words(nodes, at, nodes[at].end) for at in range(index, behind) if nodes[at].name == "b"), "")
            chapter = name or chapter
            told["place"].append(_words(nodes, index, behind).removeprefix(name).lstrip(": \n"))
        else:
            is_note = _is_set(nodes[index], "color:#888888")
            part = "note" if is_note else "words" if told["place"] else "time"
            told[part].append(_words(nodes, index, behind))
    time, place, words, note = ("\n".join(filter(None, parts)) for parts in told.values())
    return Entry(line=nodes[start].line, page=place, time=time, chapter=chapter), (words, note)


def _words(nodes: Sequence[Node], start: int, end: int) -> str:
    """The words between two nodes, with a line's end for each break."""
    return "".join("\n" if node.name == "br" else node.text for node in nodes[start:end]).strip()
