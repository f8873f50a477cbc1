"""The machine: Python, the packages, and the programs that are run."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from commonplace.diagnosis import Diagnosis

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def machine(package: str) -> Iterator[Diagnosis]:
    """Look at what `package` needs of the machine, as its metadata says."""
    told = metadata.metadata(package)
    yield python(platform.python_version(), told["Requires-Python"] or "")
    needed = [Requirement(line) for line in metadata.requires(package) or ()]
    there = {one.name: _version(one.name) for one in needed}
    yield from packages([one for one in needed if one.marker is None or one.marker.evaluate()], there)
    yield _pagefind()
    yield from _for_tests()


def python(version: str, wanted: str) -> Diagnosis:
    """Whether Python's `version` is among those that are `wanted`."""
    if SpecifierSet(wanted).contains(version, prereleases=True):
        return Diagnosis(about="python", state="fine", told=f"Python {version}")
    remedy = f"Install a Python {wanted}, and commonplace for it."
    return Diagnosis(about="python", state="wrong", told=f"Python {version}, and {wanted} is needed", remedy=remedy)


def packages(needed: Iterable[Requirement], there: Mapping[str, str | None]) -> Iterator[Diagnosis]:
    """Compare the versions that are `there` with what is `needed`."""
    needed = list(needed)
    unmet = [one for one in needed if not _is_met(one, there.get(one.name))]
    for one in unmet:
        version = there.get(one.name)
        told = f"{one.name} {version}, and {one.specifier} is needed" if version else f"{one.name} is not installed"
        remedy = f'Run: {_pip()} install "{one.name}{one.specifier}"'
        yield Diagnosis(about="packages", state="wrong", told=told, remedy=remedy)
    if not unmet:
        yield Diagnosis(about="packages", state="fine", told=f"{len(needed)} packages, each in a version that fits")


def _is_met(wanted: Requirement, version: str | None) -> bool:
    return version is not None and wanted.specifier.contains(version, prereleases=True)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _pip() -> str:
    return f"{sys.executable} -m pip"


def _pagefind() -> Diagnosis:
    """Whether what makes the search index starts: its wheel holds a program for one kind of machine."""
    command = [sys.executable, "-m", "pagefind", "--version"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603  # Our own.
    if done.returncode == 0:
        return Diagnosis(about="pagefind", state="fine", told=done.stdout.strip())
    told = f"Pagefind does not start, so `build` makes no search: {done.stderr.strip()[-200:]}"
    remedy = f"Run: {_pip()} install --force-reinstall pagefind pagefind-bin"
    return Diagnosis(about="pagefind", state="wrong", told=told, remedy=remedy)


def _for_tests() -> Iterator[Diagnosis]:
    """What only the project's own tests and screenshots need."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser:
        yield Diagnosis(about="chromium", state="fine", told=f"Chromium is {browser}")
    else:
        remedy = "Nothing, unless you run commonplace's own tests: then install Chromium."
        yield Diagnosis(about="chromium", state="note", told="no Chromium, which only tests use", remedy=remedy)
    lister = shutil.which("fc-list")
    if lister is None:
        return
    done = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, check=False)  # noqa: S603  # As found.
    if done.stdout.strip():
        yield Diagnosis(about="fonts", state="fine", told="a font with Chinese characters is installed")
    else:
        remedy = "Install one, as Noto Sans CJK: browsers on this machine show boxes otherwise."
        yield Diagnosis(about="fonts", state="note", told="no font here has Chinese characters", remedy=remedy)
