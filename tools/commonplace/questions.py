"""Which annotations are open questions: by what the reader's app says, by tag, or by how a comment is worded."""

from __future__ import annotations

import re

from commonplace.model import Annotation, Passage
from commonplace.text import folded

_TAGS = frozenset(("question", "questions", "todo", "问题", "疑问", "疑惑", "存疑", "待解决", "不懂"))
_ASKING_LINE = re.compile(r"\s*(?:[-*+] )?(?:TODO\b|Q\d*[:：]|问[:：]|(?!https?:).*[?？]\s*$)")


def is_question(annotation: Annotation) -> bool:
    """Whether the reader left something open here.

    A comment's wording counts only beside a marked passage: in a reader's own prose a question mark asks nobody.
    """
    if annotation.motivation == "questioning" or any(folded(tag) in _TAGS for tag in annotation.tags):
        return True
    return bool(annotation.quote) and any(
        _ASKING_LINE.match(line) for comment in annotation.comments for line in comment.value.split("\n")
    )


def asks(passage: Passage) -> bool:
    """Whether any witness of `passage` is an open question."""
    return any(is_question(witness) for witness in passage.annotations)
