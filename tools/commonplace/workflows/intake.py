"""What was read, share by share, into the store; what became of each file is counted on the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from commonplace.merging.annotations import Fate, Merged, fates, gone_from, merge, synchronised
from commonplace.merging.returning import recognised
from commonplace.model import Annotation
from commonplace.store.derived import Derived
from commonplace.store.last_import import LastImport
from commonplace.store.library import Library
from commonplace.workflows.import_summary import FileReport
from commonplace.workflows.readings import Portion, Readings
from commonplace.workflows.stacks import Stacks, Volume


class Intake:
    """What an import does to the store.

    Parameters
    ----------
    library : Library
        In a draft, which it writes.
    derived : Derived
        What is known of its files.
    readings : Readings
        What was read.
    sync : bool
        Whether to set aside what exports no longer hold, and to bring back what they hold again.

    Attributes
    ----------
    stacks : Stacks
        The store as the last share found it.
    volumes : tuple of Volume
        The sources of the library as it left them.
    brought : LastImport
        What was new, what changed, and what was set aside.
    gone : frozenset of str
        Ids of what exports no longer hold, but for what the owner keeps; nothing where anything was unreadable.
    with_pictures : list of Annotation
        Of the sources that were touched.
    """

    volumes: tuple[Volume, ...]

    def __init__(self, library: Library, derived: Derived, readings: Readings, *, sync: bool) -> None:
        self._library = library
        self._readings = readings
        self._sync = sync
        self._decisions = library.decisions()
        self._is_whole = all(unit.by_design for head in readings.heads for unit in head.rejected)
        self._fates: dict[int, dict[tuple[int, str], Counter[Fate]]] = defaultdict(lambda: defaultdict(Counter))
        self.brought = LastImport()
        self.gone: frozenset[str] = frozenset()
        self.with_pictures: list[Annotation] = []
        self.stacks = Stacks(library, derived)
        for number, share in enumerate(readings.shares(self.stacks)):
            if number:
                self.stacks = Stacks(library, derived)  # As the share before left it.
            self._take(share)

    def _take(self, share: Sequence[Portion]) -> None:
        before = self.stacks.touched_by([annotation for portion in share for annotation in portion.annotations])
        known = [replace(one, annotations=tuple(recognised(one.annotations, before))) for one in share]
        incoming = [annotation for portion in known for annotation in portion.annotations]
        merged = merge(before, incoming)
        kept = {decision.subject for decision in self._decisions if decision.verb == "keep"}
        gone = gone_from(before, _first_hand(share, known)) - kept if self._is_whole else frozenset()
        if self._sync:
            merged = synchronised(merged, held={annotation.id for annotation in incoming}, gone=gone)
        documents = [annotation.document for annotation in incoming]
        self.volumes = self.stacks.save(self.stacks.volumes(self._decisions, merged.annotations, documents))
        self.gone |= gone
        aside = gone if self._sync else frozenset()
        self.brought = LastImport(
            new=self.brought.new | merged.new,
            changed=self.brought.changed | (merged.changed - aside),
            gone=self.brought.gone | aside,
        )
        self.with_pictures += [annotation for annotation in merged.annotations.values() if annotation.attachments]
        self._count(merged, known)

    def _count(self, merged: Merged, known: Sequence[Portion]) -> None:
        told = fates(merged, [[annotation.id for annotation in portion.annotations] for portion in known])
        for portion, found in zip(known, told, strict=True):
            for annotation, fate in zip(portion.annotations, found, strict=True):
                self._fates[portion.reading][portion.place, annotation.document.key][fate] += 1

    def reports(self) -> Iterator[FileReport]:
        """What became of each file, source by source."""
        sources = {document.key: volume.source.id for volume in self.volumes for document in volume.source.documents}
        for number, head in enumerate(self._readings.heads):
            by_source: dict[str | None, Counter[Fate]] = defaultdict(Counter)
            for (_, document), counts in sorted(self._fates[number].items()):
                by_source[sources[document]].update(counts)
            rejected = head.rejected
            for source, counts in (by_source or {None: Counter[Fate]()}).items():
                yield FileReport(
                    path=head.path,
                    format=head.format,
                    source=source,
                    rejected=rejected,
                    new=counts["new"],
                    changed=counts["changed"],
                    unchanged=counts["unchanged"],
                )
                rejected = ()


def _first_hand(share: Sequence[Portion], known: Sequence[Portion]) -> Iterator[Annotation]:
    """What was read without what came back from another app: of that, an export may hold a part."""
    for portion, taken in zip(share, known, strict=True):
        for came, kept in zip(portion.annotations, taken.annotations, strict=True):
            if came is kept:
                yield came
