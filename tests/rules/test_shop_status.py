"""What the exports of common shops say became of an order, by their own columns and words."""

import polars as pl
import pytest

from courier.catalogue.noticed import noticed_columns
from courier.rules.shop_status import status_kind


def kind_of(header: str, word: str) -> str | None:
    columns = list(noticed_columns([header]).values())
    if not columns:
        return None
    frame = pl.DataFrame({"text": [word or None]}, schema={"text": pl.String})
    return frame.select_seq(status_kind(pl.col("text"), columns[0]).alias("kind"))["kind"][0]


@pytest.mark.parametrize(
    ("shop", "header", "word", "kind"),
    [
        ("Shopify", "Financial Status", "refunded", "refunded"),
        ("Shopify", "Financial Status", "partially_refunded", "partly"),
        ("Shopify", "Financial Status", "voided", "cancelled"),
        ("Shopify", "Financial Status", "pending", "pending"),
        ("Shopify", "Cancelled at", "2026-11-20 10:00:00 +0100", "cancelled"),
        ("WooCommerce", "Order Status", "wc-cancelled", "cancelled"),
        ("WooCommerce", "Order Status", "on-hold", "pending"),
        ("WooCommerce", "Order Status", "Failed", "failed"),
        ("WooCommerce", "Order Refund Amount", "12.50", "partly"),
        ("Magento", "status", "canceled", "cancelled"),
        ("Magento", "status", "closed", "refunded"),
        ("Magento", "status", "pending_payment", "pending"),
        ("Magento", "status", "fraud", "failed"),
        ("BigCommerce", "Order Status", "Awaiting Payment", "pending"),
        ("BigCommerce", "Order Status", "Declined", "failed"),
        ("BigCommerce", "Order Status", "Partially Refunded", "partly"),
        ("PrestaShop", "État", "Annulé", "cancelled"),
        ("PrestaShop", "Status", "Payment error", "failed"),
        ("PrestaShop", "Status", "Awaiting bank wire payment", "pending"),
        ("Shopware", "Bestellstatus", "Storniert", "cancelled"),
        ("Shopware", "Zahlstatus", "Teilweise erstattet", "partly"),
        ("Shopware", "orderState", "cancelled", "cancelled"),
        ("Shopware", "transactionState", "refunded_partially", "partly"),
        ("Amazon", "order-status", "Cancelled", "cancelled"),
        ("Amazon", "item-status", "Cancelled", "cancelled"),
        ("eBay", "Order status", "Cancelled", "cancelled"),
        ("Etsy", "Date Refunded", "11/20/2026", "refunded"),
        ("Stripe", "Status", "Refunded", "refunded"),
        ("Stripe", "Status", "requires_payment_method", "pending"),
        ("Stripe", "Amount Refunded", "80.00", "partly"),
        ("PayPal", "Status", "Reversed", "refunded"),
        ("PayPal", "Status", "Denied", "failed"),
        ("Squarespace", "Financial Status", "REFUNDED", "refunded"),
        ("Squarespace", "Cancelled at", "2026-11-20", "cancelled"),
        ("Wix", "Payment status", "Unpaid", "pending"),
        ("Wix", "Payment status", "Partially Refunded", "partly"),
        ("any", "Test", "true", "test"),
        ("any", "Mode", "test", "test"),
    ],
)
def test_orders_that_do_not_count(shop: str, header: str, word: str, kind: str) -> None:
    assert kind_of(header, word) == kind


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Financial Status", "paid"),
        ("Financial Status", "authorized"),
        ("Financial Status", ""),
        ("Order Status", "processing"),
        ("Order Status", "wc-completed"),
        ("status", "complete"),
        ("Bestellstatus", "in Bearbeitung"),
        ("Fulfillment Status", "unfulfilled"),
        ("Cancelled at", ""),
        ("Refunded Amount", "0.00"),
        ("Test", "false"),
        # columns that say something else
        ("Tags", "test"),
        ("State", "pending"),
        ("Customer Status", "New"),
        ("Lineitem fulfillment status", "pending"),
    ],
)
def test_orders_that_count(header: str, word: str) -> None:
    assert kind_of(header, word) is None
