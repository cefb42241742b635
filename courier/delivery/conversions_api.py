"""Delivery to impact.com's Conversions API: one call per order, never made twice where nobody knows what became of it.

Sources: Conversions, Brand API v14; Rate Limits; Status Codes & Errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urljoin, urlsplit

from courier.credentials import Secret
from courier.delivery.call_pace import CallsUsedUp, call_pace
from courier.delivery.conversion_call import call_parameters
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import (
    Broken,
    BrokenBeforeData,
    Cancelled,
    DeliveryError,
    LoginRefused,
    NotConnected,
    PartRefused,
    destination_error_stops,
)
from courier.delivery.http_call import CallAnswer, CallNotMade, HttpCaller
from courier.delivery.receipt import ORDER_REFUSED, QUEUED, PartFile, State
from courier.delivery.transport import open_part
from courier.destinations import Destination, DestinationError
from courier.destinations.api_address import ApiAccountError, api_account

_PATIENCE = timedelta(seconds=120)
"""How long one order waits for a limit of impact.com to end; after that the rest can be sent later."""
_UNSAID_LIMIT = timedelta(seconds=60)
_LONGEST_LIMIT = timedelta(hours=1)
_STEP = 0.1
_CONTENT = (400, 422)
"""Refusals of this order alone."""


class ConversionsTransport:
    """One account. Each part holds one order, and is handed over by one call."""

    blind_outcome = (State.TAKEN, QUEUED)
    lost_key = "receipt-call-unconfirmed"

    def __init__(
        self, destination: Destination, secret: Secret | None, dialer: CancellableDialer, clock: Callable[[], datetime]
    ) -> None:
        """Read something, which proves the login and changes nothing. Raises DeliveryError in plain words."""
        with destination_error_stops():
            try:
                account = api_account(destination.user, destination.api.url)
            except ApiAccountError as problem:
                raise DestinationError(problem.key, **problem.facts) from None
        self.is_plaintext = dialer.is_plaintext = account.url.startswith("http:")
        self._host, self._clock, self._transcript = destination.host, clock, dialer.transcript
        self._url = f"{account.url}/Advertisers/{account.sid}/Conversions"
        self._pace = call_pace(account.keychain_name)
        self._queued: dict[str, str] = {}
        self._caller = HttpCaller(account, secret or Secret(""), destination.timeout_seconds)
        self._log_in(f"{account.url}/Advertisers/{account.sid}/Campaigns", dialer, destination)

    def remote_path(self, name: str) -> str:
        """Where impact.com will answer to a part that it took, else where parts are sent."""
        return self._queued.get(name, self._url)

    def close(self) -> None:
        """Each call has a connection of its own."""

    def _log_in(self, address: str, dialer: CancellableDialer, destination: Destination) -> None:
        self._transcript.sent(f"GET {address}")
        try:
            answer = self._caller.call("GET", address, reached=dialer.enter_step, given_up=lambda: dialer.ended)
        except CallNotMade as problem:
            raise problem.reason(destination.port) from None
        except Broken:
            raise NotConnected("delivery-broken-before", host=self._host) from None
        self._note(answer, refused=answer.status not in (200, 403))
        if answer.status == 429:
            raise CallsUsedUp(self._closed(answer))
        if answer.status >= 500:
            raise NotConnected("api-failed", status=str(answer.status))
        # a token may lack the right to read programs, but a stranger would not be told so
        if answer.status not in (200, 403):
            raise _refusal(answer)
        if not answer.is_json:
            raise DeliveryError("api-garbled")

    def hand_over(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> None:
        with open_part(part) as source:
            body = urlencode(call_parameters(source.read()))
        progress(0)
        answer = self._answer(part, body, begin, progress)
        if answer.status >= 500 or answer.status == 408:
            raise Broken
        if not 200 <= answer.status < 300:
            raise _refusal(answer)
        said = answer.json
        if said is None or said.get("Status") != "QUEUED":
            # whoever answered there, it may have passed the order on
            raise Broken
        self._queued[part.name] = self._same_account(said.get("QueuedUri"))
        try:
            progress(part.size)
        except Cancelled:
            # too late for this order; the next one does not begin
            return

    def _answer(
        self, part: PartFile, body: str, begin: Callable[[], None], progress: Callable[[int], None]
    ) -> CallAnswer:
        """What impact.com says to one call. A call that its limit refused was not made, so it is made again."""
        began = False

        def beginning() -> None:
            nonlocal began
            if not began:
                begin()
                began = True

        left = _PATIENCE
        while True:
            try:
                self._pace.take(self._clock())
                self._transcript.sent(f"POST {self._url} ({part.name})")
                answer = self._caller.call("POST", self._url, body, beginning)
                self._note(answer, refused=not 200 <= answer.status < 300)
                if answer.status != 429:
                    return answer
                wait = self._closed(answer)
            except CallsUsedUp as limit:
                wait = limit.wait
            except CallNotMade as problem:
                raise problem.reason() if problem.certain else BrokenBeforeData(self._host) from None
            if wait > left:
                raise CallsUsedUp(wait)
            left -= wait
            end = time.monotonic() + wait.total_seconds()
            while time.monotonic() < end:
                progress(0)
                time.sleep(_STEP)

    def _closed(self, answer: CallAnswer) -> timedelta:
        """How long impact.com wants no call; remembered, so that no other start of the app calls before."""
        now = self._clock()
        wait = _limit_of(answer, now)
        self._pace.close(now + wait)
        return wait

    def _note(self, answer: CallAnswer, *, refused: bool) -> None:
        self._transcript.received(f"{answer.status} {answer.said}".strip(), refusal=refused)

    def _same_account(self, uri: object) -> str:
        """Where the answer will be; the address of the call if that is not at the same account, where alone the token
        may be told."""
        root = self._url.removesuffix("Conversions")
        if not isinstance(uri, str):
            return self._url
        try:
            address = urljoin(root, uri)
            plain = not (urlsplit(address).query or urlsplit(address).fragment)
        except ValueError:
            return self._url
        return address if plain and address.startswith(f"{root}APISubmissions/") and ".." not in uri else self._url


def _refusal(answer: CallAnswer) -> DeliveryError:
    status = answer.status
    if status == 401:
        return LoginRefused("api-login")
    if status == 403:
        return DeliveryError("conversions-scope")
    if status == 404:
        return DeliveryError("conversions-missing")
    if 300 <= status < 400:
        return DeliveryError("api-elsewhere", status=str(status))
    kind = PartRefused if status in _CONTENT else DeliveryError
    return kind(ORDER_REFUSED, status=str(status))


def _limit_of(answer: CallAnswer, now: datetime) -> timedelta:
    """After how long a call is allowed again, as far as impact.com says it."""
    said = answer.headers.get("retry-after") or answer.headers.get("x-ratelimit-reset", "")
    if said.isascii() and said.isdecimal() and len(said) < 7:
        return min(max(timedelta(seconds=int(said)), timedelta(seconds=1)), _LONGEST_LIMIT)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return _UNSAID_LIMIT
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(seconds=1)), _LONGEST_LIMIT)
