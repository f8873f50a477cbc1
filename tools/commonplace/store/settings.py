"""The owner's settings: ``commonplace.toml`` at the top of a library."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from typing import Any

import msgspec

from commonplace.errors import LibraryError
from commonplace.language import CODES, Code, Language
from commonplace.privacy import Publishing

NAME = "commonplace.toml"
_TEMPLATE = """\
[owner]
# Your accounts where other people annotate too, so that only your words are published: acct:name@hypothes.is
accounts = []

[publish]
# Annotations that only you could see where you made them.
private = false
# Ids of groups whose annotations may stand on pages.
groups = []
# Other people's public annotations.
others = false

[site]
# The language of the interface: "zh", "en", or "both".
language = "both"
"""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner set: which annotations are published, and the language of the interface."""

    publishing: Publishing = msgspec.field(default_factory=Publishing)
    language: Language = msgspec.field(default_factory=Language)


def settings_text(*, language: Code, account: str = "") -> str:
    """Return the settings of a new library: nothing private is published."""
    accounts = json.dumps([account] if account else [], ensure_ascii=False)  # A list of strings in JSON is one in TOML.
    text = _TEMPLATE.replace("accounts = []", f"accounts = {accounts}")
    return text.replace('language = "both"', f'language = "{language}"')


def with_accounts(text: str, accounts: Iterable[str]) -> str:
    """Name the owner's accounts in the text of settings, and leave every other line as it is.

    Raises
    ------
    LibraryError
        If it is not TOML.
    """
    _read(text)
    import tomlkit  # noqa: PLC0415  # It keeps the owner's comments; the settings are read without it.

    told = tomlkit.parse(text)
    told.setdefault("owner", tomlkit.table())["accounts"] = list(accounts)
    return tomlkit.dumps(told)


def read_settings(text: str) -> Settings:
    """Read the text of the settings.

    Raises
    ------
    LibraryError
        If it is not TOML, or a value is not of its kind.
    """
    told = _read(text)
    publish = told.get("publish", {})
    return Settings(
        publishing=Publishing(
            accounts=_names(told.get("owner", {}), "accounts"),
            private=_switch(publish, "private"),
            groups=_names(publish, "groups"),
            others=_switch(publish, "others"),
        ),
        language=_language(told.get("site", {})),
    )


def _language(table: dict[str, Any]) -> Language:
    value = table.get("language", Language().code)
    if value not in CODES:
        raise LibraryError(f"language is {value!r}", hint=f"One of {', '.join(map(repr, CODES))}.", path=NAME)
    return Language(value)


def read_pyodide_address(text: str) -> str:
    """
    Read where readers' browsers load Pyodide from: empty, unless the owner names another place than the site itself.

    Raises
    ------
    LibraryError
        If the settings are not TOML, or it is no address of a folder.
    """
    address = _read(text).get("run", {}).get("pyodide", "")
    if not isinstance(address, str) or (address and not re.fullmatch(r"https://[^\s?#]+/", address)):
        hint = 'Write the folder of a full Pyodide, pyodide = "https://…/", or leave it out to serve it from the site.'
        raise LibraryError(f"pyodide is {address!r}", hint=hint, path=NAME)
    return address


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"is not TOML: {error}", hint="See docs/architecture.md for its keys.", path=NAME) from error


def _names(table: dict[str, Any], key: str) -> frozenset[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise LibraryError(f"{key} is {value!r}", hint=f'Write {key} = ["…"].', path=NAME)
    return frozenset(value)


def _switch(table: dict[str, Any], key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise LibraryError(f"{key} is {value!r}", hint=f"Write {key} = true or {key} = false.", path=NAME)
    return value
