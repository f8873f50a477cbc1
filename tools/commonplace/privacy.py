"""Private stays private: only the owner's own public words reach a page, unless the owner says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from commonplace.model import Annotation


class Publishing(msgspec.Struct, frozen=True, kw_only=True):
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


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
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


class Accounts(msgspec.Struct, frozen=True):
    """The accounts that annotations name: those that exports were made for, and those that wrote."""

    exported: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()

    def __or__(self, other: Accounts) -> Accounts:
        """Those of both."""
        return Accounts(self.exported | other.exported, self.writers | other.writers)

    @property
    def sole(self) -> frozenset[str]:
        """The one account that wrote everything; nobody if there are several."""
        found = self.exported or self.writers
        return found if len(found) == 1 else frozenset()


def withheld(
    annotations: Iterable[Annotation], publishing: Publishing, presumed: frozenset[str]
) -> dict[str, Withheld]:
    """The annotations that may not stand on pages, by their ids, and why.

    Parameters
    ----------
    annotations
        Some of a library's.
    publishing
        What the owner allows.
    presumed
        The account that is taken for the owner's who named none, see `sole_account`.
    """
    own = publishing.accounts or presumed
    found = ((annotation.id, _obstacle(annotation, publishing, own)) for annotation in annotations)
    return {name: obstacle for name, obstacle in found if obstacle}


def sole_account(annotations: Iterable[Annotation]) -> frozenset[str]:
    """The one account that wrote everything, where the owner named none; nobody if there are several.

    An export that names the account it was made for is the owner's word too.
    """
    return accounts_in(annotations).sole


def accounts_in(annotations: Iterable[Annotation]) -> Accounts:
    """The accounts that `annotations` name."""
    annotations = tuple(annotations)
    return Accounts(
        exported=frozenset(str(a.extra["export_userid"]) for a in annotations if a.extra.get("export_userid")),
        writers=frozenset(a.creator for a in annotations if a.creator),
    )


def _obstacle(annotation: Annotation, publishing: Publishing, own: frozenset[str]) -> Withheld | None:
    if annotation.creator and annotation.creator not in own and not publishing.others:
        return Withheld(reason="account", who=annotation.creator)
    if annotation.visibility == "private" and not publishing.private:
        return Withheld(reason="private")
    if annotation.visibility == "group" and annotation.group not in publishing.groups:
        return Withheld(reason="group", who=annotation.group)
    return None
