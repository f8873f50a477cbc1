"""Numbers, dates and names that no app writes: what is read is of the kind that the model says, and pages are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from conftest import library_at
from safety.breaking import broken_by
from safety.building import stored
from safety.gate import Neutral
from safety.odd import Odd, mistyped, odd_exports
from safety.placements import FULL
from safety.storing import stays_the_same

from commonplace.errors import CommonplaceError
from commonplace.exporters import all_exporters
from commonplace.importers import all_importers, importer_named
from commonplace.model import Annotation, Rejected
from commonplace.store.library import Library
from commonplace.workflows.exporting import export

FORMATS = [importer.format for importer in all_importers()]


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_odd_value_is_read_as_the_model_has_it_or_refused(format_name: str) -> None:
    importer = importer_named(format_name)
    for odd in odd_exports(format_name, 1 if FULL else 80):
        last = odd.export.text.count("\n") + 1
        try:
            assert all(1 <= claim.first_line <= claim.last_line <= last for claim in importer.identify(odd.export))
            units = list(importer.parse(odd.export))
        except CommonplaceError:
            continue
        told = odd.what
        assert all(1 <= unit.line <= last and unit.problem for unit in units if isinstance(unit, Rejected)), told
        annotations = [unit for unit in units if isinstance(unit, Annotation)]
        assert [mistyped(annotation) for annotation in annotations if mistyped(annotation)] == [], told
        stays_the_same(annotations)


def batches() -> Iterator[ParameterSet]:
    """One odd value in four hundred, all in one library; or, for `make hostile`, every one, format by format."""
    if FULL:
        for name in FORMATS:
            odd = list(odd_exports(name))
            for part in range(0, len(odd), _TOGETHER):
                yield pytest.param(partial(odd.__getitem__, slice(part, part + _TOGETHER)), id=f"{name} from {part}")
        return
    yield pytest.param(by_turns, id="by turns")


_TOGETHER = 1000
"""Values in one library."""


def by_turns() -> list[Odd]:
    """One odd value in four hundred of every format: made where they are used, not in each process of a run."""
    return [odd for name in FORMATS for odd in odd_exports(name, 400)]


@pytest.mark.parametrize("odds", list(batches()))
def test_pages_of_odd_values_are_whole(tmp_path: Path, neutral: Neutral, odds: Callable[[], list[Odd]]) -> None:
    assert broken_by([odd.held for odd in odds()], tmp_path, neutral) == []


@pytest.fixture(scope="module")
def odd_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One odd value in four hundred of every format."""
    library = library_at(tmp_path_factory.mktemp("odd") / "library")
    stored(library, [odd.held for odd in by_turns()])
    return library


@pytest.mark.parametrize("name", [exporter.format for exporter in all_exporters()])
def test_odd_values_are_exported_for_every_app(odd_library: Library, tmp_path: Path, name: str) -> None:
    assert export(odd_library, name, tmp_path / "out", moment=0.0).annotations
