"""What is wrong with the pages of a library of given texts, and which of them it is."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from conftest import library_at
from safety import recorded
from safety.building import built, filled, framed, stored
from safety.gate import Neutral, broken_structure, findings
from safety.placements import Placement
from safety.placing import APPS, OF_DOCUMENT
from safety.recorded import Held

from commonplace.store.library import Library

PLAIN = "Plain words on a [softmax](https://example.org/s), with *stress*, `code` and $x^2$"


def neutral_in(folder: Path) -> Neutral:
    """What pages have where every field of every app, and every recorded value, holds plain words."""
    learnt = Neutral()
    twice_over = [
        Placement(app=app, field=field, text=f"{PLAIN} {app.write.__name__} {field} {turn}", number=turn)
        for turn in (1, 2)
        for app in APPS
        for field in app.fields
        if field not in OF_DOCUMENT or turn == 1
    ]
    written, recordings = framed(library_at(folder / "written")), framed(library_at(folder / "recorded"))
    filled(written, folder / "exports", twice_over)
    stored(recordings, [Held(place, f"{PLAIN} {number}", number) for number, place in enumerate(recorded.places())])
    for library in (written, recordings):
        for _, _, _, page in built(library):
            learnt.learn(page)
    learnt.features |= {(f"h{level}", attribute) for level in range(2, 7) for attribute in ("", "id")}  # Any depth.
    return learnt


def wrong_pages(library: Library, neutral: Neutral) -> dict[str, list[str]]:
    """What is wrong with each page, by path."""
    found = {}
    for path, text, meta, page in built(library):
        # What some pages of the tool's own say of themselves to the builder.
        known = {"title", "names", "aliases", "tags"} | (
            {"hide", "search"} if path in ("map.md", "review.md") or path.startswith("lists/review-") else set()
        )
        wrong = [*findings(page, neutral), *broken_structure(text, page)]
        wrong += [f"front matter: {key}" for key in meta if key not in known]
        if wrong:
            found[path] = wrong[:5]
    return found


def broken_by(held: Sequence[Held], folder: Path, neutral: Neutral) -> list[str]:
    """Which texts, in which field of which format, break a page, found by halves."""
    wrong = wrong_with(held, folder / f"{held[0].number}-{len(held)}", neutral)
    if not wrong:
        return []
    if len(held) == 1:
        return [f"{held[0].place.format} {held[0].place.field} {held[0].text!r:.80}: {wrong}"]
    middle = len(held) // 2
    parts = [broken_by(half, folder, neutral) for half in (held[:middle], held[middle:])]
    return [told for part in parts for told in part] or [
        f"only together, {len(held)} from number {held[0].number}: {wrong}"
    ]


def wrong_with(held: Sequence[Held], folder: Path, neutral: Neutral) -> str:
    """What is wrong with the pages of a library of these texts; empty if nothing."""
    library = framed(library_at(folder))
    own = (library.docs / "own.md").read_bytes()
    try:
        stored(library, held)
        found = wrong_pages(library, neutral)
    except Exception as error:  # noqa: BLE001  # Whatever it is, the text that brought it about is looked for.
        return f"{type(error).__name__}: {error}"
    finally:
        changed = (library.docs / "own.md").read_bytes() != own
        shutil.rmtree(folder)
    return "the owner's page changed" if changed else f"{found}"[:500] if found else ""
