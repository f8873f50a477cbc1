"""Names that go together: the page `cross-entropy`, the files `cross_entropy.py`."""

from __future__ import annotations


def module_of(concept_id: str) -> str:
    """The name of a concept's Python files, without their ending."""
    return concept_id.replace("-", "_")
