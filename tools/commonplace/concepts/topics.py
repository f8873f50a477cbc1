"""The library's own vocabulary of tags, a small tree: ``docs/vocabulary.yml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import yaml

from commonplace.errors import ConceptError
from commonplace.model import Topic

NAME = "vocabulary.yml"


def read_vocabulary(text: str, *, path: str) -> tuple[Topic, ...]:
    """Read the topics, each below its parent, in the order of the file.

    Raises
    ------
    ConceptError
        If it is not YAML, a topic is no mapping, or its parent is not in the file or below it.
    """
    try:
        told = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise ConceptError(f"is not YAML: {error}", hint="See docs/architecture.md for its keys.", path=path) from error
    if not isinstance(told, Mapping) or not all(isinstance(item, Mapping) for item in told.values()):
        raise ConceptError("is no mapping of topics", hint="Write `微积分: {en: calculus, parent: 数学}`.", path=path)
    topics = [_topic(str(name), item) for name, item in told.items()]
    ordered = tuple(_below("", topics))
    if lost := {topic.name for topic in topics} - {topic.name for topic in ordered}:
        raise ConceptError(
            f"has topics without a way to a root: {'、'.join(sorted(lost))}", hint="Correct their parent.", path=path
        )
    return ordered


def depth_of(topic: Topic, topics: Sequence[Topic]) -> int:
    """How many topics stand above `topic`."""
    parents = {other.name: other.parent for other in topics}
    depth, above = 0, topic.parent
    while above:
        depth, above = depth + 1, parents[above]
    return depth


def _topic(name: str, item: Mapping[str, object]) -> Topic:
    description = item.get("description")
    return Topic(
        name=name,
        english=str(item.get("en", "")),
        parent=str(item.get("parent", "")),
        description={str(key): str(value) for key, value in description.items()}
        if isinstance(description, Mapping)
        else {},
    )


def _below(parent: str, topics: Sequence[Topic]) -> Iterator[Topic]:
    for topic in topics:
        if topic.parent == parent:
            yield topic
            yield from _below(topic.name, topics)
