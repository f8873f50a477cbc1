"""Each export in ``tests/exports/<format>/`` is read as the recording beside it says.

A new format needs no code here: a folder of exports is enough. A changed recording is written anew by
``pytest --regen-all``, which fails that once: read the difference before you keep it.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from pytest_regressions.data_regression import DataRegressionFixture

from commonplace.importers import all_importers, importer_named
from commonplace.reading.exports import read_export

EXPORTS = Path(__file__).parent / "exports"
CASES = sorted(path for path in EXPORTS.glob("*/*") if path.suffix != ".yml")


def as_data(value: Any) -> Any:
    """Plain data without empty fields, each type by its name, for people to read."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: as_data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        told = {name: data for name, data in fields.items() if data not in ("", None, [], {}, False)}
        return {"is": type(value).__name__} | told
    if isinstance(value, tuple | list):
        return [as_data(item) for item in value]
    if isinstance(value, dict):
        return {key: as_data(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_read_as_recorded(path: Path, data_regression: DataRegressionFixture) -> None:
    importer = importer_named(path.parent.name)
    units = importer.parse(read_export(path, name=path.name))
    recording = path.with_name(path.name + ".yml")
    data_regression.check([as_data(unit) for unit in units], fullpath=recording)  # type: ignore[arg-type]  # Any YAML.


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recognised_by_its_own_importer_most(path: Path) -> None:
    export = read_export(path, name="a name that says nothing")
    confidence = {
        importer.format: max((claim.confidence for claim in importer.identify(export)), default=0.0)
        for importer in all_importers()
    }
    assert max(confidence, key=confidence.__getitem__) == path.parent.name, confidence
