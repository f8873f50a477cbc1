"""What Hypothesis' exports for people (CSV, text, HTML) say of an annotation: less than its JSON does.

They hold no id and no place, times are local, and which annotations only their author could read is not said. So the
words are what tells two apart, and the JSON is to be preferred.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from commonplace.grammar.addresses import is_title, is_web
from commonplace.grammar.local_times import local_time
from commonplace.grammar.marks import highlight
from commonplace.model import JSON, Annotation, Document, Locator, Motivation

_USERNAME = re.compile(r"[\w.-]{1,60}")
_MOTIVATIONS: dict[str, Motivation] = {"reply": "replying", "highlight": "highlighting"}
_EVERYONE = frozenset({"", "public"})
_NO_QUOTE = "null"
"""What the client wrote for an annotation without a quote, until 2023."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One annotation as it is listed; `number` counts them."""

    number: int
    url: str = ""
    title: str = ""
    created: str = ""
    author: str = ""
    page: str = ""
    group: str = ""
    kind: str = ""
    quote: str = ""
    description: str = ""
    comment: str = ""
    tags: tuple[str, ...] = ()
    further: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def says_anything(self) -> bool:
        """Whether there are words of anybody in it."""
        return bool(self.quote or self.comment or self.tags or self.description)


def annotation_of(listed: Listed, importer: str, name: str) -> Annotation:
    """Make an annotation of what is listed."""
    kind = listed.kind.casefold()
    quote = "" if listed.quote == _NO_QUOTE else listed.quote
    created = _iso(listed.created) or local_time(listed.created)
    found = highlight(
        importer=importer,
        document=_document(listed, name),
        quote=quote,
        notes=(listed.comment,),
        tags=listed.tags,
        locator=Locator(page=listed.page, order=(listed.number,)),
        created=created,
        extra=_extra(listed, kind, created),
    )
    is_public = listed.group.casefold() in _EVERYONE
    return replace(
        found,
        motivation=_MOTIVATIONS.get(kind, found.motivation) if found.bodies or kind == "reply" else found.motivation,
        creator=_account(listed.author),
        visibility="public" if is_public else "group",
        group="" if is_public else listed.group,
    )


def _iso(text: str) -> str:
    return text if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?", text) else ""


def _account(author: str) -> str:
    """The account behind a user name; a display name tells only whose words they are."""
    if not author or author.startswith("acct:"):
        return author
    return f"acct:{author}@hypothes.is" if _USERNAME.fullmatch(author) else author


def _extra(listed: Listed, kind: str, created: str) -> dict[str, JSON]:
    extra: dict[str, JSON] = {**listed.further}
    if kind and kind not in {"annotation", "highlight", "reply"}:
        extra["type"] = listed.kind
    if listed.description:
        extra["description"] = listed.description
    if listed.created and not created:
        extra["created"] = listed.created
    return extra


def _document(listed: Listed, name: str) -> Document:
    title = listed.title if is_title(listed.title, [listed.url]) else ""
    return Document(key=listed.url or listed.title or name, title=title, url=listed.url if is_web(listed.url) else "")
