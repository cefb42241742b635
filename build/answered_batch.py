"""A made-up batch with what impact.com answered to it, for the picture of the results."""

import csv
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from courier.batches.batch import write_batch
from courier.destinations import Destination
from courier.ledger.answers import REFUSED_SCHEMA
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.open_sheet import OpenOptions, open_source
from courier.programs import Program
from courier.results.matching import match
from courier.results.submissions import FoundSubmission
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.ship import SendContext, ship

_ACME = Program("Acme US", "1000")
_CODES = {
    1: "OID_DUPLICATE", 2: "OID_DUPLICATE", 3: "OID_DUPLICATE", 40: "ACTION_REF_NOT_FOUND", 41: "ACTION_REF_NOT_FOUND",
    77: "OUTSIDE_ASSOCIATION_WINDOW", 90: "RESTRICTED_PROMOCODE",
}  # fmt: skip
_HEADERS = (
    "CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CurrencyCode", "Amount", "Category", "Sku",
    "Quantity",
)  # fmt: skip


def answered_batch(ledger: Ledger) -> None:
    """Record a few orders that were sent long ago, and a batch that holds them again."""
    import polars as pl

    now = datetime.now(UTC) - timedelta(hours=3)
    orders = [(f"AC-{100_587 + number}", f"{9 + number % 180}.50") for number in range(1, 641)]
    _send(ledger, [*orders[:2], (orders[2][0], "230.00")], now - timedelta(days=12), "")
    _send(ledger, orders, now, "again")
    (part,) = ledger.submissions()[0].parts
    said = [
        {"line": number + 1, "order_id": orders[number - 1][0], "sku": "SHOE-41", "reason": code, "kind": ""}
        for number, code in _CODES.items()
    ]
    refused = pl.DataFrame([dict.fromkeys(REFUSED_SCHEMA) | one for one in said], REFUSED_SCHEMA)
    done = now + timedelta(minutes=109)
    found = FoundSubmission(
        AnswerSource.TABLE, "", part.name, Progress.COMPLETE, part.rows, len(said), now, done, refused
    )
    ledger.answers.record(match(ledger, [found], done).answers)


def _send(ledger: Ledger, orders: Sequence[tuple[str, str]], at: datetime, reason: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet, inbox = folder / "shop_orders_nov.csv", folder / "inbox"
        inbox.mkdir()
        with sheet.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(_HEADERS)
            for order, amount in orders:
                day = f"{at - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
                click = f"QiiWXOVnrQ3SQHl24jQjyxBGUkm{order[-4:]}"
                rows.writerow(("1000", "18500", day, order, click, "USD", amount, "Shoes", "SHOE-41", "1"))
        draft = open_source(sheet, OpenOptions(program=_ACME), at).draft
        draft.check()
        written = write_batch(draft, folder / "batches", "shop_orders_nov", 9999)
        destination = Destination("Acme SFTP", "folder", "", 0, folder=str(inbox))
        list(ship(written, origin_of(draft, sheet.name), destination, ledger, SendContext(lambda: at), reason))
