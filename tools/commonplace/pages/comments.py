"""A reader's comment as safe HTML: a little Markdown and TeX, through an allow-list."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

from commonplace.mathematics import TexError, to_mathml
from commonplace.pages.safe_text import encoded
from commonplace.text import one_line, without_surrogates

_LONGEST = 20_000  # Characters; longer and deeper notes are shown as they were typed.
_DEEPEST = 20
_TAGS = {"p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr", "span", "s"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href"}, "span": {"data-formula"}, "ol": {"start"}}
SCHEMES = frozenset(
    ("http", "https", "mailto", "weread", "zotero", "obsidian", "kindle", "marginnote3app", "marginnote4app")
)
# Reading apps are asked to show a place, and nothing else: `obsidian://new` writes, `obsidian://advanced-uri` runs.
_SHOWS_A_PLACE = re.compile(
    r"https?:|mailto:|weread://(?:bestbookmark|reading)\?|zotero://(?:select|open|open-pdf)/|obsidian://open\?"
    r"|kindle://book\?|marginnote[34]app://(?:note|book)/",
    re.IGNORECASE,
)
_OUR_FORMULA = re.compile(
    r'<span data-formula="(\d+)"></span>(?P<marks>(?:&#(?:33|44|46|58|59|63);|[，。；：！？、）])*)'
)
_FORMULA = re.compile(r"\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>[^$\s](?:[^$\n]*[^$\s])?)\$")
_EMPHASIS = re.compile(r"\*\*|==|~~|(?<!\w)__|__(?!\w)")
_TAG = re.compile(r"(<[^<>]*>)")
_KNOWN_TAG = re.compile(r"<(?:(?P<br>br\s?/?)|/?font(?:\s[^<>]{0,100})?)>", re.IGNORECASE)


@lru_cache(maxsize=1024)  # A comment stands on the page of its source and of each of its concepts.
def comment_html(text: str) -> str:
    """`text` as HTML on one line, for a place inside of raw HTML."""
    text = without_surrogates(text)
    if len(text) > _LONGEST:
        return verbatim_html(text)
    formulas: list[str] = []
    parser = _parser()
    environment = {"formulas": formulas}
    tokens = parser.parse(text, environment)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return verbatim_html(text)  # The parser leaves out what stands deeper.
    rendered = str(parser.renderer.render(tokens, parser.options, environment))
    clean = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        attribute_filter=_only_links_that_show,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    safe = "".join(part if _TAG.fullmatch(part) else encoded(html.unescape(part)) for part in _TAG.split(clean))
    return _OUR_FORMULA.sub(partial(_formula_html, formulas), safe.replace("\n", " "))


def _only_links_that_show(_tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or _SHOWS_A_PLACE.match(value) else None


def plain_line(text: str) -> str:
    """`text` on one line, without marks of Markdown; of its formulas the letters and signs."""
    return one_line(_EMPHASIS.sub("", _FORMULA.sub(_letters_and_signs, without_surrogates(text)[:_LONGEST])))


def _letters_and_signs(formula: re.Match[str]) -> str:
    tex = formula["display"] or formula["inline"]
    try:
        return "".join(html.unescape(_TAG.sub("", to_mathml(tex, display=False))).split())
    except TexError:
        return formula[0]


def verbatim_html(text: str) -> str:
    """`text` character by character, as a paragraph that keeps its line ends."""
    return f'<p class="cp-verbatim">{encoded(text)}</p>'


def formula_html(tex: str, *, display: bool) -> str:
    """A reader's formula as MathML, or as its source where TeX does not understand it."""
    try:
        return to_mathml(tex, display=display).replace("\n", " ")
    except TexError:
        return f'<code class="cp-unreadable">{encoded(tex)}</code>'


def _formula_html(formulas: Sequence[str], place: re.Match[str]) -> str:
    kind, tex = formulas[int(place[1])].split(":", 1)
    formula = formula_html(tex, display=kind == "display") + place["marks"]
    if kind == "display" or not place["marks"]:
        return formula
    return f'<span class="cp-unbroken">{formula}</span>'  # Browsers would let a line begin with the mark.


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": _DEEPEST, "breaks": True})
    parser.disable(["heading", "lheading", "reference", "html_block", "html_inline"])
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("autolink", "known_tag", _known_tag)
    # Pictures are shown below the comment or said to be missing there; here stands where they were. Every address may
    # be parsed, since nh3 decides which may be followed.
    parser.validateLink = _is_address  # type: ignore[method-assign]
    parser.add_render_rule("image", _picture)
    for rule in ("math_inline", "math_inline_double", "math_block"):
        parser.add_render_rule(rule, _recorder("inline" if rule == "math_inline" else "display"))
    return parser


def _known_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # As markdown-it calls it.
    """Let ``<br>``, which note apps put into table cells, break a line, and say nothing of ``<font>``."""
    match = _KNOWN_TAG.match(state.src, state.pos)
    if match is None:
        return False
    if match["br"] and not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _is_address(url: str) -> bool:
    return bool(url)


def _picture(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: EnvType) -> str:
    path = unquote(str(tokens[place].attrs.get("src", "")))
    told = tokens[place].content or re.split(r"[/\\]", path)[-1]
    return f"<em>〔图 {html.escape(told)}〕</em>"


def _recorder(
    kind: str,
) -> Callable[[RendererHTML, Sequence[Token], int, OptionsDict, EnvType], str]:
    """A renderer that keeps the formula aside, so that it is set after the rest was made safe."""

    def record(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: OptionsDict, env: EnvType) -> str:
        env["formulas"].append(f"{kind}:{tokens[place].content.strip()}")
        return f'<span data-formula="{len(env["formulas"]) - 1}"></span>'

    return record
