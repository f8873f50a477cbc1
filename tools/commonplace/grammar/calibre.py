"""Annotations of calibre as it writes them everywhere: in collections, for its viewer, and in its database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from commonplace.grammar.addresses import base_name
from commonplace.grammar.json_shape import MisshapenError, as_object, items, optional, text
from commonplace.grammar.koreader import time_of_seconds
from commonplace.grammar.marks import highlight
from commonplace.grammar.web_annotation import EPUB_CFI
from commonplace.model import JSON, Annotation, Document, FragmentSelector, Locator, Rejected

FORMAT = "calibre"
"""The importer of all of them: the same annotation is in the database and in a collection."""
_STEP = re.compile(r"[/:](\d{1,9})")
_LAST = 2**31
_LARGEST_SPINE = 10**6
_READ = frozenset(
    [
        "uuid", "highlighted_text", "notes", "timestamp", "start_cfi", "end_cfi", "spine_index", "toc_family_titles",
        "style", "book_id", "title", "book_title", "authors", "author", "type", "annotation",
    ]
)  # fmt: skip


def units(values: Sequence[JSON], lines: Sequence[int], name: str) -> Iterator[Annotation | Rejected]:
    """Read each of `values`, which begin on `lines` of the file `name`; of two versions of one the later."""
    latest = _latest(values)
    for number, value in enumerate(values):
        line = lines[min(number, len(lines) - 1)] if lines else 1
        yield _unit(value, number, line, latest, name)


def flat(raw: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """What calibre's database has around an annotation stands in it in a collection."""
    inner = raw.get("annotation")
    return {**raw, **inner} if isinstance(inner, dict) else raw


def _latest(values: Sequence[JSON]) -> Mapping[str, int]:
    """Which of the annotations of one id was changed last, as calibre itself decides when it joins them."""
    latest: dict[str, tuple[str, int]] = {}
    for number, value in enumerate(values):
        raw = flat(value) if isinstance(value, dict) else {}
        uuid, timestamp = raw.get("uuid"), raw.get("timestamp")
        if isinstance(uuid, str) and uuid:
            own = (timestamp if isinstance(timestamp, str) else "", number)
            latest[uuid] = max(own, latest.get(uuid, own))
    return {uuid: number for uuid, (_, number) in latest.items()}


def _unit(value: JSON, number: int, line: int, latest: Mapping[str, int], name: str) -> Annotation | Rejected:
    by_design = True
    try:
        raw = flat(as_object(value))
        uuid = raw.get("uuid")
        if isinstance(uuid, str) and latest.get(uuid, number) != number:
            problem = "calibre has a later version of this annotation"
        elif raw.get("removed"):
            problem = "the reader deleted this in calibre"
        elif raw.get("type", "highlight") == "highlight":
            if text(raw, "highlighted_text").strip() or text(raw, "notes").strip():
                return _annotation(raw, number, name)
            problem, by_design = "has neither highlighted text nor notes; export again from calibre", False
        else:
            problem = f"a {raw.get('type')} marks no words"
    except MisshapenError as error:
        problem, by_design = f"{error.within(f'[{number}]')}; export again from calibre", False
    return Rejected(line=line, problem=problem, raw=json.dumps(value, ensure_ascii=False), by_design=by_design)


def _annotation(raw: Mapping[str, JSON], number: int, name: str) -> Annotation:
    spine = raw.get("spine_index")
    has_spine = isinstance(spine, int) and not isinstance(spine, bool) and 0 <= spine < _LARGEST_SPINE
    index = int(spine) if has_spine and isinstance(spine, int) else _LAST
    start, end = text(raw, "start_cfi"), text(raw, "end_cfi")
    style = raw.get("style")
    color, kept = _color(style if isinstance(style, dict) else {})
    # Items of a spine are the even steps of the path; what calibre keeps begins within the item.
    cfi = f"epubcfi(/{2 * (index + 1)},{start},{end})" if has_spine and start and end else ""
    titles = [title.strip() for title in items(raw, "toc_family_titles", _as_title)]
    found = highlight(
        importer=FORMAT,
        document=_document(raw, name),
        quote=text(raw, "highlighted_text").strip(),
        notes=(text(raw, "notes").strip(),),
        selectors=(FragmentSelector(value=cfi, conforms_to=EPUB_CFI),) if cfi else (),
        native_id=text(raw, "uuid"),
        locator=Locator(
            headings=tuple(filter(None, titles)),
            order=(index, *map(int, _STEP.findall(start)), number),
        ),
        created=_time(raw.get("timestamp")),
        color=color,
        extra={key: value for key, value in raw.items() if key not in _READ and value not in (None, "")}
        | kept
        | ({} if cfi else {key: raw[key] for key in ("start_cfi", "end_cfi", "spine_index") if raw.get(key)}),
    )
    # calibre has one time, of the last change.
    return replace(found, updated=found.created)


def _time(value: JSON) -> str:
    """A time as the viewer writes it; the database has seconds, too."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return time_of_seconds(value)
    return value if isinstance(value, str) else ""


def _as_title(value: JSON) -> str:
    return value if isinstance(value, str) else ""


def _color(style: Mapping[str, JSON]) -> tuple[str, dict[str, JSON]]:
    which = style.get("which") or style.get("background-color")
    is_plain = style.get("kind", "color") == "color" and style.keys() <= {"kind", "type", "which"}
    return (which if isinstance(which, str) else ""), ({} if is_plain or not style else {"style": dict(style)})


def _document(raw: Mapping[str, JSON], name: str) -> Document:
    number = optional(raw, "book_id", _as_word, "")
    title = next((word for key in ("book_title", "title") if (word := _word(raw.get(key)))), "")
    authors = raw.get("authors", raw.get("author"))
    written = [_word(one) for one in authors] if isinstance(authors, list) else _word(authors).split(" & ")
    return Document(
        key=f"calibre:{number}" if number else name,
        title=title,
        authors=tuple(filter(None, (one.strip() for one in written))),
        file="" if title else base_name(name),
    )


def _word(value: JSON) -> str:
    return value.strip() if isinstance(value, str) else ""


def _as_word(value: JSON) -> str:
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
