"""One highlight of an app that keeps little more than words, a note and a place, as an annotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commonplace.grammar.markdown_note.inline import attachments, formulas
from commonplace.model import JSON, Annotation, Document, Locator, Motivation, Selector, TextQuoteSelector, TextualBody


def highlight(  # noqa: PLR0913 (as many as apps tell of a highlight)
    *,
    importer: str,
    document: Document,
    quote: str = "",
    notes: Iterable[TextualBody | str] = (),
    tags: Iterable[str] = (),
    selectors: Iterable[Selector] = (),
    locator: Locator | None = None,
    native_id: str = "",
    created: str = "",
    updated: str = "",
    color: str = "",
    extra: Mapping[str, JSON] | None = None,
) -> Annotation:
    """Make an annotation of what was marked and what the reader wrote about it; empty notes and tags are none."""
    said = tuple(note if isinstance(note, TextualBody) else TextualBody(value=note) for note in notes)
    said = tuple(note for note in said if note.value.strip())
    tagged = tuple(TextualBody(value=tag, purpose="tagging") for tag in dict.fromkeys(tags) if tag)
    written = "\n\n".join(note.value for note in said)
    return Annotation(
        importer=importer,
        document=document,
        motivation=_motivation(quote, said or tagged),
        native_id=native_id,
        selectors=(*((TextQuoteSelector(exact=quote),) if quote else ()), *selectors),
        bodies=(*said, *tagged),
        locator=locator or Locator(),
        created=created,
        updated=updated if updated != created else "",
        color=color,
        formulas=formulas(written),
        attachments=attachments(written),
        extra=dict(extra or {}),
    )


def _motivation(quote: str, bodies: tuple[TextualBody, ...]) -> Motivation:
    if bodies:
        return "commenting"
    return "highlighting" if quote else "bookmarking"
