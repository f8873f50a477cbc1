"""Fuzz each target for so many seconds: `python tests/fuzz/run.py --seconds 10 [TARGET…]`; exit 1 on findings.

With `--runs` and `--seed` instead, each target tries so many inputs, and the same ones on every machine.
Each target starts from recorded exports and from what earlier runs on this machine found to reach new code
(`.cache/fuzz/`). Findings are written to tests/fuzz/findings/, and tests/fuzz/test_findings.py holds them for good.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from fuzz.targets import TARGETS, seeds

HERE = Path(__file__).parent
FINDINGS = HERE / "findings"
REACHED = HERE.parents[1] / ".cache" / "fuzz"
TOKENS = [
    b">", b"> [!quote]", b"---\n", b"```", b"%%", b"$$", b"[[", b"]]", b"![[", b"](", b"{", b"}", b"[", b"]", b'"',
    b"\\", b"<div>", b"</p>", b"<!--", b"&#x110000;", b"\\frac{", b"\\begin{", b"_{", b"^{", b"\n", b"\r\n", b"\0",
    b"\xff",
    b"\xed\xa0\x80", b"null", b"1e999", b"NaN", b"^a-1-2-3", b"#page=1&selection=", b"\xe2\x97\x86 ",
    b"\xf0\x9f\x93\x8c ",
]  # fmt: skip
_LONGEST = 20_000
_STUCK = 120
"""Seconds after which an input that the target's own patience could not end, as in a program in C, ends the run."""


def _dictionary() -> str:
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n' for token in TOKENS)


def _findings_of(name: str) -> set[Path]:
    return {path for path in FINDINGS.glob(f"{name}-*") if path.name.rpartition("-")[0] == name}


def fuzz(name: str, until: str, seed: int) -> tuple[int, list[str]]:
    """Run one target in a process of its own; return how many inputs were tried, and what was found."""
    before = _findings_of(name)
    FINDINGS.mkdir(exist_ok=True)
    reached = REACHED / name
    reached.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder, "seeds")
        start.mkdir()
        for number, data in enumerate(seeds(name)):
            (start / str(number)).write_bytes(data)
        tokens = Path(folder, "tokens")
        tokens.write_text(_dictionary(), "ascii")
        options = (
            until, f"-seed={seed}", f"-timeout={_STUCK}", f"-max_len={_LONGEST}",
            f"-dict={tokens}", f"-exact_artifact_path={FINDINGS / name}-stuck",
        )  # fmt: skip
        done = subprocess.run(  # noqa: S603  # This file's own words.
            [sys.executable, str(HERE / "fuzz_target.py"), name, str(FINDINGS), *options, str(reached), str(start)],
            capture_output=True, text=True, errors="replace", check=False, env=os.environ | {"PYTHONHASHSEED": "0"},
        )  # fmt: skip
    tried = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    told = re.findall(r"^FINDING (.+)$", done.stderr, re.MULTILINE)
    found = told + [f"{path.name}: see this file" for path in _findings_of(name) - before if path.name not in str(told)]
    if not tried and not found:
        sys.exit(f"{name} could not be fuzzed:\n{done.stderr[-2000:]}")
    return int(tried[1]) if tried else 0, found


def main() -> None:
    """Fuzz the targets that were named, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=10, help="for each target")
    parser.add_argument("--runs", type=int, help="inputs for each target, however long they take")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets at a time")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    asked = parser.parse_args()
    until = f"-runs={asked.runs}" if asked.runs else f"-max_total_time={asked.seconds}"
    names = asked.targets or list(TARGETS)
    count = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        outcomes = pool.map(fuzz, names, repeat(until), repeat(asked.seed))
        for name, (tried, found) in zip(names, outcomes, strict=True):
            count += len(found)
            print("\n    ".join([f"{name}: {tried} executions, {len(found)} findings", *found]), flush=True)  # noqa: T201
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
