# ruff: noqa: E501, ISC004 (markup in one line is easier to follow)
"""Files that spreadsheet programs open though they are no workbooks: pages, SpreadsheetML, and messages of pages."""

from contextlib import suppress
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from courier.reading import ReadingError, Table, read_bytes
from courier.reading.source import tabs_of
from courier.reading.workbooks.spreadsheet_ml import SpreadsheetMl
from tests.reading.time_limit import within

SHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def opened(content: str | bytes, name: str = "orders.xls", tab: str | None = None) -> Table:
    return read_bytes(content.encode() if isinstance(content, str) else content, name, tab)


def rows(table: Table) -> list[tuple[str, ...]]:
    return list(table.cells.iter_rows())


def keys(table: Table) -> list[str]:
    return [note.key for note in table.notes]


def page(*body: str, head: str = "") -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split('|'))}</tr>" for line in body)
    return f"<html><head>{head}</head><body><table>{lines}</table></body></html>"


def markup(*body: str, styles: str = "", more: str = "", start: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{start}<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SHEET}" xmlns:ss="{SHEET}">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="Orders"><Table>{"".join(body)}</Table></Worksheet>{more}</Workbook>'
    )


def cells(*texts: str, row: str = "") -> str:
    """A row of SpreadsheetML: each text with its type before a colon."""
    typed = (text.partition(":") for text in texts)
    return (
        f"<Row{row}>"
        + "".join(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' for kind, _, text in typed)
        + "</Row>"
    )


# ---------------------------------------------------------------------- pages


def test_a_page_is_read_as_its_table() -> None:
    table = opened(page("Order ID|Total|Name", "000815|12.50|Ann &amp; <b>Bob</b>", "000816|&nbsp;| a\n  b<br>c "))
    assert (table.format, table.headers) == ("html", ("Order ID", "Total", "Name"))
    assert rows(table) == [("000815", "12.50", "Ann & Bob"), ("000816", "", "a b\nc")]
    assert table.rows.to_list() == [2, 3]


@pytest.mark.parametrize(
    "start",
    [
        "<table>",
        "\ufeff<!DOCTYPE html><html><table>",
        "\n\n<!-- made by a shop --><HTML xmlns:x='urn:x'><TABLE border=1>",
        "<style>td { mso-number-format: '<table>'; }</style><table>",
        "<meta charset=utf-8><table>",
        '<?xml version="1.0"?><html><table>',
        "<div class=report><h1>Orders</h1><table>",
        "",
    ],
)
def test_pages_begin_in_many_ways(start: str) -> None:
    table = opened(start + "<tr><th>Order<th>Total<tr><td>A1<td>5<tr><td>A2<td>6")
    assert table.headers == ("Order", "Total")
    assert rows(table) == [("A1", "5"), ("A2", "6")]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<meta charset=shift_jis>", "shift_jis"),
        ("", "utf-8"),
        ("", "utf-16"),
        ("<meta charset=no-such-thing>", "utf-8"),
    ],
)
def test_the_encoding_is_what_the_page_says(head: str, encoding: str) -> None:
    name = {"cp1251": "Москва", "shift_jis": "東京"}.get(encoding, "Münster")
    table = opened(page("Order|City", f"A1|{name}", head=head).encode(encoding))
    assert rows(table) == [("A1", name)]


def test_an_encoding_that_nothing_names_is_an_assumption() -> None:
    content = page("Order|Stadt|Name", *(f"A{n}|Köln|Müller" for n in range(9))).encode("cp1252")
    assert keys(opened(content)) == ["note-encoding"]
    said = page("Order|Stadt", "A1|Köln", head="<meta charset=windows-1252>").encode("cp1252")
    assert keys(opened(said)) == []


def test_merged_cells_have_their_value_once() -> None:
    body = (
        "<tr><th>Order<th>Customer<th>Sku<th>Total</tr>"
        "<tr><td rowspan=2>A1<td rowspan=2>Ann<td>S-1<td>5</tr><tr><td>S-2<td>6</tr>"
        "<tr><td>A2<td colspan=2>none<td>7</tr>"
    )
    table = opened(f"<table>{body}</table>")
    assert rows(table) == [("A1", "Ann", "S-1", "5"), ("", "", "S-2", "6"), ("A2", "none", "", "7")]
    assert {note.key: dict(note.facts) for note in table.notes} == {"note-merged": {"cells": 3}}


def test_a_foot_stands_below_and_hidden_parts_are_not_text() -> None:
    body = (
        "<thead><tr><th>Order<th>Date<th>Total</thead><tfoot><tr><td>Total<td><td>11</tfoot>"
        '<tbody><tr><td>A1<td><span style="display: none">20261120</span>20 Nov 2026<td>5'
        "<tr style='display:none'><td>A2<td><script>var a = '<td>';</script>21 Nov 2026<!-- <td> --><td>6</tbody>"
    )
    table = opened(f"<table>{body}</table>")
    assert rows(table) == [("A1", "20 Nov 2026", "5"), ("A2", "21 Nov 2026", "6")]
    assert keys(table) == ["note-hidden-rows", "note-totals"]


