"""Where parts go: what is known of a destination, its address, the saved ones, and what to begin a new one with."""

from courier.destinations.addresses import from_url
from courier.destinations.destination import (
    IMPACT_HOST,
    IMPORT_HOST,
    KINDS,
    PORTS,
    TLS_MODES,
    Destination,
    DestinationError,
)
from courier.destinations.saved import Destinations, saved_at

__all__ = [
    "IMPACT_HOST",
    "IMPORT_HOST",
    "KINDS",
    "PORTS",
    "TLS_MODES",
    "Destination",
    "DestinationError",
    "Destinations",
    "from_url",
    "saved_at",
]
