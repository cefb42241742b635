"""Getting parts to where they go, and telling the truth about what happened."""

from courier.delivery.parcel import (
    DeliveryError,
    HostKeyChanged,
    HostKeyUnknown,
    Outgoing,
    Progress,
    Receipt,
    State,
)
from courier.delivery.send import send
from courier.delivery.trial import try_destination

__all__ = [
    "DeliveryError",
    "HostKeyChanged",
    "HostKeyUnknown",
    "Outgoing",
    "Progress",
    "Receipt",
    "State",
    "send",
    "try_destination",
]
