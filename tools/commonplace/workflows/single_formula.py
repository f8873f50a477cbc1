"""One formula, declared on the command line, compared with a function of the library."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from commonplace.errors import ConceptError
from commonplace.model import FormulaDeclaration, Symbol, Verdict
from commonplace.store.library import Library
from commonplace.workflows.comparing import verdict_on

Mode: TypeAlias = Literal["definition", "identity", "inequality", "property"]

_NOT_GIVEN = re.compile(r"\s*(?:index|dim|func|seq|result)\b")
"""Types of symbols that a snippet is not called with unless the user says so."""


class Asked(msgspec.Struct, frozen=True):
    """What the user gave, as texts: symbols and arguments with semicolons between them; no arguments is None."""

    tex: str
    symbols: str
    snippet: str
    arguments: str | None
    where: tuple[str, ...]
    mode: Mode
    index_base: int


def check_one(library: Library, asked: Asked) -> Verdict:
    """Compare the formula with its function.

    Raises
    ------
    ConceptError
        If the symbols are not written as a name, a colon and a type each.
    """
    symbols = symbols_of(asked.symbols)
    given = [symbol.tex for symbol in symbols if not _NOT_GIVEN.match(symbol.type)]
    arguments = given if asked.arguments is None else _parts(asked.arguments)
    return verdict_on(
        library,
        FormulaDeclaration(
            tex=asked.tex,
            symbols=symbols,
            snippet=asked.snippet,
            args=tuple(arguments),
            check=asked.mode,
            where=asked.where,
            index_base=asked.index_base,
        ),
    )


def symbols_of(text: str) -> tuple[Symbol, ...]:
    """Read ``x: vector[n]; i: index[n]``."""
    symbols = []
    for part in _parts(text):
        name, colon, type_ = part.partition(": ")
        if not colon:
            raise ConceptError(f"“{part}” declares no symbol", hint="Write --symbols 'x: vector[n]; i: index[n]'.")
        symbols.append(Symbol(tex=name.strip(), type=type_.strip()))
    return tuple(symbols)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
