"""Fragments of addresses that tell words: ``:~:text=before-,from here,to there,-after``."""

from __future__ import annotations

from urllib.parse import unquote

from commonplace.model import TextQuoteSelector


def words_of(fragment: str) -> TextQuoteSelector | None:
    """Read the words that `fragment` tells; of a long passage it tells only how it begins and ends."""
    directives = fragment.partition(":~:")[2].split("&")
    told = next((one.removeprefix("text=") for one in directives if one.startswith("text=")), "")
    parts = told.split(",")
    before = parts.pop(0) if parts[0].endswith("-") else ""
    after = parts.pop() if parts and parts[-1].startswith("-") else ""
    exact = " … ".join(filter(None, (unquote(part).strip() for part in parts)))
    return TextQuoteSelector(exact=exact, prefix=unquote(before[:-1]), suffix=unquote(after[1:])) if exact else None
