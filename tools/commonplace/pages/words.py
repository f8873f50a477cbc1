"""The site's own words, in both of its languages."""

from __future__ import annotations

from commonplace.model import EvidenceKind

RELATIONS = {
    "needs": "需要 needs",
    "special case of": "特例 special case of",
    "derivative of": "导数 derivative of",
    "used by": "用于 used by",
    "see also": "参见 see also",
}
INVERSE_RELATIONS = {
    "needs": "被需要于 needed by",
    "special case of": "一般情形 generalises",
    "derivative of": "其导数 has the derivative",
    "used by": "用到 uses",
    "see also": "参见 see also",
}
EVIDENCE: dict[EvidenceKind, str] = {
    "tag": "读者的标签 tag",
    "heading": "所在标题 heading",
    "quote": "原文 in the passage",
    "comment": "读者的批注 in the comment",
    "chapter": "所在章 chapter",
    "context": "上下文 around the passage",
    "owner": "由主人指定 the owner’s word",
}
APPS = {
    "obsidian-annotator": "Obsidian Annotator",
    "pdf-plus": "PDF++",
    "weread": "微信读书 WeRead",
    "hypothesis": "Hypothesis",
    "hypothesis-markdown": "Hypothesis",
    "obsidian-callouts": "Obsidian",
    "html-notes": "笔记 notes",
    "kindle-clippings": "Kindle",
    "kindle-notebook": "Kindle",
    "obsidian-kindle": "Kindle",
    "readwise-csv": "Readwise",
    "readwise-json": "Readwise",
    "readwise-markdown": "Readwise",
    "koreader": "KOReader",
    "koreader-json": "KOReader",
    "koreader-markdown": "KOReader",
    "zotero-json": "Zotero",
    "zotero-markdown": "Zotero",
    "zotero-note": "Zotero",
    "hypothesis-csv": "Hypothesis",
    "hypothesis-html": "Hypothesis",
    "hypothesis-text": "Hypothesis",
    "boox": "文石 Boox",
    "moon-reader": "静读天下 Moon+ Reader",
    "apple-books": "Apple 图书 Books",
    "apple-books-database": "Apple 图书 Books",
    "pdf-annotations": "PDF",
    "calibre": "calibre",
    "calibre-text": "calibre",
    "dedao": "得到 Dedao",
    "douban": "豆瓣阅读 Douban Read",
    "duokan": "多看 Duokan",
    "zhangyue": "掌阅 iReader",
    "web-annotation": "Web Annotation",
}
OUTCOMES = {
    "agrees": "公式与代码一致 The formula and the code agree",
    "differs": "公式与代码不一致 The formula and the code differ",
    "broken": "无法比较 Could not be compared",
    "unchecked": "未比较 Not checked",
}
