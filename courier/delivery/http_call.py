"""One HTTPS request with an account's login, and whether anything of it can have reached the server."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from courier.credentials import Secret
from courier.delivery.errors import Broken, DeliveryError, NotConnected
from courier.delivery.web import in_time, web_client
from courier.destinations.api_address import ApiAccount
from courier.plain_json import parse

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 1_000_000
"""Of an answer; what is beyond is not read."""
_LONGEST_QUOTE = 200
_STEPS = {
    "connection.connect_tcp.started": "port",
    "connection.start_tls.started": "key",
    "http11.send_request_headers.started": "login",
}


class CallNotMade(Exception):
    """Nothing of the request was sent. ``certain``: another try would end the same way."""

    def __init__(self, host: str, key: str, *, certain: bool = False) -> None:
        super().__init__(key)
        self.host, self.key, self.certain = host, key, certain

    def reason(self, port: int = 443) -> DeliveryError:
        """What to say of it."""
        kind = DeliveryError if self.certain else NotConnected
        return kind(self.key, host=self.host, port=str(port))


@dataclass(frozen=True)
class CallAnswer:
    """``headers``: by their name in lower case; ``body``: at most a million bytes of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_json(self) -> bool:
        """Whether the server says that it answers like an API."""
        return "json" in self.headers.get("content-type", "")

    @cached_property
    def json(self) -> dict[str, Any] | None:
        """The object in it, None if there is none."""
        try:
            value = parse(self.body)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    @property
    def said(self) -> str:
        """What impact.com says in words, "" where that is nothing."""
        found = self.json or {}
        words = [found.get("Status"), found.get("Message")]
        for errors in (found.get("errors"), found.get("Errors")):
            for one in errors if isinstance(errors, list) else []:
                if isinstance(one, dict):
                    field = one.get("field", one.get("Field"))
                    message = one.get("message", one.get("Message"))
                    words.append(f"{field}: {message}" if field and message else message)
        spoken = (word for word in words if isinstance(word, str) and word and word != "ERROR")
        return "; ".join(dict.fromkeys(spoken))[:_LONGEST_QUOTE]


@dataclass(frozen=True)
class HttpCaller:
    """Makes requests with one account. ``seconds``: the time for each, from the connection to its last byte."""

    account: ApiAccount
    token: Secret
    seconds: float

    def call(
        self,
        method: str,
        address: str,
        body: str = "",
        begin: Callable[[], None] = lambda: None,
        *,
        reached: Callable[[str], None] = lambda _: None,
        given_up: Callable[[], bool] = lambda: False,
    ) -> CallAnswer:
        """The answer. ``begin``: called right before the first byte of the request is sent; an exception from it stops
        the request; ``reached``: gets the step of the connection that begins. Raises CallNotMade, and Broken once the
        request may have been received."""
        import httpx

        begun = False
        host = urlsplit(self.account.url).hostname or ""

        async def trace(event: str, info: dict[str, Any]) -> None:
            nonlocal begun
            if (step := _STEPS.get(event)) is None:
                return
            if step == "login":
                if info["request"].method != method.encode():
                    # a proxy is asked for the way first
                    return
                begin()
                begun = True
            reached(step)

        def look() -> None:
            if given_up():
                raise TimeoutError

        try:
            return asyncio.run(in_time(self._request(method, address, body, trace), self.seconds, look))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as problem:
            if begun:
                raise Broken from None
            raise _not_made(problem, host) from None

    async def _request(self, method: str, address: str, body: str, trace: Callable[..., Any]) -> CallAnswer:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        async with (
            web_client(address, (self.account.sid, self.token.reveal())) as client,
            client.stream(
                method, address, headers=headers, content=body.encode(), extensions={"trace": trace}
            ) as answer,
        ):
            return CallAnswer(answer.status_code, dict(answer.headers), await _body(answer))


async def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > _MOST_BYTES:
            break
    return bytes(body[:_MOST_BYTES])


def _not_made(problem: BaseException, host: str) -> CallNotMade:
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CallNotMade(host, "api-certificate", certain=True)
        if isinstance(cause, (socket.gaierror, UnicodeError)):
            return CallNotMade(host, "delivery-unknown-host", certain=True)
        if isinstance(cause, TimeoutError):
            return CallNotMade(host, "delivery-timeout")
        cause = cause.__cause__ or cause.__context__
    return CallNotMade(host, "delivery-no-connection")
