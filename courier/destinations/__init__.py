"""Destinations of parts: their settings and URLs, the saved ones, and presets for new ones."""

from courier.destinations.addresses import from_url
from courier.destinations.destination import PORTS, TLS_MODES, Destination, DestinationError
from courier.destinations.saved import Destinations, saved_at

__all__ = [
    "PORTS",
    "TLS_MODES",
    "Destination",
    "DestinationError",
    "Destinations",
    "from_url",
    "saved_at",
]
