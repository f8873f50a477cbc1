"""Measure every step at every size, and write the table of docs/import-speed.md and the READMEs, and its plot.

``python benchmarks/run.py [--sizes 1000 10000 100000] [--rounds 3] [--only MODULE …] [--folder DIR]``. A module is any
file here with ``STEPS``. Without ``--only`` the tables and the picture are written anew.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from measuring import FLOOR, OURS, Cost, Key, measured, steps_of

HERE = Path(__file__).parent
PAGES = [HERE.parent / name for name in ("docs/import-speed.md", "README.md", "README.zh.md")]
PLOT = HERE.parent / "docs" / "assets" / "images" / "speed.svg"
_TELLING = 0.002
"""Seconds."""
_REGION = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- /measured -->)", re.DOTALL)


def modules() -> list[str]:
    """The files with steps."""
    return sorted(path.stem for path in HERE.glob("*_steps.py"))


def table(costs: Mapping[Key, Cost], told: Mapping[str, str]) -> str:
    """A table in Markdown: for each step and size how many times the floor it takes, and the most memory."""
    sizes = sorted({size for _, _, size in costs})
    heads = "".join(f" {size:,} |" for size in sizes)
    lines = [
        f"| 步骤 step | 下限 floor |{heads} 秒 seconds | 其他 others | 内存 memory, MB |",
        f"| --- | --- |{' ---: |' * len(sizes)} ---: | --- | ---: |",
    ]
    for step in dict.fromkeys(step for step, _, _ in costs):
        found = [size for size in sizes if (step, OURS, size) in costs]
        ratios = "".join(f" {ratio(costs, step, OURS, size)} |" if size in found else " – |" for size in sizes)
        largest = found[-1]
        seconds = costs[step, OURS, largest].seconds
        others = ", ".join(
            f"{way} {ratio(costs, step, way, largest)}"
            for one, way, size in costs
            if one == step and size == largest and way not in (OURS, FLOOR)
        )
        lines.append(
            f"| {step} | {told[step]} |{ratios} {seconds:,.2f} | {others} | {costs[step, OURS, largest].memory:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def ratio(costs: Mapping[Key, Cost], step: str, way: str, size: int) -> str:
    """How many times the floor a way takes; nothing where the floor cannot be told from the clock's own steps."""
    floor = costs[step, FLOOR, size].seconds
    return f"{costs[step, way, size].seconds / floor:.1f}×" if floor >= _TELLING else "–"


def plot(costs: Mapping[Key, Cost], path: Path) -> None:
    """Draw seconds against size, both by powers of ten: what is straight at 45° grows with its input."""
    mpl.rcParams |= {"svg.hashsalt": "speed", "svg.fonttype": "none", "font.size": 9}
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    axes.set_prop_cycle(color=[mpl.colormaps["tab20"](at) for at in range(20)])
    for step in dict.fromkeys(step for step, _, _ in costs):
        sizes = sorted(size for one, way, size in costs if one == step and way == OURS)
        seconds = [costs[step, OURS, size].seconds for size in sizes]
        (line,) = axes.plot(sizes, seconds, marker="o", markersize=3, label=step)
        floor = [costs[step, FLOOR, size].seconds for size in sizes]
        axes.plot(sizes, floor, color=line.get_color(), linestyle=":", linewidth=1)
    axes.set(xscale="log", yscale="log", xlabel="annotations", ylabel="processor seconds (dotted: floor)")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def written(costs: Mapping[Key, Cost], told: Mapping[str, str]) -> None:
    """Write the table into each page that shows it, and the picture."""
    when = datetime.now(UTC).date().isoformat()
    cores = os.cpu_count()
    said = f"{when}，{platform.system()}，Python {platform.python_version()}，{cores} 核 cores。\n\n"
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(_REGION.sub(lambda _: said + table(costs, told), text), encoding="utf-8")
    plot(costs, PLOT)


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure, and say it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3, help="up to 10,000 annotations; larger ones are done once")
    parser.add_argument("--only", nargs="+", choices=modules())
    parser.add_argument("--steps", nargs="+", help="only these steps")
    parser.add_argument("--folder", type=Path, help="where exports and libraries are kept for the next time")
    asked = parser.parse_args(None if arguments is None else list(arguments))
    with tempfile.TemporaryDirectory() as place:
        chosen = asked.only or modules()
        told = {step.name: step.told for module in chosen for step in steps_of(module).values()}
        costs = measured(chosen, asked.sizes, asked.folder or Path(place), asked.rounds, asked.steps)
    print(table(costs, told))
    print(json.dumps([[*key, asdict(cost)] for key, cost in costs.items()]))
    if not (asked.only or asked.steps):
        written(costs, told)


if __name__ == "__main__":
    main()
