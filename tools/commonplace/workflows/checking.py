"""Is the library sound: concept pages, formulas against their snippets, relations, marked regions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from commonplace.concepts.prerequisites import learning_steps
from commonplace.errors import CommonplaceError, ConceptError
from commonplace.formulas.snippets import function_named
from commonplace.model import Concept, Verdict
from commonplace.store.library import Library
from commonplace.store.regions import edited_regions, merged_regions
from commonplace.store.verdicts import read_verdicts, verdicts_text
from commonplace.workflows.check_report import CheckedFormula, CheckReport, Finding
from commonplace.workflows.comparing import Progress, no_progress, verdicts_on
from commonplace.workflows.surveying import formula_digests

_NOT_RUN = Verdict(outcome="unchecked", problem="not run: commonplace was told to run no code")


def check(
    library: Library, *, use_cache: bool = True, run: bool = True, progress: Progress = no_progress
) -> CheckReport:
    """Check the library, and keep the verdicts for its pages.

    It runs the functions in ``snippets/`` that the concept pages name, in a process for each core.

    Parameters
    ----------
    library
        What to check.
    use_cache
        Whether the verdict on a formula counts again while neither it nor its snippet has changed.
    run
        Whether to run the library's functions at all; without, formulas have the verdicts of earlier checks, or none.
    progress
        Called when each formula is done.
    """
    library.require()
    path = library.verdicts
    with library.reading():
        concepts, findings = _concepts(library)
        kept = read_verdicts(library.text(path) or "") if use_cache else {}
        digests = formula_digests(library, concepts)
    declared = {(concept.id, place): f for concept in concepts for place, f in enumerate(concept.formulas, 1)}
    verdicts = {key: kept[digests[key]] for key in declared if digests[key] in kept}
    anew = {key: formula for key, formula in declared.items() if key not in verdicts}
    verdicts |= verdicts_on(library, anew, progress) if run else dict.fromkeys(anew, _NOT_RUN)
    checked = [
        CheckedFormula(concept=key[0], place=key[1], formula=formula, verdict=verdicts[key], again=run and key in anew)
        for key, formula in declared.items()
    ]
    if run:
        with library.writing("check") as draft:
            draft.write(path, verdicts_text({digests[item.concept, item.place]: item.verdict for item in checked}))
    with library.reading():
        page_findings = _page_findings(library, concepts, run=run)
        findings += [*_formula_findings(checked), *page_findings, *_store_findings(library)]
    return CheckReport(formulas=tuple(checked), findings=tuple(findings))


def _concepts(library: Library) -> tuple[tuple[Concept, ...], list[Finding]]:
    """The concepts whose pages can be read, and what is wrong with the others."""
    concepts: list[Concept] = []
    findings: list[Finding] = []
    for path in library.concept_pages():
        try:
            concepts.append(library.concept(path))
        except CommonplaceError as error:
            findings.append(_found(error, library.shown(path)))
    return tuple(concepts), findings


def _formula_findings(checked: list[CheckedFormula]) -> Iterator[Finding]:
    for item in checked:
        if item.verdict.outcome in ("differs", "broken"):
            yield Finding(
                path=f"docs/concepts/{item.concept}.md",
                problem=f"formula {item.place}: {item.verdict.problem}",
            )


def _page_findings(library: Library, concepts: tuple[Concept, ...], *, run: bool) -> Iterator[Finding]:
    known = {concept.id for concept in concepts}
    for concept in concepts:
        page = f"docs/concepts/{concept.id}.md"
        for relation in concept.related:
            if relation.concept not in known:
                yield Finding(path=page, problem=f"related: there is no concept {relation.concept!r}")
        if concept.snippet and run:  # Looking for the function imports its file.
            yield from _snippet_findings(library, page, concept.snippet)
    yield from _former_findings(concepts)
    yield from _tag_findings(library, concepts)
    yield from _circle_findings(concepts)
    yield from _picture_findings(library, concepts)
    for path in sorted(library.docs.rglob("*.md")):
        if path.parent.name != "concepts":  # Those have been read already.
            yield from _unread_page(library, path)
        yield from _region_findings(library, path)


def _found(error: CommonplaceError, path: str) -> Finding:
    place = f"{error.path or path}:{error.line}" if error.line else error.path or path
    return Finding(path=place, problem=". ".join(part for part in (error.problem, error.hint) if part))


def _unread_page(library: Library, path: Path) -> Iterator[Finding]:
    try:
        library.text(path)
    except CommonplaceError as error:
        yield _found(error, library.shown(path))


def _region_findings(library: Library, path: Path) -> Iterator[Finding]:
    try:
        text = library.text(path) or ""
    except CommonplaceError:
        return
    for name in merged_regions(text):
        problem = f"git merged two versions of the region {name!r}: `commonplace render` makes it anew"
        yield Finding(path=library.shown(path), problem=problem, severity="warning")
    for name in edited_regions(text):
        yield Finding(
            path=library.shown(path),
            problem=f"someone edited inside the region {name!r}, so it is left as it is: move the edit out of "
            "the region, and empty the region, to have it kept up to date again",
            severity="warning",
        )


def _store_findings(library: Library) -> Iterator[Finding]:
    """What of the store, the decisions and the last import cannot be read."""
    for part in (library.topics, library.decisions, library.last_import, library.store):
        try:
            part()
        except CommonplaceError as error:
            yield _found(error, error.path)


def _former_findings(concepts: tuple[Concept, ...]) -> Iterator[Finding]:
    """Say which old names lead nowhere, because a concept has the name now or two had it before."""
    owner = {concept.id: concept.id for concept in concepts}
    for concept in concepts:
        for name in concept.former:
            if owner.setdefault(name, concept.id) != concept.id or name == concept.id:
                problem = f"former: {name!r} is a name of {owner[name]!r} too: take it out of one of them"
                yield Finding(path=f"docs/concepts/{concept.id}.md", problem=problem)


def _circle_findings(concepts: tuple[Concept, ...]) -> Iterator[Finding]:
    try:
        learning_steps(concepts)
    except ConceptError as error:
        yield Finding(path="docs/concepts", problem=f"{error.problem}. {error.hint}")


def _picture_findings(library: Library, concepts: tuple[Concept, ...]) -> Iterator[Finding]:
    for concept in concepts:
        path = library.picture(concept.id)
        if concept.picture and not path.is_file():
            problem = f"picture: there is no {library.shown(path)} that draws it"
            yield Finding(path=f"docs/concepts/{concept.id}.md", problem=problem)


def _tag_findings(library: Library, concepts: tuple[Concept, ...]) -> Iterator[Finding]:
    """Say which tags the vocabulary does not have; a library without a vocabulary takes any."""
    topics = {topic.name for topic in library.topics()}
    for concept in concepts if topics else ():
        for tag in concept.tags:
            if tag not in topics:
                problem = f"tags: {tag!r} is not in docs/vocabulary.yml"
                yield Finding(path=f"docs/concepts/{concept.id}.md", problem=problem)


def _snippet_findings(library: Library, page: str, snippet: str) -> Iterator[Finding]:
    try:
        function_named(snippet, library.snippets)
    except CommonplaceError as error:
        yield Finding(path=page, problem=str(error))
