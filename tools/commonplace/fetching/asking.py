"""Asking a service politely: one question at a time, not too often, waiting when told to, and nobody else."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from commonplace.errors import FetchError
from commonplace.model import JSON

_TIMEOUTS = (10.0, 60.0)
"""Seconds to be connected, and between two bytes of the answer."""
_RETRIES = 6
_MOST_REDIRECTS = 3
_LONGEST_WAIT = 15 * 60
_TOO_OFTEN = 429
_PASSING = frozenset({_TOO_OFTEN, 500, 502, 503, 504})
_WORTH_SAYING = 5
_HOME = frozenset({"localhost", "127.0.0.1", "::1"})
_log = logging.getLogger("commonplace")


class _Patience(Retry):
    """Retries with growing pauses, or those that the service asks for, and says when one is long."""

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait before the next attempt."""
        asked = self.get_retry_after(response) if response else None
        if asked and asked > _WORTH_SAYING:
            _log.warning("The service asks to wait %d seconds.", asked)
        super().sleep(response)


class _Token(requests.auth.AuthBase):
    """Puts the token on each question; without it, requests would look into ``~/.netrc``."""

    def __init__(self, header: str) -> None:
        self._header = header

    def __call__(self, question: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._header:
            question.headers["Authorization"] = self._header
        return question


class Service:
    """A service at `address`, of which questions are asked at least `pause` seconds apart.

    Parameters
    ----------
    address : str
        Its scheme and host; a token goes only over HTTPS, or to this computer.
    authorization : str
        The header that says who asks; empty to ask as anybody.
    pause : float
        Seconds between two questions.
    """

    def __init__(self, address: str, *, authorization: str = "", pause: float = 1.0) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HOME):
            raise FetchError(f"{address} is no address to ask", hint="It begins with https://.")
        if not (authorization.isascii() and authorization.isprintable()):
            raise FetchError(
                "the token holds characters that no token has", hint="Copy it again, without what is around it."
            )
        self._address = address
        self._pause = pause
        self._last = 0.0
        self._session = requests.Session()
        self._session.auth = _Token(authorization)
        self._session.headers["Accept"] = "application/json"
        retries = _Patience(
            total=_RETRIES,
            backoff_factor=1.0,
            status_forcelist=_PASSING,
            allowed_methods=("GET",),
            raise_on_status=False,
            retry_after_max=_LONGEST_WAIT,
        )
        self._session.mount("https://", HTTPAdapter(max_retries=retries))
        self._session.mount("http://", HTTPAdapter(max_retries=retries))

    def ask(self, path: str, question: Mapping[str, str]) -> tuple[dict[str, JSON], str]:
        """Give the JSON object that the service answers, and the time of the answer as the service has it.

        Raises
        ------
        FetchError
            If it cannot be reached, refuses, sends elsewhere, or answers something else.
        """
        self._wait()
        try:
            answer = self._followed(urljoin(self._address, path), question)
        except requests.RequestException as error:
            raise FetchError(
                f"{self._host} cannot be reached: {_reason(error)}",
                hint="What came so far is kept; run the same command again to go on from there.",
            ) from error
        except ValueError as error:  # requests takes the address of a redirection apart, followed or not.
            raise FetchError(
                f"{self._host} sends to an address that cannot be read", hint="Try again later."
            ) from error
        self._require(answer)
        try:
            told = answer.json()
        except (requests.JSONDecodeError, RecursionError) as error:
            raise FetchError(f"{self._host} answers something that is not JSON", hint="Try again later.") from error
        if not isinstance(told, dict):
            raise FetchError(f"{self._host} answers JSON of another kind", hint="Try again later.")
        return told, answer.headers.get("Date", "")

    @property
    def _host(self) -> str:
        return urlsplit(self._address).netloc

    def _wait(self) -> None:
        left = self._last + self._pause - time.monotonic()
        if self._last and left > 0:
            time.sleep(left)
        self._last = time.monotonic()

    def _followed(self, address: str, question: Mapping[str, str]) -> requests.Response:
        """Ask, and follow redirections within the service."""
        asked: Mapping[str, str] | None = question
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._session.get(address, params=asked, timeout=_TIMEOUTS, allow_redirects=False)
            if not answer.is_redirect:
                return answer
            address, asked = urljoin(address, answer.headers["Location"]), None
            if urlsplit(address)[:2] != urlsplit(self._address)[:2]:
                raise FetchError(
                    f"{self._host} sends to another place, {urlsplit(address).netloc}, which is not asked",
                    hint="Look whether the service has moved.",
                )
        raise FetchError(f"{self._host} sends in a circle", hint="Try again later.")

    def _require(self, answer: requests.Response) -> None:
        status = answer.status_code
        if status in (requests.codes.unauthorized, requests.codes.forbidden):
            raise FetchError(
                f"{self._host} refuses the token ({status})", hint="Make a new one there, and set it anew."
            )
        if status in _PASSING:
            what = "is asked too often" if status == _TOO_OFTEN else "has trouble"
            raise FetchError(
                f"{self._host} {what} ({status})",
                hint="What came so far is kept; run the same command again later to go on from there.",
            )
        if not answer.ok:
            raise UnknownQuestionError(
                f"{self._host} does not know what it is asked ({status})", hint=answer.text[:200]
            )


class UnknownQuestionError(FetchError):
    """The service says that the question is wrong, as when a place to go on from is too old."""


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "it takes too long to answer"
    inner = error.args[0] if error.args else error
    return str(getattr(inner, "reason", inner)).split("object at 0x")[0][:200]
