"""How a library is changed: all files of one command or none, one command at a time, and each import can be undone."""

from commonplace.store.transactions.committing import HISTORY, reading, writing
from commonplace.store.transactions.drafts import MADE, Draft, digest_of
from commonplace.store.transactions.history import Past, before, past
from commonplace.store.transactions.locking import alone
from commonplace.store.transactions.manifests import Brought
from commonplace.store.transactions.places import OWN, places_of

__all__ = [
    "HISTORY",
    "MADE",
    "OWN",
    "Brought",
    "Draft",
    "Past",
    "alone",
    "before",
    "digest_of",
    "past",
    "places_of",
    "reading",
    "writing",
]
