"""Fuzz one target by coverage, with Atheris: `python fuzz_target.py NAME FOLDER_OF_FINDINGS [OPTION OF LIBFUZZER…]`.

The first input of each kind of error is kept as a file, and the fuzzing goes on.
"""

from __future__ import annotations

import hashlib
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

_PATIENCE = 5.0
"""Processor seconds after which an input is a finding."""


class Watched:
    """A target whose errors are kept instead of ending the run."""

    def __init__(self, name: str, target: Callable[[bytes], None], findings: Path) -> None:
        self._name = name
        self._target = target
        self._findings = findings
        self._kinds: set[tuple[object, ...]] = set()

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE)
        try:
            self._target(data)
        except Exception as error:  # noqa: BLE001  # Whatever it is, it is a finding.
            self._keep(error, data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _keep(self, error: Exception, data: bytes) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = ("endless",) if isinstance(error, TimeoutError) else (last.filename, last.lineno)
        kind = (type(error).__name__, *place)
        if kind not in self._kinds:
            self._kinds.add(kind)
            path = self._findings / f"{self._name}-{hashlib.sha256(data).hexdigest()[:12]}"
            path.write_bytes(data)
            told = f"{path.name}: {type(error).__name__} at {last.filename}:{last.lineno}: {error!s:.200}"
            sys.stderr.write("FINDING " + " ".join(told.split()) + "\n")


def _too_slow(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Fuzz until libFuzzer's options say stop."""
    import atheris  # noqa: PLC0415  # Not at the top: pytest reads this file for examples, and has no Atheris.

    with atheris.instrument_imports(include=["commonplace", "markdown_it", "mdit_py_plugins"]):
        from fuzz.targets import TARGETS  # noqa: PLC0415

    name, findings, *options = sys.argv[1:]
    signal.signal(signal.SIGVTALRM, _too_slow)
    atheris.Setup([sys.argv[0], *options], Watched(name, TARGETS[name], Path(findings)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
