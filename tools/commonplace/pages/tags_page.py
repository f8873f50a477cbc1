"""The page of tags: the library's own as a tree that unfolds, and readers'; each can be searched within.

Where the tags hold more than a page does, it says how many each holds, and further pages hold them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from commonplace.concepts.topics import depth_of
from commonplace.model import Concept, Reading, Topic
from commonplace.pages.addresses import concept_link, curated_tag_anchor, tag_anchor, tag_link, tag_name
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.division import Gathered, Listing
from commonplace.pages.entries import items as entries
from commonplace.pages.safe_text import encoded_line
from commonplace.pages.sections import Each, Section, as_members, shown_whole
from commonplace.tags import ReaderTag, tag_key

PATH = "tags.md"
_SLASHES = 3  # Those of the innermost block: Markdown tells blocks in blocks by how many there are.


def topic_name(topic: Topic, catalogue: Catalogue) -> str:
    """The name of one of the library's own tags in the language of the interface."""
    return catalogue.say(topic.name, topic.english) if topic.english else topic.name


def topic_heading(tag: str, catalogue: Catalogue) -> str:
    """What stands above the things with one of the library's own tags; above those with none if it is empty."""
    if not tag:
        return catalogue.say("其他", "Others")
    topic = next((topic for topic in catalogue.topics if topic.name == tag), Topic(name=tag))
    return encoded_line(topic_name(topic, catalogue))


def tags(catalogue: Catalogue) -> Gathered:
    """The tree of topics with their concepts, then passages by readers' tags."""
    topics = tuple(_topics(catalogue))
    of_topics = {topic.name: _section_of_topic(topic, catalogue) for topic in topics}
    of_readers = [_section_of_readers(tag, passages, catalogue) for tag, passages in catalogue.reader_tags]
    listing = Listing(path=PATH, sections=(*of_topics.values(), *of_readers))
    return Gathered((*_tree(topics, of_topics, listing, catalogue), *_readers(of_readers, listing, catalogue)), listing)


def _topics(catalogue: Catalogue) -> Iterator[Topic]:
    """Those of the vocabulary, then tags that only a concept names."""
    yield from catalogue.topics
    known = {topic.name for topic in catalogue.topics}
    yield from (Topic(name=tag) for tag in catalogue.by_topic if tag not in known)


def _section_of_topic(topic: Topic, catalogue: Catalogue) -> Section:
    concepts = catalogue.by_topic[topic.name]
    return Section(
        place=curated_tag_anchor(topic.name),
        name=encoded_line(topic_name(topic, catalogue)),
        count=len(concepts),
        items=Each((concept.id, partial(_member, concept, catalogue)) for concept in concepts),
        about=partial(_described, topic, catalogue),
        behind=partial(_search_link, tag_name(topic.name, catalogue), catalogue),
        joined=as_members,
    )


def _section_of_readers(
    tag: ReaderTag, passages: Sequence[tuple[Reading, Sequence[int]]], catalogue: Catalogue
) -> Section:
    """A reader's tag with its passages; every spelling has its place."""
    place, *others = dict.fromkeys(map(tag_anchor, tag.spellings))
    items = entries(passages, catalogue)
    return Section(
        place=place,
        other_places=tuple(others),
        name=encoded_line(" ".join(f"#{spelling}" for spelling in tag.spellings)),
        count=len(items),
        items=items,
        about=partial(_about, tag, catalogue),
        behind=partial(_search_link, f"#{tag.spellings[0]}", catalogue),
    )


