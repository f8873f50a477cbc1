"""Pages that lead from the old names of concepts to the new ones: plain files, which every builder copies."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from commonplace.model import KeptFile
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.safe_text import encoded
from commonplace.store.regions import KEPT_WHOLE


def redirects(catalogue: Catalogue) -> Iterator[KeptFile]:
    """One for each old name that no other concept has taken; the place on the page is kept where scripts run."""
    for concept in catalogue.concepts:
        address = f"../{quote(concept.id)}/"
        title = encoded(catalogue.title_of(concept))
        for name in concept.former:
            if name not in catalogue.by_id:
                yield KeptFile(
                    path=f"concepts/{name}/index.html",
                    text=(
                        f'<!doctype html>\n{KEPT_WHOLE}\n<html lang="{catalogue.language.theme}">\n'
                        '<meta charset="utf-8">\n'
                        f'<title>{title}</title>\n<link rel="canonical" href="{address}">\n'
                        '<meta name="robots" content="noindex">\n'
                        '<meta name="viewport" content="width=device-width">\n'
                        f'<meta http-equiv="refresh" content="1; url={address}">\n'
                        '<script src="../../assets/javascripts/moved.js" defer></script>\n'
                        f"<main><h1>{catalogue.say('已改名', 'Renamed')}</h1>\n"
                        f'<p><a href="{address}">{title}</a></p></main>\n</html>\n'
                    ),
                )
