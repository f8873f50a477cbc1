"""The form of what a file of the store holds: one from a stranger may hold anything, and no stage looks again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from commonplace.model import Attachment, Formula, Locator, Motivation, Purpose, Selector, Visibility


class _Form(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What is written as our own record; a name that it does not know would be lost with the next writing."""


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


class _Target(msgspec.Struct, frozen=True, gc=False):
    selector: tuple[Selector, ...]


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
