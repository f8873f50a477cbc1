"""From a service into the library: what it gives is kept as a file, which is then imported as any other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from commonplace.errors import FetchError, LibraryError
from commonplace.fetching import hypothesis, readwise
from commonplace.fetching.asking import Service
from commonplace.fetching.tokens import how_to_set, token_of
from commonplace.model import JSON
from commonplace.store.library import Library

FOLDER = "exports"
_OURS = "commonplace"
"""What of a kept file is ours: where to go on from."""

Kept = dict[str, JSON]


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What was fetched: how much of it came now, and the file that holds all that ever came."""

    path: Path
    new: int


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How the user wants something to be fetched.

    Attributes
    ----------
    output : Path or None
        The file to keep it in, instead of one in the library's folder ``exports``.
    anew : bool
        Whether to fetch everything, instead of what changed since the last time.
    """

    output: Path | None = None
    anew: bool = False


NO_WISHES = Wishes()


def fetch_hypothesis(
    library: Library,
    user: str,
    *,
    address: str = hypothesis.ADDRESS,
    wishes: Wishes = NO_WISHES,
    progress: Callable[[str], None] = lambda _: None,
) -> Fetched:
    """Fetch the annotations of `user` that changed since the last time.

    Without a token these are the public ones. The file is written after each page, so that a fetch that breaks off is
    gone on with the next time.

    Raises
    ------
    FetchError
        If the service does not answer as it should.
    """
    library.require()
    account, token = hypothesis.account_of(user), token_of("hypothesis")
    path = wishes.output or library.root / FOLDER / f"hypothesis-{_file_name(account)}.json"
    kept = {} if wishes.anew else _read(path)
    rows = {str(row["id"]): row for row in _objects(kept.get("rows")) if hypothesis.is_row(row)}
    if _ours(kept).get("account", account) != account:
        raise FetchError(f"{path} is of another account", hint="Name another file with -o FILE.")
    # What anybody may see was all that came without a token: with one, there is more of it, and older.
    is_more = bool(rows and token) and not _ours(kept).get("token")
    last = max((str(row["updated"]) for row in rows.values()), default="")
    service = Service(address, authorization=f"Bearer {token}" if token else "")
    count = 0

    def keep(*, token: bool) -> None:
        ordered = sorted(rows.values(), key=lambda row: (str(row["updated"]), str(row["id"])))
        _write(path, {"total": len(rows), "rows": list(ordered), _OURS: {"account": account, "token": token}})

    for page in hypothesis.pages(service, account, after=hypothesis.before(last) if last and not is_more else ""):
        changed = [row for row in page if rows.get(str(row["id"])) != row]
        count += len(changed)
        rows |= {str(row["id"]): row for row in changed}
        keep(token=bool(token) and not is_more)
        progress(f"{count} annotations of {account}")
    keep(token=bool(token))
    return Fetched(path=path, new=count)


def fetch_readwise(
    library: Library,
    *,
    wishes: Wishes = NO_WISHES,
    progress: Callable[[str], None] = lambda _: None,
) -> Fetched:
    """Fetch the highlights that changed in Readwise since the last time, those that were deleted among them.

    Raises
    ------
    FetchError
        If there is no token, or the service does not answer as it should.
    """
    library.require()
    token = token_of("readwise")
    if not token:
        hint = f"readwise.io/access_token shows yours. {how_to_set('readwise')}."
        raise FetchError("Readwise gives nothing without a token", hint=hint)
    path = wishes.output or library.root / FOLDER / "readwise.json"
    kept = {} if wishes.anew else _read(path)
    books = {str(book.get("user_book_id")): book for book in _objects(kept.get("results"))}
    ours = _ours(kept)
    after, started, cursor = (str(ours.get(key) or "") for key in ("after", "started", "cursor"))
    service = Service(readwise.ADDRESS, authorization=f"Token {token}", pause=readwise.PAUSE)
    count = 0
    for page in readwise.pages(service, after=after, cursor=cursor):
        for book in page.books:
            key = str(book.get("user_book_id"))
            books[key], changed = _joined(books.get(key, {}), book)
            count += changed
        started = started or page.at
        going_on: Kept = {"after": after, "started": started, "cursor": page.cursor}
        done: Kept = {"after": started, "started": "", "cursor": ""}
        _write(path, {"count": len(books), "results": list(books.values()), _OURS: going_on if page.cursor else done})
        progress(f"{count} highlights")
    return Fetched(path=path, new=count)


def _joined(old: Kept, new: Kept) -> tuple[Kept, int]:
    """A book with the highlights of both, those of the later answer first believed; and how many of them changed."""
    highlights = {str(one.get("id")): one for one in _objects(old.get("highlights"))}
    later = {str(one.get("id")): one for one in _objects(new.get("highlights"))}
    changed = sum(highlights.get(key) != one for key, one in later.items())
    return {**old, **new, "highlights": list((highlights | later).values())}, changed


def _file_name(account: str) -> str:
    name = account.removeprefix("acct:").removesuffix("@hypothes.is")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "account"


def _objects(value: JSON) -> list[Kept]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _ours(kept: Kept) -> Kept:
    ours = kept.get(_OURS)
    return ours if isinstance(ours, dict) else {}


def _read(path: Path) -> Kept:
    """What was kept the last time; nothing if there was none."""
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise LibraryError(
            f"cannot be gone on with: {error}", hint="Say --anew to fetch everything again.", path=str(path)
        ) from error
    return told if isinstance(told, dict) else {}


def _write(path: Path, told: Kept) -> None:
    """Put the file in its place whole, so that a crash leaves the one before."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(told, indent=1), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise LibraryError(
            f"cannot be written: {error.strerror or error}", hint="Name another file with -o FILE.", path=str(path)
        ) from error
