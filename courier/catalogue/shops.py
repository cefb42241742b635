"""The order exports of common shop systems: sets of headers by which one is recognised and what its columns are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courier.catalogue.spelling import plain
from courier.resources import resource


@dataclass(frozen=True)
class Shop:
    """One shop's export, all headers spelled `plain`.

    ``signs``: headers that are its own, ``enough`` of which prove it. ``columns``: per field the headers that may
    feed it, the best one first; amounts of a line stand in the order in which they are preferred. ``whole_order``:
    the same for amounts of the whole order, which count only if no line has one. ``nothing``: headers that look like
    fields and are none here.
    """

    name: str
    signs: frozenset[str]
    enough: int
    columns: Mapping[str, tuple[str, ...]]
    whole_order: Mapping[str, tuple[str, ...]]
    nothing: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """Every header that this shop decides about."""
        listed = (*self.columns.values(), *self.whole_order.values())
        return self.nothing.union(*listed)


def _load() -> tuple[Shop, ...]:
    records = json.loads(resource("catalogue", "shops.json").read_text(encoding="utf-8"))
    return tuple(
        Shop(
            record["name"],
            frozenset(map(plain, record["signs"])),
            record["enough"],
            _spelled(record["columns"]),
            _spelled(record["whole_order"]),
            frozenset(map(plain, record["nothing"])),
        )
        for record in records
    )


def _spelled(columns: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {field: tuple(map(plain, headers)) for field, headers in columns.items()}


SHOPS = _load()


def shop_of(headers: Sequence[str]) -> Shop | None:
    """The shop whose signs stand among the headers most often, if there are enough of them."""
    present = {plain(header) for header in headers}
    proved = [shop for shop in SHOPS if len(shop.signs & present) >= shop.enough]
    return max(proved, key=lambda shop: len(shop.signs & present), default=None)
