"""Orders sent one by one to a stand-in for the Conversions API, by the command: recorded, finished, answered, and never
twice."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from courier.destinations.api_address import api_account
from courier.ledger.ledger import Ledger
from courier.programs import Program, Programs
from courier.results.answered import answered_counts
from courier.services import LocalServices
from courier.settings import config_folder
from tests.commands.running import NOW, PATIENCE, ROOT, Courier, Run, order, row, write
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn

BY_ORDER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount"
BY_ITEM = f"{BY_ORDER.removesuffix('Amount')}ItemSubtotal,Category,Sku,Quantity"
WHERE = "/Conversions"


@pytest.fixture
def calls(courier: Courier, impact: StandIn, keychain: FakeKeychain) -> Courier:
    """The command, with a saved destination *Calls* at the stand-in."""
    impact.lists["Campaigns"] = []
    url = impact.url.replace("http://", f"conversions+http://{SID}@")
    assert courier("destinations", "add", "Calls", "--url", url, "--password-stdin", typed=TOKEN).code == 0
    return courier


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Three orders, the first of two items."""
    rows = [one | {"ItemSubtotal": "10.00"} for one in (*order(1, 2), row(2), row(3))]
    return write(tmp_path / "orders.csv", rows, BY_ITEM)


def send(courier: Courier, path: Path, *more: str) -> Any:
    return courier("send", path, "--to", "Calls", "--json", *NOW, *more)


def said(impact: StandIn) -> list[str]:
    return [one["OrderId"] for one in impact.orders]


def batch_states(ledger: Ledger) -> list[str]:
    (submission,) = ledger.submissions()
    return [str(part.state) for part in submission.parts]


def test_each_order_is_a_part_and_a_call(calls: Courier, impact: StandIn, sheet: Path, ledger: Ledger) -> None:
    run = send(calls, sheet)
    assert (run.code, run.sentence) == (0, "3 orders, one call each: up to 1 minute. impact.com answers to each later.")
    assert [part["orders"] for part in run.json["parts"]] == [1, 1, 1]
    assert {receipt["state"] for receipt in run.json["receipts"]} == {"taken"}
    assert said(impact) == ["AC-1", "AC-2", "AC-3"]
    (submission,) = ledger.submissions()
    assert submission.url == impact.url.replace("http://", f"conversions+http://{SID}@")
    assert [part.remote_path.rpartition("/")[2] for part in submission.parts] == ["A-0", "A-1", "A-2"]


def test_what_was_sent_is_not_sent_twice(calls: Courier, impact: StandIn, sheet: Path) -> None:
    send(calls, sheet)
    again = send(calls, sheet)
    assert [one["message"].endswith("already, and not again.") for one in again.json["receipts"]] == [True] * 3
    other = [one | {"ItemSubtotal": "11.00"} for one in (row(2), row(4))]
    assert send(calls, write(sheet.with_name("other.csv"), other, BY_ITEM)).code == 1
    assert said(impact) == ["AC-1", "AC-2", "AC-3"]


def test_what_is_missing_of_a_batch_goes_later_and_the_unclear_order_does_not(
    calls: Courier, impact: StandIn, sheet: Path, ledger: Ledger
) -> None:
    impact.faults = [Fault(dropped=True, takes=True, where=WHERE)]
    run = send(calls, sheet)
    assert (run.code, batch_states(ledger)) == (3, ["unconfirmed", "prepared", "prepared"])
    (submission,) = ledger.submissions()
    rest = calls("send", "--rest", submission.uuid, "--json", *NOW)
    assert (rest.code, batch_states(ledger)) == (3, ["unconfirmed", "taken", "taken"])
    assert "Nobody knows whether" in rest.err
    assert said(impact) == ["AC-1", "AC-2", "AC-3"]
    # a person looks it up and says so
    calls("history", "settle", submission.parts[0].name, "arrived")
    assert calls("send", "--rest", submission.uuid).out.startswith("Nothing")
    assert len(impact.calls) == 3


def test_one_refused_order_stops_no_other_and_goes_once_it_is_right(
    calls: Courier, impact: StandIn, sheet: Path, ledger: Ledger
) -> None:
    impact.faults = [Fault(400, b'{"errors":[{"field":"ClickId","message":"unknown"}]}', where=WHERE)]
    run = send(calls, sheet)
    assert run.code == 3
    assert "ClickId: unknown" in run.err
    assert batch_states(ledger) == ["refused", "taken", "taken"]
    (submission,) = ledger.submissions()
    assert calls("send", "--rest", submission.uuid, *NOW).code == 0
    assert said(impact) == ["AC-2", "AC-3", "AC-1"]


