"""Finds the end of a table: before another table, footnotes or a line of totals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median_high

import polars as pl

from courier.catalogue.headers import known_field
from courier.reading.cell_kinds import is_value, kind
from courier.reading.grid import (
    HEAD,
    JUDGED,
    RawGrid,
    Row,
    filled_width,
    is_filled,
    typical_width,
    usual_kinds,
    widths_of,
)
from courier.reading.table import Note

_TAIL = 40
_MOST_STARTS = 1_000
_LONG = 25
_TOTAL = re.compile(
    r"(?:grand[ -]|sub[ -]?)?totals?(?: général)?|sum(?:me|ma)?|gesamt(?:summe|betrag)?|insgesamt|totale|tota(?:l|is)"
    r" (?:geral|general)|totaal|samlet|suma|razem|celkem|összesen|toplam|итого|всего|合計|总计|總計|합계",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*(?:\*|†|\(?(?:note|source|quelle|hinweis|remarque|nota|footnote|fußnote|copyright|©)\b)", re.IGNORECASE
)

_RECORDS = (
    r"(?:record|row|order|transaction|result|entr|line|sale)(?:\(s\)|s|y|ies)?|datens[aä]tze?|zeilen?|bestellung(?:en)?"
    r"|enregistrements?|lignes?|commandes?|registros?|filas?|pedidos?|righe|ordini"
)
_MADE = (
    r"(?:generated|created|exported|downloaded|printed|run|erstellt|exportiert|généré|créé|exporté|generado|creado"
    r"|exportado)"
)
_COUNTED = (
    r"(?:downloaded|exported|found|returned|selected|affected|in set|total|exportiert|heruntergeladen|gefunden"
    r"|export[eé]e?s|encontrados|exportados)"
)
_COUNT = r"(?:total|number of|count of|anzahl(?: der)?|gesamtzahl|nombre de|total de|n[uú]mero de)"
_ACCOUNT = r"(?:seller|merchant|shop|store|account|user|verk[aä]ufer|h[aä]ndler)"
_REPORT = r"(?:report|export|file|list|document|bericht|datei|rapport|fichier|informe|archivo)"
_FOOTERS = (
    rf"\(?\d[\d.,]*\s+(?:{_RECORDS})\s+(?:were\s+)?{_COUNTED}\b.*",
    rf"{_COUNT}\s+(?:{_RECORDS})\s*[:=]?\s*[\d.,]+",
    rf"(?:{_RECORDS}|count|anzahl)\s*[:=]\s*[\d.,]+",
    rf"{_ACCOUNT}[ -]?(?:id|name|number|nr\.?)\s*(?:[:=].*|\S+)",
    rf"(?:(?:this|the)\s+)?{_REPORT}\s+(?:was\s+|wurde\s+|a\s+été\s+)?{_MADE}\b.*",
    rf"{_MADE}\s+(?:on|at|by|am|von|le|par|el|por)\b.*",
    r"\W*end of (?:report|file|export|data|list)\W*",
    r"(?:page|seite)\s+\d+(?:\s*(?:of|von|de|/)\s*\d+)?",
)
_FOOTER = re.compile("|".join(_FOOTERS), re.IGNORECASE | re.DOTALL)
"""What exports write below their tables, whatever the number of cells that it is split in."""


def end_of_table(grid: RawGrid, first: int, header: Row, blank: pl.Series | None, notes: list[Note]) -> int:
    """The index at which another table begins, or the height of the grid."""
    widths = widths_of(grid)
    height = grid.cells.height
    starts: set[int] = set()
    if widths is not None:
        starts.update(((widths != widths.shift(1)).fill_null(value=False)).arg_true().to_list())
    if blank is not None:
        starts.update((~blank & blank.shift(1).fill_null(value=False)).arg_true().to_list())
    judged: tuple[dict[int, str], int] | None = None
    for start in sorted(start for start in starts if start > first)[:_MOST_STARTS]:
        if blank is not None and blank[start]:
            continue
        if judged is None or start - first <= JUDGED:
            above = [row for row in grid.rows(first, min(start - first, JUDGED)) if is_filled(row)]
            if not above:
                continue
            judged = usual_kinds(above), typical_width(above, grid.always_full)
        usual, typical = judged
        apart = blank is not None and bool(blank[start - 1])
        ahead = [row for row in grid.rows(start, 8) if is_filled(row)]
        if apart and len(ahead) > 1 and sum(1 for cell in ahead[0] if cell.strip()) == 1:
            # a title above the next table
            ahead = ahead[1:]
        if _begins_table(ahead, header, usual, typical, apart):
            notes.append(Note("note-other-table", {"row": str(grid.numbers[start]), "rows": height - start}))
            return start
    return height


def _begins_table(ahead: Sequence[Row], header: Row, usual: Mapping[int, str], typical: int, apart: bool) -> bool:
    """Whether the rows are another header than the table's own, and records below it."""
    if len(ahead) < (2 if apart else 3):
        return False
    names = [cell.strip() for cell in ahead[0]][: filled_width(ahead[0])]
    if len(names) < 2 or len(set(names)) < len(names) or not all(names) or _same_names(names, header):
        return False
    if any(is_value(kind(name)) and not known_field(name) for name in names):
        return False
    wide = [len(row) for row in ahead]
    regular = len(set(wide)) == 1
    differs = len(names) != typical
    if regular and differs and not apart:
        return bool(usual_kinds(ahead[1:])) and len(names) == wide[0]
    if not apart:
        return False
    if differs and all(filled_width(row) <= len(names) for row in ahead) and filled_width(ahead[1]) > 1:
        return True
    unlike = sum(kind(name) == "text" for index, name in enumerate(names) if index in usual)
    return bool(usual_kinds(ahead[1:])) and (unlike >= 2 or (unlike >= 1 and len(usual) < 3) or (not usual and differs))


