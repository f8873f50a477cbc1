"""Links of a page that lead to files: Markdown's own, pictures, and those in raw HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\r?\n.*?^---[ \t]*\r?\n", re.DOTALL | re.MULTILINE)
_HTML = re.compile(r"""<(?:a|img)\s[^>]*?\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")
_READER = MarkdownIt("commonmark").enable("table")


def links_of(text: str, page: str) -> Iterator[tuple[int, str]]:
    """Each link of a page to a file of the site, as the line and the file's path below ``docs/``.

    Parameters
    ----------
    text : str
        The page's Markdown.
    page : str
        Its path below ``docs/``, from which its links lead.
    """
    front = _FRONT_MATTER.match(text)
    before = front[0].count("\n") if front else 0
    body = text[front.end() :] if front else text
    for token in _READER.parse(body.replace("\r\n", "\n")):
        line = before + (token.map[0] if token.map else 0) + 1
        for address in _addresses(token):
            path = unquote(address.partition("#")[0].partition("?")[0])
            if path and not _ELSEWHERE.match(path):
                yield line, posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def _addresses(token: Token) -> Iterator[str]:
    """The addresses in one block of a page."""
    if token.type == "html_block":
        yield from _in_html(token.content)
    for child in token.children or ():
        if child.type in ("link_open", "image"):
            yield str(child.attrGet("href") or child.attrGet("src") or "")
        elif child.type == "html_inline":
            yield from _in_html(child.content)


def _in_html(html: str) -> Iterator[str]:
    yield from (unescape(match[1] or match[2] or "") for match in _HTML.finditer(html))
