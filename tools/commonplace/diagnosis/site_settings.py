"""What a library's ``mkdocs.yml`` lacks: one that was made by an earlier version does not name what came later."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from pathspec import GitIgnoreSpec

from commonplace.diagnosis import Diagnosis

_PATTERNS = {
    "exclude_docs": "the site would publish what is no page of it",
    "not_in_nav": "the strict build fails as soon as there are such pages",
}
_LISTS = ("extra_css", "extra_javascript", "markdown_extensions")


class _Reader(yaml.SafeLoader):
    """Reads settings without doing what their tags ask for: `!ENV`, `!!python/object`."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> str:
    """Stand for a value that a tag would make: what it is does not matter here."""
    del loader, node
    return suffix


for _prefix in ("!", "tag:yaml.org,2002:python/"):
    _Reader.add_multi_constructor(_prefix, _tag)


def read(text: str) -> dict[str, Any]:
    """Read the text of a ``mkdocs.yml``.

    Raises
    ------
    yaml.YAMLError
        If it is not YAML.
    """
    value = yaml.load(io.StringIO(text), Loader=_Reader)  # noqa: S506  # A safe one, see above.
    return value if isinstance(value, dict) else {}


def inherited(settings: dict[str, Any], parent: dict[str, Any]) -> dict[str, Any]:
    """`settings` over those of the file that they inherit from, as MkDocs joins them."""
    joined = dict(parent)
    for key, value in settings.items():
        old = joined.get(key)
        joined[key] = inherited(value, old) if isinstance(value, dict) and isinstance(old, dict) else value
    return joined


def lacking(settings: dict[str, Any], template: dict[str, Any], pages: Iterable[str]) -> Iterator[Diagnosis]:
    """What is to be added to the `settings` of a library, as a new library's `template` has it.

    Parameters
    ----------
    settings, template : dict
        The library's settings and a new library's.
    pages : iterable of str
        The library's pages, as paths below ``docs/``.
    """
    yield from _pages(settings, template, sorted(pages))
    for key in _LISTS:
        there = {_name(item) for item in settings.get(key) or ()}
        missing = [item for item in template.get(key) or () if _name(item) not in there]
        if missing:
            yield _wrong(f"{key} does not have {', '.join(map(_name, missing))}", key, missing)
    for key, harm in _PATTERNS.items():
        if key == "not_in_nav" and "nav" not in settings:
            continue  # MkDocs makes one of all pages.
        told, wanted = (str(some.get(key) or "").split() for some in (settings, template))
        if hidden := [line for line in wanted if line not in told]:
            yield _wrong(f"{key} does not have {' '.join(hidden)}, so {harm}", key, hidden)


def _pages(settings: dict[str, Any], template: dict[str, Any], pages: list[str]) -> Iterator[Diagnosis]:
    """Pages that no reader finds, and entries that lead nowhere: MkDocs warns of both, and `build` then fails."""
    if "nav" not in settings:
        return  # MkDocs makes one of all pages.
    named = list(_named(settings["nav"]))
    # What a new library keeps out of its navigation is asked for below.
    apart = [str(settings.get(key) or "").splitlines() for key in ("not_in_nav", "exclude_docs", "draft_docs")]
    apart.append(str(template.get("not_in_nav") or "").splitlines())
    unseen = GitIgnoreSpec.from_lines([line for lines in apart for line in lines])
    omitted = [page for page in pages if page not in named and not unseen.match_file(page)]
    usual = list(_named(template.get("nav")))
    omitted.sort(key=lambda page: (usual.index(page) if page in usual else len(usual), page))
    if omitted:
        yield _wrong(f"nav does not name {', '.join(omitted)}, so the strict build fails", "nav", omitted)
    gone = [entry for entry in named if entry.endswith(".md") and entry not in pages]
    if gone:
        yield Diagnosis(
            about="site",
            state="wrong",
            told=f"nav names {', '.join(gone)}, and there is no such page",
            remedy="Take these entries out of nav, or run `commonplace render` if they are pages of the tool.",
            path="mkdocs.yml",
        )


def _named(nav: Any) -> Iterator[str]:  # noqa: ANN401  # What YAML may be.
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(item)


def _name(item: Any) -> str:  # noqa: ANN401  # As above.
    """What an entry of a list is about: a path, or the name of an extension with its options."""
    if isinstance(item, dict):
        return str(item.get("path") or next(iter(item)))
    return str(item)


def _wrong(told: str, key: str, added: list[Any]) -> Diagnosis:
    """Say which lines `key` needs more, as they are to be typed."""
    lines = added if key in _PATTERNS else [f"- {_flow(item)}" for item in added]
    opening = f"{key}: |" if key in _PATTERNS else f"{key}:"
    remedy = "\n".join([f"Add to mkdocs.yml, below the line `{opening}`:", *(f"  {line}" for line in lines)])
    return Diagnosis(about="site", state="wrong", told=told, remedy=remedy, path="mkdocs.yml")


def _flow(item: Any) -> str:  # noqa: ANN401  # As above.
    """`item` as YAML in one line."""
    text = yaml.safe_dump(item, allow_unicode=True, default_flow_style=True, sort_keys=False, width=1000)
    return str(text).split("\n", maxsplit=1)[0]
