"""Sending a sheet with real folders and a real ledger."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.batches.errors import BatchError
from courier.credentials import CredentialError, Secret
from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination
from courier.draft import Draft
from courier.draft_edits import change_choices
from courier.ledger.ledger import Ledger
from courier.programs import EventType, Program
from courier.shipping.dispatch import (
    Blocked,
    ChainWaits,
    Ready,
    SendRequest,
    Services,
    dispatch,
    dispatch_recorded,
    readiness,
    write_batches,
)
from courier.shipping.events import (
    BatchBegan,
    BatchHeld,
    BatchSent,
    BatchWritten,
    Event,
    Listener,
    ReceiptKnown,
    Routed,
)
from courier.shipping.routing import OtherProgramsDestination
from courier.shipping.sent_before import SentBefore
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import NOW, deliver, draft_of

TOMORROW = NOW + timedelta(days=1)
ACME, BOLT = Program("Acme", "1000", destination="Acme"), Program("Bolt", "2000", destination="Bolt")


class NoPasswords:
    """A keychain with nothing in it."""

    def get(self, _destination: str, /) -> Secret | None:
        return None


class LockedKeychain:
    """A keychain that stays locked."""

    def get(self, _destination: str, /) -> Secret | None:
        raise CredentialError("keychain-locked")


@pytest.fixture
def services(ledger: Ledger, places: list[Destination], tmp_path: Path) -> Services:
    return Services([ACME, BOLT], places, NoPasswords(), ledger, lambda: NOW, tmp_path / "batches")


@pytest.fixture
def both(tmp_path: Path) -> Draft:
    """One order of each program."""
    return draft_of(tmp_path, [row(1), row(2, CampaignId="2000")], program=ACME)


def request_for(destination: Destination, **more: object) -> SendRequest:
    return SendRequest(destination, "orders", "orders.csv", **more)  # type: ignore[arg-type]


def arrived(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.iterdir()))


def states(receipts: Sequence[Receipt]) -> list[State]:
    return [receipt.state for receipt in receipts]


# ---------------------------------------------------------------------- readiness


def test_a_sheet_with_errors_is_blocked_unless_they_are_held(tmp_path: Path, services: Services, places) -> None:
    draft = draft_of(tmp_path, [row(1), row(2, Quantity="none")])
    state = readiness(draft)
    assert isinstance(state, Blocked)
    assert (state.reasons, state.errors, state.summary.ready) == (("errors",), 1, 1)
    result = dispatch(draft, request_for(places[0]), services)
    assert (result.blocked and result.blocked.reasons, result.batches, result.delivered) == (("errors",), (), False)
    assert not services.folder.exists()
    assert isinstance(readiness(draft, hold_errors=True), Ready)
    assert dispatch(draft, request_for(places[0], hold_errors=True), services).delivered
    assert "AC-2" not in arrived(tmp_path / "acme")


def test_a_sheet_of_errors_or_of_nothing_has_nothing_to_send(tmp_path: Path) -> None:
    broken = readiness(draft_of(tmp_path, [row(1, Quantity="none")]), hold_errors=True)
    assert isinstance(broken, Blocked)
    assert broken.reasons == ("nothing-ready",)
    empty = readiness(draft_of(tmp_path, []), hold_errors=True)
    assert isinstance(empty, Blocked)
    assert empty.reasons[-1] in ("nothing", "nothing-ready")


def test_readiness_tells_what_was_sent_before(tmp_path: Path, ledger: Ledger) -> None:
    deliver(tmp_path, [row(1)], ledger)
    state = readiness(draft_of(tmp_path, [row(1), row(2)], ledger))
    assert isinstance(state, Ready)
    assert (state.sent_before, state.summary.ready) == (1, 2)


def test_an_order_that_grew_too_old_meanwhile_does_not_go(tmp_path: Path, services: Services, places) -> None:
    old = f"{NOW - timedelta(days=87):%Y-%m-%dT%H:%M:%SZ}"
    draft = draft_of(tmp_path, [row(1, EventDate=old)])
    late = replace(services, clock=lambda: NOW + timedelta(days=3))
    assert dispatch(draft, request_for(places[0], hold_errors=True), late).blocked
    slow = replace(places[0], wait_hours=72)
    assert dispatch(draft, request_for(slow, hold_errors=True), services).blocked
    assert dispatch(draft, request_for(places[0]), services).delivered


def test_nothing_goes_to_another_programs_place_unless_somebody_said_so(
    tmp_path: Path, services: Services, places
) -> None:
    draft = draft_of(tmp_path, [row(1)], program=ACME)
    with pytest.raises(OtherProgramsDestination):
        dispatch(draft, request_for(places[1]), services)
    assert not services.folder.exists()
    assert dispatch(draft, request_for(places[1], anywhere=True), services).delivered


# ---------------------------------------------------------------------- several batches


def test_each_program_gets_its_own_and_the_listener_hears_all_of_it(both: Draft, services: Services, places) -> None:
    events: list[Event] = []
    result = dispatch(both, request_for(places[0]), services, Listener(events.append))
    assert result.delivered
    assert [(outcome.batch.program, states(outcome.receipts)) for outcome in result.batches] == [
        ("Acme", [State.ARRIVED]),
        ("Bolt", [State.ARRIVED]),
    ]
    assert ("AC-1" in arrived(Path(places[0].folder)), "AC-2" in arrived(Path(places[0].folder))) == (True, False)
    kinds = [
        type(event)
        for event in events
        if isinstance(event, Routed | BatchBegan | BatchWritten | ReceiptKnown | BatchSent)
    ]
    assert kinds == [Routed, *([BatchBegan, BatchWritten, ReceiptKnown, BatchSent] * 2)]


def test_a_batch_that_fails_does_not_hold_up_the_others(both: Draft, services: Services, places) -> None:
    shutil.rmtree(places[0].folder)
    result = dispatch(both, request_for(places[0]), services)
    assert [states(outcome.receipts) for outcome in result.batches] == [[State.PREPARED], [State.ARRIVED]]
    assert result.stuck is result.batches[0]
    assert (result.whole, result.delivered) == (False, False)
    # the rest goes without what is there
    Path(places[0].folder).mkdir()
    again = dispatch(both, request_for(places[0]).again(result), services)
    assert again.delivered
    assert len(services.ledger.submissions()) == 2


def test_what_was_delivered_a_moment_ago_does_not_go_again_even_with_a_reason(
    tmp_path: Path, services: Services, places
) -> None:
    draft = draft_of(tmp_path, [*order(1, 2), *order(2, 2)])
    first = dispatch(draft, request_for(places[0], most_rows=2), services)
    assert states(first.receipts) == [State.ARRIVED, State.ARRIVED]
    because = request_for(places[0], most_rows=2, reason="lost there")
    assert [receipt.key for receipt in dispatch(draft, because.again(first), services).receipts] == [
        receipt.key for receipt in first.receipts
    ]
    assert len(services.ledger.submissions()) == 1
    assert len(list((tmp_path / "acme").iterdir())) == 2


def test_a_batch_without_a_destination_stays_here(both: Draft, services: Services, places) -> None:
    events: list[Event] = []
    result = dispatch(both, request_for(places[0]), replace(services, destinations=places[:1]), Listener(events.append))
    assert [outcome.written is None for outcome in result.batches] == [False, True]
    assert "Bolt" in result.batches[1].batch.held
    assert [event.batch.program for event in events if isinstance(event, BatchHeld)] == ["Bolt"]
    assert (result.delivered, result.stuck) == (False, None)


def test_orders_sent_before_stop_their_batch_only(
    tmp_path: Path, both: Draft, ledger: Ledger, services: Services, places
) -> None:
    deliver(tmp_path / "acme", [row(2, CampaignId="2000"), row(3, CampaignId="2000")], ledger)
    result = dispatch(both, request_for(places[0]), services)
    assert isinstance(result.batches[1].problem, SentBefore)
    assert result.batches[0].delivered
    again = dispatch(both, replace(request_for(places[0]), reason="lost there").again(result), services)
    assert again.delivered


def test_a_locked_keychain_is_the_batch_s_problem(tmp_path: Path, services: Services) -> None:
    draft = draft_of(tmp_path, [row(1)])
    server = Destination("Server", "sftp", "127.0.0.1", 1, "user")
    result = dispatch(draft, request_for(server), replace(services, credentials=LockedKeychain()))
    assert result.stuck is not None
    assert isinstance(result.stuck.problem, CredentialError)
    assert states(result.receipts) == [State.PREPARED]


def test_cancelling_between_two_batches_leaves_the_second(both: Draft, services: Services, places) -> None:
    events: list[Event] = []
    stop = Listener(events.append, cancelled=lambda: any(isinstance(event, BatchSent) for event in events))
    result = dispatch(both, request_for(places[0]), services, stop)
    assert [outcome.written is None for outcome in result.batches] == [False, True]
    assert (result.whole, result.delivered) == (False, False)
    assert arrived(Path(places[1].folder)) == ""


def test_what_cannot_be_written_is_raised_before_anything_goes(
    tmp_path: Path, both: Draft, services: Services, places
) -> None:
    (tmp_path / "plain").write_text("in the way")
    with pytest.raises(BatchError):
        dispatch(both, request_for(places[0]), replace(services, folder=tmp_path / "plain" / "below"))
    assert services.ledger.submissions() == []


# ---------------------------------------------------------------------- chains


EVENTS = (EventType("18500", "Trial"), EventType("18501", "Sale", parent="18500"))
CHAIN = Program("Chain", "1000", EVENTS)


def chain(folder: Path) -> Draft:
    """A parent and what follows from it, which go to addresses of their own by mail."""
    header = HEADER.replace(",Category,Sku,Quantity", "")
    rows = [row(1, CustomerId="CUST-A-77"), row(2, ActionTrackerId="18501", CustomerId="CUST-A-77")]
    draft = draft_of(folder, rows, header=header, program=CHAIN)
    draft.do(change_choices(draft, "edit-template", template="chained"))
    return draft


def mailbox(name: str, event: str) -> Destination:
    return Destination(
        name, "email", "127.0.0.1", 1, "me@acme.example", to=f"{name}@batch.impact.com", event_type=event
    )


@pytest.mark.parametrize("parent_known", [True, False])
def test_of_a_chain_nothing_follows_a_parent_that_is_not_there(
    tmp_path: Path, services: Services, parent_known: bool
) -> None:
    """Its server does not answer, or it has no destination."""
    child = mailbox("sale", "18501")
    saved = [child, *([mailbox("trial", "18500")] if parent_known else [])]
    result = dispatch(chain(tmp_path), request_for(child), replace(services, programs=[CHAIN], destinations=saved))
    parent, follows = result.batches
    assert (parent.batch.group.event, follows.batch.group.event) == ("18500", "18501")
    assert parent.delivered is False
    assert isinstance(follows.problem, ChainWaits)
    assert states(follows.receipts) == [State.PREPARED]
    assert all(submission.destination != "sale" for submission in services.ledger.submissions())


# ---------------------------------------------------------------------- later


def test_for_later_all_is_recorded_or_nothing(
    tmp_path: Path, both: Draft, ledger: Ledger, services: Services, places
) -> None:
    later = request_for(places[0], when=TOMORROW, mark="m1")
    deliver(tmp_path / "acme", [row(2, CampaignId="2000"), row(3, CampaignId="2000")], ledger)
    refused = dispatch(both, later, services)
    assert isinstance(refused.problem, SentBefore)
    assert (refused.submissions, services.ledger.waiting()) == ([], [])
    planned = dispatch(both, replace(later, reason="lost there"), services)
    assert [(submission.program, submission.draft, submission.not_before) for submission in planned.submissions] == [
        ("Acme", "m1", TOMORROW),
        ("Bolt", "m1", TOMORROW),
    ]
    at_work = replace(services, clock=lambda: TOMORROW)
    events: list[Event] = []
    for submission in services.ledger.due(TOMORROW):
        assert states(dispatch_recorded(submission, at_work, Listener(events.append))) == [State.ARRIVED]
    assert len([event for event in events if isinstance(event, ReceiptKnown)]) == 2
    assert services.ledger.waiting() == []


def test_an_export_is_written_and_sends_nothing(both: Draft, services: Services, tmp_path: Path) -> None:
    fractions: list[float] = []
    result = write_batches(both, "orders", tmp_path / "out", [ACME, BOLT], progress=fractions.append)
    assert [outcome.written is not None and len(outcome.written.parts) for outcome in result.batches] == [1, 1]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert services.ledger.submissions() == []
