"""An order is whole: rows without an ID belong to the order above, exclusions take whole orders, damaged IDs none."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courier.batches.batch import write_batch
from courier.batches.groups import RowGroup, whole_sheet
from courier.draft import Draft
from courier.draft_edits import change_choices, change_mapping, leave_out, set_aside, type_cells
from courier.exclusions import preview_exclusions, shop_exclusions, values_of
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.sheet.exclusions import Condition, Exclusion, exclude_where
from courier.sheet.row_edits import delete_rows, insert_rows
from tests.tries import tries

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ALL_ROWS = {"CampaignId": "1000", "ActionTrackerId": "18500"}
HEAD = "OrderId,EventDate,ClickId,CurrencyCode,Amount,Category,Sku,Quantity,Status,Line status"


def line(order: str, number: int, status: str = "", of_line: str = "", *, whole: bool = True) -> str:
    """A row of an order; one that is not ``whole`` has only what is said of the line."""
    said = f"2026-11-20T10:00:00Z,click-of-{order or number}-abcdefgh,EUR" if whole else ",,"
    return f"{order},{said},{number}.00,Tea,SKU-{number},1,{status},{of_line}"


def opened(*lines: str, options: OpenOptions | None = None) -> Draft:
    content = "\n".join([HEAD, *lines]) + "\n"
    wanted = replace(options or OpenOptions(), constants=ALL_ROWS)
    draft = open_table(read_bytes(content.encode(), "orders.csv"), "orders.csv", None, wanted, NOW).draft
    draft.check()
    return draft


def numbers(draft: Draft, rows: pl.Series) -> list[int | None]:
    return draft.sheet.numbers(rows.to_list())


SHOP = (
    line("O-1", 1, "paid"),
    line("", 2, whole=False),
    line("O-2", 3, "refunded"),
    line("", 4, whole=False),
    line("O-3", 5, "paid", "ok"),
    line("O-3", 6, "", "gone"),
    line("O-4", 7, "paid", "ok"),
)


# ---------------------------------------------------------------------- rows without an order ID


def test_the_whole_order_waits_while_one_of_its_rows_has_no_id() -> None:
    draft = opened(*SHOP)
    assert numbers(draft, draft.ready_rows()) == [6, 7, 8]
    assert numbers(draft, draft.rows_with("ROW-OID")) == [3, 5]


def test_the_safe_repair_gives_the_row_what_the_order_says() -> None:
    draft = opened(*SHOP)
    draft.do(draft.plan().edit)
    assert draft.ready_rows().len() == 7
    assert draft.fields(draft.sheet.row_order)["OrderId"].to_list() == ["O-1"] * 2 + ["O-2"] * 2 + ["O-3"] * 2 + ["O-4"]
    assert draft.fields(draft.sheet.row_order)["CurrencyCode"].unique().to_list() == ["EUR"]


def test_a_row_that_says_something_else_than_the_order_above_is_not_given_to_it_safely() -> None:
    draft = opened(line("O-1", 1), line("", 2), line("O-3", 3))
    (problem,) = draft.problems(rules=["ROW-OID"])
    assert problem.fix is not None
    assert (problem.fix.value, problem.fix.safe) == ("O-1", False)
    assert numbers(draft, draft.ready_rows()) == [4]


CREDITED = "OrderId,EventDate,CustomerEmail,CurrencyCode,ClickId,OrderPromoCode,Amount,Category,Sku,Quantity"
A_DAY = "2026-11-20T10:00:00Z"


@pytest.mark.parametrize(
    "own",
    [
        f",2026-11-19T10:00:00Z,{'a' * 40},,,,2.00,Tea,SKU-2,1",
        f",{A_DAY},{'b' * 40},,,,2.00,Tea,SKU-2,1",
        ",,,USD,,,2.00,Tea,SKU-2,1",
        f",2026-11-20,{'b' * 40},,,,2.00,Tea,SKU-2,1",
    ],
    ids=["date", "customer", "currency", "another customer on that day"],
)
def test_a_row_that_may_be_an_order_of_its_own_gets_nothing_of_the_order_above(own: str) -> None:
    above = f"O-1,{A_DAY},{'a' * 40},EUR,click-abcdefghijklmno,SAVE,1.00,Tea,SKU-1,1"
    table = read_bytes(f"{CREDITED}\n{above}\n{own}\n".encode(), "orders.csv")
    draft = open_table(table, "orders.csv", None, OpenOptions(constants=ALL_ROWS), NOW).draft
    draft.check()
    assert draft.plan().total == 0
    assert numbers(draft, draft.ready_rows()) == []


def test_a_row_that_repeats_what_the_order_above_says_gets_the_rest_of_it() -> None:
    above = f"O-1,{A_DAY},{'a' * 40},EUR,click-abcdefghijklmno,SAVE,1.00,Tea,SKU-1,1"
    own = f",2026-11-20,{'a' * 40},EUR,,,2.00,Tea,SKU-2,1"
    table = read_bytes(f"{CREDITED}\n{above}\n{own}\n".encode(), "orders.csv")
    draft = open_table(table, "orders.csv", None, OpenOptions(constants=ALL_ROWS), NOW).draft
    draft.check()
    draft.do(draft.plan().edit)
    fields = draft.fields(draft.ready_rows())
    assert fields["OrderId"].to_list() == ["O-1", "O-1"]
    assert fields["EventDate"].to_list() == [A_DAY, A_DAY.replace("Z", "+00:00")]
    assert fields["OrderPromoCode"].to_list() == ["SAVE", "SAVE"]


def test_a_total_under_the_last_order_is_not_taken_for_one_of_its_items() -> None:
    draft = opened(line("O-1", 1), line("O-2", 2), ",,,,3.00,,,2,,")
    assert draft.plan().cells.get("ROW-OID") is None
    assert numbers(draft, draft.ready_rows()) == [2]


def test_a_row_without_an_id_above_all_orders_is_an_order_by_itself() -> None:
    draft = opened(line("", 1), line("O-1", 2))
    assert numbers(draft, draft.ready_rows()) == [3]
    assert draft.problems(rules=["ROW-OID"])[0].fix is None


def test_typing_an_id_moves_the_row_and_those_under_it_to_that_order() -> None:
    draft = opened(line("O-1", 1), line("", 2, whole=False), line("", 3, whole=False), line("O-2", 4))
    assert numbers(draft, draft.ready_rows()) == [5]
    draft.do(
        type_cells(draft, [(1, "c0", "O-9"), (1, "c1", "2026-11-20T10:00:00Z"), (1, "c2", "c" * 20), (1, "c3", "EUR")])
    )
    assert numbers(draft, draft.ready_rows()) == [2, 5]
    draft.undo()
    assert numbers(draft, draft.ready_rows()) == [5]
    draft.do(type_cells(draft, [(3, "c0", "")]))
    assert numbers(draft, draft.ready_rows()) == []


@pytest.mark.parametrize("head", ["OrderId,Sku,Status", "Order ID,SKU,Colour"])
def test_the_first_rows_of_an_order_alone_make_a_sheet_of_items(head: str) -> None:
    content = f"{head}\nO-1,A,x\n,B,\nO-2,C,y\n"
    table = read_bytes(content.encode(), "orders.csv")
    assert open_table(table, "orders.csv", None, OpenOptions(), NOW).draft.choices.template == "item"


# ---------------------------------------------------------------------- exclusions


@pytest.mark.parametrize(
    ("exclusion", "kept"),
    [
        (exclude_where("c8", "is", "Refunded"), [2, 3, 6, 7, 8]),
        (exclude_where("c8", "is_not", "paid"), [2, 3, 6, 7, 8]),
        (exclude_where("c8", "contains", "fund"), [2, 3, 6, 7, 8]),
        (exclude_where("c8", "empty"), [2, 3, 4, 5, 6, 7, 8]),
        (exclude_where("c9", "is", "gone"), [2, 3, 4, 5, 6, 8]),
        (Exclusion((Condition("c8", "is", ("paid",)), Condition("c9", "is", ("gone",)))), [2, 3, 4, 5, 6, 7, 8]),
        (Exclusion((Condition("c8", "is", ("paid",)), Condition("c9", "is", ("ok",)))), [2, 3, 4, 5, 7]),
    ],
)
def test_a_column_that_speaks_for_the_order_excludes_all_of_it(exclusion: Exclusion, kept: list[int]) -> None:
    draft = opened(*SHOP)
    draft.do(leave_out(draft, exclusion))
    assert numbers(draft, draft.checker.kept_rows()) == kept
    out = set(range(2, 9)) - set(kept)
    assert set(numbers(draft, draft.left_out_rows())) == out


def test_any_of_several_exclusions_is_enough() -> None:
    draft = opened(*SHOP)
    draft.do(leave_out(draft, exclude_where("c8", "is", "refunded"), exclude_where("c9", "is", "gone")))
    assert numbers(draft, draft.left_out_rows()) == [4, 5, 7]
    draft.undo()
    assert not draft.left_out_rows().len()


def test_a_column_that_differs_within_orders_excludes_single_rows_and_says_how_many_orders_that_cuts() -> None:
    rows = [line(f"O-{number // 2}", number, "", "sent" if number % 2 else "back") for number in range(20)]
    draft = opened(*rows, line("O-99", 99, "", "back"))
    shown = preview_exclusions(draft, [exclude_where("c9", "is", "back")])
    assert (shown.whole_orders, shown.rows.len(), shown.orders, shown.cut) == (False, 11, 11, 10)
    assert {code: str(total) for code, total in shown.totals.items()} == {"EUR": "189.0000"}


def test_the_preview_counts_whole_orders_and_the_values_are_counted() -> None:
    draft = opened(*SHOP)
    shown = preview_exclusions(draft, [exclude_where("c8", "is", "refunded")])
    assert (shown.whole_orders, numbers(draft, shown.rows), shown.orders, shown.cut) == (True, [4, 5], 1, 0)
    counted = [(value.value, value.rows, value.orders) for value in values_of(draft, "c8")]
    assert counted == [("paid", 3, 3), ("", 3, 3), ("refunded", 1, 1)]


def test_an_edit_of_the_deciding_column_or_of_an_order_id_divides_the_sheet_again() -> None:
    draft = opened(*SHOP)
    draft.do(leave_out(draft, exclude_where("c8", "is", "refunded")))
    draft.do(type_cells(draft, [(3, "c0", "O-5")]))
    assert numbers(draft, draft.left_out_rows()) == [4]
    draft.do(type_cells(draft, [(2, "c8", "paid")]))
    assert not draft.left_out_rows().len()


# ---------------------------------------------------------------------- what the shop says


def test_orders_that_the_shop_calls_off_are_warned_of_once_and_excluded_whole() -> None:
    draft = opened(
        line("O-1", 1, "paid"),
        line("O-2", 2, "Refunded"), line("O-2", 3, "Refunded"),
        line("O-3", 4, "Voided"), line("O-3", 5),
        line("O-4", 6, "partially_refunded"),
        line("O-5", 7, "wc-on-hold"),
    )  # fmt: skip
    said = [(problem.row, problem.facts["kind"]) for problem in draft.problems(rules=["ROW-SHOP-STATUS"])]
    assert said == [(1, "refunded"), (3, "cancelled"), (5, "partly"), (6, "pending")]
    draft.do(leave_out(draft, *shop_exclusions(draft)))
    assert numbers(draft, draft.left_out_rows()) == [3, 4, 5, 6, 8]
    assert [problem.row for problem in draft.problems(rules=["ROW-SHOP-STATUS"])] == [5]


def test_of_two_columns_the_one_that_calls_the_whole_order_off_counts() -> None:
    content = (
        "OrderId,Amount,Financial Status,Cancelled at,Refunded at,Refunded Amount\n"
        "O-1,5.00,partially_refunded,,2026-11-20,1.00\n"
        "O-2,6.00,partially_refunded,2026-11-20,,2.00\n"
        "O-3,7.00,paid,,2026-11-21,7.00\n"
        "O-4,8.00,paid,,,0.00\n"
    )
    draft = open_table(read_bytes(content.encode(), "o.csv"), "o.csv", None, OpenOptions(), NOW).draft
    draft.check()
    said = [(problem.row, problem.facts["kind"]) for problem in draft.problems(rules=["ROW-SHOP-STATUS"])]
    assert said == [(0, "partly"), (1, "cancelled"), (2, "refunded")]
    draft.do(leave_out(draft, *shop_exclusions(draft)))
    assert numbers(draft, draft.left_out_rows()) == [3, 4]


def test_a_date_of_cancellation_and_an_amount_paid_back_tell_it_too() -> None:
    content = "OrderId,Amount,Cancelled at,Refunded Amount\nO-1,5.00,,0.00\nO-2,6.00,2026-11-20,6.00\nO-3,7.00,,2.50\n"
    draft = open_table(read_bytes(content.encode(), "o.csv"), "o.csv", None, OpenOptions(), NOW).draft
    draft.check()
    said = [(problem.row, problem.facts["kind"]) for problem in draft.problems(rules=["ROW-SHOP-STATUS"])]
    assert said == [(1, "cancelled"), (2, "partly")]
    assert [exclusion.conditions[0].test for exclusion in shop_exclusions(draft)] == ["not_empty"]


# ---------------------------------------------------------------------- damaged IDs


def test_damaged_ids_make_no_order_of_rows_that_have_nothing_in_common() -> None:
    draft = opened(*(line("4.50012E+15" if number % 3 else f"O-{number}", number) for number in range(1, 13)))
    assert {problem.rule for problem in draft.problems() if problem.rule.startswith("GRP-")} == set()
    assert draft.plan(["GRP-CONSECUTIVE"], safe_only=False).moved == 0
    assert draft.verdict.orders.n_unique() == 12


def test_rows_of_one_rounded_id_stay_in_one_part_although_it_is_no_key(tmp_path: Path) -> None:
    ids = ["450012000000123000", "450012000000123000", "450012000000456000", "450012000000789000"]
    draft = opened(*(line(order, number) for number, order in enumerate(ids)))
    assert {problem.rule for problem in draft.problems()} >= {"ROW-DIGITS-MAYBE"}
    assert draft.verdict.orders.n_unique() == 4
    parts = write_batch(draft, tmp_path, "x", most=3).parts
    assert [part["rows"] for part in parts] == [3, 1]
    assert [part["rows"] for part in write_batch(draft, tmp_path, "x", most=1).parts] == [2, 1, 1]


def test_rows_of_one_rounded_id_that_stand_apart_are_written_together(tmp_path: Path) -> None:
    ids = [f"450012000000{tail}000" for tail in ("345", "457", "533", "345", "621")]
    draft = opened(*(line(order, number) for number, order in enumerate(ids)))
    batch = write_batch(draft, tmp_path, "x", most=2)
    named = [[row["OrderId"] for row in csv.DictReader(path.read_text("utf-8").splitlines())] for path in batch.paths]
    assert named == [[ids[0], ids[0]], [ids[1], ids[2]], [ids[4]]]


def test_an_id_that_is_cleared_at_the_top_leaves_its_order() -> None:
    draft = opened(line("O-1", 1), line("", 2), line("O-2", 3), line("O-1", 4))
    draft.do(type_cells(draft, [(0, "c0", "")]))
    assert numbers(draft, draft.ready_rows()) == [4, 5]


def test_repeated_damaged_ids_do_not_make_a_sheet_of_items() -> None:
    content = "OrderId,Sku\n4.50012E+15,A\n4.50012E+15,B\n4.50012E+15,C\n"
    draft = open_table(read_bytes(content.encode(), "o.csv"), "o.csv", None, OpenOptions(), NOW).draft
    assert draft.choices.template == "order"


# ---------------------------------------------------------------------- the division of a sheet


STATUSES = st.sampled_from(["paid", "refunded", "", "pending"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["O-1", "O-2", "O-3", "", "4.5E+15", "O 4"]), STATUSES, st.booleans()), max_size=12
)
CONDITIONS = st.builds(
    Condition,
    st.sampled_from(["c0", "c8", "c9"]),
    st.sampled_from(["is", "is_not", "contains", "empty", "not_empty"]),
    st.just(("refunded", "o-1")),
)
EXCLUSIONS = st.builds(Exclusion, st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple))


def damage(draft: Draft, kind: int, row: int) -> None:
    """One of several edits that people make."""
    edits: list[Callable[[], object]] = [
        lambda: draft.do(type_cells(draft, [(row, "c0", "")])),
        lambda: draft.do(type_cells(draft, [(row, "c0", "O-2")])),
        lambda: draft.do(type_cells(draft, [(row, "c4", "-")])),
        lambda: draft.do(type_cells(draft, [(row, "c8", "refunded")])),
        lambda: draft.do(set_aside(draft, [row])),
        lambda: draft.do(delete_rows(draft.sheet, [row])),
        lambda: draft.do(insert_rows(draft.sheet, 0, 1)),
        lambda: draft.do(draft.plan().edit),
        lambda: draft.undo(),
    ]
    edits[kind % len(edits)]()


def assert_written_once(draft: Draft, group: RowGroup) -> None:
    """The parts and the set-aside file hold each row that is not left out once, and no order is in two of them."""
    with TemporaryDirectory() as folder:
        batch = write_batch(draft, Path(folder), "x", most=2, group=group)
        files = [path for path in (*batch.paths, batch.set_aside) if path is not None]
        records = [list(csv.DictReader(path.read_text("utf-8").splitlines())) for path in files]
    assert sum(map(len, records)) == group.ready.len() + group.set_aside.len()
    named = [{row["OrderId"].strip().lower() for row in rows} - {""} for rows in records[: len(batch.paths)]]
    assert sum(map(len, named)) == len(set().union(*named))


@pytest.mark.soak
@settings(max_examples=tries(20, 1000))
@given(ROWS, st.lists(EXCLUSIONS, max_size=2), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 11)), max_size=5))
def test_every_row_is_in_one_place_and_every_order_too(
    rows: list[tuple[str, str, bool]], exclusions: list[Exclusion], edits: Iterable[tuple[int, int]]
) -> None:
    draft = opened(*(line(order, number, status, whole=whole) for number, (order, status, whole) in enumerate(rows)))
    if draft.choices.template != "item":
        draft.do(change_choices(draft, "edit-template", template="item"))
    draft.do(change_mapping(draft, replace(draft.choices.mapping, left_out=tuple(exclusions))))
    for kind, row in edits:
        if row in draft.sheet.row_order.to_list():
            damage(draft, kind, row)
    group = whole_sheet(draft)
    places = [part.to_list() for part in (group.ready, group.set_aside, group.left_out)]
    assert sorted(row for part in places for row in part) == sorted(draft.sheet.row_order.to_list())
    orders = [set(draft.verdict.orders.gather(part).to_list()) for part in (group.ready, group.set_aside)]
    assert not orders[0] & orders[1]
    assert_written_once(draft, group)
    # what is sent is named by its order ID; a row without one is never sent
    names = draft.fields(group.ready)["OrderId"].to_list() if group.ready.len() else []
    assert all(name and name.strip() for name in names)
    kept = draft.verdict
    draft.check()
    assert draft.verdict.included.equals(kept.included)
    rows = draft.sheet.row_order
    if rows.len():
        assert draft.verdict.orders.gather(rows).equals(kept.orders.gather(rows))
        assert draft.verdict.failing().gather(rows).equals(kept.failing().gather(rows))
    for key, mask in draft.verdict.masks.items():
        assert mask.equals(kept.masks.get(key, mask & False)), key
