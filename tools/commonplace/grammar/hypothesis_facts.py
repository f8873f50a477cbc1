"""What the notes of the Hypothesis plugin say of the page that they are about, as a `Document`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commonplace.grammar.addresses import host_of, is_title, is_web
from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.markdown_note.inline import plain
from commonplace.model import Document

_AUTHOR = re.compile(r"\[(.*)\]\(.*\)")
_WIKILINK = re.compile(r"\A\[\[([^\[\]|]+)\]\]\Z")


def document_of(
    facts: Mapping[str, str], heading: str, address: str, matter: FrontMatter | None, name: str
) -> Document:
    """Describe the page by `facts`, else by the heading above them, the first link of a highlight and front matter."""
    rest = dict(facts)
    url = rest.pop("Reference", "") or address
    said = rest.pop("Title", "") or heading or (matter.one("title") if matter else "")
    title = _WIKILINK.sub(r"\1", said)
    by = _WIKILINK.sub(r"\1", rest.pop("Author", ""))
    author = _AUTHOR.sub(r"\1", by) or plain(matter.one("author", "authors") if matter else "")
    # Unless the owner wrote another one, the author is but the host of the address.
    host = host_of(url).removeprefix("www.")
    return Document(
        key=url or title or name,
        title=title if is_title(title, [url]) else "",
        authors=(author,) if author and author != host else (),
        url=url if is_web(url) else "",
        extra={"metadata": {**rest}} if rest else {},
    )
