"""Any row of commands, each of which may fail or be killed anywhere, ends where the same row without faults does."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from reliability.fault_layer import FAULTS, FaultyOs, Killed, faults
from reliability.scenario import QUOTES, Contents, contents, export, settled, small_library

from commonplace.errors import LibraryError
from commonplace.store.library import Library
from commonplace.workflows.importing import import_exports
from commonplace.workflows.rendering import render
from commonplace.workflows.undoing import log, undo
from commonplace.workflows.wishes import Wishes

calls = st.integers(0, 450)
some_faults = st.sampled_from(FAULTS)


class FaultyLibrary(RuleBasedStateMachine):
    """A library that meets faults, and what it must be: the contents after each command that was not taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.library = small_library(self.folder / "library")
        self.expected: list[Contents] = []

    @initialize()
    def rendered(self) -> None:
        render(self.library)
        self.expected = [contents(self.library)]

    @rule(
        quotes=st.lists(st.sampled_from(QUOTES), min_size=1, max_size=3, unique=True),
        comment=st.sampled_from(("为什么？", "原来如此", "")),
        title=st.sampled_from(("一", "二")),
        sync=st.booleans(),
        at=calls,
        fault=some_faults,
    )
    def imports(self, quotes: list[str], comment: str, title: str, *, sync: bool, at: int, fault: str) -> None:
        path = str(export(self.folder / "export.json", *quotes, comment=comment, title=title))
        wishes = Wishes(sync=sync)
        twin = Library(Path(shutil.copytree(self.library.root, self.folder / "twin")))
        import_exports(twin, [path], wishes=wishes)
        wanted, logged = contents(twin), len(log(twin))
        shutil.rmtree(twin.root)
        if self.meets(lambda: import_exports(self.library, [path], wishes=wishes), wanted, at, fault):
            import_exports(self.library, [path], wishes=wishes)
        if logged > len(self.expected) - 1:
            self.expected.append(wanted)

    @rule(at=calls, fault=some_faults)
    def undoes(self, at: int, fault: str) -> None:
        if len(self.expected) > 1:
            self.expected.pop()
            if self.meets(lambda: undo(self.library), self.expected[-1], at, fault):
                undo(self.library)

    @rule(at=calls, fault=some_faults)
    def renders(self, at: int, fault: str) -> None:
        self.meets(lambda: render(self.library), self.expected[-1], at, fault)

    def meets(self, command: Callable[[], object], wanted: Contents, at: int, fault: str) -> bool:
        """Run a command that meets a fault, and the next one; whether it is to be said again."""
        before = contents(self.library)
        with faults(FaultyOs(at, fault)), suppress(Killed, LibraryError):
            command()
        found = settled(self.library)
        assert found in (before, wanted)
        return found != wanted

    @invariant()
    def is_what_it_should_be(self) -> None:
        if self.expected:
            assert contents(self.library) == self.expected[-1]
            assert len(log(self.library)) == len(self.expected) - 1

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestFaultyLibrary = FaultyLibrary.TestCase
TestFaultyLibrary.settings = settings(max_examples=6, stateful_step_count=6, deadline=None)
