"""The Conversions API against a stand-in with every fault: what is said of each order is what can be known."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.call_pace import CallPace, CallsUsedUp
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Progress, Receipt, State
from courier.delivery.send import send
from courier.delivery.transcript import Transcript
from courier.delivery.trial import StepOutcome, run_trial
from courier.destinations import Destination, from_url
from courier.settings import data_folder
from tests.delivery.sending import everything_logged
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, standing_in

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,CurrencyCode,OrderPromoCode,Category,Sku,Quantity,ItemSubtotal"
ERRORS = b'{"errors":[{"field":"EventDate","level":"error","message":"EventDate is invalid"}]}'
WHERE = "/Conversions"
pytestmark = pytest.mark.usefixtures("courier_home")


@pytest.fixture
def impact() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        stand_in.lists["Campaigns"] = []
        yield stand_in


def order_part(folder: Path, number: int = 1, items: int = 1, header: str = HEADER, **changes: str) -> PartFile:
    """A part with one order."""
    lines = [header]
    for item in range(1, items + 1):
        row = {
            "CampaignId": "1000", "ActionTrackerId": "18500", "EventDate": "2026-11-20T10:00:00Z",
            "OrderId": f"AC-{number}", "CurrencyCode": "USD", "OrderPromoCode": "A&B ü" if item == 1 else "",
            "Category": "Tennis", "Sku": f"SKU-{item}", "Quantity": str(item), "ItemSubtotal": "10.00", **changes,
        }  # fmt: skip
        lines.append(",".join(row.get(name, "x") for name in header.split(",")))
    content = "\r\n".join([*lines, ""]).encode()
    path = folder / f"2026-11-23_ItemConversions_acme_{number:02}of09_1a2b3c4d.csv"
    path.write_bytes(content)
    return PartFile(path.name, path, len(content), hashlib.sha256(content).hexdigest())


def place_of(impact: StandIn, seconds: float = 20.0) -> Destination:
    url = impact.url.replace("http://", f"conversions+http://{SID}@")
    return replace(from_url(url, "Calls"), timeout_seconds=seconds)


def deliver(
    impact: StandIn,
    parts: list[PartFile],
    *,
    token: str = TOKEN,
    seconds: float = 20.0,
    progress: Callable[[Progress], None] = lambda _: None,
    transcript: Transcript | None = None,
    in_sequence: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Receipt]:
    return list(
        send(
            parts,
            place_of(impact, seconds),
            Secret(token),
            lambda: datetime.now(UTC),
            progress=progress,
            transcript=transcript,
            in_sequence=in_sequence,
            cancelled=cancelled,
        )
    )


def states(receipts: list[Receipt]) -> list[str]:
    return [str(receipt.state) for receipt in receipts]


def test_an_order_is_one_call_with_its_items_numbered(impact: StandIn, tmp_path: Path) -> None:
    (receipt,) = deliver(impact, [order_part(tmp_path, items=2)])
    assert (receipt.state, receipt.key) == (State.TAKEN, "receipt-queued")
    assert receipt.remote_path == f"{impact.url}/Advertisers/{SID}/APISubmissions/A-0"
    assert impact.orders == [
        {
            "CampaignId": "1000", "ActionTrackerId": "18500", "EventDate": "2026-11-20T10:00:00Z", "OrderId": "AC-1",
            "CurrencyCode": "USD", "OrderPromoCode": "A&B ü",
            "ItemCategory1": "Tennis", "ItemSku1": "SKU-1", "ItemQuantity1": "1", "ItemSubTotal1": "10.00",
            "ItemCategory2": "Tennis", "ItemSku2": "SKU-2", "ItemQuantity2": "2", "ItemSubTotal2": "10.00",
        }
    ]  # fmt: skip
    assert impact.asked == [f"GET /Advertisers/{SID}/Campaigns", f"POST /Advertisers/{SID}/Conversions"]


def test_the_amount_of_a_line_is_its_subtotal_where_there_are_no_discounts(impact: StandIn, tmp_path: Path) -> None:
    by_line = order_part(tmp_path, items=2, header="OrderId,Sku,Amount,OrderDiscount", Amount="12.50", OrderDiscount="")
    deliver(impact, [by_line])
    lines = {"ItemSku1": "SKU-1", "ItemSubTotal1": "12.50", "ItemSku2": "SKU-2", "ItemSubTotal2": "12.50"}
    assert impact.orders == [{"OrderId": "AC-1", **lines}]
    deliver(impact, [order_part(tmp_path, header="OrderId,Amount", Amount="12.50")])
    assert impact.orders[1:] == [{"OrderId": "AC-1", "Amount": "12.50"}]
    for more in ({"OrderDiscount": "1.00"}, {"ItemPrice": "1.00"}):
        header = ",".join(("OrderId", "Sku", "Amount", *more))
        (refused,) = deliver(impact, [order_part(tmp_path, header=header, Amount="12.50", **more)])
        assert refused.state is State.REFUSED
        assert "Amount" in refused.message
    assert len(impact.orders) == 2


def test_own_item_fields_have_the_number_in_the_middle(impact: StandIn, tmp_path: Path) -> None:
    deliver(impact, [order_part(tmp_path, header="OrderId,Sku,ItemText_2", ItemText_2="red")])
    assert impact.orders == [{"OrderId": "AC-1", "ItemSku1": "SKU-1", "ItemText1_2": "red"}]


@pytest.mark.parametrize(
    ("fault", "state", "words", "rest"),
    [
        (Fault(400, ERRORS), "refused", "EventDate: EventDate is invalid", "taken"),
        (Fault(401), "refused", "no such Account SID", "prepared"),
        (Fault(403), "refused", "may not send conversions", "prepared"),
        (Fault(404), "refused", "no such account at this address", "prepared"),
        (Fault(418), "refused", "refused this order (418)", "prepared"),
        (Fault(302, headers={"Location": "https://elsewhere.example"}), "refused", "leads elsewhere", "prepared"),
        (Fault(500, b'{"Status":"ERROR","Message":"Oops"}'), "unconfirmed", "“500 Oops”", "prepared"),
        (Fault(503, takes=True), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(200, b"<html>Welcome to our hotel</html>"), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(200, b'{"Status":"MAYBE"}'), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(dropped=True), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(dropped=True, takes=True), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(200, b'{"Status":"QUEUED"}', cut=True), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(before=30, takes=True), "unconfirmed", "nobody can tell", "prepared"),
        (Fault(200, b'{"Status":"QUEUED"}' * 9, slowly=0.2), "unconfirmed", "nobody can tell", "prepared"),
    ],
)
def test_what_impact_answers_instead(
    impact: StandIn, tmp_path: Path, fault: Fault, state: str, words: str, rest: str
) -> None:
    impact.faults = [replace(fault, where=WHERE)]
    parts = [order_part(tmp_path, 1), order_part(tmp_path, 2)]
    receipts = deliver(impact, parts, seconds=2.0 if fault.before or fault.slowly else 20.0)
    assert states(receipts) == [state, rest]
    assert words in receipts[0].message
    # whatever was answered, no order was said twice
    assert len(impact.calls) == (2 if rest == "taken" else 1)
    assert len({one["OrderId"] for one in impact.orders}) == len(impact.orders)


def test_in_a_chain_nothing_follows_a_refused_order(impact: StandIn, tmp_path: Path) -> None:
    impact.faults = [Fault(400, ERRORS, where=WHERE)]
    receipts = deliver(impact, [order_part(tmp_path, 1), order_part(tmp_path, 2)], in_sequence=True)
    assert (states(receipts), len(impact.calls)) == (["refused", "prepared"], 1)


def test_a_connection_lost_before_the_call_is_certain(impact: StandIn, tmp_path: Path) -> None:
    def hang_up(_: Progress) -> None:
        impact.close()

    receipts = deliver(impact, [order_part(tmp_path, 1), order_part(tmp_path, 2)], progress=hang_up)
    assert states(receipts) == ["refused", "prepared"]
    assert "broke before any data went out" in receipts[0].message
    assert impact.calls == []


@pytest.mark.parametrize(
    "said",
    [
        "https://elsewhere.example/x",
        "/Advertisers/other/APISubmissions/A-1",
        f"/Advertisers/{SID}/APISubmissions/../Actions",
        f"/Advertisers/{SID}/Actions",
        7,
        None,
    ],
)
def test_only_an_address_of_the_same_account_is_kept(impact: StandIn, tmp_path: Path, said: object) -> None:
    impact.faults = [Fault(200, json.dumps({"Status": "QUEUED", "QueuedUri": said}).encode(), where=WHERE)]
    (receipt,) = deliver(impact, [order_part(tmp_path)])
    assert (str(receipt.state), receipt.remote_path) == ("taken", f"{impact.url}/Advertisers/{SID}/Conversions")


@pytest.mark.parametrize("headers", [{"Retry-After": "1"}, {"X-RateLimit-Reset": "1"}])
def test_a_short_limit_is_waited_for_and_the_order_goes_once(
    impact: StandIn, tmp_path: Path, headers: dict[str, str]
) -> None:
    impact.faults = [Fault(429, headers=headers, where=WHERE)]
    receipts = deliver(impact, [order_part(tmp_path)])
    assert (states(receipts), len(impact.orders)) == (["taken"], 1)


def test_a_long_limit_is_said_and_kept_for_the_next_start(impact: StandIn, tmp_path: Path) -> None:
    impact.faults = [Fault(429, headers={"Retry-After": "1800"}, where=WHERE)]
    parts = [order_part(tmp_path, 1), order_part(tmp_path, 2)]
    receipts = deliver(impact, parts)
    assert states(receipts) == ["refused", "prepared"]
    assert "the rest can go in 30 minutes" in receipts[0].message
    # another start calls nobody before that
    assert states(deliver(impact, parts)) == ["refused", "prepared"]
    assert len(impact.calls) == 1


def test_a_person_stops_while_a_limit_is_waited_for(impact: StandIn, tmp_path: Path) -> None:
    impact.faults = [Fault(429, headers={"Retry-After": "60"}, where=WHERE)]
    receipts = deliver(impact, [order_part(tmp_path)], cancelled=lambda: bool(impact.calls))
    assert receipts[0].message.startswith("Cancelled; nothing of this part is on the server.")
    assert impact.orders == []


def test_stopping_after_an_order_was_taken_leaves_it_taken(impact: StandIn, tmp_path: Path) -> None:
    parts = [order_part(tmp_path, 1), order_part(tmp_path, 2)]
    assert states(deliver(impact, parts, cancelled=lambda: bool(impact.orders))) == ["taken", "prepared"]
    assert len(impact.orders) == 1


@pytest.mark.parametrize(
    ("header", "changes", "words"),
    [
        ("OrderId,Sku,EventCode", {"EventCode": "SALE"}, "not known to take EventCode"),
        ("OrderId,Sku,Colour", {}, "not known to take Colour"),
        ("Sku,Quantity", {}, "This part is not one order"),
        ("OrderId,OrderId", {"OrderId": 'a"b'}, "This part is not one order"),
    ],
)
def test_what_the_api_is_not_known_to_take_is_not_tried(
    impact: StandIn, tmp_path: Path, header: str, changes: dict[str, str], words: str
) -> None:
    (receipt,) = deliver(impact, [order_part(tmp_path, header=header, **changes)])
    assert (str(receipt.state), impact.calls) == ("refused", [])
    assert words in receipt.message


def test_two_orders_in_one_part_are_not_guessed_apart(impact: StandIn, tmp_path: Path) -> None:
    part = order_part(tmp_path)
    content = b"OrderId,Sku\r\nAC-1,A\r\nAC-2,B\r\n"
    part.path.write_bytes(content)
    (receipt,) = deliver(impact, [replace(part, size=len(content))])
    assert "OrderId differs within the order" in receipt.message
    assert impact.calls == []


def test_no_secret_in_logs_transcript_or_receipt(impact: StandIn, tmp_path: Path) -> None:
    repeated = f'{{"Status":"ERROR","Message":"Wrong token {TOKEN}"}}'.encode()
    impact.faults = [Fault(400, repeated, where=WHERE)]
    transcript = Transcript()
    with everything_logged() as logged:
        receipts = deliver(impact, [order_part(tmp_path, 1), order_part(tmp_path, 2)], transcript=transcript)
    assert any("POST" in line for line in transcript.lines)
    told = "\n".join((*logged, *transcript.lines, *(receipt.message for receipt in receipts)))
    assert TOKEN not in told
    assert impact.logins[0].removeprefix("Basic ") not in told


# ---------------------------------------------------------------------- login and test of the connection


@pytest.mark.parametrize(
    ("fault", "step", "words"),
    [
        (Fault(401), "login", "no such Account SID with this token"),
        (Fault(404), "login", "no such account at this address"),
        (Fault(429, headers={"Retry-After": "90"}), "login", "in 2 minutes"),
        (Fault(302), "login", "leads elsewhere"),
        (Fault(500), "login", "impact.com failed (500)"),
        (Fault(200, b"<html>", headers={"Content-Type": "text/html"}), "login", "no answer of impact.com's API"),
        (Fault(dropped=True), "login", "broke before any data went out"),
    ],
)
def test_the_test_of_a_connection_only_reads_and_says_what_failed(
    impact: StandIn, fault: Fault, step: str, words: str
) -> None:
    impact.faults = [replace(fault, times=3)]
    trial = run_trial(Connector(place_of(impact), Secret(TOKEN), lambda: NOW))
    assert next(one.name for one in trial.steps if one.outcome is StepOutcome.FAILED) == step
    assert words in trial.sentence
    assert all(asked.startswith("GET ") for asked in impact.asked)


@pytest.mark.parametrize("fault", [[], [Fault(403)]])
def test_the_test_says_what_it_proves(impact: StandIn, fault: list[Fault]) -> None:
    impact.faults = fault
    trial = run_trial(Connector(place_of(impact), Secret(TOKEN), lambda: NOW))
    assert [step.name for step in trial.steps] == ["name", "port", "key", "login", "permission"]
    assert trial.steps[-1].outcome is StepOutcome.NOT_TRIED
    assert trial.steps[-1].sentence == "Not tried: a test would be a real order."
    assert "only the first order shows" in trial.sentence
    assert TOKEN not in trial.transcript(NOW)


def test_nobody_there(impact: StandIn) -> None:
    impact.close()
    trial = run_trial(Connector(place_of(impact), Secret(TOKEN), lambda: NOW))
    assert [str(step.outcome) for step in trial.steps] == ["ok", "failed", *["not-reached"] * 3]


def test_a_silent_server_is_given_up(impact: StandIn) -> None:
    impact.faults = [Fault(before=30)]
    trial = run_trial(Connector(place_of(impact, 2.0), Secret(TOKEN), lambda: NOW))
    assert "said nothing for 2 seconds" in trial.sentence


def test_an_account_written_by_hand_is_checked_before_it_becomes_an_address(impact: StandIn, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="is no Account SID"):
        list(send([order_part(tmp_path)], replace(place_of(impact), user="../x"), Secret(TOKEN), lambda: NOW))
    assert impact.asked == []


# ---------------------------------------------------------------------- the pace


def test_the_pace_is_kept_across_starts() -> None:
    data_folder().mkdir(parents=True)
    calls = [(NOW + timedelta(seconds=second)).isoformat() for second in range(900)]
    accounts = [{"account": "a", "moments": calls, "closed_until": ""}]
    (data_folder() / "api_calls.json").write_text(json.dumps({"version": 1, "accounts": accounts}))
    with pytest.raises(CallsUsedUp) as limit:
        CallPace("a", data_folder()).take(NOW + timedelta(minutes=20))
    assert limit.value.wait == timedelta(minutes=40)
    # another account has calls of its own, and this one again after an hour
    CallPace("b", data_folder()).take(NOW + timedelta(minutes=20))
    CallPace("a", data_folder()).take(NOW + timedelta(hours=1, seconds=1))


def test_a_clock_that_was_set_back_stops_nothing_for_long() -> None:
    pace = CallPace("a", data_folder())
    pace.close(NOW + timedelta(days=2))
    pace.take(NOW)


def test_a_damaged_record_of_calls_stops_one_batch_and_says_so(impact: StandIn, tmp_path: Path) -> None:
    path = data_folder() / "api_calls.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"version": 1, "accounts": [{"account": 7}]}')
    (receipt,) = deliver(impact, [order_part(tmp_path)])
    assert (str(receipt.state), impact.calls) == ("refused", [])
    assert receipt.message.startswith("The record of calls to impact.com")
    assert states(deliver(impact, [order_part(tmp_path)])) == ["taken"]
