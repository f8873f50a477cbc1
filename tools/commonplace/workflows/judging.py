"""Readers' formulas, held against those of the concepts that their notes are linked to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from commonplace.formulas.note_slips import Note
from commonplace.model import Annotation, Concept, Link, NoteVerdict


def judged_notes(
    concepts: Iterable[Concept], annotations: Iterable[Annotation], links: Mapping[str, tuple[Link, ...]]
) -> dict[tuple[str, str, str], NoteVerdict]:
    """Hold each formula in a note against those of the concepts that the note is linked to, by concept and document."""
    known = {concept.id: concept for concept in concepts if concept.formulas}
    beside: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        beside.setdefault(annotation.document.key, []).append(annotation)
    verdicts: dict[tuple[str, str, str], NoteVerdict] = {}
    for document, found in beside.items():
        linked = {(each.concept, f.tex) for a in found for f in a.formulas for each in links.get(a.id, ())}
        if wanted := sorted((concept, tex) for concept, tex in linked if concept in known):
            verdicts |= {(concept, document, tex): told for (concept, tex), told in _judged(wanted, known, found)}
    return verdicts


def _judged(
    wanted: Iterable[tuple[str, str]], known: Mapping[str, Concept], annotations: Sequence[Annotation]
) -> Iterator[tuple[tuple[str, str], NoteVerdict]]:
    from commonplace.formulas.notes import judged  # noqa: PLC0415  # What reads formulas: most notes have none.

    note = _note(annotations)
    for concept, tex in wanted:
        names = (*known[concept].names.values(), *known[concept].aliases)
        yield (concept, tex), judged(tex, known[concept].formulas, names=names, note=note)


def _note(annotations: Iterable[Annotation]) -> Note:
    """Gather the formulas and the words of a document's notes."""
    formulas: dict[str, None] = {}
    words: list[str] = []
    for annotation in annotations:
        formulas |= dict.fromkeys(formula.tex for formula in annotation.formulas)
        words += [body.value for body in annotation.comments]
    text = "\n".join(words)
    for tex in formulas:
        text = text.replace(tex, " ")
    return Note(tuple(formulas), text)
