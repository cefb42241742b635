"""What rules learn from the ledger: orders sent before, and changes that change nothing."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from courier.delivery.receipt import State
from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.ledger.ledger import Ledger
from courier.programs import EventType, Program
from courier.rules.history import COLUMNS
from courier.rules.phrases import phrase
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import CHANGES, NOW, deliver, draft_of, mark
from tests.ledger.test_answers import answer


def told(draft: Draft) -> list[tuple[str, str | None, object]]:
    """The rule, the cell's text and how an earlier conversion compares."""
    return [(problem.rule, problem.value, problem.facts.get("repeat")) for problem in draft.problems()]


def change(**cells: str) -> dict[str, str]:
    return {"CurrencyCode": "USD", "Reason": "ITEM_RETURNED", **cells}


def changes_of(folder: Path, rows: list[dict[str, str]], ledger: Ledger) -> list[tuple[str, str | None]]:
    draft = draft_of(folder, rows, ledger, header=CHANGES, program=Program("Acme", "1000"))
    assert draft.choices.template == "modification"
    return [(problem.rule, problem.value) for problem in draft.problems()]


def test_an_order_sent_before_is_told_with_its_day_and_amount(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2), *order(3, 2)], ledger)
    again = [row(1), row(2, Amount="12.50"), row(3, Sku="SKU-9"), row(4)]
    draft = draft_of(tmp_path, again, ledger)
    assert told(draft) == [
        ("GRP-SENT-BEFORE", "AC-1", "same"),
        ("GRP-SENT-BEFORE", "AC-2", "changed"),
        ("GRP-SENT-BEFORE", "AC-3", "unknown"),
    ]
    changed = draft.problems()[1]
    assert (changed.facts["sent"], changed.facts["was"]) == ("2026-11-23", "10.00")


def test_of_a_large_sheet_the_very_rows_are_told(ledger: Ledger, tmp_path: Path) -> None:
    """A team's database is asked for more rows at once than are checked at once."""
    places = (0, 16_383, 16_384, 32_767, 32_768, 39_999)
    deliver(tmp_path, [row(place) for place in places], ledger)
    draft = draft_of(tmp_path, [row(number, Amount=f"{number}.00") for number in range(40_000)], ledger)
    of_rule = [problem for problem in draft.problems() if problem.rule == "GRP-SENT-BEFORE"]
    assert [(problem.value, problem.facts["was"]) for problem in of_rule] == [(f"AC-{at}", "10.00") for at in places]


