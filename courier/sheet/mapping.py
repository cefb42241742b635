"""What feeds each field, which rows are left out, and which unmapped columns are sent as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS
from courier.messages import text
from courier.sheet import exclusions
from courier.sheet.errors import MappingError
from courier.sheet.exclusions import Exclusion

_Part = TypeVar("_Part")


@dataclass(frozen=True)
class Column:
    """One source column, by its id (``c3``)."""

    column: str


@dataclass(frozen=True)
class Joined:
    """Concatenated columns without empty parts, such as date and time."""

    columns: tuple[str, ...]
    separator: str = " "


@dataclass(frozen=True)
class Term:
    """One step of a calculation: ``+``, ``-`` or ``*`` with a column id, or a plain number."""

    operator: str
    operand: str


@dataclass(frozen=True)
class Arithmetic:
    """Simple arithmetic on number columns; ``*`` binds tighter. The first term's operator is ``+``."""

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Constant:
    """One value for all rows."""

    value: str


@dataclass(frozen=True)
class Typed:
    """No source column: the field holds only what was typed or filled in."""


Feed = Column | Joined | Arithmetic | Constant | Typed

Words = tuple[tuple[str, str], ...]
"""Pairs of a value in the sheet and the value sent for it."""


@dataclass(frozen=True)
class Mapping:
    """``feeds``: field and what feeds it, in the sheet's order; a duplicate field is a problem, and its first feed
    counts. ``extra``: unmapped columns that are sent under their own header. ``left_out``: a row that any of them
    excludes belongs in no batch. ``words``: per field the values sent for values of the sheet, which are compared in
    lower case without outer blanks; they apply to typed values too."""

    feeds: tuple[tuple[str, Feed], ...] = ()
    extra: tuple[str, ...] = ()
    left_out: tuple[Exclusion, ...] = ()
    words: tuple[tuple[str, Words], ...] = ()

    @property
    def fed_columns(self) -> frozenset[str]:
        """The columns that feed a field, by themselves or as a part."""
        return frozenset(column for _, feed in self.feeds for column in columns_of(feed))

    @property
    def used_columns(self) -> frozenset[str]:
        """The columns that feed a field or are sent under their own header."""
        return self.fed_columns.union(self.extra)

    def feed(self, field: str) -> Feed | None:
        """What feeds a field, or None."""
        return next((feed for name, feed in self.feeds if name == field), None)

    def field_of(self, column: str) -> str | None:
        """The field that this column alone feeds, or None."""
        return next((name for name, feed in self.feeds if feed == Column(column)), None)

    def with_feed(self, field: str, feed: Feed | None) -> Mapping:
        """The mapping with another feed for a field, or none. A column loses its former field; a price from which an
        amount is calculated is not sent as a second amount."""
        kept = [(name, old) for name, old in self.feeds if name != field and (old != feed or isinstance(old, Constant))]
        if field in ITEM_AMOUNTS and isinstance(feed, Arithmetic):
            spent = [Column(column) for column in columns_of(feed)]
            kept = [(name, old) for name, old in kept if name not in ITEM_AMOUNTS or old not in spent]
        places = [index for index, (name, _) in enumerate(self.feeds) if name == field]
        if feed is not None:
            kept.insert(min(places[0], len(kept)) if places else len(kept), (field, feed))
        extra = tuple(column for column in self.extra if column not in (columns_of(feed) if feed else ()))
        return replace(self, feeds=tuple(kept), extra=extra)

    def words_of(self, field: str) -> Words:
        """The values of a field that are replaced, and their replacements."""
        return next((pairs for name, pairs in self.words if name == field), ())

    def with_words(self, field: str, pairs: Iterable[tuple[str, str]]) -> Mapping:
        """The mapping with other replacements for a field, or none. Of several for one value the last counts; blank
        values are ignored."""
        by_key = {theirs.strip().lower(): (theirs.strip(), ours) for theirs, ours in pairs if theirs.strip()}
        words = {**dict(self.words), field: tuple(by_key.values())}
        return replace(self, words=tuple((name, replaced) for name, replaced in words.items() if replaced))

    def without_column(self, column: str) -> Mapping:
        """The mapping in which this column feeds nothing and is not sent."""
        feeds = tuple((name, feed) for name, feed in self.feeds if feed != Column(column))
        return replace(self, feeds=feeds, extra=tuple(other for other in self.extra if other != column))

    def sent_to(self, column: str, field: str) -> Mapping:
        """The mapping in which this column feeds only ``field``, or is not sent if that is ""."""
        mapping = self.without_column(column)
        return mapping.with_feed(field, Column(column)) if field else mapping

    def as_extra(self, column: str) -> Mapping:
        """The mapping in which this column is sent under its own header."""
        mapping = self.without_column(column)
        return replace(mapping, extra=(*mapping.extra, column))


