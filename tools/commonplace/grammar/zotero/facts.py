"""What a note says of its work: facts line by line, callouts of citation and abstract, sections that are named so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.markdown_note import Block, Callout, Note, Section
from commonplace.grammar.markdown_note.inline import has_words, plain
from commonplace.grammar.zotero.links import zotero_links

METADATA = frozenset({"metadata", "元数据", "zoterolinks", "zotero链接"})
_ABSTRACT = frozenset({"abstract", "摘要"})
_BIBLIOGRAPHY = frozenset({"formattedbibliography", "bibliography"})
_OF_WORK = {"cite": "citation", "citation": "citation", "bibliography": "citation", "abstract": "abstract"}
"""Callouts in which templates put what Zotero knows of the work, and what that is."""
_FACT = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?[`*_]{0,3}(?P<name>[^\W\d_][^:：\n*`\[\]()]{0,39}?)[*_]{0,3}[ ]?(?:::?|：)[`*_]{0,3}"
    r"(?:[ \t]+(?P<told>.*)|(?P<close>[\[(#].*|(?<=[:：]\*\*)\S.*)|)"
)
_LEADING = frozenset(
    {"url", "pdf", "pdf link", "pdf location", "zotero", "zotero link", "zotero uri", "link", "链接", "本地链接"}
)
_NAMES = _LEADING | frozenset(
    [
        "title", "author", "authors", "first author", "firstauthor", "year", "date", "publication year", "published",
        "journal", "publication", "publisher", "cite key", "citekey", "citation key", "doi", "item type", "itemtype",
        "type", "collections", "bibliography", "abstract", "isbn", "issn", "volume", "issue", "pages", "date added",
        "added date", "last import", "links", "language", "topics", "related", "tags", "keywords", "source", "sources",
        "zoteroitemkey", "zoterotags",
        "标题", "题目", "原名", "译名", "作者", "期刊", "日期", "年份", "发表时间", "关键词", "摘要", "摘要翻译",
    ]
)  # fmt: skip
_ROW = re.compile(r"[ \t>]*\|[ \t]*(?P<name>[^|\n]{1,40}?)[ \t]*\|(?P<told>[^\n]*)\|[ \t]*")
_NAMED_ROWS = frozenset(["文献类型", "短标题", "期刊名称", "条目链接", "pdf 附件", "关联文献", "馆藏目录", "索书号"])
_INLINE_QUERY = re.compile(r"[\s>]*`\$?=[^`\n]*`\s*")
_IMPORTED = re.compile(r"(?:[\s>]*\W{0,8}importDate(?:Time)?::[^\n]*)+\s*")
_EMPTY_FORM = re.compile(r"(?:[\s>]*+(?:[^\w\n>]{1,8}[^\W\d_][^:\n]{0,40}::[ \t]*(?:\n|\Z)))+\s*")
_REFERENCE = re.compile(r"[ \t>]*<span style=\"[^\"<>]*\">📍[^<>\n]*</span>\s*")
"""The work's name above its annotations."""
_QUERY = re.compile(r"\s*`{3,}(?:query|dataview|dataviewjs|base|tasks)\s*\n")
_ONLY_LINK = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?\[[^\]\n]*\]\([^)\n]*\)[ \t]*")
_FILE_LINK = re.compile(r"[\s>]*\[[^\]\n]*\]\((?:file:|zotero://select)[^\n]*\)[.\s]*")
_MARKED_CELL = re.compile(r"[ \t]*\|[ \t]*<mark\b[^<>]{0,99}>[^<>|]{1,40}</mark>[ \t]*\|", re.IGNORECASE)
_CENTER = re.compile(r"</?center>", re.IGNORECASE)
_FEWEST = 2
_FEWEST_IN_CALLOUT = 4
_SURE = frozenset({"citekey", "cite key", "citation key", "zoteroitemkey", "itemtype", "item type", "doi", "issn"})
"""What no reader writes about a work."""
_BOLD_NAME = re.compile(r"\*\*[^*\n]{1,40}[:：]{1,2}\*\*|\*\*[^*\n]{1,40}\*\*[:：]{1,2}")
_OF_READERS = frozenset({"tags", "topics", "related", "links", "source", "sources", "type", "date", "日期"})
"""Names of facts that readers write alone, too."""
_NEXT_FACT = re.compile(r"</?br[ ]*/?>[ ]*(?:[*_]{1,3}(?P<name>[^*_:\n]{1,40})[*_]{1,3}:{1,2}[ ]*)?")


def facts_of(note: Note) -> dict[str, str]:
    """What sections of metadata and blocks of facts say."""
    facts: dict[str, str] = {}
    for section in note.sections:
        for block in section.blocks:
            if is_metadata(section) or _is_facts(block):
                for fact in (_ROW.fullmatch(line) or _FACT.fullmatch(line) for line in block.text.split("\n")):
                    told = _told_in(fact) if fact and not _opens(fact[0]) else ""
                    if fact and plain(told):
                        facts.setdefault(fact["name"].strip(), _unquoted(plain(_several(told, fact["name"].strip()))))
    return facts


def _told_in(fact: re.Match[str]) -> str:
    parts = fact.groupdict()
    return parts["told"] or parts.get("close") or ""


def _unquoted(told: str) -> str:
    is_quoted = len(told) > 1 and told[0] + told[-1] in {'""', "“”"} and told[0] not in told[1:-1]
    return told[1:-1] if is_quoted else told


def _several(told: str, name: str) -> str:
    """Join what stands on one line with breaks between, each part with the same name: ``A</br> **Author**:: B``."""
    if "br" not in told:
        return told

    def between(match: re.Match[str]) -> str:
        return "; " if (match["name"] or "").strip() == name else " "

    return _NEXT_FACT.sub(between, told).strip()


