"""The JSON in a block of Obsidian Annotator, which the plugin wrote and readers do not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.annotator.blocks import AnnotatorBlock
from commonplace.grammar.json_shape import MisshapenError, as_object, as_text, items, text
from commonplace.grammar.json_text import decode
from commonplace.grammar.web_annotation import DocumentObject, Target, read_document, read_target
from commonplace.model import JSON

_READ = frozenset({"created", "updated", "text", "tags", "document", "uri", "target"})


class AnnotatorJson(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the JSON of a block says.

    Attributes
    ----------
    comment, tags
        As they were when the plugin wrote last; the reader may have changed the Markdown since.
    rest : mapping
        What no other attribute tells.
    problem : str
        Why it says nothing, if it cannot be read; empty otherwise.
    line : int
        Where that is, counted from 1.
    """

    target: Target = msgspec.field(default_factory=Target)
    document: DocumentObject | None = None
    uri: str = ""
    created: str = ""
    updated: str = ""
    comment: str = ""
    tags: Sequence[str] = ()
    rest: Mapping[str, JSON] = msgspec.field(default_factory=dict)
    problem: str = ""
    line: int = 0


def read_json(block: AnnotatorBlock) -> AnnotatorJson:
    """Read the JSON of `block`; what it lacks of the quote is taken from the Markdown. Never raises."""
    try:
        return _of_json(_completed(_decoded(block), block.quote))
    except MalformedExportError as error:
        return AnnotatorJson(problem=f"the JSON of this block {error.problem}", line=error.line or block.json_line)
    except MisshapenError as error:
        return AnnotatorJson(problem=f"in the JSON of this block, {error}", line=block.json_line)


def _of_json(raw: dict[str, JSON]) -> AnnotatorJson:
    return AnnotatorJson(
        target=read_target(raw),
        document=read_document(raw),
        uri=text(raw, "uri"),
        created=text(raw, "created"),
        updated=text(raw, "updated"),
        comment=text(raw, "text").strip(),
        tags=items(raw, "tags", as_text),
        rest={key: value for key, value in raw.items() if key not in _READ and value},
    )


def _decoded(block: AnnotatorBlock) -> dict[str, JSON]:
    try:
        return as_object(decode(block.json, first_line=block.json_line))
    except MalformedExportError:
        if "\n" not in block.json:
            raise
    # A formatter broke the line where there was a space.
    return as_object(decode(block.json.replace("\n", " "), first_line=block.json_line))


def _completed(raw: dict[str, JSON], quote: str) -> dict[str, JSON]:
    """Put the quote of the Markdown side where JSON lacks it, as the plugin does."""
    targets = raw.get("target")
    first = targets[0] if isinstance(targets, list) and targets else None
    if not (quote and isinstance(targets, list) and isinstance(first, dict)):
        return raw
    selectors = first.get("selector")
    if not isinstance(selectors, list):
        return raw
    if not any(map(_lacks_quote, selectors)):
        return raw
    filled: list[JSON] = [{**one, "exact": quote} if _lacks_quote(one) else one for one in selectors]
    return raw | {"target": [first | {"selector": filled}, *targets[1:]]}


def _lacks_quote(selector: JSON) -> TypeGuard[dict[str, JSON]]:
    return isinstance(selector, dict) and selector.get("type") == "TextQuoteSelector" and not selector.get("exact")
