"""The page of a book or article: what was marked in it from its beginning to its end, with notes and concepts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from commonplace.model import KeptFile, Page, Passage, Reading, Source
from commonplace.pages.addresses import concept_link, relative
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.chapters import chapter_name
from commonplace.pages.citation import bibtex
from commonplace.pages.passage_block import passage_block
from commonplace.pages.progress import progress
from commonplace.pages.safe_text import encoded, encoded_line, safe_address, yaml_string
from commonplace.store.jsonld import collection_text
from commonplace.store.regions import empty_region

_DEEPEST = 5


def source_page(reading: Reading, catalogue: Catalogue) -> Page:
    """The page of one source."""
    page = reading.path
    title = reading.source.title
    return Page(
        path=page,
        skeleton=f"---\ntitle: {yaml_string(title)}\n---\n\n# {encoded_line(title)}\n\n{empty_region('passages')}",
        regions={
            "passages": "\n\n".join(
                (
                    *_facts(reading, catalogue),
                    *progress(reading, catalogue),
                    *_bibtex(reading.source, catalogue),
                    *_passages(reading, page, catalogue),
                )
            )
        },
    )


def published_collection(reading: Reading) -> KeptFile:
    """The annotations on the page of a source as a W3C collection: the store holds private ones too, and stays here."""
    annotations = [witness for passage in reading.passages for witness in passage.annotations]
    documents = tuple(
        replace(document, file=_name(document.file))
        for document in {one.document.key: one.document for one in annotations}.values()
    )
    text = collection_text(replace(reading.source, documents=documents), annotations)
    return KeptFile(path=collection_path(reading), text=text)


def collection_path(reading: Reading) -> str:
    """Where the published annotations of a source are, below docs/."""
    return f"published/{reading.source.id}.jsonld"


def _facts(reading: Reading, catalogue: Catalogue) -> Iterator[str]:
    say = catalogue.say
    facts = [f"**{label}** {encoded_line(value)}" for label, value in _known(reading.source, catalogue) if value]
    if address := safe_address(reading.source.url):
        facts.append(f'<a href="{address}" rel="noopener noreferrer nofollow">{say("原文", "original")}</a>')
    store = f"[W3C JSON-LD]({relative(reading.path, collection_path(reading))})"
    yield " · ".join((*facts, catalogue.told_passages(len(reading.passages)), store)) + "\n{: .cp-facts }"


def _known(source: Source, catalogue: Catalogue) -> list[tuple[str, str]]:
    say = catalogue.say
    return [
        (say("作者", "author"), catalogue.listed(source.authors)),
        (
            say("出版", "publisher" if source.publisher else "published"),
            " ".join(part for part in (source.publisher, source.published[:10]) if part),
        ),
        ("ISBN", source.isbn),
        (say("文件", "file"), catalogue.listed(dict.fromkeys(map(_name, source.files)))),
    ]


def _name(file: str) -> str:
    """The name of a file alone: folders are its owner's affair, and often bear the owner's name."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _bibtex(source: Source, catalogue: Catalogue) -> Iterator[str]:
    entry = encoded(bibtex(source))
    summary = catalogue.say("引用这本书", "cite this book")
    yield (
        f'<details class="cp-cite"><summary>{summary} (BibTeX)</summary>'
        f'<pre class="cp-cite-text"><code>{entry}</code></pre></details>'
    )


def _passages(reading: Reading, page: str, catalogue: Catalogue) -> Iterator[str]:
    path: tuple[str, ...] = ()
    number = 0
    for passage in reading.passages:
        told = passage.annotations[0].locator.headings
        for level, heading in _new_headings(path, told):
            number += 1
            yield f"{'#' * min(level + 1, _DEEPEST)} {encoded_line(chapter_name(heading))} {{: #chapter-{number} }}"
        path = told
        yield passage_block(passage, reading, page, catalogue, place=_place(passage, page, catalogue))


def _new_headings(before: tuple[str, ...], now: tuple[str, ...]) -> list[tuple[int, str]]:
    """The headings that open between two passages, with their levels from 1."""
    common = next((n for n, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(before), len(now)) if common is None else common
    return [(level, heading) for level, heading in enumerate(now, 1) if level > start and heading.strip()]


def _place(passage: Passage, page: str, catalogue: Catalogue) -> str:
    pages = dict.fromkeys(
        witness.locator.page or str(witness.locator.physical_page or "") for witness in passage.wholes
    )
    place = " / ".join(encoded_line(f"p. {number}") for number in pages if number)
    concepts = catalogue.listed(concept_link(page, concept, catalogue) for concept in catalogue.concepts_of(passage))
    return " · ".join(part for part in (concepts, place) if part)
