"""Columns are matched to fields by name, alias, a shop's headers, or likeness that the values do not contradict."""

import csv
import io
import json
from collections.abc import Sequence

import pytest

from courier.catalogue.fields import FIELDS, ITEM_AMOUNTS, Field
from courier.catalogue.header_words import HEADER_WORDS
from courier.catalogue.headers import Match, fit_words, known_field, match_headers
from courier.catalogue.shops import SHOPS, shop_of
from courier.catalogue.spelling import plain
from courier.messages import text
from courier.resources import resource

# values of each form
FITTING = {
    "integer": ["4711", "20100"],
    "decimal": ["12.50", "1,299.00"],
    "datetime": ["2026-11-04T09:15:30-05:00", "2026-11-05T10:00:00Z"],
    "hash": ["9a3f1c5e7b2d4068a1c3e5f7092b4d6e8f0a1c3e"],
    "boolean": ["true", "false"],
    "url": ["https://shop.example/a"],
    "ip": ["192.0.2.7"],
    "string": ["NW30011", "NW30012"],
}
# an alias that is another field's name, and aliases that count only beside columns of a modification
MODIFICATION_ONLY = {("ActionId", "Id"), ("Reason", "DispositionCode")}


FITTING_FIELD = {
    "CurrencyCode": ["USD", "EUR"],
    "CustomerCountry": ["US", "DE"],
    "Reason": ["ITEM_RETURNED", "OTHER"],
    "ActionId": ["1000.4636.158133", "158134"],
    "Name": ["Linen Shirt", "Wool Scarf"],
}


def fitting(field: Field) -> list[str]:
    return FITTING_FIELD.get(field.name, FITTING[field.type])


def aliases() -> list[tuple[str, str]]:
    spellings = []
    for record in json.loads(resource("catalogue", "fields.json").read_text(encoding="utf-8")):
        if "repeat" not in record:
            spellings += [(record["name"], alias) for alias in (record["name"], *record["aliases"])]
    return spellings


def mapped(content: str) -> dict[str, str]:
    """The field of each column of a CSV, duplicates aside."""
    headers, *records = list(csv.reader(io.StringIO(content)))
    samples = [[record[index] for record in records if record[index].strip()] for index in range(len(headers))]
    matches = match_headers(headers, samples)
    return {
        header: match.field for header, match in zip(headers, matches, strict=True) if match and not match.duplicate
    }


def alone(header: str, values: Sequence[str]) -> str | None:
    (match,) = match_headers([header], [values])
    return match.field if match else None


@pytest.mark.parametrize(("name", "alias"), aliases())
def test_every_alias_alone_is_its_field(name: str, alias: str) -> None:
    values = fitting(FIELDS[name])
    written = alias.replace("{i}", "1").replace("[i]", "[1]")
    if (name, alias) in MODIFICATION_ONLY:
        assert alone(written, values) != name
        matches = match_headers([written, "ReasonCode"], [values, ["RETURNED"]])
        assert matches[0] is not None
        assert matches[0].field == name
        return
    assert alone(written, values) == name
    assert alone(written.replace("{i}", ""), values) == name
    if len(written) > 2:
        assert alone(f" {written.upper()} ", []) == name
        assert known_field(written) == name


AGAINST = {
    "EventDate": ["12.50", "9.99"],
    "OrderId": ["2026-03-04", "2026-03-05"],
    "CustomerId": ["ada@example.com", "bob@example.com"],
    "OrderPromoCode": ["yes", "no"],
    "CustomerEmail": ["Ada Byron", "Bob Ross"],
    "CustomerCity": ["12.50", "8.00"],
    "CustomerCountry": ["https://shop.example", "+4930123"],
    "CurrencyCode": ["12.50", "8.00"],
    "Amount": ["paid", "2026-03-04"],
    "Quantity": ["12.50", "red"],
    "ItemPrice": ["SKU-12", "https://shop.example"],
    "Sku": ["https://shop.example/a", "https://shop.example/b"],
    "Name": ["19.90", "21.00"],
    "Category": ["2026-03-04", "2026-03-05"],
    "PaymentType": ["12.50", "8.00"],
    "MediaId": ["abc", "def"],
}
USUAL = [
    (field, language, header)
    for field, languages in HEADER_WORDS.items()
    for language, headers in languages.items()
    for header in headers
]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "ja"])
def test_every_usual_header_alone_is_its_field(language: str) -> None:
    matched = {
        (field, header): alone(header, fitting(FIELDS[field])) for field, spoken, header in USUAL if spoken == language
    }
    assert {found: field for found, field in matched.items() if found[0] != field} == {}
    assert len({field for field, _ in matched}) > 20


