"""Pages that gather: home, concepts, sources, tags, formulas, open questions, what no concept claims, what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from commonplace.grammar.addresses import host_of
from commonplace.language import CODES, Code, Language
from commonplace.model import Concept, Page, Source, Topic
from commonplace.pages.addresses import (
    concept_link,
    curated_tag_anchor,
    source_link,
    tag_link,
)
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.citation import year_of
from commonplace.pages.division import Gathered, Listing, gathered
from commonplace.pages.entries import passage_line, unclaimed
from commonplace.pages.formulas_page import formulas
from commonplace.pages.map_page import concept_map
from commonplace.pages.new_page import new_content
from commonplace.pages.open_questions import questions
from commonplace.pages.passage_block import beside
from commonplace.pages.path_page import learning_path
from commonplace.pages.review_page import review
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.sections import Each, Section, as_members, counted
from commonplace.pages.tags_page import tags, topic_heading, topic_name
from commonplace.pages.timeline_page import timeline
from commonplace.pages.words import NOTHING_YET, Told
from commonplace.store.regions import empty_region

_LATEST = 6
_FEW = 12
_REGION = "list"
_HOME = "index.md"
_LANGUAGES = tuple((code, Language(code)) for code in CODES)


def index_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page that gathers."""
    for path, title, introduction, content in _PAGES:
        found = content(catalogue)
        skeletons = {code: _skeleton(title, introduction, path, say) for code, say in _LANGUAGES}
        yield _page(path, skeletons, "\n\n".join(found.content), catalogue)
        if listing := found.listing:
            yield from _further(listing, title, path, catalogue)


def _further(listing: Listing, title: Told, of: str, catalogue: Catalogue) -> Iterator[Page]:
    """The pages on which a long list goes on, but for those that are as they should be already."""
    name = catalogue.say(*title)
    skeletons = {code: _skeleton(title, ("", ""), of, say) for code, say in _LANGUAGES}
    for place, (path, _) in enumerate(listing.pages):
        told = listing.made_from(place, name) if catalogue.kept else None
        if not (told and catalogue.kept and catalogue.kept.stands(path, *told)):
            yield _page(path, dict(skeletons), listing.content(place, name), catalogue)


def _page(path: str, skeletons: dict[Code, str], content: str, catalogue: Catalogue) -> Page:
    own = skeletons.pop(catalogue.language.code)
    return Page(path=path, skeleton=own, other_skeletons=tuple(skeletons.values()), regions={_REGION: content})


def home_page(name: str, language: Language) -> str:
    """The first page of a new library of that name, before anything is on it."""
    path, title, introduction, _ = _PAGES[0]
    return _skeleton(title, introduction, path, language, heading=encoded_line(name))


def _skeleton(title: Told, introduction: Told, path: str, say: Language, *, heading: str = "commonplace") -> str:
    hidden = "hide: [toc]\n" if path in _WIDE else ""
    shown = heading if path == _HOME else say(*title)
    told = f"{say(*introduction)}\n\n" if any(introduction) else ""
    return f"---\ntitle: {say(*title)}\n{hidden}---\n\n# {shown}\n\n{told}{empty_region(_REGION)}"


