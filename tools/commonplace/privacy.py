"""Private stays private: only the owner's own public words reach a page, unless the owner says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


def published(annotations: Iterable[Annotation], publishing: Publishing) -> tuple[Annotation, ...]:
    """The annotations that may stand on pages."""
    everything = tuple(annotations)
    own = publishing.accounts or _sole_account(everything)
    return tuple(annotation for annotation in everything if _may_be_seen(annotation, publishing, own))


def _sole_account(annotations: Iterable[Annotation]) -> frozenset[str]:
    """The one account that wrote everything, where the owner named none; nobody if there are several.

    An export that names the account it was made for is the owner's word too.
    """
    annotations = tuple(annotations)
    exported = {str(a.extra["export_userid"]) for a in annotations if a.extra.get("export_userid")}
    writers = exported or {a.creator for a in annotations if a.creator}
    return frozenset(writers if len(writers) == 1 else ())


def _may_be_seen(annotation: Annotation, publishing: Publishing, own: frozenset[str]) -> bool:
    if annotation.creator and annotation.creator not in own and not publishing.others:
        return False
    if annotation.visibility == "private":
        return publishing.private
    return annotation.visibility == "public" or annotation.group in publishing.groups
