from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from commonplace.errors import UnknownFormatError
from commonplace.importer import Claim, Importer
from commonplace.model import Annotation, Export, Rejected
from commonplace.reading.identifying import divided

NOTE = Export(name="note.md", text="---\ntitle: t\n---\n# 一\nplain\n\n@marked\n@more\n\nplain again")


@dataclass(eq=False)
class Claiming(Importer):
    """An importer that claims what it is told to."""

    format: str = ""  # type: ignore[misc]  # Each instance has its own here.
    claims: list[Claim] = field(default_factory=list)

    def identify(self, export: Export) -> Iterable[Claim]:  # noqa: ARG002  # It looks at nothing.
        return self.claims

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        raise NotImplementedError


def claiming(name: str, *spans: tuple[float, int, int]) -> Claiming:
    claims = [Claim(confidence=c, evidence=f"seen by {name}", first_line=a, last_line=b) for c, a, b in spans]
    return Claiming(name, claims)


def test_one_importer_gets_the_whole_export_as_it_is() -> None:
    (part,) = divided(NOTE, [claiming("one", (0.3, 5, 10))]).parts
    assert part.export is NOTE


def test_what_the_only_importer_does_not_claim_is_said_and_kept_from_it() -> None:
    division = divided(NOTE, [claiming("one", (1.0, 7, 8))])
    (part,) = division.parts
    assert part.export.text == "---\ntitle: t\n---\n# 一\n\n\n@marked\n@more\n\n"
    assert [(unit.line, unit.raw) for unit in division.unclaimed] == [(5, "plain"), (10, "plain again")]


def test_a_block_goes_to_the_more_confident_and_headings_and_front_matter_to_both() -> None:
    parts = divided(NOTE, [claiming("note", (0.3, 1, 10)), claiming("block", (1.0, 7, 8))]).parts
    texts = {part.importer.format: part.export.text for part in parts}
    assert texts["block"] == "---\ntitle: t\n---\n# 一\n\n\n@marked\n@more\n\n"
    assert texts["note"] == "---\ntitle: t\n---\n# 一\nplain\n\n\n\n\nplain again"


def test_lines_that_nobody_claims_in_a_mixed_file_are_said() -> None:
    division = divided(NOTE, [claiming("a", (1.0, 7, 7)), claiming("b", (1.0, 8, 8))])
    assert [(unit.line, unit.raw) for unit in division.unclaimed] == [(5, "plain"), (10, "plain again")]


def test_two_that_claim_one_line_with_equal_confidence_are_an_error_that_lists_what_was_seen() -> None:
    with pytest.raises(UnknownFormatError, match=r"seen by a.*seen by b") as caught:
        divided(NOTE, [claiming("a", (0.8, 1, 10)), claiming("b", (0.8, 7, 8))])
    assert caught.value.line == 7
    assert "--format" in caught.value.hint


def test_an_export_that_nobody_knows_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UnknownFormatError, match="no format") as caught:
        divided(NOTE, [claiming("a")])
    assert "--format" in caught.value.hint


def test_a_less_confident_rival_does_not_make_a_tie() -> None:
    claims = [claiming("low", (0.3, 1, 10)), claiming("low2", (0.3, 1, 4)), claiming("high", (1.0, 1, 10))]
    assert [part.importer.format for part in divided(NOTE, [claims[2], claims[0]]).parts] == ["high"]
