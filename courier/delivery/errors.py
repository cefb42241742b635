"""What goes wrong while parts are delivered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from courier.delivery.transcript import Transcript, quoting
from courier.destinations import DestinationError
from courier.messages import UserError


class DeliveryError(UserError):
    """Nothing of the current part is at the destination; the batch stays ready."""

    def __str__(self) -> str:
        return quoting(self.key, self.facts)

    def quote(self, transcript: Transcript) -> None:
        """Add what the server refused last to the sentence."""
        if transcript.refusal:
            self.facts = {**self.facts, "said": transcript.refusal}


class LoginRefused(DeliveryError):
    """The server let nobody in with this user and password, or without the code it asks for."""


class NotConnected(DeliveryError):
    """Connection or login failed before any data was sent; safe to retry."""


class ServerSilent(NotConnected):
    """The server accepted the connection and gave no sign of life for the time that the destination allows."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__("delivery-silent", host=host, seconds=round(seconds))


class NotNow(DeliveryError):
    """The server does not take the part at the moment; safe to retry later."""


class PartRefused(DeliveryError):
    """The server did not take this part because of what it holds; others it may take."""


class BrokenBeforeData(DeliveryError):
    """The connection was lost before any data of the part was sent; safe to retry."""

    def __init__(self, host: str) -> None:
        super().__init__("delivery-broken-before", host=host)


class OpenLogin(DeliveryError):
    """The server does not encrypt, and nobody agreed to a login in the open yet."""

    def __init__(self, host: str) -> None:
        super().__init__("delivery-open-login", host=host)


class _ServerIdentityError(DeliveryError):
    """A server whose identity is not confirmed. ``fingerprint``: SHA-256 of what it presented, for a person to compare
    and pin."""

    _KEY: ClassVar[str]

    def __init__(self, host: str, fingerprint: str) -> None:
        super().__init__(self._KEY, host=host, fingerprint=fingerprint)
        self.fingerprint = fingerprint


class CertificateUnknown(_ServerIdentityError):
    """The server's certificate is not trusted."""

    _KEY = "delivery-certificate"


class CertificateChanged(_ServerIdentityError):
    """The server presented another certificate than the pinned one."""

    _KEY = "delivery-certificate-changed"


class HostKeyUnknown(_ServerIdentityError):
    """No host key is pinned for this server yet."""

    _KEY = "delivery-host-key-unknown"


class HostKeyChanged(_ServerIdentityError):
    """The server presented another host key than the pinned ones."""

    _KEY = "delivery-host-key-changed"


class Cancelled(Exception):
    """The person cancelled the transfer."""


class Broken(Exception):
    """The connection was lost after data of a part was sent: its state at the destination is unknown."""


class Silent(Broken):
    """All data of a part was sent, but the server gives no sign of life: it may still be receiving."""


class CutShort(Exception):
    """The server stopped accepting a part before its end; ``problem`` says why. A piece of the part may be stored."""

    def __init__(self, problem: DeliveryError) -> None:
        super().__init__(problem)
        self.problem = problem


@contextmanager
def destination_error_stops() -> Iterator[None]:
    """What is wrong with a destination becomes the DeliveryError that stops the delivery."""
    try:
        yield
    except DestinationError as problem:
        raise DeliveryError(problem.key, **problem.facts) from None
