"""The history that does not wait: unknown at first, and the ledger's own answer once that was fetched."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from courier.ledger.ledger import Ledger
from courier.ledger.remembered_history import RememberedHistory
from courier.ledger.store import LedgerError
from courier.rules.history import LOCK_DAYS, QUERY_FIELDS, Accepted, KnownAccount
from tests.commands.running import row
from tests.ledger.batches import deliver


class Unreachable:
    """A history that fails until it is mended."""

    account = KnownAccount()

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.broken, self.asked = ledger, True, 0

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        self.asked += 1
        if self.broken:
            raise LedgerError("ledger-team-busy")
        return self.ledger.history.look_up(rows)

    def accepted(self, campaign: str) -> Accepted:
        return self.ledger.history.accepted(campaign)


def query(*orders: str, lock_days: int | None = None) -> pl.DataFrame:
    values = {name: [None] * len(orders) for name in QUERY_FIELDS}
    columns = {**values, "campaign": ["1000"] * len(orders), "event": ["18500"] * len(orders), "order": list(orders)}
    frame = pl.DataFrame({**columns, "sku": ["SKU-1"] * len(orders)}, dict.fromkeys(columns, pl.String))
    return frame if lock_days is None else frame.with_columns(pl.lit(lock_days, pl.Int64).alias(LOCK_DAYS))


@pytest.mark.parametrize("orders", [2, 300])
def test_the_answers_are_those_of_the_ledger_once_they_are_fetched(ledger: Ledger, tmp_path: Path, orders: int) -> None:
    deliver(tmp_path, [row(number) for number in range(1, orders)], ledger)
    wanted: list[bool] = []
    history = RememberedHistory(ledger.history, lambda: wanted.append(True))
    asked = query(*(f"AC-{number}" for number in range(1, orders + 1)), lock_days=30)
    assert history.look_up(asked)["sent_at"].null_count() == orders
    assert wanted == [True]
    assert not history.knows
    assert history.fetch()
    assert (history.knows, history.waits) == (True, False)
    found = history.look_up(asked)
    assert found.equals(ledger.history.look_up(asked))
    assert found["sent_at"].null_count() == 1
    assert isinstance(found["locks_at"][0], datetime)
    assert found["locks_at"][0].tzinfo is not None
    # known rows are not asked for again
    assert wanted == [True]
    assert not history.fetch()


def test_what_others_send_is_seen_after_a_doubt(ledger: Ledger, tmp_path: Path) -> None:
    history = RememberedHistory(ledger.history, lambda: None)
    history.look_up(query("AC-1"))
    assert not history.fetch()
    deliver(tmp_path, [row(1)], ledger)
    assert history.look_up(query("AC-1"))["sent_at"][0] is None
    history.doubt()
    history.look_up(query("AC-1"))
    assert history.fetch()
    assert history.look_up(query("AC-1"))["sent_at"][0] is not None
    ledger.delete_before(datetime(2100, 1, 1, tzinfo=UTC))
    history.doubt()
    # what was found out counts until it is looked up again
    assert history.look_up(query("AC-1"))["sent_at"][0] is not None
    assert history.fetch()
    assert history.look_up(query("AC-1"))["sent_at"][0] is None


def test_what_could_not_be_fetched_is_fetched_later(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    source = Unreachable(ledger)
    history = RememberedHistory(source, lambda: None)
    history.look_up(query("AC-1"))
    history.look_up(query("AC-1", "AC-2"))
    history.accepted("1000")
    with pytest.raises(LedgerError):
        history.fetch()
    assert history.waits
    source.broken = False
    assert history.fetch()
    # one question for all that was asked
    assert source.asked == 2
    assert history.look_up(query("AC-1", "AC-2"))["sent_at"].is_null().to_list() == [False, True]
