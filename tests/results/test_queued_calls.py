"""What impact.com answers to orders in its queue, read from the stand-in into a real ledger."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.destinations import from_url
from courier.ledger.answers import AwaitedPart, PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import Progress
from courier.results.api_client import ApiError
from courier.results.queued_calls import follow, queued_accounts
from courier.settings import data_folder
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of
from tests.results.stand_in import SID, TOKEN, Fault, StandIn

LATER = NOW + timedelta(minutes=5)
HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount"
AT = "/APISubmissions/"
pytestmark = pytest.mark.usefixtures("courier_home")


@pytest.fixture
def queued(tmp_path: Path, impact: StandIn, ledger: Ledger) -> list[AwaitedPart]:
    """Two orders that the stand-in took."""
    impact.lists["Campaigns"] = []
    place = from_url(impact.url.replace("http://", f"conversions+http://{SID}@"), "Calls")
    written, origin = batch_of(tmp_path, [row(1), row(2)], 1, header=HEADER)
    list(ship(written, origin, place, ledger, SendContext(lambda: NOW, Secret(TOKEN))))
    return ledger.answers.awaited(NOW - timedelta(days=1))


def read(ledger: Ledger, parts: list[AwaitedPart]) -> list[PartAnswer]:
    ((account, own),) = queued_accounts(parts).items()
    return follow(account, Secret(TOKEN), ledger, own, LATER)


def test_each_order_is_accepted_or_refused_with_its_reason(
    impact: StandIn, ledger: Ledger, queued: list[AwaitedPart]
) -> None:
    impact.order_errors = {"AC-2": ("Contract Error", "CONTRACT_NOT_FOUND")}
    first, second = read(ledger, queued)
    assert (first.batch, first.complete, first.records, first.errors) == ("A-0", True, 1, 0)
    assert second.refused.select("row", "order_id", "reason", "kind").rows() == [
        (1, "AC-2", "CONTRACT_NOT_FOUND", "contract")
    ]
    assert ledger.answers.awaited(NOW - timedelta(days=1)) == []


def test_an_error_is_final_whatever_its_status_is_called(
    impact: StandIn, ledger: Ledger, queued: list[AwaitedPart]
) -> None:
    impact.order_status, impact.order_errors = "Rejected", {"AC-1": ("MALFORMED", "")}
    first, second = read(ledger, queued)
    assert (first.progress, first.refused["reason"].to_list()) == (Progress.COMPLETE, ["MALFORMED"])
    assert (second.progress, second.errors) == (Progress.UNKNOWN, 0)


@pytest.mark.parametrize(("fault", "answered"), [(Fault(404), 1), (Fault(429), 0)])
def test_what_is_not_there_is_left_and_a_limit_ends_the_round(
    impact: StandIn, ledger: Ledger, queued: list[AwaitedPart], fault: Fault, answered: int
) -> None:
    fault.where = AT
    impact.faults = [fault]
    assert len(read(ledger, queued)) == answered
    # another round reads what is left
    left = ledger.answers.awaited(NOW - timedelta(days=1))
    assert len(left) == 2 - answered
    assert len(read(ledger, left)) == len(left)


def test_no_more_is_asked_than_the_pace_allows(impact: StandIn, ledger: Ledger, queued: list[AwaitedPart]) -> None:
    path = data_folder() / "api_calls.json"
    kept = json.loads(path.read_text())
    kept["accounts"][0]["moments"] = [LATER.isoformat()] * 899
    path.write_text(json.dumps(kept))
    assert len(read(ledger, queued)) == 1


def test_garbage_is_an_error_and_what_was_read_before_stays(
    impact: StandIn, ledger: Ledger, queued: list[AwaitedPart]
) -> None:
    impact.faults = [Fault(200, b"<html>", where=f"{AT}A-1")]
    with pytest.raises(ApiError, match="no answer of impact"):
        read(ledger, queued)
    assert len(ledger.answers.awaited(NOW - timedelta(days=1))) == 1


def test_no_address_outside_the_account_is_asked(impact: StandIn, ledger: Ledger, queued: list[AwaitedPart]) -> None:
    with ledger.store.writing() as db:
        db.execute("UPDATE parts SET remote_path = ? WHERE number = 1", (f"{impact.url}/Advertisers/x{AT}A-0",))
        db.execute(
            "UPDATE parts SET remote_path = ? WHERE number = 2", (f"http://127.0.0.2:1/Advertisers/{SID}{AT}A-1",)
        )
    asked = len(impact.asked)
    assert read(ledger, ledger.answers.awaited(NOW - timedelta(days=1))) == []
    assert len(impact.asked) == asked
