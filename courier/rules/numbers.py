"""Numbers as people write them, and as impact.com wants them: digits, a point, no sign, no thousands separators."""

from collections.abc import Sequence

import polars as pl

from courier.catalogue.currencies import CODE_OF_WORD, MINOR_UNITS, SIGN_CURRENCIES

# [0-9] and not \d, which takes the digits of every script
PLAIN_MONEY = r"^[0-9]+(?:\.[0-9]{1,2})?$"
PLAIN_MONEY_3 = r"^[0-9]+(?:\.[0-9]{1,3})?$"
PLAIN_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"

# Forms with only one reading, whatever the other values of the column.
POINT_PROOF = r"^\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.\d{1,2}|\d*\.\d{4,}|0\.\d+)\D*$"
COMMA_PROOF = r"^\D*(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}|\d*,\d{4,}|0,\d+)\D*$"

_NO_MINOR = [code for code, digits in MINOR_UNITS.items() if digits == 0]
_THREE_MINOR = [code for code, digits in MINOR_UNITS.items() if digits == 3]
_RARE = frozenset((*_NO_MINOR, *_THREE_MINOR))
_SIGNS_OF = [f"{sign} {code}" for sign, codes in SIGN_CURRENCIES.items() for code in codes]
"""Each sign or word with each currency it may stand for."""

_ONE_GROUP = r"^[1-9][0-9]{0,2}[.,][0-9]{3}$"
_PARTS = r"^(?P<before>[^\d.,+-]*)\+?(?P<number>[\d.,][\d.,'’ \u{a0}\u{202f}\u{2009}]*?)(?P<after>[^\d.,]*)$"


# A minus before or behind the number, in front of a currency sign or after it, or brackets.
_NEGATIVE = r"^[^0-9]*[-(][^0-9]*[0-9]|^[^-]*[0-9][^0-9]*-[^0-9]*$"
_NO_CENTS = r"([0-9])[.,]-+$"
"""The dash of 12,- stands for the cents that it has not."""


def without_dashes(text: pl.Expr) -> pl.Expr:
    """A number in plain characters: full-width digits, typographic minus signs, the dash for no cents, and the
    apostrophe by which spreadsheets mark a text are replaced."""
    return (
        text.str.normalize("NFKC")
        .str.strip_prefix("'")
        .str.replace_all(r"[\u{2010}-\u{2015}\u{2212}]", "-")
        .str.replace(_NO_CENTS, "${1}")
    )


def negative(text: pl.Expr) -> pl.Expr:
    """Whether a number is written as less than zero: -5, 5-, \u22125, (5), -€5, €-5, '-5."""
    return without_dashes(text).str.contains(_NEGATIVE)


def not_money(text: pl.Expr, currency: pl.Expr) -> pl.Expr:
    """Whether a text is not a plain non-negative decimal or has more decimals than the currency (2 when unknown)."""
    return pl.map_batches([text, currency], _not_money, return_dtype=pl.Boolean)


def _not_money(columns: Sequence[pl.Series]) -> pl.Series:
    texts, currencies = columns
    wrong = ~texts.str.contains(PLAIN_MONEY)
    # hardly any sheet has a currency without two decimals, and testing each row takes longer than all the rest
    rare = [code for code in currencies.unique().drop_nulls() if code.upper() in _RARE]
    if not rare:
        return wrong
    codes = currencies.str.to_uppercase()
    third = codes.is_in(_THREE_MINOR).fill_null(False) & texts.str.contains(PLAIN_MONEY_3)
    fraction = codes.is_in(_NO_MINOR).fill_null(False) & texts.str.contains(".", literal=True)
    return (wrong & ~third) | fraction


