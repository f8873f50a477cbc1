"""What is fuzzed: whatever takes strangers' bytes; a fault is an error that no user could act on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import markdown
from builders import annotation
from fuzz import library_targets
from safety.gate import Neutral, findings

from commonplace.errors import CommonplaceError
from commonplace.formulas.notes import judged
from commonplace.formulas.statements import parsed
from commonplace.importers import all_importers
from commonplace.mathematics import to_mathml
from commonplace.merging.identity import identified
from commonplace.model import (
    Annotation,
    Document,
    FormulaDeclaration,
    Locator,
    Passage,
    Reading,
    Rejected,
    Source,
    Symbol,
)
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.passage_block import passage_block
from commonplace.reading.exports import decode_export
from commonplace.reading.identifying import divided
from commonplace.store.jsonld import collection_text, read_collection

EXPORTS = Path(__file__).parents[1] / "exports"
Target = Callable[[bytes], None]


def importer_target(format_name: str) -> Target:
    """Read bytes by one importer, and store what it read."""
    (importer,) = (one for one in all_importers() if one.format == format_name)

    def read(data: bytes) -> None:
        try:
            export = decode_export(data, name="x")
            last = export.text.count("\n") + 1
            assert all(1 <= claim.first_line <= claim.last_line <= last for claim in importer.identify(export))
            units = list(importer.parse(export))
        except CommonplaceError:
            return
        for unit in units:
            assert not isinstance(unit, Rejected) or (1 <= unit.line <= last and unit.problem)
        marked = identified(unit for unit in units if isinstance(unit, Annotation))
        documents = {one.document.key: one.document for one in marked}
        text = collection_text(Source(id="s", title="t", documents=tuple(documents.values())), marked)
        assert len(read_collection(text, path="x")[1]) == len(marked)

    return read


def identifying(data: bytes) -> None:
    """Divide bytes among all importers."""
    try:
        export = decode_export(data, name="x")
        division = divided(export, all_importers())
    except CommonplaceError:
        return
    assert all(unit.line >= 1 for unit in division.unclaimed)


def formula_parser(data: bytes) -> None:
    """Parse bytes as TeX, as of the owner and as of a reader's note."""
    tex = data.decode("utf-8", "replace")
    with contextlib.suppress(CommonplaceError):
        parsed(FormulaDeclaration(tex=tex, symbols=SYMBOLS))
    with contextlib.suppress(CommonplaceError):
        to_mathml(tex, display=True)
    judged(tex, (FormulaDeclaration(tex="y=x", symbols=SYMBOLS),))


SYMBOLS = tuple(Symbol(tex=name, type="scalar") for name in "xyabc")


def renderer(data: bytes) -> None:
    """Render bytes in every field of a passage, and hold the page against that of plain words."""
    assert findings(_page_of(data.decode("utf-8", "surrogateescape")), NEUTRAL) == []


def _page_of(text: str) -> str:
    marked = annotation(
        text,
        comment=text,
        tags=(text,),
        id="a",
        color=text,
        created=text,
        document=Document(key=text or "k", title=text, url=text),
        locator=Locator(headings=(text,), page=text),
    )
    passage = Passage(annotations=(marked,), quote=text)
    source = Source(id="x", title=text, authors=(text,))
    reading = Reading(source=source, passages=(passage,))
    block = passage_block(passage, reading, "sources/x.md", Catalogue(concepts=(), readings=()), place="")
    return markdown.markdown(
        f"# t\n\n{block}\n\nx", extensions=["attr_list", "tables", "footnotes", "def_list", "pymdownx.blocks.html"]
    )


NEUTRAL = Neutral()
NEUTRAL.learn(_page_of("plain"))
NEUTRAL.learn(_page_of("https://example.org/plain"))


TARGETS: dict[str, Target] = {
    **{f"importer-{importer.format}": importer_target(importer.format) for importer in all_importers()},
    "identifying": identifying,
    "formula-parser": formula_parser,
    "renderer": renderer,
    "stored-library": library_targets.stored_library,
    "own-files": library_targets.own_files,
    "search": library_targets.search,
}


def seeds(name: str) -> list[bytes]:
    """What a target starts from."""
    if name.startswith("importer-"):
        folder = EXPORTS / name.removeprefix("importer-")
        return [path.read_bytes() for path in sorted(folder.glob("*")) if path.suffix != ".yml"]
    if name == "stored-library":
        return library_targets.seeds_of_store()
    if name == "own-files":
        return library_targets.seeds_of_files()
    if name == "search":
        return [query.encode() for query in library_targets.SEEDS_OF_SEARCH]
    if name == "identifying":
        return [path.read_bytes() for path in sorted(EXPORTS.glob("*/*")) if path.suffix != ".yml"]
    return [
        rb"\frac{1}{n}\sum_{i=1}^{n}(y_i-\hat y_i)^2 = \lVert y\rVert",
        rb"$$\begin{aligned}a&=b\\c&=d\end{aligned}$$ *a* [x](https://example.org/) `c`",
        "设 $x<y$，> 引文 --8<-- {: .a } <b> | a | b |".encode(),
    ]
