"""Documents that are one book: joined by ISBN, fingerprint, address, or title and author; never by a weak likeness.

The result depends on the set of documents alone, not on the order in which they were imported.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import msgspec
from msgspec.structs import fields, replace

from commonplace.model import Document, Source
from commonplace.text import letters_only, one_line, weight

Value = TypeVar("Value")

_FILE_ENDING = re.compile(r"(?<=[\w)\]])(\.(pdf|epub|html?|md|txt|mobi|azw3?|djvu))+$", re.IGNORECASE)
_IN_TITLE_MARKS = re.compile(r"《([^《》]+)》|〈([^〈〉]+)〉|「([^「」]+)」|『([^『』]+)』")
_BETWEEN_NAMES = re.compile(r"[\s,，]+")
_NOT_IN_ADDRESS = re.compile(r"[\W_]+")
_LONGEST_NAME = 60  # Characters; at most 180 bytes of UTF-8, well below the 255 that file systems allow.
_LEAST_TELLING = 10.0  # A title that says less than this names a book only together with its author.
_RESERVED_NAMES = frozenset(
    ("con", "prn", "aux", "nul", "index", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10)))
)


def title_of(document: Document) -> str:
    """The title that an export states, or else the name of the annotated file without its endings."""
    stated = one_line(document.title)
    if marked := _IN_TITLE_MARKS.fullmatch(stated):
        stated = one_line(marked[marked.lastindex or 0])
    if stated:
        return _FILE_ENDING.sub("", stated) or stated
    file = re.split(r"[/\\]", document.file)[-1]
    return one_line(_FILE_ENDING.sub("", file)) or one_line(document.url) or document.key


def joined_documents(documents: Iterable[Document]) -> tuple[Document, ...]:
    """One document for each key, with what any export says of it, whatever order they came in."""
    known: dict[str, Document] = {}
    for document in documents:
        earlier = known.get(document.key)
        known[document.key] = document if earlier is None else _joined(earlier, document)
    return tuple(known[key] for key in sorted(known))


class Rulings(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents, as pairs of keys, the owner says are one book, and which are two."""

    joined: frozenset[frozenset[str]] = frozenset()
    parted: frozenset[frozenset[str]] = frozenset()


NO_RULINGS = Rulings()


def sources_of(documents: Iterable[Document], rulings: Rulings = NO_RULINGS) -> tuple[Source, ...]:
    """Join documents into sources, each with an id of its own, in the order of their ids.

    What the owner ruled holds before any likeness; of rulings that cannot all hold, what is parted stays apart.
    """
    groups = _ruled(_groups(joined_documents(documents)), rulings)
    made = [_source(group) for group in groups]
    return tuple(sorted(_with_ids(made), key=lambda source: source.id))


def source_of(documents: Iterable[Document], name: str) -> Source:
    """The source of the id `name` that documents are, which are one book."""
    return replace(_source(list(documents)), id=name)


def _joined(one: Document, other: Document) -> Document:
    """Field by field what says more; that is the same for any number of documents in any order."""
    if one == other:
        return one
    names = [field.name for field in fields(Document) if field.name != "extra"]
    told = {name: _fuller(getattr(one, name), getattr(other, name)) for name in names}
    extra = {**other.extra, **one.extra}
    shared = {key: _fuller(one.extra[key], other.extra[key]) for key in one.extra.keys() & other.extra.keys()}
    return Document(**told, extra=dict(sorted((extra | shared).items())))


def _fuller(one: Value, other: Value) -> Value:
    return max(one, other, key=lambda value: (bool(value), len(repr(value)), repr(value)))


def _groups(documents: Sequence[Document]) -> list[list[Document]]:
    groups = [[document] for document in documents]
    for names in (_isbn, _fingerprint, _address):
        groups = _joined_by(groups, names)
    return _joined_by_title(groups)


def _ruled(groups: Iterable[list[Document]], rulings: Rulings) -> list[list[Document]]:
    parts = [part for group in groups for part in _parted(group, rulings.parted)]
    for pair in sorted(sorted(pair) for pair in rulings.joined):
        named = [part for part in parts if any(document.key in pair for document in part)]
        joined = [document for part in named for document in part]
        if len(named) > 1 and not _is_parted(joined, rulings.parted):
            parts = [part for part in parts if part not in named]
            parts.append(joined)
    return parts


def _parted(group: Iterable[Document], apart: AbstractSet[frozenset[str]]) -> list[list[Document]]:
    """Put each document with the first ones that it is not parted from."""
    parts: list[list[Document]] = []
    for document in sorted(group, key=_telling_first):
        home = next((part for part in parts if not _is_parted((*part, document), apart)), None)
        if home is None:
            parts.append([document])
        else:
            home.append(document)
    return parts


def _is_parted(documents: Iterable[Document], apart: AbstractSet[frozenset[str]]) -> bool:
    keys = {document.key for document in documents}
    return any(pair <= keys for pair in apart)