def told_of_work(note: Note) -> dict[str, str]:
    """Citation and abstract as callouts and sections have them."""
    told: dict[str, str] = {}
    for section in note.sections:
        for block in section.blocks:
            name = _told_by(section) if not _opens(block.text) else ""
            name = name or _name_of(block)
            if name:
                told[name] = f"{told[name]}\n\n{_body_of(block)}" if name in told else _body_of(block)
    return told


def _told_by(section: Section) -> str:
    return "abstract" if _is_abstract(section) else "citation" if _folded_title(section) in _BIBLIOGRAPHY else ""


def is_metadata(section: Section) -> bool:
    """Whether the heading of a section says that it tells of the work."""
    return _folded_title(section) in METADATA


def is_of_work(section: Section) -> bool:
    """Whether what stands in a section besides its annotations is the work's, not the reader's."""
    return is_metadata(section) or bool(_told_by(section))


def tells_of_work(block: Block) -> bool:
    """Whether a block, wherever it stands, holds facts, the citation, the abstract, or asks the vault for others."""
    is_told = _name_of(block) or _is_facts(block) or _is_query(block) or _is_only_link(block) or _is_form(block)
    return bool(is_told) or _is_warning(block) or _is_legend(block)


def _is_legend(block: Block) -> bool:
    """Whether a table says what each colour means: its rows begin with the name of a colour in that colour."""
    rows = [line for line in block.text.split("\n") if _MARKED_CELL.match(line)] if block.kind == "table" else []
    return len(rows) > 1 and len(rows) + 1 >= len(block.text.split("\n"))


def _is_warning(block: Block) -> bool:
    """Whether a template warns in a callout that an update takes what stands outside of its marks."""
    return isinstance(block, Callout) and "%begin%" in block.text and "%end%" in block.text


def callouts_of_facts(note: Note) -> Iterator[Block]:
    """List the callouts that tell of the work."""
    for section in note.sections:
        yield from (block for block in section.blocks if isinstance(block, Callout) and tells_of_work(block))


def _folded_title(section: Section) -> str:
    return re.sub(r"[\W_]+", "", section.headings[-1] if section.headings else "").casefold()


def _is_abstract(section: Section) -> bool:
    return _folded_title(section) in _ABSTRACT


def _opens(text: str) -> bool:
    return any(link.marks for link in zotero_links(text))


def _name_of(block: Block) -> str:
    if not isinstance(block, Callout) or _opens(block.text):
        return ""
    return "abstract" if plain(_CENTER.sub("", block.title)).casefold() in _ABSTRACT else _OF_WORK.get(block.type, "")


def _body_of(block: Block) -> str:
    lines = block.text.split("\n")
    if isinstance(block, Callout) or block.kind == "code":
        lines = lines[1 : len(lines) - (block.kind == "code")]
    return "\n".join(line.strip().removeprefix(">").strip() for line in lines).strip()


def _is_query(block: Block) -> bool:
    """Whether a block is nothing but a question to the vault, alone or in a callout: which notes cite the work."""
    if block.kind == "code":
        return _QUERY.match(block.text) is not None
    if isinstance(block, Callout) and _INLINE_QUERY.fullmatch(block.text.partition("\n")[2]):
        return True
    inside = block.children if isinstance(block, Callout) else ()
    return len(inside) == 1 and inside[0].kind == "code" and _QUERY.match(inside[0].text) is not None


def _is_only_link(block: Block) -> bool:
    """Whether a callout holds nothing but a link to a file or an item."""
    return isinstance(block, Callout) and _FILE_LINK.fullmatch(block.text.partition("\n")[2]) is not None


def _is_form(block: Block) -> bool:
    """Whether a block is a form that nobody filled in, or says when a note was made, or names the work above it."""
    if isinstance(block, Callout):
        body = block.text.partition("\n")[2]
        return _IMPORTED.fullmatch(body) is not None or _EMPTY_FORM.fullmatch(body) is not None
    return block.kind == "quote" and _REFERENCE.fullmatch(block.text) is not None


def _is_table_of_facts(block: Block) -> bool:
    if not isinstance(block, Callout):
        return False
    rows = [_ROW.fullmatch(line) for line in block.text.split("\n")[1:]]
    names = {row["name"].casefold() for row in rows if row}
    return len(names & (_NAMES | _NAMED_ROWS)) >= _FEWEST_IN_CALLOUT and not names.isdisjoint(_NAMED_ROWS)


def _is_facts(block: Block) -> bool:
    """Whether each line of a block is a fact, and templates of Zotero have some of their names."""
    if block.kind not in {"paragraph", "list", "callout", "quote"}:
        return False
    if _is_table_of_facts(block):
        return True
    lines = [line for line in block.text.split("\n")[isinstance(block, Callout) :] if has_words(line)]
    facts = [_FACT.fullmatch(line) for line in lines]
    names = [fact["name"].strip().casefold() if fact else "" for fact in facts]
    known = sum(name in _NAMES for name in names)
    if len(lines) == 1 and _BOLD_NAME.match(lines[0]) and known and names[0] not in _OF_READERS | _LEADING:
        return not _opens(lines[0])
    if known < _FEWEST:
        return False
    if isinstance(block, Callout) and known >= _FEWEST_IN_CALLOUT and not _SURE.isdisjoint(names):
        return not any(_opens(line) and name not in _LEADING for name, line in zip(names, lines, strict=True))
    return all(
        (name if not _opens(line) else name in _LEADING) or _ONLY_LINK.fullmatch(line)
        for name, line in zip(names, lines, strict=True)
    )
