"""Fetching from Readwise: page by page, then only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from keyring.errors import KeyringError
from services import READWISE_TOKEN, Answer, FakeReadwise, served

from commonplace.errors import FetchError
from commonplace.fetching import readwise
from commonplace.store.library import Library
from commonplace.workflows.fetching import Fetched, fetch_readwise


def highlight(number: int, *, updated: str = "2024-04-01T00:00:00Z", deleted: bool = False) -> dict[str, Any]:
    return {
        "id": number,
        "text": f"words {number}",
        "note": "",
        "updated_at": updated,
        "is_deleted": deleted,
        "tags": [],
        "location": number,
        "location_type": "order",
    }


def book(number: int, *highlights: dict[str, Any]) -> dict[str, Any]:
    return {"user_book_id": number, "title": f"Book {number}", "author": "Lin", "highlights": list(highlights)}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeReadwise:
    monkeypatch.setenv("READWISE_TOKEN", READWISE_TOKEN)
    return FakeReadwise(books=[book(1, highlight(11), highlight(12)), book(2, highlight(21)), book(3, highlight(31))])


@pytest.fixture(autouse=True)
def at_its_address(service: FakeReadwise, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with served(service) as address:
        monkeypatch.setattr(readwise, "ADDRESS", address)
        yield


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def kept(fetched: Fetched) -> dict[int, list[int]]:
    books = json.loads(fetched.path.read_text("utf-8"))["results"]
    return {book["user_book_id"]: [one["id"] for one in book["highlights"]] for book in books}


def test_every_page_is_fetched_at_most_twenty_a_minute(library: Library, waits: list[float]) -> None:
    fetched = fetch_readwise(library)
    assert fetched.new == 4
    assert kept(fetched) == {1: [11, 12], 2: [21], 3: [31]}
    assert len(waits) == 2
    assert all(wait > 2.5 for wait in waits)


def test_only_what_changed_since_is_asked_for_the_next_time(library: Library, service: FakeReadwise) -> None:
    fetch_readwise(library)
    service.books[0]["highlights"][0] = highlight(11, updated="2024-05-02T00:00:00Z", deleted=True)
    service.books[1]["highlights"].append(highlight(22, updated="2024-05-02T00:00:00Z"))
    service.asked.clear()
    fetched = fetch_readwise(library)
    assert service.asked[0] == {"updatedAfter": "2024-05-01T08:59:00+00:00", "includeDeleted": "true"}
    assert fetched.new == 2
    assert kept(fetched) == {1: [11, 12], 2: [21, 22], 3: [31]}


def test_a_fetch_that_broke_off_is_gone_on_with(library: Library, service: FakeReadwise) -> None:
    service.first = [service.own("/api/v2/export/", {}, f"Token {READWISE_TOKEN}"), Answer({}, 401)]
    with pytest.raises(FetchError, match="refuses the token"):
        fetch_readwise(library)
    service.asked.clear()
    fetched = fetch_readwise(library)
    assert service.asked[0] == {"pageCursor": "1"}
    assert kept(fetched) == {1: [11, 12], 2: [21], 3: [31]}


def test_a_place_that_is_too_old_to_go_on_from_is_begun_anew(library: Library, service: FakeReadwise) -> None:
    first = service.own("/api/v2/export/", {}, f"Token {READWISE_TOKEN}")
    assert isinstance(first.told, dict)
    first.told["nextPageCursor"] = "expired"
    service.first = [first]
    assert kept(fetch_readwise(library)) == {1: [11, 12], 2: [21], 3: [31]}


def test_too_many_questions_are_waited_out(library: Library, service: FakeReadwise, waits: list[float]) -> None:
    service.first = [Answer({"detail": "throttled"}, 429, {"Retry-After": "41"})]
    assert fetch_readwise(library).new == 4
    assert 41 in waits


def test_without_a_token_it_is_said_where_to_get_one(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READWISE_TOKEN", raising=False)
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    with pytest.raises(FetchError) as error:
        fetch_readwise(library)
    assert all(word in error.value.hint for word in ("READWISE_TOKEN", "keyring set commonplace readwise"))


def test_a_keyring_that_is_locked_is_as_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: str) -> str:
        raise KeyringError

    monkeypatch.delenv("READWISE_TOKEN", raising=False)
    monkeypatch.setattr("keyring.get_password", locked)
    with pytest.raises(FetchError, match="nothing without a token"):
        fetch_readwise(library)


def test_a_service_that_knows_none_of_its_own_places_is_not_asked_for_ever(
    library: Library, service: FakeReadwise
) -> None:
    first = Answer({"count": 1, "nextPageCursor": "expired", "results": [service.books[0]]})
    service.first = [first, Answer({}, 400)] * 10
    with pytest.raises(FetchError, match="does not know what it is asked"):
        fetch_readwise(library)
    assert len(service.asked) == 4
