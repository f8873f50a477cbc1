"""The steps of an import, each against the least that anybody would have to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import ahocorasick_rs
import msgspec
import orjson
from made_exports import FORMATS, hypothesis, write
from measuring import Step

from commonplace.concepts.terms import Terms
from commonplace.importers import all_importers, importer_named
from commonplace.linking.links import link
from commonplace.merging.annotations import merge
from commonplace.merging.identity import identified
from commonplace.merging.passages import passages_of
from commonplace.model import Annotation, Concept, Export
from commonplace.pages import all_pages
from commonplace.reading.exports import read_export
from commonplace.store.jsonld import annotation_object, collection_text, read_collection
from commonplace.store.library import Library
from commonplace.store.regions import filled
from commonplace.store.shelves import Shelf, Store, shelves_of
from commonplace.workflows.importing import import_exports
from commonplace.workflows.initialising import initialise
from commonplace.workflows.surveying import Survey, catalogue_of, survey

all_importers()  # They are imported when they are first asked for.
_HASH = """
import hashlib, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*"):
    if path.is_file():
        hashlib.sha256(path.read_bytes())
"""
_ONE = """
import json, pathlib, sys
path = pathlib.Path(sys.argv[1])
data = path.read_bytes()
json.loads(data)
path.with_suffix(".copy").write_bytes(data)
"""
_PAYLOAD = re.compile(rb"^>(\{.*\})$", re.MULTILINE)


def exports(folder: Path, count: int) -> list[Path]:
    """Exports of `count` annotations, made once."""
    if not folder.exists():
        write(folder, count)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def texts(folder: Path, count: int) -> list[Export]:
    """The exports, read."""
    return [read_export(path, name=path.name) for path in exports(folder, count)]


def marked(folder: Path, count: int) -> list[Annotation]:
    """The annotations in the exports."""
    exports(folder, count)
    found: list[Annotation] = []
    for name in FORMATS:
        for path in sorted((folder / name).iterdir()):
            units = importer_named(name).parse(read_export(path, name=path.name))
            found.extend(identified(unit for unit in units if isinstance(unit, Annotation)))
    return found


def shelves(folder: Path, count: int) -> tuple[Shelf, ...]:
    """The sources of the annotations."""
    found = marked(folder, count)
    return shelves_of(Store(documents=tuple(a.document for a in found), annotations={a.id: a for a in found}))


def library(folder: Path, count: int) -> Path:
    """An empty library beside the exports; gives the exports' folder."""
    exports(folder, count)
    return folder


def imported(folder: Path, count: int) -> Library:
    """A library that holds the annotations, made once."""
    root = folder.with_name(folder.name + "-library")
    if not root.exists():
        initialise(root)
        command(root, "import", str(library(folder, count)))
    return Library(root)


def command(root: Path, *words: str) -> None:
    """Run commonplace on a library, in a process of its own as users do."""
    subprocess.run(  # noqa: S603  # Ours.
        [sys.executable, "-m", "commonplace", "-C", str(root), *words], check=True, stdout=subprocess.DEVNULL
    )


def parse(name: str, found: Iterable[Export]) -> int:
    """Read all units of exports in one format."""
    return sum(1 for export in found for _ in importer_named(name).parse(export))


def of_format(name: str) -> Callable[[Path, int], list[Export]]:
    """The exports in one format."""
    return lambda folder, count: [
        read_export(path, name=path.name) for path in exports(folder, count) if path.parent.name == name
    ]


def decode(loads: Callable[[bytes], object], found: Iterable[Export]) -> None:
    """Decode the JSON of exports and nothing else: the whole text, or the payloads of Annotator's blocks."""
    for export in found:
        data = export.text.encode()
        for payload in [data] if data.startswith(b"{") else _PAYLOAD.findall(data):
            loads(payload)


def split(found: Iterable[Export]) -> None:
    """Decode text and split it into lines."""
    for export in found:
        export.text.encode().decode().split("\n")