def _joined_by(groups: list[list[Document]], name: Callable[[Document], str]) -> list[list[Document]]:
    """Join the groups that share a name, transitively."""
    home: dict[str, list[Document]] = {}
    result: list[list[Document]] = []
    for group in groups:
        names = {n for document in group if (n := name(document))}
        homes = {id(home[n]): home[n] for n in names if n in home}
        target = next(iter(homes.values()), None)
        if target is None:
            target = []
            result.append(target)
        for other in list(homes.values())[1:]:
            target.extend(other)
            result = [kept for kept in result if kept is not other]
            home = {n: target if g is other else g for n, g in home.items()}
        target.extend(group)
        home.update(dict.fromkeys(names, target))
    return result


def _isbn(document: Document) -> str:
    """ISBN-13 without hyphens, also of an ISBN-10; empty if there is none."""
    digits = re.sub(r"[\s-]", "", document.isbn).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        return digits
    if not re.fullmatch(r"\d{9}[\dX]", digits):
        return ""
    stem = "978" + digits[:9]
    check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem)) % 10
    return f"{stem}{check}"


def _fingerprint(document: Document) -> str:
    """The file, with its title: some producers give many files one fingerprint."""
    if not document.fingerprint:
        return ""
    return document.fingerprint.lower() + letters_only(title_of(document) if document.title or document.file else "")


def _address(document: Document) -> str:
    match = re.match(r"https?://([^#]+)", document.url)
    return match[1].rstrip("/") if match else ""


def _joined_by_title(groups: list[list[Document]]) -> list[list[Document]]:
    """Join the groups whose title is the same words, unless their authors or ISBNs say that they are two books.

    A web page is no book of the same name. A group that names no author joins those that do only if these are one.
    """
    by_title: dict[str, list[list[Document]]] = {}
    result = []
    for group in groups:
        title = _title_words(title_of(min(group, key=_telling_first)))
        if any(_address(document) for document in group) or not title:
            result.append(group)
        else:
            by_title.setdefault(title, []).append(group)
    for title, rivals in by_title.items():
        result.extend(_compatible(rivals, telling=weight(title) >= _LEAST_TELLING))
    return result


def _title_words(title: str) -> str:
    """The words of a title; C, C++ and C# are three."""
    return letters_only(title.replace("+", "plus").replace("#", "sharp"))


def _compatible(groups: list[list[Document]], *, telling: bool) -> Iterator[list[Document]]:
    named = _joined_by_author([group for group in groups if _authors(group)])
    nameless = [group for group in groups if not _authors(group)]
    if not telling or len(named) > 1:
        yield from named
        yield from nameless
    elif _one_isbn(group for group in (*named, *nameless)):
        yield [document for group in (*named, *nameless) for document in group]
    else:
        yield from named
        yield from nameless


def _joined_by_author(groups: list[list[Document]]) -> list[list[Document]]:
    result: list[list[Document]] = []
    for group in groups:
        home = next((g for g in result if _authors(g) & _authors(group) and _one_isbn((g, group))), None)
        if home is None:
            result.append(list(group))
        else:
            home.extend(group)
    return result


def _authors(group: Iterable[Document]) -> set[str]:
    """The authors, whichever of their names apps put first."""
    return {_name_words(author) for document in group for author in document.authors}


def _name_words(author: str) -> str:
    return "".join(sorted(letters_only(word) for word in _BETWEEN_NAMES.split(author)))


def _one_isbn(groups: Iterable[Iterable[Document]]) -> bool:
    return len({isbn for group in groups for document in group if (isbn := _isbn(document))}) <= 1


def _telling_first(document: Document) -> tuple[bool, bool, bool, str]:
    return (not document.isbn, not document.authors, not document.title, document.key)


def _source(group: list[Document]) -> Source:
    told = sorted(group, key=_telling_first)

    def first(field: str) -> str:
        return next((value for document in told if (value := getattr(document, field))), "")

    return Source(
        id="",
        title=title_of(told[0]),
        authors=next((document.authors for document in told if document.authors), ()),
        publisher=first("publisher"),
        published=first("published"),
        isbn=next((isbn for document in told if (isbn := _isbn(document))), first("isbn")),
        url=first("url"),
        files=tuple(dict.fromkeys(document.file for document in told if document.file)),
        fingerprints=tuple(dict.fromkeys(document.fingerprint for document in told if document.fingerprint)),
        documents=tuple(told),
    )


def _with_ids(sources: Iterable[Source]) -> Iterator[Source]:
    """Name each source after its title; those that share one, after what tells them apart as well."""
    by_name: dict[str, list[Source]] = {}
    for source in sources:
        by_name.setdefault(_name(source.title), []).append(source)
    for name, namesakes in by_name.items():
        for source in namesakes:
            yield replace(source, id=name if len(namesakes) == 1 else f"{name}-{_distinction(source)}")


def _name(title: str) -> str:
    """A file name and address that any system takes: letters and digits of any script, and single hyphens."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    name = unicodedata.normalize("NFC", _NOT_IN_ADDRESS.sub("-", plain).strip("-"))
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME].strip('-')}-{_short_digest(title)}"
    if not name or name in _RESERVED_NAMES:
        return f"source-{_short_digest(title)}"
    return name


def _distinction(source: Source) -> str:
    return _short_digest("\n".join(sorted(document.key for document in source.documents)))


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
