"""A library from a stranger can be looked at without running anything of it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from safety.building import framed
from serving import serving

from commonplace.store.library import Library

ROOT = Path(__file__).parents[2]
EXPORT = ROOT / "examples" / "hypothesis" / "api-search.json"
FORMULA = "formulas:\n  - tex: 'f(x)=x'\n    snippet: trap.f\n    symbols: {x: {type: scalar, tex: x}}\n"


@pytest.fixture
def trapped(library: Library) -> Library:
    """A library in which everything that could be run leaves a file behind."""
    framed(library)
    spring = f"open({str(library.root / 'sprung')!r}, 'a').write(__name__ + chr(10))\n"
    (library.snippets / "trap.py").write_text(f"{spring}\ndef f(x):\n    return x\n", "utf-8")
    for folder in ("notebooks", "pictures"):
        (library.docs / folder).mkdir(exist_ok=True)
        (library.docs / folder / "trap.py").write_text(f"# %%\n{spring}", "utf-8")
    (library.root / "hook.py").write_text(spring, "utf-8")
    settings = library.root / "mkdocs.yml"
    trap = f"!!python/object/apply:os.system ['touch {library.root / 'sprung'}']"
    settings.write_text(f"{settings.read_text('utf-8')}\nhooks: [hook.py]\ncopyright: {trap}\n", "utf-8")
    page = library.docs / "concepts" / "gradient.md"
    text = page.read_text("utf-8").replace("---\n\n#", f"{FORMULA}snippet: trap.f\npicture: {{en: x}}\n---\n\n#", 1)
    page.write_text(text, "utf-8")
    (library.docs / "pictures" / "gradient.py").write_text(spring, "utf-8")
    return library


def commonplace(library: Library, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(ROOT / folder) for folder in ("tools", "snippets"))
    command = [sys.executable, "-c", "from commonplace.cli import main; main()", "-C", str(library.root), *arguments]
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # Ours.


def sprung(library: Library) -> bool:
    return (library.root / "sprung").exists()


def test_importing_rendering_and_looking_run_nothing(trapped: Library) -> None:
    for arguments in (
        ("import", str(EXPORT)),
        ("render",),
        ("list", "concepts"),
        ("show", "gradient"),
        ("search", "gradient"),
        ("export", "csv"),
        ("log",),
        ("undo",),
    ):
        done = commonplace(trapped, *arguments)
        assert done.returncode == 0, done.stderr
        assert not sprung(trapped), arguments


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_told_to_run_nothing_check_and_build_run_nothing_and_there_is_a_site(trapped: Library, builder: str) -> None:
    if importlib.util.find_spec(builder) is None:
        pytest.skip(f"{builder} is not installed: pip install --group builders")
    checked = commonplace(trapped, "check", "--no-run")
    assert "1 unchecked" in checked.stdout, checked.stdout + checked.stderr
    done = commonplace(trapped, "build", "--no-run", "--builder", builder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not sprung(trapped)
    assert "<math" in (trapped.root / "site" / "concepts" / "gradient" / "index.html").read_text("utf-8")
    assert "sprung" in (trapped.root / "site" / "notebooks" / "trap" / "index.html").read_text("utf-8")


def test_told_to_run_nothing_serve_runs_nothing_at_first_and_after_an_edit(trapped: Library, tmp_path: Path) -> None:
    page = trapped.docs / "concepts" / "gradient.md"
    with serving(trapped, tmp_path / "log", "--no-run") as served:
        served.shows("concepts/gradient/", "prose.")
        page.write_text(page.read_text("utf-8").replace("prose.", "words."), "utf-8")
        served.shows("concepts/gradient/", "words.")
        (trapped.snippets / "trap.py").write_text(
            (trapped.snippets / "trap.py").read_text("utf-8") + "\n# more\n", "utf-8"
        )
        page.write_text(page.read_text("utf-8").replace("words.", "phrases."), "utf-8")
        served.shows("concepts/gradient/", "phrases.")
    assert not sprung(trapped)


def test_the_trap_is_one(trapped: Library) -> None:
    commonplace(trapped, "check")
    assert sprung(trapped)
