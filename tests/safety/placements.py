"""Which text goes into which field of which export, and the files that hold them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from safety.placing import APPS, OF_DOCUMENT, App, Marked

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared"
FULL = os.environ.get("COMMONPLACE_HOSTILE") == "full"
"""Whether every text goes into every field of every app's export, instead of one field by turns: `make hostile`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A text in a field of an app's export."""

    app: App
    field: str
    text: str
    number: int

    @property
    def marked(self) -> Marked:
        """The annotation that is exported; its words, if they are not the text, tell it from its neighbours."""
        return Marked(number=self.number, quote=f"words {self.number}", comment=f"remark {self.number}").holding(
            self.field, self.text
        )

    @property
    def export(self) -> bytes:
        """An export with this annotation alone."""
        return encoded(self.app.write([self.marked]))


def encoded(text: str) -> bytes:
    """As an app writes it: no file of UTF-8 can hold half of a character, but JSON's escapes can."""
    return text.encode("utf-8", "replace")


@cache
def hostile() -> tuple[str, ...]:
    """The project's own texts, and those collected beside it where they are."""
    return _texts("hostile")


@cache
def innocent() -> tuple[str, ...]:
    """Texts that must show exactly as they are."""
    return _texts("innocent")


def _texts(kind: str) -> tuple[str, ...]:
    own = [str(entry["text"]) for entry in yaml.safe_load((HERE / f"{kind}.yml").read_text("utf-8"))]
    path = SHARED / f"{kind}.json"
    collected = [entry["text"] for entry in json.loads(path.read_text("utf-8"))] if path.exists() else []
    return tuple(dict.fromkeys((*own, *collected)))


def by_turns(texts: Iterable[str]) -> Iterator[Placement]:
    """Each text in one field of each app's export, or in all of them."""
    number = 0
    for turn, text in enumerate(texts):
        for place, app in enumerate(APPS):
            for field in app.fields if FULL else (app.fields[(turn + place) % len(app.fields)],):
                number += 1
                yield Placement(app=app, field=field, text=text, number=number)


def once(texts: Iterable[str]) -> Iterator[Placement]:
    """Each text in one field of one app's export, so that all fields of all apps have their turn."""
    places = [(app, field) for app in APPS for field in app.fields]
    for turn, text in enumerate(texts):
        app, field = places[turn % len(places)]
        yield Placement(app=app, field=field, text=text, number=turn + 1)


def write_exports(folder: Path, placements: Iterable[Placement]) -> None:
    """Write exports that hold all of `placements`: one for each that is about a document, else many in one."""
    together: dict[str, list[Placement]] = {}
    for placement in placements:
        alone = str(placement.number) if placement.field in OF_DOCUMENT else ""
        name = f"{placement.app.write.__name__}{alone}{placement.app.ending}"
        together.setdefault(name, []).append(placement)
    folder.mkdir(parents=True, exist_ok=True)
    for name, placed in together.items():
        (folder / name).write_bytes(encoded(placed[0].app.write([one.marked for one in placed])))
