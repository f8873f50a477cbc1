"""What a build costs beside MkDocs and its peers on the same made pages: ``python benchmarks/build_speed.py 1000 3``.

Makes so many concept pages, and measures each step so many times, interleaved, in processor seconds; prints medians and
their ratios to MkDocs without our parts, as Markdown. What is not installed is left out and named.
"""

from __future__ import annotations

import importlib.util
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from made_library import concept_id, made_library

PYTHON = sys.executable
PROSE = "commonplace:end formulas -->\n"
SHORTCUTS = "commonplace.markdown_shortcuts"
HUGO_SETTINGS = 'title = "Made"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
HUGO_PAGE = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>\n"
HUGO_LIST = "<!doctype html><title>{{ .Title }}</title>{{ range .Pages }}<p>{{ .Title }}</p>{{ end }}\n"


def seconds(*command: str | Path, folder: Path) -> float:
    """Processor seconds of a command and all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def forgotten(library: Path) -> None:
    """Remove what earlier builds kept, but not the verdicts: checking again is no part of a build."""
    for pattern in ("*.sqlite", "built.json", "site.json"):
        for path in (library / ".commonplace").glob(pattern):
            path.unlink()
    shutil.rmtree(library / "site", ignore_errors=True)


def edited(library: Path) -> None:
    """Add a word of the owner's to one page."""
    page = library / "docs/concepts" / f"{concept_id(1)}.md"
    page.write_text(page.read_text("utf-8").replace(PROSE, f"{PROSE}Again. ", 1), "utf-8")


def hugo_site(library: Path, folder: Path) -> Path:
    """Lay out the same Markdown for Hugo, with the barest templates."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(HUGO_PAGE)
    (layouts / "list.html").write_text(HUGO_LIST)
    (folder / "hugo.toml").write_text(HUGO_SETTINGS)
    (folder / "config.toml").write_text(HUGO_SETTINGS)
    for kind in ("concepts", "sources"):
        shutil.copytree(library / "docs" / kind, folder / "content" / kind, ignore=shutil.ignore_patterns("*.jsonld"))
    return folder


def steps(library: Path, folder: Path) -> dict[str, Callable[[], float]]:
    """What is measured, by name, in an order in which each finds what it needs."""
    ours = (PYTHON, "-m", "commonplace", "build")
    without = library / "without.yml"
    settings = (library / "mkdocs.yml").read_text("utf-8")
    without.write_text(settings.replace(f"  - {SHORTCUTS}\n", ""), "utf-8")

    def cold() -> float:
        forgotten(library)
        return seconds(*ours, folder=library)

    def after_edit() -> float:
        edited(library)
        return seconds(*ours, folder=library)

    found = {
        "MkDocs with Material alone": lambda: seconds(
            PYTHON, "-m", "mkdocs", "build", "-d", folder / "m", folder=library
        ),
        "the same without our shortcuts": lambda: seconds(
            PYTHON, "-m", "mkdocs", "build", "-f", without, "-d", folder / "w", folder=library
        ),
        "commonplace, cold": cold,
        "commonplace, warm": lambda: seconds(*ours, folder=library),
        "its check, where nothing changed": lambda: seconds(PYTHON, "-m", "commonplace", "check", folder=library),
        "its render, where nothing changed": lambda: seconds(PYTHON, "-m", "commonplace", "render", folder=library),
        "commonplace, after one edit": after_edit,
    }
    if importlib.util.find_spec("properdocs"):
        found["ProperDocs"] = lambda: seconds(PYTHON, "-m", "properdocs", "build", "-d", folder / "p", folder=library)
    if importlib.util.find_spec("zensical"):
        found |= zensical(library)
    if shutil.which("hugo"):
        pages = hugo_site(library, folder / "hugo")
        found["Hugo, barest templates"] = lambda: seconds("hugo", "--quiet", "-d", folder / "h", folder=pages)
    return found


def zensical(library: Path) -> dict[str, Callable[[], float]]:
    """Zensical keeps pages from build to build too."""
    ours = (PYTHON, "-m", "zensical", "build")

    def after_edit() -> float:
        edited(library)
        return seconds(*ours, folder=library)

    return {
        "Zensical, cold": lambda: seconds(*ours, "--clean", folder=library),
        "Zensical, warm": lambda: seconds(*ours, folder=library),
        "Zensical, after one edit": after_edit,
    }


def main() -> None:
    """Measure and print."""
    count, times = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = made_library(folder / "library", count).root
        seconds(PYTHON, "-m", "commonplace", "check", folder=library)
        measured = steps(library, folder)
        took: dict[str, list[float]] = {step: [] for step in measured}
        for _ in range(times):
            for step, measure in measured.items():
                took[step].append(measure())
                print(f"{step}: {took[step][-1]:.1f}", file=sys.stderr, flush=True)
    least = statistics.median(took["MkDocs with Material alone"])
    print(
        f"| {count:,} concept pages | processor seconds, median of {times} | of MkDocs alone |\n| --- | ---: | ---: |"
    )
    for step, values in took.items():
        print(f"| {step} | {statistics.median(values):.1f} | {statistics.median(values) / least:.2f} |")


if __name__ == "__main__":
    main()
