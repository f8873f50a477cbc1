"""Whether what was read comes out of the store as it went in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from commonplace.merging.identity import identified
from commonplace.model import Annotation, Source
from commonplace.store.jsonld import collection_text, read_collection


def stays_the_same(units: Iterable[Annotation]) -> None:
    """Assert that annotations are the same after they were stored."""
    annotations = tuple(identified(units))
    if not annotations:
        return
    documents = tuple({annotation.document.key: annotation.document for annotation in annotations}.values())
    source = Source(id="s", title=documents[0].title, documents=documents)
    text = collection_text(source, annotations)
    text.encode("utf-8")
    kept = read_collection(text, path="x")[1]
    by_key = {document.key: document for document in documents}
    assert kept == tuple(dataclasses.replace(a, document=by_key[a.document.key]) for a in annotations)
