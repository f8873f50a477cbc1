"""What a check found, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commonplace.model import FormulaDeclaration, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be; a warning does not fail the check."""

    path: str
    problem: str
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFormula:
    """A formula with its verdict; `again` is whether it was compared in this run, not before."""

    concept: str
    place: int
    formula: FormulaDeclaration
    verdict: Verdict
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found."""

    formulas: tuple[CheckedFormula, ...]
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.severity == "warning" for finding in self.findings)
