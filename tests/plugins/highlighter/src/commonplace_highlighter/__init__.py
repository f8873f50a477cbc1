"""Text of the app Highlighter, which does not exist: the title on the first line, then “* ” before each passage.

It is read and written by another package than commonplace, which finds it by the entry points in ``pyproject.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonplace.exporter import Exporter, Holdings
from commonplace.importer import CERTAIN, Claim, Importer, whole
from commonplace.model import Annotation, Document, Export, Locator, Rejected, TextQuoteSelector

_MARK = "== Highlighter: "


class HighlighterImporter(Importer):
    """Reads each line that begins with a star as a passage."""

    format = "highlighter"
    app = ("荧光笔", "Highlighter")
    description = "Highlighter: shared text (.txt)"

    def identify(self, export: Export) -> Iterable[Claim]:
        """Claim text whose first line names the app, and say what was seen."""
        if export.text.startswith(_MARK):
            yield whole(export, CERTAIN, f"the line “{_MARK}…”")

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Give an annotation for each passage, and a rejection for each line that is none."""
        first, *lines = export.text.splitlines()
        title = first.removeprefix(_MARK)
        for number, line in enumerate(lines, start=2):
            if line.startswith("* "):
                yield Annotation(
                    importer=self.format,
                    document=Document(key=title, title=title),
                    motivation="highlighting",
                    selectors=(TextQuoteSelector(exact=line[2:]),),
                    locator=Locator(order=(number,)),
                )
            elif line.strip():
                yield Rejected(line=number, problem="this line does not begin with a star", raw=line)


class HighlighterExporter(Exporter):
    """Writes the passages of each source."""

    format = "highlighter"
    description = "text for Highlighter"
    ending = ".txt"
    loses = "everything but titles and marked words"

    def omits(self, annotation: Annotation) -> bool:
        """Whether nothing is marked."""
        return not annotation.quote

    def export(self, holdings: Holdings) -> bytes:
        """Return the text."""
        lines: list[str] = []
        title = ""
        for source, annotation in holdings.annotations:
            lines += [] if source.title == title else [f"{_MARK}{source.title}"]
            title = source.title
            lines += [] if self.omits(annotation) else [f"* {annotation.quote}"]
        return "\n".join((*lines, "")).encode()
