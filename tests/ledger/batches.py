"""Batches made of small sheets, and ways to send them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from courier.batches.batch import WrittenBatch, write_batch
from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination, from_url
from courier.draft import Draft
from courier.ledger.ledger import Ledger
from courier.ledger.records import BatchOrigin
from courier.open_sheet import OpenOptions, open_source
from courier.programs import Program
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.ship import SendContext, ship
from tests.commands.running import HEADER, write
from tests.postgres import unguarded

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHANGES = "ActionId,OrderId,ActionTrackerId,Sku,Amount,CurrencyCode,Reason"


def draft_of(
    folder: Path,
    rows: list[dict[str, str]],
    ledger: Ledger | None = None,
    *,
    header: str = HEADER,
    now: datetime = NOW,
    program: Program | None = None,
) -> Draft:
    """A checked draft of a sheet with these rows; rules may ask the ledger."""
    options = OpenOptions(history=ledger.history if ledger else None, program=program)
    draft = open_source(write(folder / "orders.csv", rows, header), options, now).draft
    draft.check()
    return draft


def batch_of(
    folder: Path, rows: list[dict[str, str]], most: int = 9999, **more: object
) -> tuple[WrittenBatch, BatchOrigin]:
    """A written batch of these rows, and whose it is."""
    draft = draft_of(folder, rows, **more)  # type: ignore[arg-type]
    assert draft.summary().ready == len(rows), [problem.rule for problem in draft.problems()]
    return write_batch(draft, folder / "batches", "orders", most), origin_of(draft, "orders.csv")


def folder_at(path: Path) -> Destination:
    """A folder as a destination; it is there."""
    path.mkdir(exist_ok=True)
    return replace(from_url(str(path)), name="Acme")


def deliver(
    folder: Path,
    rows: list[dict[str, str]],
    ledger: Ledger,
    destination: Destination | None = None,
    *,
    reason: str = "",
    most: int = 9999,
    at: datetime = NOW,
    **more: object,
) -> list[Receipt]:
    """Everything done at once: the receipts of a batch of these rows."""
    written, origin = batch_of(folder, rows, most, **more)
    return list(
        ship(written, origin, destination or folder_at(folder / "inbox"), ledger, SendContext(lambda: at), reason)
    )


@contextmanager
def nobody_there(destination: Destination) -> Iterator[None]:
    """The destination's folder is gone meanwhile."""
    away = Path(destination.folder + ".away")
    shutil.move(destination.folder, away)
    yield
    shutil.move(away, destination.folder)


def mark(ledger: Ledger, state: State, which: int = 0) -> None:
    """Say of a recorded part of the newest submission what became of it."""
    part = ledger.submissions()[0].parts[which]
    said = Receipt(part.name, state, "", part.remote_path, part.size, NOW + timedelta(hours=1), "receipt-cancelled")
    # a team's database refuses to unsay what was delivered
    with unguarded(ledger.store):
        ledger.states.settle(part.uuid, said)
