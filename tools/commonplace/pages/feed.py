"""The feed of new passages: Atom (RFC 4287), its addresses relative to its own, so that any host can serve it."""

from __future__ import annotations

import html
import re
import unicodedata
import uuid
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from commonplace.model import KeptFile, Passage, Reading
from commonplace.pages.addresses import anchor
from commonplace.pages.brief import brief
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.citation import citation

PATH = "feed.xml"
_MOST = 50
_NAMESPACE = uuid.UUID("6f0c3c9e-94b5-5d0b-9a62-3d1f3c1f6a3e")  # Ours, for good: readers know entries by what it gives.
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def feed(catalogue: Catalogue) -> KeptFile:
    """The latest passages, each with its words, the reader's comments and its source."""
    latest = [
        (moment, reading, reading.passages[number])
        for created, reading, number in catalogue.latest(_MOST)
        if (moment := _moment(created))
    ]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{catalogue.language.theme}">',
        f"<id>{uuid.uuid5(_NAMESPACE, 'feed').urn}</id>",
        f"<title>{_text(catalogue.say('新的摘录', 'New passages'))}</title>",
        f"<updated>{max((moment for moment, *_ in latest), default='1970-01-01T00:00:00Z')}</updated>",
        "<author><name>commonplace</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{PATH}"/>',
        '<link rel="alternate" type="text/html" href="new/"/>',
        *(line for item in latest for line in _entry(*item, catalogue)),
        "</feed>",
        "",
    ]
    return KeptFile(path=PATH, text="\n".join(lines))


def _entry(moment: str, reading: Reading, passage: Passage, catalogue: Catalogue) -> Iterator[str]:
    address = f"sources/{quote(reading.source.id)}/#{anchor(passage.annotations[0])}"
    comments = [body.value for witness in passage.annotations for body in witness.comments if body.value.strip()]
    words = "\n\n".join(part for part in (passage.quote, *comments, citation(reading, passage)) if part)
    yield "<entry>"
    yield f"<id>{uuid.uuid5(_NAMESPACE, passage.id).urn}</id>"
    yield f"<title>{_text(brief(passage, catalogue))}</title>"
    yield f"<updated>{moment}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{address}"/>'
    yield from (f'<category term="{_text(concept.id)}"/>' for concept in catalogue.concepts_of(passage))
    yield f'<content type="text">{_text(words)}</content>'
    yield "</entry>"


def _moment(created: str) -> str:
    """A date as Atom wants it; an app's local time is taken for that of Greenwich."""
    match = _TIME.fullmatch(created)
    moment = f"{match[1]}T{match[2] or '00:00'}{match[3] or ':00'}{match[4] or 'Z'}" if match else ""
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return ""  # No calendar has it, and readers of feeds refuse the whole of one that holds it.
    return moment


def _text(text: str) -> str:
    """Text for XML 1.0, which has no place for control characters and halves of characters."""
    allowed = (c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else "\ufffd" for c in text)
    return html.escape("".join(allowed), quote=False).replace('"', "&quot;")
