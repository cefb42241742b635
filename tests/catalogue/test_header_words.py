"""Headers in eight languages name their field; headers that only look like them name none."""

from collections.abc import Sequence

import pytest

from courier.catalogue.headers import match_headers
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from tests.rules.one_cell import NOW

VALUES = {
    "dates": ["2026-03-04 10:15", "2026-03-05 11:00"],
    "codes": ["NW30011", "NW30012"],
    "amounts": ["12.50", "8.00"],
    "names": ["Linen Shirt", "Wool Scarf"],
    "counts": ["3", "1"],
    "words": ["online", "store"],
}


def field_of(header: str, values: Sequence[str]) -> str | None:
    (match,) = match_headers([header], [values])
    return match.field if match else None


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Bestellnr", "codes", "OrderId"), ("Bestell-Nr.", "codes", "OrderId"), ("BESTELLNUMMER", "codes", "OrderId"),
        ("amazon-order-id", "codes", "OrderId"), ("N° de commande", "codes", "OrderId"),
        ("Nº pedido", "codes", "OrderId"), ("N. ordine", "codes", "OrderId"), ("Bestelnummer", "codes", "OrderId"),
        ("Núm. de pedido", "codes", "OrderId"), ("注文番号", "codes", "OrderId"), ("im_ref", "codes", "ClickId"),
        ("irclickid", "codes", "ClickId"), ("Klick-ID", "codes", "ClickId"), ("click_id", "codes", "ClickId"),
        ("ID de clic", "codes", "ClickId"), ("クリックID", "codes", "ClickId"), ("Kampagne", "counts", "CampaignId"),
        ("Campagne", "counts", "CampaignId"), ("Bestelldatum", "dates", "EventDate"),
        ("Date de la commande", "dates", "EventDate"), ("Fecha del pedido", "dates", "EventDate"),
        ("Data dell'ordine", "dates", "EventDate"), ("注文日時", "dates", "EventDate"),
        ("Stückpreis (EUR)", "amounts", "ItemPrice"), ("Preis in EUR", "amounts", "ItemPrice"),
        ("Stueckpreis", "amounts", "ItemPrice"), ("Quantite", "counts", "Quantity"), ("Menge", "counts", "Quantity"),
        ("Código promocional", "codes", "OrderPromoCode"), ("PLZ", "codes", "CustomerPostCode"),
        ("Artikel", "codes", "Sku"), ("Artikel", "names", "Name"), ("Produit", "names", "Name"),
        ("Article", "codes", "Sku"), ("Placed on", "dates", "EventDate"), ("Ordered on", "dates", "EventDate"),
        ("Line discount", "amounts", "ItemTotalDiscount"), ("Line Discount (EUR)", "amounts", "ItemTotalDiscount"),
    ],
)  # fmt: skip
def test_a_shops_header_is_its_field(header: str, kind: str, field: str) -> None:
    assert field_of(header, VALUES[kind]) == field


@pytest.mark.parametrize(
    ("header", "field"), [("Bestellnumer", "OrderId"), ("Oder Number", "OrderId"), ("Kundennumer", "CustomerId")]
)
def test_a_header_may_be_misspelled(header: str, field: str) -> None:
    assert field_of(header, VALUES["codes"]) == field


