"""YAML front matter: blocks between ``---`` lines at the top of a note, or of a note that was pasted in below.

Reading is tolerant, because people edit front matter by hand: what is not YAML is read entry by entry, and an entry
that still is not is kept as it is written. Scalars stay text (``007``, ``on`` and ``2024-11-11`` are what the owner
typed, not numbers, truth values or dates), and a bare ``[[link]]`` is text, not a list in a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from typing import Any

import msgspec
import yaml

from commonplace.grammar.fences import fence_after
from commonplace.model import JSON

_DEEPEST = 30
_HEADING = re.compile(r"#{1,6} ")
_KEY = re.compile(r"""["']?[\w@$.][^:#\[\]{}|`*<>]{0,80}:(?=\s|$)""")
_JSON = re.compile(r"\{\s*\".*\}\s*")
"""All of front matter on one line, as the plugin Digital Garden publishes it."""
_INERT = r"\w.,/()\u00b7\u2014\u201c\u201d\u3001-\u303f\uff01-\uffee-"
_PLAIN_ENTRY = re.compile(
    rf"""([^\W\d][\w-]{{0,80}}):[ ]
    (?:"([{_INERT}:\ ]++)"
    |((?=[^.,/()-])[{_INERT}]++(?:[ ]*+(?:[{_INERT}]++|:(?=[{_INERT}])))*+))""",
    re.VERBOSE,
)
"""A key with words in which nothing means anything to YAML."""
_BARE_LINK = re.compile(r"(?m)^([ \t]*(?:- +|[^\s:#'\"\[][^:\n]*: +))(!?\[\[.*\]\])[ \t]*$")


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """One block of front matter.

    Attributes
    ----------
    fields : mapping
        What could be read: text, lists and mappings of text.
    first_line, last_line : int
        Its ``---`` lines, counted from 1.
    problem : str
        Why it could not be read as YAML, if it could not; empty otherwise.
    """

    fields: Mapping[str, JSON]
    first_line: int
    last_line: int
    problem: str = ""

    def one(self, *keys: str) -> str:
        """The first text under the first of `keys` that has any, whatever its case; a list gives its first item."""
        return next(iter(self.many(*keys)), "")

    def many(self, *keys: str) -> tuple[str, ...]:
        """All texts under the first of `keys` that has any, whatever its case."""
        folded = {key.casefold(): value for key, value in self.fields.items()}
        for key in keys:
            texts = tuple(text for text in _texts(folded.get(key.casefold())) if text)
            if texts:
                return texts
        return ()


@lru_cache(maxsize=1)  # Several importers look for them in the same note.
def front_matters(text: str) -> tuple[FrontMatter, ...]:
    """Find every block of front matter in `text`, in order."""
    if "---" not in text:
        return ()
    lines = text.split("\n")
    return tuple(_read(lines, first, last) for first, last in front_matter_spans(lines))


def parted(matters: Sequence[FrontMatter], count: int) -> Iterator[tuple[FrontMatter | None, int, int]]:
    """Cut a file of `count` lines into notes, of which each front matter begins one.

    Yields
    ------
    tuple
        Its front matter, the number of its first line, and that of the line behind its last.
    """
    starts = [1, *(matter.first_line for matter in matters), count + 1]
    for matter, (first, end) in zip([None, *matters], pairwise(starts), strict=True):
        yield matter, first, end


