"""A part of a finished site: a page, or the index that is searched."""

from __future__ import annotations

import msgspec


class SitePart(msgspec.Struct, frozen=True):
    """
    A part of a site.

    Attributes
    ----------
    key : str
        The key of all that it was made from.
    files : tuple of str
        Its files, by their paths in the site: of a page also the style sheets that finishing it made.
    """

    key: str
    files: tuple[str, ...]
