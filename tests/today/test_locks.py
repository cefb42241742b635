"""When impact.com locks what was sent next."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from courier.ledger.ledger import Ledger
from courier.today.locks import LockCalendar, NextLock
from courier.today.program_status import program_statuses
from tests.commands.running import order, row
from tests.ledger.batches import NOW
from tests.reversing.sending import ACME, CHANGES, answer, change, send

SOON = datetime(2026, 12, 17, 9, tzinfo=UTC)
"""Three days before what happened on 20 November at ten o'clock is locked."""


def test_a_batch_counts_the_orders_that_lock_soon(ledger: Ledger, tmp_path: Path) -> None:
    rows = [*order(1, 2), row(2, EventDate="2026-11-21T10:30:00Z"), row(3, EventDate="2026-10-30T10:00:00Z")]
    send(ledger, tmp_path, rows)
    uuid = ledger.submissions()[0].uuid
    calendar = LockCalendar()
    soon = {uuid: NextLock(datetime(2026, 12, 20, 10, tzinfo=UTC), 2)}
    assert calendar.next_locks(ledger, [ACME], SOON) == soon
    assert calendar.next_locks(ledger, [ACME], NOW) == {uuid: NextLock(datetime(2026, 11, 29, 10, tzinfo=UTC), 1)}
    (status,) = program_statuses(ledger, ["Acme"], locks=soon)
    assert status.locks == soon[uuid]
    assert calendar.next_locks(ledger, [ACME], SOON + timedelta(days=30)) == {}


def test_what_was_refused_does_not_lock(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [row(1), row(2)])
    calendar, uuid = LockCalendar(), ledger.submissions()[0].uuid
    assert calendar.next_locks(ledger, [ACME], SOON)[uuid].orders == 2
    answer(ledger, 2)
    assert calendar.next_locks(ledger, [ACME], SOON)[uuid].orders == 1


def test_changes_lock_nothing_of_their_own(ledger: Ledger, tmp_path: Path) -> None:
    assert LockCalendar().next_locks(ledger, [ACME], SOON) == {}
    send(ledger, tmp_path, [change("AC-1", "4.00", "SKU-1")], header=CHANGES)
    assert LockCalendar().next_locks(ledger, [ACME], SOON) == {}
    (status,) = program_statuses(ledger, ["Acme"])
    assert status.locks is None
