"""From the library to its site."""

from __future__ import annotations

import sys
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

from commonplace.site import building
from commonplace.site.builder.last_build import SITE, forget
from commonplace.store.library import Library
from commonplace.translation import translated
from commonplace.workflows.check_report import CheckReport
from commonplace.workflows.checking import check
from commonplace.workflows.comparing import Progress, no_progress
from commonplace.workflows.drawing import draw
from commonplace.workflows.rendering import render
from commonplace.workflows.running import prepare
from commonplace.workflows.surveying import settings_of
from commonplace.workflows.unchanged import inputs, remember


def build(
    library: Library, *, builder: str = "mkdocs", run: bool = True, progress: Progress = no_progress
) -> tuple[CheckReport, Path | None]:
    """Check the library, draw its pictures, bring its pages up to date, and build the site, unless the check failed.

    Without `run` no code of the library is run: verdicts are those of earlier checks, pictures and notebooks stay as
    they are. What is built is remembered, see `unchanged`.

    Returns
    -------
    tuple
        What the check found, and the folder of the site.
    """
    library.require()
    destination = library.root / SITE
    library = replace(library, written={})
    with library.reading():  # Until the site is built, so that no import changes half of what it is made of.
        build_inputs = inputs(library, builder, run=run)
        forget(library.root)
        report = check(library, run=run, progress=progress)
        if not report.is_sound:
            return report, None
        if run:
            draw(library)
        render(library)
        download = prepare(library) if run else None
        is_settled = build_inputs.settled(library.written or {})
        language = settings_of(library).language
        places = building.build(library.root, destination, builder, language=language, run=run, download=download)
        if places is not None and is_settled:
            remember(library, build_inputs, places, report.findings)
    return report, destination


def serve(library: Library, address: str, *, builder: str = "mkdocs", run: bool = True) -> None:
    """Bring the pages up to date and serve the site until interrupted; without `run`, no code of the library is run.

    An edit is shown as soon as it is built; what follows from it, on this page and on others, shortly after.
    """

    def refresh() -> None:
        if run:
            for finding in check(library).findings:
                sys.stderr.write(f"{_(finding.severity)}: {finding.path}: {translated(finding.problem)}\n")
        render(library)
        if run:
            prepare(library)

    refresh()
    language = settings_of(library).language
    building.serve(library.root, address, builder, language=language, run=run, refresh=refresh)
