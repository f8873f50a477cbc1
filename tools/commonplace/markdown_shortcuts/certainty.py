"""Whether a shortcut can be sure: only where all is known that would else have a say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from markdown.blockparser import BlockParser
from markdown.util import Registry
from pymdownx.blocks import BlocksProcessor

_RULES = ("admonition", "shortcut-paragraphs", "shortcut-blocks", "empty", "indent", "blocks", "defindent", "code",
          "mathematics", "table", "hashheader", "setextheader", "hr", "olist", "ulist", "deflist", "quote", "footnote",
          "reference", "paragraph")  # fmt: skip


def are_all(registry: Registry[Any], names: Collection[str]) -> bool:
    """Whether `registry` holds nothing but what is in `names`."""
    return sum(name in registry for name in names) == len(registry)


def blocks_of(parser: BlockParser) -> BlocksProcessor | None:
    """The reader of blocks, if it is pymdownx's, stands among rules that are all known, and has no block open."""
    rules = parser.blockprocessors
    if "blocks" not in rules or not are_all(rules, _RULES):
        return None
    theirs = rules["blocks"]
    return theirs if isinstance(theirs, BlocksProcessor) and not theirs.stack else None