def test_a_number_that_a_narrow_column_shortened_is_read_whole() -> None:
    body = (
        "<tr><td>Order<td>Total<td>Ref</tr><tr><td x:num='123456789012'>1.23E+11<td x:num='12.5'>12,50<td x:num>7</tr>"
    )
    assert rows(opened(f"<table>{body}</table>")) == [("123456789012", "12,50", "7")]


def test_each_table_of_data_is_a_tab_and_the_fitting_one_is_read() -> None:
    boxes = (
        "<table><tr><td>Report of the shop</td></tr></table><table><tr><td>From<td>1 Nov<tr><td>To<td>30 Nov</table>"
    )
    orders = "<table><caption>Orders</caption><tr><th>Order ID<th>Order Date<th>Total<th>Currency<tr><td>A1<td>x<td>5<td>EUR</table>"
    content = f"<html><body><table><tr><td>{boxes}</td></tr><tr><td>{orders}</td></tr></table></body></html>"
    table = opened(content)
    assert (table.tab, rows(table)) == ("Orders", [("A1", "x", "5", "EUR")])
    assert [name for name, _, _ in tabs_of(content.encode(), "orders.xls")] == ["Table 1", "Orders"]
    assert ("To", "30 Nov") in rows(opened(content, tab="Table 1"))


def test_a_small_table_within_a_cell_is_text_of_the_cell() -> None:
    address = "<table><tr><td>1 Main St<td>Springfield</table>"
    table = opened(f"<table><tr><th>Order<th>Address<tr><td>A1<td>Home {address}<tr><td>A2<td>none</table>")
    assert rows(table) == [("A1", "Home 1 Main St Springfield"), ("A2", "none")]


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html>\n<html><body>\n<p>502 Bad Gateway, nginx</p>\n</body></html>\n",
        "<html><body><form><table><tr><td>User<td><input name=u><tr><td>Password<td><input type='PASSWORD'></table></form>",
        "<html><table><tr><td>Your session has ended.</td></tr></table></html>",
        "<table>",
        "<html>" + "<table><tr><td>" * 500,
    ],
)
def test_a_page_without_a_table_of_data_is_told_in_a_sentence(content: str) -> None:
    with pytest.raises(ReadingError, match="is a web page without orders") as caught:
        opened(content)
    assert caught.value.key == "reading-web-page"


