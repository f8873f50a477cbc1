"""Templates of the Hypothesis plugin that show a highlight as a quotation, read as if they were its own list.

::

    > words of the page                           - words of the page
    > [link](https://hyp.is/…)                    — [link](https://hyp.is/…)

    what the reader wrote                             - Annotation: what the reader wrote
    #tag                                              - Tags: #tag

Each line stays where it is, so that lines still count from the top of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commonplace.grammar.hypothesis_anchor import SECTION, anchor_of
from commonplace.grammar.hypothesis_lines import RULE

_QUOTED = re.compile(r"[ \t]*> ?")
_MARKER = re.compile(r"\[!([^\]\n]+)\][+-]?[ \t]*")
_NAMES_OF_HIGHLIGHTS = frozenset({"highlight", "quote", "annotation", "hypothesis"})
_LABELLED = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__|_|\*)?(?:annotation|note|comment|批注|笔记|评论|想法)s?"
    r"(?:\*\*|__|_|\*)?[:：](?:\*\*|__|_|\*)?[ \t]*",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:[-*+][ \t]+)?(?:(?:\*\*)?(?:tags?|标签)(?:\*\*)?[:：](?:\*\*)?[ \t]*)?((?:#[\w/-]+[ \t,]*)+)",
    re.IGNORECASE,
)
_BEGINS_ANEW = re.compile(r"#{1,6}[ \t]")


def unquoted(lines: Sequence[str]) -> list[str]:
    """Rewrite the highlights that are quotations; where none is, nothing."""
    if not any("](https://hyp.is/" in line for line in lines):
        return list(lines)
    lines = _without_quotation(lines)
    written = list(lines)
    index = 0
    while index < len(lines):
        if not _QUOTED.match(lines[index]):
            index += 1
            continue
        end = index
        while end < len(lines) and _QUOTED.match(lines[end]):
            end += 1
        anchored = _anchor_line(lines, index, end)
        if anchored is None:
            index = end
            continue
        _rewrite_quotation(written, index, max(end, anchored + 1), anchored)
        anchor = anchor_of(_bare(lines[anchored]))
        index = _rewrite_comment(written, max(end, anchored + 1), is_listed=anchor is not None and not anchor.label)
    return written


def _without_quotation(lines: Sequence[str]) -> Sequence[str]:
    """Take the ``>`` off a quotation that all of a note was pasted into, with its headings."""
    first, _ = ends_of_quotations(lines)
    pasted = {
        first[index] for index, line in enumerate(lines) if _QUOTED.match(line) and SECTION.fullmatch(_bare(line))
    }
    return [_bare(line) if first[index] in pasted else line for index, line in enumerate(lines)] if pasted else lines


def ends_of_quotations(lines: Sequence[str]) -> tuple[list[int], list[int]]:
    """Give for each line the index of the first and of the last line of the quotation around it, if it is quoted."""
    first, last = list(range(len(lines))), list(range(len(lines)))
    quoted = [_QUOTED.match(line) is not None for line in lines]
    for index in range(1, len(lines)):
        if quoted[index] and quoted[index - 1]:
            first[index] = first[index - 1]
    for index in range(len(lines) - 2, -1, -1):
        if quoted[index] and quoted[index + 1]:
            last[index] = last[index + 1]
    return first, last


def _anchor_line(lines: Sequence[str], start: int, end: int) -> int | None:
    """Find the line with the link of a quotation: in it, or alone right below."""
    for index in range(start, end):
        if anchor_of(_bare(lines[index])):
            return index
    below = next((index for index in range(end, min(end + 2, len(lines))) if lines[index].strip()), None)
    anchor = anchor_of(lines[below]) if below is not None else None
    return below if anchor and not any(map(str.isalnum, anchor.text)) else None


def _bare(line: str) -> str:
    return _QUOTED.sub("", line, count=1)


def _rewrite_quotation(written: list[str], start: int, end: int, anchored: int) -> None:
    """Let the words of the page come first, whatever the template put above them, and the link behind the last."""
    bare = [_bare(line) for line in written[start:end]]
    anchor = anchor_of(bare[anchored - start])
    link = bare[anchored - start][len(anchor.text) :] if anchor else ""
    bare[anchored - start] = anchor.text if anchor else ""
    comments = False
    words: list[int] = []
    for place, line in enumerate(bare):
        text = _without_marker(line) if not place else line
        comments = comments or bool(words and (_QUOTED.match(text) or _LABELLED.match(text)))
        if tags := _TAGS.fullmatch(text.strip(" \t")):
            written[start + place] = f"    - Tags: {tags[1]}"
        elif comments:
            said = _without_marker(_unlabelled(_bare(text)))
            written[start + place] = f"    - Annotation: {said}" if said.strip() else ""
            comments = bool(not said.strip())
        else:
            written[start + place] = text
            words += [place] if any(map(str.isalnum, text)) else []
    first, last = (words[0], words[-1]) if words else (0, 0)
    for place in range(first):
        written[start + place] = ""
    written[start + first] = f"- {written[start + first]}"
    written[start + last] += f" {link.strip()}" if link.strip().startswith("—") else f" — {link.strip()}"


def _unlabelled(line: str) -> str:
    label = _LABELLED.match(line)
    return line[label.end() :] if label else line


def _without_marker(line: str) -> str:
    """Take the marker of a callout off, and a title that only says what the callout is."""
    marker = _MARKER.match(line)
    if marker is None:
        return line
    title = line[marker.end() :]
    return "" if title.strip().casefold() in _NAMES_OF_HIGHLIGHTS else title


def _rewrite_comment(written: list[str], start: int, *, is_listed: bool) -> int:
    """Let the paragraphs below a quotation, up to a rule, be what the reader wrote about it; give where they end.

    The template of Annotations, whose links show nothing, makes an item of each paragraph.
    """
    index, is_begun = start, False
    while index < len(written):
        line = written[index]
        if RULE.fullmatch(line):
            written[index] = ""
            return index + 1
        if _QUOTED.match(line) or _BEGINS_ANEW.match(line) or anchor_of(line):
            return index
        if tags := _TAGS.fullmatch(line.strip(" \t")):
            written[index] = f"    - Tags: {tags[1]}"
        elif line.strip() and (not is_begun or _LABELLED.match(line) or (is_listed and line.startswith("- "))):
            said = _unlabelled(line.removeprefix("- ") if is_listed else line).strip()
            written[index], is_begun = f"    - Annotation: {said}", True
        index += 1
    return index
