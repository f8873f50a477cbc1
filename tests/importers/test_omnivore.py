"""Notes of Omnivore that recordings do not show."""

from __future__ import annotations

from commonplace.importers.omnivore import Omnivore
from commonplace.model import Annotation, Export

NOTE = """---
title: Slopes
author:
  - Weber, Ada
  - Wei, Bo
---
> A slope is a quotient. [⤴️](https://omnivore.app/me/slopes#0a1b2c3d-0000-4000-8000-000000000011)
"""


def test_names_that_are_listed_with_the_last_one_first_stay_whole() -> None:
    (unit,) = Omnivore().parse(Export(name="slopes.md", text=NOTE))
    assert isinstance(unit, Annotation)
    assert unit.document.authors == ("Weber, Ada", "Wei, Bo")
