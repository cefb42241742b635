"""The rows of a report as worksheet XML, built column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl
from openpyxl.utils import get_column_letter

from courier.report.rows import ReportRows
from courier.rules.ranking import SEVERITY_RANKS
from courier.rules.rule import Severity

_UNPRINTABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\u{fffe}\u{ffff}]"
"""Characters that a workbook cannot contain."""
_LONGEST = 32_000
"""Characters of a cell at most, a little below the limit of workbooks."""
_BLOCK = 20_000
"""Rows whose XML is in memory at the same time."""


def rows_xml(rows: ReportRows, styles: Mapping[Severity | None, int]) -> Iterator[bytes]:
    """The rows from row 2 on: number, problems, fate, then the sheet's cells; those with a problem in the style of its
    severity, the others in that of None.

    All but the number are inline strings, so that no cell is taken for a formula.
    """
    words = [""] * len(rows.ids)
    for place, findings in rows.findings.items():
        words[place] = findings.words
    texts = [pl.Series(words, dtype=pl.String), pl.Series(rows.fates, dtype=pl.String), *rows.cells.get_columns()]
    styled = _styles(rows, styles)
    plain = _attribute(styles[None])
    all_plain = pl.Series([plain], dtype=pl.String).new_from_index(0, len(rows.ids))
    for start in range(0, len(rows.ids), _BLOCK):
        tab_rows = pl.int_range(start + 2, min(start + _BLOCK, len(rows.ids)) + 2, eager=True).cast(pl.String)
        numbers = pl.Series(rows.numbers[start : start + _BLOCK], dtype=pl.Int64).cast(pl.String)
        cells = []
        for column, text in enumerate(texts, start=2):
            style = styled.get(column, all_plain).slice(start, _BLOCK)
            cells.append(_cells(column, tab_rows, text.slice(start, _BLOCK), style, plain))
        number_cells = ('<c r="A' + tab_rows + '"><v>' + numbers + "</v></c>").fill_null("")
        parts = (pl.lit('<row r="'), tab_rows, pl.lit('">'), number_cells, *cells, pl.lit("</row>"))
        yield "".join(pl.select(pl.concat_str(*parts))[:, 0].to_list()).encode()


def _styles(rows: ReportRows, styles: Mapping[Severity | None, int]) -> dict[int, pl.Series]:
    """Per column of the tab (from 1) with marked cells, the style attribute of each row's cell."""
    tab_columns = {column: number for number, column in enumerate(rows.columns, start=4)}
    worst: dict[int, dict[int, Severity]] = {}
    for place, findings in rows.findings.items():
        for column, severity in findings.worst.items():
            # a problem that belongs to no cell of the sheet colours the cell with the problems
            marks = worst.setdefault(tab_columns.get(column or "", 2), {})
            marks[place] = min(marks.get(place, severity), severity, key=SEVERITY_RANKS.__getitem__)
    styled = {}
    for number, marks in worst.items():
        attributes = [_attribute(styles[None])] * len(rows.ids)
        for place, severity in marks.items():
            attributes[place] = _attribute(styles[severity])
        styled[number] = pl.Series(attributes, dtype=pl.String)
    return styled


def _attribute(style: int) -> str:
    return f' s="{style}"'


def _cells(column: int, rows: pl.Series, texts: pl.Series, styles: pl.Series, plain: str) -> pl.Series:
    """One column's cells as XML; "" for cells without text and colour."""
    text, style = pl.col("text"), pl.col("style")
    begin = pl.concat_str(pl.lit(f'<c r="{get_column_letter(column)}'), pl.col("row"), pl.lit('"'), style)
    full = pl.concat_str(begin, pl.lit(' t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>"))
    bare = pl.when(style != plain).then(pl.concat_str(begin, pl.lit("/>"))).otherwise(pl.lit(""))
    frame = pl.DataFrame([rows.alias("row"), _escaped(texts).alias("text"), styles.alias("style")])
    return frame.select_seq(pl.when(text != "").then(full).otherwise(bare).alias("cells"))["cells"]


def _escaped(texts: pl.Series) -> pl.Series:
    texts = texts.str.slice(0, _LONGEST).str.replace_all(_UNPRINTABLE, "\ufffd")
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        texts = texts.str.replace_all(sign, entity, literal=True)
    return texts