@pytest.mark.parametrize("name", AGAINST)
def test_a_usual_header_is_never_matched_against_its_values(name: str) -> None:
    headers = [header for field, _, header in USUAL if field == name]
    assert headers
    for header in headers:
        (match,) = match_headers([header], [AGAINST[name]])
        assert match is None or match.how != "likeness" or match.field != name, header


SHOPIFY = """\
Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,\
Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,\
Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,\
Billing Name,Billing Street,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,\
Shipping City,Shipping Zip,Shipping Province,Shipping Country,Notes,Cancelled at,Payment Method,Payment Reference,\
Refunded Amount,Vendor,Outstanding Balance,Id,Tags,Risk Level,Source,Lineitem discount
#1001,ada@example.com,paid,2026-03-04 10:15:22 +0100,fulfilled,2026-03-05 09:00:00 +0100,yes,EUR,54.80,4.90,9.53,59.70,\
SPRING10,6.00,Standard,2026-03-04 10:15:20 +0100,2,Linen Shirt - M,19.90,24.90,SHIRT-M,true,true,fulfilled,Ada Byron,\
Hauptstr. 1,Berlin,10115,BE,DE,+4930123,Ada Byron,Berlin,10115,BE,DE,leave at the door,,Shopify Payments,r1aB2,0.00,\
Leinen & Co,0.00,5551234567890,vip,Low,web,0.00
#1001,ada@example.com,,,,,,,,,,,,,,2026-03-04 10:15:20 +0100,1,Wool Scarf,21.00,,SCARF-01,true,true,fulfilled,\
,,,,,,,,,,,,,,,,,Wollwerk,,,,,,0.00
"""
WOOCOMMERCE = """\
Order Number,Order Status,Order Date,Customer Note,First Name (Billing),City (Billing),State Code (Billing),\
Postcode (Billing),Country Code (Billing),Email (Billing),City (Shipping),Country Code (Shipping),Payment Method Title,\
Cart Discount Amount,Order Subtotal Amount,Shipping Method Title,Order Shipping Amount,Order Refund Amount,\
Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Coupon Code,\
Discount Amount,Discount Amount Tax,Category,Customer User Id,Order Currency
8841,Completed,2026-03-04 10:15,,Ada,Leeds,WYK,LS1 4DY,GB,ada@example.com,Leeds,GB,Credit card,5.00,54.80,Flat rate,\
4.90,0.00,54.70,9.12,MUG-RED,1,Red mug,2,12.40,SPRING5,5.00,0.83,Kitchen,311,GBP
8841,Completed,2026-03-04 10:15,,Ada,Leeds,WYK,LS1 4DY,GB,ada@example.com,Leeds,GB,Credit card,5.00,54.80,Flat rate,\
4.90,0.00,54.70,9.12,PLATE-L,2,Large plate,1,30.00,SPRING5,5.00,0.83,Kitchen,311,GBP
"""
MAGENTO = """\
entity_id,increment_id,state,status,created_at,updated_at,store_id,customer_id,customer_email,customer_is_guest,\
order_currency_code,base_currency_code,base_grand_total,grand_total,subtotal,shipping_amount,tax_amount,\
discount_amount,coupon_code,item_id,product_id,product_type,sku,name,qty_ordered,price,base_price,row_total,\
billing_city,country_id,postcode
501,000000123,complete,complete,2026-03-04 10:15:22,2026-03-05 08:00:00,1,77,ada@example.com,0,USD,USD,84.10,84.10,\
79.20,4.90,6.51,0.00,,9001,44,configurable,MT-02-M,Tank M,2.0000,24.60,24.60,49.20,Austin,US,78701
501,000000123,complete,complete,2026-03-04 10:15:22,2026-03-05 08:00:00,1,77,ada@example.com,0,USD,USD,84.10,84.10,\
79.20,4.90,6.51,0.00,,9002,45,simple,WB-04,Bottle,1.0000,30.00,30.00,30.00,Austin,US,78701
"""
GA4 = """\
event_name,event_timestamp,user_pseudo_id,transaction_id,affiliation,value,tax,shipping,currency,coupon,item_id,\
item_name,item_category,item_category2,item_brand,item_variant,price,quantity,discount
purchase,1772615722000000,1034.77,T-5501,Web shop,84.10,6.51,4.90,USD,SPRING,MT-02,Tank,Clothing,Tops,Acme,M,24.60,2,\
1.50
purchase,1772615722000000,1034.77,T-5501,Web shop,84.10,6.51,4.90,USD,SPRING,WB-04,Bottle,Home,Kitchen,Acme,,30.00,1,\
0.00
"""


