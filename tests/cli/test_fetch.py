"""Fetching, as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from services import READWISE_TOKEN, FakeHypothesis, FakeReadwise, served

from commonplace.cli import cli
from commonplace.fetching import readwise
from commonplace.store.library import Library

ROW = {
    "id": "id1",
    "created": "2024-05-01T08:30:00+00:00",
    "updated": "2024-05-01T08:30:00+00:00",
    "user": "acct:mira@hypothes.is",
    "uri": "https://example.org/nets",
    "text": "",
    "tags": ["softmax"],
    "group": "__world__",
    "permissions": {"read": ["group:__world__"]},
    "target": [{"source": "https://example.org/nets", "selector": [{"type": "TextQuoteSelector", "exact": "words"}]}],
    "document": {"title": ["Neural nets"]},
}
BOOK = {
    "user_book_id": 1,
    "title": "Nets",
    "highlights": [
        {"id": 11, "text": "one", "updated_at": "2024-04-01T00:00:00Z", "is_deleted": False, "location": 1},
        {"id": 12, "text": "two", "updated_at": "2024-04-01T00:00:00Z", "is_deleted": False, "location": 2},
    ],
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.delenv("HYPOTHESIS_TOKEN", raising=False)


@pytest.fixture
def server() -> Iterator[str]:
    with served(FakeHypothesis(rows=[ROW])) as address:
        yield address


def fetch(library: Library, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(library.root), "fetch", *arguments], catch_exceptions=False)


def quotes(library: Library) -> list[str]:
    told = CliRunner().invoke(cli, ["-C", str(library.root), "list", "annotations", "--json"])
    return [item["quote"] for item in json.loads(told.stdout)]


def test_what_was_fetched_is_kept_and_imported_as_any_export(library: Library, server: str) -> None:
    done = fetch(library, "hypothesis", "--user", "mira", "--server", server)
    assert done.exit_code == 0
    assert "Fetched 1 that is new or changed" in done.stdout
    assert "hypothesis → neural-nets: 1 new" in done.stdout
    assert quotes(library) == ["words"]
    assert "Nothing new" in fetch(library, "hypothesis", "--user", "mira", "--server", server).stdout


def test_a_script_gets_what_was_fetched_and_what_was_imported(library: Library, server: str) -> None:
    told = json.loads(fetch(library, "hypothesis", "--user", "mira", "--server", server, "--json").stdout)
    assert told["fetched"] == 1
    assert told["kept"].endswith("hypothesis-mira.json")
    assert [file["new"] for file in told["files"]] == [1]


def test_a_file_may_be_kept_for_later(library: Library, server: str) -> None:
    done = fetch(library, "hypothesis", "--user", "mira", "--server", server, "--no-import", "--json")
    assert json.loads(done.stdout).keys() == {"kept", "fetched"}
    assert quotes(library) == []


def test_what_is_deleted_at_readwise_is_set_aside_if_wished(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    service = FakeReadwise(books=[json.loads(json.dumps(BOOK))])
    monkeypatch.setenv("READWISE_TOKEN", READWISE_TOKEN)
    with served(service) as address:
        monkeypatch.setattr(readwise, "ADDRESS", address)
        assert fetch(library, "readwise").exit_code == 0
        assert sorted(quotes(library)) == ["one", "two"]
        service.books[0]["highlights"][0] |= {"is_deleted": True, "updated_at": "2024-06-01T00:00:00Z"}
        assert fetch(library, "readwise", "--sync").exit_code == 0
        assert quotes(library) == ["two"]
