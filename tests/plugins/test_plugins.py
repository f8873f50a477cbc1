"""Formats of other packages: installed, found, used; and broken ones that stop nobody."""

from __future__ import annotations

import html
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import annotation, passage, reading
from click.testing import CliRunner, Result

from commonplace import exporters, importers, plugins
from commonplace.cli import cli
from commonplace.errors import LibraryError
from commonplace.exporter import Holdings
from commonplace.store.library import Library

HERE = Path(__file__).parent
OWN = """
from commonplace.importer import CERTAIN, Importer, whole
from commonplace.exporter import Exporter

class Reader(Importer):
    format = "fragile"
    description = "a reader that breaks"
    def identify(self, export):
        if "look" in export.text:
            raise KeyError("at a look")
        if "fragile" in export.text:
            yield whole(export, CERTAIN, "the word")
    def parse(self, export):
        raise ZeroDivisionError("while reading")
        yield

class Writer(Exporter):
    format = "fragile"
    description = "a writer that breaks"
    ending = ".txt"
    def export(self, holdings):
        raise OSError("while writing")

class Thief(Reader):
    format = "weread"

class Unspeakable(Reader):
    app = "Fragile"

class OfPdf(Reader):
    container = "pdf"

class Nameless(Importer):
    def identify(self, export):
        return ()
    def parse(self, export):
        return iter(())

def reader():
    raise RuntimeError

raise_on_import = False
"""


@pytest.fixture(autouse=True)
def forgetting() -> Iterator[None]:
    """Let each test find the plugins that are there, and none of an earlier one."""

    def forget() -> None:
        for remembered in (importers.all_importers, exporters.all_exporters, plugins._warn):
            remembered.cache_clear()
        for name in [name for name in sys.modules if name.split(".")[0] in {"fragile", "commonplace_highlighter"}]:
            del sys.modules[name]

    forget()
    yield
    forget()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a package with entry points where Python finds packages."""

    def put(name: str, text: str, **points: str) -> None:
        site = tmp_path / f"site-{name}"
        about = site / f"{name}-1.0.dist-info"
        about.mkdir(parents=True)
        (site / f"{name}.py").write_text(text, "utf-8")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
        lines = [f"[commonplace.{group}]\n{name} = {value}\n" for group, value in points.items()]
        (about / "entry_points.txt").write_text("".join(lines), "utf-8")
        monkeypatch.syspath_prepend(str(site))

    return put


def run(library: Library, *arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), *arguments], input=text)


@pytest.fixture(scope="session")
def highlighter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example package, installed as pip installs it."""
    pytest.importorskip("hatchling", reason="the example package is built with hatchling")
    target = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    subprocess.run([*pip, "--target", str(target), str(HERE / "highlighter")], check=True)  # noqa: S603  # Ours.
    return target


def test_an_installed_package_reads_and_writes_its_format(
    library: Library, highlighter: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(highlighter))
    done = run(library, "import", "-", text="== Highlighter: Nets\n* the slope\nno star\n* the gradient\n")
    assert "highlighter → nets: 2 new, 1 rejected" in done.stdout
    assert "highlighter" in run(library, "list", "formats").stdout
    assert run(library, "export", "highlighter", "-o", str(tmp_path / "out.txt")).exit_code == 0
    (page,) = (library.docs / "sources").glob("nets*.md")
    assert "荧光笔 Highlighter" in html.unescape(page.read_text("utf-8"))
    assert (tmp_path / "out.txt").read_text("utf-8") == "== Highlighter: Nets\n* the slope\n* the gradient\n"


def test_a_file_that_nobody_knew_is_read_when_its_plugin_is_there(
    library: Library, install: Callable[..., None], tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("a fragile text\n", "utf-8")
    assert "in no format that commonplace knows" in run(library, "import", str(path)).stdout
    importers.all_importers.cache_clear()
    install("fragile", OWN, importers="fragile:Reader")
    assert "the plugin fragile failed here" in run(library, "import", str(path)).stdout


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("raise RuntimeError('on import')", "fragile:Reader", "RuntimeError: on import"),
        ("Reader = 1", "fragile:Reader", "no subclass of commonplace.importer.Importer"),
        (OWN, "fragile:nothing", "AttributeError"),
        (OWN, "fragile:Nameless", "AttributeError"),
        (OWN, "fragile:Unspeakable", "its app is no pair of texts"),
        (OWN, "fragile:Thief", "commonplace has a format 'weread' already"),
        (OWN, "nowhere:Reader", "ModuleNotFoundError"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_named_and_the_others_are_there(
    install: Callable[..., None], caplog: pytest.LogCaptureFixture, text: str, value: str, problem: str
) -> None:
    own = {importer.format for importer in importers.all_importers()}
    importers.all_importers.cache_clear()
    install("fragile", text, importers=value)
    with caplog.at_level(logging.WARNING, "commonplace"):
        assert {importer.format for importer in importers.all_importers()} == own
    assert "The plugin fragile is left out" in caplog.text
    assert problem in caplog.text


def test_a_plugin_may_read_files_that_are_no_text(install: Callable[..., None]) -> None:
    install("fragile", OWN, importers="fragile:OfPdf")
    assert importers.importer_named("fragile").container == "pdf"


def test_the_app_of_a_plugin_that_is_gone_is_called_as_its_format() -> None:
    assert importers.app_of("fragile") == ("fragile", "fragile")
    assert importers.app_of("kindle-clippings") == ("Kindle", "Kindle")


def test_of_two_plugins_with_one_format_one_is_used(
    install: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    install("fragile", OWN, importers="fragile:Reader")
    install("other", "from fragile import Reader", importers="other:Reader")
    with caplog.at_level(logging.WARNING, "commonplace"):
        assert [importer.format for importer in importers.all_importers()].count("fragile") == 1
    assert "The plugin other is left out: fragile has a format 'fragile' already" in caplog.text


def test_a_reader_that_breaks_hides_no_other(library: Library, install: Callable[..., None]) -> None:
    install("fragile", OWN, importers="fragile:Reader")
    table = "Highlight,Title,Note\nlook at softmax,Nets,\n"
    done = run(library, "import", "-", text=table)
    assert "readwise-csv → nets: 1 new" in done.stdout
    assert "fragile failed to look at" in done.stderr
    done = run(library, "import", "-", text="a fragile text\n")
    assert done.exit_code == 1
    assert "the plugin fragile failed here: ZeroDivisionError: while reading" in done.stdout


def test_a_writer_that_breaks_is_named(install: Callable[..., None]) -> None:
    install("fragile", OWN, exporters="fragile:Writer")
    library = Holdings(concepts=(), readings=(reading(passage("a")),))
    with pytest.raises(LibraryError, match="the plugin fragile failed: OSError: while writing"):
        exporters.exporter_named("fragile").export(library)
    assert not exporters.exporter_named("fragile").omits(annotation("a"))
