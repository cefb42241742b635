"""How often impact.com's API was called, remembered across starts of the app, so that its limit is never met blindly.

Source: Rate Limits (1,000 requests an hour by default).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from courier.delivery.errors import DeliveryError
from courier.json_store import JsonStore
from courier.settings import data_folder

CALLS_AN_HOUR = 900
"""What the app allows itself; the rest of impact.com's 1,000 is for reading."""
_HOUR = timedelta(hours=1)


class PaceError(DeliveryError):
    """The remembered calls cannot be read or written, so nobody knows whether another one is allowed."""


class CallsUsedUp(DeliveryError):
    """No further call is allowed for now. ``wait``: how long."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__("conversions-limited", minutes=max(-(-int(wait.total_seconds()) // 60), 1))


@dataclass(frozen=True)
class _Calls:
    """The calls of one account: their moments, oldest first, and until when impact.com wants none, "" for none."""

    account: str
    moments: tuple[str, ...]
    closed_until: str = ""


class CallPace:
    """The calls of one account within the last hour, kept in ``api_calls.json``. Raises PaceError."""

    def __init__(self, account: str, folder: Path) -> None:
        self._account = account
        self._store: JsonStore[_Calls] = JsonStore(folder / "api_calls.json", "accounts", PaceError, _read, _written)

    def take(self, now: datetime) -> None:
        """Remember one more call. Raises CallsUsedUp if it has to wait."""
        with self._store.changing() as entries:
            known = next((one for one in entries if one.account == self._account), _Calls(self._account, ()))
            closed = datetime.fromisoformat(known.closed_until) if known.closed_until else now
            # a clock that was set back leaves moments in the future, which must not stop everything for long
            moments = [
                moment for moment in map(datetime.fromisoformat, known.moments) if now - _HOUR < moment <= now + _HOUR
            ]
            wait = timedelta(0)
            if now < closed <= now + _HOUR:
                wait = closed - now
            elif len(moments) >= CALLS_AN_HOUR:
                wait = moments[-CALLS_AN_HOUR] + _HOUR - now
            if wait <= timedelta(0):
                moments.append(now)
                known = _Calls(self._account, tuple(moment.isoformat() for moment in moments))
            entries[:] = [*(one for one in entries if one.account != self._account), known]
        if wait > timedelta(0):
            raise CallsUsedUp(wait)

    def close(self, until: datetime) -> None:
        """Remember that impact.com takes no call before this moment."""
        with self._store.changing() as entries:
            moments = next((one.moments for one in entries if one.account == self._account), ())
            closed = _Calls(self._account, moments, until.isoformat())
            entries[:] = [*(one for one in entries if one.account != self._account), closed]


def call_pace(account: str) -> CallPace:
    """That of an account on this computer. ``account``: see `ApiAccount.keychain_name`."""
    return CallPace(account, data_folder())


def _read(value: dict[str, object]) -> _Calls:
    account, moments, closed = value["account"], value["moments"], value["closed_until"]
    if not isinstance(account, str) or not isinstance(moments, list) or not isinstance(closed, str):
        raise TypeError
    for moment in (*moments, *filter(None, [closed])):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError
    return _Calls(account, tuple(moments), closed)


def _written(calls: _Calls) -> dict[str, object]:
    return {"account": calls.account, "moments": list(calls.moments), "closed_until": calls.closed_until}
