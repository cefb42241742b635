"""A send whose connection to the team's database is lost, or whose process is killed, in the middle."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, folder_at
from tests.postgres import PostgresServer

Member = Callable[[str], Ledger]


@pytest.fixture
def member(postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Member]:
    """Opens the ledger of one team as somebody, each with a folder of their own. They report at the end alone."""
    from courier.ledger.postgres_runs import PostgresRuns

    monkeypatch.setattr("courier.ledger.team_states._PAUSE", 1000.0)
    database = postgres.fresh()
    opened = []

    def open_as(user: str) -> Ledger:
        store = postgres.store(database, user)
        opened.append(Ledger(tmp_path / user, store, PostgresRuns(store)))
        return opened[-1]

    yield open_as
    for ledger in opened:
        ledger.close()


def states(ledger: Ledger) -> list[State]:
    return [part.state for part in ledger.submissions()[0].parts]


def test_a_send_ends_truly_without_the_database_and_is_brought_over(
    member: Member, postgres: PostgresServer, tmp_path: Path
) -> None:
    ann, bob = member("ann"), member("bob")
    written, origin = batch_of(tmp_path, [row(1), row(2)], most=1)
    inbox = folder_at(tmp_path / "inbox")
    stopped = []

    def stop(_: object) -> None:
        if not stopped:
            stopped.append(True)
            postgres.stop("immediate")

    receipts = list(ship(written, origin, inbox, ann, SendContext(lambda: NOW, progress=stop)))
    assert [receipt.state for receipt in receipts] == [State.ARRIVED, State.ARRIVED]
    assert len(list((tmp_path / "inbox").iterdir())) == 2
    postgres.start()
    bob.recover(NOW)
    # nobody else knows what became of it, and nobody sends it again
    assert states(bob) == [State.UNCONFIRMED, State.UNCONFIRMED]
    with pytest.raises(SentBefore):
        deliver(tmp_path, [row(1), row(3)], bob)
    member("ann").recover(NOW)
    assert states(bob) == [State.ARRIVED, State.ARRIVED]
    assert list((tmp_path / "ann" / "outbox").iterdir()) == []


def test_what_a_killed_sender_never_began_is_free_again(
    member: Member, postgres: PostgresServer, tmp_path: Path
) -> None:
    ann, bob = member("ann"), member("bob")
    written, origin = batch_of(tmp_path, [row(1), row(2), row(3)], most=1)
    sending = ship(written, origin, folder_at(tmp_path / "inbox"), ann, SendContext(lambda: NOW))
    assert next(sending).state is State.ARRIVED
    assert states(bob) == [State.SENDING] * 3
    postgres.stop("immediate")
    # as if it was killed: it can tell the database nothing any more
    sending.close()  # type: ignore[attr-defined]
    postgres.start()
    bob.recover(NOW)
    assert states(bob) == [State.UNCONFIRMED] * 3
    member("ann").recover(NOW)
    assert states(bob) == [State.ARRIVED, State.PREPARED, State.PREPARED]
    assert [receipt.state for receipt in deliver(tmp_path, [row(2)], bob)] == [State.ARRIVED]


def test_the_second_hears_who_was_first_and_when(
    member: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("platform.node", lambda: "ANNS-PC")
        deliver(tmp_path, [row(1)], member("ann"))
    bob = member("bob")
    with pytest.raises(SentBefore, match=r"AC-1 on 2026-11-23 by \w+ \(on ANNS-PC\)"):
        deliver(tmp_path, [row(1), row(2)], bob)
    written, origin = batch_of(tmp_path, [row(1)])
    with pytest.raises(SentBefore, match=r"which went to Acme on 2026-11-23 by \w+ \(on ANNS-PC\)"):
        list(ship(written, origin, folder_at(tmp_path / "elsewhere"), bob, SendContext(lambda: NOW)))


def test_what_a_person_said_meanwhile_stays(member: Member, postgres: PostgresServer, tmp_path: Path) -> None:
    ann, bob = member("ann"), member("bob")
    written, origin = batch_of(tmp_path, [row(1), row(2)], most=1)
    sending = ship(written, origin, folder_at(tmp_path / "inbox"), ann, SendContext(lambda: NOW))
    next(sending)
    postgres.stop("immediate")
    sending.close()  # type: ignore[attr-defined]
    postgres.start()
    bob.recover(NOW)
    second = bob.submissions()[0].parts[1]
    bob.settle_by_hand(second.name, State.ARRIVED, NOW, "bob")
    member("ann").recover(NOW)
    assert states(bob) == [State.ARRIVED, State.ARRIVED]
