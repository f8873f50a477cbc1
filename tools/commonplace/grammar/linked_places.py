"""The targets of a W3C Web Annotation in all their shapes; what the model has no word for is kept as it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce

import msgspec
from msgspec import structs
from msgspec.structs import replace

from commonplace.grammar.json_shape import MisshapenError
from commonplace.grammar.linked_data import TARGETS, address_of, kinds_of, listed, name_of, told, word
from commonplace.grammar.text_fragments import words_of
from commonplace.grammar.web_annotation import Target, joined, read_selector
from commonplace.model import JSON, FragmentSelector, TextPositionSelector, TextQuoteSelector

_GROUPS = frozenset({"Choice", "Composite", "Independents", "List"})
_PAGE = re.compile(r"(?:^|&)page=(\d{1,6})(?:&|$)")
_ASSERTION = re.compile(r"\[[^\]]{0,200}\]")
_STEP = re.compile(r"[/:](\d{1,9})")
_WHOLE = 10**6
_REASONABLE_PAGE = 10**6


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What an annotation is about.

    Attributes
    ----------
    source : str
        The address of the resource, without its fragment; empty if it is not said.
    title : str
        What the resource is called.
    target : Target
        The place within it.
    order : tuple of int
        Sorts places in one document.
    extra : mapping
        What the model has no place for, by name.
    """

    source: str = ""
    title: str = ""
    target: Target = msgspec.field(default_factory=Target)
    order: tuple[int, ...] = ()
    extra: Mapping[str, JSON] = msgspec.field(default_factory=dict)


def read_place(annotation: Mapping[str, JSON]) -> Place:
    """Read what `annotation` is about: its first target; further ones are kept.

    Raises
    ------
    MisshapenError
        If it is about nothing that has an address or a place.
    """
    targets = listed(told(annotation, *TARGETS))
    first = targets[0] if targets else None
    if isinstance(first, dict) and (kinds_of(first) & _GROUPS or "items" in first) and "source" not in first:
        targets = [*listed(first.get("items")), *targets[1:]]
        first = targets[0] if targets else None
    if isinstance(first, str) and first.strip():
        place = _split(Place(source=first.strip()))
    elif isinstance(first, dict):
        place = _of_object(first)
    else:
        raise MisshapenError("an address or an object belongs here", "target")
    place, further = replace(place, target=_worded(place.target)), targets[1:]
    return replace(place, extra={**place.extra, "more_targets": further}) if further else place


def _of_object(target: Mapping[str, JSON]) -> Place:
    source = told(target, "source", "hasSource", "full")
    selectors = [one for held in listed(told(target, "selector", "hasSelector")) for one in _alternatives(held)]
    if not selectors and source is None and any(kind.endswith("Selector") for kind in kinds_of(target)):
        selectors, target = [dict(target)], {}  # Some leave out what holds the selector.
    resource = source if isinstance(source, dict) else {}
    meta = target.get("meta")
    found = reduce(joined, map(_selected, selectors), _of_meta(meta if isinstance(meta, dict) else {}))
    titles = (word(holder.get(key)) for holder in (target, resource) for key in ("title", "dc:title", "label"))
    rest = {
        key: value
        for key, value in target.items()
        if key not in {"source", "hasSource", "full", "selector", "hasSelector", "type", "@type", "id", "@id", "meta"}
    }
    rest |= {"meta": meta} if isinstance(meta, dict) and meta.keys() - {"headings", "page"} else {}
    rest |= {"source": resource} if resource.keys() - {"id", "@id", "type", "@type"} else {}
    place = Place(
        source=address_of(next(iter(listed(source)), None)) or address_of(dict(target)),
        title=next(filter(None, titles), ""),
        target=found,
        order=_order(found, [one for one in selectors if isinstance(one, dict)]),
        extra={**found.kept, **({"target": rest} if rest else {})},
    )
    return _split(place)


def _alternatives(selector: JSON) -> list[JSON]:
    """Each selector of a choice, the default first: what IIIF Presentation 2 writes for a shape with its box."""
    if isinstance(selector, dict) and "Choice" in kinds_of(selector):
        return [*listed(selector.get("default")), *listed(told(selector, "item", "items"))]
    return [selector]