def test_an_order_export_of_shopify() -> None:
    assert mapped(SHOPIFY) == {
        "Name": "OrderId",
        "Email": "CustomerEmail",
        "Currency": "CurrencyCode",
        "Subtotal": "OrderSubtotal",
        "Shipping": "OrderShipping",
        "Taxes": "OrderTax",
        "Discount Code": "OrderPromoCode",
        "Discount Amount": "OrderDiscount",
        "Created at": "EventDate",
        "Lineitem quantity": "Quantity",
        "Lineitem name": "Name",
        "Lineitem price": "ItemPrice",
        "Lineitem discount": "ItemTotalDiscount",
        "Lineitem sku": "Sku",
        "Billing City": "CustomerCity",
        "Billing Zip": "CustomerPostCode",
        "Billing Province": "CustomerRegion",
        "Billing Country": "CustomerCountry",
        "Payment Method": "PaymentType",
        "Vendor": "ItemBrand",
    }


def test_an_order_export_of_woocommerce() -> None:
    assert mapped(WOOCOMMERCE) == {
        "Order Number": "OrderId",
        "Order Date": "EventDate",
        "City (Billing)": "CustomerCity",
        "State Code (Billing)": "CustomerRegion",
        "Postcode (Billing)": "CustomerPostCode",
        "Country Code (Billing)": "CustomerCountry",
        "Email (Billing)": "CustomerEmail",
        "Payment Method Title": "PaymentType",
        "Cart Discount Amount": "OrderDiscount",
        "Order Subtotal Amount": "OrderSubtotal",
        "Order Shipping Amount": "OrderShipping",
        "Order Total Tax Amount": "OrderTax",
        "SKU": "Sku",
        "Item Name": "Name",
        "Quantity (- Refund)": "Quantity",
        "Item Cost": "ItemPrice",
        "Coupon Code": "OrderPromoCode",
        "Category": "Category",
        "Customer User Id": "CustomerId",
        "Order Currency": "CurrencyCode",
    }


def test_an_order_export_of_magento() -> None:
    assert mapped(MAGENTO) == {
        "increment_id": "OrderId",
        "created_at": "EventDate",
        "customer_id": "CustomerId",
        "customer_email": "CustomerEmail",
        "order_currency_code": "CurrencyCode",
        "subtotal": "OrderSubtotal",
        "shipping_amount": "OrderShipping",
        "tax_amount": "OrderTax",
        "discount_amount": "OrderDiscount",
        "coupon_code": "OrderPromoCode",
        "sku": "Sku",
        "name": "Name",
        "qty_ordered": "Quantity",
        "price": "ItemPrice",
        "billing_city": "CustomerCity",
        "country_id": "CustomerCountry",
        "postcode": "CustomerPostCode",
    }


def test_purchases_of_google_analytics() -> None:
    assert mapped(GA4) == {
        "event_timestamp": "EventDate",
        "transaction_id": "OrderId",
        "tax": "OrderTax",
        "shipping": "OrderShipping",
        "currency": "CurrencyCode",
        "coupon": "OrderPromoCode",
        "item_id": "Sku",
        "item_name": "Name",
        "item_category": "Category",
        "item_category2": "ItemSubCategory",
        "item_brand": "ItemBrand",
        "price": "ItemPrice",
        "quantity": "Quantity",
        "discount": "ItemDiscount",
    }


