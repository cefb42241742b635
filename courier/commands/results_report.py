"""What became of batches at impact.com, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from courier.commands.terminal_text import Span, write_line, write_list, write_table
from courier.formats import listing, minute_text, number_text
from courier.messages import text
from courier.results.batch_result import BatchResult, CodeGroup, PartResult, RefusedRow
from courier.results.codes import REPAIRS, ResultCode, code_of

_SHOWN = 20
"""Rows of a code that are shown; the others are counted."""
_INDENT = 2


def say_result(result: BatchResult) -> None:
    """One batch: its figures, then the refused rows by code."""
    sent, counts = result.submission, result.counts
    write_line(
        Span(sent.source, "strong"),
        text("results-sent", destination=sent.destination, moment=minute_text(sent.made_at), id=sent.uuid[:8]),
    )
    if not counts.parts:
        write_line(text("results-nothing-yet"), indent=_INDENT)
        return
    figures = (
        ("accepted", counts.accepted, _money(result.accepted_totals)),
        ("refused", counts.refused, _refused_words(result)),
        ("unanswered", counts.unanswered, ""),
    )
    write_table(
        [[text(f"results-{name}"), number_text(count), words] for name, count, words in figures], _INDENT, figures=1
    )
    for part in result.parts:
        _say_part(part)
    if result.rows:
        kinds = (text(f"results-can-{repair}", rows=count) for repair in REPAIRS if (count := result.count(repair)))
        write_line()
        write_line(listing(kinds), indent=_INDENT)
    for group in result.groups:
        write_line()
        _say_group(group)


def say_unmatched(rows: pl.DataFrame, files: list[str]) -> None:
    """What fits nothing that was sent from here."""
    if rows.height:
        write_line()
        write_line(Span(text("results-unmatched", rows=rows.height), "warning"))
        places = [
            [row["order_id"] or row["action_id"] or "", row["sku"] or "", code_of(row["reason"]).code]
            for row in rows.head(_SHOWN).iter_rows(named=True)
        ]
        lines = [str(line) if line is not None else "" for line in rows["line"].head(_SHOWN).to_list()]
        write_table([[line, *place] for line, place in zip(lines, places, strict=True)], _INDENT, figures=0)
        _say_more(rows.height)
    if files:
        write_line(text("results-other-files", files=len(files), names=listing(files[:5])))


def say_codes(codes: tuple[ResultCode, ...]) -> None:
    """What codes mean."""
    for place, code in enumerate(codes):
        if place:
            write_line()
        _say_code(code)


def say_answered(rows: list[tuple[str, ...]]) -> None:
    """Batches with how they were answered, a line each."""
    write_list(rows)


def _say_part(part: PartResult) -> None:
    answered = part.answered
    key = "results-part-unread" if answered.unread else "results-part" if answered.answers else "results-part-open"
    words = text(key, name=answered.part.name, refused=answered.refused_count, rows=answered.part.rows)
    write_line(words, indent=_INDENT, hang=_INDENT + 4)
    if answered.unnamed:
        write_line(text("results-unnamed", rows=answered.unnamed), indent=_INDENT + 2)
    if part.counts_header is not None:
        write_line(text("results-lines", header="yes" if part.counts_header else "no"), indent=_INDENT + 2)


def _say_group(group: CodeGroup) -> None:
    _say_code(group.code, group.count)
    rows = group.rows[:_SHOWN]
    head = [Span(text(f"results-column-{name}"), "faint") for name in ("line", "order", "sku", "amount", "known")]
    write_table([head, *(_cells(row) for row in rows)], _INDENT, figures=0)
    _say_more(len(group.rows))


def _say_code(code: ResultCode, count: int | None = None) -> None:
    figure = [f"{number_text(count)}  "] if count is not None else []
    name = [] if code.title == code.code else [Span(f"  {code.code}", "faint")]
    write_line(*figure, Span(code.title, "strong"), *name)
    write_line(code.meaning, indent=_INDENT)
    write_line(code.next_step, indent=_INDENT)


def _cells(row: RefusedRow) -> list[Span | str]:
    amount = f"{row.currency} {number_text(row.amount)}".strip() if row.amount is not None else ""
    known = row.known.words if row.known else text("results-no-row")
    return [str(row.line) if row.line is not None else "", row.order or row.action, row.sku, amount, known]


def _say_more(count: int) -> None:
    if count > _SHOWN:
        write_line(text("results-more", rows=count - _SHOWN), indent=_INDENT)


def _refused_words(result: BatchResult) -> str:
    if not result.refused_orders:
        return ""
    return text("results-refused-orders", money=_money(result.refused_totals), orders=result.refused_orders)


def _money(totals: Mapping[str, Decimal] | None) -> str:
    return listing(f"{code} {number_text(amount)}".strip() for code, amount in (totals or {}).items())
