"""Services on this computer that behave as the public documentation of the real ones says."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HYPOTHESIS_TOKEN = "6879-mira"  # noqa: S105  # Of a service that is made here.
READWISE_TOKEN = "rw-mira"  # noqa: S105  # As above.
DATE = "Wed, 01 May 2024 09:00:00 GMT"


@dataclass
class Answer:
    """What a service says to one question."""

    told: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeService:
    """What every service has: questions that it was asked, and answers to give before its own."""

    first: list[Answer] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)

    def answer(self, path: str, question: dict[str, str], authorization: str | None) -> Answer:
        """Answer one question."""
        self.asked.append(question)
        self.authorizations.append(authorization)
        return self.first.pop(0) if self.first else self.own(path, question, authorization)

    def own(self, path: str, question: dict[str, str], authorization: str | None) -> Answer:
        """Answer as this service does."""
        raise NotImplementedError


@dataclass
class FakeHypothesis(FakeService):
    """``/api/search``: sorted, at most 200 rows, ``search_after`` by whole milliseconds."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    most: int = 200

    def own(self, path: str, question: dict[str, str], authorization: str | None) -> Answer:
        if path != "/api/search":
            return Answer({"status": "failure", "reason": "not found"}, 404)
        if authorization not in (None, f"Bearer {HYPOTHESIS_TOKEN}"):
            return Answer({"status": "failure", "reason": "invalid token"}, 401)
        limit = int(question.get("limit", "20"))
        if not 0 <= limit <= self.most:
            return Answer({"status": "failure", "reason": "limit"}, 400)
        readable = [row for row in self.rows if authorization or "acct:" not in row["permissions"]["read"][0]]
        found = [row for row in readable if row["user"] == question["user"]]
        key = question.get("sort", "updated")
        found.sort(key=lambda row: str(row[key]), reverse=question.get("order", "desc") == "desc")
        if after := question.get("search_after"):
            found_after = [row for row in found if milliseconds(row[key]) > milliseconds(after)]
            return Answer({"total": len(found), "rows": found_after[:limit]})
        return Answer({"total": len(found), "rows": found[:limit]})


@dataclass
class FakeReadwise(FakeService):
    """``/api/v2/export/``: pages of books by a cursor, what was updated since, deleted highlights if asked for."""

    books: list[dict[str, Any]] = field(default_factory=list)
    books_a_page: int = 1

    def own(self, path: str, question: dict[str, str], authorization: str | None) -> Answer:
        if path != "/api/v2/export/":
            return Answer(None, 404)
        if authorization != f"Token {READWISE_TOKEN}":
            return Answer({"detail": "Invalid token."}, 401)
        since, cursor = question.get("updatedAfter", ""), question.get("pageCursor", "0")
        if not cursor.isdigit():
            return Answer({"detail": "Invalid cursor."}, 400)
        found = []
        for book in self.books:
            highlights = [
                one
                for one in book["highlights"]
                if (not since or datetime.fromisoformat(one["updated_at"]) > datetime.fromisoformat(since))
                and (question.get("includeDeleted") == "true" or not one["is_deleted"])
            ]
            if highlights:
                found.append({**book, "highlights": highlights})
        start = int(cursor)
        end = start + self.books_a_page
        told = {
            "count": sum(len(book["highlights"]) for book in found),
            "nextPageCursor": end if end < len(found) else None,
            "results": found[start:end],
        }
        return Answer(told, headers={"Date": DATE})


def milliseconds(time: str) -> int:
    """A time as the index of a search engine keeps it."""
    return int(datetime.fromisoformat(time).timestamp() * 1000)


@contextmanager
def served(service: FakeService) -> Iterator[str]:
    """Serve on this computer while it is needed; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            question = {key: values[0] for key, values in parse_qs(parts.query).items()}
            answer = service.answer(parts.path, question, self.headers.get("Authorization"))
            body = answer.told if isinstance(answer.told, bytes) else json.dumps(answer.told).encode()
            self.send_response_only(answer.status)
            for name, value in ({"Date": DATE} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