def _home(catalogue: Catalogue) -> Iterator[str]:
    passages = sum(len(reading.passages) for reading in catalogue.readings)
    say = catalogue.say
    open_questions = sum(len(facets.open) for facets in catalogue.facets)
    counts = (
        f"[{told} {say(zh, one if told == 1 else many)}]({page})"
        for told, zh, one, many, page in (
            (len(catalogue.concepts), "个概念", "concept", "concepts", "concepts.md"),
            (len(catalogue.readings), "个来源", "source", "sources", "sources.md"),
            (passages, "条摘录", "passage", "passages", "timeline.md"),
            (open_questions, "个问题", "open question", "open questions", "questions.md"),
        )
    )
    yield " · ".join(counts) + "\n{: .cp-facts }"
    if topics := _topic_list(catalogue):
        yield f"## {say('主题', 'Topics')} {{: #topics }}"
        yield topics
    if not passages:
        yield say(*NOTHING_YET)
        yield say("在那之前，可以从[学习路径](path.md)读起。", "Until then, read the [learning path](path.md).")
    found = [concept for concept in catalogue.concepts if _count(concept, catalogue)]
    if marked := sorted(found, key=lambda concept: -_count(concept, catalogue)):
        yield f"## {say('摘录最多的概念', 'Most marked')} {{: #most-marked }}"
        yield _as_cards(_concept_item(concept, catalogue, "index.md") for concept in marked[:_FEW])
    if latest := catalogue.latest(_LATEST):
        yield f"## {say('最近的摘录', 'Latest passages')} {{: #latest }}"
        yield "\n".join(passage_line(reading, number, "index.md", catalogue) for _, reading, number in latest)


def _topic_list(catalogue: Catalogue) -> str:
    """The roots of the vocabulary, each with the topics below it that have concepts."""
    lines = []
    for root in (topic for topic in catalogue.topics if not topic.parent):
        members = [topic for topic in catalogue.topics if topic is not root and _root(topic, catalogue) is root]
        links = [_topic_link(topic, catalogue) for topic in members if catalogue.by_topic[topic.name]]
        if catalogue.by_topic[root.name]:
            links.insert(0, f"**{_topic_link(root, catalogue)}**")
        elif links:
            links.insert(0, f"**{encoded_line(topic_name(root, catalogue))}**")
        if links:
            lines.append(as_members(links))
    return "\n\n".join(lines)


def _topic_link(topic: Topic, catalogue: Catalogue) -> str:
    name = encoded_line(topic_name(topic, catalogue))
    return counted(f"[{name}](tags.md#{curated_tag_anchor(topic.name)})", len(catalogue.by_topic[topic.name]))


def _root(topic: Topic, catalogue: Catalogue) -> Topic:
    by_name = {other.name: other for other in catalogue.topics}
    while topic.parent:
        topic = by_name[topic.parent]
    return topic


def _concepts(catalogue: Catalogue) -> Gathered:
    """Every concept under the first of its tags, in the order of the vocabulary."""
    sections = []
    for tag, concepts in catalogue.by_first_tag.items():
        place = curated_tag_anchor(tag) if tag else "others"
        sections.append(_concept_section(place, topic_heading(tag, catalogue), concepts, catalogue, but=tag))
    nothing = [] if sections else [catalogue.say("还没有概念。", "No concept yet.")]
    return gathered(Listing(path="concepts.md", sections=tuple(sections)), nothing)


def _concept_section(
    place: str, name: str, concepts: Sequence[Concept], catalogue: Catalogue, *, but: str = ""
) -> Section:
    return Section(
        place=place,
        name=name,
        count=len(concepts),
        items=Each((concept.id, partial(_concept_item, concept, catalogue, but=but)) for concept in concepts),
        joined=_as_cards,
    )


def _as_cards(items: Iterable[str]) -> str:
    return "/// html | div.cp-index\n\n" + "\n".join(items) + "\n\n///"


def _concept_item(concept: Concept, catalogue: Catalogue, page: str, *, but: str = "") -> str:
    """A concept with its passages and its tags, but for one."""
    tags = " ".join(tag_link(page, tag, catalogue) for tag in concept.tags if tag != but)
    count = _count(concept, catalogue)
    told = f'<span class="cp-count">{catalogue.told_passages(count)}</span>' if count else ""
    return " ".join(part for part in ("-", concept_link(page, concept, catalogue), told, tags) if part)


def _count(concept: Concept, catalogue: Catalogue) -> int:
    return catalogue.concept_counts[concept.id]


