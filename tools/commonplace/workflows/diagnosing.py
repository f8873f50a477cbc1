"""Finding what is wrong, and saying what to do: the machine, and the library if there is one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from commonplace.diagnosis import Diagnosis, State
from commonplace.diagnosis.links import links_of
from commonplace.diagnosis.machine import machine
from commonplace.diagnosis.site_settings import inherited, lacking, read
from commonplace.errors import CommonplaceError
from commonplace.site import frame, pyodide
from commonplace.store.library import Library
from commonplace.store.transactions.places import Places
from commonplace.workflows.check_report import Finding
from commonplace.workflows.checking import check
from commonplace.workflows.initialising import GITATTRIBUTES
from commonplace.workflows.renewing import originals

_PACKAGE = "commonplace"
_RESTORE = "Run: commonplace doctor --fix"
_OUTDATED: dict[str, tuple[str, str]] = {
    "old": ("is as an earlier version made it", "Run: commonplace render"),
    "edited, renewed": (
        "was edited, so it is left as it is, and this version makes another by now",
        "Compare it with that of a new library (commonplace init DIR). To say that you did: commonplace doctor --fix",
    ),
    "unknown": (
        "is not as this version makes it, and nothing says whether you edited it",
        "If you did not: remove it, then run commonplace doctor --fix",
    ),
}
_DEEPEST = 5
"""Files that may inherit from each other: a circle is no reason to hang."""


def diagnosis_data(found: Iterable[Diagnosis], written: Iterable[str] = ()) -> dict[str, Any]:
    """What was found, and which files were written to mend it, for programs."""
    items = [msgspec.to_builtins(one) for one in found]
    return {"sound": not any(item["state"] == "wrong" for item in items), "written": list(written), "findings": items}


def diagnose(library: Library) -> tuple[Diagnosis, ...]:
    """Look at everything; no code of the library is run."""
    found = [*machine(_PACKAGE), _pyodide()]
    try:
        library.require()
    except CommonplaceError as error:
        return (*found, Diagnosis(about="library", state="note", told=error.problem, remedy=error.hint))
    found += _interrupted(library)  # Before anything else reads the library, which finishes what was interrupted.
    found += _checked(check(library, run=False).findings)
    with library.reading():
        for about, look, all_well in _LOOKS:
            found += list(look(library)) or [Diagnosis(about=about, state="fine", told=all_well)]
    return tuple(found)


def _pyodide() -> Diagnosis:
    if pyodide.found():
        return Diagnosis(about="pyodide", state="fine", told=f"Pyodide {pyodide.VERSION}, so pages can run code")
    remedy = "If they are to: commonplace fetch-pyodide, once for all libraries."
    return Diagnosis(about="pyodide", state="note", told="pages cannot run code in readers' browsers", remedy=remedy)


def _interrupted(library: Library) -> Iterator[Diagnosis]:
    places = Places(library.root.resolve())
    if places.pending.exists():
        told = "a command was interrupted; this one finished it, or cleaned up after it"
        yield Diagnosis(about="interrupted", state="note", told=told, remedy="See the pages, or `commonplace log`.")
    kept = [path for path in places.kept.rglob("*") if path.is_file()] if places.kept.is_dir() else []
    for path in kept:
        told = "someone wrote this into a file while it was being replaced"
        remedy = "Put back what you need of it, then remove it."
        yield Diagnosis(
            about="interrupted", state="wrong", told=told, remedy=remedy, path=library.shown(places.root / path)
        )


def _checked(findings: Iterable[Finding]) -> Iterator[Diagnosis]:
    """What `check` knows, in its own words, which end in what to do."""
    none = True
    for finding in findings:
        none = False
        state: State = "wrong" if finding.severity == "error" else "note"
        yield Diagnosis(about="check", state=state, told=finding.problem, path=finding.path)
    if none:
        yield Diagnosis(about="check", state="fine", told="pages, relations, marked regions and the store are sound")


def _snippets(library: Library) -> Iterator[Diagnosis]:
    """Functions that concept pages name and that are not there, without importing them."""
    for page in library.concept_pages():
        try:
            concept = library.concept(page)
        except CommonplaceError:
            continue  # `check` has said so.
        for name in dict.fromkeys((concept.snippet, *(formula.snippet for formula in concept.formulas))):
            module, _, function = name.partition(".")
            path = library.snippets / f"{module}.py"
            if name and function not in _functions(library, path):
                yield Diagnosis(
                    about="snippets",
                    state="wrong",
                    told=f"snippet: there is no function {function} in {library.shown(path)}",
                    remedy="Write it there, or correct or remove `snippet` in the page's front matter.",
                    path=library.shown(page),
                )


def _functions(library: Library, path: Path) -> set[str]:
    """The names that a snippet's file defines or imports at its top level."""
    try:
        body = ast.parse(library.text(path) or "").body
    except (SyntaxError, ValueError, CommonplaceError):
        return set()
    names = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _links(library: Library) -> Iterator[Diagnosis]:
    for path in sorted(library.docs.rglob("*.md")):
        page = path.relative_to(library.docs).as_posix()
        try:
            text = library.text(path) or ""
        except CommonplaceError:
            continue  # `check` has said so.
        for line, target in links_of(text, page):
            if not (library.docs / target).exists():
                yield Diagnosis(
                    about="links",
                    state="wrong",
                    told=f"a link leads to docs/{target}, which is not there",
                    remedy="Correct the link; if it stands in a marked region, run `commonplace render`.",
                    path=f"{library.shown(path)}:{line}",
                )