def test_an_edit_asks_again(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    draft = draft_of(tmp_path, [row(2)], ledger)
    assert told(draft) == []
    (id_,) = draft.sheet.row_order.to_list()
    column = draft.sheet.columns[HEADER.split(",").index("OrderId")]
    draft.do(type_cells(draft, [(id_, column, "AC-1")]))
    assert told(draft) == [("GRP-SENT-BEFORE", "AC-1", "same")]


def test_another_program_or_event_type_is_another_order(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    others = [row(1, CampaignId="2000"), row(1, ActionTrackerId="18501", Sku="SKU-2")]
    assert [draft_of(tmp_path, [record], ledger).verdict.counts_by_rule() for record in others] == [{}, {}]


@pytest.mark.parametrize(
    ("state", "known"),
    [("arrived", True), ("taken", True), ("unconfirmed", True), ("refused", False), ("prepared", False)],
)
def test_only_what_may_be_there_counts_as_sent(ledger: Ledger, tmp_path: Path, state: str, known: bool) -> None:
    deliver(tmp_path, [row(1)], ledger)
    mark(ledger, State(state))
    assert bool(told(draft_of(tmp_path, [row(1)], ledger))) is known


@pytest.mark.of_the_file
def test_a_ledger_that_is_not_there_yet_is_not_made_by_asking(ledger: Ledger, tmp_path: Path) -> None:
    assert told(draft_of(tmp_path, [row(1)], ledger)) == []
    assert not ledger.store.path.exists()


def test_a_change_to_what_was_sent_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [*order(1, 2), row(2)], ledger)
    by_order = {"OrderId": "AC-1", "ActionTrackerId": "18500"}
    rows = [
        change(**by_order, Sku="SKU-1", Amount="10"),
        change(**by_order, Sku="SKU-2", Amount="9.00"),
        change(OrderId="AC-2", ActionTrackerId="18500", Amount="10.00"),
        change(OrderId="AC-9", ActionTrackerId="18500", Amount="10.00"),
    ]
    assert changes_of(tmp_path, rows, ledger) == [("MOD-NOOP", "10"), ("MOD-NOOP", "10.00")]
    # without an item the whole order is meant
    assert changes_of(tmp_path, [change(**by_order, Amount="20.00")], ledger) == [("MOD-NOOP", "20.00")]


def test_a_change_knows_earlier_changes(ledger: Ledger, tmp_path: Path) -> None:
    acme = Program("Acme", "1000")
    deliver(tmp_path, [row(1), row(2)], ledger)
    one, other = ({"OrderId": f"AC-{number}", "ActionTrackerId": "18500"} for number in (1, 2))
    first = [change(**one, Amount="7.00"), change(**other, Amount="0")]
    deliver(tmp_path, first, ledger, header=CHANGES, program=acme)
    again = [change(**one, Amount="7"), change(**other, Amount="0.00")]
    assert changes_of(tmp_path, again, ledger) == [("MOD-NOOP", "7"), ("MOD-STATE", "AC-2"), ("MOD-ZERO", "0.00")]
    assert changes_of(tmp_path, [change(**one, Amount="10.00")], ledger) == []


def test_an_action_is_known_by_its_id(ledger: Ledger, tmp_path: Path) -> None:
    acme = Program("Acme", "1000")
    deliver(tmp_path, [change(ActionId="1000.1.2", Amount="5.00")], ledger, header=CHANGES, program=acme)
    assert changes_of(tmp_path, [change(ActionId="1000.1.2", Amount="5.00")], ledger) == [("MOD-NOOP", "5.00")]
    assert changes_of(tmp_path, [change(ActionId="1000.1.2", Amount="6.00")], ledger) == []


def test_a_change_of_an_order_sent_before_is_no_second_conversion(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    changed = [change(OrderId="AC-1", ActionTrackerId="18500", Amount="4.00")]
    (receipt,) = deliver(tmp_path, changed, ledger, header=CHANGES, program=Program("Acme", "1000"))
    assert receipt.state is State.ARRIVED
    assert told(draft_of(tmp_path, [row(1)], ledger)) == [("GRP-SENT-BEFORE", "AC-1", "changed")]


def test_a_change_without_a_program_is_found_by_its_event_type(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    sheet = [change(OrderId="AC-1", ActionTrackerId="18500", Amount="10.00")]
    assert "MOD-NOOP" in draft_of(tmp_path, sheet, ledger, header=CHANGES).verdict.counts_by_rule()
    deliver(tmp_path, [row(1, CampaignId="2000")], ledger)
    assert "MOD-NOOP" not in draft_of(tmp_path, sheet, ledger, header=CHANGES).verdict.counts_by_rule()


def test_many_rows_at_once_are_told_what_each_is_told_alone(ledger: Ledger, tmp_path: Path) -> None:
    """All that may happen to an order: sent once, with items, as a whole, changed, reversed, sent again, refused."""
    acme = Program("Acme", "1000")
    sent = [one for number in range(80) for one in (order(number, 2) if number % 3 else [row(number)])]
    for place, one in enumerate(sent[:40]):
        one["CustomerStatus"] = ("NEW", "", "RETURNING", "", "")[place % 5]
    deliver(tmp_path, sent, ledger, header=f"{HEADER},CustomerStatus")
    whole = HEADER.replace(",Sku", "").replace(",Quantity", "").replace(",Category", "")
    deliver(tmp_path, [row(number) for number in range(80, 100)], ledger, header=whole)
    by_order = [{"OrderId": f"AC-{number}", "ActionTrackerId": "18500"} for number in range(105)]
    of_items = [
        change(**one, Sku="SKU-1", Amount=amount)
        for one, amount in zip(by_order[10:30] + by_order[100:], 13 * ("7.00", "0"), strict=False)
    ]
    of_all = [change(**one, Amount=amount) for one, amount in zip(by_order[20:50:2], 8 * ("0", "3.00"), strict=False)]
    for day, changes in enumerate((of_items, of_all), start=1):
        deliver(tmp_path, changes, ledger, header=CHANGES, program=acme, at=NOW + timedelta(days=day))
    # of two changes of an item the one counts that became known last
    sooner = [change(**record, Sku="SKU-1", Amount="5.00") for record in by_order[10:19]]
    deliver(tmp_path, sooner, ledger, header=CHANGES, program=acme, at=NOW + timedelta(hours=60))
    mark(ledger, State.ARRIVED)
    for day, amount in enumerate(("11.00", "12.00"), start=3):
        again = [row(16 * day + number, Sku="SKU-2", Amount=amount) for number in range(5)]
        deliver(tmp_path, again, ledger, reason="again", at=NOW + timedelta(days=day))
    mark(ledger, State.REFUSED)
    names = ("campaign", "event", "code", "order", "sku", "action")
    asked = pl.DataFrame(
        [
            ("1000", "18500", None, f"AC-{number}", sku, None)
            for number in range(110)
            for sku in ("SKU-1", "SKU-2", "SKU-9", None)
        ],
        dict.fromkeys(names, pl.String),
        orient="row",
    )
    together = ledger.history.look_up(asked)
    assert together.equals(pl.concat([ledger.history.look_up(rows) for rows in asked.iter_slices(1)]))
    assert together["sent_at"].count() == 400
    assert set(together["amount"].unique()) >= {None, "10.00", "20.00", "17.00", "7.00", "3.00", "11.00", "0.00"}
    assert "12.00" not in together["amount"]


def test_looking_a_few_rows_up_is_quick(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(number) for number in range(3000)], ledger)
    names = ("campaign", "event", "code", "order", "sku", "action")
    asked = pl.DataFrame(
        [("1000", "18500", None, "AC-7", "SKU-1", None)], dict.fromkeys(names, pl.String), orient="row"
    )
    spent = []
    for _ in range(50):
        begin = time.process_time()
        answer = ledger.history.look_up(asked)
        spent.append(time.process_time() - begin)
    assert answer.schema == COLUMNS
    assert answer["amount"].to_list() == ["10.00"]
    assert sorted(spent)[25] < 0.02


def test_an_action_is_not_changed_more_than_a_thousand_times(ledger: Ledger, tmp_path: Path) -> None:
    acme = Program("Acme", "1000")
    deliver(tmp_path, [row(1), row(2)], ledger)
    one, other = ({"OrderId": f"AC-{number}", "ActionTrackerId": "18500"} for number in (1, 2))
    often = [change(**one, Amount=f"{number}.25") for number in range(999)]
    deliver(tmp_path, [*often, change(**other, Amount="3.00")], ledger, header=CHANGES, program=acme)
    sheet = [change(**one, Amount="1.00"), change(**other, Amount="1.00")]
    assert changes_of(tmp_path, sheet, ledger) == []
    deliver(tmp_path, [change(**one, Amount="2.00")], ledger, header=CHANGES, program=acme)
    draft = draft_of(tmp_path, sheet, ledger, header=CHANGES, program=acme)
    (found,) = draft.problems()
    assert (found.rule, found.row, found.column, found.facts["changes"]) == ("MOD-DUP", 0, None, 1000)
    assert "at most 1,000" in phrase(found, draft.sheet.header)
    # an edit of the row asks again
    draft.do(type_cells(draft, [(0, draft.sheet.columns[CHANGES.split(",").index("OrderId")], "AC-2")]))
    assert [(problem.rule, problem.value, problem.facts["changes"]) for problem in draft.problems()] == [
        ("MOD-DUP", "AC-2", 0)
    ]


def test_a_refused_row_is_not_sent(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    part = ledger.submissions()[0].parts[0].uuid
    ledger.answers.record([answer(part, {"row": 2, "order_id": "AC-2", "reason": "CONTRACT_NOT_FOUND"})])
    assert told(draft_of(tmp_path, [row(1), row(2)], ledger)) == [("GRP-SENT-BEFORE", "AC-1", "same")]
    many = [row(1), *(row(number) for number in range(2, 302))]
    assert told(draft_of(tmp_path, many, ledger)) == [("GRP-SENT-BEFORE", "AC-1", "same")]
    (receipt,) = deliver(tmp_path, [row(2)], ledger)
    assert receipt.state is State.ARRIVED


def test_a_row_that_was_taken_once_stays_sent(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    part = ledger.submissions()[0].parts[0].uuid
    again = answer(part, {"row": 1, "order_id": "AC-1", "reason": "OID_DUPLICATE"})
    ledger.answers.record([answer(part), replace(again, batch="F-2")])
    assert told(draft_of(tmp_path, [row(1)], ledger)) == [("GRP-SENT-BEFORE", "AC-1", "same")]


def test_a_change_after_the_lock_is_foreseen(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2, EventDate="2026-11-22T23:30:00-05:00")], ledger)
    program = Program("Acme", "1000", (EventType("18500", lock_days="2"),))
    sheet = [change(OrderId=f"AC-{number}", ActionTrackerId="18500", Amount="4.00") for number in (1, 2)]
    draft = draft_of(tmp_path, sheet, ledger, header=CHANGES, program=program)
    (locked,) = draft.problems()
    # the event was on the 20th at 10 in UTC, and it is the 23rd
    assert (locked.rule, locked.value, locked.facts["locks_at"]) == ("MOD-LOCKED", "AC-1", "2026-11-22")