def recognise(found: Iterable[Export]) -> None:
    """Ask every importer about every export."""
    for export in found:
        for importer in all_importers():
            list(importer.identify(export))


def concepts(count: int) -> tuple[Concept, ...]:
    """Concepts with `count` aliases in all; a hundred of them occur in the texts, as a library's do."""
    usual = ("梯度", "softmax", "导数", "概率", "学习率", "激活函数", "内积", "gradient", "loss", "bias")
    names = [*usual, *(f"术语{number}" for number in range(count - len(usual)))]
    return tuple(
        Concept(id=f"c{start}", title=names[start], names={"zh": names[start]}, aliases=tuple(names[start : start + 5]))
        for start in range(0, len(names), 5)
    )


def with_aliases(count: int) -> Callable[[Path, int], tuple[list[Annotation], tuple[Concept, ...]]]:
    """Annotations, and concepts to link them to."""
    return lambda folder, size: (marked(folder, size), concepts(count))


def find_terms(prepared: tuple[list[Annotation], tuple[Concept, ...]]) -> None:
    """Find the aliases in the quotes and comments, in one pass."""
    found, known = prepared
    names = [name.casefold() for concept in known for name in concept.aliases]
    automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for annotation in found:
        for text in (annotation.quote, *(comment.value for comment in annotation.comments)):
            automaton.find_matches_as_indexes(text.casefold())


def alternation(prepared: tuple[list[Annotation], tuple[Concept, ...]]) -> None:
    """The same with one regular expression."""
    found, known = prepared
    names = sorted((name.casefold() for concept in known for name in concept.aliases), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names)))
    for annotation in found:
        for text in (annotation.quote, *(comment.value for comment in annotation.comments)):
            pattern.findall(text.casefold())


def join(found: Iterable[Shelf]) -> None:
    """Join the passages of each source."""
    for shelf in found:
        passages_of(shelf.annotations)


def equal(found: Iterable[Shelf]) -> None:
    """Group quotes that are equal after normalising, by source."""
    for shelf in found:
        groups: dict[str, list[str]] = {}
        for annotation in shelf.annotations:
            groups.setdefault(_bare(annotation.quote), []).append(annotation.id)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def save(found: Iterable[Shelf]) -> None:
    """Write the store's text."""
    for shelf in found:
        collection_text(shelf.source, shelf.annotations).encode()


def objects(folder: Path, count: int) -> list[list[dict[str, object]]]:
    """What the store holds, as plain JSON."""
    return [[annotation_object(a) for a in shelf.annotations] for shelf in shelves(folder, count)]


def stored(folder: Path, count: int) -> list[str]:
    """The texts of the store."""
    return [collection_text(shelf.source, shelf.annotations) for shelf in shelves(folder, count)]


def surveyed(folder: Path, count: int) -> tuple[Library, Survey]:
    """A library that was looked at."""
    found = imported(folder, count)
    return found, survey(found)


def render(prepared: tuple[Library, Survey]) -> None:
    """Make every page."""
    found, seen = prepared
    for page in all_pages(catalogue_of(found, seen)):
        filled(found.text(found.docs / page.path), page)


def read_pages(prepared: tuple[Library, Survey]) -> None:
    """Read and write as many bytes as the pages have."""
    found, _ = prepared
    for path in found.docs.rglob("*.md"):
        path.read_text(encoding="utf-8").encode()


