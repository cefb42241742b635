"""Reaching a host, and plain words for why that did not work."""

from __future__ import annotations

import socket

from courier.delivery import carrier
from courier.delivery.parcel import DeliveryError, Unreached


def open_socket(host: str, port: int) -> socket.socket:
    """A connection to a host. Raises DeliveryError when the name is unknown or nobody answers."""
    try:
        return socket.create_connection((host, port), carrier.TIMEOUT)
    except (OSError, UnicodeError) as problem:
        raise unreachable(problem, host, port) from None


def unreachable(problem: OSError | UnicodeError, host: str, port: int) -> DeliveryError:
    """Why a connection could not be opened. A name that is no name at all is a UnicodeError."""
    if isinstance(problem, (socket.gaierror, UnicodeError)):
        return DeliveryError("delivery-unknown-host", host=host)
    if isinstance(problem, TimeoutError):
        return Unreached("delivery-timeout", host=host, port=str(port))
    return Unreached("delivery-no-connection", host=host, port=str(port))
