"""The form of what a file of the store holds: one from a stranger may hold anything, and no stage looks again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from commonplace.model import Attachment, Formula, Locator, Motivation, Purpose, Visibility


class _Form(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What is written as our own record; a name that it does not know would be lost with the next writing."""


class StoredDocument(_Form, frozen=True):
    """A document; empty fields are not written."""

    key: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    isbn: str = ""
    url: str = ""
    file: str = ""
    fingerprint: str = ""
    extra: dict[str, Any] = {}


class _BodyRecord(_Form, frozen=True):
    created: str = ""
    native_id: str = ""


class _Record(_Form, frozen=True):
    """What the standard has no word for."""

    importer: Annotated[str, msgspec.Meta(min_length=1)]
    document: str = ""
    native_id: str = ""
    visibility: Visibility = "public"
    group: str = ""
    reply_to: str = ""
    color: str = ""
    formulas: tuple[Formula, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    state: Literal["", "gone"] = ""
    extra: dict[str, Any] = {}
    locator: Locator = Locator()
    created: str = ""
    modified: str = ""


class _Body(msgspec.Struct, frozen=True, gc=False):
    value: str
    purpose: Purpose
    created: str = ""
    commonplace: _BodyRecord = _BodyRecord()


class Exact(_Form, frozen=True, tag_field="type", tag="TextQuoteSelector"):
    """As `TextQuoteSelector`."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Between(_Form, frozen=True, tag_field="type", tag="TextPositionSelector"):
    """As `TextPositionSelector`."""

    start: int
    end: int


class Fragment(_Form, frozen=True, tag_field="type", tag="FragmentSelector"):
    """As `FragmentSelector`."""

    value: str
    conformsTo: str = ""  # noqa: N815  # The standard's own name.


class _Target(msgspec.Struct, frozen=True, gc=False):
    selector: tuple[Exact | Between | Fragment, ...]


class _Agent(msgspec.Struct, frozen=True, gc=False):
    name: str = ""


class StoredAnnotation(msgspec.Struct, frozen=True, gc=False):
    """An annotation in the standard's words."""

    id: str
    motivation: Motivation
    target: str | _Target
    commonplace: _Record
    created: str = ""
    modified: str = ""
    creator: _Agent = _Agent()
    body: tuple[_Body, ...] = ()
