"""What the owner decided, which no import and no rule takes back: ``docs/decisions.jsonl``, one decision a line.

A decision names annotations, documents and concepts by what never changes of them: an annotation's id, a document's
key, a concept's id. Lines are sorted, so that git merges two people's decisions, and a later decision on the same thing
takes the place of the earlier one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from commonplace.errors import LibraryError

NAME = "decisions.jsonl"

Verb: TypeAlias = Literal["pin", "forbid", "join", "part", "answer", "keep"]
_OPPOSITES: dict[str, str] = {"pin": "forbid", "forbid": "pin", "join": "part", "part": "join"}
_VERBS = ("pin", "forbid", "join", "part", "answer", "keep")


class Decision(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing that the owner said.

    Attributes
    ----------
    verb : str
        ``pin`` or ``forbid`` a link of an annotation to a concept, ``join`` or ``part`` two documents, ``answer`` an
        annotation's question, ``keep`` an annotation though its export no longer holds it.
    subject : str
        The id of the annotation, or the key of a document.
    object : str
        The id of the concept, the key of the other document; empty for an answer.
    text : str
        The answer.
    on : str
        When it was said, ISO 8601; empty where it does not matter.
    """

    verb: Verb
    subject: str
    object: str = ""
    text: str = ""
    on: str = ""


def decided(before: Iterable[Decision], *new: Decision) -> tuple[Decision, ...]:
    """Add decisions to earlier ones; each takes the place of what was said of the same things before."""
    kept = {_matter(decision): decision for decision in (*before, *new)}
    return tuple(sorted(kept.values()))


def _matter(decision: Decision) -> tuple[str, ...]:
    """What a decision is about: of pin and forbid, or join and part, only one can hold."""
    kind = min(decision.verb, _OPPOSITES.get(decision.verb, decision.verb))
    pair = (decision.subject, decision.object)
    return (kind, *(sorted(pair) if kind == "join" else pair))


def decisions_text(decisions: Iterable[Decision]) -> str:
    """The text of the file; an empty one where nothing was decided."""
    lines = (
        {"verb": d.verb, "subject": d.subject, "object": d.object, "text": d.text, "on": d.on}
        for d in sorted(decisions)
    )
    told = ({key: value for key, value in line.items() if value} for line in lines)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told)


def read_decisions(text: str, *, path: str) -> tuple[Decision, ...]:
    """Read the file.

    Raises
    ------
    LibraryError
        If a line is no decision; the error names it.
    """
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                told = json.loads(line)
                decision = Decision(**told)
            except (TypeError, ValueError) as error:
                raise _no_decision(path, number) from error
            if decision.verb not in _VERBS:
                raise _no_decision(path, number)
            found.append(decision)
    return decided(found)


def _no_decision(path: str, line: int) -> LibraryError:
    hint = "If git left conflict marks in it, keep the lines of both sides; else remove the line."
    return LibraryError("is no decision of the owner's", hint=hint, path=path, line=line)
