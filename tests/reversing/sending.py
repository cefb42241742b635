"""What tests of reversals share: a program that says when actions lock, and batches that were sent for it."""

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA, PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.programs import EventType, Program
from tests.ledger.batches import NOW, deliver

ACME = Program("Acme", "1000", (EventType("18500", "Online sale", lock_days="30"),), currency="USD")
CHANGES = "ActionTrackerId,OrderId,Sku,Amount,CurrencyCode,Reason"


def send(ledger: Ledger, folder: Path, rows: list[dict[str, str]], *, at: datetime = NOW, **more: object) -> None:
    """Send these rows for Acme into a folder."""
    (receipt,) = deliver(folder, rows, ledger, at=at, **{"program": ACME, **more})  # type: ignore[arg-type]
    assert receipt.state.delivered


def change(order: str, amount: str, sku: str = "") -> dict[str, str]:
    """A row of a batch of changes."""
    cells = {"ActionTrackerId": "18500", "OrderId": order, "Sku": sku, "Amount": amount}
    return {**cells, "CurrencyCode": "USD", "Reason": "ORDER_UPDATE"}


def answer(ledger: Ledger, *refused: int, progress: Progress = Progress.COMPLETE) -> None:
    """impact.com's answer to the newest batch, of one part; ``refused``: the numbers of the rows that it refused."""
    (part,) = ledger.submissions(last=1)[0].parts
    empty: dict[str, object] = dict.fromkeys(REFUSED_SCHEMA, None) | {"reason": "CONTRACT_NOT_FOUND", "kind": ""}
    rows = pl.DataFrame([{**empty, "row": number} for number in refused], REFUSED_SCHEMA)
    at = NOW + timedelta(hours=2)
    ledger.answers.record(
        [PartAnswer(part.uuid, "F-1", progress, part.rows, len(refused), at, at, at, AnswerSource.API, rows)]
    )