@pytest.mark.parametrize("content", [SHOPIFY, WOOCOMMERCE, MAGENTO, GA4])
def test_a_shop_says_the_same_whatever_the_order_and_case_of_its_columns(content: str) -> None:
    records = list(csv.reader(io.StringIO(content)))
    out = io.StringIO()
    csv.writer(out).writerows([reversed(record) for record in records])
    assert mapped(out.getvalue()) == mapped(content)
    header, rest = content.split("\n", 1)
    assert sorted(mapped(f"{header.upper()}\n{rest}").values()) == sorted(mapped(content).values())


@pytest.mark.parametrize("content", [SHOPIFY, WOOCOMMERCE, MAGENTO, GA4])
def test_a_shop_without_rows_is_known_by_its_headers_alone(content: str) -> None:
    header = content.split("\n", 1)[0]
    assert mapped(header) == mapped(content)


@pytest.mark.parametrize(
    ("content", "without", "total"),
    [
        (SHOPIFY, {"Lineitem price"}, "Total"),
        (WOOCOMMERCE, {"Item Cost"}, "Order Total Amount"),
        (MAGENTO, {"price", "row_total"}, "grand_total"),
        (GA4, {"price"}, "value"),
    ],
)
def test_the_total_of_an_order_is_the_amount_only_where_no_line_has_one(
    content: str, without: set[str], total: str
) -> None:
    assert total not in mapped(content)
    kept = list(csv.reader(io.StringIO(content)))
    places = [index for index, header in enumerate(kept[0]) if header not in without]
    out = io.StringIO()
    csv.writer(out).writerows([[record[place] for place in places] for record in kept])
    fields = mapped(out.getvalue())
    assert [header for header, field in fields.items() if field in ITEM_AMOUNTS] == [total]
    assert fields[total] == "Amount"


def test_a_column_under_the_own_name_of_a_field_beats_the_shop() -> None:
    rows = list(csv.reader(io.StringIO(SHOPIFY)))
    rows[0] += ["OrderId", "Amount", "irclickid"]
    for record in rows[1:]:
        record += ["A-1", "7.00", "RkX3mVb8"]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    fields = mapped(out.getvalue())
    assert (fields["OrderId"], fields["Amount"], fields["irclickid"]) == ("OrderId", "Amount", "ClickId")
    assert not {"Name", "Lineitem price", "Total"} & fields.keys()


def test_a_few_headers_that_many_shops_have_are_no_shop() -> None:
    assert shop_of(["Name", "Email", "Total", "Financial status", "SKU", "Quantity"]) is None
    assert shop_of(["OrderId", "ItemName", "ItemCategory", "ItemBrand", "Sku", "Quantity", "ItemPrice"]) is None
    assert alone("Name", ["Linen Shirt"]) == "Name"
    assert mapped("Order,Name,Amount\nA1,Linen Shirt,5.00\n") == {
        "Order": "OrderId",
        "Name": "Name",
        "Amount": "Amount",
    }


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_what_a_shop_says_is_about_fields_and_never_twice(shop: object) -> None:
    assert isinstance(shop, type(SHOPS[0]))
    listed = [header for headers in (*shop.columns.values(), *shop.whole_order.values()) for header in headers]
    assert len(listed) == len(set(listed))
    assert shop.nothing.isdisjoint(listed)
    assert {*shop.columns, *shop.whole_order} <= FIELDS.keys()
    assert shop_of(sorted(shop.signs)) is shop


def test_the_name_of_a_person_is_no_customer_id() -> None:
    assert alone("Customer", ["Ada Byron", "Müller, Jörg"]) is None
    assert alone("Customer", ["CH49D4H39H53", "311"]) == "CustomerId"


def test_a_shops_column_whose_values_contradict_is_judged_without_the_shop() -> None:
    content = SHOPIFY.replace("2026-03-04 10:15:20 +0100", "web")
    fields = mapped(content)
    assert fields["Paid at"] == "EventDate"
    assert "Created at" not in fields


