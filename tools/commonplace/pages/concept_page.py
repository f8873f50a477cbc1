"""The page of a concept: its formulas with their verdicts above the owner's words, its code and passages below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commonplace.model import Concept, FormulaDeclaration, Page, Verdict
from commonplace.names import module_of
from commonplace.pages.addresses import concept_path, tag_link
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.open_questions import questions_on
from commonplace.pages.passage_groups import passages_on
from commonplace.pages.relations import relations_of
from commonplace.pages.safe_text import encoded, encoded_line, yaml_string
from commonplace.pages.words import OUTCOMES, Told
from commonplace.store.regions import empty_region
from commonplace.text import is_cjk

_SHOWN_IN_A_SCRIPT = 3
"""How many further names of a concept are shown in Chinese, and as many in Latin letters."""


def concept_page(concept: Concept, catalogue: Catalogue) -> Page:
    """The page of `concept`; its title and prose are in the page already, and are the owner's."""
    page = concept_path(concept.id)
    return Page(
        path=page,
        skeleton=skeleton(concept),
        regions={
            "formulas": "\n\n".join((*_names(concept, page, catalogue), *_formulas(concept, catalogue))),
            "passages": "\n\n".join(
                (
                    *_code(concept, catalogue),
                    *_picture(concept, catalogue),
                    *passages_on(concept, page, catalogue),
                    *questions_on(concept, catalogue),
                    *relations_of(concept, page, catalogue),
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


def _names(concept: Concept, page: str, catalogue: Catalogue) -> Iterator[str]:
    title = concept.title.casefold()
    names = {name.casefold() for name in concept.names.values() if name.casefold() in title}
    aliases = [term for term in concept.terms if term not in concept.title and term.casefold() not in names]
    if aliases:
        shown, folded = _parted(aliases)
        more = catalogue.say(f"另有 {len(folded)} 个", f"{len(folded)} more")
        rest = f" <details><summary>{more}</summary>{_spans(folded)}</details>" if folded else ""
        yield f'<div class="cp-aliases">{catalogue.say("又名", "also")}: {_spans(shown)}{rest}</div>'
    if concept.tags:
        yield " ".join(tag_link(page, tag, catalogue) for tag in concept.tags) + "\n{: .cp-tags }"


def _parted(aliases: Sequence[str]) -> tuple[list[str], list[str]]:
    """The aliases that are shown, some in each script, and those that unfold: they would push the formula down."""
    shown: list[str] = []
    for chinese in (True, False):
        shown += [alias for alias in aliases if any(map(is_cjk, alias)) is chinese][:_SHOWN_IN_A_SCRIPT]
    folded = [alias for alias in aliases if alias not in shown]
    return (shown, folded) if len(folded) > 1 else (list(aliases), [])


def _spans(aliases: Iterable[str]) -> str:
    return " ".join(f'<span class="cp-alias">{encoded(alias)}</span>' for alias in aliases)


def _formulas(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    for place, formula in enumerate(concept.formulas, 1):
        verdict = catalogue.verdicts.get((concept.id, place))
        parts = [f"/// html | div#formula-{place}.cp-formula", f"$$\n{formula.tex}\n$$"]
        parts += [f"$$\n{tex}\n$$" for tex in formula.where]
        parts += [verdict_html(formula, verdict, catalogue)] if verdict else []
        parts += [*_symbols(formula, catalogue), "///"]
        yield "\n\n".join(parts)


def verdict_html(formula: FormulaDeclaration, verdict: Verdict, catalogue: Catalogue) -> str:
    """What came of checking a formula, as a paragraph."""
    told = catalogue.say(*OUTCOMES[verdict.outcome])
    if verdict.outcome == "agrees":
        told = catalogue.say(*_agreement(formula, verdict))
    elif verdict.problem:
        told += f": {encoded(verdict.problem)}"
    return f'<p class="cp-verdict cp-verdict--{verdict.outcome}">{told}</p>'


def _agreement(formula: FormulaDeclaration, verdict: Verdict) -> Told:
    """What a formula agrees with, on how many inputs and how closely, as a line in each language."""
    code = f"<code>{encoded(formula.snippet)}</code>"
    zh, en = (f"与 {code} 一致", f"Agrees with {code}") if formula.snippet else ("各边相等", "All sides are equal")
    inputs, wide, error = verdict.inputs, verdict.wide_inputs, verdict.largest_error
    wide_zh, wide_en = "", ""
    if wide:
        wide_zh, wide_en = f"；悬殊的 {wide} 组，算到五十位", f"; {wide} wide ones to fifty digits"
    error_zh, error_en = "没有差别", "no difference"
    if error:
        error_zh, error_en = f"相对误差至多 {error:.0e}", f"relative error at most {error:.0e}"
    return (
        f'<span lang="zh">{zh}：随机输入 {inputs} 组，{error_zh}{wide_zh}。</span>',
        f'<span lang="en">{en}: {inputs} random inputs, {error_en}{wide_en}.</span>',
    )


def _symbols(formula: FormulaDeclaration, catalogue: Catalogue) -> list[str]:
    named = [symbol for symbol in formula.symbols if symbol.meaning]
    if not named:
        return []
    say = catalogue.say
    columns = {"zh": "含义", "en": "meaning"}
    if catalogue.language.code != "both":
        columns = {catalogue.language.code: columns[catalogue.language.code]}
    rows = [
        (f"${symbol.tex}$", encoded_line(symbol.type), *(encoded_line(symbol.meaning.get(c, "")) for c in columns))
        for symbol in named
    ]
    head = (say("符号", "symbol"), say("类型", "type"), *columns.values())
    lines = (head, ["---"] * len(head), *rows)
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return [f"/// details | {say('符号', 'Symbols')}\n\n{table}\n\n///"]


def _code(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    snippets = [formula.snippet for formula in concept.formulas if formula.snippet]
    modules = dict.fromkeys(name.partition(".")[0] for name in (*snippets, concept.snippet) if name)
    if not modules:
        return
    yield f"## {catalogue.say('代码', 'Code')} {{: #code }}"
    for module in modules:
        yield f'```python title="snippets/{module}.py"\n--8<-- "{module}.py"\n```'
        file = f"<code>tests/snippets/test&#95;{encoded(module)}&#46;py</code>"
        command = f"<code>pytest &#45;k {encoded(module)}</code>"
        told = {
            "zh": f"由 {file} 测试，单独运行：{command}",
            "en": f"tested by {file}, on its own: {command}",
            "both": f"由 {file} 测试 · tested by that file, on its own: {command}",
        }
        yield f'<p class="cp-tested">{told[catalogue.language.code]}</p>'
        yield f'<div class="cp-run" data-concept="{concept.id}" data-module="{module}"></div>'


def _picture(concept: Concept, catalogue: Catalogue) -> Iterator[str]:
    """The picture, embedded as it was drawn, with what is to be seen in it as caption and text alternative."""
    if not concept.picture or concept.id not in catalogue.drawn:
        return
    seen = "".join(
        f'<span lang="{encoded(language)}">{encoded(text)}</span> '
        for language, text in catalogue.language.of(concept.picture)
    )
    yield f"## {catalogue.say('图', 'Picture')} {{: #picture }}"
    yield (
        '<figure class="cp-picture"><div role="img" aria-labelledby="picture-told">\n'
        f'--8<-- "{module_of(concept.id)}.svg"\n'
        f'</div><figcaption id="picture-told">{seen.strip()}</figcaption></figure>'
    )
