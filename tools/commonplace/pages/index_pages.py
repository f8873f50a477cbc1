"""Pages that gather: home, concepts, sources, tags, formulas, open questions, what no concept claims, what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from commonplace.model import Concept, Page, Passage, Topic
from commonplace.pages.catalogue import Catalogue, Reading
from commonplace.pages.comments import comment_html
from commonplace.pages.concept_page import (
    concept_link,
    concept_path,
    curated_tag_anchor,
    questions_about,
    tag_link,
    verdict_html,
)
from commonplace.pages.passage_block import anchor, answers, link_to_passage, relative, source_path, tag_anchor
from commonplace.pages.safe_text import encoded, encoded_line
from commonplace.prerequisites import learning_steps, needed_by
from commonplace.questions import asks, is_question
from commonplace.regions import empty_region
from commonplace.tags import ReaderTag, tag_key
from commonplace.topics import depth_of

_RECENT = 50
_LATEST = 6
_FEW = 12
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
    if topics := _topic_list(catalogue):
        yield "## 主题 Topics {: #topics }"
        yield topics
    if marked := sorted(catalogue.concepts, key=lambda concept: -_count(concept, catalogue)):
        yield "## 摘录最多的概念 Most marked {: #most-marked }"
        yield _cards(marked[:_FEW], catalogue, "index.md")
    if latest := _dated(catalogue)[:_LATEST]:
        yield "## 最近的摘录 Latest passages {: #latest }"
        yield "\n".join(_passage_item(reading, passage, "index.md", catalogue) for _, reading, passage in latest)


def _topic_list(catalogue: Catalogue) -> str:
    """The roots of the vocabulary, each with the topics below it that have concepts."""
    lines = []
    for root in (topic for topic in catalogue.topics if not topic.parent):
        members = [topic for topic in catalogue.topics if _root(topic, catalogue) is root]
        links = [
            f"[{encoded_line(topic.name)}](tags.md#{curated_tag_anchor(topic.name)}) {len(concepts)}"
            for topic in members
            if (concepts := catalogue.by_topic[topic.name])
        ]
        if links:
            lines.append(f"- **{encoded_line(f'{root.name} {root.english}')}** {' · '.join(links)}")
    return "\n".join(lines)


def _root(topic: Topic, catalogue: Catalogue) -> Topic:
    by_name = {other.name: other for other in catalogue.topics}
    while topic.parent:
        topic = by_name[topic.parent]
    return topic


def _concepts(catalogue: Catalogue) -> Iterator[str]:
    """Every concept under the first of its tags, in the order of the vocabulary."""
    if not catalogue.concepts:
        yield "还没有概念。 No concept yet."
        return
    english = {topic.name: topic.english for topic in catalogue.topics}
    for tag, concepts in catalogue.by_topic.items():
        if first := [concept for concept in concepts if concept.tags[0] == tag]:
            title = encoded_line(f"{tag} {english.get(tag, '')}")
            yield f"## {title} ({len(first)}) {{: #{curated_tag_anchor(tag)} }}"
            yield _cards(first, catalogue, "concepts.md")
    if untagged := [concept for concept in catalogue.concepts if not concept.tags]:
        yield f"## 其他 Others ({len(untagged)}) {{: #others }}"
        yield _cards(untagged, catalogue, "concepts.md")


def _cards(concepts: Iterable[Concept], catalogue: Catalogue, page: str) -> str:
    items = "\n".join(_concept_item(concept, catalogue, page) for concept in concepts)
    return f"/// html | div.cp-index\n\n{items}\n\n///"


def _concept_item(concept: Concept, catalogue: Catalogue, page: str) -> str:
    tags = " ".join(tag_link(page, tag) for tag in concept.tags)
    return f"- {concept_link(page, concept)} {_count(concept, catalogue)} 条 passages {tags}"


def _count(concept: Concept, catalogue: Catalogue) -> int:
    return sum(len(passages) for _, passages in catalogue.passages_by_concept[concept.id])


def _learning_path(catalogue: Catalogue) -> Iterator[str]:
    for number, step in enumerate(learning_steps(catalogue.concepts), 1):
        yield f"## 第 {number} 步 Step {number} {{: #step-{number} }}"
        yield "\n".join(_step(concept, catalogue) for concept in step)


def _step(concept: Concept, catalogue: Catalogue) -> str:
    needed = [concept_link("path.md", catalogue.by_id[name]) for name in needed_by(concept, catalogue.by_id)]
    return f"- {concept_link('path.md', concept)}" + (f" ← {'、'.join(needed)}" if needed else "")


def _sources(catalogue: Catalogue) -> Iterator[str]:
    if not catalogue.readings:
        yield "还没有来源：先导入一个导出文件。 No source yet: import an export."
    for reading in catalogue.readings:
        source = reading.source
        facts = [encoded_line(part) for part in ("、".join(source.authors), source.publisher, source.isbn) if part]
        link = f"[{encoded_line(source.title)}]({relative('sources.md', source_path(reading))})"
        yield f"- {' · '.join((link, *facts, f'{len(reading.passages)} 条 passages'))}"


def _tags(catalogue: Catalogue) -> Iterator[str]:
    topics = {topic.name: topic for topic in catalogue.topics}
    for tag, concepts in catalogue.by_topic.items():
        topic = topics.get(tag, Topic(name=tag))
        level = "#" * (2 + depth_of(topic, catalogue.topics))
        title = encoded_line(" ".join(part for part in (tag, topic.english) if part))
        yield f"{level} {title} ({len(concepts)}) {{: #{curated_tag_anchor(tag)} }}"
        if topic.description:
            yield " ".join(encoded_line(told) for told in topic.description.values()) + "\n{: .cp-facts }"
        if concepts:
            yield "\n".join(f"- {concept_link('tags.md', concept)}" for concept in concepts)
    if catalogue.reader_tags:
        yield "## 读者的标签 Readers’ tags {: #readers-tags }"
    for marked, passages in catalogue.reader_tags:
        place, *others = dict.fromkeys(map(tag_anchor, marked.spellings))
        title = " ".join(encoded_line(f"#{spelling}") for spelling in marked.spellings)
        yield f"### {title} ({len(passages)}) {{: #{place} }}"
        if others:
            yield "<p hidden>" + "".join(f'<span id="{other}"></span>' for other in others) + "</p>"
        if about := list(_about(marked, catalogue)):
            yield " · ".join(about) + "\n{: .cp-facts }"
        yield "\n".join(_passage_item(reading, passage, "tags.md", catalogue) for reading, passage in passages)


def _about(tag: ReaderTag, catalogue: Catalogue) -> Iterator[str]:
    """The concepts that a reader's tag names, and the library's own tag of the same name."""
    yield from (concept_link("tags.md", catalogue.by_id[concept]) for concept in tag.concepts)
    spelt = {tag_key(spelling) for spelling in tag.spellings}
    english = {topic.name: topic.english for topic in catalogue.topics}
    for topic in catalogue.by_topic:
        if spelt & {tag_key(topic), tag_key(english.get(topic, ""))}:
            yield tag_link("tags.md", topic)


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
        if catalogue.is_open(passage)
    }


def _question_list(catalogue: Catalogue) -> Iterator[str]:
    unclaimed = _questions(catalogue)
    if not unclaimed:
        yield "没有未解的问题。 No open question."
    for concept in catalogue.concepts:
        asked = questions_about(concept, catalogue)
        if asked:
            yield f"## {concept_link('questions.md', concept)} ({len(asked)}) {{: #on-{concept.id} }}"
            yield from (_question(reading, passage, catalogue) for reading, passage in asked)
        for _, passage in asked:
            unclaimed.pop(passage.id, None)
    if unclaimed:
        yield f"## 其他 Others ({len(unclaimed)}) {{: #others }}"
        yield from (_question(reading, passage, catalogue) for reading, passage in unclaimed.values())
    answered = [(r, p) for r in catalogue.readings for p in r.passages if asks(p) and catalogue.answers_to(p)]
    if answered:
        yield f"## 已解答 Answered ({len(answered)}) {{: #answered }}"
        yield from (_question(reading, passage, catalogue) for reading, passage in answered)


def _question(reading: Reading, passage: Passage, catalogue: Catalogue) -> str:
    """What was asked, with its formulas, and the words that it is about; the answer where there is one."""
    asked = [
        f'<div class="cp-comment" dir="auto">{comment_html(body.value)}</div>'
        for witness in passage.annotations
        for body in witness.comments
        if is_question(witness) and body.value.strip()
    ]
    quote = [f'<p class="cp-quote" dir="auto">{encoded(passage.quote)}</p>'] if passage.quote else []
    source = encoded_line(reading.source.title)
    link = f"[{source}]({relative('questions.md', source_path(reading))}#{anchor(passage.annotations[0])})"
    kind = "blockquote.cp-passage" + (".cp-question" if catalogue.is_open(passage) else "")
    parts = [f"/// html | {kind}", *quote, *asked, *answers(passage, catalogue), f"{link}\n{{: .cp-place }}", "///"]
    return "\n\n".join(parts)


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
    yield from _last_import(catalogue)
    month = None
    for created, reading, passage in _dated(catalogue)[:_RECENT]:
        if created[:7] != month:
            month = created[:7]
            yield f"## {encoded_line(month)}"
        yield _passage_item(reading, passage, "new.md", catalogue)


def _last_import(catalogue: Catalogue) -> Iterator[str]:
    """What the last import brought, book by book; nothing before the first one."""
    last = catalogue.last_import
    if not last:
        return
    yield "## 上次导入 Last import {: #last-import }"
    counts = (
        f"{len(last.new)} 条新的 new",
        f"{len(last.changed)} 条改过的 changed",
        f"{len(last.gone)} 条收起的 set aside",
    )
    yield " · ".join(counts) + "\n{: .cp-facts }"
    brought = [
        (reading, passage)
        for reading in catalogue.readings
        for passage in reading.passages
        if any(witness.id in last.new or witness.id in last.changed for witness in passage.annotations)
    ]
    if brought:
        yield "\n".join(_passage_item(reading, passage, "new.md", catalogue) for reading, passage in brought[:_RECENT])
    if len(brought) > _RECENT:
        more = len(brought) - _RECENT
        yield f"……还有 {more} 条，见各书的页面。 And {more} more, on their books’ pages."


def _dated(catalogue: Catalogue) -> list[tuple[str, Reading, Passage]]:
    """The passages whose date is known, the latest first."""
    dated = [
        (max(witness.created for witness in passage.annotations), reading, passage)
        for reading in catalogue.readings
        for passage in reading.passages
    ]
    known = (item for item in dated if item[0])
    return sorted(known, key=lambda item: (item[0], item[2].id), reverse=True)


_PAGES: tuple[tuple[str, str, str, Callable[[Catalogue], Iterator[str]]], ...] = (
    ("index.md", "commonplace", "一本会运行的摘录簿。 A commonplace book that runs.", _home),
    (
        "concepts.md",
        "概念 Concepts",
        "每个概念：公式、代码、摘录。 Each with its formula, its code, its passages.",
        _concepts,
    ),
    (
        "path.md",
        "学习路径 Learning path",
        "每一步只用到前面的概念；箭头后面是它所需要的。 Each step needs only what stands above; the arrow says what.",
        _learning_path,
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
