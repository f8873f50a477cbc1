"""Callouts as Quarto writes them, between lines of colons, read as if they were Obsidian's.

::

    ::: {.callout-note title="Depth"}            > [!note] Depth
    what stands in it                            > what stands in it
    :::

Each line stays where it is; a heading that stands first is the title, as Quarto shows it.
"""

from __future__ import annotations

import re

from commonplace.grammar.fences import fence_after

MARK = ".callout-"
_CALLOUT = re.compile(r"\{[^{}]*\.callout-(?P<type>\w[\w-]*)[^{}]*\}")
_TITLE = re.compile(r"""\btitle=(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)')""")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<title>\S.*)")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\Z")
_DEEPEST = 12
"""Callouts nested deeper than this stay as they are: each level costs a pass over its lines."""


def with_callouts(text: str) -> str:
    """Rewrite the callouts that are closed; other divisions, and what nobody closed, stay as they are."""
    if MARK not in text:
        return text
    lines = text.split("\n")
    opened: list[tuple[int, re.Match[str] | None]] = []
    fence = ""
    for index, line in enumerate(lines):
        bare = line.strip()
        fence = fence_after(bare, fence)
        if fence or not bare.startswith(":::"):
            continue
        if attributes := bare.strip(": \t"):
            opened.append((index, _CALLOUT.fullmatch(attributes)))
        elif opened:
            start, callout = opened.pop()
            if callout and len(opened) < _DEEPEST:
                _rewrite(lines, start, index, callout)
    return "\n".join(lines)


def _rewrite(lines: list[str], start: int, end: int, callout: re.Match[str]) -> None:
    titled = _TITLE.search(callout[0])
    title = (titled["double"] or titled["single"] or "") if titled else ""
    first = next((index for index in range(start + 1, end) if lines[index].strip()), end)
    heading = _HEADING.fullmatch(lines[first]) if first < end and not title else None
    if heading:
        title, lines[first] = _ATTRIBUTES.sub("", heading["title"].rstrip()).rstrip(), ""
    lines[start] = f"> [!{callout['type']}] {title}".rstrip()
    for index in range(start + 1, end):
        lines[index] = f"> {lines[index]}".rstrip()
    lines[end] = ""
