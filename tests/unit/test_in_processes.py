"""Pages rendered in several processes: what can be is given, and nothing that goes wrong there ends the build."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import pytest

from commonplace.builder import in_processes
from commonplace.builder.in_processes import Row, rendered

PATHS = [f"concepts/{number}.md" for number in range(60)]
pytestmark = pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="all is done in one process")


def by_process(path: str) -> Sequence[Row]:
    if path == PATHS[7]:
        raise ValueError(path)
    return [(f"rendered {path}", "key", os.getpid())]


def ends(path: str) -> Sequence[Row]:
    if path == PATHS[20]:
        os._exit(1)
    return by_process(path)


def test_all_but_what_fails_is_rendered_in_other_processes_in_the_order_of_the_pages() -> None:
    rows = list(rendered(PATHS, by_process))
    assert [name for name, _, _ in rows] == [f"rendered {path}" for path in PATHS if path != PATHS[7]]
    assert os.getpid() not in {process for _, _, process in rows}
    assert not hasattr(in_processes, "_render"), "this process renders nothing so"


def test_a_process_that_ends_is_not_waited_for() -> None:
    assert len(list(rendered(PATHS, ends))) < len(PATHS)


def test_few_pages_are_not_worth_it() -> None:
    assert list(rendered(PATHS[:10], by_process)) == []
