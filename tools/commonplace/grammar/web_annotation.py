"""The annotation object of Hypothesis, which Obsidian Annotator writes too: targets, selectors, documents.

Reading is strict about what it knows, so that half of an annotation never passes for the whole, and keeps as it is
written what it does not know: kinds of selectors come and go with each year of the Hypothesis client.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from commonplace.grammar.addresses import file_of, fingerprint_in, is_web
from commonplace.grammar.json_shape import (
    MisshapenError,
    as_integer,
    as_object,
    as_text,
    items,
    mapping,
    member,
    needed_text,
    sequence,
    text,
)
from commonplace.model import JSON, FragmentSelector, Selector, TextPositionSelector, TextQuoteSelector

EPUB_CFI = "http://www.idpf.org/epub/linking/cfi/epub-cfi.html"
"""What the value of a `FragmentSelector` for a place in an EPUB conforms to."""
_NOTHING: Mapping[str, JSON] = MappingProxyType({})


class Target(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an annotation is about: a place in a document.

    Attributes
    ----------
    source : str
        The address of the document.
    selectors : tuple of Selector
        Those that the model knows, in their order.
    headings : tuple of str
        The chapter of an EPUB.
    page : str
        The page as printed.
    physical_page : int or None
        The page as counted, from 1.
    rectangle : str
        An area of that page, as in `Locator`.
    spine : tuple of int
        Where the chapter stands among those of the EPUB.
    others : tuple of JSON
        Selectors of which the above does not tell everything.
    extra : mapping
        What stands beside source and selectors, and further targets, which Hypothesis itself never writes.
    """

    source: str = ""
    selectors: tuple[Selector, ...] = ()
    headings: tuple[str, ...] = ()
    page: str = ""
    physical_page: int | None = None
    rectangle: str = ""
    spine: tuple[int, ...] = ()
    others: tuple[JSON, ...] = ()
    extra: Mapping[str, JSON] = msgspec.field(default_factory=dict)

    @property
    def quote(self) -> TextQuoteSelector | None:
        """The marked words."""
        for selector in self.selectors:
            if isinstance(selector, TextQuoteSelector):
                return selector
        return None

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts the targets in one document; what has no place in its text comes first."""
        for selector in self.selectors:
            if isinstance(selector, TextPositionSelector):
                return (*self.spine, selector.start)
        return self.spine

    @property
    def kept(self) -> dict[str, JSON]:
        """What the model has no place for, by name."""
        return ({"selectors": list(self.others)} if self.others else {}) | dict(self.extra)


class DocumentObject(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What an annotation says of its document.

    `addresses` are all that it is called by, the annotation's own ``uri`` first; `extra` is what stands beside.
    Annotations that say the same of it share one, which is what compares two.
    """

    title: str
    addresses: tuple[str, ...]
    fingerprint: str
    extra: Mapping[str, JSON]

    @property
    def url(self) -> str:
        """Its first address on the web."""
        return next(filter(is_web, self.addresses), "")

    @property
    def files(self) -> tuple[str, ...]:
        """The paths among its addresses."""
        return tuple(filter(None, map(file_of, self.addresses)))


def read_target(annotation: Mapping[str, JSON]) -> Target:
    """Read the place that `annotation` is about; one without selectors if that is the whole document.

    Raises
    ------
    MisshapenError
        If it is not what Hypothesis writes.
    """
    targets = items(annotation, "target", _target)
    if not targets:
        return Target()
    more = sequence(annotation, "target")[1:]
    return msgspec.structs.replace(targets[0], extra={**targets[0].extra, "more_targets": more}) if more else targets[0]


def read_document(annotation: Mapping[str, JSON]) -> DocumentObject:
    """Read ``uri`` and ``document``; its title is text in a file of the client and a list in an answer of the API.

    Raises
    ------
    MisshapenError
        If they are not what Hypothesis writes.
    """
    uri = text(annotation, "uri")
    if annotation.get("document") is None:
        return _document(b"{}", uri)
    return member(annotation, "document", lambda document: _document(msgspec.json.encode(document), uri))


@lru_cache(maxsize=256)  # Many annotations are of one document, and each says all of it.
def _document(encoded: bytes, uri: str) -> DocumentObject:
    held = as_object(msgspec.json.decode(encoded))
    title = held.get("title")
    titles = [title] if isinstance(title, str) else items(held, "title", as_text)
    links = items(held, "link", lambda link: text(as_object(link), "href"))
    addresses = tuple(dict.fromkeys(filter(None, (uri, *links))))
    return DocumentObject(
        title=next((title.strip() for title in titles if title.strip()), ""),
        addresses=addresses,
        fingerprint=text(held, "documentFingerprint").casefold() or fingerprint_in(addresses),
        extra={key: value for key, value in held.items() if key not in {"title", "link", "documentFingerprint"}},
    )


def _target(raw: JSON) -> Target:
    target = as_object(raw)
    told = _Told()
    items(target, "selector", told.take)
    rest = {key: value for key, value in target.items() if key not in {"source", "selector"}}
    return told.target(text(target, "source"), {"target": rest} if rest else {})


