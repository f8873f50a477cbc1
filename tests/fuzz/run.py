"""Fuzz each target for so many seconds: `python tests/fuzz/run.py --seconds 10 [TARGET…]`; exit 1 on findings.

Inputs are mutations of recorded exports: bits, bytes, lines cut out, doubled, swapped and spliced, and tokens that
formats are made of. Findings are written to tests/fuzz/findings/, and tests/fuzz/test_findings.py holds them for good.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from fuzz.targets import TARGETS, seeds

FINDINGS = Path(__file__).parent / "findings"
TOKENS = [
    b">", b"> [!quote]", b"---\n", b"```", b"%%", b"$$", b"[[", b"]]", b"![[", b"](", b"{", b"}", b"[", b"]", b'"',
    b"\\", b"<div>", b"</p>", b"<!--", b"&#x110000;", b"\\frac{", b"\\begin{", b"_{", b"^{", b"\n", b"\r\n", b"\0",
    b"\xff",
    b"\xed\xa0\x80", b"null", b"1e999", b"NaN", b"^a-1-2-3", b"#page=1&selection=", b"\xe2\x97\x86 ",
    b"\xf0\x9f\x93\x8c ",
]  # fmt: skip
_LONGEST = 20_000
_PATIENCE = 5.0
"""Processor seconds after which an input of at most _LONGEST bytes is a finding."""


def _too_slow(*_: object) -> None:
    raise TimeoutError


def mutated(chance: random.Random, pool: list[bytes]) -> bytes:
    """One input: a seed with a few changes."""
    data = bytearray(chance.choice(pool))
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        length = chance.choice((1, 2, 8, 64, 512))
        match chance.randrange(7):
            case 0 if data:
                data[at % len(data)] ^= 1 << chance.randrange(8)
            case 1:
                data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 2, 40))
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length] * chance.choice((1, 2, 9))
            case 4:
                other = chance.choice(pool)
                start = chance.randint(0, len(other))
                data[at:] = other[start:]
            case 5:
                data[at : at + length] = chance.choice(TOKENS)
            case _:
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
    return bytes(data[:_LONGEST])


def fuzz(name: str, seconds: float, seed: int) -> tuple[int, list[bytes]]:
    """Run one target; return how many inputs were tried, and those that found something."""
    chance, pool = random.Random(seed), seeds(name)  # noqa: S311  # Nothing secret.
    found: dict[tuple[object, ...], bytes] = {}
    end, tried = time.process_time() + seconds, 0
    signal.signal(signal.SIGVTALRM, _too_slow)
    while time.process_time() < end:
        data = mutated(chance, pool)
        tried += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE)
        try:
            TARGETS[name](data)
        except Exception as error:  # noqa: BLE001  # Whatever it is, it is a finding.
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = ("endless",) if isinstance(error, TimeoutError) else (last.filename, last.lineno)
            found.setdefault((type(error).__name__, *place), data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return tried, list(found.values())


def main() -> None:
    """Fuzz the targets that were named, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10, help="of the processor, for each target")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets at a time")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    asked = parser.parse_args()
    count = 0
    names = asked.targets or list(TARGETS)
    with ProcessPoolExecutor(asked.jobs) as pool:
        outcomes = pool.map(fuzz, names, repeat(asked.seconds), repeat(asked.seed))
        for name, (tried, found) in zip(names, outcomes, strict=True):
            count += len(found)
            print(f"{name}: {tried} executions, {len(found)} findings", flush=True)  # noqa: T201
            _keep(name, found)
    sys.exit(1 if count else 0)


def _keep(name: str, found: list[bytes]) -> None:
    for data in found:
        FINDINGS.mkdir(exist_ok=True)
        (FINDINGS / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)


if __name__ == "__main__":
    main()