def _tree(
    topics: tuple[Topic, ...], sections: Mapping[str, Section], listing: Listing, catalogue: Catalogue
) -> Iterator[str]:
    """The topics that unfold, each with how many concepts are in it and below it."""
    if not topics:
        return
    below: dict[str, list[Topic]] = {}
    for topic in topics:
        below.setdefault(topic.parent, []).append(topic)

    def members(topic: Topic) -> set[str]:
        own = {concept.id for concept in catalogue.by_topic[topic.name]}
        return own.union(*map(members, below.get(topic.name, ())))

    def branch(topic: Topic, height: int) -> str:
        """A topic with what is below it; `height` blocks may stand within this one."""
        section = sections[topic.name]
        own = [as_members([listing.entry(section)])] if listing.is_divided else _whole(section)
        parts = (*own, *(branch(each, height - 1) for each in below.get(topic.name, ())))
        return _folded(section.name, len(members(topic)), parts, height, is_open=not topic.parent)

    yield f"## {catalogue.say('主题', 'Topics')} ({len(topics)}) {{: #topics }}"
    deepest = max(depth_of(topic, topics) for topic in topics)
    yield from (branch(topic, deepest) for topic in below.get("", ()))


def _readers(sections: Sequence[Section], listing: Listing, catalogue: Catalogue) -> Iterator[str]:
    if not sections:
        return
    yield f"## {catalogue.say('读者的标签', 'Tags of readers')} ({len(sections)}) {{: #readers-tags }}"
    if listing.is_divided:
        yield as_members(map(listing.entry, sections))
        return
    for section in sections:
        yield _folded(section.name, section.count, _whole(section), 0, is_open=False)


def _whole(section: Section) -> Iterator[str]:
    """All of a section, on the page of tags itself."""
    places = "".join(f'<span id="{place}"></span>' for place in (section.place, *section.other_places))
    yield f"{places}{section.about(PATH)}\n{{: .cp-facts }}"
    if len(section.items):
        yield section.joined(shown_whole(section, PATH))
        yield section.behind(PATH)


def _described(topic: Topic, catalogue: Catalogue, page: str) -> str:
    del page  # No link.
    return " ".join(encoded_line(told) for _, told in catalogue.language.of(topic.description))


def _member(concept: Concept, catalogue: Catalogue, page: str) -> str:
    count = catalogue.concept_counts[concept.id]
    told = catalogue.say("条摘录", "passages")
    shown = f' <span class="cp-count" title="{count} {told}">{count}</span>' if count else ""
    return f'<span class="cp-member">{concept_link(page, concept, catalogue)}{shown}</span>'


def _search_link(tag: str, catalogue: Catalogue, page: str) -> str:
    """A link that opens the search with `tag` as its filter, on whichever page it stands."""
    del page
    address = "".join(f"%{byte:02X}" for byte in tag.encode("utf-8", "replace"))
    told = catalogue.say("在这个标签里搜索", "Search within this tag")
    return f'<p class="cp-search-within"><a href="?tag={address}">{told}</a></p>'


def _folded(title: str, count: int, parts: Iterable[str], height: int, *, is_open: bool) -> str:
    """What unfolds under a title and how many there are; `height` such blocks may stand within each other in it."""
    inner, outer = "/" * (_SLASHES + 2 * height), "/" * (_SLASHES + 2 * height + 1)
    opened = "[open=open]" if is_open else ""
    body = "\n\n".join(parts)
    return (
        f"{outer} html | details.cp-topic{opened}\n\n{inner} html | summary\n    markdown: inline\n\n"
        f'{title} <span class="cp-count">{count}</span>\n\n{inner}\n\n{body}\n\n{outer}'
    )


def _about(tag: ReaderTag, catalogue: Catalogue, page: str) -> str:
    """The concepts that a reader's tag names, and the library's own tag of the same name."""
    links = [concept_link(page, catalogue.by_id[concept], catalogue) for concept in tag.concepts]
    spelt = {tag_key(spelling) for spelling in tag.spellings}
    english = {topic.name: topic.english for topic in catalogue.topics}
    same = (topic for topic in catalogue.by_topic if spelt & {tag_key(topic), tag_key(english.get(topic, ""))})
    return " · ".join((*links, *(tag_link(page, topic, catalogue) for topic in same)))