def test_answers_become_results_of_the_batch(calls: Courier, impact: StandIn, sheet: Path, ledger: Ledger) -> None:
    send(calls, sheet)
    impact.order_errors = {"AC-1": ("Contract Error", "CONTRACT_NOT_FOUND")}
    impact.order_status = "Queued"
    assert calls("results", "fetch").code in (0, 1)
    impact.order_status = "Complete"
    fetched = calls("results", "fetch", "--json")
    assert "CONTRACT_NOT_FOUND" in fetched.out
    (submission,) = ledger.submissions()
    counts = answered_counts(ledger, [submission])[submission.uuid]
    # both items of the refused order
    assert (counts.accepted, counts.refused, counts.unanswered) == (2, 2, 0)
    assert [one for one in impact.asked if "FTPFileSubmissions" in one] == []
    asked = len(impact.asked)
    calls("results", "fetch")
    assert len(impact.asked) == asked
    # what was refused may go again
    right = [one | {"ItemSubtotal": "9.00"} for one in order(1, 2)]
    assert send(calls, write(sheet.with_name("right.csv"), right, BY_ITEM)).code == 0
    assert said(impact)[-1] == "AC-1"


def test_answers_are_read_with_a_typed_token(calls: Courier, impact: StandIn, sheet: Path, ledger: Ledger) -> None:
    send(calls, sheet)
    LocalServices().credentials.delete(api_account(SID, impact.url).keychain_name)
    assert "No token is kept" in calls("results", "fetch").err
    typed = ("--account-sid", SID, "--api-url", impact.url, "--token-stdin")
    assert calls("results", "fetch", *typed, typed=TOKEN).code == 0
    (submission,) = ledger.submissions()
    assert answered_counts(ledger, [submission])[submission.uuid].accepted == 4


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        (f"{BY_ORDER},Category,Sku,Quantity,OrderDiscount",
         [row(1, OrderDiscount="1.00")], "ItemPrice or ItemSubtotal, not Amount"),
        (f"{BY_ORDER},OrderSubtotal", [row(1, OrderSubtotal="9.00")], "not known to take OrderSubtotal"),
        (f"{BY_ITEM},PaymentType", [row(1, Sku="A", ItemSubtotal="1.00", PaymentType="Card"),
                                    row(1, Sku="B", ItemSubtotal="1.00", PaymentType="Cash")],
         "PaymentType differs within an order"),
        ("ActionId,OrderId,ActionTrackerId,Amount,CurrencyCode,Reason",
         [row(1, ActionId="1000.4636.158133", Reason="ORDER_UPDATE")], "item and order sheets only"),
        (BY_ORDER, [row(number) for number in range(1, 202)], "201 orders are too many for single calls; 200 go"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_before_anything_is_sent(
    calls: Courier, impact: StandIn, tmp_path: Path, header: str, rows: list[dict[str, str]], words: str
) -> None:
    run = send(calls, write(tmp_path / "orders.csv", rows, header))
    assert run.code == 1
    assert words in run.err
    assert impact.asked == []


def test_an_order_sheet_goes_with_its_total(calls: Courier, impact: StandIn, tmp_path: Path) -> None:
    assert send(calls, write(tmp_path / "orders.csv", [row(1)], BY_ORDER)).code == 0
    assert impact.orders[0]["Amount"] == "10.00"


def test_the_token_is_shared_and_forgotten_with_its_last_user(
    calls: Courier, impact: StandIn, keychain: FakeKeychain
) -> None:
    credentials, name = LocalServices().credentials, api_account(SID, impact.url).keychain_name
    Programs(config_folder()).save(Program("Acme", "1000"))
    account = ("--account-sid", SID, "--api-url", impact.url, "--token-stdin")
    assert calls("programs", "api", "Acme", *account, typed=TOKEN).code == 0
    assert calls("programs", "api", "Acme", "--remove").code == 0
    assert LocalServices().credentials.get(name) is not None
    calls("programs", "api", "Acme", *account, typed=TOKEN)
    assert calls("destinations", "remove", "Calls").code == 0
    assert credentials.get(name) is not None
    calls("programs", "api", "Acme", "--remove")
    assert LocalServices().credentials.get(name) is None


@pytest.mark.parametrize("url", ["conversions+http://S@acme.example", "conversions://@acme.example", "conversions://S@h/x",
                                 "conversions://S:secret@h", "conversions://a%2Fb@h"])  # fmt: skip
def test_only_encrypted_addresses_and_this_computer(courier: Courier, url: str) -> None:
    run = courier("destinations", "add", "Calls", "--url", url)
    assert run.code == 2
    assert "secret" not in run.err


def test_the_preset_needs_no_address(courier: Courier, keychain: FakeKeychain) -> None:
    typed = ("--preset", "conversions", "--user", SID, "--password-stdin")
    assert courier("destinations", "add", "Calls", *typed, typed=TOKEN).code == 0
    assert courier("destinations", "show", "Calls").out == f"conversions://{SID}@api.impact.com:443\n"
    assert LocalServices().credentials.get(f"api:{SID}@api.impact.com") is not None


def test_killed_in_the_middle_nothing_goes_twice(
    courier: Courier, impact: StandIn, sheet: Path, ledger: Ledger, keychain: FakeKeychain
) -> None:
    impact.lists["Campaigns"] = []
    impact.faults = [Fault(before=30, takes=True, where=WHERE)]
    url = impact.url.replace("http://", f"conversions+http://{SID}@")
    command = [sys.executable, "-m", "courier", "send", str(sheet), "--to", url, "--password-stdin", *NOW]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, cwd=ROOT)
    assert run.stdin is not None
    run.stdin.write(f"{TOKEN}\n".encode())
    run.stdin.close()
    until = time.monotonic() + PATIENCE
    while not impact.orders and time.monotonic() < until:
        time.sleep(0.05)
    run.kill()
    run.wait()
    (submission,) = ledger.submissions()
    rest = courier("send", "--rest", submission.uuid, "--password-stdin", *NOW, typed=TOKEN)
    assert (rest.code, batch_states(ledger)) == (3, ["unconfirmed", "taken", "taken"])
    assert ledger.submissions()[0].parts[0].message.startswith("The answer was lost, and nobody can tell")
    assert said(impact) == ["AC-1", "AC-2", "AC-3"]


