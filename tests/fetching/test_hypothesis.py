"""Fetching from Hypothesis: all of it, once, politely, and as far as it came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from services import HYPOTHESIS_TOKEN, Answer, FakeHypothesis, served

from commonplace.errors import FetchError, LibraryError
from commonplace.fetching import hypothesis
from commonplace.store.library import Library
from commonplace.workflows.fetching import Fetched, Wishes, fetch_hypothesis


def row(number: int, *, updated: str = "", private: bool = False, text: str = "") -> dict[str, Any]:
    time = updated or f"2024-05-01T08:30:{number:02}.000000+00:00"
    reader = "acct:mira@hypothes.is" if private else "group:__world__"
    return {
        "id": f"id{number}",
        "created": time,
        "updated": time,
        "user": "acct:mira@hypothes.is",
        "uri": "https://example.org/nets",
        "text": text,
        "tags": [],
        "group": "__world__",
        "permissions": {"read": [reader]},
        "target": [
            {
                "source": "https://example.org/nets",
                "selector": [{"type": "TextQuoteSelector", "exact": f"words {number}"}],
            }
        ],
        "document": {"title": ["Nets"]},
    }


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeHypothesis:
    """Seven annotations, and pages of three."""
    monkeypatch.setattr(hypothesis, "_PAGE", 3)
    monkeypatch.setenv("HYPOTHESIS_TOKEN", HYPOTHESIS_TOKEN)
    return FakeHypothesis(rows=[row(number) for number in range(7)])


@pytest.fixture
def address(service: FakeHypothesis) -> Iterator[str]:
    with served(service) as address:
        yield address


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def fetch(library: Library, address: str, **told: Any) -> Fetched:
    return fetch_hypothesis(library, "mira", address=address, **told)


def kept(fetched: Fetched) -> list[str]:
    return [item["id"] for item in json.loads(fetched.path.read_text("utf-8"))["rows"]]


def test_every_page_is_fetched_and_kept_in_the_library(library: Library, address: str, waits: list[float]) -> None:
    fetched = fetch(library, address)
    assert fetched.path == library.root / "exports" / "hypothesis-mira.json"
    assert fetched.new == 7
    assert kept(fetched) == [f"id{number}" for number in range(7)]
    assert waits  # Between two questions.


def test_only_what_changed_is_asked_for_the_next_time(library: Library, address: str, service: FakeHypothesis) -> None:
    fetch(library, address)
    service.asked.clear()
    service.rows[2] = row(2, updated="2024-06-01T00:00:00+00:00", text="changed")
    service.rows.append(row(9))
    assert fetch(library, address).new == 2
    assert all("search_after" in question for question in service.asked)
    assert kept(fetch(library, address)) == ["id0", "id1", "id3", "id4", "id5", "id6", "id9", "id2"]
    assert fetch(library, address).new == 0


def test_a_fetch_that_broke_off_is_gone_on_with(library: Library, address: str, service: FakeHypothesis) -> None:
    answer = service.own("/api/search", {"user": "acct:mira@hypothes.is", "limit": "3", "order": "asc"}, None)
    service.first = [answer, Answer({}, 400)]
    with pytest.raises(FetchError):
        fetch(library, address)
    service.asked.clear()
    assert fetch(library, address).new == 4
    assert "search_after" in service.asked[0]


def test_annotations_of_one_millisecond_are_not_lost_between_two_pages(
    library: Library, address: str, service: FakeHypothesis
) -> None:
    service.rows = [row(n, updated=f"2024-05-01T08:30:00.00{n // 2}00{n}+00:00") for n in range(8)]
    assert fetch(library, address).new == 8


def test_private_ones_need_the_token_and_older_ones_come_when_it_is_given(
    library: Library, address: str, service: FakeHypothesis, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.rows = [row(0, private=True), row(1), row(2)]
    monkeypatch.delenv("HYPOTHESIS_TOKEN")
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    assert kept(fetch(library, address)) == ["id1", "id2"]
    monkeypatch.setattr("keyring.get_password", lambda *_: HYPOTHESIS_TOKEN)
    assert kept(fetch(library, address)) == ["id0", "id1", "id2"]
    assert service.authorizations[-1] == f"Bearer {HYPOTHESIS_TOKEN}"


def test_it_waits_as_long_as_it_is_told_to(
    library: Library, address: str, service: FakeHypothesis, waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    service.first = [Answer({}, 429, {"Retry-After": "37"})]
    assert fetch(library, address).new == 7
    assert 37 in waits
    assert "asks to wait 37 seconds" in caplog.text


def test_trouble_that_passes_is_waited_out_longer_each_time(
    library: Library, address: str, service: FakeHypothesis, waits: list[float]
) -> None:
    service.first = [Answer({}, status) for status in (500, 502, 503, 504)]
    assert fetch(library, address).new == 7
    pauses = [pause for pause in waits if pause >= 1.5]
    assert pauses == sorted(pauses)
    assert len(pauses) >= 3


def test_trouble_that_stays_is_said(library: Library, address: str, service: FakeHypothesis) -> None:
    service.first = [Answer({}, 503) for _ in range(20)]
    with pytest.raises(FetchError, match=r"has trouble \(503\)"):
        fetch(library, address)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer({}, 401), "refuses the token"),
        (Answer({}, 404), "does not know what it is asked"),
        (Answer(b"<html>maintenance</html>"), "not JSON"),
        (Answer([]), "JSON of another kind"),
        (Answer({"rows": [{"id": 1}]}), "answers no annotations"),
        (Answer({}, 302, {"Location": "https://elsewhere.example/api"}), "sends to another place, elsewhere.example"),
        (Answer({}, 302, {"Location": "https://[elsewhere/api"}), "sends to an address that cannot be read"),
    ],
)
def test_what_is_no_answer_is_an_error_that_says_so(
    library: Library, address: str, service: FakeHypothesis, answer: Answer, problem: str
) -> None:
    service.first = [answer]
    with pytest.raises(FetchError, match=problem):
        fetch(library, address)
    assert len(service.asked) == 1


def test_it_goes_along_when_the_service_has_moved_within_itself(
    library: Library, address: str, service: FakeHypothesis
) -> None:
    service.first = [
        Answer({}, 301, {"Location": f"{address}/api/search?user=acct:mira@hypothes.is&order=asc&limit=3"})
    ]
    assert fetch(library, address).new == 7


def test_a_service_that_is_not_there_is_said(library: Library) -> None:
    with pytest.raises(FetchError, match=r"127\.0\.0\.1:9 cannot be reached"):
        fetch(library, "http://127.0.0.1:9")


def test_a_token_goes_over_no_open_line(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYPOTHESIS_TOKEN", "secret")
    with pytest.raises(FetchError, match="no address to ask"):
        fetch(library, "http://hypothes.example")


def test_the_file_of_another_account_is_left_alone(library: Library, address: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    fetch(library, address, wishes=Wishes(output=path))
    before = path.read_bytes()
    with pytest.raises(FetchError, match="is of another account"):
        fetch_hypothesis(library, "jonas", address=address, wishes=Wishes(output=path))
    assert path.read_bytes() == before


def test_everything_is_fetched_anew_when_asked_for(library: Library, address: str, service: FakeHypothesis) -> None:
    fetch(library, address)
    del service.rows[0]
    assert len(kept(fetch(library, address))) == 7
    assert len(kept(fetch(library, address, wishes=Wishes(anew=True)))) == 6


def test_a_service_that_says_the_same_again_is_not_asked_for_ever(
    library: Library, address: str, service: FakeHypothesis
) -> None:
    same = Answer({"total": 3, "rows": [row(number) for number in range(3)]})
    service.first = [same] * 20
    assert fetch(library, address).new == 3
    assert len(service.asked) <= 3


def kept_before(library: Library, text: str) -> None:
    path = library.root / "exports" / "hypothesis-mira.json"
    path.parent.mkdir()
    path.write_text(text, "utf-8")


def test_a_kept_file_that_is_no_json_is_said_and_left_alone(library: Library, address: str) -> None:
    kept_before(library, "{")
    with pytest.raises(LibraryError, match="cannot be gone on with") as error:
        fetch(library, address)
    assert "--anew" in error.value.hint


@pytest.mark.parametrize("text", ['{"rows": [{"id": "a", "updated": "yesterday"}], "total": 1}', "[]"])
def test_a_kept_file_of_something_else_is_made_anew(library: Library, address: str, text: str) -> None:
    kept_before(library, text)
    assert kept(fetch(library, address)) == [f"id{number}" for number in range(7)]


def test_a_token_of_strange_characters_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYPOTHESIS_TOKEN", "令牌")
    with pytest.raises(FetchError, match="characters that no token has"):
        fetch(library, "http://127.0.0.1:9")
