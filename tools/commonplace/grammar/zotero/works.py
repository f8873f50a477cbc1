"""What a note of Zotero says of the work that it is about, apart from all that was marked in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from commonplace.grammar.front_matter import FrontMatter
from commonplace.grammar.markdown_note import Note
from commonplace.grammar.markdown_note.inline import plain, without_hidden, without_links
from commonplace.grammar.zotero.facts import facts_of, told_of_work
from commonplace.grammar.zotero.links import SELECTS, without_citations, zotero_links
from commonplace.model import Document
from commonplace.text import letters_only, weight

_GENERIC = re.compile(
    r"(?i)(?:\d+[.、]\s*)?(?:(?:all|in-text) )?annotation(?:s|en|es)?\b|extracted annotations|notes?\b|批注|注释"
    r"|highlights?\b|kommentare|anmerkungen|(?:论文|文献)信息|metadata\b|(?:im|ex)port(?:iert|ed)\b|p\. ?\d"
    r"|(?:(?:reading|literature|zotero|item|my|highlighted) )?(?:notes?|thoughts|summary|abstract|highlights)\W*\Z"
    r"|(?:introduction|background|related work|methods?|results|discussion|conclusions?|questions)\W*\Z"
    r"|摘要\W*\Z|\W*注释笔记|[🔴🟠🟡🟢🔵🟣🟤⚪⚫🟥🟧🟨🟩🟦🟪]"
)
_TITLE_END = re.compile(r"\s*\(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[^()]*\)\s*$")
_MARKED_TITLE = re.compile(r"[\"“][ ]?([^\"“”]*[^\"“”\s])[ ]?[\"”] (?:Page|p\.) ?\w{1,8}")
"""Marked words that a reader made a heading, with their page."""
_CITED_END = re.compile(
    r"(?<!\s)(?:\s*\((?:[^()]*,\s)?p\. ?[\w–-]{1,10}\)|\"?\s*\([^()]{1,80} (?:1[5-9]|20)\d\d:\d{1,5}\))+\s*\Z"
)
_OF_MDNOTES = re.compile(r"\bMdnotes File Name: \[\[([^\[\]\n|]+)")
_QUOTED_TITLE = re.compile(r"“([^“”]+)”")
_SEMICOLON = re.compile(r"\s*[;；、]\s*")
_COMMA = re.compile(r"\s*,\s+(?=\S+\s)")
_TITLES = ("Title", "标题", "题目", "title")
_AUTHORS = ("Authors", "Author", "作者", "creators")
_YEARS = ("Date", "Year", "Publication year", "Published", "日期", "年份", "发表时间")
_CALLED_TITLE = re.compile(r"\Atitle:{1,2}\s*(?=\S)", re.IGNORECASE)
_LINK_END = re.compile(r"\s*[\\\[(]+(?:pdf|epub|snapshot)\b[\])]*\s*$|\(zotero://[^)\s]*\)")
_KEY_LENGTH = 8
_OF_TOOLS = re.compile(
    r"Mdnotes File Name|Metadata File Name|^Other files:\s*$|#Metadata\]\]"
    r"|^\s*\(?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[^)\n]*\)?\s*$"
)
_INTO_ZOTERO = re.compile(r"zotero://|zotero\.org/")
_ADDRESS = re.compile(r"<a\b[^<>]*>|</a>|\S*(?:zotero://|zotero\.org/)\S*")
_NAME = re.compile(r"\A[\s>*+|-]*(?:\[.\]\s)?[*_`]{0,3}[^\W\d_][^:：\n]{0,39}[:：]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SENTENCE = 20
"""So many letters beside a link, as `weight` counts, are a sentence of the reader's."""


