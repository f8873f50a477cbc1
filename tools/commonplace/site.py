"""Building and serving the site: MkDocs or one of its family, in a process of its own, and then the search index."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from commonplace.errors import BuildError
from commonplace.frame import settings_that_run_nothing
from commonplace.search.index import write_index

BUILDERS = {"mkdocs": "MkDocs", "properdocs": "ProperDocs", "zensical": "Zensical"}
_EXCLUDED = "  exclude_docs: |\n    /sources/*.jsonld\n    /decisions.jsonl\n    /last-import.json"
_LEVEL = re.compile(r"([A-Z]+) +-  ")
_PROGRESS = ("Build started", "Build finished", "No issues found")


def build(root: Path, destination: Path, builder: str = "mkdocs", *, language: str = "zh", run: bool = True) -> None:
    """Build the site of the library at `root`, its theme in `language`; complaints go to standard error.

    Without `run` nothing of the library is run: its notebooks are shown as they are, and its own ``mkdocs.yml``, which
    can name hooks and plugins, is not read.

    Raises
    ------
    BuildError
        If the builder is not installed, fails or warns.
    """
    name = BUILDERS[builder]
    if importlib.util.find_spec(builder) is None:
        raise BuildError(f"{name} is not installed", hint=f"Install it: pip install {builder}.", path=str(root))
    with (
        _command(builder, root, destination.resolve(), run=run) as command,
        subprocess.Popen(  # noqa: S603  # Our own.
            command, cwd=root, env=_environment(language), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process,
    ):
        for line in complaints(process.stdout or ()):
            sys.stderr.write(line)
    if process.returncode:
        raise BuildError(f"{name} could not build the site", hint="Its own words stand above.", path=str(root))
    _keep_the_store_in(root, destination)
    write_index(destination)


@contextmanager
def _command(builder: str, root: Path, destination: Path, *, run: bool) -> Iterator[list[str]]:
    """What builds the site. Zensical takes its place from its settings alone, and only within the library."""
    settings = root / "mkdocs.yml" if run else _settings_that_run_nothing(root)
    start = [sys.executable, "-m", builder, "build", "--clean"]
    if builder != "zensical":
        # Not --quiet: with it, --strict counts no warning.
        strict = "--strict" if run else "--no-strict"
        yield [*start, strict, "--config-file", str(settings.resolve()), "--site-dir", str(destination)]
        return
    with (
        tempfile.TemporaryDirectory(dir=root, prefix=".zensical-") as folder,
        tempfile.NamedTemporaryFile("w", dir=root, prefix=".zensical-", suffix=".yml", encoding="utf-8") as inheriting,
    ):
        inherited = json.dumps(settings.resolve().relative_to(root.resolve()).as_posix())
        inheriting.write(f"INHERIT: {inherited}\nsite_dir: {json.dumps(f'{Path(folder).name}/site')}\n")
        inheriting.flush()
        yield [*start, *(["--strict"] if run else []), "--config-file", inheriting.name]
        if (made := Path(folder, "site")).is_dir():
            shutil.rmtree(destination, ignore_errors=True)
            shutil.move(made, destination)


def _settings_that_run_nothing(root: Path) -> Path:
    """Those of a new library, instead of the library's own."""
    path = root / ".commonplace" / "mkdocs-no-run.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(settings_that_run_nothing(root.resolve()), "utf-8")
    return path


def _keep_the_store_in(root: Path, destination: Path) -> None:
    """Refuse a site that has a copy of the store, which holds what is private: an older mkdocs.yml asks for it."""
    copies = [*(destination / "sources").glob("*.jsonld"), destination / "decisions.jsonl"]
    copied = [path for path in copies if path.is_file()]
    for path in copied:
        path.unlink()
    if copied:
        raise BuildError(
            f"the site would have published the store, with what is private: {copied[0].relative_to(destination)}",
            hint=f"Add to mkdocs.yml:\n{_EXCLUDED}",
            path=str(root / "mkdocs.yml"),
        )


def serve(root: Path, address: str, builder: str = "mkdocs", *, language: str = "zh", run: bool = True) -> None:
    """Serve the site of the library at `root` until interrupted; it is built anew when a page changes.

    Raises
    ------
    BuildError
        If the site cannot be built at the start, or the address is no host and port.
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal()):
        raise BuildError(f"{address} is no address", hint="Write host and port: 127.0.0.1:8000.")
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)

        def again() -> None:
            try:
                build(root, site, builder, language=language, run=run)
            except BuildError as error:
                sys.stderr.write(f"{error}\n")

        build(root, site, builder, language=language, run=run)
        server = LiveReloadServer(again, host=host, port=int(port), root=name)
        for watched in ("docs", "snippets", "mkdocs.yml"):
            server.watch(str(root / watched))
        sys.stderr.write(f"http://{address}/\n")
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            return
        finally:
            server.shutdown()


def complaints(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a builder's output that say what is wrong: a message goes on until the next one begins."""
    wanted = True
    for line in lines:
        if level := _LEVEL.match(line):
            wanted = level[1] not in ("INFO", "DEBUG")
        if wanted and not line.startswith(_PROGRESS):
            yield line


def _environment(language: str) -> dict[str, str]:
    return os.environ | {
        "COMMONPLACE_LANGUAGE": language,
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner; mkdocs is pinned below 2.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # The notebooks' kernel warns of a debugger that nobody uses.
    }
