"""The contract between commonplace and a format that it writes.

An exporter is handed values and returns bytes: it opens no file, asks no network, and knows no other exporter and no
library. One file in `commonplace.exporters` that defines one subclass of `Exporter` adds a format.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from commonplace.model import Concept, Link, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """The published part of a library.

    Attributes
    ----------
    concepts : tuple of Concept
        In the order of the learning path.
    readings : tuple of Reading
        Every source with its passages.
    links : mapping
        The links of each annotation, by its id, the heaviest first.
    moment : float
        When it is exported, in seconds since 1970, for apps that keep the newer of two.
    """

    concepts: tuple[Concept, ...]
    readings: tuple[Reading, ...]
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    moment: float = 0.0


class Exporter(ABC):
    """Writes one format.

    Attributes
    ----------
    format : str
        The name that users type after ``commonplace export``.
    description : str
        What becomes of the library in it, in one line.
    ending : str
        The ending of its files, with the dot.
    """

    format: ClassVar[str]
    description: ClassVar[str]
    ending: ClassVar[str]

    @abstractmethod
    def export(self, holdings: Holdings) -> bytes:
        """Return the file."""