@pytest.mark.parametrize(
    "piece",
    [
        "<a",
        "<!--",
        "<a b='",
        '<td x="',
        "<",
        "<!",
        "<?",
        "</a ",
        "&",
        "<td>",
        "<tr>",
        "<table>x",
        "<script>",
        "<td =",
        "<i style='display:none'>",
    ],
)
def test_open_ends_cost_no_more_than_their_length(piece: str) -> None:
    content = "<html><table><tr><td>a<td>b<tr><td>c<td>d<td>" + piece * (600_000 // len(piece))
    with within(10), suppress(ReadingError):
        opened(content)


@pytest.mark.parametrize("span", ["colspan=1000", "colspan=99999999999 rowspan=65534", "rowspan=99999999"])
def test_spans_that_reach_too_far_are_refused_or_cost_nothing(span: str) -> None:
    line = f"<tr>{f'<td {span}>x' * 20}</tr>"
    with within(10), suppress(ReadingError):
        assert opened(f"<table><tr><td>a<td>b</tr>{line * 500}</table>").cells.height


# ---------------------------------------------------------------------- SpreadsheetML


def test_spreadsheet_ml_is_read_by_the_types_of_its_cells() -> None:
    styles = (
        '<Style ss:ID="zip"><NumberFormat ss:Format="00000"/></Style><Style ss:ID="sum" ss:Parent="zip">'
        '<NumberFormat ss:Format="Fixed"/></Style><Style ss:ID="kid" ss:Parent="zip"/>'
    )
    body = (
        cells("String:Order", "String:Zip", "String:Total", "String:Date", "String:Time", "String:Gift", "String:Ref"),
        '<Row><Cell><Data ss:Type="String">000<B xmlns="http://www.w3.org/TR/REC-html40">815</B></Data></Cell>'
        '<Cell ss:StyleID="kid"><Data ss:Type="Number">1234</Data></Cell>'
        '<Cell ss:StyleID="sum"><Data ss:Type="Number">12.5</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2026-11-20T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">1899-12-31T09:30:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Number">1234567890123456789</Data></Cell></Row>',
        cells(
            "Number:7",
            "String:",
            "Number:3.10",
            "DateTime:2026-11-20T10:15:00.000",
            "String:x",
            "Boolean:0",
            "Number:1.5E+17",
        ),
    )
    table = opened(markup(*body, styles=styles), "orders.xml")
    assert table.format == "xml"
    assert rows(table) == [
        ("000815", "01234", "12.50", "2026-11-20", "09:30:00", "TRUE", "1234567890123456789"),
        ("7", "", "3.1", "2026-11-20T10:15:00", "x", "FALSE", "1.5E+17"),
    ]
    assert {name: lost.to_list() for name, lost in table.damaged.items()} == {"c6": [1]}


def test_gaps_and_merged_areas_of_spreadsheet_ml() -> None:
    body = (
        '<Column ss:Hidden="1"/><Column ss:Index="3" ss:Hidden="1" ss:Span="1"/>',
        cells("String:Order", "String:Sku", "String:Note", "String:Total"),
        '<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">A1</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">S-1</Data></Cell><Cell><Data ss:Type="Number">5</Data></Cell></Row>',
        '<Row ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="String">S-2</Data></Cell>'
        '<Cell ss:Index="4" ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>',
    )
    table = opened(markup(*body))
    assert rows(table) == [("A1", "S-1", "", "5"), ("", "S-2", "", "#DIV/0!")]
    assert table.rows.to_list() == [3, 4]
    facts = {note.key: dict(note.facts) for note in table.notes}
    assert facts["note-merged"] == {"cells": 2}
    assert facts["note-error-cells"] == {"cells": 1}
    assert facts["note-hidden-rows"] == {"rows": 1}
    assert facts["note-hidden-columns"] == {"columns": "A, C, D", "count": 3}


def test_worksheets_of_spreadsheet_ml_are_tabs() -> None:
    more = (
        '<Worksheet ss:Name="Hidden"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
        f'<Worksheet ss:Name="Orders"><Table>{cells("String:Sku", "String:Total")}{cells("String:S-1", "Number:2")}</Table></Worksheet>'
    )
    content = markup(cells("String:Order", "String:Total"), cells("String:A1", "Number:1"), more=more)
    assert [(name, hidden) for name, hidden, _ in tabs_of(content.encode(), "x.xml")] == [
        ("Orders", False), ("Hidden", True), ("Orders3", False),
    ]  # fmt: skip
    assert rows(opened(content, tab="Orders3")) == [("S-1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1251"])
def test_the_encoding_of_spreadsheet_ml(encoding: str) -> None:
    name = "Москва" if encoding == "windows-1251" else "Münster"
    body = markup(cells("String:Order", "String:City"), cells("String:A1", f"String:{name}"))
    content = body.replace('<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{encoding}"?>').encode(encoding)
    assert rows(opened(content)) == [("A1", name)]


def test_prefixed_spreadsheet_ml_without_the_mark_of_excel() -> None:
    content = (
        f'<ss:Workbook xmlns:ss="{SHEET}"><ss:Worksheet ss:Name="a"><ss:Table>'
        '<ss:Row><ss:Cell><ss:Data ss:Type="String">Order</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">Sku</ss:Data></ss:Cell></ss:Row>'
        '<ss:Row><ss:Cell><ss:Data ss:Type="String">A1</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type="String">S</ss:Data></ss:Cell></ss:Row>'
        "</ss:Table></ss:Worksheet></ss:Workbook>"
    )
    assert rows(opened(content)) == [("A1", "S")]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (markup(cells("String:Order"))[:-40], "reading-broken-workbook"),
        (markup(cells("String:Order"), start='<!DOCTYPE a [<!ENTITY b "c">]>'), "reading-broken-workbook"),
        (markup("<Row>" * 20_000), "reading-broken-workbook"),
        (markup(), "reading-empty"),
        (markup(f'<Row ss:Index="999999999">{cells("String:x")[5:]}'), "reading-too-wide"),
        (f'<Workbook xmlns="{SHEET}"></Workbook>', "reading-empty"),
        ('<?xml version="1.0"?>\n<orders><order id="1"/></orders>\n', "reading-other-xml"),
        ("<rss><channel></channel></rss>", "reading-other-xml"),
    ],
)
def test_what_is_no_workbook_of_excel_2003_is_told_in_a_sentence(content: str, key: str) -> None:
    with pytest.raises(ReadingError) as caught:
        opened(content)
    assert caught.value.key == key


def test_markup_with_more_cells_than_fit_in_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courier.reading.workbooks.markup.MOST_CELLS", 5)
    for content in (
        page("a|b|c", "1|2|3"),
        markup(cells("String:a", "String:b"), *[cells("Number:1", "Number:2")] * 3),
    ):
        with pytest.raises(ReadingError) as caught:
            opened(content)
        assert caught.value.key == "reading-too-long"


