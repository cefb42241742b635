"""The rows of a report as the XML of a worksheet, made column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl
from openpyxl.utils import get_column_letter

from courier.report.rows import ReportRows
from courier.rules.rule import Severity

_UNPRINTABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\u{fffe}\u{ffff}]"
"""Characters that a workbook cannot hold."""
_LONGEST = 32_000
"""Characters of a cell; a workbook takes little more."""
_AT_ONCE = 20_000
"""Rows whose XML is in memory together."""
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def rows_xml(rows: ReportRows, styles: Mapping[Severity | None, int]) -> Iterator[bytes]:
    """The rows from row 2 on: number, words, fate, then the sheet's cells, marked ones in the style of their
    severity, the others in that of None.

    All but the number is text in place, so that no cell can be taken for a formula.
    """
    words = [""] * len(rows.ids)
    for place, found in rows.findings.items():
        words[place] = found.words
    texts = [pl.Series(words, dtype=pl.String), pl.Series(rows.fates, dtype=pl.String), *rows.cells.get_columns()]
    looks = _looks(rows, styles)
    plain = _attribute(styles[None])
    all_plain = pl.Series([plain], dtype=pl.String).new_from_index(0, len(rows.ids))
    for start in range(0, len(rows.ids), _AT_ONCE):
        here = pl.int_range(start + 2, min(start + _AT_ONCE, len(rows.ids)) + 2, eager=True).cast(pl.String)
        numbers = pl.Series(rows.numbers[start : start + _AT_ONCE], dtype=pl.Int64).cast(pl.String)
        cells = [
            _cells(
                number, here, text.slice(start, _AT_ONCE), looks.get(number, all_plain).slice(start, _AT_ONCE), plain
            )
            for number, text in enumerate(texts, start=2)
        ]
        number_cells = ('<c r="A' + here + '"><v>' + numbers + "</v></c>").fill_null("")
        whole = pl.select(pl.concat_str(pl.lit('<row r="'), here, pl.lit('">'), number_cells, *cells, pl.lit("</row>")))
        yield "".join(whole[:, 0].to_list()).encode()


def _looks(rows: ReportRows, styles: Mapping[Severity | None, int]) -> dict[int, pl.Series]:
    """The style attribute of each row's cell, per column of the tab (from 1) that has marked cells."""
    places = {column: number for number, column in enumerate(rows.columns, start=4)}
    worst: dict[int, dict[int, Severity]] = {}
    for place, found in rows.findings.items():
        for column, severity in found.worst.items():
            # what was found at no cell of the sheet colours the words
            here = worst.setdefault(places.get(column or "", 2), {})
            here[place] = min(here.get(place, severity), severity, key=_RANKS.__getitem__)
    looks = {}
    for number, marks in worst.items():
        attributes = [_attribute(styles[None])] * len(rows.ids)
        for place, severity in marks.items():
            attributes[place] = _attribute(styles[severity])
        looks[number] = pl.Series(attributes, dtype=pl.String)
    return looks


def _attribute(style: int) -> str:
    return f' s="{style}"'


def _cells(number: int, rows: pl.Series, texts: pl.Series, looks: pl.Series, plain: str) -> pl.Series:
    """One column's cells as XML; nothing where there is neither text nor colour."""
    text, look = pl.col("text"), pl.col("look")
    begin = pl.concat_str(pl.lit(f'<c r="{get_column_letter(number)}'), pl.col("row"), pl.lit('"'), look)
    full = pl.concat_str(begin, pl.lit(' t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>"))
    bare = pl.when(look != plain).then(pl.concat_str(begin, pl.lit("/>"))).otherwise(pl.lit(""))
    frame = pl.DataFrame([rows.alias("row"), _escaped(texts).alias("text"), looks.alias("look")])
    return frame.select_seq(pl.when(text != "").then(full).otherwise(bare).alias("cells"))["cells"]


def _escaped(texts: pl.Series) -> pl.Series:
    shown = texts.str.slice(0, _LONGEST).str.replace_all(_UNPRINTABLE, "\ufffd")
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        shown = shown.str.replace_all(sign, name, literal=True)
    return shown
