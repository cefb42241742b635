"""Several items in one record become several rows, and nothing else changes."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier.open_sheet import OpenOptions, open_table
from courier.reading import Table, read, read_bytes
from courier.reading.item_columns import unfold_items

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def table(content: str) -> Table:
    return read_bytes(content.encode(), "orders.csv")


def shown(table: Table) -> list[tuple[str | None, ...]]:
    return list(table.cells.iter_rows())


WIDE = """\
Order,Sku1,Quantity1,Amount1,Sku2,Quantity2,Amount2,Sku3,Quantity3,Amount3,Coupon
A1,S-1,1,5.00,S-2,2,7.50,,,,SPRING
A2,,,,S-3,1,9.00,,,,
A3,,,,,,,,,,X
A4,S-4,1,1.00,S-5,1,2.00,S-6,1,3.00,
"""


def test_a_record_of_several_items_becomes_a_row_for_each() -> None:
    unfolded = unfold_items(table(WIDE))
    assert unfolded.headers == ("Order", "Sku", "Quantity", "Amount", "Coupon")
    assert shown(unfolded) == [
        ("A1", "S-1", "1", "5.00", "SPRING"),
        ("A1", "S-2", "2", "7.50", "SPRING"),
        ("A2", "S-3", "1", "9.00", ""),
        # a record without any item stays one row
        ("A3", "", "", "", "X"),
        ("A4", "S-4", "1", "1.00", ""),
        ("A4", "S-5", "1", "2.00", ""),
        ("A4", "S-6", "1", "3.00", ""),
    ]
    assert unfolded.rows.to_list() == [2, 2, 3, 4, 5, 5, 5]
    assert unfolded.cells.columns == ["c0", "c1", "c2", "c3", "c4"]
    assert unfolded.header_width == 5


def test_a_note_says_which_columns_and_how_many_rows() -> None:
    (note,) = unfold_items(table(WIDE)).notes
    assert note.key == "note-unfolded"
    assert str(note) == (
        "Sku1 – Sku3, Quantity1 – Quantity3, Amount1 – Amount3 hold several items of an order, so each item became a"
        " row: 7 from 4."
    )
    (note,) = unfold_items(table("Sku1,Sku2\na,b\n")).notes
    assert "2 from 1" in str(note)


@pytest.mark.parametrize(
    ("first", "second", "headers"),
    [
        ("Sku1,Quantity1", "Sku2,Quantity2", ("Sku", "Quantity")),
        ("Sku 1,Qty 1", "Sku 2,Qty 2", ("Sku", "Qty")),
        ("sku_1,qty_1", "sku_2,qty_2", ("sku", "qty")),
        ("SKU #1,Qty #1", "SKU #2,Qty #2", ("SKU", "Qty")),
        ("ItemSku[1],ItemQuantity[1]", "ItemSku[2],ItemQuantity[2]", ("ItemSku", "ItemQuantity")),
        ("Item 1 SKU,Item 1 Quantity", "Item 2 SKU,Item 2 Quantity", ("Item SKU", "Item Quantity")),
        ("items[0].sku,items[0].quantity", "items[1].sku,items[1].quantity", ("Item sku", "Item quantity")),
        ("items/0/sku,items/0/price", "items/1/sku,items/1/price", ("Item sku", "Item price")),
        ("line_items.0.sku,line_items.0.quantity", "line_items.1.sku,line_items.1.quantity",
         ("Item sku", "Item quantity")),
        ("Product 1 SKU,Product 1 discount", "Product 2 SKU,Product 2 discount", ("Item SKU", "Item discount")),
        ("Sku,Quantity", "Sku2,Quantity2", ("Sku", "Quantity")),
        ("Product Name 1,Product ID 1", "Product Name 2,Product ID 2", ("Product Name", "Product ID")),
        ("Unit price 01,SKU 01", "Unit price 02,SKU 02", ("Unit price", "SKU")),
    ],
)  # fmt: skip
def test_many_ways_to_number_items_are_understood(first: str, second: str, headers: tuple[str, ...]) -> None:
    unfolded = unfold_items(table(f"Order,{first},{second}\nA1,1,2,3,4\nA2,5,6,,\n"))
    assert unfolded.headers == ("Order", *headers)
    assert shown(unfolded) == [("A1", "1", "2"), ("A1", "3", "4"), ("A2", "5", "6")]


@pytest.mark.parametrize(
    "header",
    [
        "Order,Sku,Quantity,Amount",
        "Order,Sku1,Quantity1,Amount1",
        "Order,Address1,Address2,Sku",
        "Order,Sku,Text1,Text2",
        "Order,Sku,Quantity1,Quantity2",
        "SubId1,SubId2,ItemText_1,ItemText_2",
        "Order,item_category,item_category2,item_id",
        "SKU 2025,SKU 2026,Order,Amount",
        "Order 1,Order 2,Amount 1,Amount 2",
    ],
)
def test_a_table_without_numbered_items_stays_as_it_is(header: str) -> None:
    plain = table(header + "\n1,2,3,4\n")
    assert unfold_items(plain) is plain


def test_columns_that_only_look_numbered_are_repeated() -> None:
    unfolded = unfold_items(table("Address1,Address2,Text1,Sku1,Sku2,Category3\na,b,c,S1,S2,C3\n"))
    assert unfolded.headers == ("Address1", "Address2", "Text1", "Sku", "Category3")
    assert shown(unfolded) == [("a", "b", "c", "S1", "C3"), ("a", "b", "c", "S2", "C3")]


def test_items_in_any_order_of_columns_and_with_columns_missing() -> None:
    unfolded = unfold_items(table("Sku2,Amount1,Order,Sku10,Sku1\nb,1.00,A,j,a\n"))
    assert unfolded.headers == ("Sku", "Amount", "Order")
    assert shown(unfolded) == [("a", "1.00", "A"), ("b", None, "A"), ("j", None, "A")]


def test_the_items_own_column_comes_before_one_of_the_order_with_its_header() -> None:
    unfolded = unfold_items(table("Order,Amount,Sku1,Amount1,Sku2,Amount2\nA,12.50,a,5.00,b,7.50\n"))
    assert unfolded.headers == ("Order", "Amount", "Amount", "Sku")
    assert shown(unfolded) == [("A", "5.00", "12.50", "a"), ("A", "7.50", "12.50", "b")]
    mapping = open_table(unfolded, "x.csv", None, OpenOptions(), NOW).draft.choices.mapping
    assert next(feed for name, feed in mapping.feeds if name == "Amount").column == "c1"  # type: ignore[union-attr]


def test_blank_cells_are_no_item_and_ragged_records_lose_nothing() -> None:
    unfolded = unfold_items(table("Order,Sku1,Sku2\nA, ,b\nB,a\nC,a,b,extra\n"))
    assert unfolded.headers == ("Order", "Sku", "")
    assert shown(unfolded) == [("A", "b", None), ("B", "a", None), ("C", "a", "extra"), ("C", "b", "extra")]
    assert unfolded.header_width == 2


def test_a_header_without_records_is_unfolded_too() -> None:
    unfolded = unfold_items(table("Order,Sku1,Sku2\n"))
    assert (unfolded.headers, unfolded.cells.height, unfolded.rows.len()) == (("Order", "Sku"), 0, 0)


def test_lost_digits_follow_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Order", "Sku1", "Sku2"])
    book.active.append([12345678901234567, "a", "b"])
    book.active.append(["A2", "c", 98765432109876543])
    book.active.append(["A3", 98765432109876543, ""])
    book.save(tmp_path / "orders.xlsx")
    plain = read(tmp_path / "orders.xlsx")
    assert {name: rows.to_list() for name, rows in plain.damaged.items()} == {"c0": [0], "c1": [2], "c2": [1]}
    unfolded = unfold_items(plain)
    assert {name: rows.to_list() for name, rows in unfolded.damaged.items()} == {"c0": [0, 1], "c1": [3, 4]}
    assert unfolded.cells["c1"].gather([3, 4]).to_list() == [plain.cells["c2"][1], plain.cells["c1"][2]]
    assert all(rows.dtype == pl.UInt32 for rows in unfolded.damaged.values())


def test_a_sheet_opens_unfolded_with_its_note_and_the_numbers_of_its_source() -> None:
    opened = open_table(table(WIDE), "orders.csv", None, OpenOptions(), NOW)
    assert opened.draft.choices.template == "item"
    assert {name for name, _ in opened.draft.choices.mapping.feeds} >= {"OrderId", "Sku", "Quantity", "Amount"}
    assert opened.draft.sheet.row_count == 7
    assert opened.draft.sheet.numbers([0, 1, 6]) == [2, 2, 5]
    assert [note.key for note in opened.table.notes] == ["note-unfolded"]


cells = st.sampled_from(["", " ", "x", "0", "é"])


@given(st.integers(2, 4), st.data())
def test_every_cell_stands_once_and_in_order(items: int, data: st.DataObject) -> None:
    records = data.draw(st.lists(st.lists(cells, min_size=2 * items, max_size=2 * items), min_size=1, max_size=8))
    header = ["Order", *(f"{name}{item}" for item in range(items) for name in ("Sku", "Amount"))]
    lines = [[f"O{index}", *record] for index, record in enumerate(records)]
    unfolded = unfold_items(table("\n".join(",".join(line) for line in [header, *lines]) + "\n"))
    expected = []
    for line in lines:
        pairs = [(line[1 + 2 * item], line[2 + 2 * item]) for item in range(items)]
        kept = [pair for pair in pairs if "".join(pair).strip()] or [pairs[0]]
        expected += [(line[0], *pair) for pair in kept]
    assert shown(unfolded) == expected


def test_a_large_sheet_is_unfolded_whole() -> None:
    count = 20_000
    columns = {"Order": [f"O{index}" for index in range(count)]}
    columns |= {f"{name}{item}": ["x"] * count for item in range(1, 6) for name in ("Sku", "Quantity", "Amount")}
    headers = tuple(columns)
    frame = pl.DataFrame({f"c{index}": cells for index, cells in enumerate(columns.values())})
    rows = pl.int_range(2, count + 2, eager=True)
    wide = Table(headers, frame, rows, "csv", None, None, 1, len(headers))
    assert unfold_items(wide).cells.shape == (100_000, 4)
