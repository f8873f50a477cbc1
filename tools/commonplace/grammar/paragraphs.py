"""Plain text as lines between blank ones, and how many blank lines stand above: what apps without marks part by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.model import Document

_TITLE = re.compile(r"[\s#]*[《<「]{1,2}(?P<title>.+?)[》>」]{1,2}\s*(?P<rest>.*)")
_AUTHOR = re.compile(r"\s*(?:作\s*者|author)\s*[:：]\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[;；、,，&|｜/／]|\s{2,})\s*")


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """Lines without a blank one between; `first` is the index of the first, `gap` how many blank ones are above."""

    first: int
    gap: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its lines, without the white space around them."""
        return "\n".join(line.strip() for line in self.lines)


def paragraphs(lines: Sequence[str], first: int, last: int) -> Iterator[Paragraph]:
    """Part ``lines[first:last]`` at blank lines."""
    gap, held = 0, list[str]()
    for at in range(first, last + 1):
        line = lines[at] if at < last else ""
        if line.strip():
            held.append(line)
            continue
        if held:
            yield Paragraph(first=at - len(held), gap=gap, lines=tuple(held))
            gap, held = 0, []
        gap += 1


def title_in(line: str) -> str:
    """Read a title, without the brackets that Chinese apps put around it.

    Examples
    --------
    >>> title_in("《梯度小史》"), title_in("梯度小史")
    ('梯度小史', '梯度小史')
    """
    match = _TITLE.fullmatch(line)
    return (match["title"] if match and not match["rest"] else line).strip()


def book_of(app: str, title: str, authors: str, *, name: str) -> Document:
    """Return the book that notes of `app` are of, as its line of authors and its title tell; else the file `name`."""
    return Document(key=f"{app}:{title}" if title else name, title=title, authors=authors_in(authors))


def authors_in(line: str) -> tuple[str, ...]:
    """Read a line that names one author or several, or nobody if it is empty.

    Examples
    --------
    >>> authors_in("作者：林一舟、何川"), authors_in("Jane Example")
    (('林一舟', '何川'), ('Jane Example',))
    """
    return tuple(one for part in _BETWEEN.split(_AUTHOR.sub("", line)) if (one := part.strip()))
