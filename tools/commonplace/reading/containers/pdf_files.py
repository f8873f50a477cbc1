"""Annotations inside PDF files, with the words that they mark."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import msgspec
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from commonplace.model import JSON
from commonplace.reading.containers.pdf_glyphs import Box, Glyph, glyphs_of, text_under
from commonplace.reading.containers.pdf_streams import LARGEST, BoundedParser, UnpacksTooLargeError

_HEAD = 1024
_MARKUP = frozenset({"Highlight", "Underline", "Squiggly", "StrikeOut"})
_NO_READERS = frozenset(
    ["Link", "Widget", "Popup", "Screen", "Movie", "PrinterMark", "TrapNet", "Watermark", "3D", "RichMedia"]
)  # fmt: skip
_TEXTS = {"Contents": "contents", "NM": "name", "T": "author", "Subj": "subject", "RC": "rich", "State": "state"}
_DATES = {"CreationDate": "created", "M": "modified"}
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?.*", re.DOTALL)
_CORNERS = 8
_SIDES = 4
_FARTHEST = 1e9  # Points: no page is as large, and JSON has no infinity.
_LENGTH_OF_ID = 16


def pdf_text(data: bytes) -> str:
    """The annotations of a PDF as JSON: ``{"pdf": …, "marks": […]}``, each mark an object on a line of its own.

    Raises
    ------
    ValueError
        If it is encrypted or damaged, or nobody annotated it.
    """
    # The library tells its log of every fault that it gets over.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        file = _File(_Document(BoundedParser(io.BytesIO(data))))
        marks = list(file.marks())
        about = file.about(data)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise ValueError("is a PDF that a password protects") from error
    except UnpacksTooLargeError as error:
        raise ValueError(f"is a PDF that unpacks to more than {LARGEST >> 20} MB") from error
    except Exception as error:  # A damaged file makes the library raise anything.
        raise ValueError(f"is a PDF that cannot be read ({type(error).__name__})") from error
    if not marks:
        raise ValueError("is a PDF in which nobody marked anything")
    lines = ",\n".join(json.dumps(mark) for mark in marks)
    return f'{{"pdf": {json.dumps(about)},\n"marks": [\n{lines}\n]}}\n'


class _Document(PDFDocument):
    """A document in which a reference that leads back to itself is nothing: the library would follow it for ever."""

    def getobj(self, objid: int) -> object:
        seen = {objid}
        found: object = super().getobj(objid)
        while isinstance(found, PDFObjRef):
            if found.objid in seen:
                return None
            seen.add(found.objid)
            found = super().getobj(found.objid)
        return found


class _File(msgspec.Struct, frozen=True):
    document: PDFDocument

    def about(self, data: bytes) -> dict[str, JSON]:
        """What the file says of itself; its id is the one that PDF.js gives it."""
        info = resolve1(self.document.info[0]) if self.document.info else {}
        told: dict[str, JSON] = {
            key.lower(): text for key in ("Title", "Author", "Subject", "Keywords") if (text := _text(info.get(key)))
        }
        trailers = (trailer.get("ID") for xref in self.document.xrefs if (trailer := xref.get_trailer()))
        first = next((value for one in trailers if (value := _first(resolve1(one)))), b"")
        usable = len(first) == _LENGTH_OF_ID and any(first)
        told["id"] = first.hex() if usable else hashlib.md5(data[:_HEAD], usedforsecurity=False).hexdigest()
        return told

    def marks(self) -> Iterator[dict[str, JSON]]:
        """Each annotation that a reader made, page by page."""
        resources = PDFResourceManager()
        pages = list(PDFPage.create_pages(self.document))
        labels = self._labels(len(pages))
        outline = _Outline.of(self.document, [page.pageid for page in pages])
        for number, page in enumerate(pages, start=1):
            held = resolve1(page.annots)
            found = [(reference, resolve1(reference)) for reference in held] if isinstance(held, list) else []
            listed = [(reference, raw) for reference, raw in found if isinstance(raw, dict)]
            names = {reference.objid: raw for reference, raw in listed if isinstance(reference, PDFObjRef)}
            ours = [raw for _, raw in listed if _name(raw.get("Subtype")) not in _NO_READERS]
            if not ours:
                continue
            glyphs = _glyphs(page, resources) if any(_name(raw.get("Subtype")) in _MARKUP for raw in ours) else []
            for raw in ours:
                mark = _mark(raw, page, glyphs, names)
                label = labels[number - 1] if number <= len(labels) else ""
                top = mark.get("rect")
                height = float(top[3]) if isinstance(top, list) and isinstance(top[3], float) else 0.0
                headings = outline.above(number, height)
                told: dict[str, JSON] = {"page": number}
                told |= {"label": label} if label and label != str(number) else {}
                told |= {"headings": list(headings)} if headings else {}
                yield told | mark

    def _labels(self, count: int) -> list[str]:
        try:
            return list(islice(self.document.get_page_labels(), count))
        except Exception:  # Labels are no reason to lose annotations.  # noqa: BLE001
            return []


def _glyphs(page: PDFPage, resources: PDFResourceManager) -> list[Glyph]:
    try:
        return glyphs_of(page, resources)
    except Exception:  # A page that cannot be drawn has marks all the same.  # noqa: BLE001
        return []


def _mark(
    raw: Mapping[str, object], page: PDFPage, glyphs: Sequence[Glyph], names: Mapping[int, Mapping[str, object]]
) -> dict[str, JSON]:
    subtype = _name(raw.get("Subtype"))
    mark: dict[str, JSON] = {"subtype": subtype}
    mark |= {key: text for entry, key in _TEXTS.items() if (text := _text(raw.get(entry)))}
    mark |= {key: date for entry, key in _DATES.items() if (date := _date(_text(raw.get(entry))))}
    popup = resolve1(raw.get("Popup"))
    if "contents" not in mark and isinstance(popup, dict) and (said := _text(popup.get("Contents"))):
        mark["contents"] = said
    if color := _color(resolve1(raw.get("C"))):
        mark["color"] = color
    numbers = _numbers(raw.get("Rect"))
    if len(numbers) == _SIDES:
        mark["rect"] = list(_box(numbers))
    if subtype in _MARKUP:
        corners = _numbers(raw.get("QuadPoints"))
        quads = [_box(corners[at : at + _CORNERS]) for at in range(0, len(corners) - _CORNERS + 1, _CORNERS)]
        boxes = quads or ([_box(numbers)] if len(numbers) == _SIDES else [])
        if text := text_under([_on_page(box, page) for box in boxes], glyphs):
            mark["text"] = text
        if quads:
            mark["rect"] = [
                min(q[0] for q in quads),
                min(q[1] for q in quads),
                max(q[2] for q in quads),
                max(q[3] for q in quads),
            ]
    return mark | _answered(raw, names)


def _answered(raw: Mapping[str, object], names: Mapping[int, Mapping[str, object]]) -> dict[str, JSON]:
    """What another annotation of the page has to do with it: it is answered, or part of one mark."""
    reference = raw.get("IRT")
    if reference is None:
        return {}
    parent = names.get(reference.objid, {}) if isinstance(reference, PDFObjRef) else resolve1(reference)
    name = _text(parent.get("NM")) if isinstance(parent, dict) else ""
    return {"reply_to": name, "reply": "group" if _name(raw.get("RT")) == "Group" else "reply"}


class _Outline(msgspec.Struct, frozen=True):
    """The headings of the file's table of contents: where each begins, and those that it stands under."""

    starts: tuple[tuple[int, float], ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()

    @staticmethod
    def of(document: PDFDocument, pages: Sequence[object]) -> _Outline:
        numbers = {page: number for number, page in enumerate(pages, start=1)}
        found: list[tuple[tuple[int, float], tuple[str, ...]]] = []
        path: list[str] = []
        try:
            for level, title, dest, action, _ in document.get_outlines():
                path = [
                    *path[: level - 1],
                    " ".join(_text(title).split() if isinstance(title, bytes) else title.split()),
                ]
                start = _start(document, dest, resolve1(action), numbers)
                if start:
                    found.append((start, tuple(filter(None, path))))
        except Exception:  # Nor is a table of contents.  # noqa: BLE001
            return _Outline()
        found.sort(key=lambda pair: pair[0])
        return _Outline(tuple(start for start, _ in found), tuple(path for _, path in found))

    def above(self, page: int, top: float) -> tuple[str, ...]:
        """The headings above a place."""
        at = bisect_right(self.starts, (page, -top + 1.0))
        return self.paths[at - 1] if at else ()


def _start(
    document: PDFDocument, dest: object, action: object, numbers: Mapping[object, int]
) -> tuple[int, float] | None:
    """Where a heading begins: its page, and how far down (as a negative height; of a whole page the top)."""
    if dest is None and isinstance(action, dict):
        dest = action.get("D")
    dest = resolve1(dest)
    if isinstance(dest, PSLiteral):
        dest = dest.name
    if isinstance(dest, str | bytes):
        dest = resolve1(document.get_dest(dest.encode() if isinstance(dest, str) else dest))
    if isinstance(dest, dict):
        dest = resolve1(dest.get("D"))
    if not (isinstance(dest, list) and dest and isinstance(dest[0], PDFObjRef) and dest[0].objid in numbers):
        return None
    is_exact = len(dest) > 3 and _name(dest[1]) == "XYZ" and isinstance(dest[3], int | float)  # noqa: PLR2004
    return numbers[dest[0].objid], -float(dest[3]) if is_exact else float("-inf")


def _on_page(box: Box, page: PDFPage) -> Box:
    """Where a box is drawn: pages may be turned, and begin anywhere."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = page.mediabox
    turned = {
        90: (bottom - y0, x1 - right, top - y0, x1 - left),
        180: (x1 - right, y1 - top, x1 - left, y1 - bottom),
        270: (y1 - top, left - x0, y1 - bottom, right - x0),
    }
    return turned.get(page.rotate, (left - x0, bottom - y0, right - x0, top - y0))


def _box(numbers: Sequence[float]) -> Box:
    """The box around some points: writers do not agree on their order."""
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def _numbers(value: object) -> list[float]:
    held = resolve1(value)
    found = [resolve1(one) for one in held] if isinstance(held, list) else []
    numbers = [one for one in found if isinstance(one, int | float)]
    return [float(one) for one in numbers] if all(abs(one) < _FARTHEST for one in numbers) else []


def _color(value: object) -> str:
    numbers = [max(0.0, min(1.0, one)) for one in _numbers(value)]
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) == _SIDES:
        black = numbers[3]
        numbers = [(1 - ink) * (1 - black) for ink in numbers[:3]]
    return "#" + "".join(f"{round(one * 255):02x}" for one in numbers) if len(numbers) == 3 else ""  # noqa: PLR2004


def _name(value: object) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) and isinstance(value.name, str) else ""


def _text(value: object) -> str:
    value = resolve1(value)
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace").strip()
    return decode_text(value).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _first(value: object) -> bytes:
    held = resolve1(value[0]) if isinstance(value, list) and value else b""
    return held if isinstance(held, bytes) else b""


def _date(text: str) -> str:
    """``D:20240503124501+02'00'`` as ISO 8601; empty if it is no date."""
    match = _DATE.fullmatch(text)
    if not match:
        return ""
    year, month, day, hour, minute, second, utc, sign, hours, minutes = match.groups()
    date = f"{year}-{month or '01'}-{day or '01'}"
    if not hour:
        return date
    offset = "Z" if utc or (sign and not int(hours)) else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{date}T{hour}:{minute or '00'}:{second or '00'}{offset}"