def joined(first: Target, second: Target) -> Target:
    """Join what two selectors say of one place; where they say the same kind of thing, the first is believed."""
    return Target(
        selectors=first.selectors + second.selectors,
        headings=first.headings or second.headings,
        page=first.page or second.page,
        physical_page=second.physical_page if first.physical_page is None else first.physical_page,
        rectangle=first.rectangle or second.rectangle,
        spine=first.spine or second.spine,
        others=first.others + second.others,
    )


def read_selector(raw: JSON) -> Target:
    """Read what one selector says; it is kept whole if it says more than the model holds.

    Raises
    ------
    MisshapenError
        If it is of a kind that the model knows, and not as that kind is.
    """
    told = _Told()
    told.take(raw)
    return told.target()


class _Told(msgspec.Struct, gc=False):
    """What selectors say of a place; of two that say the same kind of thing the first is believed."""

    selectors: list[Selector] = msgspec.field(default_factory=list)
    headings: tuple[str, ...] = ()
    page: str = ""
    physical_page: int | None = None
    rectangle: str = ""
    spine: tuple[int, ...] = ()
    others: list[JSON] = msgspec.field(default_factory=list)

    def take(self, raw: JSON) -> None:
        """Add what one selector says; it is kept whole if it says more than the model holds."""
        selector = as_object(raw)
        read, keys = _KINDS.get(str(selector.get("type")), _UNKNOWN)
        read(selector, self)
        if not selector.keys() <= keys:
            self.others.append(raw)

    def target(self, source: str = "", extra: Mapping[str, JSON] = _NOTHING) -> Target:
        """The place that was told."""
        return Target(
            source=source,
            selectors=tuple(self.selectors),
            headings=self.headings,
            page=self.page,
            physical_page=self.physical_page,
            rectangle=self.rectangle,
            spine=self.spine,
            others=tuple(self.others),
            extra=extra,
        )


def _nothing(_selector: Mapping[str, JSON], _told: _Told) -> None:
    pass


def _text_quote(selector: Mapping[str, JSON], told: _Told) -> None:
    exact = needed_text(selector, "exact")
    told.selectors.append(
        TextQuoteSelector(exact=exact, prefix=text(selector, "prefix"), suffix=text(selector, "suffix"))
    )


def _text_position(selector: Mapping[str, JSON], told: _Told) -> None:
    told.selectors.append(TextPositionSelector(start=_offset(selector, "start"), end=_offset(selector, "end")))


def _fragment(selector: Mapping[str, JSON], told: _Told) -> None:
    value = needed_text(selector, "value")
    told.selectors.append(FragmentSelector(value=value, conforms_to=text(selector, "conformsTo")))


def _page(selector: Mapping[str, JSON], told: _Told) -> None:
    label, page = text(selector, "label"), _offset(selector, "index") + 1
    told.page = told.page or label
    told.physical_page = told.physical_page or page


def _shape(selector: Mapping[str, JSON], told: _Told) -> None:
    """Read an area of a page; other shapes are only kept."""
    shape = mapping(selector, "shape")
    corners = [shape.get(side) for side in ("left", "bottom", "right", "top")]
    is_area = text(selector, "anchor") == "page" and all(isinstance(corner, int | float) for corner in corners)
    told.rectangle = told.rectangle or (",".join(map(str, corners)) if is_area else "")


def _epub_content(selector: Mapping[str, JSON], told: _Told) -> None:
    cfi, title = text(selector, "cfi"), text(selector, "title").strip()
    value = cfi if cfi.startswith("epubcfi(") or not cfi else f"epubcfi({cfi})"
    steps = re.findall(r"/([0-9]{1,9})", cfi.partition("!")[0])
    told.selectors += (FragmentSelector(value=value, conforms_to=EPUB_CFI),) if value else ()
    told.headings = told.headings or ((title,) if title else ())
    told.spine = told.spine or tuple(map(int, steps))


def _media_time(selector: Mapping[str, JSON], told: _Told) -> None:
    """Sort by the moment of a video; the selector is kept."""
    start = selector.get("start")
    if isinstance(start, int | float) and not isinstance(start, bool) and 0 <= start < _LONGEST_SECONDS:
        told.spine = told.spine or (round(start * 1000),)


def _offset(selector: Mapping[str, JSON], key: str) -> int:
    value = selector.get(key)
    return value if type(value) is int and value >= 0 else member(selector, key, _as_offset)


def _as_offset(value: JSON) -> int:
    number = as_integer(value)
    if number < 0:
        raise MisshapenError(f"this counts from 0, so it cannot be {number}")
    return number


_LONGEST_SECONDS = 10**7
_Reader: TypeAlias = Callable[[Mapping[str, JSON], _Told], None]
_UNKNOWN: tuple[_Reader, frozenset[str]] = (_nothing, frozenset())
# Each kind that the model knows: how it is read, and the keys that are then fully told.
_KINDS: Mapping[str, tuple[_Reader, frozenset[str]]] = {
    "TextQuoteSelector": (_text_quote, frozenset({"type", "exact", "prefix", "suffix"})),
    "TextPositionSelector": (_text_position, frozenset({"type", "start", "end"})),
    "FragmentSelector": (_fragment, frozenset({"type", "value", "conformsTo"})),
    "PageSelector": (_page, frozenset({"type", "index", "label"})),
    "ShapeSelector": (_shape, frozenset()),
    "MediaTimeSelector": (_media_time, frozenset()),
    "EPUBContentSelector": (_epub_content, frozenset({"type", "cfi", "title"})),
}
