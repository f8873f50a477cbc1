"""Readers' tags: kept as they were written, and one tag however it is spelt.

Width, case, hyphens, spaces and underscores do not tell tags apart, nor do two names of one concept: #梯度, #gradient
and #Gradient are one. All other characters do: #c++ is not #c#, and a level below another (#数学/梯度) is a tag of its
own, which is about the concepts that its levels name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

import msgspec

from commonplace.text import without_surrogates

_JOINTS = re.compile(r"[\s\-_\u2010-\u2015]+")

Named = Callable[[str], Mapping[str, str]]
"""Gives the concepts that a text is a name of, as `Terms.named` does."""


class ReaderTag(msgspec.Struct, frozen=True, kw_only=True):
    """One tag of the reader's.

    Attributes
    ----------
    name : str
        Its most common spelling.
    spellings : tuple of str
        All its spellings, the most common first.
    concepts : tuple of str
        Ids of the concepts that it is about.
    """

    name: str
    spellings: tuple[str, ...]
    concepts: tuple[str, ...] = ()


def tag_key(tag: str) -> str:
    """Fold a tag to what tells it from others."""
    plain = unicodedata.normalize("NFKC", without_surrogates(tag)).casefold()
    return _JOINTS.sub("", plain) or plain


def concepts_of_tag(tag: str, named: Named) -> tuple[str, ...]:
    """The concepts that a tag, or a level of it, names."""
    return tuple(dict.fromkeys(concept for level in (tag, *tag.split("/")) for concept in named(level)))


def reader_tags(written: Mapping[str, int], named: Named) -> tuple[ReaderTag, ...]:
    """Gather tags, with how often each was written, by what they are; sorted by name."""
    groups: dict[str, dict[str, int]] = {}
    for tag, count in written.items():
        groups.setdefault(_identity(tag, named), {})[tag] = count
    found = []
    for counts in groups.values():
        spellings = tuple(sorted(counts, key=lambda spelling: (-counts[spelling], spelling)))
        concepts = dict.fromkeys(concept for tag in spellings for concept in concepts_of_tag(tag, named))
        found.append(ReaderTag(name=spellings[0], spellings=spellings, concepts=tuple(concepts)))
    return tuple(sorted(found, key=lambda tag: (tag_key(tag.name), tag.name)))


def _identity(tag: str, named: Named) -> str:
    """The concept that all of a tag names, if it is one; else how it is spelt."""
    concepts = tuple(named(tag))
    return f"concept {concepts[0]}" if len(concepts) == 1 else f"tag {tag_key(tag)}"
