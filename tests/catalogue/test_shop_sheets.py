"""Orders as shops of many kinds and languages export them: each column is the field it holds, or none."""

import pytest

from courier.catalogue.headers import match_headers

SHEETS = {
    "Shopware, German": """
        Bestellnummer=10051 > OrderId | Bestelldatum=05.11.2026 14:03 > EventDate | Bestellstatus=Offen |
        Zahlungsstatus=Bezahlt | Lieferstatus=Versandt | Kundennummer=10233 > CustomerId |
        E-Mail=a@b.example > CustomerEmail | Vorname=Ada | Nachname=Beispiel | Artikelnummer=SW10178 > Sku |
        Artikelname=Strandtuch > Name | Anzahl=2 > Quantity | Einzelpreis brutto=19,95 > ItemPrice |
        Gesamtpreis brutto=39,90 | Steuersatz=19 | Versandkosten brutto=4,90 > OrderShipping |
        Gesamtbetrag brutto=44,80 | Gesamtbetrag netto=37,65 | Währung=EUR > CurrencyCode |
        Gutscheincode=HERBST10 > OrderPromoCode | Kundengruppe=Shopkunden
    """,
    "merchandise management, German": """
        Auftragsnummer=AU-2211 > OrderId | Externe Auftragsnummer=10051 | Auftragsdatum=05.11.2026 > EventDate |
        Plattform=Onlineshop | Artikelnummer=4711-B > Sku | Artikelname=Kaffee > Name | GTIN=4006381333931 |
        Menge=2 > Quantity | VK Netto=8,39 > ItemPrice | VK Brutto=9,99 | Rabatt %=0 | Gesamt Netto=16,78 |
        Gesamt Brutto=19,98 | MwSt. %=19 | Währung=EUR > CurrencyCode | Kundennummer=K10 > CustomerId |
        Kundenkategorie=Endkunden | Versandart=DHL | Rechnungsnummer=RE-1
    """,
    "own report, German": """
        Bestell-Nr=A1001 > OrderId | Datum=05.11.2026 > EventDate | Umsatz netto=12,50 > Amount |
        Umsatz brutto=14,88 | Währung=EUR > CurrencyCode | Gutschein=HERBST > OrderPromoCode |
        Kunden-Nr.=K5 > CustomerId | Neukunde=ja | Klick-ID=QiiW-x1 > ClickId
    """,
    "Gambio, German": """
        Bestell-Nr.=1001 > OrderId | Bestell-Datum=2026-11-05 10:00:00 > EventDate | Kunden-Nr.=55 > CustomerId |
        Artikel-Nr.=AB-1 > Sku | Artikelbezeichnung=Lampe > Name | Menge=1 > Quantity | Einzelpreis (netto)=12,50 |
        Zeilensumme (netto)=12,50 > Amount | Zwischensumme=12,50 > OrderSubtotal | Gesamtsumme (inkl. MwSt.)=14,88 |
        Rabattbetrag=0,00 > OrderDiscount | Zahlungsart=PayPal > PaymentType
    """,
    "own shop, French": """
        N° commande=F1021 > OrderId | Date commande=05/11/2026 > EventDate | Réf. article=TS-001 > Sku |
        Désignation=T-shirt > Name | Qté=2 > Quantity | PU HT=12,50 > ItemPrice | Total HT=25,00 | Total TTC=30,00 |
        Remise HT=0,00 > OrderDiscount | Frais de port HT=4,90 > OrderShipping | Devise=EUR > CurrencyCode |
        Code promo=BIENVENUE > OrderPromoCode | N° client=C1 > CustomerId | Type client=Nouveau > CustomerStatus
    """,
    "own report, French": """
        Commande=F1021 > OrderId | Date de vente=05/11/2026 10:00 > EventDate |
        Chiffre d'affaires HT=25,00 > Amount | Chiffre d'affaires TTC=30,00 | Devise=EUR > CurrencyCode |
        Code de réduction=BIENVENUE > OrderPromoCode | ID clic=QiiW-x1 > ClickId
    """,
    "short words, French": """
        Numéro commande=F1021 > OrderId | Date=05/11/2026 10:00 > EventDate | CA HT=25,00 > Amount | CA TTC=30,00 |
        Bon de réduction=X > OrderPromoCode | SKU=AB1 > Sku | Quantité vendue=2 > Quantity
    """,
    "own shop, Spanish": """
        Nº Pedido=E551 > OrderId | Fecha pedido=05/11/2026 > EventDate | Ref.=TS-1 | Descripción=Camiseta |
        Cant.=2 > Quantity | Precio unitario sin IVA=10,33 | Importe sin IVA=20,66 > Amount |
        Importe con IVA=25,00 | Descuento=0,00 > OrderDiscount | Moneda=EUR > CurrencyCode |
        Cupón=HOLA10 > OrderPromoCode | Nº cliente=77 > CustomerId | Cliente nuevo=Sí
    """,
    "Tiendanube, Spanish": """
        Número de orden=1203 > OrderId | Email=a@b.example > CustomerEmail | Fecha=05/11/2026 11:03:22 > EventDate |
        Estado de la orden=Abierta | Estado del pago=Recibido | Estado del envío=Enviado |
        Moneda=ARS > CurrencyCode | Subtotal de productos=20000.00 > OrderSubtotal |
        Descuento=2000.00 > OrderDiscount | Costo de envío=900.00 > OrderShipping | Total=18900.00 |
        Nombre del comprador=Ana P | Cupón de Descuento=HOT10 > OrderPromoCode | Nombre del producto=Remera > Name |
        Precio del producto=10000.00 > ItemPrice | Cantidad del producto=2 > Quantity | SKU=RM-1 > Sku |
        Medio de pago=Tarjeta > PaymentType
    """,
    "own shop, Italian": """
        N. Ordine=IT-91 > OrderId | Data Ordine=05/11/2026 > EventDate | Codice articolo=TZ-1 > Sku |
        Descrizione=Tazza | Q.tà=2 > Quantity | Prezzo unitario=10,00 | Prezzo netto=8,20 |
        Totale riga netto=16,40 > Amount | Totale ivato=20,00 | Importo netto=16,40 | Importo lordo=20,00 |
        IVA=3,60 > OrderTax | Valuta=EUR > CurrencyCode | Codice sconto=CIAO > OrderPromoCode | Nuovo cliente=SI
    """,
    "own report, Italian": """
        Numero Ordine=IT-91 > OrderId | Data=05/11/2026 > EventDate | Fatturato netto=16,40 > Amount |
        Fatturato lordo=20,00 | Valuta=EUR > CurrencyCode | Codice promo=CIAO > OrderPromoCode |
        Quantità venduta=1 > Quantity | ID cliente=88 > CustomerId
    """,
    "Lightspeed, Dutch": """
        Ordernummer=ORD0123 > OrderId | Datum=05-11-2026 > EventDate | Status=Afgerond | Klant=J. Jansen |
        Artikelcode=AC-1 > Sku | Titel=Lamp | Aantal=1 > Quantity | Prijs excl. btw=12,50 > ItemPrice |
        Prijs incl. btw=15,13 | Totaal excl. btw=12,50 | Totaal incl. btw=15,13 | Valuta=EUR > CurrencyCode |
        Kortingscode=WELKOM > OrderPromoCode | Kortingsbedrag=0,00 > OrderDiscount | Nieuwe klant=Ja
    """,
    "own report, Dutch": """
        Bestelnr.=N1 > OrderId | Besteldatum=05-11-2026 10:00 > EventDate | Netto omzet=12,50 | Bruto omzet=15,13 |
        Nettobedrag=12,50 > Amount | Brutobedrag=15,13 | Munteenheid=EUR > CurrencyCode | Klantnummer=9 > CustomerId
    """,
    "Nuvemshop, Portuguese": """
        Número do Pedido=1203 > OrderId | E-mail=a@b.example > CustomerEmail | Data=05/11/2026 > EventDate |
        Status do Pedido=Aberto | Status do Pagamento=Confirmado | Moeda=BRL > CurrencyCode |
        Subtotal=200,00 > OrderSubtotal | Desconto=20,00 > OrderDiscount | Valor do Frete=15,00 > OrderShipping |
        Total=195,00 | Nome do comprador=Ana | CPF / CNPJ=123.456.789-09 | Cupom de Desconto=OI10 > OrderPromoCode |
        Nome do Produto=Camisa > Name | Valor do Produto=100,00 > ItemPrice | Quantidade Comprada=2 > Quantity |
        SKU=CM-1 > Sku | Forma de Pagamento=Pix > PaymentType
    """,
    "own shop, Portuguese": """
        Nº da encomenda=P55 > OrderId | Data da encomenda=05/11/2026 > EventDate | Ref. produto=X1 > Sku |
        Qtd.=1 > Quantity | Preço unitário s/ IVA=10,00 | Total s/ IVA=10,00 | Total c/ IVA=12,30 |
        Valor líquido=10,00 > Amount | Valor bruto=12,30 | Moeda=EUR > CurrencyCode |
        Cupão de desconto=OLA > OrderPromoCode | Novo cliente=Sim
    """,
    "Rakuten, Japanese": """
        注文番号=263123-20261105-0001 > OrderId | 注文日時=2026-11-05 10:00:00 > EventDate | 商品番号=AB-1 > Sku |
        商品管理番号（商品URL）=ab-1 | 商品名=カップ > Name | 単価=1200 > ItemPrice | 個数=2 > Quantity |
        合計金額=2400 | 送料合計=500 > OrderShipping | クーポン利用総額=0 > OrderDiscount | ポイント利用額=0 |
        請求金額=2900
    """,
    "EC-CUBE, Japanese": """
        注文ID=91 | 注文番号=91 > OrderId | 注文日=2026/11/05 10:00 > EventDate | 会員ID=5 > CustomerId |
        商品コード=cube-01 > Sku | 商品名=カップ > Name | 価格(税抜)=1200 > ItemPrice | 価格(税込)=1320 |
        数量=1 > Quantity | 小計=1320 > OrderSubtotal | 値引き=0 > OrderDiscount | 送料=500 > OrderShipping |
        合計=1820 | 支払合計=1820 | クーポンコード=HELLO > OrderPromoCode | 支払い方法=代金引換 > PaymentType
    """,
    "own report, Japanese": """
        受注番号=J1 > OrderId | 受注日=2026/11/05 > EventDate | 売上金額（税抜）=1200 > Amount |
        売上金額（税込）=1320 | 税抜金額=1200 | 通貨=JPY > CurrencyCode | 割引コード=AKI > OrderPromoCode |
        新規/既存=新規 > CustomerStatus | 顧客番号=7 > CustomerId | 純売上=1200
    """,
    "BigCommerce": """
        Order ID=151 > OrderId | Customer ID=9 > CustomerId | Customer Name=A B |
        Order Date=05/11/2026 > EventDate | Order Time=10:00 | Order Status=Completed | Subtotal (inc tax)=22.00 |
        Subtotal (ex tax)=20.00 > OrderSubtotal | Tax Total=2.00 > OrderTax | Shipping Cost (inc tax)=5.00 |
        Shipping Cost (ex tax)=4.50 > OrderShipping | Order Total (inc tax)=27.00 | Order Total (ex tax)=24.50 |
        Order Currency Code=USD > CurrencyCode | Product SKU=AB-1 > Sku | Product Qty=2 > Quantity |
        Product Unit Price=10.00 | Product Total Price=20.00 > ItemSubtotal | Coupon Details=SAVE
    """,
    "Wix": """
        Order number=10012 > OrderId | Date created=Nov 5, 2026 > EventDate | Time=10:00 AM |
        Total order quantity=2 | Contact email=a@b.example > CustomerEmail | Item=Cup > Name | Variant=Blue |
        SKU=CUP-1 > Sku | Qty=2 > Quantity | Quantity refunded=0 | Price=10.00 > ItemPrice | Weight=0.2 |
        Payment status=Paid | Payment method=Visa > PaymentType | Coupon code=SAVE > OrderPromoCode |
        Gift card amount=0.00 | Shipping rate=5.00 > OrderShipping | Total tax=2.00 > OrderTax | Total=27.00 |
        Currency=USD > CurrencyCode | Refunded amount=0.00 | Net amount=27.00 | Additional fees=0
    """,
    "Etsy": """
        Sale Date=11/05/26 > EventDate | Item Name=Cup > Name | Buyer=A B | Quantity=2 > Quantity | Price=10.00 |
        Coupon Code=SAVE > OrderPromoCode | Coupon Details=SAVE - 10% | Discount Amount=2.00 > OrderDiscount |
        Shipping Discount=0.00 | Order Shipping=5.00 > OrderShipping | Order Sales Tax=1.00 > OrderTax |
        Item Total=20.00 > Amount | Currency=USD > CurrencyCode | Transaction ID=4001 | Listing ID=9001 |
        Date Paid=11/05/2026 | Order ID=3001 > OrderId | SKU=CUP-1 > Sku
    """,
    "eBay": """
        Sales Record Number=101 | Order Number=01-12345-67890 > OrderId | Buyer Username=ab |
        Item Number=110551234567 | Item Title=Cup > Name | Custom Label=CUP-1 > Sku | Quantity=1 > Quantity |
        Sold For=$10.00 | Shipping And Handling=$5.00 > OrderShipping | eBay Collected Tax=$1.00 |
        Total Price=$16.00 > Amount | Payment Method=PayPal > PaymentType | Sale Date=Nov-05-26 > EventDate |
        Paid On Date=Nov-05-26
    """,
    "Stripe": """
        id=ch_3OabcX | Created date (UTC)=2026-11-05 10:00:00 > EventDate | Amount=20.00 > Amount |
        Amount Refunded=0.00 | Currency=usd > CurrencyCode | Captured=true | Converted Amount=20.00 |
        Converted Currency=usd | Fee=0.88 | Customer ID=cus_1 > CustomerId |
        Customer Email=a@b.example > CustomerEmail | Status=Paid | order_id (metadata)=A1
    """,
    "PayPal, German": """
        Datum=05.11.2026 > EventDate | Uhrzeit=10:00:00 | Zeitzone=CET | Name=A B | Typ=Zahlung |
        Status=Abgeschlossen | Währung=EUR > CurrencyCode | Brutto=20,00 > Amount | Gebühr=-0,88 | Netto=19,12 |
        Absender E-Mail-Adresse=a@b.example > CustomerEmail | Transaktionscode=8AB1 | Rechnungsnummer=R1
    """,
    "own shop with both amounts": """
        Order Ref=A1 > OrderId | Ordered At=2026-11-05 10:00 > EventDate | Line Total (ex VAT)=20.00 > Amount |
        Line Total (inc VAT)=24.00 | Unit Price ex VAT=10.00 | Total (VAT)=4.00 | Qty Sold=2 > Quantity |
        Currency=GBP > CurrencyCode | Discount (ex VAT)=0.00 > OrderDiscount | Voucher Used=SAVE > OrderPromoCode |
        New Customer?=Y
    """,
}
"""Per export its columns: header, a value, and the field after ``>`` if it is one."""


