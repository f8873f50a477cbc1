"""What of a finished page is searched: its article, its names, its formulas, and what it can be filtered by."""

from __future__ import annotations

import html
import json
import re

from commonplace.site.search.words import END, name_words, spaced, tex_words

KINDS = {"concepts": "concept", "sources": "book", "notebooks": "notebook", "formulas": "formula"}
_LISTS = frozenset(
    ("", "concepts", "path", "map", "review", "sources", "timeline", "tags", "questions", "inbox", "new")
)
_FURTHER = re.compile(r"^lists/(.*)-[0-9a-f]+$")  # On such a page a list goes on.
_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_UNSEEN = re.compile(
    r"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->|<a class=\"(?:headerlink|anchor-link|cp-permalink)\".*?</a>"
    r"|<details class=\"cp-(?:why|cite)\".*?</details>|<div class=\"clipboard-copy-txt\".*?</div>",
    re.DOTALL,
)
_MATHS = re.compile(r"<math\b(?P<is>[^>]*?)\balttext=\"(?P<tex>[^\"]*)\"[^>]*>(?P<marks>.*?)</math>", re.DOTALL)
_HEADING_END = re.compile(r"(?=</h[1-6]>)")
_OWN_FORMULA = re.compile(r"<div class=\"cp-formula\".*?(?=<p class=\"cp-verdict|<details|</div>)", re.DOTALL)
_RELATION = re.compile(r"=|\\(?:leftarrow|approx|leq?|geq?|to|sim)\b|&lt;|&gt;")
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<]+")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ALIAS = re.compile(r"<span class=\"cp-(?:alias|name)\"[^>]*>(.*?)</span>", re.DOTALL)
_TAG = re.compile(r"<a class=\"cp-tag\"[^>]*>(.*?)</a>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_TOLD_NAMES = re.compile(r"<html data-names=\"([^\"]*)\"")
_LATIN_TAIL = re.compile(r"^(?P<chinese>.*[^\x00-\u024f]\S*) (?P<latin>[\x00-\u024f\u2010-\u2019]+)$")


def names_in(text: str) -> list[str]:
    """The names of a concept, the main ones first: Chinese, Latin, aliases; from what `searchable` made of its page."""
    told = _TOLD_NAMES.match(text)
    return [str(name) for name in json.loads(html.unescape(told[1]))] if told else []


def searchable(page: str, path: str) -> str | None:
    """Return the finished `page` at `path` (its folder in the site) as Pagefind is to read it.

    Nothing for a page that only lists what other pages hold.
    """
    article = _ARTICLE.search(page)
    place = _FURTHER.sub(r"\1", path.strip("/"))
    if place in _LISTS or article is None:
        return None
    kind = KINDS.get(place.partition("/")[0], "page")
    body = _UNSEEN.sub("", article[1])
    heading = _text(found[1]) if (found := _HEADING.search(body)) else path
    names = _names(heading, body) if kind == "concept" else [heading]
    filters = [f"kind:{kind}", *(f"tag:{tag}" for tag in dict.fromkeys(map(_text, _TAG.findall(body))))]
    formulas = " ".join(_OWN_FORMULA.findall(body))
    own = f"{_formulas(formulas, mark='zqo')} {_formulas(formulas, mark='zql', until=_RELATION)}"
    text = _HEADING_END.sub(" · ", _MATHS.sub(_readable, body))
    text = _BETWEEN_TAGS.sub(lambda match: html.escape(spaced(html.unescape(match[0]))), text)
    return "".join(
        (
            f'<html data-names="{html.escape(json.dumps(_alone(names) if kind == "concept" else []))}"><body><article>',
            *(f'<span data-pagefind-filter="{html.escape(value)}"></span>' for value in filters),
            f'<span data-pagefind-meta="title:{html.escape(heading)}"></span>',
            f'<span data-pagefind-meta="kind:{kind}"></span>',
            f"<div>{text}</div><p>{END}</p>",
            f"<p>{' '.join(name_words(names))}</p>",
            f"<p>{own}</p><p>{_formulas(body, mark='zqt')}</p></article></body></html>",
        )
    )


def _alone(names: list[str]) -> list[str]:
    """Names, without the heading if it is two of them."""
    return list(dict.fromkeys(names[1:] if _LATIN_TAIL.match(names[0]) else names))


def _names(heading: str, body: str) -> list[str]:
    """The heading, its Chinese and its Latin part, and the aliases."""
    parts = found.groups() if (found := _LATIN_TAIL.match(heading)) else ()
    return [heading, *parts, *map(_text, _ALIAS.findall(body))]


def _formulas(markup: str, *, mark: str, until: re.Pattern[str] | None = None) -> str:
    """The TeX of all formulas, or what of it stands before the first relation, as phrases that do not run together."""
    found = (match["tex"] for match in _MATHS.finditer(markup))
    return f" {mark} ".join(tex_words(until.split(tex)[0] if until else tex, mark=mark) for tex in found)


def _readable(formula: re.Match[str]) -> str:
    """A formula as text: in a line its letters and signs, on a line of its own its TeX."""
    return f" {formula['tex']} " if "block" in formula["is"] else "".join(_ANY_TAG.sub("", formula["marks"]).split())


def _text(markup: str) -> str:
    return " ".join(html.unescape(_ANY_TAG.sub("", markup)).split())
