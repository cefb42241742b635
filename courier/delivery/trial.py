"""Tries a destination without sending anything: name, port, key, login, folder."""

from __future__ import annotations

from courier.credentials import Secret
from courier.delivery.send import open_carrier
from courier.destinations import Destination
from courier.messages import text


def try_destination(destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> str:
    """Connect and log in; the sentence that says it works. Raises DeliveryError with the step that failed."""
    carrier = open_carrier(destination, secret, accept_host_key)
    try:
        where = carrier.remote_path("")
        try:
            carrier.size("conversion-courier-test")
        except PermissionError:
            return text("trial-ok-unseen", name=destination.name)
        if carrier.in_the_open:
            return text("trial-ok-open", host=destination.host)
        return text("trial-ok", host=destination.host or where)
    finally:
        carrier.close()
