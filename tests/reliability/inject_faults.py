"""Put faults into every command that writes, at every call, and say what became of the library.

    python tests/reliability/inject_faults.py [calls] [cuts] [kills] [--every N]

``calls`` lets each call below the library fail in this process; ``cuts`` tries each disk that a power cut may leave;
``kills`` lets strace fail or kill a real command at each of its system calls. A loss ends it with an error.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from reliability import campaign, system_calls
from reliability.fault_layer import FAULTS
from reliability.scenario import Case, cases

from commonplace.errors import CommonplaceError


def _calls(found: dict[str, Case], folder: Path, every: int) -> None:
    for case in found.values():
        count = campaign.calls_of(case, folder)
        for place, fault in enumerate(FAULTS):
            outcomes = campaign.campaign(case, folder, fault, range(place % every, count, every))
            _say("calls", f"{case.name} {fault}", outcomes)


def _cuts(found: dict[str, Case], folder: Path, every: int) -> None:
    for case in found.values():
        _say("cuts", case.name, campaign.power_cuts(case, folder, every=every))


def _kills(found: dict[str, Case], folder: Path, every: int) -> None:
    for command in commands(found, folder):
        strikes = list(system_calls.strikes(system_calls.counts(command, folder)))[::every]
        for kind in ("signal", "error"):
            chosen = [strike for strike in strikes if strike.what.startswith(kind)]
            outcomes = Counter(_struck(command, strike, folder) for strike in chosen)
            _say("kills", f"{command.case.name} {kind}", outcomes)


def _struck(command: system_calls.Command, strike: system_calls.Strike, folder: Path) -> str:
    try:
        return system_calls.struck(command, strike, folder)
    except (AssertionError, CommonplaceError) as error:
        _lost.append(str(error))
        sys.stdout.write(f"LOST {error}\n")
        return "lost"


def commands(found: dict[str, Case], folder: Path) -> list[system_calls.Command]:
    """The cases as they are typed."""
    exports = folder / "exports"
    both = (str(exports / "second.json"), str(exports / "notes" / "note.md"))
    return [
        system_calls.Command(found["import"], ("import", *both)),
        system_calls.Command(found["undo"], ("undo",)),
        system_calls.Command(found["render"], ("render",)),
    ]


def _say(kind: str, what: str, outcomes: Counter[str]) -> None:
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {kind}: {what}: {outcomes.total()} faults: {told}\n")
    sys.stdout.flush()


_lost: list[str] = []
_KINDS = {"calls": _calls, "cuts": _cuts, "kills": _kills}


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[*_KINDS, []], default=[])
    parser.add_argument("--every", type=int, default=1, help="try each N-th only")
    asked = parser.parse_args()
    logging.getLogger("commonplace").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = cases(folder)
        for kind in asked.kinds or _KINDS:
            _KINDS[kind](found, folder, asked.every)
    sys.exit(1 if _lost else 0)


if __name__ == "__main__":
    main()
