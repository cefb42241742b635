"""Tries a destination without sending anything: name, port, key, login, folder."""

from __future__ import annotations

from courier.credentials import Secret
from courier.delivery.parcel import Broken, DeliveryError
from courier.delivery.send import open_carrier
from courier.destinations import Destination
from courier.messages import text


def try_destination(destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> str:
    """Connect and log in; the sentence that says it works. Raises DeliveryError with the step that failed."""
    carrier = open_carrier(destination, secret, accept_host_key)
    open_way = "yes" if carrier.in_the_open else "no"
    try:
        carrier.size("conversion-courier-test")
    except PermissionError as problem:
        if isinstance(problem.__cause__, DeliveryError):
            raise problem.__cause__ from None
        return text("trial-ok-unseen", name=destination.name, open=open_way)
    except Broken:
        raise DeliveryError("delivery-broken-before", host=destination.host) from None
    finally:
        carrier.close()
    if destination.kind == "folder":
        return text("trial-ok-folder", folder=destination.folder)
    return text("trial-ok", host=destination.host, open=open_way)
