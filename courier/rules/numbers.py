"""Numbers as people write them, and as impact.com wants them: digits, a point, no sign and no thousands marks."""

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS, SIGN_CURRENCIES

PLAIN_MONEY = r"^\d+(?:\.\d{1,2})?$"
PLAIN_MONEY_3 = r"^\d+(?:\.\d{1,3})?$"
PLAIN_NUMBER = r"^-?\d+(?:\.\d+)?$"

# Forms with one reading whatever the rest of the column looks like.
POINT_PROOF = r"^\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.\d{1,2}|\d*\.\d{4,}|0\.\d+)\D*$"
COMMA_PROOF = r"^\D*(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}|\d*,\d{4,}|0,\d+)\D*$"

_NO_MINOR = [code for code, digits in MINOR_UNITS.items() if digits == 0]
_THREE_MINOR = [code for code, digits in MINOR_UNITS.items() if digits == 3]
_PARTS = r"^(?P<before>[^\d.,+-]*)\+?(?P<number>[\d.,][\d.,'’ \u{a0}\u{202f}]*?)(?P<after>[^\d.,]*)$"


def not_money(text: pl.Expr, currency: pl.Expr) -> pl.Expr:
    """Whether a text is no plain non-negative decimal, or has more decimals than the currency (2 when unknown)."""
    plain = text.str.contains(PLAIN_MONEY)
    third = currency.is_in(_THREE_MINOR).fill_null(False) & text.str.contains(PLAIN_MONEY_3)
    fraction = currency.is_in(_NO_MINOR).fill_null(False) & text.str.contains(".", literal=True)
    return (~plain & ~third) | fraction


def plain_money(text: pl.Expr, currency: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """The amount as a plain decimal where only one reading is possible, else null.

    ``decimal_comma`` decides forms such as 1,234 that can be read both ways. A currency sign or word is dropped only
    if it agrees with ``currency``. Nothing is rounded: digits beyond the currency's go only when they are zeros.
    """
    parts = text.str.extract_groups(_PARTS)
    number = _grouped(parts.struct.field("number"), decimal_comma)
    agrees = _agrees(parts.struct.field("before"), currency) & _agrees(parts.struct.field("after"), currency)
    digits = (
        pl.when(currency.is_in(_NO_MINOR).fill_null(False))
        .then(number.str.replace(r"\.0+$", ""))
        .otherwise(number.str.replace(r"(\.\d\d)0+$", "${1}"))
    )
    exact = pl.when(currency.is_in(_THREE_MINOR).fill_null(False)).then(number).otherwise(digits)
    return pl.when(agrees & ~not_money(exact, currency)).then(exact)


def plain_number(text: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """A number without sign of currency as a plain decimal where only one reading is possible, else null."""
    return _grouped(text, decimal_comma)


def _agrees(sign: pl.Expr, currency: pl.Expr) -> pl.Expr:
    word = sign.str.replace_all(r"[\s\u{a0}\u{202f}]", "").str.to_lowercase()
    fits = [(word == known) & currency.is_in(list(codes)) for known, codes in SIGN_CURRENCIES.items()]
    return (
        (word == "") | (word == currency.str.to_lowercase()).fill_null(False) | pl.any_horizontal(fits).fill_null(False)
    )


def _grouped(number: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    spaced = number.str.contains(r"^\d{1,3}(?:[ '’\u{a0}\u{202f}]\d{3})+(?:[.,]\d+)?$")
    text = pl.when(spaced).then(number.str.replace_all(r"[ '’\u{a0}\u{202f}]", "")).otherwise(number)
    text = text.str.strip_chars()
    no_commas = text.str.replace_all(",", "", literal=True)
    no_points = text.str.replace_all(".", "", literal=True)
    as_comma = no_points.str.replace(",", ".", literal=True)
    either = text.str.contains(r"^[1-9]\d{0,2},\d{3}$")
    either_point = text.str.contains(r"^[1-9]\d{0,2}\.\d{3}$")
    read = (
        pl.when(text.str.contains(r"^\d+$"))
        .then(text)
        .when(either)
        .then(_by(decimal_comma, as_comma, no_commas))
        .when(either_point)
        .then(_by(decimal_comma, no_points, text))
        .when(text.str.contains(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$"))
        .then(no_commas)
        .when(text.str.contains(r"^\d{1,3}(?:\.\d{3}){2,}$") | text.str.contains(r"^\d{1,3}(?:\.\d{3})+,\d+$"))
        .then(as_comma)
        .when(text.str.contains(r"^\d+,\d+$"))
        .then(as_comma)
        .when(text.str.contains(r"^\d+\.\d+$"))
        .then(text)
        .when(text.str.contains(r"^[.,]\d+$"))
        .then("0" + as_comma)
        .when(text.str.contains(r"^\d+[.,]$"))
        .then(text.str.strip_chars_end(".,"))
    )
    return read.cast(pl.String)


def _by(decimal_comma: bool | None, if_comma: pl.Expr, if_point: pl.Expr) -> pl.Expr:
    if decimal_comma is None:
        return pl.lit(None, dtype=pl.String)
    return if_comma if decimal_comma else if_point
