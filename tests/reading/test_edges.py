"""What stands around a table: found, said, and never mistaken for rows."""

from typing import Any

import pytest

from courier.reading import ReadingError, Table, read_bytes
from courier.reading.read_options import ReadOptions


def opened(content: str, options: ReadOptions | None = None) -> Table:
    return read_bytes(content.encode(), "orders.csv", options=options or ReadOptions())


def rows(table: Table) -> list[list[str]]:
    return [[cell for cell in record if cell is not None] for record in table.cells.iter_rows()]


def notes(table: Table) -> dict[str, dict[str, Any]]:
    assert all(str(note).endswith(".") for note in table.notes)
    return {note.key: dict(note.facts) for note in table.notes}


def test_a_report_around_the_table() -> None:
    table = opened(
        "Report: March\nGenerated: 2026-03-31\n\nOrder ID,Date,Amount,Currency\n"
        "1,2026-03-01,5,EUR\n2,2026-03-02,6,EUR\n\nTotal,,11,\n\n* amounts without tax\n"
    )
    assert table.headers == ("Order ID", "Date", "Amount", "Currency")
    assert rows(table) == [["1", "2026-03-01", "5", "EUR"], ["2", "2026-03-02", "6", "EUR"]]
    assert (table.header_row, table.rows.to_list()) == (4, [5, 6])
    assert notes(table) == {
        "note-preamble": {"rows": 3, "header": "4", "line": "Report: March"},
        "note-footnotes": {"rows": 1, "first": "10"},
        "note-totals": {"row": "8"},
        "note-blank-rows": {"rows": 1},
    }


@pytest.mark.parametrize("word", ["Total", "Grand total:", "Summe", "Gesamtsumme", "Totale", "Итого", "合計"])
def test_a_line_of_totals_is_no_order(word: str) -> None:
    table = opened(f"Item;Quantity;Amount;Note\nA;1;5,00;x\nB;2;6,00;y\n{word};3;11,00;\n")
    assert len(rows(table)) == 2
    assert notes(table)["note-totals"] == {"row": "4"}


@pytest.mark.parametrize(
    "footer",
    [
        "3,record(s) downloaded,from,2026-03-01,to\nSeller ID : testshop\n",
        "3 record(s) downloaded\n\nSeller ID: testshop,,,,\n",
        "Seller ID,testshop,,,\n",
        "Report generated on 2026-04-01 10:00\n",
        "Report generated on,2026-04-01,,,\n",
        "Exported by,jane,,,\n",
        "Total,,,,\n",
        ",,Grand total:,,\n",
        "Total orders: 3\nPage 1 of 1\n",
        "Orders: 3,,,,\n",
        "(3 rows affected)\n",
        "Anzahl Datensätze: 3\n",
        "Erstellt am 01.04.2026 10:00,,,,\n",
        ",,,,\n*** End of report ***,,,,\n",
    ],
)
def test_footers_of_known_exports_are_remarks_and_named_with_their_row(footer: str) -> None:
    lines = "".join(f"A{n},2026-03-0{n},{n}.50,EUR,some-{n}\n" for n in range(1, 4))
    table = opened(f"Order ID,Date,Amount,Currency,Sku\n{lines}{footer}")
    assert table.rows.to_list() == [2, 3, 4]
    assert notes(table)["note-footnotes"]["first"] in ("5", "6")


@pytest.mark.parametrize(
    "last",
    [
        "A4,,,,",
        "A4,2026-03-04,,,",
        ",2026-03-04,4.50,EUR,S-4",
        "Seller ID 7,2026-03-04,4.50,EUR,S-4",
        "Orders 4,2026-03-04,,,",
    ],
)
def test_a_last_row_with_few_cells_is_no_footer(last: str) -> None:
    lines = "".join(f"A{n},2026-03-0{n},{n}.50,EUR,S-{n}\n" for n in range(1, 4))
    assert opened(f"Order ID,Date,Amount,Currency,Sku\n{lines}{last}\n").rows.to_list() == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("header", "rows_of", "last"),
    [
        (
            "OrderId,Type,Status,Amount,EventDate",
            "10{n},Order,Paid,{n}.50,2026-03-0{n}",
            "1020,Order,Returned,12.00,2026-03-04\n1021,Order,returned,5.00,2026-03-05",
        ),
        ("Item,OrderId,Date,Amount", "Mug {n},A{n},2026-03-0{n},{n}.50", "Printed by hand,A99,2026-11-02,12.00"),
        ("Status,OrderId", "paid,A{n}", "created on 3,A99"),
    ],
)
def test_orders_whose_words_are_those_of_a_footer_are_orders(header: str, rows_of: str, last: str) -> None:
    lines = "".join(f"{rows_of.format(n=n)}\n" for n in range(1, 5))
    table = opened(f"{header}\n{lines}{last}\n")
    assert len(rows(table)) == 4 + len(last.splitlines())


