"""How a library is changed: all files of one command or none, one command at a time, and each import can be undone."""

from commonplace.transactions.committing import HISTORY, reading, writing
from commonplace.transactions.drafts import MADE, Draft, digest_of
from commonplace.transactions.history import Past, before, past
from commonplace.transactions.locking import alone
from commonplace.transactions.manifests import Brought
from commonplace.transactions.places import OWN, places_of

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
