"""W3C Web Annotations as JSON-LD, of whatever software: alone, in lists, collections, pages, and Readium's sets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import file_of, fingerprint_in, is_title, is_web
from commonplace.grammar.json_shape import MisshapenError
from commonplace.grammar.json_text import decode, lines_of_objects
from commonplace.grammar.lines import opening
from commonplace.grammar.linked_bodies import Bodies, read_bodies
from commonplace.grammar.linked_data import address_of, agent_in, kinds_of, listed, name_of, time_in, word
from commonplace.grammar.linked_places import Place, read_place
from commonplace.grammar.markdown_note.inline import attachments, formulas
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Motivation, Rejected
from commonplace.store.jsonld import read_annotation, read_document

_CONTEXT = "www.w3.org/ns/anno"
_HOLDERS = frozenset({"AnnotationCollection", "AnnotationPage", "AnnotationSet", "AnnotationList"})
_ISBN = re.compile(r"(?i)(?:urn:)?(?:isbn[:\s]*)?((?:97[89][\d-]{10,14})|\d{9}[\dX])")
_MOTIVATIONS: Mapping[str, Motivation] = {
    "questioning": "questioning",
    "describing": "describing",
    "replying": "replying",
    "assessing": "assessing",
}
_READ = frozenset(
    [
        "@context", "id", "@id", "type", "@type", "motivation", "motivatedBy", "created", "modified", "creator", "body",
        "hasBody", "bodyValue", "target", "hasTarget", "commonplace",
    ]
)  # fmt: skip
_PLAIN = frozenset({"", "highlighting", "commenting", "bookmarking", *_MOTIVATIONS})
_OF_BOOK = frozenset({"dc:identifier", "dc:title", "dc:publisher", "dc:creator", "dc:date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """What holds annotations.

    Attributes
    ----------
    about : mapping
        What a set of Readium says of its book.
    documents : mapping
        Those that a collection of ours lists, by their keys.
    """

    about: Mapping[str, JSON] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """An object that is, or stands where there should be, an annotation; `number` counts objects from 0."""

    raw: JSON
    number: int
    within: _Set


class WebAnnotation(Importer):
    """Reads every annotation in the file, wherever it stands in it."""

    format = "web-annotation"
    app = ("Web Annotation", "Web Annotation")
    description = "W3C Web Annotation: JSON-LD of any software, Readium's annotation sets, commonplace's own (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON that holds annotations of the standard, or collections of them."""
        text = export.text
        if opening(text) not in {"[", "{"} or "Annotation" not in text:
            return
        is_said = _CONTEXT in text
        try:
            found = _items(decode(text))
        except MalformedExportError as error:
            if is_said:
                yield whole(export, TYPICAL, f"Web Annotations in JSON that {error.problem}")
            return
        if found:
            yield whole(export, CERTAIN if is_said else TYPICAL, f"{len(found)} Web Annotations")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in order."""
        found = _items(decode(export.text, name=export.name))
        if not found:
            raise MalformedExportError(
                "holds no Web Annotations", hint='They are objects of the type "Annotation".', path=export.name
            )
        lines = lines_of_objects(export.text)
        documents: dict[str, Document] = {}
        for number, item in enumerate(found):
            try:
                unit = _annotation(item, export.name, number, documents)
            except _NotHereError as error:
                problem, by_design = str(error), True
            except MisshapenError as error:
                problem, by_design = f"{error}; mend it, or export again from the app that wrote it", False
            else:
                documents[unit.native_id] = unit.document
                yield unit
                continue
            line = lines[min(item.number, len(lines) - 1)] if lines else 1
            yield Rejected(
                line=line, problem=problem, raw=json.dumps(item.raw, ensure_ascii=False), by_design=by_design
            )


class _NotHereError(Exception):
    """An annotation, or a page of them, of which the file has no more than the address."""


@dataclass(slots=True)
class _Finder:
    """Walks JSON, and finds every annotation in it and what stands where there should be one."""

    found: list[_Item] = field(default_factory=list)
    objects: int = 0

    def visit(self, value: JSON, within: _Set, *, is_inside: bool = False, is_item: bool = False) -> None:
        """Take a value and all that it holds, in the order of the file; `is_inside` an annotation nothing is one."""
        kinds = kinds_of(value) if isinstance(value, dict) else frozenset[str]()
        is_annotation = not is_inside and "Annotation" in kinds
        if is_annotation or (is_item and not kinds & _HOLDERS):
            self.found.append(_Item(raw=value, number=self.objects, within=within))
            is_inside = True
        if isinstance(value, list):
            for one in value:
                self.visit(one, within, is_inside=is_inside)
        elif isinstance(value, dict):
            self._open(value, kinds, within, is_inside=is_inside)

    def _open(self, holder: Mapping[str, JSON], kinds: frozenset[str], within: _Set, *, is_inside: bool) -> None:
        at, before = self.objects, len(self.found)
        self.objects += 1
        within = within if is_inside else _set(holder, within)
        for key, inner in holder.items():
            if key in {"items", "resources"} and kinds & _HOLDERS and isinstance(inner, list) and not is_inside:
                for one in inner:
                    self.visit(one, within, is_item=True)
            else:
                self.visit(inner, within, is_inside=is_inside)
        if "AnnotationCollection" in kinds and not is_inside and len(self.found) == before and holder.get("total") != 0:
            self.found.append(_Item(raw=dict(holder), number=at, within=within))


def _items(value: JSON) -> list[_Item]:
    finder = _Finder()
    finder.visit(value, _Set())
    # What is called an annotation and is about nothing, in no collection of them, is something else.
    return finder.found if any(map(_is_ours, finder.found)) else []


def _is_ours(item: _Item) -> bool:
    raw = item.raw
    return isinstance(raw, dict) and bool(kinds_of(raw) & _HOLDERS or raw.keys() & {"target", "hasTarget"})


def _set(holder: Mapping[str, JSON], outer: _Set) -> _Set:
    """What `holder` says of the annotations in it."""
    about = holder.get("about")
    ours = holder.get("commonplace")
    listed_here = listed(ours.get("documents")) if isinstance(ours, dict) else []
    documents: dict[str, Document] = {}
    for one in listed_here:
        try:
            document = read_document(one)
        except ValueError:
            continue
        documents[document.key] = document
    return _Set(
        about=about if isinstance(about, dict) else outer.about,
        documents=documents or outer.documents,
    )


def _annotation(item: _Item, name: str, number: int, known: Mapping[str, Document]) -> Annotation:
    """Read one annotation; `known` are the documents of those above it, which it may answer."""
    raw = item.raw
    if isinstance(raw, str):
        raise _NotHereError(f"this annotation is elsewhere ({raw[:200]}): import it from there")
    if not isinstance(raw, dict):
        raise MisshapenError("an annotation belongs here")
    kinds = kinds_of(raw)
    if "AnnotationCollection" in kinds:
        raise _NotHereError("the pages of this collection are elsewhere: import them from there")
    if "Annotation" not in kinds:
        raise MisshapenError("this is not of the type “Annotation”")
    return _ours(raw, item.within) or _others(raw, item, name, number, known)


def _ours(raw: Mapping[str, JSON], within: _Set) -> Annotation | None:
    """Read an annotation that commonplace wrote, with all that it had; None if it is none."""
    if not (within.documents and isinstance(raw.get("commonplace"), dict)):
        return None
    try:
        return read_annotation(raw, within.documents)
    except (KeyError, ValueError):
        return None


def _others(raw: Mapping[str, JSON], item: _Item, name: str, number: int, known: Mapping[str, Document]) -> Annotation:
    place = read_place(raw)
    motivation = _motivation(raw)
    bodies = read_bodies(raw, "tagging" if motivation == "tagging" else "commenting")
    answered = place.source if motivation == "replying" else ""
    target = place.target
    note = "\n\n".join(one.value for one in bodies.written if one.purpose != "tagging")
    return Annotation(
        importer=WebAnnotation.format,
        document=(known.get(answered) if answered else None) or _document(place, item.within, name),
        motivation=_kind(motivation, bodies, is_marked=bool(target.selectors or target.others)),
        native_id=address_of(dict(raw)),
        selectors=target.selectors,
        bodies=bodies.written,
        locator=Locator(
            headings=target.headings,
            page=target.page,
            physical_page=target.physical_page,
            rectangle=target.rectangle,
            order=(*place.order, number),
        ),
        created=time_in(raw.get("created")),
        updated=time_in(raw.get("modified")),
        creator=agent_in(raw.get("creator")),
        reply_to=answered,
        color=bodies.color,
        formulas=formulas(note),
        attachments=attachments(note),
        extra=_rest(raw, place, bodies, item.within),
    )


def _motivation(raw: Mapping[str, JSON]) -> str:
    named = [name_of(one) for one in listed(raw.get("motivation", raw.get("motivatedBy")))]
    return next((one for one in named if one in _MOTIVATIONS), next(iter(named), ""))


def _kind(motivation: str, bodies: Bodies, *, is_marked: bool) -> Motivation:
    if found := _MOTIVATIONS.get(motivation):
        return found
    if motivation == "bookmarking" and not bodies.written:
        return "bookmarking"
    if bodies.written or bodies.others:
        return "commenting"
    return "highlighting" if is_marked else "bookmarking"


def _document(place: Place, within: _Set, name: str) -> Document:
    """Say what is annotated: the book of a set, or the resource itself."""
    about = within.about
    identifiers = [one for one in listed(about.get("dc:identifier")) if isinstance(one, str)]
    numbers = (match for one in identifiers if (match := _ISBN.fullmatch(one.strip())))
    title = word(about.get("dc:title"))
    if title or identifiers:
        return Document(
            key=next(iter(identifiers), title),
            title=title,
            authors=tuple(filter(None, map(agent_in, listed(about.get("dc:creator"))))),
            publisher=agent_in(about.get("dc:publisher")),
            published=word(about.get("dc:date")),
            isbn=next((match[1] for match in numbers), ""),
            extra={key: value for key, value in about.items() if key not in _OF_BOOK}
            | ({"identifiers": list(identifiers)} if len(identifiers) > 1 else {}),
        )
    source = place.source
    fingerprint = fingerprint_in([source])
    file = "" if fingerprint or not source else file_of(source)
    return Document(
        key=fingerprint or source or name,
        title=place.title if is_title(place.title, [source]) else "",
        url=source if is_web(source) else "",
        file=file,
        fingerprint=fingerprint,
    )


def _rest(raw: Mapping[str, JSON], place: Place, bodies: Bodies, within: _Set) -> dict[str, JSON]:
    """What the model has no place for."""
    rest = {key: value for key, value in raw.items() if key not in _READ}
    rest |= {key: raw[key] for key in ("created", "modified") if key in raw and not time_in(raw[key])}
    for key in ("id", "creator"):
        if key in raw and not isinstance(raw[key], str):
            rest[key] = raw[key]
    named = listed(raw.get("motivation", raw.get("motivatedBy")))
    rest |= {"motivation": named} if len(named) > 1 or _motivation(raw) not in _PLAIN else {}
    rest |= {"bodies": list(bodies.others)} if bodies.others else {}
    rest |= {"style": bodies.style} if bodies.style else {}
    rest |= {"resource": place.source} if within.about and place.source else {}
    return rest | dict(place.extra)