def import_all(folder: Path) -> None:
    """Import into a new library."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "library"
        initialise(root)
        import_exports(Library(root), [str(folder)])


def import_floor(folder: Path) -> None:
    """Read everything, decode only the JSON, write as many bytes as a store holds."""
    with tempfile.TemporaryDirectory() as place:
        for number, path in enumerate(path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            for payload in [data] if data.startswith(b"{") else _PAYLOAD.findall(data):
                msgspec.json.decode(payload)
            (Path(place) / str(number)).write_bytes(data)


def imported_apart(folder: Path, count: int) -> Library:
    """A library of its own that holds the annotations, to import more into."""
    root = folder.with_name(folder.name + "-library-to-grow")
    if not root.exists():
        shutil.copytree(imported(folder, count).root, root)
        command(root, "render")  # A copy has other times: what is known of its files is learnt once.
    return Library(root)


def next_export(found: Library) -> Path:
    """An export of twenty annotations on a book that the library does not hold yet."""
    book = len(found.store_files())
    ((_, text),) = hypothesis(20, first=10_000_000 + 100 * book)
    path = found.root.with_name(f"{found.root.name}-{book}.json")
    path.write_text(text, encoding="utf-8")
    return path


def import_one_more(found: Library) -> None:
    """Import an export of a further book."""
    command(found.root, "import", str(next_export(found)))


def decode_one_more(found: Library) -> None:
    """Start Python, read an export, decode it, and write as many bytes."""
    path = next_export(found)
    subprocess.run([sys.executable, "-c", _ONE, str(path)], check=True)  # noqa: S603  # Ours.


def reimport(found: Library) -> None:
    """Import again what was imported."""
    command(found.root, "import", str(found.root).removesuffix("-library"))


def hash_exports(found: Library) -> None:
    """Start Python and hash the exports."""
    subprocess.run(  # noqa: S603  # Ours.
        [sys.executable, "-c", _HASH, str(found.root).removesuffix("-library")], check=True
    )


STEPS = [
    *(
        Step(
            name=f"parse {name}",
            prepare=of_format(name),
            work=partial(parse, name),
            floor=partial(decode, msgspec.json.decode),
            told=told,
            peers={"orjson": partial(decode, orjson.loads), "json": partial(decode, json.loads)},
        )
        for name, told in (
            ("hypothesis", "msgspec decodes the JSON"),
            ("obsidian-annotator", "msgspec decodes the JSON in the blocks"),
        )
    ),
    Step(
        name="parse weread",
        prepare=of_format("weread"),
        work=partial(parse, "weread"),
        floor=split,
        told="the text is decoded and split into lines",
    ),
    Step(name="recognise", prepare=texts, work=recognise, floor=split, told="the text is split into lines"),
    Step(
        name="merge",
        prepare=marked,
        work=partial(merge, {}),
        floor=lambda found: {a.id: a for a in found},
        told="a dictionary by id",
    ),
    *(
        Step(
            name=f"link, {count:,} aliases",
            prepare=with_aliases(count),
            work=lambda prepared: link(prepared[0], Terms(prepared[1])),
            floor=find_terms,
            told="ahocorasick_rs finds the aliases",
            peers={"re": alternation} if count < 10_000 else {},  # It takes minutes.
            largest=100_000,
        )
        for count in (1_000, 20_000)
    ),
    Step(
        name="join",
        prepare=shelves,
        work=join,
        floor=equal,
        told="quotes that are equal after normalising, by source",
    ),
    Step(
        name="save",
        prepare=shelves,
        work=save,
        floor=lambda found: [msgspec.json.encode(a) for shelf in found for a in shelf.annotations],
        told="msgspec encodes the values as they are",
    ),
    Step(
        name="load",
        prepare=stored,
        work=lambda found: [read_collection(text, path="") for text in found],
        floor=lambda found: [msgspec.json.decode(text) for text in found],
        told="msgspec decodes the JSON",
        peers={"json": lambda found: [json.loads(text) for text in found]},
    ),
    Step(
        name="render",
        prepare=surveyed,
        work=render,
        floor=read_pages,
        told="as many bytes are read",
        largest=100_000,
    ),
    Step(
        name="import",
        prepare=library,
        work=import_all,
        floor=import_floor,
        told="read all, decode the JSON, write as many bytes",
        largest=100_000,
    ),
    Step(
        name="import one more of 20",
        prepare=imported_apart,
        work=import_one_more,
        floor=decode_one_more,
        told="Python starts, reads it, decodes it and writes as many bytes",
        largest=100_000,
    ),
    Step(
        name="import again",
        prepare=imported,
        work=reimport,
        floor=hash_exports,
        told="Python starts and hashes the exports",
        largest=100_000,
    ),
]
