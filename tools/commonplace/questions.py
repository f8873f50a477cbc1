"""Which annotations are open questions: by what the reader's app says, by tag, or by how a comment is worded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from commonplace.model import Annotation, Passage
from commonplace.text import folded

_TAGS = frozenset(("question", "questions", "todo", "问题", "疑问", "疑惑", "存疑", "待解决", "不懂"))
_ASKS = re.compile(r"(?:(?:[-*+]|\d+[.)]) )?(?:TODO\b|Q\d*[:：]|问[:：]|存疑|待查)")
_TO_DO = re.compile(r"(?:[-*+]|\d+[.)]) \[ \] ")
_DONE = re.compile(r"(?:[-*+]|\d+[.)]) \[[xX]\] ")
_ANSWERS = re.compile(r"(?:[-*+] )?(?:A\d*[:：]|答[:：]|已解决|解决了)")
_ADDRESS = re.compile(r"<?https?://\S+")
_END = re.compile(r"[?？][\s)）」』”’\"'*_!！]*$")


def is_question(annotation: Annotation) -> bool:
    """Whether the reader left something open here.

    A comment's wording counts only beside a marked passage: in a reader's own prose a question mark asks nobody. A task
    that is ticked asks nothing more, whatever its words.
    """
    if "task" in annotation.extra and annotation.motivation != "questioning":
        return False
    if annotation.motivation == "questioning" or any(folded(tag) in _TAGS for tag in annotation.tags):
        return True
    return bool(annotation.quote) and any(_leaves_open(comment.value) for comment in annotation.comments)


def asks(passage: Passage, answered: Iterable[str] = ()) -> bool:
    """Whether any witness of `passage` is an open question, and none of them was answered by the owner."""
    answers = frozenset(answered)
    return any(map(is_question, passage.annotations)) and not any(one.id in answers for one in passage.annotations)


def _leaves_open(comment: str) -> bool:
    """Whether a comment asks something, marked so or by how it ends, and does not answer it itself."""
    lines = [line for line in _told(comment) if not _DONE.match(line)]
    open_places = [n for n, line in enumerate(lines) if _ASKS.match(line) or _TO_DO.match(line)]
    if lines and _END.search(lines[-1]):
        open_places.append(len(lines) - 1)
    return bool(open_places) and not any(_ANSWERS.match(line) for line in lines[open_places[0] + 1 :])


def _told(comment: str) -> Iterator[str]:
    """The lines of a comment that say anything, without addresses."""
    for line in comment.split("\n"):
        if told := _ADDRESS.sub("", line).strip():
            yield told