def test_a_total_among_the_rows_is_a_row() -> None:
    table = opened("Item,Quantity,Amount\nA,1,5\nTotal,2,6\nB,3,7\n")
    assert len(rows(table)) == 3


def test_a_short_last_row_is_a_row() -> None:
    table = opened("a,b,c\n1,2,3\n4\n")
    assert rows(table) == [["1", "2", "3"], ["4"]]
    assert notes(table) == {"note-short-rows": {"rows": 1, "first": "3"}}


@pytest.mark.parametrize(
    "content",
    [
        "1001,2026-03-01,5.00,EUR\n1002,2026-03-02,6.00,EUR\n1003,2026-03-03,7.00,USD\n",
        "AC-1,Smith,5\nAC-2,Jones,6\nAC-3,Miller,7\n",
        "a@b.example;1\nc@d.example;2\n",
    ],
)
def test_a_table_without_header(content: str) -> None:
    table = opened(content)
    assert len(rows(table)) == content.count("\n")
    assert set(table.headers) == {""}
    assert (table.header_row, table.rows[0]) == (None, 1)
    assert notes(table)["note-no-header"] == {"row": "1"}


@pytest.mark.parametrize(
    "content",
    [
        "Name,City\nAnn,Rome\nBob,Oslo\n",
        "Country,2019,2020,2021\nA,1,2,3\nB,4,5,6\n",
        "OrderId,Amount\nAC-1,5\nAC-2,6\n",
        "Order\n1\n2\n",
        "Order,Amount\nx,y\n",
        "Text1,Text2,Text3\na1,b2,c3\nd4,e5,f6\n",
    ],
)
def test_a_header_is_taken_for_one(content: str) -> None:
    table = opened(content)
    assert table.headers == tuple(content.splitlines()[0].split(","))
    assert (table.header_row, notes(table)) == (1, {})


def test_a_header_of_two_lines_gives_joined_names() -> None:
    table = opened(
        "Parcel,Parcel,Price,Price\nweight,height,net,gross\n1,20,5.00,6.00\n2,30,6.00,7.00\n3,40,7.00,8.00\n"
    )
    assert table.headers == ("Parcel weight", "Parcel height", "Price net", "Price gross")
    assert (table.header_row, table.rows.to_list()) == (2, [3, 4, 5])
    assert notes(table) == {"note-header-lines": {"lines": 2, "first": "1"}}


def test_of_two_header_lines_the_names_that_are_known_count() -> None:
    table = opened(
        "Number of it,When,How much,Money\nOrderId,EventDate,Amount,CurrencyCode\n"
        "1,2026-03-01,5,EUR\n2,2026-03-02,6,EUR\n"
    )
    assert table.headers == ("OrderId", "EventDate", "Amount", "CurrencyCode")


def test_a_header_that_comes_again_is_left_out() -> None:
    table = opened("Order,Amount\n1,5\n2,6\norder,amount\nOrder,Amount\n3,7\n")
    # another spelling may be a value
    assert rows(table) == [["1", "5"], ["2", "6"], ["order", "amount"], ["3", "7"]]
    assert table.rows.to_list() == [2, 3, 4, 6]
    assert notes(table) == {"note-header-again": {"rows": 1, "first": "5"}}


