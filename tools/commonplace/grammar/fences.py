"""Fenced code: inside of it nothing is structure."""

from __future__ import annotations

import re

_MARKS = ("```", "~~~")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)", re.DOTALL)


def fence_after(line: str, fence: str = "") -> str:
    """Tell which fence is open after `line`, if `fence` was open before it.

    Parameters
    ----------
    line : str
        One line without what it is nested in (indentation, ``>``).
    fence : str
        The fence that is open, as it was opened (three or more backticks or tildes); empty if none is.

    Examples
    --------
    >>> fence_after("```python")
    '```'
    >>> fence_after("~~~", "```")
    '```'
    >>> fence_after("````", "```")
    ''
    """
    match = _FENCE.match(line) if line.startswith(_MARKS) else None
    if match is None:
        return fence
    marks, rest = match.groups()
    if fence:
        return "" if marks.startswith(fence) and not rest.strip() else fence
    return "" if marks[0] == "`" and "`" in rest else marks