def _settings(library: Library) -> Iterator[Diagnosis]:
    path = library.root / frame.SETTINGS
    if not path.is_file():
        yield Diagnosis(about="site", state="wrong", told="is missing", remedy=_RESTORE, path=frame.SETTINGS)
        return
    pages = [page.relative_to(library.docs).as_posix() for page in library.docs.rglob("*.md")]
    try:
        yield from lacking(_whole(path, _DEEPEST), read(frame.settings("")), pages)
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        told = f"cannot be read: {' '.join(str(error).split())}"
        yield Diagnosis(about="site", state="wrong", told=told, remedy="Correct it at that line.", path=frame.SETTINGS)


def _whole(path: Path, depth: int) -> dict[str, Any]:
    """Settings with those that they inherit."""
    settings = read(path.read_text(encoding="utf-8"))
    parent = settings.pop("INHERIT", None)
    return inherited(settings, _whole(path.parent / str(parent), depth - 1)) if parent and depth else settings


def _assets(library: Library) -> Iterator[Diagnosis]:
    """Files that the tool wrote: style sheets, scripts, the font of formulas, the settings; pages need the assets."""
    needed = frame.assets()
    for one in originals(library):
        if one.state in ("missing", "new") and one.path in needed:
            yield Diagnosis(about="assets", state="wrong", told="is missing", remedy=_RESTORE, path=one.path)
        elif one.state in _OUTDATED and not (one.state == "unknown" and one.path == frame.SETTINGS):
            told, remedy = _OUTDATED[one.state]
            yield Diagnosis(about="assets", state="note", told=told, remedy=remedy, path=one.path)


def _git(library: Library) -> Iterator[Diagnosis]:
    """Whether git may merge what two people add."""
    if not any((folder / ".git").exists() for folder in (library.root.resolve(), *library.root.resolve().parents)):
        return
    path = library.root / ".gitattributes"
    there = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    missing = [line for line in GITATTRIBUTES.splitlines() if line not in there and not line.startswith("#")]
    if missing:
        told = f"lacks {len(missing)} lines that let git merge what two people add"
        remedy = "Add to .gitattributes:\n" + "\n".join(missing)
        yield Diagnosis(about="git", state="wrong", told=told, remedy=remedy, path=path.name)


_LOOKS: tuple[tuple[str, Callable[[Library], Iterator[Diagnosis]], str], ...] = (
    ("snippets", _snippets, "every function that a concept page names is there"),
    ("links", _links, "links between pages lead to files that are there (`build` checks their anchors)"),
    ("site", _settings, "the site's settings have all that a new library's have"),
    ("assets", _assets, "style sheets, scripts and the font of formulas are those of this version"),
    ("git", _git, "git may merge what two people add, or there is no git here"),
)
