"""`commonplace serve` shows an edit and what follows from it; what cannot be built leaves the last good site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Served, serving

from commonplace.site import frame
from commonplace.store.library import Library


@pytest.fixture
def served(library: Library, tmp_path: Path) -> Iterator[Served]:
    for path, data in frame.frame("札记").items():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        (library.root / path).write_bytes(data)
    with serving(library, tmp_path / "log") as served:
        yield served


def test_an_edit_is_shown_and_what_follows_from_it_and_an_error_leaves_the_last_good_site(served: Served) -> None:
    page = served.library.docs / "concepts" / "gradient.md"
    served.shows("concepts/gradient/", "Owner’s prose.")
    text = page.read_text("utf-8")

    page.write_text(text.replace("Owner’s prose.", "[gone](gone.md)"), "utf-8")
    served.says("The last good site is still shown.")
    served.shows("concepts/gradient/", "Owner’s prose.")
    assert "gone.md" in served.log.read_text("utf-8")
    assert "Traceback" not in served.log.read_text("utf-8")

    page.write_text(text.replace("Owner’s prose.", "Edited prose."), "utf-8")
    served.shows("concepts/gradient/", "Edited prose.")

    text = page.read_text("utf-8")
    page.write_text(text.replace("aliases: ['nabla']", "aliases: ['nabla', 'steepest ascent']"), "utf-8")
    served.shows("concepts/gradient/", '<span class="cp-alias">steepest ascent</span>')
    served.shows("search/engine.js", "commonplaceSearch")