@pytest.mark.parametrize(
    ("below", "row"),
    [
        ("\nCustomer,City,Zip,Land\nAnn,Rome,100,IT\nBob,Oslo,200,NO\n", "5"),
        ("\nRefunds\nOrder,Reason\n1,damaged\n", "5"),
        ("Customer,City,Zip,Land\nAnn,Rome,100,IT\nBob,Oslo,200,NO\n", "4"),
        ("\nShop,Since,Name\n7,2026-01-01,Ann\n8,2026-01-02,Bob\n", "5"),
    ],
)
def test_only_the_first_of_several_tables_is_read_and_the_next_is_named(below: str, row: str) -> None:
    table = opened("Order,Amount,Currency\n1,5,EUR\n2,6,EUR\n" + below)
    assert rows(table) == [["1", "5", "EUR"], ["2", "6", "EUR"]]
    assert notes(table)["note-other-table"]["row"] == row
    assert notes(table)["note-other-table"]["rows"] >= 3


def test_rows_below_an_empty_one_belong_to_the_table() -> None:
    table = opened("Order,Name,Amount\n1,Ann,5\n\n2,Bob,6\n\n\n3,Eve,7\n4,Zoe,8\n")
    assert len(rows(table)) == 4
    assert notes(table) == {"note-blank-rows": {"rows": 3}}


@pytest.mark.parametrize(
    ("row", "headers", "first"), [(1, ("x", "y"), "a"), (2, ("a", "b"), "1"), (3, ("1", "2"), "3")]
)
def test_the_header_row_that_a_person_chooses_counts(row: int, headers: tuple[str, ...], first: str) -> None:
    table = opened("x,y\na,b\n1,2\n3,4\n", ReadOptions(header_row=row))
    assert (table.headers, table.header_row, table.cells["c0"][0]) == (headers, row, first)
    assert ("note-preamble" in notes(table)) == (row > 1)


def test_a_person_may_say_that_there_is_no_header() -> None:
    table = opened("Order,Amount\n1,2\n", ReadOptions(header_row=0))
    assert rows(table) == [["Order", "Amount"], ["1", "2"]]
    assert (table.header_row, notes(table)) == (None, {})


def test_a_header_row_that_there_is_not_is_told() -> None:
    with pytest.raises(ReadingError) as caught:
        opened("a,b\n1,2\n", ReadOptions(header_row=9))
    assert caught.value.key == "reading-no-such-row"


def test_lines_that_stand_in_quotes_as_a_whole_are_taken_out_of_them() -> None:
    table = opened('"Order,Name,Amount"\n"1,""Smith, Ann"",5"\n"2,Bob,6"\n')
    assert table.headers == ("Order", "Name", "Amount")
    assert rows(table) == [["1", "Smith, Ann", "5"], ["2", "Bob", "6"]]
    assert list(notes(table)) == ["note-wrapped"]


def test_delimiter_and_quote_that_a_person_says_count() -> None:
    table = opened("a;b,c\n'1;2',3\n", ReadOptions(delimiter=",", quote="'"))
    assert (table.headers, rows(table)) == (("a;b", "c"), [["1;2", "3"]])
    assert opened('a,b\n"1,2\n', ReadOptions(quote="")).cells.row(0) == ('"1', "2")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_of_one_column_keeps_its_lines(end: str) -> None:
    table = opened(end.join(["Order", "A 1", "", "A-2", "A:3", "", ""]))
    assert (table.headers, rows(table)) == (("Order",), [["A 1"], ["A-2"], ["A:3"]])
    assert table.rows.to_list() == [2, 4, 5]
    assert notes(table)["note-blank-rows"] == {"rows": 1}


def test_facts_above_a_table_are_no_table_of_their_own() -> None:
    facts = ["Shop;Musterladen", "Von;01.03.2026", "Bis;31.03.2026", "Stand;01.04.2026", "Bezahlt bis;02.04.2026"]
    orders = ["Bestellung;Datum;Preis;Menge;Ort", *(f"B-{n};0{n}.03.2026;{n},50;1;Köln" for n in range(1, 9))]
    table = opened("\n".join([*facts, "", *orders]))
    assert table.headers == ("Bestellung", "Datum", "Preis", "Menge", "Ort")
    assert len(rows(table)) == 8
    assert notes(table)["note-preamble"] == {"rows": 6, "header": "7", "line": "Shop, Musterladen"}