@pytest.mark.parametrize(
    ("headers", "amount"),
    [
        ("SKU,Qty,Unit price,Order value", "Unit price"),
        # an alias of Amount, which is always matched
        ("SKU,Qty,Unit price,Order total", "Order total"),
        ("SKU,Qty,Unit price,Grand total", "Unit price"),
        ("SKU,Qty,Unit price,Line total", "Line total"),
        ("SKU,Qty,Total,Line total", "Line total"),
        ("SKU,Qty,Unit price,Amount", "Amount"),
        ("SKU,Qty,Line subtotal,Unit price", "Line subtotal"),
        ("SKU,Qty,Total", "Total"),
        ("Reference,Country,Unit price,Total", "Total"),
    ],
)
def test_one_amount_is_taken(headers: str, amount: str) -> None:
    values = {"SKU": "A-1", "Qty": "2", "Reference": "R1", "Country": "US"}
    content = f"{headers}\n" + ",".join(values.get(header, "10.50") for header in headers.split(",")) + "\n"
    fields = mapped(content)
    assert [header for header, field in fields.items() if field in ITEM_AMOUNTS] == [amount]


def test_own_names_of_several_amounts_all_stay() -> None:
    assert mapped("Sku,Amount,ItemPrice\nA,1.00,2.00\n") == {"Sku": "Sku", "Amount": "Amount", "ItemPrice": "ItemPrice"}


def match_of(header: str, values: Sequence[str]) -> Match:
    (match,) = match_headers([header], [values])
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("header", "good", "bad", "said"),
    [
        ("EventDate", "2026-03-04 10:15", "soon", "98 % look like dates"),
        ("Amount", "1.299,00 €", "free", "98 % look like amounts"),
        ("Quantity", "3", "two", "98 % look like whole numbers"),
        ("CurrencyCode", "EUR", "12.50", "98 % look like currency codes"),
        ("Email", "ada@example.com", "none", "98 % look like e-mail addresses or hashes"),
        ("UniqueUrl", "https://shop.example", "shop", "98 % look like web addresses"),
    ],
)
def test_the_share_of_fitting_values_is_said_by_their_kind(header: str, good: str, bad: str, said: str) -> None:
    match = match_of(header, [good] * 59 + [bad])
    assert match.fit == 59 / 60
    sentence = fit_words(match, match.field)
    assert sentence is not None
    assert text(sentence[0], **sentence[1]) == said
    assert text(sentence[0], share=0).startswith("None look like ")
    assert text(sentence[0], share=100).startswith("All look like ")
    assert fit_words(match, "OrderId") is None


def test_nothing_is_said_of_fields_that_take_any_text_and_of_empty_columns() -> None:
    assert match_of("OrderId", ["A1"]).fit is None
    assert fit_words(match_of("OrderId", ["A1"]), "OrderId") is None
    assert fit_words(match_of("EventDate", []), "EventDate") is None
    assert fit_words(match_of("CustomerCountry", ["US"]), "CustomerCountry") is None


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04T10:15:30Z", "2026-03-04 10:15:22 +0100", "04/03/2026", "4.3.2026 10:15", "3/4/26", "March 4, 2026",
        "4 Mar 2026", "04-Mar-2026", "Wed, 4 Mar 2026 10:15:00 GMT", "20260304", "46085", "46085.42", "1772615722",
        "1772615722000", "1772615722000000", "NOW", "Mittwoch, 04.03.2026",
    ],
)  # fmt: skip
def test_dates_of_many_forms_look_like_dates(written: str) -> None:
    assert match_of("EventDate", [written]).fit == 1.0


@pytest.mark.parametrize("written", ["12.50", "NW-30011", "red", "yes", "#1001", "+49 30 123", "1.234.567,00", "7"])
def test_other_things_look_like_no_dates(written: str) -> None:
    assert match_of("EventDate", [written]).fit == 0.0


@pytest.mark.parametrize(
    "written", ["12.50", "1,299.00", "1.299,00 €", "$12", "US$ 12.00", "-5.00", "CHF 1’299.50", "12 kr", "(5.00)", "0"]
)
def test_amounts_of_many_forms_look_like_amounts(written: str) -> None:
    assert match_of("Amount", [written]).fit == 1.0


@pytest.mark.parametrize("written", ["SKU-12", "2026-03-04", "free", "https://shop.example", "#12", "10:15"])
def test_other_things_look_like_no_amounts(written: str) -> None:
    assert match_of("Amount", [written]).fit == 0.0


def test_headers_are_compared_without_case_blanks_and_punctuation() -> None:
    assert plain(" Order_ID ") == plain("order-id") == "orderid"
    assert plain("Discount %") != plain("Discount")
