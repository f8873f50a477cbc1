"""What the owner decides: pin and forbid a link, answer a question. It is kept, and the pages say it at once."""

from __future__ import annotations

from commonplace.concepts.terms import Terms
from commonplace.errors import LibraryError
from commonplace.questions import is_question
from commonplace.store.decisions import Decision, Verb
from commonplace.store.library import Library
from commonplace.workflows.rendering import write_pages
from commonplace.workflows.surveying import Survey, survey


def pin(library: Library, annotation: str, concept: str) -> Survey:
    """Put an annotation under a concept for good, whatever the rules say; `concept` is its id or a name of it."""
    return _rule_on_link(library, "pin", annotation, concept)


def forbid(library: Library, annotation: str, concept: str) -> Survey:
    """Keep an annotation, and all that mark the same passage, from a concept for good."""
    return _rule_on_link(library, "forbid", annotation, concept)


def answer(library: Library, annotation: str, text: str, *, on: str) -> Survey:
    """Answer the question of an annotation; its own words stay as they are.

    Parameters
    ----------
    library
        Where to.
    annotation
        The id of an annotation of the passage that asks.
    text
        The answer, in Markdown with TeX.
    on
        The day.

    Raises
    ------
    LibraryError
        If there is no such annotation, it asks nothing, or the answer says nothing.
    """
    library.require()
    with library.writing("answer") as draft:
        seen = survey(draft)
        _require_annotation(seen, annotation)
        asking = [witness.id for witness in seen.passage_of[annotation].annotations if is_question(witness)]
        if not asking:
            raise LibraryError(f"annotation {annotation!r} asks nothing", hint="See commonplace list questions.")
        if not text.strip():
            raise LibraryError("the answer is empty", hint='Write it in quotes: commonplace answer ID "…".')
        subject = annotation if annotation in asking else asking[0]
        return _decided(draft, Decision(verb="answer", subject=subject, text=text.strip(), on=on))


def _rule_on_link(library: Library, verb: Verb, annotation: str, concept: str) -> Survey:
    library.require()
    with library.writing("link" if verb == "pin" else "unlink") as draft:
        seen = survey(draft)
        _require_annotation(seen, annotation)
        found = _concept(seen, concept)
        return _decided(draft, Decision(verb=verb, subject=annotation, object=found))


def _require_annotation(seen: Survey, annotation: str) -> None:
    if annotation not in seen.source_of:
        raise LibraryError(
            f"there is no annotation {annotation!r}", hint="Its id stands in commonplace list annotations."
        )


def _concept(seen: Survey, name: str) -> str:
    """The id of the concept of this id or name."""
    if any(concept.id == name for concept in seen.concepts):
        return name
    found = Terms(seen.concepts).named(name)
    if len(found) != 1:
        problem = f"{name!r} names {' and '.join(found)}" if found else f"there is no concept {name!r}"
        raise LibraryError(problem, hint="Name it by its id; see commonplace list concepts.")
    return next(iter(found))


def _decided(draft: Library, decision: Decision) -> Survey:
    draft.decide(decision)
    write_pages(draft)
    return survey(draft)
