"""Pages that gather: home, concepts, sources, tags, formulas, open questions, what no concept claims, what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commonplace.model import Concept, Page, Passage
from commonplace.pages.catalogue import Catalogue, Reading, with_reader_tag
from commonplace.pages.concept_page import (
    concept_link,
    concept_path,
    curated_tag_anchor,
    questions_about,
    tag_link,
    verdict_html,
)
from commonplace.pages.passage_block import brief, link_to_passage, relative, source_path, tag_anchor
from commonplace.pages.safe_text import encoded_line
from commonplace.questions import asks, is_question
from commonplace.regions import empty_region

_RECENT = 50
_REGION = "list"


def index_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page that gathers."""
    for path, title, introduction, content in _PAGES:
        skeleton = f"---\ntitle: {title}\n---\n\n# {title}\n\n{introduction}\n\n{empty_region(_REGION)}"
        yield Page(path=path, skeleton=skeleton, regions={_REGION: "\n\n".join(content(catalogue))})


def _home(catalogue: Catalogue) -> Iterator[str]:
    passages = sum(len(reading.passages) for reading in catalogue.readings)
    yield (
        f"[{len(catalogue.concepts)} 个概念 concepts](concepts.md) · "
        f"[{len(catalogue.readings)} 个来源 sources](sources.md) · {passages} 条摘录 passages · "
        f"[{len(_questions(catalogue))} 个问题 open questions](questions.md)\n{{: .cp-facts }}"
    )
    yield from _concepts(catalogue)


def _concepts(catalogue: Catalogue) -> Iterator[str]:
    if not catalogue.concepts:
        yield "还没有概念。 No concept yet."
        return
    items = "\n".join(_concept_item(concept, catalogue, "concepts.md") for concept in catalogue.concepts)
    yield f"/// html | div.cp-index\n\n{items}\n\n///"


def _concept_item(concept: Concept, catalogue: Catalogue, page: str) -> str:
    count = sum(len(passages) for _, passages in catalogue.passages_by_concept[concept.id])
    tags = " ".join(tag_link(page, tag) for tag in concept.tags)
    return f"- {concept_link(page, concept)} {count} 条 passages {tags}"


def _sources(catalogue: Catalogue) -> Iterator[str]:
    if not catalogue.readings:
        yield "还没有来源：先导入一个导出文件。 No source yet: import an export."
    for reading in catalogue.readings:
        source = reading.source
        facts = [encoded_line(part) for part in ("、".join(source.authors), source.publisher, source.isbn) if part]
        link = f"[{encoded_line(source.title)}]({relative('sources.md', source_path(reading))})"
        yield f"- {' · '.join((link, *facts, f'{len(reading.passages)} 条 passages'))}"


def _tags(catalogue: Catalogue) -> Iterator[str]:
    topics: dict[str, list[Concept]] = {}
    for concept in catalogue.concepts:
        for tag in concept.tags:
            topics.setdefault(tag, []).append(concept)
    for tag in sorted(topics):
        yield f"## {encoded_line(tag)} ({len(topics[tag])}) {{: #{curated_tag_anchor(tag)} }}"
        yield "\n".join(f"- {concept_link('tags.md', concept)}" for concept in topics[tag])
    marked = with_reader_tag(catalogue.readings)
    if marked:
        yield "## 读者的标签 Readers’ tags {: #readers-tags }"
    for tag in sorted(marked, key=str.casefold):
        yield f"### {encoded_line('#' + tag)} ({len(marked[tag])}) {{: #{tag_anchor(tag)} }}"
        yield "\n".join(_passage_item(reading, passage, "tags.md", catalogue) for reading, passage in marked[tag])


def _passage_item(reading: Reading, passage: Passage, page: str, catalogue: Catalogue) -> str:
    source = encoded_line(reading.source.title)
    concepts = " ".join(concept_link(page, concept) for concept in catalogue.concepts_of(passage))
    return "- " + " · ".join(part for part in (link_to_passage(page, reading, passage), source, concepts) if part)


