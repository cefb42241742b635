"""Blocks of cells as the text that spreadsheets exchange: tabs between cells, and quotes where a cell needs them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

_NEEDS_QUOTES = '["\t\r\n]'
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_BREAK = re.compile(r"\r\n|\r|\n")


def to_text(columns: Sequence[pl.Series]) -> str:
    """The text of a block, given by its columns. A block of one empty cell is a line break, as no text at all could
    not be pasted."""
    frame = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
    cells = [_quoted(pl.col(name).fill_null("")) for name in frame.columns]
    lines = frame.select_seq(pl.concat_str(cells, separator="\t").alias("line"))["line"]
    return "\n".join(lines.to_list()) or "\n"


def _quoted(cell: pl.Expr) -> pl.Expr:
    doubled = pl.concat_str([pl.lit('"'), cell.str.replace_all('"', '""', literal=True), pl.lit('"')])
    return pl.when(cell.str.contains(_NEEDS_QUOTES)).then(doubled).otherwise(cell)


def from_text(text: str) -> list[list[str]]:
    """The rows of a block. A quote that is not closed before the next tab or line break is part of the cell's text."""
    if '"' not in text:
        lines = _BREAK.split(text)
        # spreadsheets end the last line too
        if len(lines) > 1 and not lines[-1]:
            lines.pop()
        return [line.split("\t") for line in lines] if text else []
    rows: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        cell = _CELL.match(text, at)
        assert cell
        quoted = cell.group(1)
        rows[-1].append(cell.group(2) if quoted is None else quoted.replace('""', '"'))
        at = cell.end()
        if at == len(text):
            break
        if text[at] == "\t":
            at += 1
            if at == len(text):
                rows[-1].append("")
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        if at < len(text):
            rows.append([])
    return rows