def document_of(note: Note, name: str, cited: Document | None = None) -> Document:
    """Describe the work by front matter, facts and links; `name` is that of the file, `cited` what a citation holds."""
    matter = note.front_matter or FrontMatter(fields={}, first_line=0, last_line=0)
    facts = facts_of(note)
    cited = cited or Document(key="")
    written = "\n".join(texts_of(note))
    selected = SELECTS.search(
        " ".join(matter.many("zotero-link", "zotero", "zoterolink", "zotero-uri"))
    ) or SELECTS.search(written)
    item = (selected[1] or selected[2]) if selected else ""
    first = next((link for link in zotero_links(written)), None)
    key = matter.one("zotero-key", "citekey", "citation-key") or item or (first.attachment if first else "")
    year = matter.one("year", "date", "published") or next((facts[name] for name in _YEARS if facts.get(name)), "")
    # Better Notes keeps the key of the note and the title of the work that it hangs on.
    hangs_on = matter.one("parent") if matter.one("itemKey") else ""
    called = next((facts[name] for name in _TITLES if facts.get(name)), "")
    title = matter.one("title") or called or hangs_on or cited.title
    return Document(
        key=key or name,
        title=title or _first_title(note, matter, name),
        authors=_authors(matter, facts) or cited.authors,
        publisher=matter.one("publisher") or cited.publisher,
        published=plain(year) or cited.published,
        isbn=matter.one("isbn") or cited.isbn,
        url=next((text for text in matter.many("url") if text.startswith("http")), "") or cited.url,
        extra={key: value for key, value in matter.fields.items() if value}
        | ({"metadata": {**facts}} if facts else {})
        | {**told_of_work(note)},
    )


def is_of_tools(line: str) -> bool:
    """Whether a line is what tools write: a link into Zotero, with no more than its name or a reference beside it.

    Examples
    --------
    >>> is_of_tools("- PDF: [Lin.pdf](zotero://select/library/items/ABCD1234)")
    True
    >>> is_of_tools("As [Lin](zotero://select/library/items/ABCD1234) has it, a slope is a limit.")
    False
    """
    if not _INTO_ZOTERO.search(line):
        return _OF_TOOLS.search(line) is not None
    words = _ADDRESS.sub("", without_links(line, keep_words=False))
    is_prose = weight(letters_only(words)) >= _SENTENCE and not (_NAME.match(words) or _YEAR.search(words))
    return not is_prose or "|" in words or _OF_TOOLS.search(line) is not None


def texts_of(note: Note) -> Iterator[str]:
    """Give each heading and block as it is written."""
    for section in note.sections:
        if section.heading:
            yield section.heading.text
        yield from (block.text for block in section.blocks)


def _authors(matter: FrontMatter, facts: dict[str, str]) -> tuple[str, ...]:
    told = matter.many("author", "authors") or (next((facts[name] for name in _AUTHORS if facts.get(name)), ""),)
    # Semicolons part names of which each has its last name first.
    between = [_SEMICOLON if _SEMICOLON.search(text) else _COMMA for text in told]
    return tuple(
        name for text, mark in zip(told, between, strict=True) for one in mark.split(text) if (name := plain(one))
    )


def _first_title(note: Note, matter: FrontMatter, name: str) -> str:
    """Take the first heading that names a work; else the only one of its level, an alias, or the name of the file."""
    # What stands below “Notes” or “Highlights” parts these.
    first = [
        section.heading
        for section in note.sections[:4]
        if section.heading and not any(_GENERIC.match(title) for title in section.headings[:-1])
    ]
    headings = (title for one in first if not zotero_links(one.text) and (title := title_in(one.text.lstrip("# "))))
    keys = {link.annotation for text in texts_of(note) for link in zotero_links(text)} - {""}
    named = (title for title in headings if not _GENERIC.match(title) and title[-_KEY_LENGTH:] not in keys)
    outermost = (section.heading for section in note.sections if section.heading and section.heading.level == 1)
    # Readers mark the title of what they read, too, so that the heading is an annotation.
    marked = [title for one in outermost if (title := title_in(one.title)) and not _GENERIC.match(title)]
    if len(marked) > 1 and not keys and not any(zotero_links(text) for text in texts_of(note)):
        named = ("" for _ in ())  # Where nothing is linked, readers sort what they marked under headings of their own.
    named_by_mdnotes = _OF_MDNOTES.search("\n".join(texts_of(note)))
    aliases = sorted((one for one in matter.many("alias", "aliases") if " " in one), key=len)
    stem = posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0]
    told = next(named, "") or (marked[0] if len(marked) == 1 else "") or next(reversed(aliases), "")
    return told or (named_by_mdnotes[1] if named_by_mdnotes else stem)


def title_in(heading: str) -> str:
    """Read a heading without its links into Zotero."""
    bare = _LINK_END.sub("", without_citations(without_hidden(heading)[0])[0])
    words = _TITLE_END.sub("", _LINK_END.sub("", plain(bare))).strip().lstrip("# ")
    words = _CALLED_TITLE.sub("", words)
    cited = _CITED_END.search(words)
    words = words[: cited.start()] if cited else words
    marked = _MARKED_TITLE.fullmatch(words) or (_QUOTED_TITLE.fullmatch(words) if cited else None)
    return marked[1] if marked else words
