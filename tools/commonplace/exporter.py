"""The contract between commonplace and a format that it writes.

An exporter is handed values and returns bytes: it opens no file, asks no network, and knows no other exporter and no
library. One file in `commonplace.exporters` that defines one subclass of `Exporter` adds a format; so does another
package, with an entry point in the group `commonplace.exporters`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import msgspec

from commonplace.model import Annotation, Concept, Link, Reading, Source


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
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
    account : str
        The owner's account, ``acct:name@authority``; empty if none is known.
    """

    concepts: tuple[Concept, ...]
    readings: tuple[Reading, ...]
    links: Mapping[str, tuple[Link, ...]] = msgspec.field(default_factory=dict)
    moment: float = 0.0
    account: str = ""

    @property
    def annotations(self) -> tuple[tuple[Source, Annotation], ...]:
        """Every annotation with its source, source by source in reading order."""
        return tuple(
            (reading.source, witness)
            for reading in self.readings
            for passage in reading.passages
            for witness in passage.annotations
        )


class Exporter(ABC):
    """Writes one format.

    Attributes
    ----------
    format : str
        The name that users type after ``commonplace export``.
    description : str
        What becomes of the library in it, in one line.
    ending : str
        How its file's name ends, with the dot; for a format that is a folder of files, how the folder's name does.
    loses : str
        What of a library it has no place for, in one sentence.
    """

    format: ClassVar[str]
    description: ClassVar[str]
    ending: ClassVar[str]
    loses: ClassVar[str] = ""

    def omits(self, annotation: Annotation) -> bool:
        """Whether the format has no place for `annotation` at all."""
        del annotation
        return False

    @abstractmethod
    def export(self, holdings: Holdings) -> bytes | Mapping[str, bytes]:
        """Return the file, or the files of a folder by their names."""