@pytest.mark.parametrize("name", SHEETS)
def test_each_column_of_an_export_is_the_field_it_holds(name: str) -> None:
    columns = [column.strip().partition(" > ") for column in SHEETS[name].split("|")]
    cells = [cell.partition("=") for cell, _, _ in columns]
    matches = match_headers([header for header, _, _ in cells], [[value] * 3 for _, _, value in cells])
    found = {cell[0]: match.field if match else "" for cell, match in zip(cells, matches, strict=True)}
    assert found == {cell[0]: field for cell, (_, _, field) in zip(cells, columns, strict=True)}


AMOUNTS = """
    Umsatz netto|Nettoumsatz|Netto-Umsatz|Umsatz (netto)|Umsatz brutto|Bruttoumsatz|Umsatz (Brutto) EUR|
    Gesamtsumme inkl. MwSt.|Betrag ohne USt|Net revenue|Gross revenue|Revenue (net)|Line total (ex VAT)|
    Order total incl. tax|Total before tax|Chiffre d'affaires HT|Chiffre d’affaires TTC|CA HT|Montant hors taxes|
    Total TTC (EUR)|Importe neto|Importe bruto|Importe sin IVA|Total IVA incluido|Ventas netas|Importo netto|
    Importo lordo|Totale IVA inclusa|Fatturato netto|Nettobedrag|Brutobedrag|Netto omzet|Totaal excl. btw|
    Valor líquido|Valor bruto|Total s/ IVA|Receita líquida|売上金額|売上金額（税抜）|税込金額|純売上高"""


