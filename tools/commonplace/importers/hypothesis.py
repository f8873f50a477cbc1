"""Hypothesis: JSON of the client's export, of the search API, and of the programs that fetch from it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import fingerprint_in, is_title, is_web
from commonplace.grammar.fences import fence_after
from commonplace.grammar.json_shape import MisshapenError, as_object, as_text, items, mapping, member, optional, text
from commonplace.grammar.json_text import decode, lines_of_items
from commonplace.grammar.lines import Lines, opening, text_lines
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
_PREFORMATTED = re.compile(r"<pre\b[^<>]*+>|</pre>", re.IGNORECASE)
_FENCE_OF_JSON = re.compile(r"(`{3,}|~{3,})\s*(?:json|jsonl)?\s*", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(?:pdf|epub)\Z", re.IGNORECASE)
_DEEPEST = 4
_TRACES = ('"acct:', '"uri"', '"group"')


class HypothesisImporter(Importer):
    """Reads the annotation objects of Hypothesis, in whatever JSON they are wrapped."""

    format = "hypothesis"
    app = ("Hypothesis", "Hypothesis")
    description = "Hypothesis: JSON of the client's export, of the search API, of hypexport, one or one a line (.json)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each piece of JSON that holds annotation objects of Hypothesis."""
        for piece in _pieces(export.text):
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
        for piece in _pieces(export.text):
            containers = _containers(piece, export.name)
            found = found or bool(containers)
            for container in containers:
                yield from _units(container)
        if not found:
            raise MalformedExportError(
                "holds no annotations of Hypothesis",
                hint='They are objects with "target" and "user" in a list, or under "annotations" or "rows".',
                path=export.name,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of an export that is JSON; `whole` if nothing stands beside it.

    `claimed` are its lines with those that only hold it: a fence, or the page that a browser shows it on.
    """

    text: str
    first_line: int
    claimed: tuple[int, int]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Container:
    """A list of annotation objects: the key that it stands under, and what the export says of all of them."""

    text: str
    first_line: int
    key: str
    values: list[JSON]
    shared: Mapping[str, JSON]
    problem: str = ""


def _pieces(document: str) -> Iterator[_Piece]:
    """Find JSON: the whole, what a browser saved as HTML, or fences in Markdown."""
    start = opening(document)
    if start in {"[", "{"}:
        yield _Piece(text=document, first_line=1, claimed=(1, document.count("\n") + 1), whole=True)
    elif start == "<":
        yield from _preformatted(document)
    else:
        yield from _fenced(text_lines(document))


def _preformatted(document: str) -> Iterator[_Piece]:
    """Find what stands in ``<pre>``: there a browser shows an answer of the API, and saves it with the page."""
    line, counted, page = 1, 0, (1, document.count("\n") + 1)
    for opened, closing in pairwise(_PREFORMATTED.finditer(document)):
        line += document.count("\n", counted, opened.end())
        counted = opened.end()
        text = document[opened.end() : closing.start()]
        if not opened[0].startswith("</") and text.lstrip()[:1] in {"[", "{"}:
            yield _Piece(text=html.unescape(text), first_line=line, claimed=page, whole=False)


def _fenced(lines: Lines) -> Iterator[_Piece]:
    fence, opened, of_json = "", 0, False
    for number in lines.beginning("`~"):
        before, fence = fence, fence_after(lines[number], fence)
        if fence and not before:
            opened, of_json = number, bool(_FENCE_OF_JSON.fullmatch(lines[number]))
        elif before and not fence and of_json:
            text = "\n".join(lines[opened + 1 : number])
            if text.lstrip()[:1] in {"[", "{"}:
                yield _Piece(text=text, first_line=opened + 2, claimed=(opened + 1, number + 1), whole=False)


def _seen(piece: _Piece, name: str) -> tuple[float, str] | None:
    """How surely `piece` is of Hypothesis, and why."""
    try:
        containers = _containers(piece, name)
    except MalformedExportError as error:
        # A download that broke off is still to be recognised, so that its user learns where.
        traces = all(trace in piece.text for trace in _TRACES)
        return (TYPICAL, f"annotation objects of Hypothesis in JSON that {error.problem}") if traces else None
    count = sum(len(container.values) for container in containers)
    if not containers or any(container.problem for container in containers[:1]):
        return None
    wrapped = any(container.key for container in containers)
    return (CERTAIN if wrapped else TYPICAL), f"{count} annotation objects of Hypothesis"


@lru_cache(maxsize=1)  # Claimed and then read: decoded once.
def _containers(piece: _Piece, name: str) -> list[_Container]:
    """Find the lists of annotation objects in `piece`; none if it is JSON of something else.

    Raises
    ------
    MalformedExportError
        If the whole export is JSON of no kind.
    """
    try:
        value = decode(piece.text, name=name, first_line=piece.first_line)
    except MalformedExportError as error:
        containers = _of_lines(piece)
        if containers or not piece.whole:
            return containers
        raise error from error
    return _of_value(value, piece.text, piece.first_line)


def _of_value(value: JSON, source: str, first_line: int) -> list[_Container]:
    lists, shared = _lists(value)
    if not lists:
        return [
            _Container(text=source, first_line=first_line, key=path, values=values, shared={})
            for path, values in _nested(value, _DEEPEST)
        ]
    return [
        _Container(text=source, first_line=first_line, key=key, values=values, shared=shared)
        for key, values in lists.items()
    ]


def _lists(value: JSON) -> tuple[dict[str, list[JSON]], dict[str, JSON]]:
    """The lists of annotation objects in `value`, by their key, and what stands beside them that tells of each."""
    if isinstance(value, list):
        return ({"": value} if _any_is_annotation(value) else {}), {}
    if not isinstance(value, dict):
        return {}, {}
    if _is_annotation(value):
        return {"": [value]}, {}
    names = ("rows", "replies") if "total" in value else ("annotations",)
    lists = {name: found for name in names if isinstance(found := value.get(name), list)}
    # Annotator serves its notes to the client in an answer like the API's, but has no accounts.
    of_api = "rows" in lists and all(map(_all_are_owned, lists.values()))
    of_client = bool(lists) and bool(value.keys() & {"client_version", "export_userid"})
    if not (of_api or of_client or any(map(_any_is_annotation, lists.values()))):
        return {}, {}
    userid = value.get("export_userid")
    return lists, {"export_userid": userid} if userid else {}


def _nested(value: JSON, depth: int, path: str = "") -> Iterator[tuple[str, list[JSON]]]:
    """The annotation objects deeper in `value`, and where: answers of the API in a list, a list for each page."""
    inner: list[tuple[str | int, JSON]] = []
    if isinstance(value, dict):
        inner += value.items()
    elif isinstance(value, list):
        inner += enumerate(value)
    if any(_is_annotation(one) for _, one in inner):
        yield path, [one for _, one in inner]
    elif depth:
        for key, one in inner:
            yield from _nested(one, depth - 1, f"{path}[{json.dumps(key, ensure_ascii=False)}]")


def _any_is_annotation(values: list[JSON]) -> bool:
    return any(map(_is_annotation, values))


def _all_are_owned(values: list[JSON]) -> bool:
    return all(isinstance(value, dict) and {"uri", "user", "group"} <= value.keys() for value in values)


def _is_annotation(value: JSON) -> bool:
    """Whether `value` is an annotation object: it has a target, and was made by an account."""
    if not isinstance(value, dict) or not value.keys() & {"target", "uri", "references"}:
        return False
    user = value.get("user")
    return isinstance(user, str) and user.startswith("acct:")


def _of_lines(piece: _Piece) -> list[_Container]:
    """Read JSON lines: one annotation object on each; none if no line is one."""
    lines = {piece.first_line + n: line for n, line in enumerate(piece.text.split("\n")) if line.strip()}
    whole = {number: line for number, line in lines.items() if line.lstrip()[0] == "{" and line.rstrip()[-1] == "}"}
    objects = {number: _of_line(line, number) for number, line in whole.items()}
    if not any(container.values and not container.problem for container in objects.values()):
        return []
    return [objects.get(number) or _of_line(line, number) for number, line in lines.items()]


def _of_line(line: str, number: int) -> _Container:
    problem = ""
    value: JSON = line
    try:
        value = decode(line)
    except MalformedExportError as error:
        problem = f"this line {error.problem}; {error.hint[0].lower()}{error.hint[1:]}"
    if not problem and not _is_annotation(value):
        problem = "this line is no annotation object of Hypothesis: it needs a user and a target."
    return _Container(text=line, first_line=number, key="", values=[value], shared={}, problem=problem)


def _units(container: _Container) -> Iterator[Annotation | Rejected]:
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
