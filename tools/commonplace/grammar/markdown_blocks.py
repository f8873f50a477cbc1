"""Lays Markdown blocks out: what stands before their lines in lists and quotations, and where a blank line goes."""

from __future__ import annotations

import msgspec

_DEEPEST = 20
"""Containers beyond this depth add no prefix: each would stand before every line inside, and size would be squared."""


class _Container(msgspec.Struct):
    """A list item or a quotation: what goes before its first line and before the others."""

    first: str
    rest: str
    is_item: bool
    pending: bool = True


class _List(msgspec.Struct):
    number: int | None
    may_touch: bool  # The text of an item stands right above it.
    started: bool = False


class MarkdownBlocks(msgspec.Struct):
    """Takes blocks in reading order; `text` is all of them."""

    _lines: list[str] = msgspec.field(default_factory=list)
    _containers: list[_Container] = msgspec.field(default_factory=list)
    _lists: list[_List] = msgspec.field(default_factory=list)
    _deeper: int = 0
    _after_bare_text: bool = False

    @property
    def text(self) -> str:
        """The Markdown so far."""
        return "\n".join(self._lines)

    def begin_list(self, number: int | None = None) -> None:
        """Begin a list; `number` is the first one's if it is numbered."""
        # Only a list that starts at 1 can interrupt a paragraph.
        may_touch = self._after_bare_text and bool(self._containers) and number in {None, 1}
        self._lists.append(_List(number, may_touch))

    def end_list(self) -> None:
        """End the innermost list."""
        if self._lists:
            self._lists.pop()
        self._after_bare_text = False

    def begin_item(self) -> None:
        """Begin an item of the innermost list."""
        inner = self._lists[-1] if self._lists else None
        marker = "- "
        if inner is not None and inner.number is not None:
            marker = f"{inner.number}. "
            inner.number += 1
        self._begin(marker, " " * len(marker), is_item=True)

    def begin_quotation(self, first: str = "> ", rest: str = "> ") -> None:
        """Begin a quotation, or whatever else has a mark before its lines."""
        self._begin(first, rest, is_item=False)

    def _begin(self, first: str, rest: str, *, is_item: bool) -> None:
        self._after_bare_text = False
        if len(self._containers) < _DEEPEST:
            self._containers.append(_Container(first, rest, is_item))
        else:
            self._deeper += 1

    def end_container(self) -> None:
        """End the innermost item or quotation."""
        if self._deeper:
            self._deeper -= 1
            return
        if self._containers[-1].pending and self._containers[-1].is_item:
            self.write("", bare=True)
        self._containers.pop()

    def write(self, block: str, *, bare: bool = False) -> None:
        """Add one block; `bare` if it is an item's text without a paragraph of its own, so that the list is tight."""
        if self._lines and not (bare and self._touches()):
            self._lines.append("".join(c.rest for c in self._containers if not c.pending).rstrip())
        for line in block.split("\n"):
            prefix = "".join(c.first if c.pending else c.rest for c in self._containers)
            self._lines.append((prefix + line).rstrip() if not line else prefix + line)
            for container in self._containers:
                container.pending = False
        if self._lists:
            self._lists[-1].started = True
        self._after_bare_text = bare

    def _touches(self) -> bool:
        inner = self._lists[-1] if self._lists else None
        is_new_item = bool(self._containers) and self._containers[-1].is_item and self._containers[-1].pending
        return inner is not None and is_new_item and (inner.started or inner.may_touch)
