"""The difference between what came and what leaves as one HTML file that prints well and can be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path

import polars as pl

from courier.batch_words import plain_sums
from courier.draft import Draft
from courier.formats import number_text
from courier.messages import text
from courier.report.difference import Difference, FieldDifference, changed_cells
from courier.report.rows import without_emails
from courier.visible import in_one_line, visible
from courier.whole_files import whole_file

MOST_LISTED = 20_000
"""Cells listed in a file at most; browsers lay out and print more than that very slowly."""

_STYLE = """
body { font: 13px/1.5 system-ui, sans-serif; color: #1b1f24; margin: 32px auto; max-width: 960px; padding: 0 16px }
h1 { font-size: 22px; margin: 0 } h2 { font-size: 16px; margin: 28px 0 6px; break-after: avoid }
p { margin: 4px 0 } .muted { color: #57606a }
table { border-collapse: collapse; width: 100%; margin-top: 8px }
th, td { text-align: left; vertical-align: top; padding: 4px 8px; border-bottom: 1px solid #d0d7de }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
td.t { font-family: ui-monospace, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
thead { display: table-header-group } tr { break-inside: avoid }
.signed { display: flex; gap: 32px; margin-top: 48px; break-inside: avoid }
.signed div { flex: 1; border-top: 1px solid #57606a; padding-top: 4px }
@media print { body { margin: 0; max-width: none } }
"""


def write_difference(draft: Draft, found: Difference, label: str, path: Path) -> None:
    """Write the comparison of a checked draft with its source, atomically. ``found``: what it is; ``label``: the
    program's or the source's name. E-mail addresses are masked. Raises UserError when the path cannot be written."""
    with whole_file(path) as beside, beside.open("w", encoding="utf-8") as out:
        out.writelines(_page(draft, label, found))


def _page(draft: Draft, label: str, found: Difference) -> Iterator[str]:
    title = _safe([text("difference-title", label=label)])[0]
    yield f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    # nothing in the file may be loaded or run, whatever the sheet says
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
    about = text("difference-made", date=f"{draft.now:%Y-%m-%d %H:%M} UTC", template=draft.choices.template)
    yield f'<p class="muted">{escape(about)}</p>\n'
    yield from _shares(found)
    yield from _fields(found)
    listed = 0
    for field in found.fields:
        if field.rows.len() and listed < MOST_LISTED:
            yield from _cells(draft, field, field.rows.head(MOST_LISTED - listed))
            listed += field.rows.len()
    if found.cells > MOST_LISTED:
        yield f"<p>{escape(text('difference-more', cells=found.cells - MOST_LISTED))}</p>\n"
    if found.staying:
        yield f"<h2>{escape(text('difference-staying', columns=len(found.staying)))}</h2>\n"
        yield f"<p>{', '.join(_safe(found.staying))}</p>\n"
    signs = (text("difference-prepared"), text("difference-approved"))
    yield f'<div class="signed">{"".join(f"<div>{escape(sign)}</div>" for sign in signs)}</div>\n</body></html>\n'


def _shares(found: Difference) -> Iterator[str]:
    codes = found.currencies
    yield f"<h2>{escape(text('difference-rows-and-money'))}</h2>\n"
    heads = [text("difference-rows"), *(code or text("difference-no-currency") for code in codes)]
    yield _head([text("difference-share"), *heads], numbers=len(heads))
    for share in found.shares:
        yield _line([text(f"difference-{share.kind}")], [number_text(share.rows), *amounts_of(share.totals, codes)])
    yield "</tbody></table>\n"
    words = money_words(found)
    yield f"<p>{escape(words)}</p>\n"


def money_words(found: Difference) -> str:
    """What repairs and edits did to the amounts of the rows that leave, as a sentence."""
    if not found.shares[-1].rows:
        return text("difference-nothing")
    codes = sorted({*found.before, *found.after})
    changed = [code for code in codes if found.before.get(code, Decimal()) != found.after.get(code, Decimal())]
    if not changed:
        return text("difference-same-money")
    before, after = (
        ", ".join(f"{amount} {code}".strip() for amount, code in zip(amounts_of(sums, changed), changed, strict=True))
        for sums in (found.before, found.after)
    )
    return text("difference-other-money", before=before, after=after)


def _fields(found: Difference) -> Iterator[str]:
    yield f"<h2>{escape(text('difference-fields', fields=len(found.fields), cells=found.cells))}</h2>\n"
    yield _head([text("difference-field"), text("difference-source"), text("difference-changed")], numbers=1)
    for field in found.fields:
        source = field.source if field.value is None else text("difference-for-all", value=field.value)
        yield _line(_safe([field.header, source]), [number_text(field.rows.len())])
    yield "</tbody></table>\n"


def _cells(draft: Draft, field: FieldDifference, rows: pl.Series) -> Iterator[str]:
    yield f"<h2>{_safe([field.header])[0]}</h2>\n"
    yield _head([text("difference-before"), text("difference-after"), text("difference-row")], numbers=1)
    cells = changed_cells(draft, field.name, rows)
    texts = (_safe([visible(words) for words in cells[name].to_list()]) for name in ("before", "after"))
    for number, before, after in zip(cells["number"].to_list(), *texts, strict=True):
        row = text("difference-new-row") if number is None else str(number)
        both = "".join(f'<td class="t"><bdi>{words}</bdi></td>' for words in (before, after))
        yield f'<tr>{both}<td class="n">{row}</td></tr>\n'
    yield "</tbody></table>\n"


def _head(captions: Sequence[str], *, numbers: int) -> str:
    kinds = ["", *[""] * (len(captions) - 1 - numbers), *[' class="n"'] * numbers]
    heads = "".join(f"<th{kind}>{escape(caption)}</th>" for kind, caption in zip(kinds, captions, strict=True))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n"


def _line(words: Sequence[str], numbers: Sequence[str]) -> str:
    """``words``: escaped already."""
    cells = [f"<td><bdi>{word}</bdi></td>" for word in words] + [f'<td class="n">{number}</td>' for number in numbers]
    return f"<tr>{''.join(cells)}</tr>\n"


def amounts_of(totals: Mapping[str, Decimal], codes: Sequence[str]) -> list[str]:
    """The amount in each of these currencies as it is written, "" where there is none."""
    sums = plain_sums(totals)
    return [sums.get(code or "?", "") for code in codes]


def _safe(texts: Sequence[str]) -> list[str]:
    """Texts of others as text in HTML, with signs that cannot be seen made visible and addresses masked."""
    masked = without_emails(pl.Series(list(texts), dtype=pl.String)).to_list()
    return [escape(in_one_line(words)) for words in masked]