def _of_meta(meta: Mapping[str, JSON]) -> Target:
    """What Readium tells of a place for its readers: headings above it, the page."""
    headings = [word(one.get("txt", one.get("text"))) for one in listed(meta.get("headings")) if isinstance(one, dict)]
    page = meta.get("page")
    is_number = isinstance(page, int) and not isinstance(page, bool)
    return Target(headings=tuple(filter(None, headings)), page=str(page) if is_number else word(page))


def _selected(selector: JSON) -> Target:
    """What a selector and those that refine it say; an offset within what another one selected is only kept."""
    if not isinstance(selector, dict):
        return Target(others=(selector,) if selector else ())
    if "quote" in selector and "type" not in selector:
        # As Recogito keeps a place in a text.
        position = {key: value for key, value in selector.items() if key in {"start", "end"}}
        quote = selector["quote"] if isinstance(selector["quote"], dict) else {"exact": selector["quote"]}
        return joined(
            _selected({**quote, "type": "TextQuoteSelector"}),
            _selected({"type": "TextPositionSelector", **position}),
        )
    kind = name_of(next(iter(listed(selector.get("type", selector.get("@type")))), None))
    plain: dict[str, JSON] = {
        key: value for key, value in selector.items() if key not in {"refinedBy", "id", "@id", "@type"}
    }
    if kind == "TextQuoteSelector" and "exact" not in plain and isinstance(plain.get("value"), str):
        plain["exact"] = plain.pop("value")  # All other selectors have a value, and some take this one for the like.
    if not isinstance(plain.get("exact", ""), str):
        plain["exact"] = word(told(plain["exact"], "@value") if isinstance(plain["exact"], dict) else plain["exact"])
    exact = plain.get("exact")
    words = (TextQuoteSelector(exact=exact),) if isinstance(exact, str) and exact.strip() else ()
    try:
        found = read_selector({**plain, "type": kind})
    except MisshapenError:
        return Target(selectors=words if kind.endswith("Selector") else (), others=(selector,))
    if words and kind.endswith("Selector") and not found.quote:
        found = structs.replace(found, selectors=(*found.selectors, *words))  # Some tell the words with the position.
    found = _with_page(found)
    for refining in listed(selector.get("refinedBy")):
        inner = _selected(refining)
        quotes = tuple(one for one in inner.selectors if not isinstance(one, TextPositionSelector))
        found = joined(found, structs.replace(inner, selectors=quotes, others=()))
    whole: tuple[JSON, ...] = (selector,) if found.others or "refinedBy" in selector else ()
    return structs.replace(found, others=whole)


def _with_page(found: Target) -> Target:
    """Read the page of a PDF out of ``page=10``."""
    for selector in found.selectors:
        match = _PAGE.search(selector.value) if isinstance(selector, FragmentSelector) else None
        if match and 0 < int(match[1]) < _REASONABLE_PAGE:
            return structs.replace(found, physical_page=int(match[1]))
    return found


def _worded(found: Target) -> Target:
    """Read the words of a passage out of a fragment, if nothing else tells them."""
    if any(isinstance(one, TextQuoteSelector) for one in found.selectors):
        return found
    told = (words_of(one.value) for one in found.selectors if isinstance(one, FragmentSelector))
    words = next(filter(None, told), None)
    return structs.replace(found, selectors=(words, *found.selectors)) if words else found


def _split(place: Place) -> Place:
    """Part an address from its fragment, which is a place in the resource."""
    source, mark, fragment = place.source.partition("#")
    if not (mark and source and fragment):
        return place
    selector = FragmentSelector(value=fragment)
    found = _with_page(Target(selectors=(selector,)))
    return replace(place, source=source, target=joined(place.target, found), order=place.order or _order(found, ()))


def _order(found: Target, selectors: Sequence[Mapping[str, JSON]]) -> tuple[int, ...]:
    for selector in found.selectors:
        if isinstance(selector, FragmentSelector) and selector.value.startswith("epubcfi("):
            # The parent path and where the range begins; where it ends does not matter.
            start = "".join(_ASSERTION.sub("", selector.value).split(",")[:2])
            return tuple(map(int, _STEP.findall(start)))
    if found.physical_page is not None:
        return (found.physical_page, *found.order)
    progress = (one.get("value") for one in selectors if name_of(one.get("type")) == "ProgressionSelector")
    parts = [int(one * _WHOLE) for one in progress if isinstance(one, int | float) and 0 <= one <= 1]
    return tuple(parts[:1]) or found.order
