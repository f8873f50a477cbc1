"""Private stays private: only the owner's own public words reach a page, unless the owner says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from commonplace.model import Annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What the owner allows on pages, from ``commonplace.toml``.

    Attributes
    ----------
    accounts : frozenset of str
        The owner's accounts, ``acct:name@authority``.
    private : bool
        Whether only-me annotations may be published.
    groups : frozenset of str
        Ids of groups whose annotations may be published.
    others : bool
        Whether other people's public annotations may be published.
    """

    accounts: frozenset[str] = frozenset()
    private: bool = False
    groups: frozenset[str] = frozenset()
    others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Why an annotation stays off the pages: whose or which it is.

    Attributes
    ----------
    reason : str
        ``private`` (only its writer could see it), ``group`` or ``account`` (somebody else's, or nobody's known).
    who : str
        The id of the group, or the account.
    """

    reason: Literal["private", "group", "account"]
    who: str = ""


def withheld(annotations: Iterable[Annotation], publishing: Publishing) -> dict[str, Withheld]:
    """The annotations that may not stand on pages, by their ids, and why."""
    everything = tuple(annotations)
    own = publishing.accounts or sole_account(everything)
    found = ((annotation.id, _obstacle(annotation, publishing, own)) for annotation in everything)
    return {name: obstacle for name, obstacle in found if obstacle}


def sole_account(annotations: Iterable[Annotation]) -> frozenset[str]:
    """The one account that wrote everything, where the owner named none; nobody if there are several.

    An export that names the account it was made for is the owner's word too.
    """
    annotations = tuple(annotations)
    exported = {str(a.extra["export_userid"]) for a in annotations if a.extra.get("export_userid")}
    writers = exported or {a.creator for a in annotations if a.creator}
    return frozenset(writers if len(writers) == 1 else ())


def _obstacle(annotation: Annotation, publishing: Publishing, own: frozenset[str]) -> Withheld | None:
    if annotation.creator and annotation.creator not in own and not publishing.others:
        return Withheld(reason="account", who=annotation.creator)
    if annotation.visibility == "private" and not publishing.private:
        return Withheld(reason="private")
    if annotation.visibility == "group" and annotation.group not in publishing.groups:
        return Withheld(reason="group", who=annotation.group)
    return None
