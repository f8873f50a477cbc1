"""Concept pages: what their front matter declares."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from commonplace.errors import ConceptError
from commonplace.model import Concept, FormulaDeclaration, Relation, Symbol

_FRONT_MATTER = re.compile(r"---\r?\n(.*?)^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
_FILE_NAME = re.compile(r"\w[\w.-]*")
_FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CHECKS = ("definition", "identity", "inequality", "property")


@functools.lru_cache(maxsize=1 << 14)  # A command reads each page several times, and `serve` after each edit.
def read_concept(concept_id: str, text: str, *, path: str) -> Concept:
    """Read the front matter of a concept page.

    Raises
    ------
    ConceptError
        If it is missing, is not YAML, or a key of it is not what it should be; the error names the key.
    """
    declared = _declared(text, path)
    try:
        return Concept(
            id=concept_id,
            title=_text(declared, "title"),
            names=_by_language(declared, "names"),
            aliases=_texts(declared, "aliases"),
            tags=_texts(declared, "tags"),
            formulas=tuple(_formula(item, path) for path, item in _items(declared, "formulas", "tex: '…'")),
            related=tuple(
                Relation(concept=_text(item, "concept", path=path), kind=_text(item, "relation", path=path))
                for path, item in _items(declared, "related", "{concept: gradient, relation: see also}")
            ),
            snippet=_text(declared, "snippet", default=""),
            picture=_by_language(declared, "picture"),
            sources=_texts(declared, "sources"),
            former=_former(declared),
        )
    except _WrongKeyError as error:
        raise ConceptError(f"front matter: {error}", hint=error.hint, path=path) from error


def title_in(text: str) -> str:
    """The title that the front matter of any page states, or an empty string."""
    try:
        return str(_declared(text, "").get("title", ""))
    except ConceptError:
        return ""


class _WrongKeyError(Exception):
    """A key of the front matter is not what it should be; `path` is built while unwinding."""

    def __init__(self, path: str, problem: str, hint: str) -> None:
        super().__init__(f"`{path}` {problem}")
        self.hint = hint


def _declared(text: str, path: str) -> dict[str, Any]:
    match = _FRONT_MATTER.match(text)
    if not match:
        raise ConceptError(
            "has no front matter", hint="Begin the page with `---`, `title: …`, `---`.", path=path, line=1
        )
    try:
        declared = _loaded(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConceptError(
            f"front matter is not YAML: {getattr(error, 'problem', error)}",
            hint="TeX wants single quotes: tex: '\\frac{1}{2}'.",
            path=path,
            line=mark.line + 2 if mark else 1,
        ) from error
    if not isinstance(declared, dict):
        raise ConceptError("front matter is not a list of `key: value`", path=path, line=1)
    return declared


def _loaded(text: str) -> object:
    """What YAML says; libyaml reads it ten times as fast, and the errors of the other are the better ones."""
    try:
        return yaml.load(text, Loader=_FASTEST)  # noqa: S506 - one of the safe ones
    except yaml.YAMLError:
        return yaml.safe_load(text)


def _items(declared: Mapping[str, Any], key: str, form: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each item of a list, with its path; `form` is how one is written."""
    values = declared.get(key) or ()
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise _WrongKeyError(key, "is no list of mappings", f"Write `- {form}` below it, a line for each.")
    for place, item in enumerate(values):
        if not isinstance(item, Mapping):
            raise _WrongKeyError(f"{key}[{place}]", "is no mapping", f"Write `- {form}`.")
        yield f"{key}[{place}]", item


def _formula(item: Mapping[str, Any], path: str) -> FormulaDeclaration:
    check = _text(item, "check", default="definition", path=path)
    if check not in _CHECKS:
        raise _WrongKeyError(f"{path}.check", f"is {check!r}", f"One of {', '.join(_CHECKS)}.")
    index_base = item.get("index_base", 1)
    if index_base not in (0, 1):
        raise _WrongKeyError(f"{path}.index_base", f"is {index_base!r}", "0 or 1.")
    symbols = item.get("symbols") or {}
    if not isinstance(symbols, Mapping):
        raise _WrongKeyError(f"{path}.symbols", "is no mapping", "Write `symbols: {x: {type: real}}`.")
    return FormulaDeclaration(
        tex=_text(item, "tex", path=path).strip(),
        symbols=tuple(_symbol(str(tex), told, f"{path}.symbols.{tex}") for tex, told in symbols.items()),
        snippet=_text(item, "snippet", default="", path=path),
        args=_texts(item, "args", path=path),
        check=check,  # type: ignore[arg-type]  # One of _CHECKS.
        where=_texts(item, "where", path=path),
        index_base=index_base,
        unchecked=_text(item, "unchecked", default="", path=path),
    )


def _symbol(tex: str, told: object, path: str) -> Symbol:
    if isinstance(told, str):
        return Symbol(tex=tex, type=told)
    if not isinstance(told, Mapping):
        raise _WrongKeyError(path, "has no type", "Write `x: {type: real, zh: …, en: …}`.")
    meaning = {str(key): str(value) for key, value in told.items() if key != "type"}
    return Symbol(tex=tex, type=_text(told, "type", path=path), meaning=meaning)


def _by_language(item: Mapping[str, Any], key: str) -> dict[str, str]:
    value = item.get(key) or {}
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise _WrongKeyError(key, "is no mapping of texts", f"Write `{key}: {{zh: …, en: …}}`.")
    return {str(language): text for language, text in value.items()}


def _former(declared: Mapping[str, Any]) -> tuple[str, ...]:
    names = _texts(declared, "former")
    for name in names:
        if not _FILE_NAME.fullmatch(name):
            raise _WrongKeyError("former", f"has {name!r}", "Write the page's old file name without `.md`.")
    return names


def _text(item: Mapping[str, Any], key: str, *, default: str | None = None, path: str = "") -> str:
    value = item.get(key, default)
    where = f"{path}.{key}".strip(".")
    if value is None:
        raise _WrongKeyError(where, "is missing", f"Add `{key}: …`.")
    if not isinstance(value, str):
        raise _WrongKeyError(where, f"is {value!r}, not text", "Put it in quotes.")
    return value


def _texts(item: Mapping[str, Any], key: str, *, path: str = "") -> tuple[str, ...]:
    values = item.get(key) or ()
    where = f"{path}.{key}".strip(".")
    is_list = isinstance(values, Sequence) and not isinstance(values, str)
    if not is_list or not all(isinstance(value, str) for value in values):
        raise _WrongKeyError(where, "is no list of texts", f"Write `{key}: [a, b]`, with quotes where YAML wants them.")
    return tuple(values)
