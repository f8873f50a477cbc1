"""Text that holds nothing but links and inline HTML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from commonplace.markdown_shortcuts.certainty import are_all

_STASHED = re.compile(r"\x02wzxhzdk:[0-9]++\x03")
_ENTITY = r"&(?:\#[0-9]++|\#x[0-9a-fA-F]++|[a-zA-Z0-9]++);"
_TAG = r'</?(?:bdi|b|i|mark|small|span|time)(?: [a-z-]++="[^"<>`$\\\[\]\x02\x03\n]*+")*+>'
_MARKUP = re.compile(rf"{_ENTITY}|{_TAG}")
_RUN = rf"(?:[^\x02\x03`$\\\[\]<>&*_]++|{_ENTITY}|{_TAG})*+"
_LINK = re.compile(rf"\[(?!\^)({_RUN})\]\(([^\s()<>\[\]\"'`$\\\x02\x03]++)\)")
_PLAIN = re.compile(rf"{_RUN}(?:\[(?!\^){_RUN}\]\([^\s()<>\[\]\"'`$\\\x02\x03]++\){_RUN})*+")
_NOT_PLAIN = re.compile(r"  \n|!\[")  # Though each of the characters is.

_EMPHASIS = r"\*|_"
_PATTERNS = ("backtick", "mathematics-display", "mathematics", "escape", "footnote", "reference", "link", "image_link",
             "image_reference", "short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html",
             "entity", "em_strong")  # fmt: skip
_PROCESSORS = ("footnote", "indent-highlight", "shortcut-inline", "inline", "blocks_on_inline_end", "prettify", "toc",
               "footnote-duplicate", "attr_list", "mkdocs_extract_anchors", "mkdocs_extract_title", "unescape",
               "relpath")  # fmt: skip


class PlainInline(Treeprocessor):
    """Make links of it, and put inline HTML aside, without trying each pattern on each piece of it."""

    def run(self, root: ET.Element) -> None:
        """Do so for every element whose text is plain, and tell Python-Markdown that it is done."""
        if not self._is_sure():
            return
        for element in list(root.iter()):
            text = element.text
            if not text or isinstance(text, AtomicString):
                continue
            if _STASHED.fullmatch(text):
                element.text = AtomicString(text)
            elif _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text):
                self._write(element, text)

    def _is_sure(self) -> bool:
        """Whether every pattern and processor is known that might see text."""
        patterns = self.md.inlinePatterns
        return (
            are_all(patterns, _PATTERNS)
            and patterns["em_strong"].pattern == _EMPHASIS
            and are_all(self.md.treeprocessors, _PROCESSORS)
        )

    def _write(self, element: ET.Element, text: str) -> None:
        """Put `text` into `element`, its links as elements; nothing if that is not plain after all."""
        parts = _LINK.split(text)  # Between links their labels and addresses, in turns.
        if any("{" in _markup(part) for part in parts if "{" in part):  # An attribute list, or a part of one.
            return
        element.text = self._atomic(parts[0])
        for place in range(1, len(parts), 3):
            label, address, after = parts[place : place + 3]
            link = ET.Element("a", {"href": address})
            link.text, link.tail = self._atomic(label), self._atomic(after)
            element.insert(place // 3, link)

    def _atomic(self, part: str) -> AtomicString | None:
        """Put inline HTML aside with what stands between; attribute lists stand behind it."""
        if not part:
            return None
        if markup := _markup(part):
            before, _, after = part.partition(markup)
            part = before + self.md.htmlStash.store(markup) + after
        return AtomicString(part)


def _markup(part: str) -> str:
    """From the first tag or entity to the last."""
    places = [match.span() for match in _MARKUP.finditer(part)]
    return part[places[0][0] : places[-1][1]] if places else ""
