"""The page of tags: the library's own as a tree that unfolds, and readers'; each can be searched within."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonplace.model import Concept, Passage, Reading, Topic
from commonplace.pages.addresses import concept_link, curated_tag_anchor, tag_anchor, tag_link, tag_name
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.passage_block import passage_item
from commonplace.pages.safe_text import encoded_line
from commonplace.tags import ReaderTag, tag_key
from commonplace.topics import depth_of

_SLASHES = 3  # Those of the innermost block: Markdown tells blocks in blocks by how many there are.


def topic_name(topic: Topic, catalogue: Catalogue) -> str:
    """The name of one of the library's own tags in the language of the interface."""
    return catalogue.say(topic.name, topic.english) if topic.english else topic.name


def tags_content(catalogue: Catalogue) -> Iterator[str]:
    """The tree of topics with their concepts, then passages by readers' tags."""
    topics = tuple(_topics(catalogue))
    deepest = max((depth_of(topic, topics) for topic in topics), default=0)
    roots = [_branch(topic, topics, deepest, catalogue) for topic in topics if not topic.parent]
    if roots:
        yield f"## {catalogue.say('主题', 'Topics')} ({len(topics)}) {{: #topics }}"
        yield from roots
    if catalogue.reader_tags:
        yield f"## {catalogue.say('读者的标签', 'Readers’ tags')} ({len(catalogue.reader_tags)}) {{: #readers-tags }}"
        yield from (_readers(tag, passages, catalogue) for tag, passages in catalogue.reader_tags)


def _topics(catalogue: Catalogue) -> Iterator[Topic]:
    """Those of the vocabulary, then tags that only a concept names."""
    yield from catalogue.topics
    known = {topic.name for topic in catalogue.topics}
    yield from (Topic(name=tag) for tag in catalogue.by_topic if tag not in known)


def _branch(topic: Topic, topics: tuple[Topic, ...], height: int, catalogue: Catalogue) -> str:
    """A topic with what is below it; `height` blocks may stand within this one."""
    below = [other for other in topics if other.parent == topic.name]
    parts = [f'<span id="{curated_tag_anchor(topic.name)}"></span>{_described(topic, catalogue)}\n{{: .cp-facts }}']
    if concepts := catalogue.by_topic[topic.name]:
        parts.append(" ".join(_member(concept, catalogue) for concept in concepts) + "\n{: .cp-members }")
        parts.append(_search_link(tag_name(topic.name, catalogue), catalogue))
    parts += [_branch(other, topics, height - 1, catalogue) for other in below]
    count = len({concept.id for concept in _all_concepts(topic, topics, catalogue)})
    return _folded(topic_name(topic, catalogue), count, parts, height, is_open=not topic.parent)


def _described(topic: Topic, catalogue: Catalogue) -> str:
    return " ".join(encoded_line(told) for _, told in catalogue.language.of(topic.description))


def _all_concepts(topic: Topic, topics: tuple[Topic, ...], catalogue: Catalogue) -> Iterator[Concept]:
    yield from catalogue.by_topic[topic.name]
    for other in topics:
        if other.parent == topic.name:
            yield from _all_concepts(other, topics, catalogue)


def _member(concept: Concept, catalogue: Catalogue) -> str:
    count = sum(len(passages) for _, passages in catalogue.passages_by_concept[concept.id])
    told = catalogue.say("条摘录", "passages")
    shown = f' <span class="cp-count" title="{count} {told}">{count}</span>' if count else ""
    return f'<span class="cp-member">{concept_link("tags.md", concept, catalogue)}{shown}</span>'


def _readers(tag: ReaderTag, passages: Iterable[tuple[Reading, Passage]], catalogue: Catalogue) -> str:
    """A reader's tag with its passages; every spelling has its place."""
    places = dict.fromkeys(map(tag_anchor, tag.spellings))
    about = " · ".join(_about(tag, catalogue))
    items = [passage_item(reading, passage, "tags.md", catalogue) for reading, passage in passages]
    parts = [
        "".join(f'<span id="{place}"></span>' for place in places) + about + "\n{: .cp-facts }",
        "\n".join(items),
        _search_link(f"#{tag.spellings[0]}", catalogue),
    ]
    return _folded(" ".join(f"#{spelling}" for spelling in tag.spellings), len(items), parts, 0, is_open=False)


def _search_link(tag: str, catalogue: Catalogue) -> str:
    """A link that opens the search with `tag` as its filter."""
    address = "".join(f"%{byte:02X}" for byte in tag.encode("utf-8", "replace"))
    told = catalogue.say("在这个标签里搜索", "Search within this tag")
    return f'<p class="cp-search-within"><a href="?tag={address}">{told}</a></p>'


def _folded(name: str, count: int, parts: Iterable[str], height: int, *, is_open: bool) -> str:
    """What unfolds under a name and how many there are; `height` such blocks may stand within each other in it."""
    inner, outer = "/" * (_SLASHES + 2 * height), "/" * (_SLASHES + 2 * height + 1)
    title = f'{encoded_line(name)} <span class="cp-count">{count}</span>'
    opened = "[open=open]" if is_open else ""
    body = "\n\n".join(parts)
    return (
        f"{outer} html | details.cp-topic{opened}\n\n{inner} html | summary\n    markdown: inline\n\n{title}\n\n{inner}"
        f"\n\n{body}\n\n{outer}"
    )


def _about(tag: ReaderTag, catalogue: Catalogue) -> Iterator[str]:
    """The concepts that a reader's tag names, and the library's own tag of the same name."""
    yield from (concept_link("tags.md", catalogue.by_id[concept], catalogue) for concept in tag.concepts)
    spelt = {tag_key(spelling) for spelling in tag.spellings}
    english = {topic.name: topic.english for topic in catalogue.topics}
    for topic in catalogue.by_topic:
        if spelt & {tag_key(topic), tag_key(english.get(topic, ""))}:
            yield tag_link("tags.md", topic, catalogue)
