"""What WeRead's app copied, pasted into a quotation of a note: the ``>`` before each line is not the app's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.lines import Lines
from commonplace.grammar.weread.copied_books import COUNT, SIGNATURE

_QUOTED = re.compile(r"[ \t]{0,3}> ?")


def unquoted_copies(lines: Lines) -> Lines:
    """Take the ``>`` off the quotations that the app's header or signature stands in; each line stays where it is."""
    bare = {at: _QUOTED.sub("", lines[at], count=1) for at in lines.beginning(">")}
    told = {at for at, line in bare.items() if COUNT.fullmatch(line.strip()) or SIGNATURE.fullmatch(line.strip())}
    if not told:
        return lines
    written = list(lines)
    for run in _runs(lines, bare):
        if not told.isdisjoint(run):
            for at in run:
                written[at] = bare[at]
    return Lines(written)


def _runs(lines: Lines, bare: dict[int, str]) -> Iterator[list[int]]:
    """Give the indices of quoted lines that nothing but blank lines parts."""
    run: list[int] = []
    for at in sorted(bare):
        if run and any(map(str.strip, lines[run[-1] + 1 : at])):
            yield run
            run = []
        run.append(at)
    yield run
