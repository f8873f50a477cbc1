"""Where formats are found: a module for each, named as its format, which says what readers call its app."""

from __future__ import annotations

import subprocess
import sys

import pytest

from commonplace.exporter import Exporter
from commonplace.exporters import all_exporters, exporter_named
from commonplace.importer import Importer
from commonplace.importers import all_importers, importer_named


@pytest.mark.parametrize("found", [*all_importers(), *all_exporters()], ids=lambda found: type(found).__name__)
def test_a_format_is_found_alone_as_among_all(found: Importer | Exporter) -> None:
    named = importer_named if isinstance(found, Importer) else exporter_named
    assert type(named(found.format)) is type(found)
    assert type(found).__module__.rpartition(".")[2] == found.format.replace("-", "_")


@pytest.mark.parametrize("importer", all_importers(), ids=lambda importer: importer.format)
def test_each_importer_says_what_readers_call_its_app(importer: Importer) -> None:
    assert all(importer.app)


def test_to_name_one_format_no_other_is_imported() -> None:
    ask = (
        "import sys; from commonplace.importers import app_of; app_of('kindle-clippings');"
        "print(*(name for name in sys.modules if name.startswith('commonplace.importers.')))"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True, encoding="utf-8")  # noqa: S603
    assert done.stdout.split() == ["commonplace.importers.kindle_clippings"]
