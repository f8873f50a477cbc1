"""Where the annotation objects of Hypothesis stand in JSON: in answers of its API, exports, pages of either, lines."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

import msgspec

from commonplace.errors import MalformedExportError
from commonplace.grammar.fences import fence_after
from commonplace.grammar.json_text import decode
from commonplace.grammar.lines import Lines, opening, text_lines
from commonplace.model import JSON

_PREFORMATTED = re.compile(r"<pre\b[^<>]*+>|</pre>", re.IGNORECASE)
_FENCE_OF_JSON = re.compile(r"(`{3,}|~{3,})\s*(?:json|jsonl)?\s*", re.IGNORECASE)
_DEEPEST = 4


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of an export that is JSON; `whole` if nothing stands beside it.

    `claimed` are its lines with those that only hold it: a fence, or the page that a browser shows it on.
    """

    text: str
    first_line: int
    claimed: tuple[int, int]
    whole: bool


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """A list of annotation objects: the key that it stands under, and what the export says of all of them."""

    text: str
    first_line: int
    key: str
    values: list[JSON]
    shared: Mapping[str, JSON]
    problem: str = ""


def pieces_of(document: str) -> Iterator[Piece]:
    """Find JSON: the whole, what a browser saved as HTML, or fences in Markdown."""
    start = opening(document)
    if start in {"[", "{"}:
        yield Piece(text=document, first_line=1, claimed=(1, document.count("\n") + 1), whole=True)
    elif start == "<":
        yield from _preformatted(document)
    else:
        yield from _fenced(text_lines(document))


def _preformatted(document: str) -> Iterator[Piece]:
    """Find what stands in ``<pre>``: there a browser shows an answer of the API, and saves it with the page."""
    line, counted, page = 1, 0, (1, document.count("\n") + 1)
    for opened, closing in pairwise(_PREFORMATTED.finditer(document)):
        line += document.count("\n", counted, opened.end())
        counted = opened.end()
        text = document[opened.end() : closing.start()]
        if not opened[0].startswith("</") and text.lstrip()[:1] in {"[", "{"}:
            yield Piece(text=html.unescape(text), first_line=line, claimed=page, whole=False)


def _fenced(lines: Lines) -> Iterator[Piece]:
    fence, opened, of_json = "", 0, False
    for number in lines.beginning("`~"):
        before, fence = fence, fence_after(lines[number], fence)
        if fence and not before:
            opened, of_json = number, bool(_FENCE_OF_JSON.fullmatch(lines[number]))
        elif before and not fence and of_json:
            text = "\n".join(lines[opened + 1 : number])
            if text.lstrip()[:1] in {"[", "{"}:
                yield Piece(text=text, first_line=opened + 2, claimed=(opened + 1, number + 1), whole=False)


@lru_cache(maxsize=1)  # Claimed and then read: decoded once.
def containers_in(piece: Piece, name: str) -> list[Container]:
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


def _of_value(value: JSON, source: str, first_line: int) -> list[Container]:
    lists, shared = _lists(value)
    if not lists:
        return [
            Container(text=source, first_line=first_line, key=path, values=values, shared={})
            for path, values in _nested(value, _DEEPEST)
        ]
    return [
        Container(text=source, first_line=first_line, key=key, values=values, shared=shared)
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


def _of_lines(piece: Piece) -> list[Container]:
    """Read JSON lines: one annotation object on each; none if no line is one."""
    lines = {piece.first_line + n: line for n, line in enumerate(piece.text.split("\n")) if line.strip()}
    whole = {number: line for number, line in lines.items() if line.lstrip()[0] == "{" and line.rstrip()[-1] == "}"}
    objects = {number: _of_line(line, number) for number, line in whole.items()}
    if not any(container.values and not container.problem for container in objects.values()):
        return []
    return [objects.get(number) or _of_line(line, number) for number, line in lines.items()]


def _of_line(line: str, number: int) -> Container:
    problem = ""
    value: JSON = line
    try:
        value = decode(line)
    except MalformedExportError as error:
        problem = f"this line {error.problem}; {error.hint[0].lower()}{error.hint[1:]}"
    if not problem and not _is_annotation(value):
        problem = "this line is no annotation object of Hypothesis: it needs a user and a target."
    return Container(text=line, first_line=number, key="", values=[value], shared={}, problem=problem)
