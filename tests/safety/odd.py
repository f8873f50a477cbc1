"""Recorded exports in which a number, a date or a name is what no app writes, one at a time."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import Any

from safety.recorded import EXPORTS, Held, Place, places

from commonplace.model import Annotation, Export
from commonplace.reading.exports import decode_export, read_export

IN_JSON: tuple[Any, ...] = (
    None, True, False, 0, -1, -0.0, 1.5, 2**31, 2**63, 2**64, 10**39, -(10**39), 1e308, "", " ", "\n", "\0", "\ud800",
    "\x1c5", "5\x1f", "\x855", "²", "٣", "५", "Ⅷ", "½", "1_000", "+5", "-5", "-0", "1e5", "0x10", "inf", "nan", "1/0",
    "9" * 18, "9" * 5000, "2024-13-45T99:99:99Z", "0000-00-00", "2024-02-30 12:00:00", "10000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2024-01-01T00:00:00+99:99", "٢٠٢٤-٠١-٠١T00:00:00Z",
    [], {}, [[]], [None], [True], [1], [""], ["a", 1], [{}], {"a": None},
)  # fmt: skip
"""In place of any value of JSON, containers among them."""
AS_NUMBER = (
    "", "0", "00", "-0", "-1", "+5", "13", "31", "61", "10000", "1.5", "1e5", "0x10", "1_0", "9" * 11, str(2**63),
    str(2**64), "1" * 40, "9" * 5000, "\x1c5", "5\x1f", "5\x1d6", "\x0b5", "\x855", "\xa05", "\u20035", "\u20285", "\0",
    "²", "½", "Ⅷ", "五", "٣", "५", "１２", "𝟗",
)  # fmt: skip
"""In place of any number of a text."""
AS_NAME = ("", " ", "\u200b", "\x1c", "0", "-", "9" * 5000, "٢٠٢٤-٠١-٠١", "nan")
"""In place of anything that an annotation holds."""
ZEROS = ("٠", "०", "０", "𝟎")
"""The zeros of other scripts, in which an app may write all of its numbers."""
_NEAR = 6
_KINDS = 40
"""Of the numbers in one file so many are tried that stand between different characters."""


@dataclass(frozen=True)
class Odd:
    """An export with one odd value; `number` tells it from its neighbours."""

    format: str
    what: str
    number: int
    make: Callable[[], Export]

    @cached_property
    def export(self) -> Export:
        """The export."""
        return self.make()

    @property
    def held(self) -> Held:
        """The same as an export whose annotations are of documents of their own."""
        return Held(Place(self.format, self.what, self.export, "", str), "", self.number)


def odd_exports(format_name: str, share: int = 1) -> Iterator[Odd]:
    """Every odd value at every place of a format's recorded exports, or one in `share` of them by turns."""
    numbers = count()
    for what, make in _every(format_name):
        number = next(numbers)
        if number % share == 0:
            yield Odd(format_name, what, number, make)


def _every(format_name: str) -> Iterator[tuple[str, Callable[[], Export]]]:
    for path in sorted((EXPORTS / format_name).glob("*")):
        if path.suffix != ".yml":
            yield from _of_file(path)
    for place in places():
        if place.format == format_name:
            yield from ((f"{place.field} = {value!r:.40}", partial(place.holding, value)) for value in AS_NAME)


def _of_file(path: Path) -> Iterator[tuple[str, Callable[[], Export]]]:
    export = read_export(path, name=path.name)
    try:
        whole = json.loads(export.text)
    except ValueError:
        yield from ((f"{path.name}: {what}", told) for what, told in _of_text(export))
        return
    seen = set()
    values = [value for value in IN_JSON if not export.container or _fits_in_a_row(value)]
    for steps, held in _places(whole):
        kind = tuple("*" if isinstance(step, int) else step for step in steps)
        if kind not in seen and not (export.container and isinstance(held, dict | list)):
            seen.add(kind)
            for value in values:
                yield f"{path.name}: {steps} = {value!r:.40}", partial(_changed, export, whole, steps, value)