def columns_of(feed: Feed) -> tuple[str, ...]:
    """The source columns a feed reads."""
    match feed:
        case Column():
            return (feed.column,)
        case Joined():
            return feed.columns
        case Arithmetic():
            return tuple(term.operand for term in feed.terms if is_column(term.operand))
        case Constant() | Typed():
            return ()


def feed_expression(feed: Feed) -> pl.Expr:
    """A field's text over a frame of sheet columns; null where there is none or no number to calculate with."""
    match feed:
        case Column():
            return pl.col(feed.column)
        case Constant():
            # not pl.lit: it has to be as long as the frame even where no other column gives a length
            return pl.repeat(feed.value, pl.len(), dtype=pl.String)
        case Typed():
            return pl.repeat(None, pl.len(), dtype=pl.String)
        case Joined():
            parts = [_filled(pl.col(column)) for column in feed.columns]
            joined = pl.concat_str(parts, separator=feed.separator, ignore_nulls=True)
            return pl.when(joined != "").then(joined)
        case Arithmetic():
            return _arithmetic(feed)


def with_words_replaced(text: pl.Expr, pairs: Words) -> pl.Expr:
    """A field's text with the values of ``pairs`` replaced, all others unchanged."""
    replacements = {theirs.strip().lower(): word for theirs, word in pairs}
    keys = text.str.strip_chars().str.to_lowercase()
    return pl.coalesce(keys.replace_strict(replacements, default=None, return_dtype=pl.String), text)


def parse_feed(written: str, headers: Sequence[str], *, joins: bool) -> Feed:
    """A feed from a text such as ``Order #``, ``Quantity * Price``, ``Date + Time``, or ``"EUR"`` for one value in all
    rows.

    An exact header means its column. ``joins``: whether ``+`` joins texts (dates, names) or adds numbers. Raises
    MappingError for a header that does not exist.
    """
    if column := _find_column(written, headers):
        return Column(column)
    if quoted := re.fullmatch(r"""\s*(["'])(.+)\1\s*""", written):
        return Constant(quoted[2])
    pieces = [piece.strip() for piece in re.split(r"([+*×x-])(?=\s*\S)", written) if piece.strip()]
    pieces = _join_headers(pieces, headers)
    operands, operators = pieces[::2], ["+", *pieces[1::2]]
    if len(operands) != len(operators) or len(operands) < 2:
        raise MappingError("mapping-no-such-column", column=written)
    terms = []
    for operator, operand in zip(operators, operands, strict=True):
        column = _find_column(operand, headers)
        if column is None and not re.fullmatch(r"\d+(?:\.\d+)?", operand):
            raise MappingError("mapping-no-such-column", column=operand)
        terms.append(Term("*" if operator in "*×x" else operator, column or operand))
    if joins and all(term.operator == "+" for term in terms):
        return Joined(tuple(term.operand for term in terms))
    return Arithmetic(tuple(terms))


def describe(feed: Feed, header: Callable[[str], str]) -> str:
    """What feeds a field, in words for a column header, e.g. ``Order #``, ``for all rows`` or ``Quantity × Price``."""
    match feed:
        case Column():
            return header(feed.column)
        case Constant():
            return text("feed-constant")
        case Typed():
            return text("feed-typed")
        case Joined():
            return text("feed-joined", columns=" + ".join(map(header, feed.columns)))
        case Arithmetic():
            signs = {"*": "×", "+": "+", "-": "−"}
            words = [
                f"{signs[term.operator]} {header(term.operand) if is_column(term.operand) else term.operand}"
                for term in feed.terms
            ]
            return " ".join(words).removeprefix("+ ")


def to_json(mapping: Mapping) -> dict[str, Any]:
    """A mapping as plain values for a file."""
    return {
        "feeds": [[name, _feed_json(feed)] for name, feed in mapping.feeds],
        "extra": list(mapping.extra),
        "left_out": exclusions.to_json(mapping.left_out),
        "words": [[field, [list(pair) for pair in pairs]] for field, pairs in mapping.words],
    }


