"""The page of tags: the library's own as a tree, and readers'."""

from __future__ import annotations

from collections.abc import Iterator

from commonplace.model import Topic
from commonplace.pages.addresses import concept_link, curated_tag_anchor, tag_anchor, tag_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.passage_block import passage_item
from commonplace.pages.safe_text import encoded_line
from commonplace.tags import ReaderTag, tag_key
from commonplace.topics import depth_of


def topic_name(topic: Topic, catalogue: Catalogue) -> str:
    """The name of one of the library's own tags in the language of the interface."""
    return catalogue.say(topic.name, topic.english) if topic.english else topic.name


def tags_content(catalogue: Catalogue) -> Iterator[str]:
    """Concepts by topic, then passages by readers' tags."""
    topics = {topic.name: topic for topic in catalogue.topics}
    for tag, concepts in catalogue.by_topic.items():
        topic = topics.get(tag, Topic(name=tag))
        level = "#" * (2 + depth_of(topic, catalogue.topics))
        title = encoded_line(topic_name(topic, catalogue))
        yield f"{level} {title} ({len(concepts)}) {{: #{curated_tag_anchor(tag)} }}"
        if topic.description:
            yield (
                " ".join(encoded_line(told) for _, told in catalogue.language.of(topic.description))
                + "\n{: .cp-facts }"
            )
        if concepts:
            yield "\n".join(f"- {concept_link('tags.md', concept, catalogue)}" for concept in concepts)
    if catalogue.reader_tags:
        yield f"## {catalogue.say('读者的标签', 'Readers’ tags')} {{: #readers-tags }}"
    for marked, passages in catalogue.reader_tags:
        place, *others = dict.fromkeys(map(tag_anchor, marked.spellings))
        title = " ".join(encoded_line(f"#{spelling}") for spelling in marked.spellings)
        yield f"### {title} ({len(passages)}) {{: #{place} }}"
        if others:
            yield "<p hidden>" + "".join(f'<span id="{other}"></span>' for other in others) + "</p>"
        if about := list(_about(marked, catalogue)):
            yield " · ".join(about) + "\n{: .cp-facts }"
        yield "\n".join(passage_item(reading, passage, "tags.md", catalogue) for reading, passage in passages)


def _about(tag: ReaderTag, catalogue: Catalogue) -> Iterator[str]:
    """The concepts that a reader's tag names, and the library's own tag of the same name."""
    yield from (concept_link("tags.md", catalogue.by_id[concept], catalogue) for concept in tag.concepts)
    spelt = {tag_key(spelling) for spelling in tag.spellings}
    english = {topic.name: topic.english for topic in catalogue.topics}
    for topic in catalogue.by_topic:
        if spelt & {tag_key(topic), tag_key(english.get(topic, ""))}:
            yield tag_link("tags.md", topic, catalogue)
