"""A look for parts that may be at a destination already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from courier.delivery.carrier import Carrier
from courier.delivery.opening import Door
from courier.delivery.parcel import Broken, Outgoing
from courier.delivery.settling import TEMPORARY, Before, under_another_name


class Seen(StrEnum):
    """What a look found: the whole part, a piece of it, nothing, or that the server does not tell."""

    WHOLE = "whole"
    PIECE = "piece"
    NOTHING = "nothing"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Find:
    """What is there of a part, and where; ``name`` is another one than the part's where the server renamed it."""

    seen: Seen
    name: str
    path: str


def look_for(parts: Iterable[Outgoing], door: Door) -> dict[str, Find]:
    """Per name of a part what is at the destination. Raises DeliveryError when there is no connection."""
    carrier = door.open_patiently(lambda: False)
    before = Before()
    try:
        return {part.name: _look(carrier, part, before) for part in parts}
    finally:
        carrier.close()


def _look(carrier: Carrier, part: Outgoing, before: Before) -> Find:
    path = carrier.remote_path(part.name)
    try:
        there = carrier.size(part.name)
        if there == part.size:
            return Find(Seen.WHOLE, part.name, path)
        renamed = under_another_name(carrier, part, before.names(carrier))
        if renamed is not None:
            return Find(Seen.WHOLE, renamed, carrier.remote_path(renamed))
        if there is not None or carrier.size(part.name + TEMPORARY) is not None:
            return Find(Seen.PIECE, part.name, path)
    except (PermissionError, Broken):
        return Find(Seen.UNTOLD, part.name, path)
    return Find(Seen.NOTHING, part.name, path)