NO_FIELD = {
    "dates": """
        Lieferdatum|Versanddatum|Rechnungsdatum|Zahlungsdatum|Geburtsdatum|Änderungsdatum|Date de livraison|
        Date de facture|Date de naissance|Fecha de entrega|Fecha de factura|Fecha de nacimiento|Data di consegna|
        Data fattura|Data di nascita|Leverdatum|Factuurdatum|Geboortedatum|Data de entrega|Data da fatura|発送日|配送日|
        生年月日|入金日|更新日時|Ship Date|Delivery Date|Invoice Date|Locking Date|Referral Date|Updated at|Due date|
        Shipped on|Based on|Paid on behalf|Published on|Returned on""",
    "codes": """
        Rechnungsnummer|Sendungsnummer|Lieferscheinnummer|Seriennummer|Telefonnummer|Steuernummer|Klicks|
        Numéro de facture|Numéro de suivi|Numéro de téléphone|Número de factura|Número de teléfono|Numero fattura|
        Codice fiscale|Factuurnummer|Telefoonnummer|Número da fatura|Número de telefone|請求書番号|電話番号|伝票番号|
        Invoice Number|Tracking Number|Order Item ID|Order Line ID|Google Click ID|gclid|Session ID|Cart ID|
        Store ID|Affiliate ID|Merchant Order ID|Parent Order ID|PO Number|Reference|Account ID|VAT ID|USt-IdNr|
        Clicks|Kampagnenname""",
    "amounts": """
        Einkaufspreis|Provision|Gewicht|Steuersatz|Rabatt %|MwSt. %|Discount %|Tax Rate|Original Amount|Payout|
        Refund Amount|Refunded Amount|Cost Price|Original Price|Compare at Price|Outstanding Balance|Prix d'achat|
        Taux de TVA|Precio de compra|Tipo de IVA|Prezzo di acquisto|Aliquota IVA|Inkoopprijs|Btw-tarief|
        Preço de compra|原価|重量|税率|Exchange Rate|Tip|Line Discount %|
        Line discount rate|Online discount|Wine discount|Fine discount|Line total tax""",
    "names": """
        Kundenname|Rechnungsname|Vorname|Nachname|Empfänger|Nom du client|Prénom|Nombre del cliente|Apellidos|
        Nome cliente|Cognome|Klantnaam|Voornaam|Nome do cliente|Sobrenome|氏名|顧客名|Customer Name|Billing Name|
        First Name|Recipient|Notes|Notizen|Bemerkung|Comments|Remark|Remarques|Notas|Opmerkingen|Observações|備考""",
    "words": """
        Status|Bestellstatus|Zahlungsstatus|Versandart|Rechnungsart|Kanal|Quelle|Statut|Estado|Estado del pedido|
        Stato ordine|Orderstatus|Status do pedido|注文ステータス|Order Status|Payment Status|Financial Status|
        Mode de livraison|Método de envío|Verzendmethode|Shipping Method|Sales Channel|Source|Warehouse""",
}


@pytest.mark.parametrize("kind", NO_FIELD)
def test_a_header_like_a_field_s_is_none(kind: str) -> None:
    fields = {header.strip(): field_of(header, VALUES[kind]) for header in NO_FIELD[kind].split("|")}
    assert {header: field for header, field in fields.items() if field} == {}


@pytest.mark.parametrize("header", ["Curr", "Curr."])
def test_a_short_word_for_the_currency_needs_currencies_below_it(header: str) -> None:
    assert field_of(header, ["USD", "usd", "US Dollar"]) == "CurrencyCode"
    assert field_of(header, VALUES["amounts"]) is None
    assert field_of("Current", ["EUR", "USD"]) is None


def test_a_reference_is_a_click_s_only_if_it_says_so() -> None:
    assert field_of("Référence clic", VALUES["codes"]) == "ClickId"
    assert field_of("Réf. clic", VALUES["codes"]) == "ClickId"
    assert {field_of(header, VALUES["codes"]) for header in ("Référence", "Réf. client", "Clics")} == {None}


def test_the_more_specific_header_wins_wherever_it_stands() -> None:
    headers = ["Datum", "Bestellung", "Bestelldatum", "Bestellnummer"]
    dates, codes = VALUES["dates"], VALUES["codes"]
    matches = match_headers(headers, [dates, codes, dates, codes])
    assert [match and match.field for match in matches] == [None, None, "EventDate", "OrderId"]


