"""Single values: which are valid, which are not, and their safe repairs. Nothing is guessed."""

import pytest

from tests.rules.one_cell import draft_of, judged, repaired


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("12,50", "12.50"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1'234.50", "1234.50"),
        ("1 234,50", "1234.50"), ("1\u00a0234,50", "1234.50"), ("1\u2009234,50", "1234.50"), ("$12.50", "12.50"),
        ("US$ 12.50", "12.50"), ("12.50 USD", "12.50"), (".99", "0.99"), (".5", "0.5"), (".5 USD", "0.5"),
        (",5", "0.5"), ("5.", "5"), ("1,234,567", "1234567"), ("１２.５０", "12.50"),
    ],
)  # fmt: skip
def test_amounts_with_one_reading(written: str, means: str) -> None:
    assert set(judged("Amount", written)) - {"ROW-SPACE"} == {"ROW-AMOUNT-NUM"}
    assert repaired("Amount", written) == means


@pytest.mark.parametrize(
    "written",
    ["1,234", "1.234", "12.500", "€ 12.50", "12.50 EUR", "(12.50)", "-5", "12.345", "abc", "1.2.3", "12,5,0", "1E3"],
)
def test_amounts_nobody_can_be_sure_of(written: str) -> None:
    assert set(judged("Amount", written)) == {"ROW-AMOUNT-NUM"}
    assert repaired("Amount", written) is None


@pytest.mark.parametrize("written", ["0", "0.00", "10", "10.5", "999999.99"])
def test_right_amounts(written: str) -> None:
    assert judged("Amount", written) == {}


def test_a_fraction_never_becomes_thousands() -> None:
    rows = [{"Amount": amount, "CurrencyCode": "KWD"} for amount in ("1,500", "0,750", "12,5")]
    draft = draft_of(*rows)
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["Amount"].to_list() == ["1.500", "0.750", "12.5"]


@pytest.mark.parametrize(("currency", "written", "means"), [
    ("JPY", "1,234", "1234"), ("JPY", "¥1,234", "1234"), ("JPY", "12.00", "12"), ("KWD", "1.2340", None),
    ("KWD", "1.234", None), ("kwd", "1.234", None), ("EUR", "€ 12,50", "12.50"), ("CAD", "C$ 5,00", "5.00"),
])  # fmt: skip
def test_amounts_of_other_currencies(currency: str, written: str, means: str | None) -> None:
    assert repaired("Amount", written, CurrencyCode=currency) == means


def test_a_currency_in_lower_case_changes_no_verdict_on_its_amount() -> None:
    assert judged("Amount", "1.234", CurrencyCode="kwd") == {}
    assert set(judged("Amount", "12.50", CurrencyCode="jpy")) == {"ROW-AMOUNT-NUM"}


@pytest.mark.parametrize(("written", "means"), [
    ("2.0", "2"), ("2,00", "2"), ("+3", "3"), ("２", "2"), ("1.0000", "1"), ("12.", "12"), ("3.00000", "3"),
    ("1,0000", "1"), ("1,000,000", "1000000"), ("0.0000", None), ("2.5000", None), ("1,000", None), ("1.000", None),
    ("0", None), ("1.5", None),
])  # fmt: skip
def test_quantities(written: str, means: str | None) -> None:
    assert set(judged("Quantity", written)) == {"ITEM-QTY"}
    assert repaired("Quantity", written) == means


@pytest.mark.parametrize(("written", "means"), [
    ("usd", "USD"), ("US$", "USD"), ("Euro", "EUR"), ("€", "EUR"), ("zł", "PLN"), ("$", None), ("£", None), ("¥", None),
    ("kr", None), ("C$", None), ("Dollar", None), ("XXX", None), ("US", None),
])  # fmt: skip
def test_currencies(written: str, means: str | None) -> None:
    assert set(judged("CurrencyCode", written)) == {"ROW-CURRENCY"}
    assert repaired("CurrencyCode", written) == means


@pytest.mark.parametrize("written", ["XCG", "ZWG", "KWD", "JPY"])
def test_currencies_of_the_standard(written: str) -> None:
    assert judged("CurrencyCode", written, Amount="10") == {}


@pytest.mark.parametrize(("written", "means"), [
    ("2026-11-20 10:00:00 EST", "2026-11-20T10:00:00-05:00"),
    ("2026-11-20 10:00:00+00", "2026-11-20T10:00:00+00:00"),
    ("2026-11-20 10:00:00 +0100", "2026-11-20T10:00:00+01:00"),
    ("20-NOV-2026 13:02:11 EST", "2026-11-20T13:02:11-05:00"),
    ("11/11/2026 10:00", "2026-11-11T10:00:00"),
    ("20/11/2026 10:00", "2026-11-20T10:00:00"),
    ("11/20/2026 1:05 PM", "2026-11-20T13:05:00"),
    ("2026-11-20 10:00:60", None),
    ("2026-11-20T23:59:60Z", None),
    ("2026-11-20 10:00:00 CST", None),
    ("2026-11-20", None),
    ("03/04/2026 10:00", None),
    ("2026-02-30T10:00:00Z", None),
    ("now", None),
])  # fmt: skip
def test_dates(written: str, means: str | None) -> None:
    assert set(judged("EventDate", written)) == {"ROW-DATE-FMT"}
    assert repaired("EventDate", written) == means


