"""What a library holds, in words: how much, and what of it stays off the pages."""

from __future__ import annotations

import json
from gettext import gettext as _
from gettext import ngettext

from rich.console import Console

from commonplace.terminal import plain
from commonplace.workflows.import_summary import Holdings

_MOST_WITHHELD = 5  # Lines about one reason, the most annotations first.


def counted_annotations(count: int) -> str:
    """So many annotations."""
    return ngettext("{count} annotation", "{count} annotations", count).format(count=count)


def counted_sources(count: int) -> str:
    """So many sources."""
    return ngettext("{count} source", "{count} sources", count).format(count=count)


def show_library(console: Console, holdings: Holdings, *, dry_run: bool) -> None:
    """Say how much the library holds, or would."""
    told = (
        _(
            "The library would hold {annotations} in {sources}, as {passages}; "
            "{linked} are under concepts, {rest} in the inbox."
        )
        if dry_run
        else _(
            "The library holds {annotations} in {sources}, as {passages}; "
            "{linked} are under concepts, {rest} in the inbox."
        )
    )
    passages = ngettext("{count} passage", "{count} passages", holdings.passages).format(count=holdings.passages)
    console.print(
        told.format(
            annotations=counted_annotations(holdings.annotations),
            sources=counted_sources(holdings.sources),
            passages=passages,
            linked=holdings.linked,
            rest=holdings.annotations - holdings.linked,
        ),
        soft_wrap=True,
    )
    show_held_back(console, holdings)


def show_held_back(console: Console, holdings: Holdings) -> None:
    """Say what stays off the pages and how to change it, and whose words were taken for the owner's."""
    how_to_publish = {
        "private": _("{count} only you could see. To publish: private = true under [publish]"),
        "group": _("{count} of the group {who}. To publish: groups = [{quoted}] under [publish]"),
        "account": _(
            "{count} of {who}. If that is you: accounts = [{quoted}] under [owner]; "
            "if not, and you may: others = true under [publish]"
        ),
    }
    more = {
        "group": _("{count} of {others} groups more; --json lists them all."),
        "account": _("{count} of {others} accounts more; --json lists them all."),
    }
    if held := sum(count for _why, count in holdings.withheld):
        told = _(
            "{annotations} held back from the pages; commonplace.toml decides, and `commonplace render` follows it:"
        )
        console.print(told.format(annotations=counted_annotations(held)), soft_wrap=True)
    for reason, how in how_to_publish.items():
        alike = [(why.who, count) for why, count in holdings.withheld if why.reason == reason]
        alike.sort(key=lambda pair: -pair[1])
        for who, count in alike[:_MOST_WITHHELD]:
            told = how.format(count=count, who=who, quoted=json.dumps(who, ensure_ascii=False))
            console.print(f"  {plain(told)}", soft_wrap=True)
        if rest := alike[_MOST_WITHHELD:]:
            told = more[reason].format(count=sum(count for _who, count in rest), others=len(rest))
            console.print(f"  {told}")
    if holdings.presumed:
        told = _(
            "Taken for yours: what {accounts} wrote, the only account in your exports. Name your own "
            "in commonplace.toml if it is another: accounts under [owner]."
        ).format(accounts=", ".join(holdings.presumed))
        console.print(plain(told), soft_wrap=True)
