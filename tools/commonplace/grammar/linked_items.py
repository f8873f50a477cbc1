"""Where annotations stand in JSON-LD: alone, in lists, collections, pages, manifests of IIIF, or one on each line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.json_text import decode, values_in
from commonplace.grammar.linked_data import TARGETS, kinds_of, listed, motivations_of, word
from commonplace.grammar.linked_kin import as_annotation
from commonplace.grammar.linked_names import is_long, shortened
from commonplace.model import JSON, Document

_HOLDERS = frozenset({"AnnotationCollection", "AnnotationPage", "AnnotationSet", "AnnotationList"})
_FRONT_MATTER = re.compile(r"---\n(?:(?!---\n|[{\[]).*\n){0,50}---\n(?=\s*[{\[])")
_SEVERAL = re.compile(r"\}\s*+\{")
"""Where one object ends and the next begins, as ``jq`` and programs that forget the end of a line write them."""
_LABELLED = frozenset({"Manifest", "Canvas"})
_LISTS = frozenset({"items", "resources"})
_MOTIVATIONS = frozenset(
    [
        *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
        *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
        *("captioning", "subtitling", "supplementing", "transcribing", "translating"),
    ]
)
"""What the standard says that an annotation may be for, and what libraries add to that."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around annotations and says what they are about.

    Attributes
    ----------
    about : mapping
        What a set of Readium says of its book.
    labels : tuple of str
        What IIIF calls the manifest and the canvas in it.
    documents : mapping
        Those that a collection of ours lists, by their keys.
    page : mapping
        What keeps annotations with the page that they are on.
    """

    about: Mapping[str, JSON] = msgspec.field(default_factory=dict)
    labels: tuple[str, ...] = ()
    documents: Mapping[str, Document] = msgspec.field(default_factory=dict)
    page: Mapping[str, JSON] = msgspec.field(default_factory=dict)


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An object that is, or stands where there should be, an annotation; `number` counts objects from 0."""

    raw: JSON
    number: int
    within: Setting


def items_in(text: str, read_document: Callable[[JSON], Document], *, name: str = "") -> list[Item]:
    """Find the annotations in `text`; none if it is JSON of something else.

    Parameters
    ----------
    text : str
        The export.
    read_document : callable
        Reads what a collection of ours lists; a ValueError says that it is something else.
    name : str
        The file, for the error.

    Raises
    ------
    MalformedExportError
        If it is no JSON, neither as a whole nor line by line.
    """
    finder = _Finder(read_document)
    value = _decoded(text, name)
    finder.visit(shortened(value) if is_long(text) else value, Setting())
    # What is called an annotation and is about nothing, in no collection of them, is something else.
    return finder.found if any(map(_is_said_of_something, finder.found)) else []


def is_annotation(raw: Mapping[str, JSON]) -> bool:
    """Tell an annotation by its type; without one, by what it is for, or by its target.

    The target quotes words, or names the annotation, which is how Annotorious and Recogito keep it.
    """
    target = next(iter(listed(raw.get("target"))), None)
    if "Annotation" in kinds_of(raw):
        return True
    within = target if isinstance(target, dict) else {}
    named = within.get("annotation") if "bodies" in raw else None
    if isinstance(named, str) and named == raw.get("id"):
        return True
    if kinds_of(raw) or "uri" in raw or not target:  # Hypothesis has targets too, and tells a second time of what.
        return False
    is_said = bool(raw.keys() & {"body", "bodyValue"})
    is_for_it = is_said and _MOTIVATIONS.issuperset(motivations_of(raw) or [""])
    return is_for_it or ((is_said or "source" in within) and _quotes(within))


def _quotes(target: Mapping[str, JSON]) -> bool:
    selectors = (one for one in listed(target.get("selector")) if isinstance(one, dict))
    return any("TextQuoteSelector" in kinds_of(one) for one in selectors)


def is_content(raw: Mapping[str, JSON]) -> bool:
    """Tell what IIIF calls an annotation and is the page itself: its picture, its text."""
    return motivations_of(raw) == ["painting"]


def without_front_matter(text: str) -> str:
    """Blank out the front matter by which Jekyll, where Annonatate keeps annotations, knows that a file is a page."""
    matter = _FRONT_MATTER.match(text)
    return "\n" * matter[0].count("\n") + text[matter.end() :] if matter else text


def _decoded(text: str, name: str) -> JSON:
    text = without_front_matter(text)
    try:
        return decode(text, name=name)
    except MalformedExportError:
        lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) > 1 and all(line[0] == "{" and line[-1] == "}" for _, line in lines):
            return [decode(line, name=name, first_line=number) for number, line in lines]
        if not _SEVERAL.search(text):
            raise
        return values_in(text, name=name)


class _Finder(msgspec.Struct):
    """Walks JSON, and finds every annotation in it and what stands where there should be one."""

    read_document: Callable[[JSON], Document]
    found: list[Item] = msgspec.field(default_factory=list)
    objects: int = 0

    def visit(self, value: JSON, within: Setting, *, is_inside: bool = False, is_item: bool = False) -> None:
        """Take a value and all that it holds, in the order of the file; `is_inside` an annotation nothing is one."""
        if isinstance(value, dict) and not is_inside:
            value = as_annotation(value, within.page) or value
        is_one = not is_inside and isinstance(value, dict) and is_annotation(value)
        kinds = kinds_of(value) if isinstance(value, dict) else frozenset[str]()
        if is_one or (is_item and not kinds & _HOLDERS):
            self.found.append(Item(raw=value, number=self.objects, within=within))
            is_inside = True
        if isinstance(value, list):
            for one in value:
                self.visit(one, within, is_inside=is_inside)
        elif isinstance(value, dict):
            self._open(value, kinds, within, is_inside=is_inside)

    def _open(self, holder: Mapping[str, JSON], kinds: frozenset[str], within: Setting, *, is_inside: bool) -> None:
        at, before = self.objects, len(self.found)
        self.objects += 1
        within = within if is_inside else self._setting(holder, kinds, within)
        for key, inner in holder.items():
            if key in _LISTS and kinds & _HOLDERS and isinstance(inner, list) and not is_inside:
                for one in inner:
                    self.visit(one, within, is_item=True)
            else:
                self.visit(inner, within, is_inside=is_inside)
        if "AnnotationCollection" in kinds and not is_inside and len(self.found) == before and holder.get("total") != 0:
            self.found.append(Item(raw=dict(holder), number=at, within=within))

    def _setting(self, holder: Mapping[str, JSON], kinds: frozenset[str], outer: Setting) -> Setting:
        """What `holder` says of the annotations in it."""
        about = holder.get("about")
        ours = holder.get("commonplace")
        listed_here = listed(ours.get("documents")) if isinstance(ours, dict) else []
        documents: dict[str, Document] = {}
        for one in listed_here:
            try:
                document = self.read_document(one)
            except ValueError:
                continue
            documents[document.key] = document
        label = word(holder.get("label")) if kinds & _LABELLED else ""
        return Setting(
            about=about if isinstance(about, dict) else outer.about,
            labels=(*outer.labels, label) if label else outer.labels,
            documents=documents or outer.documents,
            page=holder if isinstance(holder.get("annotations"), list) and "url" in holder else outer.page,
        )


def _is_said_of_something(item: Item) -> bool:
    raw = item.raw
    if not isinstance(raw, dict):
        return False
    return bool(kinds_of(raw) & _HOLDERS or raw.keys() & set(TARGETS)) and not is_content(raw)