def test_the_time_that_is_said_is_what_the_last_calls_took(calls: Courier, sheet: Path, ledger: Ledger) -> None:
    # nobody called yet: no more is known than what the app allows itself
    first = send(calls, sheet)
    assert first.sentence == "3 orders, one call each: up to 1 minute. impact.com answers to each later."
    moments = ["2026-11-23T12:00:00+00:00", "2026-11-23T12:00:40+00:00", "2026-11-23T13:30:00+00:00"]
    with ledger.store.writing() as db:
        for number, moment in enumerate(moments, start=1):
            db.execute("UPDATE parts SET at = ? WHERE number = ?", (moment, number))
    more = write(
        sheet.with_name("more.csv"), [row(number) | {"ItemSubtotal": "9.00"} for number in range(4, 8)], BY_ITEM
    )
    # 40 seconds each, because a pause is no call
    assert send(calls, more).sentence == "4 orders, one call each: about 3 minutes. impact.com answers to each later."


def test_a_watched_folder_sends_its_orders_and_holds_back_what_cannot_go_so(
    calls: Courier, impact: StandIn, tmp_path: Path, ledger: Ledger
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()

    def look() -> Run:
        return calls("watch", watched, "--to", "Calls", *NOW, "--once", "--every", "0.05", "--quiet-for", "0.05")

    write(watched / "small.csv", [row(number) | {"ItemSubtotal": "10.00"} for number in (1, 2)], BY_ITEM)
    discounted = [one | {"OrderDiscount": "1.00"} for one in order(3, 2)]
    write(watched / "amounts.csv", discounted, f"{BY_ORDER},Category,Sku,Quantity,OrderDiscount")
    write(watched / "large.csv", [row(1000 + number) for number in range(201)], BY_ORDER)
    run = look()
    assert run.out == "small.csv: sent, and moved to “sent”.\n"
    assert said(impact) == ["AC-1", "AC-2"]
    held = {path.name: path.read_text(encoding="utf-8") for path in (watched / "held-back").glob("*.txt")}
    assert "ItemPrice or ItemSubtotal, not Amount" in held["amounts.csv.problem.txt"]
    assert "201 orders are too many for single calls; 200 go at once. Send a file." in held["large.csv.problem.txt"]
    assert batch_states(ledger) == ["taken", "taken"]
    # an order that impact.com refuses holds the file back, and is not asked about at every look
    impact.faults = [Fault(400, b'{"errors":[{"field":"ClickId","message":"unknown"}]}', where=WHERE)]
    write(watched / "next.csv", [row(number) | {"ItemSubtotal": "10.00"} for number in (6, 7)], BY_ITEM)
    refused = look()
    assert refused.code != 0
    assert "ClickId: unknown" in refused.err
    assert said(impact) == ["AC-1", "AC-2", "AC-7"]
    assert "ClickId: unknown" in (watched / "held-back" / "next.csv.problem.txt").read_text(encoding="utf-8")
    calls_until_now = len(impact.calls)
    assert look().code == 0
    assert len(impact.calls) == calls_until_now
