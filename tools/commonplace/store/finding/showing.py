"""What was found, for people at a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from gettext import gettext as _

from rich.console import Console
from rich.text import Text

from commonplace.store.finding.index import Entry
from commonplace.terminal import plain
from commonplace.text import one_line

_AROUND = 60
_LONGEST = 240


def show_found(console: Console, entries: Sequence[Entry], words: str, *, first: int, more: bool) -> None:
    """Show each passage around the first of `words`, with marks; then its source, place, concepts and id."""
    if not entries:
        told = _("Nothing holds all of these words: {words}") if first == 1 else _("There are no more: {words}")
        console.print(told.format(words=plain(words)), soft_wrap=True)
        return
    for entry in entries:
        console.print(_marked(entry.quote or _("(no quote)"), words), soft_wrap=True)
        for comment in entry.comments:
            console.print(Text("  ✎ ").append_text(_marked(comment, words)), soft_wrap=True)
        where = " · ".join(part for part in (entry.title, entry.place) if part)
        about = " → " + "、".join(entry.concepts) if entry.concepts else ""
        console.print(f"  [dim]{plain(where)}[/][cyan]{plain(about)}[/]  [dim]{entry.id}[/]", soft_wrap=True)
    if more:
        console.print(_("There is more: --first {place}, or --limit.").format(place=first + len(entries)), style="dim")


def _marked(text: str, words: str) -> Text:
    """The part of `text` around the first of `words`, with all of them marked."""
    line = one_line(text)
    pattern = re.compile("|".join(re.escape(word) for word in words.split()), re.IGNORECASE)
    match = pattern.search(line)
    start = max(0, match.start() - _AROUND) if match and len(line) > _LONGEST else 0
    shown = ("…" if start else "") + line[start : start + _LONGEST] + ("…" if start + _LONGEST < len(line) else "")
    marked = Text.from_markup(plain(shown))
    marked.highlight_regex(pattern, "bold yellow")
    return marked