# ---------------------------------------------------------------------- messages of pages


def message(*parts: tuple[str, str], charset: str = "utf-8") -> bytes:
    whole = MIMEMultipart("related")
    for place, content in parts:
        part = MIMEText(content, "html", charset)
        part["Content-Location"] = f"file:///C:/x/{place}"
        whole.attach(part)
    whole.attach(MIMEText("a { color: red }", "css"))
    return whole.as_bytes()


def test_a_workbook_saved_as_a_message_has_its_sheets_as_tabs() -> None:
    sheets = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="Book_files/{file}"/></x:ExcelWorksheet>'
        for name, file in (("Notes", "sheet001.htm"), ("Sales", "sheet002.htm"))
    )
    first = ("Book.htm", f"<html><!--[if gte mso 9]><xml>{sheets}</xml><![endif]--><frameset><frame></frameset></html>")
    notes = ("Book_files/sheet001.htm", page("a|b", "c|d"))
    sales = ("Book_files/sheet002.htm", page("Order ID|Total|Currency|Kunde", "A1|5|EUR|Jürgen"))
    table = opened(message(first, notes, sales, charset="windows-1252"), "Book.mht")
    assert (table.format, table.tab, rows(table)) == ("mhtml", "Sales", [("A1", "5", "EUR", "Jürgen")])
    assert [name for name, _ in table.tabs] == ["Notes", "Sales"]


def test_a_page_saved_as_a_message() -> None:
    assert rows(opened(message(("index.html", page("Order|Total", "A1|5"))), "orders.mhtml")) == [("A1", "5")]
    with pytest.raises(ReadingError, match="web page without"):
        opened(message(("index.html", "<p>none</p>")), "orders.mhtml")


@pytest.mark.parametrize(
    "content", ["Time: zone\nOrder: x\n", "<b>Order</b>;Total\nA1;5\n", "a<b,c\n1,2\n", "MIME,Version\n1,2\n"]
)
def test_text_that_only_resembles_markup_stays_text(content: str) -> None:
    assert opened(content, "orders.csv").format == "csv"


@pytest.mark.parametrize(
    ("named", "written", "shown"),
    [
        ("Currency", "29.95", "29.95"),
        ("Euro Currency", "4.75", "4.75"),
        ("Standard", "1234.5", "1234.50"),
        ("Fixed", "3", "3.00"),
        ("General Number", "3", "3"),
        ("Percent", "0.25", "0.25"),
        ("Yes/No", "1", "1"),
        ("True/False", "0", "0"),
        ("On/Off", "1", "1"),
        ("Currency", "INF", "INF"),
        ("Currency", "NaN", "NaN"),
    ],
)
def test_formats_that_have_names_are_no_dates(named: str, written: str, shown: str) -> None:
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s"><NumberFormat '
        f'ss:Format="{named}"/></Style></Styles><Worksheet ss:Name="A"><Table>'
        '<Row><Cell><Data ss:Type="String">OrderId</Data></Cell><Cell><Data ss:Type="String">Amount</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="String">A-1</Data></Cell>'
        f'<Cell ss:StyleID="s"><Data ss:Type="Number">{written}</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    assert read_bytes(xml.encode(), "o.xls").cells["c1"].to_list() == [shown]


def test_worksheets_of_one_name_do_not_replace_each_other() -> None:
    sheets = "".join(
        f'<Worksheet ss:Name="{name}"><Table><Row><Cell><Data ss:Type="String">Order {place}</Data></Cell>'
        f'<Cell><Data ss:Type="String">Amount</Data></Cell></Row></Table></Worksheet>'
        for place, name in enumerate(["A3", "A", "A"])
    )
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{sheets}</Workbook>'
    )
    book = SpreadsheetMl(xml.encode())
    assert len({tab.name for tab in book.tabs}) == 3
    assert [book.cells(tab.name).columns[0].to_list() for tab in book.tabs] == [["Order 0"], ["Order 1"], ["Order 2"]]


def test_orders_that_hold_a_table_of_their_items_stay() -> None:
    items = "<table>" + "".join(f"<tr><td>SKU-{n}</td><td>{n}.00</td></tr>" for n in range(1, 4)) + "</table>"
    rows = "".join(f"<tr><td>A-{n}</td><td>2026-11-0{n}</td><td>{items}</td></tr>" for n in (1, 2))
    page = f"<html><body><table><tr><th>OrderId</th><th>EventDate</th><th>Items</th></tr>{rows}</table></body></html>"
    table = read_bytes(page.encode(), "o.xls")
    assert table.headers == ("OrderId", "EventDate", "Items")
    assert table.cells["c0"].to_list() == ["A-1", "A-2"]