def _changed(export: Export, whole: Any, steps: Sequence[str | int], value: object) -> Export:
    return replace_text(export, _written(_with(whole, steps, value), export.container))


def _written(whole: Any, container: str) -> str:
    """JSON, that of a container with each record on a line of its own."""
    if container == "pdf":
        marks = ",\n".join(map(json.dumps, whole["marks"]))
        return f'{{"pdf": {json.dumps(whole["pdf"])},\n"marks": [\n{marks}\n]}}\n'
    if container:
        tables = [(name, ",\n".join(map(json.dumps, rows))) for name, rows in whole["tables"].items()]
        return '{"tables": {\n' + ",\n".join(f"{json.dumps(name)}: [\n{rows}\n]" for name, rows in tables) + "\n}}\n"
    return json.dumps(whole)


def _of_text(export: Export) -> Iterator[tuple[str, Callable[[], Export]]]:
    seen: set[tuple[str, ...]] = set()
    for number in re.finditer(r"[0-9]+", export.text):
        start, end = number.span()
        around = export.text[max(0, start - _NEAR) : start], export.text[end : end + 2]
        kind = tuple(re.sub("[0-9]", "0", part) for part in around)
        if kind not in seen and len(seen) < _KINDS:
            seen.add(kind)
            for value in AS_NUMBER:
                yield f"{start}: {number[0]} = {value!r:.40}", partial(_spliced, export, start, end, value)
    for zero in ZEROS:
        yield f"digits from {zero}", partial(_transcribed, export, zero)


def _spliced(export: Export, start: int, end: int, value: str) -> Export:
    return replace_text(export, export.text[:start] + value + export.text[end:])


def _transcribed(export: Export, zero: str) -> Export:
    digits = {ord("0") + place: chr(ord(zero) + place) for place in range(10)}
    return replace_text(export, export.text.translate(digits))


def replace_text(export: Export, text: str) -> Export:
    """The same export with another text, by the way that a file goes."""
    if export.container:
        return dataclasses.replace(export, text=text)
    return decode_export(text.encode("utf-8", "replace"), name=export.name)


def _fits_in_a_row(value: object) -> bool:
    """Whether a row of a database can hold a value."""
    if isinstance(value, int):
        return not isinstance(value, bool) and -(2**63) <= value < 2**63
    return value is None or isinstance(value, float | str)


def _places(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield steps, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from _places(one, (*steps, step))


def _with(whole: Any, steps: Sequence[str | int], value: object) -> Any:
    if not steps:
        return value
    changed = deepcopy(whole)
    holder = changed
    for step in steps[:-1]:
        holder = holder[step]
    holder[steps[-1]] = value
    return changed


def mistyped(annotation: Annotation) -> list[str]:
    """Which fields of an annotation hold what the model does not say."""
    parts = (
        annotation,
        annotation.document,
        annotation.locator,
        *annotation.bodies,
        *annotation.selectors,
        *annotation.formulas,
        *annotation.attachments,
    )
    return [
        f"{type(part).__name__}.{name} = {value!r:.60}"
        for part in parts
        for name in part.__struct_fields__
        if not _may_be(name, value := getattr(part, name))
    ]


_OTHER = {"document", "locator", "bodies", "selectors", "formulas", "attachments"}
_NUMBERS = {"start", "end"}


def _may_be(name: str, value: object) -> bool:
    if name == "extra":
        return isinstance(value, dict) and all(isinstance(key, str) for key in value)
    if name in {"order", "headings", "authors"}:
        kind = int if name == "order" else str
        return type(value) is tuple and all(type(one) is kind for one in value)
    if name in _NUMBERS or name == "physical_page":
        return type(value) is int or (value is None and name not in _NUMBERS)
    return name in _OTHER or type(value) is (bool if name == "display" else str)
