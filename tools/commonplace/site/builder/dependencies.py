"""What a page is made from, beside its own text: programs, settings, the list of files, embedded snippets."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils.yaml import yaml_load

from commonplace.diagnosis import site_settings
from commonplace.site.builder.kept import key_of
from commonplace.site.builder.programs import programs_key

_PLUGINS = frozenset(("search", "meta", "mkdocs-jupyter"))
_OWN_EXTENSIONS = ("commonplace.markdown_mathematics", "commonplace.markdown_shortcuts")
_READS_FILES = frozenset(("pymdownx.b64", "pymdownx.snippets"))
_EXTENSIONS = re.compile(r"(markdown\.extensions\.|pymdownx\.)?\w+(\.\w+)?")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_BETWEEN_NAMES = re.compile(r"[\s\"'/:;\\]+")
_EMBEDS = "8<"
_QUOTED = re.compile(r"8<[^\n]*[\"']")


def are_known(config: MkDocsConfig) -> bool:
    """Whether it is known of every plugin and extension what a page's HTML is made from with it."""
    plugins = {name.rpartition("/")[2] for name in config.plugins if name != "commonplace-cache"}
    snippets: Mapping[str, Any] = config.mdx_configs.get("pymdownx.snippets", {})
    return (
        config.theme.name == "material"
        and not config.hooks
        and plugins <= _PLUGINS
        and all(map(_is_known, config.markdown_extensions))
        and not snippets.get("url_download")
        and not snippets.get("auto_append")
    )


def _is_known(extension: object) -> bool:
    if extension in (*_OWN_EXTENSIONS, "pymdownx.snippets"):
        return True
    return isinstance(extension, str) and extension not in _READS_FILES and bool(_EXTENSIONS.fullmatch(extension))


def common_key(config: MkDocsConfig) -> str:
    """The key of what every page depends on."""
    with Path(config.config_file_path).open("rb") as file:
        settings = _ADDRESS.sub("", repr(yaml_load(file)))
    theme = [key_of(path.name, path.read_bytes()) for path in _files(config.theme.custom_dir)]
    return key_of(programs_key(), settings, theme)


def places(config: MkDocsConfig) -> list[str]:
    """The files and folders that the site is made from, besides what is installed."""
    folders = [config.docs_dir, *_snippet_folders(config), *filter(None, [config.theme.custom_dir])]
    return [*map(str, _settings_files(Path(config.config_file_path))), *map(str, folders)]


def _settings_files(path: Path) -> Iterator[Path]:
    """The settings, and those that they inherit from."""
    yield path
    if parent := site_settings.read(path.read_text("utf-8")).get("INHERIT"):
        yield from _settings_files(Path(os.path.normpath(path.parent / str(parent))))


def _snippet_folders(config: MkDocsConfig) -> list[Path]:
    bases = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ["."])
    return [Path(config.config_file_path).parent / str(base) for base in ([bases] if isinstance(bases, str) else bases)]


def listed_key(files: Files) -> str:
    """The key of what there is, for what may ask for any of it."""
    return key_of(sorted((file.src_uri, *_of_file(file)) for file in files if file.abs_src_path))


def _of_file(file: File) -> tuple[str, str]:
    """What a link to a file depends on."""
    return file.dest_uri, str(file.inclusion)


class AskedFiles(Files):
    """The files of a site, which remember for which of them a page asked: they are all that its links depend on.

    Attributes
    ----------
    answers : dict
        By the path that was asked for, what links depend on; None where there is no such file.
    """

    def __init__(self, files: Files) -> None:
        super().__init__(())
        self._src_uris = dict(files.src_uris) if not isinstance(files.src_uris, dict) else files.src_uris
        self.answers: dict[str, list[str] | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """As its base, and remember."""
        file = super().get_file_from_path(path)
        self.answers[path] = None if file is None else list(_of_file(file))
        return file

    def still_answer(self, answers: Mapping[str, list[str] | None]) -> bool:
        """Whether the same questions have the same answers."""
        for path in answers:
            self.get_file_from_path(path)
        return all(self.answers[path] == told for path, told in answers.items())


def _files(folder: str | Path | None) -> Iterator[Path]:
    if folder:
        yield from (path for path in sorted(Path(folder).rglob("*")) if path.is_file())


def _embedding(text: str) -> str:
    """What of a text may name embedded files: from the first line that embeds to the last, which may begin a list."""
    start = text.rfind("\n", 0, text.index(_EMBEDS)) + 1
    last = text.rindex(_EMBEDS)
    end = text.find("\n", last) if _QUOTED.match(text, last) else -1
    return text[start : end if end > 0 else len(text)]


class Snippets:
    """The files that pages can embed.

    Parameters
    ----------
    config : MkDocsConfig
        Says where they lie.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._root = Path(config.config_file_path).parent
        self._docs = Path(config.docs_dir)
        self._by_name: dict[str, list[Path]] = {}
        for folder in _snippet_folders(config):
            for path in _files(folder):
                self._by_name.setdefault(path.name, []).append(path)
        self._odd = [name for name in self._by_name if _BETWEEN_NAMES.search(name)]
        self._digests: dict[Path, str] = {}

    def key(self, markdown: str) -> str:
        """The key of every file that `markdown` may embed: those that it names, and those that they name."""
        found: dict[Path, str] = {}
        waiting = [markdown]
        while waiting:
            text = waiting.pop()
            for path in self._named_in(text) if _EMBEDS in text else ():
                if path not in found:
                    found[path] = self._digest(path)
                    waiting.append(path.read_text(encoding="utf-8", errors="replace"))
        return key_of(sorted((str(path), digest) for path, digest in found.items()))

    def key_for_notebooks(self) -> str:
        """The key of all code of the library and all that lies beside notebooks: they may import and read it."""
        folders = (self._root / "snippets", self._docs.parent / "snippets", self._docs / "notebooks")
        paths = sorted({path for folder in folders for path in _files(folder) if "__pycache__" not in path.parts})
        return key_of([(str(path), self._digest(path)) for path in paths])

    def _named_in(self, text: str) -> Iterator[Path]:
        text = _embedding(text)
        names = self._by_name.keys() & set(_BETWEEN_NAMES.split(text))
        for name in (*names, *(odd for odd in self._odd if odd in text)):
            yield from self._by_name[name]

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._digests[path]
