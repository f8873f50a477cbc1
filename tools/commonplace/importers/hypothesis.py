"""Hypothesis: JSON of the client's export, of the search API, and of the programs that fetch from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import fingerprint_in, is_title, is_web
from commonplace.grammar.hypothesis_json import Container, Piece, containers_in, pieces_of
from commonplace.grammar.json_shape import MisshapenError, as_object, as_text, items, mapping, member, optional, text
from commonplace.grammar.json_text import lines_of_items
from commonplace.grammar.markdown_note.inline import attachments, formulas
from commonplace.grammar.web_annotation import DocumentObject, Target, read_document, read_target
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer
from commonplace.model import (
    JSON,
    Annotation,
    Document,
    Export,
    Locator,
    Motivation,
    Rejected,
    Selector,
    TextQuoteSelector,
    TextualBody,
    Visibility,
)

_NOT_SHOWN = ("PENDING", "DENIED", "SPAM")
_EVERYONE = "__world__"
_READ = frozenset(
    {
        "id",
        "created",
        "updated",
        "user",
        "uri",
        "text",
        "tags",
        "group",
        "permissions",
        "target",
        "document",
        "references",
    }
)
# What HTML shows as one space; not the no-break or the ideographic space, which are part of a text.
_PAGE_SPACE = re.compile(r"[ \t\n\r\f]+")
_FILE_NAME = re.compile(r"\.(?:pdf|epub)\Z", re.IGNORECASE)
_TRACES = ('"acct:', '"uri"', '"group"')


class HypothesisImporter(Importer):
    """Reads the annotation objects of Hypothesis, in whatever JSON they are wrapped."""

    format = "hypothesis"
    app = ("Hypothesis", "Hypothesis")
    description = "Hypothesis: JSON of the client's export, of the search API, of hypexport, one or one a line (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each piece of JSON that holds annotation objects of Hypothesis."""
        for piece in pieces_of(export.text):
            seen = _seen(piece, export.name)
            if seen:
                confidence, evidence = seen
                yield Claim(
                    confidence=confidence,
                    evidence=evidence,
                    first_line=piece.claimed[0],
                    last_line=piece.claimed[1],
                )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read every annotation; the line of a rejected one is that on which its object starts."""
        found = False
        for piece in pieces_of(export.text):
            containers = containers_in(piece, export.name)
            found = found or bool(containers)
            for container in containers:
                yield from _units(container)
        if not found:
            raise MalformedExportError(
                "holds no annotations of Hypothesis",
                hint='They are objects with "target" and "user" in a list, or under "annotations" or "rows".',
                path=export.name,
            )


def _seen(piece: Piece, name: str) -> tuple[float, str] | None:
    """How surely `piece` is of Hypothesis, and why."""
    try:
        containers = containers_in(piece, name)
    except MalformedExportError as error:
        # A download that broke off is still to be recognised, so that its user learns where.
        traces = all(trace in piece.text for trace in _TRACES)
        return (TYPICAL, f"annotation objects of Hypothesis in JSON that {error.problem}") if traces else None
    count = sum(len(container.values) for container in containers)
    if not containers or any(container.problem for container in containers[:1]):
        return None
    wrapped = any(container.key for container in containers)
    return (CERTAIN if wrapped else TYPICAL), f"{count} annotation objects of Hypothesis"


def _units(container: Container) -> Iterator[Annotation | Rejected]:
    if container.problem:
        yield Rejected(line=container.first_line, problem=container.problem, raw=container.text)
        return
    lines: list[int] = []
    for index, value in enumerate(container.values):
        try:
            yield _annotation(as_object(value), container.shared)
        except MisshapenError as error:
            lines = lines or lines_of_items(container.text, container.key) or [1]
            yield Rejected(
                line=container.first_line - 1 + lines[min(index, len(lines) - 1)],
                problem=f"{error.within(f'{container.key}[{index}]')}; mend it, or export again from Hypothesis.",
                raw=json.dumps(value, ensure_ascii=False),
            )


def _annotation(raw: Mapping[str, JSON], shared: Mapping[str, JSON]) -> Annotation:
    target, document = read_target(raw), read_document(raw)
    note, tags = text(raw, "text").strip(), [tag.strip() for tag in items(raw, "tags", as_text)]
    bodies = [TextualBody(value=note)] if note else []
    bodies += [TextualBody(value=tag, purpose="tagging") for tag in tags if tag]
    references = items(raw, "references", as_text)
    group, user = text(raw, "group"), text(raw, "user")
    native_id, second_id = _ids(raw)
    selectors, exact = _without_page_space(target.selectors)
    found = Annotation(
        importer=HypothesisImporter.format,
        document=_document(document, target, raw),
        motivation=_motivation(raw, target, bodies, references),
        native_id=native_id,
        selectors=selectors,
        bodies=tuple(bodies),
        locator=Locator(
            headings=target.headings,
            page=target.page,
            physical_page=target.physical_page,
            rectangle=target.rectangle,
            order=target.order,
        ),
        created=text(raw, "created"),
        updated=text(raw, "updated"),
        formulas=formulas(note),
        attachments=attachments(note),
        creator=user if user.startswith("acct:") else "",
        visibility=_visibility(raw, group),
        group="" if group == _EVERYONE else group,
        extra={**shared, **_rest(raw), **target.kept, **exact, **second_id, **_ancestors(references)},
    )
    # Apart, since Python puts more than fifteen arguments into a dictionary first.
    return replace(found, reply_to=references[-1]) if references else found


def _document(said: DocumentObject, target: Target, raw: Mapping[str, JSON]) -> Document:
    if said.addresses:
        return _document_at(said, said.addresses)
    return _document_at(said, (target.source or member(raw, "uri", as_text),))


@lru_cache(maxsize=256)  # One for many annotations.
def _document_at(said: DocumentObject, addresses: tuple[str, ...]) -> Document:
    fingerprint = said.fingerprint or fingerprint_in(addresses)
    further: dict[str, JSON] = {"addresses": list(addresses[1:])} if addresses[1:] else {}
    # For a PDF without a title of its own the client puts the name of the file.
    is_file = bool(_FILE_NAME.search(said.title))
    return Document(
        # A local PDF is called by its fingerprint; a page on the web by its address, which many PDFs may have had.
        key=addresses[0]
        if is_web(addresses[0])
        else fingerprint or addresses[0] or said.title or HypothesisImporter.format,
        title=said.title if is_title(said.title, addresses) and not is_file else "",
        url=said.url,
        file=next(iter(said.files), said.title if is_file else ""),
        fingerprint=fingerprint,
        extra={**further, **said.extra},
    )


def _motivation(
    raw: Mapping[str, JSON], target: Target, bodies: list[TextualBody], references: list[str]
) -> Motivation:
    if references:
        return "replying"
    if bodies or raw.get("hidden") is True:
        return "commenting"
    return "highlighting" if target.selectors or target.others else "bookmarking"


def _visibility(raw: Mapping[str, JSON], group: str) -> Visibility:
    nobody: list[str] = []
    readers = optional(raw, "permissions", _readers, nobody)
    # What moderators hid, or have not let through yet, only they and its author can read.
    is_hidden = raw.get("hidden") is True or raw.get("moderation_status") in _NOT_SHOWN
    if is_hidden or any(reader.startswith("acct:") for reader in readers):
        return "private"
    return "public" if group in {"", _EVERYONE} else "group"


def _readers(permissions: JSON) -> list[str]:
    return items(as_object(permissions), "read", as_text)


def _ids(raw: Mapping[str, JSON]) -> tuple[str, dict[str, JSON]]:
    """The id of the annotation, and its second one if the client imported it: then the first tells what it is."""
    own = text(raw, "id")
    original = text(mapping(raw, "extra"), "original_id")
    if own == "undefined":  # As the Obsidian plugin Annotator once had it.
        return original, {}
    return (original, {"id": own}) if original else (own, {})


def _ancestors(references: list[str]) -> dict[str, JSON]:
    """The thread that a reply stands in, if that is more than what it answers."""
    return {"references": list(references)} if len(references) > 1 else {}


def _without_page_space(selectors: tuple[Selector, ...]) -> tuple[tuple[Selector, ...], dict[str, JSON]]:
    """Let the quote look as its page does, which shows a line end and an indentation as one space."""
    quote = next((s for s in selectors if isinstance(s, TextQuoteSelector)), None)
    if quote is None or (
        quote.exact.isprintable() and "  " not in quote.exact and quote.exact.strip(" ") == quote.exact
    ):
        return selectors, {}  # Tabs and line ends are not printable; nothing else changes below.
    shown = _PAGE_SPACE.sub(" ", quote.exact).strip(" ")
    if shown == quote.exact:
        return selectors, {}
    replaced = tuple(replace(quote, exact=shown) if s is quote else s for s in selectors)
    return replaced, {"exact": quote.exact}


def _rest(raw: Mapping[str, JSON]) -> dict[str, JSON]:
    """What the model has no place for; what says nothing (``hidden: false``) is left out."""
    rest: dict[str, JSON] = {key: value for key, value in raw.items() if value and key not in _READ and _tells(value)}
    if not _is_usual(raw):
        rest["permissions"] = raw["permissions"]
    user = text(raw, "user")
    return rest | ({"user": user} if user and not user.startswith("acct:") else {})


def _tells(value: JSON) -> bool:
    return any(map(_tells, value.values())) if isinstance(value, dict) else bool(value)


def _is_usual(raw: Mapping[str, JSON]) -> bool:
    """Whether the permissions are those that follow from user, group and visibility."""
    permissions = mapping(raw, "permissions")
    only_user: JSON = [raw.get("user")]
    if permissions.get("read", only_user) not in (only_user, [f"group:{raw.get('group')}"]):
        return False
    return all(value == only_user for key, value in permissions.items() if key != "read")