def _same_names(names: Row, header: Row) -> bool:
    own = header[: filled_width(header)]
    return [name.casefold() for name in names] == [name.strip().casefold() for name in own]


def without_footnotes(grid: RawGrid, first: int, stop: int, header: Row, notes: list[Note]) -> int:
    """The index at which footnotes or a line of totals begin, or ``stop``."""
    if stop - first < 2:
        return stop
    begin = max(first, stop - _TAIL)
    tail = grid.rows(begin, stop - begin)
    sample = [row for row in grid.rows(first, HEAD) if is_filled(row)][:100]
    usual = usual_kinds(sample)
    # in a short table what stands at the end is in the sample too
    short = len(sample) < 100 and stop - first <= HEAD
    typical = median_high(sum(1 for cell in row if cell.strip()) for row in sample) if sample else 0
    end, remarks, topmost = len(tail), 0, 0
    while end > 1 and typical > 1:
        row = tail[end - 1]
        if is_filled(row):
            apart = not is_filled(tail[end - 2])
            footer = _is_footer(row, usual_kinds(sample[: len(sample) - remarks - 1]) if short else usual)
            sure = typical > 2 or _is_sentence(row) or footer
            remark = footer or _is_remark(row, usual, apart=apart)
            if not sure or not (remark or _remarks_below_blank(tail[:end], usual)):
                break
            remarks, topmost = remarks + 1, end - 1
        end -= 1
    if remarks:
        notes.append(Note("note-footnotes", {"rows": remarks, "first": str(grid.numbers[begin + topmost])}))
    else:
        end = len(tail)
    last = next((index for index in range(end, 0, -1) if is_filled(tail[index - 1])), 0)
    if last > 1 and _is_totals(tail[last - 1], typical, header):
        notes.append(Note("note-totals", {"row": str(grid.numbers[begin + last - 1])}))
        end = last - 1
    return begin + end


def _is_remark(row: Row, usual: Mapping[int, str], *, apart: bool) -> bool:
    """Whether a row at the end is a footnote: one cell of text where records have several."""
    filled = [(index, cell) for index, cell in enumerate(row) if cell.strip()]
    if len(filled) != 1 or is_value(kind(filled[0][1])):
        return False
    index, cell = filled[0]
    long = len(cell) >= _LONG and " " in cell.strip()
    known = _REMARK.match(cell) or _TOTAL.fullmatch(cell.strip(" :.\t"))
    return apart or index in usual or bool(known) or (long and index == 0)


def _is_footer(row: Row, usual: Mapping[int, str]) -> bool:
    """Whether a row is what exports write below their tables, in one cell or split in several. What fits the
    columns is a record, whatever it says."""
    filled = [(index, cell.strip()) for index, cell in enumerate(row) if cell.strip()]
    if not _FOOTER.fullmatch(" ".join(cell for _, cell in filled)):
        return False
    return len(filled) == 1 or any(index in usual and kind(cell) != usual[index] for index, cell in filled)


def _is_sentence(row: Row) -> bool:
    """Whether a row begins with a footnote of several words."""
    return bool(row) and len(row[0]) >= _LONG and bool(_REMARK.match(row[0]))


def _remarks_below_blank(tail: Sequence[Row], usual: Mapping[int, str]) -> bool:
    """Whether the last row is one of several footnotes below an empty row."""
    for index in range(len(tail) - 1, 0, -1):
        row = tail[index]
        if not is_filled(row):
            return index < len(tail) - 1
        if not (_is_footer(row, usual) or _is_remark(row, usual, apart=True)):
            return False
    return False


def _is_totals(row: Row, typical: int, header: Row) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or len(filled) >= typical or typical < 2 or len(header) < 2:
        return False
    return any(_TOTAL.fullmatch(cell.rstrip(" :.")) for cell in filled[:2]) and any(
        kind(cell) == "number" for cell in filled
    )
