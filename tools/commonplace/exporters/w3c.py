"""W3C Web Annotations: the whole library as one collection, as the store writes those of single sources."""

from __future__ import annotations

from commonplace.exporter import Exporter, Holdings
from commonplace.model import Source
from commonplace.store.jsonld import collection_text


class WebAnnotations(Exporter):
    """Every annotation with all that is known of it, one a line."""

    format = "w3c"
    description = "W3C Web Annotations, for other annotation software and for keeping: all that is known (JSON-LD)"
    ending = ".jsonld"
    loses = "what you decided about annotations and sources: links, answers, joined books"

    def export(self, holdings: Holdings) -> bytes:
        """Return an AnnotationCollection; a document is in it if an annotation of it is."""
        annotations = tuple(annotation for _, annotation in holdings.annotations)
        documents = {annotation.document.key: annotation.document for annotation in annotations}
        whole = Source(id="library", title="commonplace", documents=tuple(documents.values()))
        return collection_text(whole, annotations).encode()
