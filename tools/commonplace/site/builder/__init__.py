"""MkDocs as `commonplace build` and `serve` run it: with a cache of its pages, which changes none of their bytes.

The cache is a plugin that nobody names in ``mkdocs.yml``: a bare ``mkdocs build``, ProperDocs and Zensical make the
same pages without it.
"""

BUILDERS = {"mkdocs": "MkDocs", "properdocs": "ProperDocs", "zensical": "Zensical"}
"""What can build a site, by the names that commands take."""
DONE, FAILED = "\x04 done", "\x04 failed"
"""How the last line of each build's output begins; after `DONE` stands what the site was made from."""
