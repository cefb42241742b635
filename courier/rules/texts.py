"""Rules about any cell that is sent: formulas, white space, e-mail addresses, lengths, types and forms.

Sources: impact.com Error Codes Reference; Bulk Process Action Inquiries; Conversions, Brand API v14.
"""

from collections.abc import Callable, Iterator
from ipaddress import ip_address

import polars as pl

from courier.catalogue.countries import ALPHA_2, ALPHA_3
from courier.catalogue.fields import FIELDS, IDENTIFIERS, NUMBER_FIELDS, Field
from courier.rules.dates import iso_text, moment
from courier.rules.emails import CONTAINS_EMAIL, EMAIL, hash_of_email
from courier.rules.field_view import FieldView
from courier.rules.frames import TEXT_MARK, cleaned
from courier.rules.identifiers import WHOLE_ID
from courier.rules.mojibake import decoded_again
from courier.rules.numbers import PLAIN_NUMBER, plain_signed_number
from courier.rules.rule import Mark, Repair, Rule

_HASH = r"^(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$"
_HEX = r"^[0-9A-Fa-f]{16,}$"
_UUID = r"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
_URL = r"^(?i:https?)://[^\s/]+\S*$"
_CUT_AT = (255, 32_767)
_TYPED = ("MediaId", "MediaPartnerId", "PropertyId")
_KIND_OF_TEXT = {
    **dict.fromkeys((*IDENTIFIERS, "CallerId", "ItemMpn", "DispositionCode"), "id"),
    **dict.fromkeys(("EventCode", "EventTypeCode"), "event"),
    **dict.fromkeys(("SubId1", "SubId2", "SubId3", "SharedId"), "partner"),
    **dict.fromkeys(("GoogAId", "AppleIfa", "AppleIfv"), "advertising"),
    "ClickId": "click", "OrderPromoCode": "promo", "Reason": "reason", "CustomerStatus": "status",
    "CustomerCountry": "country", "CountryCode": "country",
}  # fmt: skip
"""What the text of a field is, if it is not words that can be shortened."""
_BOOLEANS = {"yes": "true", "y": "true", "1": "true", "no": "false", "n": "false", "0": "false"}


def _formula(view: FieldView) -> Iterator[Mark]:
    for name in view.names:
        yield Mark(name, view.value(name).str.starts_with("="), needs="=")


def _space(view: FieldView) -> Iterator[Mark]:
    for name in view.names:
        # a spreadsheet's sign for "this is text" came along
        marked = view.raw(name).str.contains(TEXT_MARK)
        facts = {"kind": pl.when(marked).then(pl.lit("mark")).otherwise(pl.lit("space"))}
        text = cleaned(view.raw(name))
        text = pl.when(marked).then(text.str.strip_prefix("'")).otherwise(text)
        yield Mark(name, view.spaced(name), facts, Repair({name: text}))


def _break(view: FieldView) -> Iterator[Mark]:
    for name in view.names:
        one_line = cleaned(view.raw(name).str.replace_all(r"\s*[\r\n]+\s*", " "))
        yield Mark(name, view.value(name).str.contains(r"[\r\n]"), repair=Repair({name: one_line}), needs="\r\n")


def _cut(view: FieldView) -> Iterator[Mark]:
    for name in view.names:
        longest = view.context.reading(name).longest
        if longest in _CUT_AT:
            yield Mark(name, view.value(name).str.len_chars() == longest, {"length": pl.lit(longest)})


def _mojibake(view: FieldView) -> Iterator[Mark]:
    for name in view.names:
        # the raw text: a hard space or a soft hyphen is half of a letter here
        meant = view.raw(name).map_batches(decoded_again, return_dtype=pl.String)
        yield Mark(name, view.wrongly_decoded(name), repair=Repair({name: meant}))


def _plain_email(view: FieldView) -> Iterator[Mark]:
    for name in view.names:
        if name not in ("CustomerEmail", "CustomerId"):
            value = view.value(name)
            repair = Repair({name: cleaned(value.str.replace_all(CONTAINS_EMAIL, ""))}, pl.lit(False))
            yield Mark(name, value.str.contains(CONTAINS_EMAIL), repair=repair, needs="@")


