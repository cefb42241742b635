"""Several people of a team who send at the same moment, each in a process of its own, and what is left of those who
are cut off."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, folder_at
from tests.ledger.team_sender import SENDING, WRITTEN, Answer, Request, Sender, people, team_ledger
from tests.postgres import PostgresServer

ROUNDS = 3


@pytest.fixture(scope="module")
def senders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Sender]]:
    with people(tmp_path_factory.mktemp("team"), 4) as started:
        yield started


@pytest.fixture
def addresses(postgres: PostgresServer) -> list[str]:
    """The same ledger for each of four people, of whom two have the same account."""
    database = postgres.fresh()
    return [str(postgres.address(database, user)) for user in ("ann", "ann", "bob", "bob")]


@pytest.fixture
def seen_by_lea(addresses: list[str], tmp_path: Path) -> Iterator[Ledger]:
    """The ledger as somebody sees it who sent nothing."""
    ledger = team_ledger(tmp_path, addresses[0].replace("ann", "lea"))
    yield ledger
    ledger.close()


def at_once(senders: Sequence[Sender], requests: Sequence[Request]) -> list[Answer]:
    for sender, request in zip(senders, requests, strict=True):
        sender.prepare(request)
    for sender in senders:
        sender.go()
    return [sender.answer() for sender in senders]


def named(user: str) -> re.Pattern[str]:
    """Who it was, and when."""
    return re.compile(rf" on 20\d\d-\d\d-\d\d by {user} \(on {user}-laptop\)")


def files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.iterdir()]


def states(ledger: Ledger) -> list[State]:
    return [part.state for submission in ledger.submissions() for part in submission.parts]


def test_of_those_who_send_the_same_orders_to_one_place_one_wins(
    senders: list[Sender], addresses: list[str], seen_by_lea: Ledger, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    for one in range(1, ROUNDS + 1):
        # each has an item of its own, so that no file is the same
        requests = [Request(address, str(inbox), [one], f"SKU-{number}") for number, address in enumerate(addresses)]
        answers = at_once(senders, requests)
        assert sorted(answer.problem or answer.states[0] for answer in answers)[-1] == "arrived"
        others = [answer for answer in answers if answer.problem]
        assert len(others) == 3
        assert {answer.problem for answer in others} <= {"SentBefore", "DestinationBusy"}
        (winner,) = (sender.user for sender, answer in zip(senders, answers, strict=True) if not answer.problem)
        for sender, request in zip(senders, requests, strict=True):
            (again,) = at_once([sender], [request])
            # the winner's own file is there already
            assert again.keys == ["receipt-sent-before"] or again.problem == "SentBefore", again
            assert again.keys or named(winner).search(again.said), again
        assert len(files(inbox)) == one
    assert states(seen_by_lea) == [State.ARRIVED] * ROUNDS


def test_of_those_who_send_the_same_orders_to_different_places_one_wins(
    senders: list[Sender], addresses: list[str], seen_by_lea: Ledger, tmp_path: Path
) -> None:
    inboxes = [tmp_path / f"inbox-{number}" for number in range(4)]
    for one in range(1, ROUNDS + 1):
        # the last two send the very same bytes
        requests = [
            Request(address, str(inbox), [one, one + 100], f"SKU-{min(number, 2)}")
            for number, (address, inbox) in enumerate(zip(addresses, inboxes, strict=True))
        ]
        answers = at_once(senders, requests)
        assert sorted(answer.problem for answer in answers) == ["", "SentBefore", "SentBefore", "SentBefore"], answers
        (winner,) = (sender.user for sender, answer in zip(senders, answers, strict=True) if not answer.problem)
        for answer in answers:
            assert answer.states == ["arrived"] or named(winner).search(answer.said), answer
        assert len(files(*inboxes)) == one
    assert states(seen_by_lea) == [State.ARRIVED] * ROUNDS


def test_a_place_is_busy_for_all_until_the_sender_is_killed_and_its_part_is_unconfirmed_for_all(
    addresses: list[str], seen_by_lea: Ledger, senders: list[Sender], tmp_path: Path
) -> None:
    inbox, elsewhere = tmp_path / "inbox", tmp_path / "elsewhere"
    request = Request(addresses[0], str(inbox), [1, 2], most=1, stand=SENDING)
    bob = replace(request, address=addresses[2], stand="")
    (tmp_path / "hers").mkdir()
    with people(tmp_path / "hers", 1) as (ann,):
        ann.prepare(request)
        ann.go()
        assert ann.hear() == "stands"
        (answer,) = at_once(senders[2:3], [replace(bob, orders=[3])])
        assert answer.problem == "DestinationBusy"
        assert answer.said.startswith(f"person-0 (on person-0-laptop) is sending to {inbox}")
        (answer,) = at_once(senders[2:3], [replace(bob, to=str(elsewhere), sku="SKU-2")])
        assert answer.problem == "SentBefore"
    (answer,) = at_once(senders[2:3], [replace(bob, orders=[3])])
    assert answer.states == ["arrived"]
    killed = next(submission for submission in seen_by_lea.submissions() if submission.orders == 2)
    assert killed.parts[0].state is State.UNCONFIRMED
    assert killed.parts[0].name in {path.name for path in files(inbox)}
    (answer,) = at_once(senders[2:3], [replace(bob, to=str(elsewhere), orders=[1], sku="SKU-2")])
    assert answer.problem == "SentBefore"
    assert files(elsewhere) == []
    # what is there is found by whoever sends the same
    (answer,) = at_once(senders[2:3], [replace(bob, orders=[1])])
    assert answer.keys == ["receipt-already-there"]
    assert seen_by_lea.submission(killed.uuid).parts[0].state is State.ARRIVED
    assert len(files(inbox)) == 2


def test_what_a_killed_sender_did_not_begin_is_sent_by_nobody_or_once(
    addresses: list[str], seen_by_lea: Ledger, senders: list[Sender], tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    request = Request(addresses[0], str(inbox), [1], stand=WRITTEN)
    with people(tmp_path, 1) as (ann,):
        ann.prepare(request)
        ann.go()
        assert ann.hear() == "stands"
        assert files(inbox) == [] or all(path.name.startswith(".") for path in files(inbox))
    (answer,) = at_once(senders[2:3], [replace(request, address=addresses[2], stand="")])
    there = [path for path in files(inbox) if path.suffix == ".csv"]
    if answer.problem:
        # nobody but the dead machine knows that it had not begun
        assert (answer.problem, there, states(seen_by_lea)) == ("EarlierUnconfirmed", [], [State.UNCONFIRMED])
    else:
        assert (answer.states, len(there), states(seen_by_lea)) == (["arrived"], 1, [State.ARRIVED])


def test_who_was_taken_for_dead_while_sending_sends_nothing_that_another_may_have_sent(
    postgres: PostgresServer, addresses: list[str], seen_by_lea: Ledger, tmp_path: Path
) -> None:
    """A firewall forgets the connection that holds the locks, while the others go on."""
    ann, bob = (
        team_ledger(tmp_path / name, address) for name, address in (("ann", addresses[0]), ("bob", addresses[2]))
    )
    inbox, elsewhere = folder_at(tmp_path / "inbox"), folder_at(tmp_path / "elsewhere")
    for home in ("ann", "bob"):
        (tmp_path / home).mkdir()
    written, origin = batch_of(tmp_path / "ann", [row(1), row(2), row(3)], most=1)
    receipts = ship(written, origin, inbox, ann, SendContext(lambda: NOW))
    assert next(receipts).state is State.ARRIVED
    postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    with suppress(SentBefore):
        deliver(tmp_path / "bob", [row(2, Sku="SKU-2")], bob, elsewhere)
    with suppress(LedgerError):
        list(receipts)
    there = sorted(path.read_text().count("AC-2") for path in files(Path(inbox.folder), Path(elsewhere.folder)))
    assert there.count(1) <= 1, there
    ann.recover(NOW)
    gone_out = {path.name for path in files(Path(inbox.folder), Path(elsewhere.folder))}
    for submission in seen_by_lea.submissions():
        for part in submission.parts:
            assert part.state.delivered == (part.name in gone_out) or part.state is State.UNCONFIRMED
    ann.close()
    bob.close()


def test_who_is_cut_off_while_recording_hears_it_in_one_sentence_and_nothing_is_recorded(
    postgres: PostgresServer, seen_by_lea: Ledger, tmp_path: Path
) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lea'"
    with pytest.raises(LedgerError, match="cannot be reached"), seen_by_lea.store.writing() as db:  # noqa: PT012
        db.execute("INSERT INTO kinds (campaign, event, currency) VALUES ('1000', '18500', 'USD')")
        assert db.execute("SELECT count(*) FROM kinds").fetchone() == (1,)
        postgres.sql(others)
        db.execute("SELECT count(*) FROM kinds").fetchone()
    with seen_by_lea.store.reading() as db:
        assert db.execute("SELECT count(*) FROM kinds").fetchone() == (0,)