@pytest.mark.parametrize(
    ("amount", "discount"),
    [("Unit price", "ItemTotalDiscount"), ("Line subtotal", "ItemTotalDiscount"), ("Line total", None)],
)
def test_a_line_s_discount_is_not_taken_off_what_was_paid(amount: str, discount: str | None) -> None:
    headers = ["SKU", "Quantity", amount, "Line discount"]
    matches = match_headers(headers, [VALUES["codes"], VALUES["counts"], VALUES["amounts"], VALUES["amounts"]])
    assert matches[2]
    assert (matches[3].field if matches[3] else None) == discount


def test_a_header_of_an_order_s_date_needs_dates_below_it() -> None:
    assert field_of("Placed on", VALUES["words"]) is None
    assert field_of("Ordered on", VALUES["amounts"]) is None
    assert field_of("Line discount", VALUES["words"]) is None


def test_columns_of_changes_feed_only_what_a_change_may_have() -> None:
    headers = ["Action ID", "State", "Locking Date", "Original Amount", "Order Date", "City", "Amount", "Reason"]
    values = [["1000.1.2"], ["REVERSED"], ["2026-12-01"], ["19.90"], ["2026-11-01"], ["Leeds"], ["0"], ["OTHER"]]
    matches = match_headers(headers, values)
    assert {header: match.field for header, match in zip(headers, matches, strict=True) if match} == {
        "Action ID": "ActionId", "Amount": "Amount", "Reason": "Reason",
    }  # fmt: skip


def test_a_few_reasons_make_no_sheet_of_changes() -> None:
    headers = ["Order No.", "Order Date", "City", "Amount", "Reason"]
    values = [["A1"] * 20, ["2026-11-01T10:00:00Z"] * 20, ["Leeds"] * 20, ["5.00"] * 20, ["OTHER"]]
    assert [match and match.field for match in match_headers(headers, values)] == [
        "OrderId", "EventDate", "CustomerCity", "Amount", "Reason",
    ]  # fmt: skip


@pytest.mark.parametrize("values", [["REVERSED", "APPROVED"], ["Pending", "Paid"], ["storniert", "offen"]])
def test_a_state_that_orders_are_in_is_no_region(values: list[str]) -> None:
    assert field_of("State", values) is None
    assert field_of("State", ["CA", "Texas"]) == "CustomerRegion"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Note Attributes", "gift: yes\nim_ref: QiiW-x1\ncolour: red"),
        ("Landing page", "https://acme.example/?utm_source=x&irclickid=QiiW-x1"),
        ("Notes", "im_ref=QiiW-x1"),
    ],
)
def test_click_ids_are_found_behind_their_label(header: str, value: str) -> None:
    assert field_of(header, ["gift: no", value]) == "ClickId"
    (first, second) = match_headers([header, "irclickid"], [[value], ["QiiW-x2"]])
    assert (first, second and second.field) == (None, "ClickId")


def test_a_click_id_far_down_among_notes_is_found_and_taken_out() -> None:
    rows = [f"1000,18500,2026-11-20T10:00:00Z,A{row},CUST{row:06},USD,5.00,gift: {row}" for row in range(700)]
    head = "CampaignId,ActionTrackerId,EventDate,OrderId,CustomerId,CurrencyCode,Amount,Note Attributes"
    rows[650] = rows[650].replace("gift: 650", '"gift: 650\nim_ref: QiiW-x1"')
    table = read_bytes("\n".join([head, *rows]).encode(), "x.csv")
    draft = open_table(table, "x.csv", None, OpenOptions(), NOW).draft
    draft.check()
    assert draft.verdict.counts_by_rule() == {"ROW-CLICK-SHAPE": 700, "ROW-BREAK": 1}
    draft.do(draft.plan().edit)
    texts = draft.fields(draft.sheet.row_order)["ClickId"].to_list()
    assert (texts[650], set(texts[:650] + texts[651:])) == ("QiiW-x1", {""})
    assert draft.verdict.counts_by_rule() == {}
