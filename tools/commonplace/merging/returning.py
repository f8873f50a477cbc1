"""What comes back: an annotation that left this library in another app's format, and is imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commonplace.model import Annotation
from commonplace.text import letters_only


def recognised(incoming: Iterable[Annotation], stored: Mapping[str, Annotation]) -> Iterator[Annotation]:
    """Give the stored annotation for each incoming one that is it: it has our id for its app's own, and says the same.

    What somebody changed on the way is an annotation of its own, so that no words are lost.
    """
    for annotation in incoming:
        left = stored.get(annotation.native_id)
        yield left if left is not None and _says_the_same(left, annotation) else annotation


def _says_the_same(left: Annotation, came: Annotation) -> bool:
    """Whether the words are the same; some formats have tags in the comment."""
    if letters_only(left.quote) != letters_only(came.quote):
        return False
    rest = _comment(came).removeprefix(_comment(left))
    for tag in came.tags:
        rest = rest.removeprefix(letters_only(tag))
    return _comment(came).startswith(_comment(left)) and not rest


def _comment(annotation: Annotation) -> str:
    return letters_only("".join(body.value for body in annotation.comments))