def _sources(catalogue: Catalogue) -> Iterator[str]:
    if not catalogue.readings:
        yield catalogue.say(*NOTHING_YET)
    for reading in catalogue.readings:
        source = reading.source
        told = (catalogue.listed(source.authors), source.publisher, year_of(source), source.isbn, _where(source))
        facts = [encoded_line(part) for part in told if part]
        count = catalogue.told_passages(len(reading.passages))
        yield f"- {source_link('sources.md', reading)}{beside(*facts, count)}"


def _where(source: Source) -> str:
    """Where a source was read, which tells a web page from a book of the same title."""
    if host := host_of(source.url):
        return host
    return ", ".join(dict.fromkeys(file.rpartition(".")[2].upper() for file in source.files if "." in file))


def _inbox(catalogue: Catalogue) -> Gathered:
    found = catalogue.chosen(lambda facets: facets.unclaimed)
    sections = tuple(
        Section(
            place=f"from-{reading.source.id}",
            name=encoded_line(reading.source.title),
            count=len(numbers),
            items=unclaimed([(reading, numbers)], catalogue),
            leads_to=reading.path,
        )
        for reading, numbers in found
    )
    nothing = [] if sections else [catalogue.say("每条摘录都已归入概念。", "Every passage has a concept.")]
    return gathered(Listing(path="inbox.md", sections=sections), nothing)


def _whole(content: Callable[[Catalogue], Iterable[str]]) -> Callable[[Catalogue], Gathered]:
    """A page that is never divided."""
    return lambda catalogue: Gathered(content(catalogue))


_WIDE = frozenset(("map.md", "review.md"))

_PAGES: tuple[tuple[str, Told, Told, Callable[[Catalogue], Gathered]], ...] = (
    (_HOME, ("首页", "Home"), ("一本会运行的摘录簿。", "A commonplace book that runs."), _whole(_home)),
    (
        "concepts.md",
        ("概念", "Concepts"),
        ("每个概念：公式、代码、摘录。", "Each with its formula, its code, its passages."),
        _concepts,
    ),
    (
        "path.md",
        ("学习路径", "Learning path"),
        (
            "每一步只用到前面的概念；箭头后面是它所需要的。",
            "Each step needs only what stands above; the arrow says what.",
        ),
        learning_path,
    ),
    (
        "map.md",
        ("地图", "Map"),
        ("概念怎样连在一起，书谈到了哪些。", "How concepts hang together, and which of them books speak of."),
        concept_map,
    ),
    (
        "review.md",
        ("复习", "Review"),
        (
            "先想，再翻开。记得的隔得越来越久才再来，忘了的明天再来。",
            "Think first, then turn it over. What you know comes back later each time, what you forgot tomorrow.",
        ),
        review,
    ),
    (
        "sources.md",
        ("来源", "Sources"),
        ("读过的书与文章。", "The books and articles that were read."),
        _whole(_sources),
    ),
    (
        "timeline.md",
        ("阅读时间线", "Timeline of reading"),
        ("哪一天读了什么，按标记的日期。", "What was read on which day, by the dates of its marks."),
        timeline,
    ),
    (
        "tags.md",
        ("标签", "Tags"),
        ("按主题浏览概念，按读者的标签浏览摘录。", "Concepts by topic, passages by the tags of readers."),
        tags,
    ),
    (
        "formulas.md",
        ("公式", "Formulas"),
        ("每个公式都与实现它的代码逐一比较。", "Each compared with the code that implements it."),
        formulas,
    ),
    (
        "questions.md",
        ("问题", "Open questions"),
        ("读者标记为疑问的地方。", "What readers marked as a question."),
        questions,
    ),
    (
        "inbox.md",
        ("待归类", "Inbox"),
        ("尚未归入任何概念的摘录。", "Passages that no concept claims."),
        _inbox,
    ),
    (
        "new.md",
        ("最近", "What is new"),
        ("最近标记的摘录。", "The passages that were marked last."),
        _whole(new_content),
    ),
)
