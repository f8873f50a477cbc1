"""Logseq: the file that it keeps beside a PDF, with the words and the place of each highlight."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from commonplace.errors import MalformedExportError
from commonplace.grammar.addresses import base_name
from commonplace.grammar.edn import read_edn
from commonplace.grammar.logseq import title_of_file
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_IS_SIDECAR = re.compile(r"\s*+\{[^\"]{0,400}?:highlights\s*+[\[(]")
_IS_LOGSEQS = re.compile(r"#uuid\s*+\"|:position\s*+\{|[\[(]\s*+[\])]")
_AREA = "[:span]"
_MOST_PAGES = 10**6


class LogseqEdn(Importer):
    """Reads each highlight; what the reader wrote about it stands on the page of the PDF."""

    format = "logseq-edn"
    app = ("Logseq", "Logseq")
    description = "Logseq: the file of highlights that it keeps beside a PDF (.edn)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim a map with a list of highlights."""
        if _IS_SIDECAR.match(export.text) and _IS_LOGSEQS.search(export.text):
            yield whole(export, CERTAIN, "a list of highlights as Logseq keeps them")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each highlight, in order."""
        try:
            value = read_edn(export.text)
        except ValueError as error:
            raise MalformedExportError(
                f"is no EDN: it has {error}", hint="Copy the file again from Logseq's folder.", path=export.name
            ) from error
        found = value.get("highlights") if isinstance(value, dict) else None
        if not isinstance(found, list):
            raise MalformedExportError(
                "holds no highlights", hint="Logseq keeps them in a list called :highlights.", path=export.name
            )
        document = _document(export.name)
        for number, one in enumerate(found):
            name = one.get("id") if isinstance(one, dict) else None
            if isinstance(one, dict) and isinstance(name, str) and name:
                yield _highlight(one, name, document, number)
            else:
                problem = "this highlight has no id: copy the file again from Logseq"
                yield Rejected(line=1, problem=problem, raw=json.dumps(one, ensure_ascii=False))


def _highlight(told: Mapping[str, JSON], name: str, document: Document, number: int) -> Annotation:
    content = _map(told, "content")
    words, color, page = content.get("text"), _map(told, "properties").get("color"), told.get("page")
    sides = {
        key: side
        for key, side in _map(_map(told, "position"), "bounding").items()
        if isinstance(side, int | float) and not isinstance(side, bool)
    }
    extra: dict[str, JSON] = {"bounding": {**sides}} if sides else {}
    if content.get("image"):
        extra["hl-type"] = "area"
    number_of_page = page if isinstance(page, int) and 0 < page < _MOST_PAGES else None
    return highlight(
        importer=LogseqEdn.format,
        document=document,
        quote=words.strip() if isinstance(words, str) and words.strip() != _AREA else "",
        native_id=name,
        locator=Locator(physical_page=number_of_page, order=(number_of_page or 0, number)),
        color=color if isinstance(color, str) else "",
        extra=extra,
    )


def _map(holder: Mapping[str, JSON], key: str) -> Mapping[str, JSON]:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _document(name: str) -> Document:
    """The PDF beside which the file lies: it has the same name."""
    stem = re.sub(r"(?i)\.edn\Z", "", base_name(name))
    file = f"{stem}.pdf"
    return Document(key=file, title=title_of_file(file), file=file)
