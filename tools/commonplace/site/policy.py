"""A finished page made strict: no inline style is left, and a Content-Security-Policy names each inline script.

This works on the HTML that any builder wrote. A page's tags are found one after the other, comments and scripts as
wholes, so that what only looks like a tag is left alone.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator

import msgspec

_PART = re.compile(
    r"""(?P<kept><!--.*?-->|<(?P<words>title|textarea)\b[^>]*>.*?</(?P=words)\s*>
    # As many tags without a style as follow each other: most of a page, passed over at once.
    |(?:</?(?!(?:title|textarea|script|style)\b)[A-Za-z](?:[^>"'\s]|"[^"]*"|'[^']*'|\s(?!style\b))*+>[^<]*+)++)
    | <(?P<raw>script|style)\b(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>(?P<text>.*?)</(?P=raw)\s*>
    | <[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta\s+charset=[^>]*>)?", re.IGNORECASE)
_SCRIPTS = frozenset({"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"})
"""Types of scripts that are run or obeyed; the others are data, which no policy concerns."""
_RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),  # The search's program is WebAssembly.
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("media-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'self'"),
)


class StyleSheets(msgspec.Struct):
    """The styles that stood in pages, by the names of the files that they are put into.

    Attributes
    ----------
    files : dict
        The text of each, by its name.
    """

    files: dict[str, str] = msgspec.field(default_factory=dict)

    def of_element(self, css: str) -> str:
        """Keep a style sheet, and give the name of its file."""
        name = f"inline-{_short(css)}.css"
        self.files[name] = css
        return name

    def of_attribute(self, declarations: str) -> tuple[str, str]:
        """Keep what a style attribute said, which is above all rules; give the class and the name of its file."""
        told = [part.strip().removesuffix("!important").strip() for part in declarations.split(";") if part.strip()]
        name = f"cp-style-{_short(declarations)}"
        return name, self.of_element(f".{name}{{{';'.join(f'{each}!important' for each in told)}}}\n")


def strict(page: str, sheets: StyleSheets, *, to_sheets: str) -> str:
    """
    Give a page without inline styles, its policy at the head.

    Parameters
    ----------
    page : str
        The HTML.
    sheets : StyleSheets
        Where styles are put that stood in the page.
    to_sheets : str
        The address of their folder, as the page links to it, with a slash at its end.
    """
    links: dict[str, None] = {}
    hashes: dict[str, None] = {}

    def replaced(match: re.Match[str]) -> str:
        kind = (match["raw"] or "").lower()
        if kind == "script":
            hashes.update(dict.fromkeys(_hashes(match["attributes"], match["text"])))
        elif kind == "style":
            return _link(sheets.of_element(match["text"]), to_sheets)
        elif match["kept"] is None:
            return _without_style(match[0], sheets, links)
        return match[0]

    body = _PART.sub(replaced, page)
    linked = "".join(_link(name, to_sheets) for name in links)
    return _HEAD.sub(lambda head: head[0] + policy_tag(sorted(hashes)) + linked, body, count=1)


def policy_tag(hashes: list[str]) -> str:
    """Give the element that states the policy for scripts with these hashes."""
    rules = [(name, " ".join((value, *hashes)) if name == "script-src" else value) for name, value in _RULES]
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(map(" ".join, rules))}">'


def _hashes(attributes: str, text: str) -> Iterator[str]:
    given = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(attributes)}
    if "src" not in given and given.get("type", "").lower() in _SCRIPTS:
        newlines = text.replace("\r\n", "\n").replace("\r", "\n")
        yield f"'sha256-{base64.b64encode(hashlib.sha256(newlines.encode()).digest()).decode()}'"


def _link(name: str, to_sheets: str) -> str:
    return f'<link rel="stylesheet" href="{to_sheets}{name}">'


def _without_style(tag: str, sheets: StyleSheets, links: dict[str, None]) -> str:
    """Put a class for the style attribute of a tag."""
    found = next((m for m in _ATTRIBUTE.finditer(tag) if m[1].lower() == "style"), None)
    if found is None or not found[2]:
        return tag
    declarations = html.unescape(found[2].strip("\"'"))
    bare = tag[: found.start()] + tag[found.end() :]
    if not declarations.strip():
        return bare
    name, sheet = sheets.of_attribute(declarations)
    links[sheet] = None
    classes = next((m for m in _ATTRIBUTE.finditer(bare) if m[1].lower() == "class" and m[2]), None)
    if classes:
        return f'{bare[: classes.start()]} class="{classes[2].strip(chr(34) + chr(39))} {name}"{bare[classes.end() :]}'
    end = len(bare) - (2 if bare.endswith("/>") else 1)
    return f'{bare[:end]} class="{name}"{bare[end:]}'


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def with_download(page: str, size: int) -> str:
    """Tell each place of a page where code can be run how many bytes the first run loads; 0 if it cannot."""
    return page.replace('<div class="cp-run" ', f'<div class="cp-run" data-bytes="{size}" ')
