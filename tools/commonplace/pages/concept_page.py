"""The page of a concept: its formulas with their verdicts above the owner's words, its code and passages below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonplace.model import Concept, Evidence, FormulaDeclaration, Page, Passage, Verdict
from commonplace.names import module_of
from commonplace.pages.catalogue import Catalogue, Reading
from commonplace.pages.passage_block import passage_block, place_in_source, relative, source_path
from commonplace.pages.safe_text import encoded, encoded_line, yaml_string
from commonplace.pages.words import INVERSE_RELATIONS, OUTCOMES, RELATIONS
from commonplace.regions import empty_region

_MANY = 12  # Passages of one source; more are folded away.


def concept_path(concept_id: str) -> str:
    """The page of a concept, below docs/."""
    return f"concepts/{concept_id}.md"


def concept_link(page: str, concept: Concept) -> str:
    """A Markdown link from `page` to a concept."""
    return f"[{encoded_line(concept.title)}]({relative(page, concept_path(concept.id))})"


def tag_link(page: str, tag: str) -> str:
    """A Markdown link from `page` to one of the library's own tags."""
    return f"[{encoded_line(tag)}]({relative(page, 'tags.md')}#{curated_tag_anchor(tag)}){{: .cp-tag }}"


def curated_tag_anchor(tag: str) -> str:
    """The name of the place of one of the library's own tags on the page of tags."""
    return "topic-" + "-".join(tag.split())


def concept_page(concept: Concept, catalogue: Catalogue) -> Page:
    """The page of `concept`; its title and prose are in the page already, and are the owner's."""
    page = concept_path(concept.id)
    return Page(
        path=page,
        skeleton=skeleton(concept),
        regions={
            "formulas": "\n\n".join((*_names(concept, page), *_formulas(concept, catalogue))),
            "passages": "\n\n".join(
                (
                    *_code(concept),
                    *_picture(concept, catalogue),
                    *_passages(concept, page, catalogue),
                    *_relations(concept, page, catalogue),
                )
            ),
        },
    )


def skeleton(concept: Concept) -> str:
    """A new page for a concept."""
    names = "".join(f"\n  {language}: {yaml_string(name)}" for language, name in concept.names.items())
    empty = "".join(f"{key}: []\n" for key in ("aliases", "tags", "related", "formulas"))
    return (
        f"---\ntitle: {yaml_string(concept.title)}\nnames:{names}\n{empty}---\n"
        f"\n# {encoded_line(concept.title)}\n\n{empty_region('formulas')}\n{empty_region('passages')}"
    )


def _names(concept: Concept, page: str) -> Iterator[str]:
    aliases = [term for term in concept.terms if term not in concept.title]
    if aliases:
        spans = " ".join(f'<span class="cp-alias">{encoded(alias)}</span>' for alias in aliases)
        yield f'<p class="cp-aliases">又名 also: {spans}</p>'
    if concept.tags:
        yield " ".join(tag_link(page, tag) for tag in concept.tags) + "\n{: .cp-tags }"


