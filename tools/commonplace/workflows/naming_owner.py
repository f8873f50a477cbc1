"""Whose words are the owner's: the accounts that they name are kept, and the pages follow at once."""

from __future__ import annotations

from collections.abc import Iterable

from commonplace.store.library import Library
from commonplace.store.settings import NAME, with_accounts
from commonplace.workflows.import_summary import Holdings
from commonplace.workflows.rendering import refreshing


def name_accounts(library: Library, accounts: Iterable[str]) -> Holdings:
    """Take what these accounts wrote for the owner's; return what the library holds and still holds back."""
    library.require()
    with library.writing("render") as draft:
        place = draft.root / NAME
        draft.write(place, with_accounts(draft.text(place) or "", accounts))
        with refreshing(draft) as pages:
            pages.written(draft.last_import())
            return pages.holdings()
