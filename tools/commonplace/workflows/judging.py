"""Readers' formulas, held against those of the concepts that their notes are linked to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commonplace.formulas.note_slips import Note
from commonplace.formulas.notes import judged
from commonplace.model import Annotation, Concept, Link, NoteVerdict


def judged_notes(
    concepts: Iterable[Concept], annotations: Iterable[Annotation], links: Mapping[str, tuple[Link, ...]]
) -> dict[tuple[str, str, str], NoteVerdict]:
    """Hold each formula in a note against those of the concepts that the note is linked to, by concept and document."""
    known = {concept.id: concept for concept in concepts if concept.formulas}
    beside: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        beside.setdefault(annotation.document.key, []).append(annotation)
    verdicts = {}
    for document, found in beside.items():
        wanted = {(each.concept, f.tex) for a in found for f in a.formulas for each in links.get(a.id, ())}
        note = _note(found) if wanted else Note()
        for concept, tex in sorted(wanted):
            if concept in known:
                names = (*known[concept].names.values(), *known[concept].aliases)
                verdicts[concept, document, tex] = judged(tex, known[concept].formulas, names=names, note=note)
    return verdicts


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