def _formulas(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    for place, formula in enumerate(concept.formulas, 1):
        verdict = catalogue.verdicts.get((concept.id, place))
        parts = [f"/// html | div#formula-{place}.cp-formula", f"$$\n{formula.tex}\n$$"]
        parts += [f"$$\n{tex}\n$$" for tex in formula.where]
        parts += [verdict_html(formula, verdict)] if verdict else []
        parts += [*_symbols(formula), "///"]
        yield "\n\n".join(parts)


def verdict_html(formula: FormulaDeclaration, verdict: Verdict) -> str:
    """What came of checking a formula, as a paragraph."""
    told = [OUTCOMES[verdict.outcome]]
    if verdict.outcome == "agrees":
        told_by = f"<code>{encoded(formula.snippet)}</code>" if formula.snippet else "各边相等 all sides are equal"
        wide = f"{verdict.wide_inputs} 组悬殊的输入 wide inputs to 50 digits, " if verdict.wide_inputs else ""
        told.append(
            f"{told_by}, {verdict.inputs} 组随机输入 random inputs, {wide}"
            f"最大相对误差 largest relative error {_error(verdict.largest_error)}"
        )
    elif verdict.problem:
        told.append(encoded(verdict.problem))
    return f'<p class="cp-verdict cp-verdict--{verdict.outcome}">{": ".join(told)}</p>'


def _error(error: float) -> str:
    return f"{error:.0e}" if error else "0"


def _symbols(formula: FormulaDeclaration) -> list[str]:
    named = [symbol for symbol in formula.symbols if symbol.meaning]
    if not named:
        return []
    rows = [
        f"| ${symbol.tex}$ | {encoded_line(symbol.type)} | {encoded_line(symbol.meaning.get('zh', ''))} | "
        f"{encoded_line(symbol.meaning.get('en', ''))} |"
        for symbol in named
    ]
    table = "\n".join(("| 符号 symbol | 类型 type | 含义 | meaning |", "| --- | --- | --- | --- |", *rows))
    return [f"/// details | 符号 Symbols\n\n{table}\n\n///"]


def _code(concept: Concept) -> Iterator[str]:
    snippets = [formula.snippet for formula in concept.formulas if formula.snippet]
    modules = dict.fromkeys(name.partition(".")[0] for name in (*snippets, concept.snippet) if name)
    if not modules:
        return
    yield "## 代码 Code {: #code }"
    for module in modules:
        yield f'```python title="snippets/{module}.py"\n--8<-- "{module}.py"\n```'
        yield (
            f'<p class="cp-tested">由 <code>tests/snippets/test&#95;{encoded(module)}&#46;py</code> 测试 '
            f"· tested by that file, on its own: <code>pytest &#45;k {encoded(module)}</code></p>"
        )
        yield f'<div class="cp-run" data-concept="{concept.id}" data-module="{module}"></div>'


def _picture(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    """The picture, embedded as it was drawn, with what is to be seen in it as caption and text alternative."""
    if not concept.picture or concept.id not in catalogue.drawn:
        return
    seen = "".join(
        f'<span lang="{encoded(language)}">{encoded(text)}</span> ' for language, text in concept.picture.items()
    )
    yield "## 图 Picture {: #picture }"
    yield (
        '<figure class="cp-picture"><div role="img" aria-labelledby="picture-told" data-search-exclude>\n'
        f'--8<-- "{module_of(concept.id)}.svg"\n'
        f'</div><figcaption id="picture-told">{seen.strip()}</figcaption></figure>'
    )


def _passages(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    found = catalogue.passages_by_concept[concept.id]
    count = sum(len(passages) for _, passages in found)
    yield f"## 摘录 Passages ({count}) {{: #passages }}"
    if not found:
        yield "还没有摘录。 No passage yet."
    for reading, passages in found:
        source = f"[{encoded_line(reading.source.title)}]({relative(page, source_path(reading))})"
        yield f"### {source} ({len(passages)}) {{: #from-{reading.source.id} }}"
        yield from _folded(
            [_passage(concept, passage, page, catalogue) for passage in _main_first(concept, passages, catalogue)]
        )


def _main_first(concept: Concept, passages: Iterable[Passage], catalogue: Catalogue) -> list[Passage]:
    """The passages whose main concept this is before those that speak of it too, each in reading order."""
    return sorted(passages, key=lambda passage: catalogue.concepts_of(passage)[0] is not concept)


def _folded(blocks: list[str]) -> Iterator[str]:
    yield from blocks[:_MANY]
    if rest := blocks[_MANY:]:
        body = "\n\n".join(rest)
        yield f"//// details | 其余 {len(rest)} 条 {len(rest)} more\n    type: cp-more\n\n{body}\n\n////"


def _passage(concept: Concept, passage: Passage, page: str, catalogue: Catalogue) -> str:
    return passage_block(
        passage,
        page,
        catalogue,
        place=place_in_source(passage),
        evidence=_evidence(concept, passage, catalogue),
        concept=concept.id,
    )


def _evidence(concept: Concept, passage: Passage, catalogue: Catalogue) -> list[Evidence]:
    return [reason for link in catalogue.links_of(passage) if link.concept == concept.id for reason in link.evidence]


def _relations(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    related = [
        f"- {RELATIONS.get(relation.kind, encoded(relation.kind))}: {concept_link(page, other)}"
        for relation in concept.related
        if (other := catalogue.by_id.get(relation.concept))
    ]
    backlinks = [
        f"- {INVERSE_RELATIONS.get(kind, encoded(kind))}: {concept_link(page, catalogue.by_id[other])}"
        for other, kind in catalogue.relations[concept.id]
    ]
    if related:
        yield "## 相关概念 Related concepts {: #related }"
        yield "\n".join(related)
    if backlinks:
        yield "## 反向链接 Backlinks {: #backlinks }"
        yield "\n".join(backlinks)


def questions_about(concept: Concept, catalogue: Catalogue) -> list[tuple[Reading, Passage]]:
    """The passages on a concept that hold an open question."""
    return [
        (reading, passage)
        for reading, passages in catalogue.passages_by_concept[concept.id]
        for passage in passages
        if catalogue.is_open(passage)
    ]
