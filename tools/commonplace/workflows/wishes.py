"""How a user wants exports to be read."""

from __future__ import annotations

import msgspec

from commonplace.reading.exports import LARGEST


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How the user wants exports to be read.

    Attributes
    ----------
    format : str or None
        The format of them all, instead of finding out.
    source : str or None
        The title of the book that they are about, instead of what they say.
    dry_run : bool
        Whether to leave the disk as it is.
    sync : bool
        Whether to set aside what the exports of a document no longer hold, and to bring back what they hold again.
    largest : int
        Bytes of a file beyond which it is refused.
    pass_over : bool
        Whether files that are no exports are passed over, as those in a folder are, though they were named.
    jobs : int or None
        How many processes read files, or None for as many as are worth their start; what they give is the same.
    """

    format: str | None = None
    source: str | None = None
    dry_run: bool = False
    sync: bool = False
    largest: int = LARGEST
    pass_over: bool = False
    jobs: int | None = 1


NO_WISHES = Wishes()
