"""A plugin for pytest: one test case for each formula of a library, so that ``pytest -k cross_entropy`` runs its own.

It takes part only where ``docs/concepts`` lies below the root of the tests, and imports nothing heavy before that.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commonplace.model import FormulaDeclaration

_PAGES = ("docs", "concepts")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that leaves formulas out."""
    group = parser.getgroup("commonplace")
    group.addoption("--no-formulas", action="store_true", help="Leave out the formulas of docs/concepts.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the formulas of a concept page."""
    if file_path.suffix != ".md" or file_path.parent != parent.config.rootpath.joinpath(*_PAGES):
        return None
    if parent.config.getoption("--no-formulas"):
        return None
    return ConceptPage.from_parent(parent, path=file_path)


def pytest_configure(config: pytest.Config) -> None:
    """Look at the concept pages too where pytest is told no paths and looks at the tests of a library."""
    pages = config.rootpath.joinpath(*_PAGES)
    if config.args_source != pytest.Config.ArgsSource.TESTPATHS or not pages.is_dir():
        return
    if not config.getoption("--no-formulas"):
        config.args.append(str(pages))


class ConceptPage(pytest.File):
    """A concept page."""

    def collect(self) -> Iterable[pytest.Item]:
        """Give a test case for each formula on the page."""
        from commonplace.concepts.declarations import read_concept  # noqa: PLC0415 - only where there are concepts

        text = self.path.read_text(encoding="utf-8")
        concept = read_concept(self.path.stem, text, path=str(self.path))
        for place, formula in enumerate(concept.formulas, 1):
            yield FormulaItem.from_parent(self, name=_name(formula, place), formula=formula)


def _name(formula: FormulaDeclaration, place: int) -> str:
    return f"formula_{place}[{formula.snippet or 'no snippet'}]"


class FormulaItem(pytest.Item):
    """A formula, compared with its snippet."""

    def __init__(self, *, formula: FormulaDeclaration, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]  # whatever pytest gives
        self._formula = formula
        # -k finds cross_entropy as well as cross-entropy
        self.extra_keyword_matches.add(self.path.stem.replace("-", "_"))

    def runtest(self) -> None:
        """Compare them."""
        from commonplace.store.library import Library  # noqa: PLC0415 - only where there are concepts
        from commonplace.workflows.comparing import verdict_on  # noqa: PLC0415

        verdict = verdict_on(Library(self.config.rootpath), self._formula)
        if verdict.outcome == "unchecked":
            pytest.skip(f"not checked: {verdict.problem}")
        if verdict.outcome != "agrees":
            raise FormulaDiffersError(verdict.problem)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Tell what is wrong without a traceback."""
        del style
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Say where the formula stands."""
        return self.path, None, f"{self.path.stem}: {self.name}"


class FormulaDiffersError(AssertionError):
    """A formula that is not what its snippet computes."""
