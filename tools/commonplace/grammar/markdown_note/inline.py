"""What stands inside a line of a note besides its links: images, mathematics, tags, block ids, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonplace.grammar.fences import fence_after
from commonplace.grammar.markdown_note.links import links
from commonplace.model import Attachment, Formula

_HTML_IMAGE = re.compile(r"""<img\b[^<>]{0,500}?\bsrc=["']([^"'<>]{1,2000})["'][^<>]{0,500}>""", re.IGNORECASE)
_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# What a title is dressed with. Any other word in angle brackets is a word: `List<String>`, `a<b and c>d`.
_DRESS = re.compile(
    r"</?(?:b|big|br|center|del|em|font|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)"
    r"""(?:\s+[\w-]+=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*\s*/?>""",
    re.IGNORECASE,
)
_HTML_ATTRIBUTES = re.compile(r"<[A-Za-z][^<>=]*=[^<>]*>")
_MARKS = re.compile(r"\*\*|==|~~")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$])\$(?![\s$])([^$\n]*?[^$\s\\])\$(?![\d$])")
_TAG = re.compile(r"(?:(?<=\s)|^)#([\w/-]+)", re.MULTILINE)
_HIDDEN = re.compile(r"%%(.*?)%%", re.DOTALL)
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^([A-Za-z0-9-]+)[ \t]*$")
_SHORTEST_TRAILING_ID = 4


def attachments(text: str, *, besides: frozenset[str] = frozenset()) -> tuple[Attachment, ...]:
    """List the pictures and files that `text` embeds, but for the targets in `besides`."""
    if "![" not in text and "<" not in text:
        return ()
    embedded = [
        (link.start, Attachment(path=link.target, alternative=_alternative(link.display)))
        for link in links(text)
        if link.embed and link.target and link.target not in besides
    ]
    embedded += [(match.start(), Attachment(path=match[1])) for match in _HTML_IMAGE.finditer(text)]
    return tuple(attachment for _, attachment in sorted(embedded, key=lambda pair: pair[0]))


def _alternative(display: str) -> str:
    """Drop the size that Obsidian keeps in the text of an image: ``cover|200``, ``300x200``."""
    return "|".join(part for part in display.split("|") if not _SIZE.fullmatch(part.strip())).strip()


def plain(text: str) -> str:
    """Read the words of a heading or title: links by their words, without emphasis, HTML and block id."""
    text = without_links(text, keep_words=True)
    return " ".join(_BLOCK_ID.sub("", _without_marks(_DRESS.sub("", text))).split())


def _without_marks(text: str) -> str:
    """Take out the marks of emphasis that stand around words in pairs: `a == b` and `**kwargs` hold none."""
    opened: dict[str, int] = {}
    paired: list[int] = []
    for mark in _MARKS.finditer(text):
        if mark[0] in opened and text[mark.start() - 1].strip():
            paired += (opened.pop(mark[0]), mark.start())
        elif text[mark.end() : mark.end() + 1].strip():
            opened[mark[0]] = mark.start()
    parts, position = [], 0
    for start in sorted(paired):
        parts.append(text[position:start])
        position = start + 2
    return "".join((*parts, text[position:]))


def without_links(text: str, *, keep_words: bool) -> str:
    """Take the links out of `text`; `keep_words` leaves the words of those that show any."""
    parts, position = [], 0
    for link in sorted(links(text), key=lambda link: (link.start, -link.end)):
        if link.start < position:
            continue  # Inside of a link that is gone already.
        parts.append(text[position : link.start])
        if keep_words and not link.embed:
            parts.append(link.display or link.target)
        position = link.end
    return "".join((*parts, text[position:]))


def is_link(text: str) -> bool:
    """Whether `text` is nothing but a link."""
    return bool(links(text)) and not has_words(without_links(text, keep_words=False))


def has_words(text: str) -> bool:
    """Tell whether there is anything to read in `text` besides pictures."""
    return any(character.isalnum() for character in _HTML_TAG.sub("", without_links(text, keep_words=True)))


def formulas(text: str) -> tuple[Formula, ...]:
    """List the mathematics between ``$`` and ``$$`` outside of code, in order."""
    if "$" not in text:
        return ()
    bare = without_code(text)
    found = [(match.start(), Formula(tex=match[1].strip(), display=True)) for match in _DISPLAYED.finditer(bare)]
    rest = _DISPLAYED.sub(lambda match: " " * len(match[0]), bare)
    found += [(match.start(), Formula(tex=match[1], display=False)) for match in _INLINE.finditer(rest)]
    return tuple(formula for _, formula in sorted(found, key=lambda pair: pair[0]) if formula.tex)


def tags(text: str) -> tuple[str, ...]:
    """List the ``#tags`` in `text`, each once, without their ``#``; a number is no tag."""
    if "#" not in text:
        return ()
    bare = _HTML_ATTRIBUTES.sub(lambda match: " " * len(match[0]), without_code(text))
    found = (match[1].strip("/") for match in _TAG.finditer(bare))
    return tuple(dict.fromkeys(tag for tag in found if tag and not tag.isdigit()))


def without_code(text: str) -> str:
    """Blank out code, character by character, so that what is left stands where it stood."""
    if "`" not in text and "~~~" not in text:
        return text
    lines, fence = [], ""
    for line in text.split("\n"):
        before, fence = fence, fence_after(line.lstrip(" >\t"), fence)
        lines.append(" " * len(line) if before or fence else line)
    return re.sub(r"`[^`\n]*`", lambda match: " " * len(match[0]), "\n".join(lines))


def without_hidden(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the ``%%comments%%`` and HTML's, which Obsidian shows to nobody, out of `text`; also gives what they say."""
    shown, of_html, at = [], [], 0
    for start, end in _html_comments(text):
        shown.append(text[at:start])
        of_html.append(text[start + 4 : end - 3].strip())
        at = end
    text = "".join((*shown, text[at:]))
    hidden = tuple(words for match in _HIDDEN.finditer(text) if (words := match[1].strip()))
    return _HIDDEN.sub("", text), (*hidden, *filter(None, of_html))


def blanked_hidden(text: str) -> str:
    """Blank out the ``%%comments%%`` and HTML's, so that what is left stands where it stood."""
    pieces, at = [], 0
    for start, end in _html_comments(text):
        pieces += [text[at:start], _blank(text[start:end])]
        at = end
    return _HIDDEN.sub(lambda match: _blank(match[0]), "".join((*pieces, text[at:])))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _html_comments(text: str) -> Iterator[tuple[int, int]]:
    """Where HTML's comments stand outside of code, from ``<!--`` to behind ``-->``."""
    if "<!--" not in text:
        return
    bare, end = without_code(text), 0
    while (start := bare.find("<!--", end)) >= 0 and (close := bare.find("-->", start)) >= 0:
        end = close + 3
        yield start, end


def without_block_id(text: str) -> tuple[str, str]:
    """Take the ``^id`` off the end of a block; the second value is empty if it has none.

    Behind words an id has four characters or more: marked text may end in a flattened exponent.
    """
    match = _BLOCK_ID.search(text.rstrip())
    if match is None:
        return text, ""
    own_line = not text[: match.start()].rstrip(" \t") or text[: match.start()].rstrip(" \t").endswith("\n")
    if not own_line and len(match[1]) < _SHORTEST_TRAILING_ID:
        return text, ""
    return text[: match.start()].rstrip(), match[1]