def front_matter_spans(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the indices of the opening and the closing ``---`` of each block, without reading what it says."""
    top = sum(1 for _ in takewhile(lambda line: not line.strip(), lines))
    marked = [at for at, line in enumerate(lines) if line and ("---" in line or "```" in line or "~~~" in line)]
    last, fence = -1, ""
    for index in marked:
        if index <= last:
            continue
        fence = fence_after(lines[index].lstrip(" >\t"), fence)
        opens = not fence and lines[index].rstrip() == "---"
        end = _end(lines, index, _fits_at_top if index == top else _fits_below) if opens else None
        if end is not None:
            yield index, end
            last = end


def _end(lines: Sequence[str], start: int, fits: Callable[[str, str], bool]) -> int | None:
    """Find the closing line of the block that may open at `start`; None if these are rules around prose."""
    keys = 0
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.rstrip() in {"---", "..."}:
            # Two rules in a row are empty front matter at the top only.
            return index if keys or (index == start + 1 and fits is _fits_at_top) else None
        if not fits(line, lines[index - 1]):
            return None
        keys += _KEY.match(line) is not None or (fits is _fits_at_top and _JSON.fullmatch(line) is not None)
    return None


def _fits_at_top(line: str, before: str) -> bool:
    """Tell whether `line` can be front matter: a quote, or a heading after a blank line, says that --- was a rule."""
    return not (line.startswith(">") or (_HEADING.match(line) and not before.strip()))


def _fits_below(line: str, before: str) -> bool:
    """Tell whether `line` is one of front matter below the top, where ``---`` mostly is a rule between paragraphs.

    No line is blank, each is a key, an item, a remark or indented, and the first is a key that does not begin with a
    capital ("Note: …" between two rules is prose).
    """
    if before.rstrip() == "---":
        return _KEY.match(line) is not None and not line[0].isupper()
    return _KEY.match(line) is not None or line.rstrip() == "-" or line.startswith((" ", "\t", "- ", "#"))


def _read(lines: Sequence[str], first: int, last: int) -> FrontMatter:
    body = lines[first + 1 : last]
    fields, problem = _mapping("\n".join(body))
    if problem:
        fields = {}
        for entry in _entries(body):
            fields |= _entry(entry)
    return FrontMatter(fields=fields, first_line=first + 1, last_line=last + 1, problem=problem)


def _plain_mapping(source: str) -> dict[str, JSON] | None:
    """Read `source` if each of its lines is a plain entry, as most are: YAML takes eighty times as long for them."""
    fields: dict[str, JSON] = {}
    for line in source.split("\n"):
        entry = _PLAIN_ENTRY.fullmatch(line)
        if entry is None:
            return None
        fields[entry[1]] = entry[2] or entry[3]
    return fields


def _mapping(source: str) -> tuple[dict[str, JSON], str]:
    """Read `source` as one YAML mapping; the second value says why it is none."""
    plain = _plain_mapping(source)
    if plain is not None:
        return plain, ""
    quoted = _BARE_LINK.sub(lambda match: match[1] + json.dumps(match[2], ensure_ascii=False), source)
    try:
        value = yaml.load(quoted, Loader=_TextLoader)  # noqa: S506 (it makes text, lists and mappings, nothing else)
    except yaml.YAMLError as error:
        return {}, getattr(error, "problem", None) or "it is not YAML"
    except (RecursionError, ValueError, TypeError) as error:
        return {}, f"it is not YAML of this kind ({type(error).__name__})"
    if value is None or value == "":
        return {}, ""
    if not isinstance(value, dict):
        return {}, "it holds no keys"
    return {str(key): _as_json(item) for key, item in value.items()}, ""


class _TextLoader(yaml.BaseLoader):
    """Keeps every scalar as it is written.

    It knows no aliases: ``*word*`` is emphasis here, and a few lines of aliases of aliases would grow without bounds.
    """

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 (as in yaml.composer)
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "an alias (*) is not read")
        if self.depth >= _DEEPEST:
            raise yaml.composer.ComposerError(None, None, "it is nested too deep")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _entries(lines: Sequence[str]) -> Iterator[list[str]]:
    """Cut the lines of front matter into its top-level entries: a key and what belongs to it."""
    numbered = []
    number = 0
    for line in lines:
        number += _KEY.match(line) is not None
        numbered.append((number, line))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield [line for _, line in group]


def _entry(lines: Sequence[str]) -> dict[str, JSON]:
    """Read one entry; as it is written if it is not YAML."""
    fields, problem = _mapping("\n".join(lines))
    if not problem:
        return fields
    key, _, value = "\n".join(lines).partition(":")
    return {key.strip().strip("\"'"): value.strip()}


def _as_json(value: object) -> JSON:
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value if isinstance(value, str) else str(value)


def _texts(value: JSON) -> Iterator[str]:
    """All texts in `value`, those of nested lists too."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
