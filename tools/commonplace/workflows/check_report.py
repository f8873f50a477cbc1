"""What a check found, as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from commonplace.model import FormulaDeclaration, Verdict


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as it should be; a warning does not fail the check."""

    path: str
    problem: str
    severity: Literal["error", "warning"] = "error"


class CheckedFormula(msgspec.Struct, frozen=True, kw_only=True):
    """A formula with its verdict; `again` is whether it was compared in this run, not before."""

    concept: str
    place: int
    formula: FormulaDeclaration
    verdict: Verdict
    again: bool


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found."""

    formulas: tuple[CheckedFormula, ...]
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.severity == "warning" for finding in self.findings)
