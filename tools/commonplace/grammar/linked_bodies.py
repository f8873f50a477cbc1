"""The bodies of a W3C Web Annotation in all their shapes; what is no text is kept as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from commonplace.grammar.html_markdown import markdown_of
from commonplace.grammar.linked_data import BODIES, address_of, kinds_of, listed, name_of, time_in, told, word
from commonplace.model import JSON, Purpose, TextualBody

_PURPOSES: Mapping[str, Purpose] = {
    "commenting": "commenting",
    "tagging": "tagging",
    "questioning": "questioning",
    "describing": "describing",
    "replying": "replying",
    "assessing": "assessing",
}
TAGS = ("keyword", "tag", "keywords", "tags")
"""What may hold the tags of an annotation, or of a body of it, beside the bodies that are tags."""
_TOLD_OF_BODY = frozenset(
    [
        *("type", "@type", "value", "chars", "bodyValue", "text", "content"),
        *("purpose", "format", "created", "color", "highlight", *TAGS),
    ]
)
_VALUES = ("value", "chars", "cnt:chars", "rdf:value", "bodyValue", "text", "content")
"""What holds the words of a body: by the standards, and, the last two, as some programs and drafts call it."""
_LABELS = ("label", "rdfs:label", "skos:prefLabel", "prefLabel")
_NAMING = frozenset(["tagging", "classifying", "identifying", "geotagging"])
_TAGS = frozenset(["Tag", "SemanticTag", "Concept"])
_HTML = re.compile(r"<(?:p|div|ul|ol|h[1-6]|blockquote)\b[^<>]*>.*</\w+>", re.DOTALL)
"""What Mirador's editor writes, which says of no body that it is HTML."""
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LANGUAGE = re.compile(r"@?none|[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")
"""The key of a language map: a tag of RFC 5646, or what IIIF writes for no language."""


class Bodies(msgspec.Struct, frozen=True, kw_only=True):
    """What the bodies of an annotation say; `others` are those that are no text, or say more than it."""

    written: tuple[TextualBody, ...] = ()
    color: str = ""
    style: str = ""
    others: tuple[JSON, ...] = ()

    def without(self, quote: str) -> Bodies:
        """The same without a body that only says again what is marked: some write the words of a highlight so."""
        words = quote.split()
        kept = (one for one in self.written if one.purpose == "tagging" or one.value.split() != words)
        return replace(self, written=tuple(kept))


def read_bodies(annotation: Mapping[str, JSON], purpose: Purpose) -> Bodies:
    """Read all that `annotation` says; a body that does not tell what it is for has the purpose of the whole.

    Parameters
    ----------
    annotation : mapping
        The annotation, whose bodies may stand under `BODIES` and ``bodyValue``, and its tags under `TAGS`.
    purpose : str
        What its motivation makes of a body.
    """
    held = [one for key in BODIES for one in listed(annotation.get(key))]
    plain = [{"type": "TextualBody", "value": one} for one in listed(annotation.get("bodyValue"))]
    found = [_body(one, purpose) for one in _members([*held, *plain])]
    return Bodies(
        written=(*(written for one in found for written in one.written), *_tags(annotation)),
        color=next((one.color for one in found if one.color), ""),
        style=next((one.style for one in found if one.style), ""),
        others=tuple(other for one in found for other in one.others),
    )


def _members(values: Iterable[JSON]) -> Iterator[JSON]:
    """Each body, those in a choice or a list too."""
    for value in values:
        if isinstance(value, dict) and isinstance(value.get("items"), list):
            # A list within a list is of no use to anyone, and is kept as it is.
            yield from listed(value["items"])
        elif isinstance(value, dict) and "Choice" in kinds_of(value):
            # As Open Annotation writes it: first what is shown unless the reader chooses another.
            yield from (*listed(value.get("default")), *listed(value.get("item")))
        else:
            yield value


def _body(value: JSON, purpose: Purpose) -> Bodies:
    if isinstance(value, str):
        is_text = bool(value.strip()) and not _IRI.fullmatch(value.strip())
        return Bodies(written=(TextualBody(value=value.strip(), purpose=purpose),)) if is_text else _kept(value)
    if not isinstance(value, dict):
        return _kept(value)
    own = name_of(next(iter(listed(value.get("purpose"))), None))
    purpose = _PURPOSES.get(own, "tagging" if kinds_of(value) & _TAGS else purpose)
    said = _text_in(value, may_be_html=purpose != "tagging")
    purpose = "tagging" if said and own in _NAMING else purpose
    if not said and (own in _NAMING or purpose == "tagging") and (called := _label(value)):
        said, purpose = called, "tagging"
    if not said and purpose == "tagging":
        said = address_of(value.get("source")) or address_of(value)
    several = said.split("\n\n") if purpose == "tagging" and isinstance(value.get("value"), list) else [said]
    created = time_in(value.get("created"))
    written = [TextualBody(value=one, purpose=purpose, created=created) for one in several if one]
    written += _tags(value)
    is_text = (said or "value" in value) and not any(isinstance(one, dict) for one in listed(value.get("value")))
    is_told = is_text and value.keys() <= _TOLD_OF_BODY
    return Bodies(
        written=tuple(written),
        color=word(value.get("color")),
        style=word(value.get("highlight")),
        others=() if is_told else (value,),
    )


def _tags(holder: Mapping[str, JSON]) -> list[TextualBody]:
    tags = (word(one) for key in TAGS for one in listed(holder.get(key)))
    return [TextualBody(value=tag, purpose="tagging") for tag in tags if tag]


def _label(body: Mapping[str, JSON]) -> str:
    """What the thing is called that a body names by its address."""
    held = (body.get("source"), body.get("value"), body)
    things = [one for one in held if isinstance(one, dict)]
    feature = body.get("properties")
    of_feature = word(told(feature, *_LABELS, "title", "name")) if isinstance(feature, dict) else ""
    return next(filter(None, (word(told(one, *_LABELS)) for one in things)), of_feature)


def _kept(value: JSON) -> Bodies:
    return Bodies(others=(value,) if value not in (None, "", {}, []) else ())


def _text_in(body: Mapping[str, JSON], *, may_be_html: bool) -> str:
    """The words of a body; what is HTML, or may be and looks like it, becomes Markdown, which comments are."""
    holder = body
    source = body.get("source")
    if "value" not in body and isinstance(source, dict):
        holder = source
    value = next((holder[key] for key in _VALUES if key in holder), None)
    said = "\n\n".join(one.strip() for one in listed(value) if isinstance(one, str) and one.strip())
    said = said or _in_a_language(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = str(value)
    is_html = "html" in word(holder.get("format")) or (may_be_html and "format" not in holder and _HTML.fullmatch(said))
    return markdown_of(said) if is_html and "<" in said else said


def _in_a_language(value: JSON) -> str:
    """The words of a value that says in which language they are: of several the first, as these say the same."""
    for one in listed(value):
        if isinstance(one, dict) and (found := word(told(one, "@value", "value")) or _by_language(one)):
            return found
    return ""


def _by_language(words: Mapping[str, JSON]) -> str:
    if words.keys() <= {"id"} or not all(map(_LANGUAGE.fullmatch, words)):
        return ""
    return "\n\n".join(one.strip() for one in listed(next(iter(words.values()))) if isinstance(one, str))