def test_what_an_amount_says_of_tax_makes_no_other_column_of_it() -> None:
    fields = {header.strip(): match_headers([header.strip()], [["12.50"] * 3])[0] for header in AMOUNTS.split("|")}
    assert {header for header, match in fields.items() if match is None or match.field != "Amount"} == set()


@pytest.mark.parametrize(
    "headers", [("Umsatz brutto", "Umsatz netto"), ("Umsatz", "Umsatz netto"), ("CA TTC", "CA HT")]
)
def test_of_two_amounts_the_one_without_tax_is_taken(headers: tuple[str, str]) -> None:
    assert [match and match.field for match in match_headers(headers, [["14.88"], ["12.50"]])] == [None, "Amount"]


NO_AMOUNTS = """
    Total (VAT)|Total (TVA)|Netto|Brutto|Net|HT|CA|Nettogewicht|Bruttogewicht|Net weight|Gross margin|Poids net|
    Peso neto|Peso lordo|Nettomarge|Provision netto|Net payout|Fee (net)|Einkaufspreis netto|Gross profit|
    Prix d'achat HT|Coste sin IVA|Inkoopprijs excl. btw|Costo netto|Net promoter score|正味重量|税抜|原価（税抜）"""


def test_a_word_about_tax_makes_no_amount_of_another_figure() -> None:
    fields = {header.strip(): match_headers([header.strip()], [["12.50"] * 3])[0] for header in NO_AMOUNTS.split("|")}
    assert {header: match.field for header, match in fields.items() if match} == {}
