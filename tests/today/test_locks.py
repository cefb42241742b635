"""When impact.com locks what was sent next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from courier.ledger.ledger import Ledger
from courier.ledger.locks import NOTHING_KNOWN
from courier.results.api_facts import ACTIONS, ApiFacts, facts_path, keep_facts
from courier.results.known_locks import LockDates
from courier.results.pre_checks import facts_folder
from courier.today.locks import LockCalendar, NextLock, first_lock
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


def test_what_impact_com_said_goes_before_the_programs_days(ledger: Ledger, tmp_path: Path, courier_home: Path) -> None:
    acme = replace(ACME, account_sid="IRabc123")
    send(ledger, tmp_path, [*order(1, 2), row(2), row(3), row(4)])
    uuid = ledger.submissions()[0].uuid
    dates = LockDates()
    calendar, programs = LockCalendar(dates.of), [acme]
    assert calendar.next_locks(ledger, programs, SOON) == {uuid: NextLock(datetime(2026, 12, 20, 10, tzinfo=UTC), 4)}
    said = [("AC-1", "PENDING", "2027-02-01T05:30:00Z"), ("AC-2", "REVERSED", None), ("AC-3", "APPROVED", None)]
    rows = [(None, name, "18500", state, None, None, locks, None) for name, state, locks in said]
    facts = ApiFacts("1000", NOW, pl.DataFrame(rows, ACTIONS, orient="row"), (), (), ())
    keep_facts(facts_folder(), acme, facts)
    # of AC-4 nothing was said; what is approved or reversed cannot be changed anyway
    assert calendar.next_locks(ledger, programs, SOON) == {uuid: NextLock(datetime(2026, 12, 20, 10, tzinfo=UTC), 1)}
    # long after all that the days say
    later = datetime(2027, 1, 30, tzinfo=UTC)
    locks = {uuid: NextLock(datetime(2027, 2, 1, 5, tzinfo=UTC), 1)}
    assert calendar.next_locks(ledger, programs, later) == locks
    # a program that says no days, and a record that is damaged
    without = replace(acme, event_types=())
    assert LockCalendar(dates.of).next_locks(ledger, [without], later) == locks
    facts_path(facts_folder(), acme).write_text("{}")
    assert LockCalendar(LockDates().of).next_locks(ledger, [without], later) == {}


def test_the_first_lock_of_one_batch_is_known(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [*order(1, 2), row(2, EventDate="2026-11-21T10:30:00Z")])
    uuid = ledger.submissions()[0].uuid
    first, second = (datetime(2026, 12, day, 10, tzinfo=UTC) for day in (20, 21))
    assert first_lock(ledger, uuid, ACME, NOTHING_KNOWN, NOW) == first
    assert first_lock(ledger, uuid, ACME, NOTHING_KNOWN, first) == second
    assert first_lock(ledger, uuid, ACME, NOTHING_KNOWN, second) is None
    assert first_lock(ledger, uuid, replace(ACME, event_types=()), NOTHING_KNOWN, NOW) is None
