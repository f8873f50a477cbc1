"""What the README claims of the formulas, counted."""

from __future__ import annotations

from pathlib import Path

from commonplace.formulas.compare import Question
from commonplace.formulas.statements import parsed
from commonplace.formulas.wide import can_be_exact
from commonplace.store.library import Library

ROOT = Path(__file__).parents[2]


def test_the_readme_counts_what_is_checked_and_how() -> None:
    formulas = [formula for concept in Library(ROOT).concepts() for formula in concept.formulas]
    checked = [formula for formula in formulas if not formula.unchecked]
    questions = [Question(formula=parsed(each), function=abs, constants={}) for each in checked if each.snippet]
    exact = sum(map(can_be_exact, questions))
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert f"{len(checked)} of the library's {len(formulas)} formulas" in english
    assert f"{exact} of them can be evaluated to" in english
    assert f"{len(formulas)} 个公式中核对了 {len(checked)} 个" in chinese
    assert f"其中 {exact} 个能算到五十位数字" in chinese
