import ast
from pathlib import Path

import pytest
from mutate_snippets import Mutant, reasons, statements

SNIPPETS = Path(__file__).parents[2] / "snippets"


@pytest.mark.parametrize("mutant", list(reasons()), ids=lambda mutant: f"{mutant.of}: {mutant.change}")
def test_a_reason_to_survive_is_about_a_statement_that_is_there(mutant: Mutant) -> None:
    module, _, name = mutant.of.partition(".")
    before, _, after = mutant.change.partition(" → ")
    tree = ast.parse((SNIPPETS / f"{module}.py").read_text("utf-8"))
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    assert before in [line.strip() for line in statements(function)]
    assert after