def _formulas(catalogue: Catalogue) -> Iterator[str]:
    for concept in catalogue.concepts:
        for place, formula in enumerate(concept.formulas, 1):
            verdict = catalogue.verdicts.get((concept.id, place))
            address = f"{relative('formulas.md', concept_path(concept.id))}#formula-{place}"
            parts = [
                f"/// html | div.cp-formula\n\n[{encoded_line(concept.title)}]({address})",
                f"$$\n{formula.tex}\n$$",
                *([verdict_html(formula, verdict)] if verdict else []),
                "///",
            ]
            yield "\n\n".join(parts)


def _questions(catalogue: Catalogue) -> dict[str, tuple[Reading, Passage]]:
    return {
        passage.id: (reading, passage)
        for reading in catalogue.readings
        for passage in reading.passages
        if asks(passage)
    }


def _question_list(catalogue: Catalogue) -> Iterator[str]:
    unclaimed = _questions(catalogue)
    if not unclaimed:
        yield "没有未解的问题。 No open question."
    for concept in catalogue.concepts:
        asked = questions_about(concept, catalogue)
        if asked:
            yield f"## {concept_link('questions.md', concept)} ({len(asked)}) {{: #on-{concept.id} }}"
            yield "\n".join(_question(reading, passage) for reading, passage in asked)
        for _, passage in asked:
            unclaimed.pop(passage.id, None)
    if unclaimed:
        yield f"## 其他 Others ({len(unclaimed)}) {{: #others }}"
        yield "\n".join(_question(reading, passage) for reading, passage in unclaimed.values())


def _question(reading: Reading, passage: Passage) -> str:
    asked = [
        encoded_line(body.value)
        for witness in passage.annotations
        for body in witness.comments
        if is_question(witness) and body.value.strip()
    ]
    link = link_to_passage("questions.md", reading, passage)
    told = [*(asked if passage.quote or asked != [encoded_line(brief(passage))] else ()), link]
    return f"- {' — '.join(told)} · {encoded_line(reading.source.title)}"


def _inbox(catalogue: Catalogue) -> Iterator[str]:
    empty = True
    for reading in catalogue.readings:
        unclaimed = [passage for passage in reading.passages if not catalogue.concepts_of(passage)]
        if unclaimed:
            empty = False
            title = f"[{encoded_line(reading.source.title)}]({relative('inbox.md', source_path(reading))})"
            yield f"## {title} ({len(unclaimed)}) {{: #from-{reading.source.id} }}"
            yield "\n".join(f"- {link_to_passage('inbox.md', reading, passage)}" for passage in unclaimed)
    if empty:
        yield "每条摘录都已归入概念。 Every passage has a concept."


def _new(catalogue: Catalogue) -> Iterator[str]:
    dated = sorted(
        (
            (max(witness.created for witness in passage.annotations), passage.id, reading, passage)
            for reading in catalogue.readings
            for passage in reading.passages
        ),
        key=lambda item: item[:2],
        reverse=True,
    )
    month = None
    for created, _, reading, passage in dated[:_RECENT]:
        if created and created[:7] != month:
            month = created[:7]
            yield f"## {encoded_line(month)}"
        if created:
            yield _passage_item(reading, passage, "new.md", catalogue)


_PAGES: tuple[tuple[str, str, str, Callable[[Catalogue], Iterator[str]]], ...] = (
    ("index.md", "commonplace", "一本会运行的摘录簿。 A commonplace book that runs.", _home),
    (
        "concepts.md",
        "概念 Concepts",
        "每个概念：公式、代码、摘录。 Each with its formula, its code, its passages.",
        _concepts,
    ),
    ("sources.md", "来源 Sources", "读过的书与文章。 The books and articles that were read.", _sources),
    (
        "tags.md",
        "标签 Tags",
        "按主题浏览概念，按读者的标签浏览摘录。 Concepts by topic, passages by readers’ tags.",
        _tags,
    ),
    (
        "formulas.md",
        "公式 Formulas",
        "每个公式都与实现它的代码逐一比较。 Each compared with the code that implements it.",
        _formulas,
    ),
    (
        "questions.md",
        "问题 Open questions",
        "读者标记为疑问的地方。 What readers marked as a question.",
        _question_list,
    ),
    ("inbox.md", "待归类 Inbox", "尚未归入任何概念的摘录。 Passages that no concept claims.", _inbox),
    ("new.md", "最近 What is new", "最近标记的摘录。 The passages that were marked last.", _new),
)
