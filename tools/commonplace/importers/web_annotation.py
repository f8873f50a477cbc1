"""W3C Web Annotations as JSON-LD, of whatever software: alone, in lists, collections, pages, and Readium's sets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import file_of, fingerprint_in, is_title, is_web
from commonplace.grammar.json_shape import MisshapenError
from commonplace.grammar.json_text import lines_of_objects
from commonplace.grammar.lines import opening
from commonplace.grammar.linked_bodies import TAGS, Bodies, read_bodies
from commonplace.grammar.linked_data import (
    BODIES,
    TARGETS,
    address_of,
    agent_in,
    kinds_of,
    listed,
    motivations_of,
    time_in,
    told,
    word,
)
from commonplace.grammar.linked_items import Item, Setting, is_annotation, is_content, items_in, without_front_matter
from commonplace.grammar.linked_places import Place, read_place
from commonplace.grammar.markdown_note.inline import attachments, formulas
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Motivation, Rejected
from commonplace.store.jsonld import read_annotation, read_document

_CONTEXT = re.compile(r"w3\.org/ns/(?:epub[-/])?anno")
_TYPES = ('Annotation"', 'AnnotationCollection"', 'AnnotationPage"', 'AnnotationSet"', 'AnnotationList"', "w3.org/ns/")
_MARKS = ("nnotation", '"TextQuoteSelector"', '"motivation"', '"startOffset"')
_OF_HYPOTHESIS = '"acct:'
"""Its own JSON has such marks in each of thousands of objects, and none of them is said to be an annotation."""
_ISBN = re.compile(r"(?i)(?:urn:)?(?:isbn[:\s]*)?((?:97[89][\d-]{10,14})|\d{9}[\dX])")
_MOTIVATIONS: Mapping[str, Motivation] = {
    "questioning": "questioning",
    "describing": "describing",
    "replying": "replying",
    "assessing": "assessing",
}
_CREATED = ("created", "annotatedAt", "oa:annotatedAt", "dcterms:created", "dc:created", "created_at", "createdAt")
_UPDATED = ("modified", "dcterms:modified", "dc:modified", "updated_at", "updatedAt")
_CREATOR = ("creator", "annotatedBy", "oa:annotatedBy", "dcterms:creator", "dc:creator")
_READ = frozenset(
    [
        *("@context", "id", "@id", "type", "@type", "motivation", "motivatedBy", "bodyValue", "commonplace"),
        *(*BODIES, *TARGETS, *TAGS, *_CREATED, *_UPDATED, *_CREATOR),
    ]
)
_NAMES = frozenset({"@context", "id", "@id", "type", "@type"})
"""All that an object has which only refers to an annotation."""
_PLAIN = frozenset({"", "highlighting", "commenting", "bookmarking", *_MOTIVATIONS})
_OF_BOOK = frozenset({"dc:identifier", "dc:title", "dc:publisher", "dc:creator", "dc:date"})


class WebAnnotation(Importer):
    """Reads every annotation in the file, wherever it stands in it."""

    format = "web-annotation"
    app = ("Web Annotation", "Web Annotation")
    description = (
        "W3C Web Annotation: JSON-LD of any software, Readium's annotation sets, what Annotator.js, Wallabag and"
        " Europe PMC keep, commonplace's own (.json)"
    )

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim JSON that holds annotations of the standard, or collections of them."""
        text = export.text
        is_typed = any(kind in text for kind in _TYPES)
        is_likely = is_typed or (_OF_HYPOTHESIS not in text and any(mark in text for mark in _MARKS))
        if not is_likely or opening(without_front_matter(text)) not in {"[", "{"}:
            return
        is_said = bool(_CONTEXT.search(text))
        try:
            found = items_in(text, read_document)
        except MalformedExportError as error:
            if is_said:
                yield whole(export, TYPICAL, f"Web Annotations in JSON that {error.problem}")
            return
        if found:
            yield whole(export, CERTAIN if is_said else TYPICAL, f"{len(found)} Web Annotations")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each annotation, in order."""
        found = items_in(export.text, read_document, name=export.name)
        if not found:
            raise MalformedExportError(
                "holds no Web Annotations", hint='They are objects of the type "Annotation".', path=export.name
            )
        lines = lines_of_objects(export.text)
        documents: dict[str, Document] = {}
        for number, item in enumerate(found):
            try:
                unit = _annotation(item, export.name, number, documents)
            except _LeftOutError as error:
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


class _LeftOutError(Exception):
    """What is by design no annotation here: one elsewhere, of which the file has the address, and what IIIF shows."""


def _annotation(item: Item, name: str, number: int, known: Mapping[str, Document]) -> Annotation:
    """Read one annotation; `known` are the documents of those above it, which it may answer."""
    raw = item.raw
    if isinstance(raw, str):
        raise _LeftOutError(f"this annotation is elsewhere ({raw[:200]}): import it from there")
    if not isinstance(raw, dict):
        raise MisshapenError("an annotation belongs here")
    if "AnnotationCollection" in kinds_of(raw):
        raise _LeftOutError("the pages of this collection are elsewhere: import them from there")
    # In a page of annotations each is one, whether it says so or not.
    if not (is_annotation(raw) or (not kinds_of(raw) and told(raw, *TARGETS))):
        raise MisshapenError("this is not of the type “Annotation”")
    if raw.keys() <= _NAMES and address_of(dict(raw)):
        raise _LeftOutError(f"this annotation is elsewhere ({address_of(dict(raw))[:200]}): import it from there")
    if is_content(raw):
        raise _LeftOutError("this is the page itself, its picture or its text, and nothing that was said of it")
    return _ours(raw, item.within) or _others(raw, item, name, number, known)


def _ours(raw: Mapping[str, JSON], within: Setting) -> Annotation | None:
    """Read an annotation that commonplace wrote, with all that it had; None if it is none."""
    if not (within.documents and isinstance(raw.get("commonplace"), dict)):
        return None
    try:
        return read_annotation(raw, within.documents)
    except (KeyError, ValueError):
        return None


def _others(raw: Mapping[str, JSON], item: Item, name: str, number: int, known: Mapping[str, Document]) -> Annotation:
    place = read_place(raw)
    motivation = _motivation(raw)
    bodies = read_bodies(raw, "tagging" if motivation == "tagging" else "commenting")
    answered = place.source if motivation == "replying" else ""
    target = place.target
    if "highlighting" in motivations_of(raw) and target.quote:
        bodies = bodies.without(target.quote.exact)
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
        created=time_in(_told_of(raw, _CREATED)),
        updated=time_in(_told_of(raw, _UPDATED)),
        creator=agent_in(_told_of(raw, _CREATOR)),
        reply_to=answered,
        color=bodies.color or _color(raw),
        formulas=formulas(note),
        attachments=attachments(note),
        extra=_rest(raw, place, bodies, item.within),
    )


def _told_of(raw: Mapping[str, JSON], keys: tuple[str, ...]) -> JSON:
    """What an annotation says of itself, or its target, where Annotorious and Recogito keep it."""
    target = raw.get("target")
    return told(raw, *keys) or (told(target, *keys) if isinstance(target, dict) and "bodies" in raw else None)


def _motivation(raw: Mapping[str, JSON]) -> str:
    named = motivations_of(raw)
    return next((one for one in named if one in _MOTIVATIONS), next(iter(named), ""))


def _color(raw: Mapping[str, JSON]) -> str:
    """The colour of an annotation itself, which the standard has no word for."""
    color = raw.get("color")
    return color.strip() if isinstance(color, str) else ""


def _kind(motivation: str, bodies: Bodies, *, is_marked: bool) -> Motivation:
    if found := _MOTIVATIONS.get(motivation):
        return found
    if motivation == "bookmarking" and not bodies.written:
        return "bookmarking"
    if bodies.written or bodies.others:
        return "commenting"
    return "highlighting" if is_marked else "bookmarking"


def _document(place: Place, within: Setting, name: str) -> Document:
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
        title=place.title if is_title(place.title, [source]) else ", ".join(within.labels),
        url=source if is_web(source) else "",
        file=file,
        fingerprint=fingerprint,
    )


def _rest(raw: Mapping[str, JSON], place: Place, bodies: Bodies, within: Setting) -> dict[str, JSON]:
    """What the model has no place for."""
    rest = {key: value for key, value in raw.items() if key not in _READ}
    rest = {key: value for key, value in rest.items() if key != "color" or bodies.color or not _color(raw)}
    rest |= {key: raw[key] for key in TAGS if any(not isinstance(one, str) for one in listed(raw.get(key)))}
    rest |= {key: raw[key] for key in (*_CREATED, *_UPDATED) if key in raw and not time_in(raw[key])}
    rest |= {key: raw[key] for key in ("id", *_CREATOR) if key in raw and not isinstance(raw[key], str)}
    named = listed(told(raw, "motivation", "motivatedBy"))
    rest |= {"motivation": named} if len(named) > 1 or _motivation(raw) not in _PLAIN else {}
    rest |= {"bodies": list(bodies.others)} if bodies.others else {}
    rest |= {"style": bodies.style} if bodies.style else {}
    rest |= {"resource": place.source} if within.about and place.source else {}
    return rest | dict(place.extra)