def plain_money(text: pl.Expr, currency: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """The amount as a plain decimal where only one reading is possible, else null.

    ``decimal_comma`` decides forms such as 1,234 that can be read both ways; so does a currency without decimals. A
    currency sign or word is dropped only if it agrees with ``currency``. Nothing is rounded: digits beyond the
    currency's go only when they are zeros.
    """
    parts = without_dashes(text).str.extract_groups(_PARTS)
    no_minor = currency.str.to_uppercase().is_in(_NO_MINOR).fill_null(False)
    written = parts.struct.field("number")
    integer = pl.when(no_minor & written.str.contains(_ONE_GROUP)).then(written.str.replace_all(r"[.,]", ""))
    number = pl.coalesce(integer, _grouped(written, decimal_comma))
    agrees = _agrees(parts.struct.field("before"), currency) & _agrees(parts.struct.field("after"), currency)
    digits = (
        pl.when(no_minor).then(number.str.replace(r"\.0+$", "")).otherwise(number.str.replace(r"(\.\d\d)0+$", "${1}"))
    )
    third = currency.str.to_uppercase().is_in(_THREE_MINOR).fill_null(False)
    exact = pl.when(third).then(number).otherwise(digits)
    return pl.when(agrees & ~not_money(exact, currency)).then(exact)


def kind_of_amount(text: pl.Expr, currency: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """Why a text without a `plain_money` cannot be read as an amount: ``negative``; ``percent``; ``either`` where a
    mark may be that of decimals or of thousands; ``currency`` where it names another one than ``currency``;
    ``decimals`` where it has more of them than the currency; else ``other``."""
    parts = without_dashes(text).str.extract_groups(_PARTS)
    number = parts.struct.field("number").str.strip_chars()
    beside = [parts.struct.field(part) for part in ("before", "after")]
    words = [word.str.to_lowercase().str.replace_all(r"[\s.]", "") for word in beside]
    named = pl.any_horizontal([word.is_in([*CODE_OF_WORD, *SIGN_CURRENCIES]).fill_null(False) for word in words])
    agrees = pl.all_horizontal([_agrees(word, currency) for word in beside])
    undecided = pl.lit(decimal_comma is None) & number.str.contains(_ONE_GROUP)
    return (
        pl.when(negative(text)).then(pl.lit("negative"))
        .when(text.str.contains("[%٪％]")).then(pl.lit("percent"))
        .when(named & ~agrees).then(pl.lit("currency"))
        .when(undecided & agrees).then(pl.lit("either"))
        .when(_grouped(number, decimal_comma).is_not_null() & agrees).then(pl.lit("decimals"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip


def currency_code(text: pl.Expr) -> pl.Expr:
    """The ISO code that a currency's code, sign or name can only mean, else null."""
    word = text.str.to_lowercase().str.replace_all(r"[\s.]", "")
    return word.replace_strict(CODE_OF_WORD, default=None, return_dtype=pl.String)


def plain_number(text: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """A number without a currency sign as a plain decimal where only one reading is possible, else null; so is every
    number below zero."""
    return _grouped(without_dashes(text), decimal_comma)


def plain_signed_number(text: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """The same with a minus in front of numbers below zero."""
    return _signed(text, plain_number(_without_sign(text), decimal_comma))


def plain_signed_money(text: pl.Expr, currency: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """`plain_money` with a minus in front of amounts below zero."""
    return _signed(text, plain_money(_without_sign(text), currency, decimal_comma))


def _without_sign(text: pl.Expr) -> pl.Expr:
    size = without_dashes(text).str.replace_all("['()-]", "")
    return pl.when(negative(text)).then(size).otherwise(text).str.strip_chars()


def _signed(text: pl.Expr, number: pl.Expr) -> pl.Expr:
    return pl.when(negative(text)).then("-" + number).otherwise(number)


def _agrees(sign: pl.Expr, currency: pl.Expr) -> pl.Expr:
    word = sign.str.replace_all(r"[\s\u{a0}\u{202f}]", "").str.to_lowercase()
    code = currency.str.to_uppercase()
    fits = (word + " " + code).is_in(_SIGNS_OF).fill_null(False)
    return (word == "") | (word == currency.str.to_lowercase()).fill_null(False) | fits


def _grouped(number: pl.Expr, decimal_comma: bool | None) -> pl.Expr:
    """A group of thousands never begins with a zero: 0,123 is a fraction."""
    spaced = number.str.contains(r"^[1-9]\d{0,2}(?:[ '’\u{a0}\u{202f}\u{2009}]\d{3})+(?:[.,]\d+)?$")
    text = pl.when(spaced).then(number.str.replace_all(r"[ '’\u{a0}\u{202f}\u{2009}]", "")).otherwise(number)
    text = text.str.strip_chars()
    no_commas = text.str.replace_all(",", "", literal=True)
    no_points = text.str.replace_all(".", "", literal=True)
    as_comma = no_points.str.replace(",", ".", literal=True)
    read = (
        pl.when(text.str.contains(r"^[0-9]+$"))
        .then(text)
        .when(text.str.contains(r"^[1-9][0-9]{0,2},[0-9]{3}$"))
        .then(_by(decimal_comma, as_comma, no_commas))
        .when(text.str.contains(r"^[1-9][0-9]{0,2}\.[0-9]{3}$"))
        .then(_by(decimal_comma, no_points, text))
        .when(text.str.contains(r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$"))
        .then(no_commas)
        .when(
            text.str.contains(r"^[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}$")
            | text.str.contains(r"^[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+$")
        )
        .then(as_comma)
        .when(text.str.contains(r"^[0-9]+,[0-9]+$"))
        .then(as_comma)
        .when(text.str.contains(r"^[0-9]+\.[0-9]+$"))
        .then(text)
        .when(text.str.contains(r"^\.[0-9]+$"))
        .then("0" + text)
        .when(text.str.contains(r"^,[0-9]+$"))
        .then("0" + as_comma)
        .when(text.str.contains(r"^[0-9]+[.,]$"))
        .then(text.str.strip_chars_end(".,"))
    )
    return read.cast(pl.String)


def _by(decimal_comma: bool | None, if_comma: pl.Expr, if_point: pl.Expr) -> pl.Expr:
    if decimal_comma is None:
        return pl.lit(None, dtype=pl.String)
    return if_comma if decimal_comma else if_point
