"""Pictures of concepts, drawn from the library's own snippets as SVG that takes the colours of the page.

A concept page that declares a ``picture`` has a file ``docs/pictures/<concept>.py`` with a function ``draw(figure)``
for matplotlib; what several of them share stands in files of its own there. What was drawn stands beside it,
``docs/pictures/<concept>.svg``, and the page embeds it.

A file that declares ``SLIDER = (symbol, values, shown)`` has a function ``draw(figure, value)``, and its picture moves.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from commonplace.errors import CommonplaceError, LibraryError
from commonplace.python_files import run
from commonplace.site.moving_picture import moving, slider_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE = (6.4, 3.2)
"""Inches of a picture; 72 points an inch."""
_INK, _FAINT = "#010101", "#020202"
_COLOURS = {_INK: "currentColor", _FAINT: "var(--cp-faint)"} | {
    f"#0{place}0{place}0{place}": f"var(--cp-curve-{place - 2})" for place in range(3, 7)
}
"""What matplotlib is told to draw in, and what the style sheet then decides."""
_STYLE = re.compile(r' style="([^"]*)"')
_NO_PROPERTIES = frozenset(("font", "font-family", "text-align"))  # The page's font, and what SVG has no attribute for.
_TAG = re.compile(r"<[^>]*>")
_DECIMALS = re.compile(r"-?\d+\.\d{3,}")


def drawn(path: Path, *, snippets: Path) -> str:
    """
    Run a picture's file and give its SVG.

    Parameters
    ----------
    path : Path
        The Python file with ``draw(figure)``.
    snippets : Path
        The folder of the snippets that it imports.

    Raises
    ------
    LibraryError
        If the file cannot be run, has no function ``draw``, or a slider that moves more than lines and marks.
    """
    module = _module(path, snippets)
    draw = getattr(module, "draw", None)
    if not callable(draw):
        raise LibraryError("has no function draw(figure)", hint="It is what draws.", path=str(path))
    slider = slider_of(getattr(module, "SLIDER", None), str(path))
    if slider is None:
        return _picture(draw, path)
    return moving([_picture(partial(draw, value=value), path) for value in slider.values], slider, str(path))


def _picture(draw: Callable[[Figure], None], path: Path) -> str:
    import matplotlib as mpl  # noqa: PLC0415  # Half a second that no other command should wait for.
    from matplotlib.figure import Figure  # noqa: PLC0415  # As above.

    with mpl.rc_context(_settings(path.stem)):
        figure = Figure(figsize=SIZE, layout="constrained")
        with _errors_of(path):
            draw(figure)
        target = io.StringIO()
        figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return themed(target.getvalue())


@contextmanager
def _errors_of(path: Path) -> Iterator[None]:
    """Tell of any error in a picture's file as one of that file."""
    try:
        yield
    except CommonplaceError:
        raise
    except Exception as error:
        problem = f"cannot be drawn: {type(error).__name__}: {error}"
        raise LibraryError(problem, hint="Mend the file, or run it alone.", path=str(path)) from error


def _settings(salt: str) -> Any:  # noqa: ANN401  # matplotlib's own type spells out each of its keys.
    from cycler import cycler  # noqa: PLC0415  # Comes with matplotlib.

    colours = [colour for colour in _COLOURS if colour not in (_INK, _FAINT)]
    return {
        "svg.fonttype": "none",  # Text stays text: the page's fonts, and words to select.
        "svg.hashsalt": salt,  # The same names in every run.
        "axes.prop_cycle": cycler(color=colours),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": _FAINT,
        "axes.labelcolor": _INK,
        "axes.titlecolor": _INK,
        "axes.titlesize": 10,
        "axes.unicode_minus": True,
        "text.color": _INK,
        "xtick.color": _FAINT,
        "ytick.color": _FAINT,
        "xtick.labelcolor": _INK,
        "ytick.labelcolor": _INK,
        "grid.color": _FAINT,
        "grid.alpha": 0.3,
        "legend.frameon": False,
        "font.size": 10,
        "lines.linewidth": 1.8,
    }


def _module(path: Path, snippets: Path) -> ModuleType:
    """Run a picture's file."""
    if not path.is_file():
        raise LibraryError("there is no such picture", hint="A page's `picture` needs its file.", path=str(path))
    with _errors_of(path):
        return run(path, f"picture_{path.stem}", [snippets, path.parent])


def themed(svg: str) -> str:
    """Make matplotlib's SVG a part of a page: no style attributes, no sizes, no colours of its own, short numbers."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'(<svg\b[^>]*?) width="[^"]*"', r"\1", body, count=1)
    body = re.sub(r'(<svg\b[^>]*?) height="[^"]*"', r"\1", body, count=1)
    body = body.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    body = _STYLE.sub(lambda match: _attributes(match[1]), body)
    body = re.sub(r'<g id="[^"]*"', "<g", body).replace("xlink:href", "href")
    for colour, variable in _COLOURS.items():
        body = body.replace(colour, variable)
    body = _TAG.sub(lambda tag: _DECIMALS.sub(lambda match: f"{float(match[0]):.2f}", tag[0]), body)
    return "\n".join(line.strip() for line in body.splitlines() if line.strip()) + "\n"


def _attributes(style: str) -> str:
    """A style's declarations as attributes, which a strict policy lets pass."""
    told = (declaration.partition(":") for declaration in style.split(";") if declaration.strip())
    pairs = ((name.strip(), value.strip()) for name, _, value in told)
    return "".join(
        f' {name}="{value.replace(chr(34), chr(39))}"' for name, value in pairs if name not in _NO_PROPERTIES
    )
