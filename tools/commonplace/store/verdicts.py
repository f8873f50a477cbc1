"""Verdicts of earlier checks, kept by what they are about: a formula and its snippet, to the letter.

Importing and rendering run no code, so they show the verdict of the last check, and only as long as neither the formula
nor its snippet has changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from commonplace.model import FormulaDeclaration, Verdict

_RULES = "2"
"""Raise this when the way of checking changes, so that old verdicts do not count any more."""


def digest(formula: FormulaDeclaration, snippets: Mapping[str, str]) -> str:
    """Name a formula together with the text of the snippets that it is compared with."""
    told = repr((_RULES, formula, snippets))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def verdicts_text(verdicts: Mapping[str, Verdict]) -> str:
    """The text of the file that keeps verdicts, by digest."""
    told = {key: msgspec.to_builtins(verdicts[key]) for key in sorted(verdicts)}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_verdicts(text: str) -> dict[str, Verdict]:
    """Verdicts by digest; none if the text is not one of ours, since checking again gives them."""
    try:
        return {key: Verdict(**told) for key, told in json.loads(text).items()}
    except (AttributeError, TypeError, ValueError):
        return {}


def rounded(verdict: Verdict) -> Verdict:
    """`verdict` with its error to one digit, so that machines whose last bits differ say the same."""
    return replace(verdict, largest_error=float(f"{verdict.largest_error:.0e}"))
