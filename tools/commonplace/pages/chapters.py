"""What chapters are called on pages."""

from __future__ import annotations

import re

_FILE = re.compile(r"(?:[^/\s]+/)*(?P<name>[^/\s]+)\.x?html?", re.IGNORECASE)


def chapter_name(heading: str) -> str:
    """A heading as readers know it; of the file of an EPUB, which is all that some apps say, the name alone."""
    file = _FILE.fullmatch(heading)
    return file["name"] if file else heading