def _email_hash(view: FieldView) -> Iterator[Mark]:
    value = view.value("CustomerEmail")
    digest = pl.when(value.str.contains(EMAIL)).then(hash_of_email(value, view.context.program.email_hash))
    has_address = value.str.contains(CONTAINS_EMAIL)
    other = pl.when(value.str.contains(_HEX)).then(pl.lit("hash")).otherwise(pl.lit("other"))
    kind = pl.when(has_address).then(pl.lit("address")).otherwise(other)
    yield Mark("CustomerEmail", ~value.str.contains(_HASH), {"kind": kind}, Repair({"CustomerEmail": digest}))


def _longer_than(limit_of: Callable[[Field], int | None]) -> Callable[[FieldView], Iterator[Mark]]:
    def build(view: FieldView) -> Iterator[Mark]:
        for name in view.fields(limit_of):
            limit = limit_of(FIELDS[name])
            length = view.value(name).str.len_chars()
            facts = {"length": length, "limit": pl.lit(limit), "kind": pl.lit(_KIND_OF_TEXT.get(name, "text"))}
            yield Mark(name, length > limit, facts)

    return build


def _type(view: FieldView) -> Iterator[Mark]:
    for name in view.present(_TYPED):
        yield Mark(name, ~view.value(name).str.contains(WHOLE_ID), {"kind": pl.lit("integer")})
    for name in view.fields(lambda field: field.name in NUMBER_FIELDS):
        value = view.value(name)
        text = plain_signed_number(value, view.context.reading(name).decimal_comma)
        yield Mark(name, ~value.str.contains(PLAIN_NUMBER), {"kind": pl.lit("number")}, Repair({name: text}))
    for name in view.fields(lambda field: field.type == "datetime" and field.name != "EventDate"):
        value = view.value(name)
        bad = value.is_not_null() & moment(name, view.context.zone_of(name)).is_null()
        text, timed = iso_text(value, view.context.reading(name), view.context.zone_of(name))
        yield Mark(name, bad, {"kind": pl.lit("date")}, Repair({name: text}, timed))


def _form(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("GoogAId", "AppleIfa", "AppleIfv")):
        yield Mark(name, ~view.value(name).str.contains(_UUID), {"kind": pl.lit("advertising")})
    for name in view.fields(lambda field: field.type == "boolean"):
        value = view.value(name)
        lower = value.str.to_lowercase()
        text = pl.when(lower.is_in(["true", "false"])).then(lower).otherwise(
            lower.replace_strict(_BOOLEANS, default=None, return_dtype=pl.String)
        )  # fmt: skip
        yield Mark(name, ~value.is_in(["true", "false"]), {"kind": pl.lit("boolean")}, Repair({name: text}))
    if view.has("IpAddress"):
        wrong = view.value("IpAddress").map_batches(_no_addresses, return_dtype=pl.Boolean)
        yield Mark("IpAddress", wrong, {"kind": pl.lit("ip")})
    if view.has("UniqueUrl"):
        yield Mark("UniqueUrl", ~view.value("UniqueUrl").str.contains(_URL), {"kind": pl.lit("url")})
    for name, codes in (("CustomerCountry", [*ALPHA_2, *ALPHA_3]), ("CountryCode", list(ALPHA_2))):
        if view.has(name):
            value = view.value(name)
            upper = value.str.to_uppercase()
            text = pl.when(upper.is_in(codes)).then(upper)
            yield Mark(name, ~value.is_in(codes), {"kind": pl.lit("country")}, Repair({name: text}))


def _no_addresses(texts: pl.Series) -> pl.Series:
    wrong = {text: not _is_address(text) for text in texts.unique() if text is not None}
    return pl.Series([wrong.get(text) for text in texts], dtype=pl.Boolean)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


RULES = (
    Rule("ROW-FORMULA", _formula),
    Rule("ROW-SPACE", _space),
    Rule("ROW-BREAK", _break),
    Rule("ROW-CUT", _cut),
    Rule("ROW-MOJIBAKE", _mojibake),
    Rule("ROW-PLAIN-EMAIL", _plain_email),
    Rule("ROW-EMAIL", _email_hash, ("CustomerEmail",)),
    Rule("ROW-LENGTH", _longer_than(lambda field: field.max_length)),
    Rule("ROW-LENGTH-SAFE", _longer_than(lambda field: field.safe_length)),
    Rule("ROW-TYPE", _type),
    Rule("ROW-FORMAT", _form),
)
