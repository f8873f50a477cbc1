"""What is in the library, as plain data: the JSON that commands print, documented in docs/json.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from commonplace.concepts.terms import Terms
from commonplace.errors import LibraryError
from commonplace.importers import all_importers
from commonplace.model import Annotation, TextPositionSelector, TextQuoteSelector, Verdict
from commonplace.store.transactions import Past
from commonplace.tags import reader_tags
from commonplace.workflows.check_report import CheckReport
from commonplace.workflows.import_summary import ImportSummary
from commonplace.workflows.mutating import MutationReport
from commonplace.workflows.surveying import Survey
from commonplace.workflows.undoing import Undone

Data = dict[str, object]


def import_data(summary: ImportSummary) -> Data:
    """What an import brought, and how large the library is now."""
    holdings = summary.holdings
    return {
        "files": [
            {
                "path": file.path,
                "format": file.format,
                "source": file.source,
                "read": file.read,
                "new": file.new,
                "changed": file.changed,
                "unchanged": file.unchanged,
                "rejected": [msgspec.to_builtins(unit) for unit in file.rejected],
            }
            for file in summary.files
        ],
        "annotations": holdings.annotations,
        "passages": holdings.passages,
        "linked": holdings.linked,
        "unlinked": holdings.annotations - holdings.linked,
        "missing_attachments": [attachment.path for attachment in summary.missing],
        "passed_over": list(summary.passed_over),
        "skipped": list(summary.skipped),
        "gone": list(summary.gone),
        "withheld": [{"reason": why.reason, "who": why.who, "annotations": count} for why, count in holdings.withheld],
        "presumed_accounts": list(holdings.presumed),
    }


def check_data(report: CheckReport) -> Data:
    """What a check found: the verdict on each formula, and all that is not as it should be."""
    return {
        "formulas": [
            {
                "concept": item.concept,
                "place": item.place,
                "tex": item.formula.tex,
                "snippet": item.formula.snippet,
                "again": item.again,
                **msgspec.to_builtins(item.verdict),
            }
            for item in report.formulas
        ],
        "findings": [msgspec.to_builtins(finding) for finding in report.findings],
    }


def verdict_data(verdict: Verdict) -> Data:
    """What came of comparing one formula."""
    told: Data = msgspec.to_builtins(verdict)
    return told


def mutation_data(report: MutationReport) -> Data:
    """What came of every mutant."""
    return {
        "share": report.share,
        "stale": list(report.stale),
        "mutants": [msgspec.to_builtins(mutation) for mutation in report.mutations],
    }


def annotation_data(seen: Survey) -> list[Data]:
    """Every annotation, source by source in reading order."""
    return [_annotation(annotation, seen) for annotation in seen.annotations]


def _annotation(annotation: Annotation, seen: Survey) -> Data:
    passage = seen.passage(annotation)
    return {
        "id": annotation.id,
        "native_id": annotation.native_id,
        "source": seen.source_of[annotation.id],
        "importer": annotation.importer,
        "motivation": annotation.motivation,
        "quote": annotation.quote,
        "comments": [comment.value for comment in annotation.comments],
        "tags": list(annotation.tags),
        "locator": _locator(annotation),
        "created": annotation.created,
        "updated": annotation.updated,
        "creator": annotation.creator,
        "visibility": annotation.visibility,
        "published": annotation.id in seen.public,
        "color": annotation.color,
        "question": seen.is_open(annotation),
        "answer": {"text": told.text, "on": told.on} if (told := seen.answers.get(annotation.id)) else None,
        "formulas": [msgspec.to_builtins(formula) for formula in annotation.formulas],
        "attachments": [msgspec.to_builtins(attachment) for attachment in annotation.attachments],
        "concepts": [
            {"id": link.concept, "evidence": [msgspec.to_builtins(reason) for reason in link.evidence]}
            for link in seen.links.get(annotation.id, ())
        ],
        "same_passage": [witness.id for witness in passage.annotations if witness.id != annotation.id],
        "part": annotation.id in passage.parts,
    }


def _locator(annotation: Annotation) -> Data:
    """What the format knows of the place; nothing else."""
    locator = msgspec.to_builtins(annotation.locator)
    told: Data = {name: value for name, value in locator.items() if value and name != "order"}
    if annotation.locator.chapter:
        told["chapter"] = annotation.locator.chapter
    for selector in annotation.selectors:
        if isinstance(selector, TextPositionSelector):
            told |= {"start": selector.start, "end": selector.end}
        elif isinstance(selector, TextQuoteSelector):
            told |= {name: text for name in ("prefix", "suffix") if (text := getattr(selector, name))}
        else:
            told["fragment"] = selector.value
    return told


def source_data(seen: Survey) -> list[Data]:
    """Every source, with how much was marked in it."""
    return [
        {
            "id": shelf.source.id,
            "title": shelf.source.title,
            "authors": list(shelf.source.authors),
            "publisher": shelf.source.publisher,
            "published": shelf.source.published,
            "isbn": shelf.source.isbn,
            "url": shelf.source.url,
            "files": list(shelf.source.files),
            "fingerprints": list(shelf.source.fingerprints),
            "importers": sorted({annotation.importer for annotation in shelf.annotations}),
            "annotations": len(shelf.annotations),
            "passages": len(seen.passages[shelf.source.id]),
            "documents": [document.key for document in shelf.source.documents],
        }
        for shelf in seen.shelves
    ]


def concept_data(seen: Survey) -> list[Data]:
    """Every concept, with how many annotations are about it."""
    counts: dict[str, int] = {}
    for links in seen.links.values():
        for link in links:
            counts[link.concept] = counts.get(link.concept, 0) + 1
    return [
        {
            "id": concept.id,
            "title": concept.title,
            "names": dict(concept.names),
            "aliases": list(concept.aliases),
            "tags": list(concept.tags),
            "formulas": [formula.tex for formula in concept.formulas],
            "annotations": counts.get(concept.id, 0),
        }
        for concept in seen.concepts
    ]


def tag_data(seen: Survey) -> list[Data]:
    """The library's own tags with their concepts, then the readers', apart, with their annotations."""
    concepts: dict[str, list[str]] = {}
    for concept in seen.concepts:
        for tag in concept.tags:
            concepts.setdefault(tag, []).append(concept.id)
    own: list[Data] = [
        {"tag": tag, "kind": "library", "spellings": [tag], "concepts": concepts[tag], "annotations": []}
        for tag in sorted(concepts)
    ]
    marked: dict[str, list[str]] = {}
    for annotation in seen.annotations:
        for written in annotation.tags:
            marked.setdefault(written, []).append(annotation.id)
    everything = (tag for annotation in seen.annotations for tag in annotation.tags)
    return own + [
        {
            "tag": tag.name,
            "kind": "reader",
            "spellings": list(tag.spellings),
            "concepts": list(tag.concepts),
            "annotations": list(dict.fromkeys(name for spelling in tag.spellings for name in marked[spelling])),
        }
        for tag in reader_tags(Counter(everything), Terms(seen.concepts).named)
    ]


def question_data(seen: Survey) -> list[Data]:
    """The open questions."""
    return [_annotation(annotation, seen) for annotation in seen.annotations if seen.is_open(annotation)]


def new_data(seen: Survey) -> list[Data]:
    """What the last import brought or changed."""
    brought = seen.last_import.new | seen.last_import.changed
    return [_annotation(annotation, seen) for annotation in seen.annotations if annotation.id in brought]


def gone_data(seen: Survey) -> list[Data]:
    """What was set aside because its exports no longer hold it."""
    return [_annotation(annotation, seen) for shelf in seen.gone for annotation in shelf.annotations]


def past_data(imports: Iterable[Past]) -> list[Data]:
    """The imports that can be taken back."""
    return [
        {
            "id": str(one.number),
            "at": one.manifest.at,
            **msgspec.to_builtins(one.brought),
            "exports": list(one.brought.exports),
            "files": [change.path for change in one.manifest.files],
        }
        for one in imports
    ]


def undone_data(undone: Undone) -> Data:
    """What was taken back, the files that are exactly what they were, and the pages with later words."""
    return {"import": past_data([undone.past])[0], "exact": list(undone.exact), "kept": list(undone.kept)}


def format_data() -> list[Data]:
    """The formats that can be imported."""
    return [{"format": importer.format, "description": importer.description} for importer in all_importers()]


def details(seen: Survey, name: str) -> Data:
    """One annotation, also one that was set aside, or source by its id, or concept by its id or a name that is its own.

    Raises
    ------
    LibraryError
        If there is none.
    """
    kinds: Mapping[str, list[Data]] = {
        "annotation": [*annotation_data(seen), *gone_data(seen)],
        "source": source_data(seen),
        "concept": concept_data(seen),
    }
    for kind, items in kinds.items():
        for item in items:
            if item["id"] == name:
                return {"kind": kind, **item}
    if len(named := Terms(seen.concepts).named(name)) == 1:
        return details(seen, next(iter(named)))
    raise LibraryError(
        f"there is no annotation, source or concept {name!r}", hint="See commonplace list annotations|sources|concepts."
    )
