"""Reads from impact.com's REST API. Nothing is changed there: what can be said is which address to read, and no more.

Sources: Authentication; Rate Limits; Status Codes & Errors; Brand API v14.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

from courier.credentials import Secret
from courier.delivery.web import in_time, web_client
from courier.destinations.api_address import ApiAccount
from courier.messages import UserError
from courier.plain_json import parse

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 50_000_000
"""Of one answer; more than a page of 20,000 actions has."""
_MOST_PAGES = 500
_LONGEST_QUOTE = 200
"""Characters of impact.com's own words in a sentence."""
_BACK_OFF = (1.0, 4.0)
"""Seconds before an address is read again after impact.com failed with it."""
_UNSAID_LIMIT = 60.0
"""Seconds to wait where impact.com does not say when its limit ends."""
_STEP = 0.1
"""Seconds between two looks whether somebody gave up."""


class ApiError(UserError):
    """impact.com gave no answer that can be used. Never contains the token."""


class ApiUnreachable(ApiError):
    """There is no connection, or it broke: later it may be there."""


class ApiLimited(ApiError):
    """More was asked than impact.com allows in an hour. ``seconds``: after how long it may be asked again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__("api-limited", minutes=max(round(seconds / 60), 1))


class ApiMissing(ApiError):
    """impact.com does not have what was asked for."""


class ApiCancelled(ApiError):
    """Somebody gave up before the answer was there."""


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class ApiClient:
    """Reads with one account. ``patience``: for how many seconds in all it waits for a limit to end and tries again
    after failures of impact.com; ``seconds``: the time for one answer, from the connection to its last byte;
    ``cancelled``: whether somebody gave up. Every method may raise ApiError; call none from the window's thread."""

    def __init__(
        self,
        account: ApiAccount,
        token: Secret,
        *,
        patience: float = 0.0,
        seconds: float = 60.0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._account, self._token = account, token
        self._patience, self._seconds, self._cancelled = patience, seconds, cancelled

    def get(self, path: str, query: Mapping[str, str] | None = None, *, scope: str) -> dict[str, Any]:
        """The object at a path below the account, such as ``/Campaigns``. ``scope``: what the token must be allowed to
        read, as impact.com calls it."""
        return self._read(self._address(path, query), scope)

    def pages(self, path: str, query: Mapping[str, str] | None = None, *, scope: str) -> Iterator[dict[str, Any]]:
        """The object at a path, and those of the further pages that it names."""
        return self.pages_at(self._address(path, query), scope=scope)

    def pages_at(self, address: str, *, scope: str) -> Iterator[dict[str, Any]]:
        """The same for an address of `same_server`."""
        seen = set[str]()
        following: str | None = address
        while following:
            seen.add(following)
            page = self._read(following, scope)
            yield page
            further = page.get("@nextpageuri")
            following = self.same_server(further, following) if further else None
            if further and (following is None or following in seen or len(seen) >= _MOST_PAGES):
                raise ApiError("api-garbled")

    def same_server(self, uri: object, within: str = "") -> str | None:
        """The whole address of what an answer points to; None if that is elsewhere, where the token must not be told.
        ``within``: the address of that answer, "" for the beginning of all."""
        if not isinstance(uri, str) or not uri:
            return None
        try:
            address = urljoin(within or f"{self._account.url}/", uri)
            same = _server(address) == _server(self._account.url)
        except ValueError:
            return None
        return address if same else None

    # ------------------------------------------------------------------ one address

    def _address(self, path: str, query: Mapping[str, str] | None) -> str:
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self._account.url}/Advertisers/{self._account.sid}{path}{asked}"

    def _read(self, address: str, scope: str) -> dict[str, Any]:
        tries = 0
        while True:
            answer = self._ask(address)
            if answer.status == 429:
                wait = _limit_of(answer.headers)
                if wait > self._patience:
                    raise ApiLimited(wait)
            elif answer.status >= 500 and tries < len(_BACK_OFF) and _BACK_OFF[tries] <= self._patience:
                wait = _BACK_OFF[tries]
                tries += 1
            else:
                break
            self._wait(wait)
        if answer.status != 200:
            raise _refusal(answer, scope)
        return _object_in(answer)

    def _wait(self, seconds: float) -> None:
        self._patience -= seconds
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._look()
            time.sleep(min(_STEP, left))

    def _ask(self, address: str) -> _Answer:
        import httpx

        try:
            asking = _request(self._account, self._token, address)
            return asyncio.run(in_time(asking, self._seconds, self._look))
        except TimeoutError:
            raise ApiUnreachable("api-slow", seconds=round(self._seconds)) from None
        except httpx.ConnectError as problem:
            key = "api-certificate" if _is_about_certificate(problem) else "api-unreachable"
            raise ApiUnreachable(key, host=_host(self._account)) from None
        except httpx.InvalidURL:
            raise ApiError("api-garbled") from None
        except httpx.HTTPError:
            raise ApiUnreachable("api-broken", host=_host(self._account)) from None

    def _look(self) -> None:
        if self._cancelled():
            raise ApiCancelled("api-cancelled")


async def _request(account: ApiAccount, token: Secret, address: str) -> _Answer:
    async with (
        web_client(address, (account.sid, token.reveal())) as client,
        client.stream("GET", address) as answer,
    ):
        return _Answer(answer.status_code, dict(answer.headers), await _body(answer))


async def _body(answer: httpx.Response) -> bytes:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise ApiError("api-garbled")
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > _MOST_BYTES:
            raise ApiError("api-huge", most=_MOST_BYTES // 1_000_000)
    return bytes(body)


# ---------------------------------------------------------------------- what an answer says


def _refusal(answer: _Answer, scope: str) -> ApiError:
    status = answer.status
    if status == 401:
        return ApiError("api-login")
    if status == 403:
        return ApiError("api-scope", scope=scope)
    if status == 404:
        return ApiMissing("api-missing")
    if status >= 500:
        return ApiUnreachable("api-failed", status=str(status))
    if 300 <= status < 400:
        return ApiError("api-elsewhere", status=str(status))
    said = _said(answer)
    return ApiError("api-refused-saying" if said else "api-refused", status=str(status), said=said)


def _said(answer: _Answer) -> str:
    """What impact.com says of a refusal, "" where that is nothing."""
    try:
        refusal = _object_in(answer)
    except ApiError:
        return ""
    said = [refusal.get("Message"), *(one for key in ("Errors", "errors") for one in _messages(refusal.get(key)))]
    return "; ".join(dict.fromkeys(words for words in said if isinstance(words, str) and words))[:_LONGEST_QUOTE]


def _messages(errors: object) -> list[object]:
    found = errors if isinstance(errors, list) else []
    return [one.get("Message", one.get("message")) for one in found if isinstance(one, dict)]


def _object_in(answer: _Answer) -> dict[str, Any]:
    try:
        value = parse(answer.body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ApiError("api-garbled")
    return value


def _limit_of(headers: Mapping[str, str]) -> float:
    """In how many seconds the limit ends."""
    said = headers.get("x-ratelimit-reset", "").strip()
    return max(float(said), 1.0) if said.isascii() and said.isdecimal() and len(said) < 7 else _UNSAID_LIMIT


def _server(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    ports = {"https": 443, "http": 80}
    return parts.scheme, parts.hostname, parts.port or ports.get(parts.scheme)


def _host(account: ApiAccount) -> str:
    return urlsplit(account.url).hostname or ""


def _is_about_certificate(problem: BaseException) -> bool:
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