def test_a_moment_without_offset_is_only_that() -> None:
    from courier.open_sheet import OpenOptions

    assert set(judged("EventDate", "2026-11-20T10:00:00")) == {"ROW-DATE-TZ"}
    assert repaired("EventDate", "2026-11-20T10:00") is None
    gap = draft_of({"EventDate": "2026-03-29T02:30:00", "MediaId": "10000"}, options=OpenOptions(zone="Europe/Berlin"))
    assert {problem.rule for problem in gap.problems() if problem.field == "EventDate"} == {"ROW-DATE-TZ"}


@pytest.mark.parametrize("written", ["", "2026-11-02T25:61:00Z", "2026-11-02T10:00:00+99:99", "2026-11-02"])
def test_dates_of_ones_own(written: str) -> None:
    assert set(judged("Date1", written)) == ({"ROW-TYPE"} if written else set())


def test_one_moment_in_two_writings_is_no_contradiction() -> None:
    same = {"OrderId": "A"}
    draft = draft_of(
        {**same, "EventDate": "2026-11-20T10:00:00Z"},
        {**same, "EventDate": "2026-11-20T11:00:00+01:00", "Sku": "B"},
        {**same, "EventDate": "2026-11-20T10:00:01Z", "Sku": "C"},
    )
    assert [(problem.rule, problem.row) for problem in draft.problems()] == [("GRP-SAME-DETAIL", 2)]


@pytest.mark.parametrize(("written", "means"), [
    ("CafÃ©", "Café"), ("MarÃ\u00ada", "María"), ("CittÃ\u00a0 di Roma", "Città di Roma"),
    ("50Â\u00a0ml", "50\u00a0ml"),
    ("MaÅ‚y", "Mały"), ("Å½ilina", "Žilina"), ("â‚¬ 5", "€ 5"), ("æ—¥æœ¬", "日本"), ("â€œhiâ€\u009d", "“hi”"),
])  # fmt: skip
def test_letters_of_a_wrong_encoding(written: str, means: str) -> None:
    problem = judged("Category", written)["ROW-MOJIBAKE"]
    assert (problem.fix.safe, problem.fix.value) == (True, means)


@pytest.mark.parametrize(
    "written", ["Café", "Ångström", "São Paulo", "MAÇÃ", "“MAÇÃ”", "MAÇÃ–verde", "Žilina", "日本", "Ñandú"]
)
def test_foreign_letters_are_right(written: str) -> None:
    assert judged("Category", written) == {}


@pytest.mark.parametrize("written", [
    "MARBLE-100", "DECK-200", "JUNIOR-44", "NOVA-1000", "APR-1200", "10-RED", "12-XXL", "5-pack", "99-99-99",
    "2026-11-90",
])  # fmt: skip
def test_skus_that_are_no_dates(written: str) -> None:
    draft = draft_of({"Sku": written}, *({"Sku": f"ACME-{number}"} for number in range(5)))
    assert [problem.rule for problem in draft.problems()] == []


@pytest.mark.parametrize("written", ["12-Mar", "Mar-12", "3/12/2026", "2026-03-12", "01.02.2026", "12. Dez 2026"])
def test_skus_that_became_dates(written: str) -> None:
    draft = draft_of({"Sku": written}, *({"Sku": f"ACME-{number}"} for number in range(5)))
    assert [problem.rule for problem in draft.problems()] == ["ROW-ID-DATE"]


@pytest.mark.parametrize("written", ["https://www.tiktok.com/@shop.name/video/1", "https://medium.com/@john/post.html"])
def test_names_in_web_addresses_are_no_e_mail(written: str) -> None:
    assert judged("UniqueUrl", written) == {}


@pytest.mark.parametrize("written", ["Tee 2@9.99", "v1@3.10", "a @ b.com", "@handle"])
def test_signs_that_are_no_e_mail(written: str) -> None:
    assert judged("Text1", written) == {}


@pytest.mark.parametrize(
    "written", ["write to jo@example.org.", "<jo@example.org>", "a@b.co/c", "JO@EXAMPLE.ORG", "jo@bücher.example"]
)
def test_e_mail_anywhere_in_a_text(written: str) -> None:
    assert "ROW-PLAIN-EMAIL" in judged("Text1", written)


@pytest.mark.parametrize(
    "written", ["mailto:a@b.co", "'someone@example.org", "someone@example..org", "a@b", "a@b.co, c@d.co"]
)
def test_what_is_not_exactly_one_address_is_not_hashed(written: str) -> None:
    assert set(judged("CustomerEmail", written)) == {"ROW-EMAIL"}
    assert repaired("CustomerEmail", written) is None