def test_lines_above_the_header_are_quoted_if_they_say_something() -> None:
    table = opened(f"Parameters:{'x' * 100}\nItem,Amount\nA,1\nB,2\n", ReadOptions(header_row=2))
    assert notes(table)["note-preamble"]["line"] == f"Parameters:{'x' * 48}…"
    assert table.above == (f"Parameters:{'x' * 100}",)
    blank = opened(" \nItem,Amount\nA,1\nB,2\n", ReadOptions(header_row=2))
    assert (blank.above, notes(blank)) == ((), {"note-preamble-empty": {"rows": 1, "header": "2"}})


def test_a_sheet_whose_used_range_reaches_far_to_the_right_is_read() -> None:
    table = opened("OrderId,Amount" + "," * 16_382 + "\nA1,5.00" + "," * 16_382 + "\n")
    assert table.headers == ("OrderId", "Amount")
    assert rows(table) == [["A1", "5.00"]]


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("March report\n\n", 3),
        ("Sales of March\nall shops\n", 3),
        ("Sales of March\n", 2),
        ("Orders\n\n\n", 4),
        # as workbooks save them, with a cell in every column
        ("March report,\n,\n", 3),
        ("Sales of March,\nall shops,\n", 3),
    ],
)
def test_titles_of_one_cell_above_the_header_are_no_header(above: str, row: int) -> None:
    table = opened(f"{above}Order,Amount\n1,5\n2,6\n3,7\n")
    assert (table.headers, table.header_row) == (("Order", "Amount"), row)
    assert rows(table) == [["1", "5"], ["2", "6"], ["3", "7"]]
    first = above.splitlines()[0].rstrip(",")
    assert notes(table)["note-preamble"] == {"rows": row - 1, "header": str(row), "line": first}


def test_empty_rows_above_the_header_have_no_line_to_quote() -> None:
    table = opened(",,\n\nOrder,Amount,Sum\n1,5,6\n2,6,7\n")
    assert table.headers == ("Order", "Amount", "Sum")
    assert notes(table) == {"note-preamble-empty": {"rows": 2, "header": "3"}}


def test_a_long_line_above_the_header_is_quoted_in_part() -> None:
    table = opened("All orders of " + "many " * 20 + "shops\n\nOrder,Amount\n1,5\n2,6\n")
    line = notes(table)["note-preamble"]["line"]
    assert line.startswith("All orders of many")
    assert (line[-1], len(line)) == ("…", 60)


def test_blank_cells_alone_are_no_table() -> None:
    with pytest.raises(ReadingError) as refused:
        opened(" , \n , \n")
    assert refused.value.key == "reading-empty"


def test_one_row_of_values_is_an_order_without_header() -> None:
    table = opened("1,2026-03-01,5.00\n")
    assert (rows(table), table.header_row) == ([["1", "2026-03-01", "5.00"]], None)


def test_columns_that_were_never_filled_do_not_count_and_too_many_are_refused() -> None:
    wide = "," * 4_100
    table = opened(f"Order,Amount{wide}\n1,5{wide}\n2,6{wide}\n")
    assert (table.headers, rows(table)) == (("Order", "Amount"), [["1", "5"], ["2", "6"]])
    with pytest.raises(ReadingError) as refused:
        opened(",".join(f"h{n}" for n in range(4_001)) + "\n" + ",".join(map(str, range(4_001))) + "\n")
    assert refused.value.key == "reading-too-wide"


def test_a_column_without_name_stays_where_a_cell_below_it_is_filled() -> None:
    table = opened("Order,Amount,\n1,5\n2,6,gift\n3,7\n")
    assert table.headers == ("Order", "Amount", "")
    assert rows(table) == [["1", "5"], ["2", "6", "gift"], ["3", "7"]]
    assert opened("Order,Amount,\n1,5\n2,6\n3,7\n").headers == ("Order", "Amount")


def test_a_narrow_table_above_a_wide_one_is_the_table() -> None:
    orders = "".join(f"{n},2026-03-01,5\n" for n in range(10))
    wide = "".join(f"{n},a,b,c,d,e,f,g\n" for n in range(30))
    table = opened(f"Order,Date,Amount\n{orders}\nId,A,B,C,D,E,F,G\n{wide}")
    assert table.headers == ("Order", "Date", "Amount")
    assert table.rows.to_list() == list(range(2, 12))