def from_json(values: dict[str, Any]) -> Mapping:
    """The mapping that `to_json` wrote. Raises TypeError, ValueError or KeyError for anything else."""
    return Mapping(
        tuple((_text(name), _feed_from_json(feed)) for name, feed in values["feeds"]),
        tuple(map(_text, values["extra"])),
        exclusions.from_json(values["left_out"]),
        # files of earlier versions have no words
        tuple(
            (_text(field), tuple((_text(theirs), _text(ours)) for theirs, ours in pairs))
            for field, pairs in values.get("words", ())
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _feed_json(feed: Feed) -> dict[str, Any]:
    match feed:
        case Column():
            return {"column": feed.column}
        case Joined():
            return {"joined": list(feed.columns), "separator": feed.separator}
        case Arithmetic():
            return {"terms": [[term.operator, term.operand] for term in feed.terms]}
        case Constant():
            return {"constant": feed.value}
        case Typed():
            return {"typed": True}


def _feed_from_json(values: dict[str, Any]) -> Feed:
    if "column" in values:
        return Column(_text(values["column"]))
    if "joined" in values:
        return Joined(_some(_text(column) for column in values["joined"]), _text(values["separator"]))
    if "terms" in values:
        return Arithmetic(_some(_term(*term) for term in values["terms"]))
    return Typed() if "typed" in values else Constant(_text(values["constant"]))


def _some(parts: Iterable[_Part]) -> tuple[_Part, ...]:
    if not (several := tuple(parts)):
        raise ValueError
    return several


def _term(operator: object, operand: object) -> Term:
    match operator:
        case "+" | "-" | "*":
            return Term(operator, _text(operand))
    raise ValueError


def _filled(column: pl.Expr) -> pl.Expr:
    trimmed = column.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def is_column(operand: str) -> bool:
    """Whether an operand of a calculation is a column id and not a number."""
    return operand.startswith("c")


def _arithmetic(feed: Arithmetic) -> pl.Expr:
    """Exact decimals instead of floats; products keep six decimals."""
    sums: list[tuple[str, pl.Expr]] = []
    for term in feed.terms:
        operand = _number(pl.col(term.operand)) if is_column(term.operand) else pl.lit(term.operand)
        value = operand.cast(pl.Decimal(18, 6), strict=False)
        if term.operator == "*" and sums:
            sign, before = sums[-1]
            sums[-1] = (sign, (before * value).cast(pl.Decimal(38, 6)))
        else:
            sums.append((term.operator, value))
    total = sums[0][1].cast(pl.Decimal(38, 6))
    for sign, value in sums[1:]:
        total = total + value if sign == "+" else total - value
    # at least two decimals, as money has; further ones only if they are not zero
    return total.cast(pl.String).str.replace(r"(\.\d{2}\d*?)0+$", "${1}")


def _number(column: pl.Expr) -> pl.Expr:
    """A plain decimal from unambiguous forms: 1,234.50, 1.234,50, 12,50, $12; null for others."""
    bare = column.str.strip_chars().str.replace(r"^[^\d.,+-]{1,4}|[^\d.,]{1,4}$", "").str.strip_chars()
    return (
        pl.when(bare.str.contains(r"^[+-]?\d+(?:\.\d+)?$"))
        .then(bare)
        .when(bare.str.contains(r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$"))
        .then(bare.str.replace_all(",", "", literal=True))
        .when(bare.str.contains(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$") | bare.str.contains(r"^[+-]?\d+,\d{1,2}$"))
        .then(bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
    )


def _find_column(written: str, headers: Sequence[str]) -> str | None:
    wanted = written.strip().casefold()
    exact = [index for index, header in enumerate(headers) if header == written]
    alike = exact or [index for index, header in enumerate(headers) if header.strip().casefold() == wanted]
    return f"c{alike[0]}" if alike and wanted else None


def _join_headers(pieces: list[str], headers: Sequence[str]) -> list[str]:
    """Rejoins headers that contain an operator sign themselves, such as ``E-mail``."""
    joined: list[str] = []
    while pieces:
        # the longest run of operands and the operators between them that is a header
        runs = ((glue.join(pieces[:count]), count) for count in range(len(pieces), 1, -2) for glue in ("", " "))
        piece, count = next((run for run in runs if _find_column(run[0], headers)), (pieces[0], 1))
        joined.append(piece)
        pieces = pieces[count:]
    return joined
