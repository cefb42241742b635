"""Rules about which partner is credited. Sources: Conversions, Brand API v14; Attribution Data."""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.fields import ATTRIBUTION_KEYS
from courier.rules.emails import CONTAINS_EMAIL, EMAIL, hash_of_email
from courier.rules.field_view import FieldView
from courier.rules.fill import whole_row
from courier.rules.rule import Mark, Repair, Rule

_MEDIA = ("MediaId", "MediaPartnerId")


def _uncredited(view: FieldView) -> Iterator[Mark]:
    keys = view.present(ATTRIBUTION_KEYS)
    if keys:
        uncredited = ~view.any_filled(keys)
        texts = whole_row(view, uncredited)
        credit = {name: texts.pop(name) for name in keys if name in texts}
        yield Mark(None, uncredited, repair=Repair({**credit, **texts}))


def _only_promo(view: FieldView) -> Iterator[Mark]:
    others = [name for name in ATTRIBUTION_KEYS if name != "OrderPromoCode"]
    alone = view.filled("OrderPromoCode") & ~view.any_filled(others)
    texts = whole_row(view, alone)
    keys = [texts[name] for name in others if name in texts]
    # filled only where the order's first row has another key that credits the partner
    useful = pl.any_horizontal([key.is_not_null() for key in keys]) if keys else pl.lit(False)
    texts = {name: pl.when(useful).then(text) for name, text in texts.items()}
    yield Mark("OrderPromoCode", alone, repair=Repair(texts) if keys else None)


def _one_media(view: FieldView) -> Iterator[Mark]:
    both = view.filled("MediaId") & view.filled("MediaPartnerId")
    yield Mark("MediaPartnerId", both, {"other": view.value("MediaId")})


def _forced_media(view: FieldView) -> Iterator[Mark]:
    for name in view.present(_MEDIA):
        yield Mark(name, view.filled(name))


def _sub_ids(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("SubId1", "SubId2", "SubId3", "SharedId")):
        yield Mark(name, view.filled(name) & ~view.any_filled(_MEDIA))


def _escaped_click(view: FieldView) -> Iterator[Mark]:
    value = view.value("ClickId")
    decoded = value.str.replace_many(_ESCAPES, ascii_case_insensitive=True)
    repair = Repair({"ClickId": decoded}, pl.lit(False))
    yield Mark("ClickId", value.str.contains(r"%[0-9A-Fa-f]{2}"), {"decoded": decoded}, repair, needs="%")


def _customer_email(view: FieldView) -> Iterator[Mark]:
    value = view.value("CustomerId")
    bad = value.str.contains(CONTAINS_EMAIL)
    digest = pl.when(value.str.contains(EMAIL)).then(hash_of_email(value, view.context.program.email_hash))
    yield Mark("CustomerId", bad, repair=Repair({"CustomerId": digest}, pl.lit(False)), needs="@")


def _customer_shape(view: FieldView) -> Iterator[Mark]:
    value = view.value("CustomerId")
    # stripping the first two different characters leaves nothing where there is no third
    first = value.str.slice(0, 1)
    second = value.str.strip_chars(first).str.slice(0, 1)
    few = value.str.strip_chars(first + second) == ""
    yield Mark("CustomerId", (value.str.len_chars() < 7) | value.str.contains(r"\s") | few)


_ESCAPES = {f"%{code:02X}": chr(code) for code in range(0x21, 0x7F)}

RULES = (
    Rule("ROW-ATTR", _uncredited),
    Rule("ROW-ATTR-PROMO", _only_promo, ("OrderPromoCode",)),
    Rule("ROW-MEDIA-ONE", _one_media, _MEDIA),
    Rule("ROW-MEDIA-FORCED", _forced_media),
    Rule("ROW-SUBID", _sub_ids),
    Rule("ROW-CLICK-ESCAPED", _escaped_click, ("ClickId",)),
    Rule("ROW-CUSTID-EMAIL", _customer_email, ("CustomerId",)),
    Rule("ROW-CUSTID-SHAPE", _customer_shape, ("CustomerId",)),
)
