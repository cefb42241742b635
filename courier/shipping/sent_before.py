"""Finds and refuses parts and orders that were sent before."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from courier.delivery.errors import DeliveryError
from courier.ledger.queries import same_contents, sent_keys, waiting_keys
from courier.ledger.records import RecordedPart
from courier.ledger.store import Connection
from courier.messages import text
from courier.shipping.outgoing_parts import OutgoingPart


class SentBefore(DeliveryError):
    """Something of the batch was sent before; sending it again needs a reason."""


class EarlierUnconfirmed(SentBefore):
    """It is unknown whether a part of the batch arrived earlier; ``part`` is the earlier one's name."""

    def __init__(self, key: str, part: RecordedPart) -> None:
        super().__init__(key, name=part.name, day=_day(part.at))
        self.part = part.name


def find_repeats(db: Connection, parts: Sequence[OutgoingPart | RecordedPart], url: str) -> dict[str, RecordedPart]:
    """Earlier copies of parts at the same URL, by the part's name, whatever the copy's name; a delivered copy comes
    before one that is unconfirmed. Raises SentBefore when a part was sent only to another URL."""
    copies: dict[str, RecordedPart] = {}
    all_recorded = same_contents(db, {part.sha256 for part in parts})
    for part in parts:
        recorded = all_recorded.get(part.sha256, [])
        here = [copy for copy, submission in recorded if submission.url == url]
        if here:
            copies[part.name] = _delivered_first(here)
        elif recorded:
            copy, submission = recorded[0]
            raise SentBefore(
                "shipping-content-before", name=part.name, earlier=copy.name,
                day=_day_and_sender(copy.at, submission.os_user, submission.machine),
                destination=submission.destination, state=str(copy.state),
            )  # fmt: skip
    return copies


def refuse_repeats(copies: Sequence[RecordedPart]) -> None:
    """Raises SentBefore if there are copies: EarlierUnconfirmed if none of them is known to be delivered."""
    if not copies:
        return
    copy = _delivered_first(copies)
    if copy.state.delivered:
        raise SentBefore("shipping-part-before", name=copy.name, day=_day(copy.at))
    raise EarlierUnconfirmed("shipping-part-unconfirmed" if copy.open else "shipping-part-under-way", copy)


def refuse_rows_sent_before(
    db: Connection, parts: Sequence[pl.DataFrame], template: str, *, queued: bool = False
) -> None:
    """Raises SentBefore when orders of these parts, each given by its rows, were sent in an earlier conversion, or
    (``queued``) wait in another batch. Changes always concern such orders and are not refused."""
    if template == "modification" or not parts:
        return
    keys = pl.concat([rows["key"] for rows in parts])
    if earlier := sent_keys(db, keys):
        day = _day_and_sender(earlier.at, earlier.os_user, earlier.machine)
        raise SentBefore("shipping-orders-before", orders=earlier.count, order=earlier.order, day=day)
    if queued and (earlier := waiting_keys(db, keys)):
        raise SentBefore("shipping-orders-waiting", orders=earlier.count, order=earlier.order)


def _delivered_first(copies: Sequence[RecordedPart]) -> RecordedPart:
    return next((copy for copy in copies if copy.state.delivered), copies[0])


def _day_and_sender(moment: datetime, os_user: str, machine: str) -> str:
    """The day, and who it was where that was somebody else of the team."""
    if machine in ("", platform.node()):
        return _day(moment)
    return text("shipping-day-by", day=_day(moment), user=os_user, machine=machine)


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
