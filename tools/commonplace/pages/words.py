"""The site's own words, in both of its languages: Chinese, English."""

from __future__ import annotations

from typing import TypeAlias

from commonplace.model import EvidenceKind

Told: TypeAlias = tuple[str, str]

RELATIONS: dict[str, Told] = {
    "needs": ("需要", "needs"),
    "special case of": ("特例", "special case of"),
    "derivative of": ("导数", "derivative of"),
    "used by": ("用于", "used by"),
    "see also": ("参见", "see also"),
}
NOTHING_YET: Told = (
    "还没有摘录。导入一个导出文件就有了：`commonplace import 文件`。",
    "No passage yet. Import an export: `commonplace import FILE`.",
)
INVERSE_RELATIONS: dict[str, Told] = {
    "needs": ("被需要于", "needed by"),
    "special case of": ("一般情形", "generalises"),
    "derivative of": ("其导数", "has the derivative"),
    "used by": ("用到", "uses"),
    "see also": ("参见", "see also"),
}
EVIDENCE: dict[EvidenceKind, Told] = {
    "tag": ("读者的标签", "tag"),
    "heading": ("所在标题", "heading"),
    "quote": ("原文", "in the passage"),
    "comment": ("读者的批注", "in the comment"),
    "chapter": ("所在章", "chapter"),
    "context": ("上下文", "around the passage"),
    "owner": ("由主人指定", "the word of the owner"),
}
SHORT_OUTCOMES: dict[str, Told] = {
    "agrees": ("一致", "agrees"),
    "differs": ("不一致", "differs"),
    "broken": ("无法比较", "not comparable"),
    "unchecked": ("未比较", "not checked"),
}
OUTCOMES: dict[str, Told] = {
    "agrees": ("公式与代码一致", "The formula and the code agree"),
    "differs": ("公式与代码不一致", "The formula and the code differ"),
    "broken": ("无法比较", "Could not be compared"),
    "unchecked": ("未比较", "Not checked"),
}
