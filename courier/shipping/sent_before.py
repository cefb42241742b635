"""What a batch has in common with what was sent before."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from courier.delivery.errors import DeliveryError
from courier.ledger.queries import same_content, sent_keys, waiting_keys
from courier.ledger.records import RecordedPart
from courier.shipping.outgoing_parts import OutgoingPart


class SentBefore(DeliveryError):
    """Something of the batch was sent before; sending it all the same needs a reason."""


class EarlierUnconfirmed(SentBefore):
    """Nobody knows whether a part of the batch is there; ``part`` is the earlier one's name."""

    def __init__(self, key: str, part: RecordedPart) -> None:
        super().__init__(key, name=part.name, day=_day(part.at))
        self.part = part.name


@dataclass(frozen=True)
class PartsByHistory:
    """The parts of a batch by what the ledger says of the same bytes at the same place: ``fresh`` never went
    there; ``held`` arrived or were taken, and are not sent again; of ``open`` ones nobody knows."""

    fresh: list[OutgoingPart]
    held: dict[str, RecordedPart]
    open: dict[str, RecordedPart]


def find_repeats(db: sqlite3.Connection, parts: Sequence[OutgoingPart], url: str) -> PartsByHistory:
    """Find the parts that were sent before, under whatever name. Raises SentBefore when one went somewhere else."""
    fresh: list[OutgoingPart] = []
    held: dict[str, RecordedPart] = {}
    left_open: dict[str, RecordedPart] = {}
    for one in parts:
        name = one.file.name
        known = same_content(db, one.file.sha256)
        here = [part for part, submission in known if submission.url == url]
        sure = [part for part in here if part.state.delivered]
        if sure:
            held[name] = sure[0]
        elif here:
            left_open[name] = here[0]
        elif known:
            part, submission = known[0]
            raise SentBefore(
                "shipping-content-before", name=name, earlier=part.name, day=_day(part.at),
                destination=submission.destination, state=str(part.state),
            )  # fmt: skip
        else:
            fresh.append(one)
    return PartsByHistory(fresh, held, left_open)


def refuse_rows_sent_before(db: sqlite3.Connection, parts: Sequence[OutgoingPart], template: str) -> None:
    """Raises SentBefore when orders of these parts were sent in an earlier conversion. Changes are of such orders by
    their nature."""
    if template == "modification" or not parts:
        return
    found = sent_keys(db, pl.concat([one.rows["key"] for one in parts]))
    if found:
        count, order, at = found
        raise SentBefore("shipping-orders-before", orders=count, order=order, day=_day(at))


def refuse_rows_waiting(db: sqlite3.Connection, parts: Sequence[OutgoingPart], template: str) -> None:
    """Raises SentBefore when orders of these parts wait to be sent in another batch."""
    if template == "modification":
        return
    found = waiting_keys(db, pl.concat([one.rows["key"] for one in parts]))
    if found:
        count, order, _ = found
        raise SentBefore("shipping-orders-waiting", orders=count, order=order)


def refuse_held(part: RecordedPart) -> None:
    """Raises SentBefore, because this very part is there already."""
    raise SentBefore("shipping-part-before", name=part.name, day=_day(part.at))


def refuse_unconfirmed(part: RecordedPart) -> None:
    """Raises EarlierUnconfirmed, because nobody can tell whether this part is there."""
    key = "shipping-part-unconfirmed" if part.open else "shipping-part-under-way"
    raise EarlierUnconfirmed(key, part)


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
