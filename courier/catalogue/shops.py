"""The order exports of common shop systems: the headers that identify them and the fields of their columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courier.catalogue.spelling import plain
from courier.resources import resource


@dataclass(frozen=True)
class Shop:
    """One shop's export, all headers spelled `plain`.

    ``signs``: headers that only this shop has, ``enough`` of which prove it. ``columns``: per field the headers that
    may feed it, the best one first; amounts of a line are in the order of preference. ``whole_order``: the same for
    amounts of the whole order, which count only if no line has an amount. ``nothing``: headers that look like fields
    but feed none.
    """

    name: str
    signs: frozenset[str]
    enough: int
    columns: Mapping[str, tuple[str, ...]]
    whole_order: Mapping[str, tuple[str, ...]]
    nothing: frozenset[str]

    @property
    def decided_headers(self) -> frozenset[str]:
        """Every header that this shop's export decides."""
        listed = (*self.columns.values(), *self.whole_order.values())
        return self.nothing.union(*listed)


def _spelled(columns: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {field: tuple(map(plain, headers)) for field, headers in columns.items()}


SHOPS = tuple(
    Shop(
        record["name"],
        frozenset(map(plain, record["signs"])),
        record["enough"],
        _spelled(record["columns"]),
        _spelled(record["whole_order"]),
        frozenset(map(plain, record["nothing"])),
    )
    for record in json.loads(resource("catalogue", "shops.json").read_text(encoding="utf-8"))
)


def shop_of(headers: Sequence[str]) -> Shop | None:
    """The shop with the most signs among the headers, if there are enough of them."""
    present = {plain(header) for header in headers}
    proven = [shop for shop in SHOPS if len(shop.signs & present) >= shop.enough]
    return max(proven, key=lambda shop: len(shop.signs & present), default=None)
