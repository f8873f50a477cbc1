"""What a note of Zotero says of the work that it is about, apart from all that was marked in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.markdown_note import Block, Callout, Note
from commonplace.grammar.markdown_note.inline import plain, without_hidden
from commonplace.grammar.zotero.links import SELECTS, without_citations, zotero_links
from commonplace.model import Document

_FACT = re.compile(r"[ \t]*[-*+][ \t]+(?:\*\*)?([^:\n]{1,40}?)(?:\*\*)?:[ \t]*(?:\*\*)?(.*)")
METADATA = frozenset({"metadata", "元数据", "zoterolinks", "zotero链接"})
_GENERIC = re.compile(
    r"(?i)(?:\d+[.、]\s*)?(?:all )?annotation(?:s|en|es)?\b|extracted annotations|notes?\b|批注|注释|highlights?\b"
    r"|kommentare|anmerkungen|(?:论文|文献)信息|metadata\b|importiert\b|imported\b|p\. ?\d"
)
_TITLE_END = re.compile(r"\s*\(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[^()]*\)\s*$")
_FACTS_OF_WORK = {"cite": "citation", "citation": "citation", "bibliography": "citation", "abstract": "abstract"}
"""Callouts in which templates put what Zotero knows of the work, and what that is."""
_MARKED_TITLE = re.compile(r"[\"“][ ]?([^\"“”]*[^\"“”\s])[ ]?[\"”] (?:Page|p\.) ?\w{1,8}")
"""Marked words that a reader made a heading, with their page."""
_LINK_END = re.compile(r"\s*[\\\[(]+(?:pdf|epub|snapshot)\b[\])]*\s*$|\(zotero://[^)\s]*\)")
_KEY_LENGTH = 8
NO_WORDS_OF_THE_READER = re.compile(
    r"zotero://|zotero\.org/|Mdnotes File Name|Metadata File Name|^Other files:\s*$|#Metadata\]\]"
    r"|^\s*\(?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[^)\n]*\)?\s*$|^\s*[*_]{0,3}Imported(?: on)?:?[ \t][^\n]{0,20}\d{4}[^\n]*$"
)


def document_of(note: Note, name: str) -> Document:
    """Describe the work by front matter, facts and links; `name` is that of the file."""
    matter = note.front_matter or FrontMatter(fields={}, first_line=0, last_line=0)
    facts = _facts(note)
    written = "\n".join(texts_of(note))
    selected = SELECTS.search(
        " ".join(matter.many("zotero-link", "zotero", "zoterolink", "zotero-uri"))
    ) or SELECTS.search(written)
    item = (selected[1] or selected[2]) if selected else ""
    first = next((link for link in zotero_links(written)), None)
    key = matter.one("zotero-key", "citekey", "citation-key") or item or (first.attachment if first else "")
    year = matter.one("year", "date", "published") or facts.get("Date", "")
    return Document(
        key=key or name,
        title=matter.one("title") or facts.get("Title", "") or _first_title(note, name),
        authors=_authors(matter, facts),
        publisher=matter.one("publisher"),
        published=plain(year),
        isbn=matter.one("isbn"),
        url=next((text for text in matter.many("url") if text.startswith("http")), ""),
        extra={key: value for key, value in matter.fields.items() if value}
        | ({"metadata": {**facts}} if facts else {})
        | {fact_of_work(block): _body_of(block) for block in callouts_of_facts(note)},
    )


def _body_of(callout: Block) -> str:
    lines = callout.text.split("\n")[1:]
    return "\n".join(line.strip().removeprefix(">").strip() for line in lines).strip()


def texts_of(note: Note) -> Iterator[str]:
    """Give each heading and block as it is written."""
    for section in note.sections:
        if section.heading:
            yield section.heading.text
        yield from (block.text for block in section.blocks)


def _facts(note: Note) -> dict[str, str]:
    """What the section “Metadata” says."""
    facts: dict[str, str] = {}
    for section in note.sections:
        title = re.sub(r"[\W_]+", "", section.headings[-1] if section.headings else "").casefold()
        lines = (line for block in section.blocks for line in block.text.split("\n")) if title in METADATA else ()
        for line in lines:
            fact = _FACT.match(line)
            if fact and not NO_WORDS_OF_THE_READER.search(line):
                facts.setdefault(fact[1].strip(), plain(fact[2]))
    return facts


def _authors(matter: FrontMatter, facts: dict[str, str]) -> tuple[str, ...]:
    told = matter.many("author", "authors") or (facts.get("Authors") or facts.get("Author") or "",)
    return tuple(plain(one) for text in told for one in re.split(r"\s*[;；]\s*|\s*,\s+(?=\S+\s)", text) if plain(one))


def _first_title(note: Note, name: str) -> str:
    """Take the first heading that names a work; if none does, the name of the file."""
    texts = (section.heading.text for section in note.sections[:4] if section.heading)
    headings = (title for text in texts if not zotero_links(text) and (title := title_in(text.lstrip("# "))))
    stem = posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0]
    keys = {link.annotation for text in texts_of(note) for link in zotero_links(text)} - {""}
    named = (title for title in headings if not _GENERIC.match(title) and title[-_KEY_LENGTH:] not in keys)
    return next(named, stem)


def fact_of_work(block: Block) -> str:
    """Tell which of the work's citation and abstract a callout holds, as neither is the reader's; empty if none."""
    is_fact = isinstance(block, Callout) and block.type in _FACTS_OF_WORK
    marks = is_fact and any(link.marks for link in zotero_links(block.text))
    return _FACTS_OF_WORK[block.type] if isinstance(block, Callout) and is_fact and not marks else ""


def callouts_of_facts(note: Note) -> list[Block]:
    """List the callouts that hold citation and abstract."""
    return [block for section in note.sections for block in section.blocks if fact_of_work(block)]


def title_in(heading: str) -> str:
    """Read a heading without its links into Zotero."""
    bare = _LINK_END.sub("", without_citations(without_hidden(heading)[0])[0])
    words = _TITLE_END.sub("", plain(bare)).strip()
    marked = _MARKED_TITLE.fullmatch(words)
    return marked[1] if marked else words
