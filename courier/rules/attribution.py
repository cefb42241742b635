"""Rules about which partner is credited. Sources: Conversions, Brand API v14; Attribution Data."""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.click_ids import LABELLED_CLICK, NO_CLICK
from courier.catalogue.fields import ATTRIBUTION_KEYS
from courier.rules.emails import CONTAINS_EMAIL, EMAIL, hash_of_email
from courier.rules.field_view import FieldView
from courier.rules.fill import whole_row
from courier.rules.rule import Mark, Repair, Rule

_MEDIA = ("MediaId", "MediaPartnerId")
_NOT_BARE = rf"{NO_CLICK}|{LABELLED_CLICK}|\s|://"
_ADDRESS_OR_LINES = r"://|[:=]\s|^[^\s=:]+[=:]"


def _uncredited(view: FieldView) -> Iterator[Mark]:
    keys = view.present(ATTRIBUTION_KEYS)
    if keys:
        uncredited = ~view.any_filled(keys)
        texts = whole_row(view, uncredited)
        credit = {name: texts.pop(name) for name in keys if name in texts}
        yield Mark(None, uncredited, repair=Repair({**credit, **texts}), about=tuple(keys))


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


def _click_shape(view: FieldView) -> Iterator[Mark]:
    value, reading = view.value("ClickId"), view.context.reading("ClickId")
    ids = value.str.extract_all(LABELLED_CLICK).list.eval(pl.element().str.extract(LABELLED_CLICK, 1))
    ids = ids.list.eval(pl.element().filter(~pl.element().str.contains(NO_CLICK))).list.unique()
    labelled, nothing = value.str.contains(LABELLED_CLICK), value.str.contains(NO_CLICK)
    none = nothing | (labelled & (ids.list.len() == 0))
    if reading.labelled_clicks:
        # where the column labels its click IDs, other lines and addresses hold none
        none = none | (~labelled & value.str.contains(_ADDRESS_OR_LINES))
    bare = pl.when(none).then(pl.lit("")).when(ids.list.len() == 1).then(ids.list.first())
    kind = (
        pl.when(none).then(pl.lit("none"))
        .when(labelled).then(pl.when(ids.list.len() == 1).then(pl.lit("wrapped")).otherwise(pl.lit("several")))
        .when(value.str.contains("://", literal=True)).then(pl.lit("address"))
        .when(value.str.contains(r"\s")).then(pl.lit("blank"))
        .otherwise(pl.lit("same"))
    )  # fmt: skip
    bad = value.str.contains(_NOT_BARE)
    if reading.shared_click is not None:
        bad = bad | (value == reading.shared_click)
    yield Mark("ClickId", bad, {"kind": kind, "bare": bare}, Repair({"ClickId": bare}))


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
    Rule("ROW-CLICK-SHAPE", _click_shape, ("ClickId",)),
    Rule("ROW-CLICK-ESCAPED", _escaped_click, ("ClickId",)),
    Rule("ROW-CUSTID-EMAIL", _customer_email, ("CustomerId",)),
    Rule("ROW-CUSTID-SHAPE", _customer_shape, ("CustomerId",)),
)