def test_an_address_becomes_its_sha_1() -> None:
    assert repaired("CustomerEmail", " Someone@Example.org") == "2f2cf2c9f255479ae8ca97d951347bab94ac4c70"


@pytest.mark.parametrize("field", ["CampaignId", "ActionTrackerId", "Quantity", "Amount"])
def test_digits_of_other_scripts_are_wrong(field: str) -> None:
    assert judged(field, "1٨5")


@pytest.mark.parametrize(("written", "right"), [
    ("1.1.1.1", True), ("2001:db8::1", True), ("1::2::3", False), ("1.2.3.4.", False), ("256.1.1.1", False),
])  # fmt: skip
def test_addresses_of_the_network(written: str, right: bool) -> None:
    assert (judged("IpAddress", written) == {}) == right


@pytest.mark.parametrize(("discount", "rules"), [("0.00", set()), ("", set()), ("5.00", {"ROW-DISCOUNT-TWICE"})])
def test_a_discount_is_taken_twice_only_if_there_is_one(discount: str, rules: set[str]) -> None:
    assert set(judged("OrderDiscount", discount)) == rules


def test_a_row_with_a_promo_code_only_gets_the_rest_from_its_order() -> None:
    first = {"OrderId": "A", "OrderPromoCode": "TEN"}
    draft = draft_of(first, {**first, "Sku": "B", "ClickId": "", "CustomerId": ""})
    assert [problem.rule for problem in draft.problems()] == ["ROW-ATTR-PROMO"]
    draft.do(draft.plan().edit)
    assert draft.problems() == []
    assert draft.fields(draft.sheet.row_order)["ClickId"].n_unique() == 1


@pytest.mark.parametrize(
    ("field", "written", "means"),
    [
        ("Note", "leave it\nat the door", "leave it at the door"),
        ("Note", "leave it \r\n\r\n  at the door", "leave it at the door"),
        ("Category", "Home\rGarden", "Home Garden"),
        ("OrderId", "AC\n77", "AC 77"),
    ],
)
def test_a_line_break_becomes_a_blank(field: str, written: str, means: str) -> None:
    assert set(judged(field, written)) - {"ROW-SPACE"} == {"ROW-BREAK"}
    assert repaired(field, written) == means


@pytest.mark.parametrize("written", ["leave it\u2028at the door", "leave it\u0085at the door"])
def test_breaks_that_nobody_sees_are_stray_characters(written: str) -> None:
    assert set(judged("Note", written)) == {"ROW-SPACE"}
    assert repaired("Note", written) == "leave it at the door"


def test_a_break_at_the_end_is_white_space() -> None:
    assert set(judged("Note", "leave it\n")) == {"ROW-SPACE"}


def test_a_date_in_two_lines_is_put_right_in_one_go() -> None:
    assert repaired("EventDate", "2026-11-20\n10:00:00+01:00") == "2026-11-20T10:00:00+01:00"


@pytest.mark.parametrize(("others", "means"), [
    (("2.0000", "12."), "1"), (("0.500",), "1"), (("1.234.567",), "1000"), (("2.500",), None),
    (("2.500", "1,5"), "1000"),
])  # fmt: skip
def test_three_zeros_of_a_quantity_are_what_the_column_proves(others: tuple[str, ...], means: str | None) -> None:
    draft = draft_of({"Quantity": "1.000"}, *({"Quantity": other} for other in others))
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["Quantity"][0] == (means or "1.000")


@pytest.mark.parametrize(("other", "means"), [("0.500", "2.50"), ("12.50", "2.50"), ("12,50", "2500"), ("1.500", None)])
def test_three_decimals_of_an_amount_are_what_the_column_proves(other: str, means: str | None) -> None:
    draft = draft_of({"Amount": "2.500"}, {"Amount": other})
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["Amount"][0] == (means or "2.500")


def test_a_quantity_that_may_be_thousands_is_explained() -> None:
    assert judged("Quantity", "1.000")["ITEM-QTY"].facts["kind"] == "open"
    pieces = {
        written: judged("Quantity", written)["ITEM-QTY"].fix for written in ("1 Stk", "2 pcs.", "3x", "x 4", "5個")
    }
    assert [fix.value for fix in pieces.values() if fix and fix.safe] == ["1", "2", "3", "4", "5"]
    assert judged("Quantity", "1 kg")["ITEM-QTY"].fix is None
    assert judged("Quantity", "1.5")["ITEM-QTY"].facts["kind"] == "other"


def test_rows_of_a_chained_file_need_no_items() -> None:
    from courier.open_sheet import OpenOptions

    draft = draft_of({"Sku": "A", "Category": "", "Quantity": "x"}, options=OpenOptions(template="chained"))
    assert not {problem.rule for problem in draft.problems()} & {"ITEM-REQ", "ITEM-QTY"}
