"""Tables that people copy or download from *File Submissions*, and result files of a Connection: a list of submissions,
or the refused rows of one. Their layout is not documented, so columns are recognised by name and by their values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import polars as pl

from courier.catalogue.spelling import plain
from courier.ledger.answers import REFUSED_SCHEMA
from courier.ledger.values import AnswerSource
from courier.messages import UserError, text
from courier.reading.read_options import DETECT, ReadOptions
from courier.reading.source import read, read_bytes, read_pasted
from courier.reading.table import Table
from courier.reading.workbooks.markup import markup_kind
from courier.results.codes import code_of
from courier.results.submissions import FoundSubmission, kind_of, progress_of
from courier.rules.dates import iso_text, moment
from courier.rules.readings import read_columns

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "batch": ("batchid", "submissionid", "batch", "filesubmissionid"),
    "file": ("filename", "file", "nameoffile"),
    "type": ("type", "submissiontype", "filetype"),
    "status": ("status", "state", "errortype", "errorstatus"),
    "records": ("records", "totalrecords", "recordcount", "numberofrecords", "rows", "totalrows"),
    "errors": ("errors", "totalerrors", "errorcount", "numberoferrors"),
    "submitted": (
        "submissiondate", "submitted", "submittedat", "submittedon", "datesubmitted", "uploaddate", "uploaded",
        "receiveddate", "date",
    ),
    "completed": ("completiondate", "completeddate", "completed", "completedat", "datecompleted", "processeddate"),
    "line": ("line", "linenumber", "lineno", "row", "rownumber"),
    "campaign": ("campaignid", "campaign", "programid", "program"),
    "event": ("actiontrackerid", "actiontracker", "eventtypeid", "eventtype", "actiontrackername"),
    "code": ("eventcode", "eventtypecode"),
    "order_id": ("orderid", "oid", "order", "ordernumber", "orderno"),
    "action_id": ("actionid",),
    "sku": ("sku", "itemsku", "skus"),
    "reason": (
        "reason", "reasoncode", "message", "errormessage", "errorreason", "errorcode", "error", "code", "details",
        "errors",
    ),
}  # fmt: skip
"""What columns are called, spelled `plain`, the surest name first."""
_TEXTS = ("campaign", "event", "order_id", "action_id", "sku")
_FILE_PARTS = ("batch", "file")
_CONNECTION = re.compile(r"(?:receipt|result)_", re.IGNORECASE)
"""How the names of the files begin that a Connection sends back."""
_LIKE: Mapping[str, re.Pattern[str]] = {
    "batch": re.compile(r"[FA]-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "file": re.compile(r"[^\\/\n]+\.(?:csv|xml|txt)", re.IGNORECASE),
    "reason": re.compile(r"[A-Z]{2,}(?:_[A-Z]+)+|\w+\s*:\s*\w+\s+value is invalid"),
    "status": re.compile(
        r"queued|pending|in[ _]?progress|processing|completed?|(?:validation|contract)(?:[ _]error)?", re.IGNORECASE
    ),
}
"""What the values of a column look like that has no name that is known."""
_COUNT = re.compile(r"\s*\d[\d,.\s]*\s*")
_ORDER = re.compile(r"(?=\S{0,64}\d)(?!\d{1,4}[-/.]\d{1,2}[-/.]\d)[^\s@:]{3,64}")
"""What an order ID looks like where no header says so; no date, address or URL."""
_LAST_LINE = 10_000
"""The last line of a file with as many rows as impact.com takes."""
_SAMPLE = 200
_MOSTLY = 0.8


class AnswerTableError(UserError):
    """A table is neither a list of submissions nor one of refused rows."""


def read_answers(path: Path, zone: str, now: datetime, tab: str | None = None) -> tuple[FoundSubmission, ...]:
    """What a file says of submissions. ``zone``: of moments without one. Raises ReadingError and AnswerTableError."""
    connection = bool(_CONNECTION.match(path.name))
    source = AnswerSource.CONNECTION if connection else AnswerSource.TABLE
    return _answers(lambda options: read(path, tab, options), source, zone, now, path.name)


def pasted_answers(content: str, zone: str, now: datetime) -> tuple[FoundSubmission, ...]:
    """Like `read_answers`, for a text from the clipboard, also the HTML of a page."""
    data, name = content.encode(), text("reading-clipboard")

    def read_table(options: ReadOptions) -> Table:
        return read_bytes(data, name, None, options) if markup_kind(data) else read_pasted(content, options)

    return _answers(read_table, AnswerSource.TABLE, zone, now, name)


def _answers(
    read_table: Callable[[ReadOptions], Table], source: AnswerSource, zone: str, now: datetime, name: str
) -> tuple[FoundSubmission, ...]:
    table = read_table(DETECT)
    columns = _columns(table)
    if not any(plain(header) in names for header in table.headers for names in _HEADERS.values()):
        # what was copied without its header: the first record is one like the others
        table = read_table(ReadOptions(header_row=0))
        columns = _columns(table)
        columns |= _unnamed_orders(_texts_of(table), columns)
    if not table.cells.height:
        raise AnswerTableError("results-table-empty", name=name)
    if "reason" in columns and columns.keys() & {"order_id", "action_id", "line", "sku"}:
        return _refused(columns, source)
    if columns.keys() & {*_FILE_PARTS} and columns.keys() & {"status", "records", "errors", "submitted"}:
        return _submissions(columns, source, zone, now)
    raise AnswerTableError("results-table-unknown", name=name)


def _columns(table: Table) -> dict[str, pl.Series]:
    """The columns that are recognised, by what they hold, without outer blanks and null where they are empty."""
    texts = _texts_of(table)
    headers = [plain(header) for header in table.headers]
    found: dict[str, pl.Series] = {}
    used: set[int] = set()
    for meaning, names in _HEADERS.items():
        for place in sorted(
            (place for place, header in enumerate(headers) if header in names and place not in used),
            key=lambda place: names.index(headers[place]),
        ):
            if _may_be(meaning, texts[place]):
                found[meaning] = texts[place]
                used.add(place)
                break
    for meaning, pattern in _LIKE.items():
        if meaning not in found:
            unnamed = (place for place in range(len(texts)) if place not in used)
            like = next((place for place in unnamed if _share(texts[place], pattern) >= _MOSTLY), None)
            if like is not None:
                found[meaning] = texts[like]
                used.add(like)
    return found


def _texts_of(table: Table) -> list[pl.Series]:
    """The columns without outer blanks, null where they are empty."""
    return [column.str.strip_chars().replace("", None) for column in table.cells.get_columns()]


def _unnamed_orders(texts: Sequence[pl.Series], columns: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    """The order IDs, and the lines, of errors without a header: only if all reasons are codes that are known, and no
    other column could be the orders'. Lines are small and rise; what says the same in most rows is no order."""
    reasons = columns.get("reason")
    if reasons is None or not reasons.len() or not all(code_of(reason or "").known for reason in reasons.to_list()):
        return {}
    taken = [column.name for column in columns.values()]
    full = [text for text in texts if text.name not in taken and not text.null_count()]
    lines = [text for text in full if _are_lines(text)]
    numbers = [line.name for line in lines]
    orders = [
        text
        for text in full
        if text.name not in numbers and text.n_unique() * 2 > text.len() and _share(text, _ORDER) >= _MOSTLY
    ]
    if len(orders) != 1 or len(lines) > 1:
        return {}
    found = {"order_id": orders[0]}
    if lines:
        found["line"] = lines[0]
    return found


def _are_lines(texts: pl.Series) -> bool:
    figures = [_figure(written) for written in texts.to_list() if _COUNT.fullmatch(written)]
    rising = all(a < b for a, b in pairwise(figure or 0 for figure in figures))
    return len(figures) == texts.len() and rising and max((figure or 0 for figure in figures), default=0) <= _LAST_LINE


def _may_be(meaning: str, texts: pl.Series) -> bool:
    """Whether a column may have this meaning, which its header suggests: counts are figures, and a reason is none."""
    if meaning in ("records", "errors", "line"):
        return _share(texts, _COUNT) >= _MOSTLY
    return meaning != "reason" or _share(texts, _COUNT) < _MOSTLY


def _share(texts: pl.Series, pattern: re.Pattern[str]) -> float:
    """Which part of some of the texts has this form; 0 without a text."""
    sample = texts.drop_nulls().head(_SAMPLE).to_list()
    return sum(pattern.fullmatch(sampled) is not None for sampled in sample) / len(sample) if sample else 0.0


def _submissions(
    columns: Mapping[str, pl.Series], source: AnswerSource, zone: str, now: datetime
) -> tuple[FoundSubmission, ...]:
    count = next(iter(columns.values())).len()
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, count)
    submitted, completed = (_moments(columns.get(name, empty), zone, now) for name in ("submitted", "completed"))
    rows = zip(
        *(columns.get(name, empty).to_list() for name in ("batch", "file", "status", "records", "errors")),
        submitted,
        completed,
        strict=True,
    )
    return tuple(
        FoundSubmission(
            source, batch or "", file or "", progress_of(status or ""), _figure(records),
            _figure(errors), begun, done,
        )
        for batch, file, status, records, errors, begun, done in rows
        if batch or file
    )  # fmt: skip


def _refused(columns: Mapping[str, pl.Series], source: AnswerSource) -> tuple[FoundSubmission, ...]:
    """The refused rows, as a submission for each file that is named beside them."""
    count = columns["reason"].len()
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, count)
    event = columns.get("event", empty)
    table = pl.DataFrame(
        {
            "row": pl.Series([None], dtype=pl.Int64).new_from_index(0, count),
            "line": pl.Series(map(_figure, columns.get("line", empty).to_list()), dtype=pl.Int64),
            **{name: columns.get(name, empty) for name in _TEXTS},
            "event": event.zip_with(event.is_not_null(), columns.get("code", empty)),
            "reason": columns["reason"].fill_null(""),
            "kind": [kind_of(status or "") for status in columns.get("status", columns.get("type", empty)).to_list()],
            **{name: columns.get(name, empty).fill_null("") for name in _FILE_PARTS},
        }
    )
    said = pl.any_horizontal(pl.col("line", *_TEXTS).is_not_null()) & (pl.col("reason") != "")
    return tuple(
        FoundSubmission(source, str(batch), str(file), refused=rows.select(list(REFUSED_SCHEMA)))
        for (batch, file), rows in table.filter(said).group_by(_FILE_PARTS, maintain_order=True)
    )


def _moments(texts: pl.Series, zone: str, now: datetime) -> list[datetime | None]:
    """The moments in a column of dates in whatever form; None where that leaves open what is meant."""
    frame = texts.alias("EventDate").to_frame()
    reading = read_columns(frame, now)["EventDate"]
    iso = frame.select(iso_text(pl.col("EventDate"), reading, zone)[0].alias("EventDate"))
    moments = iso.select(moment("EventDate", zone))["EventDate"].to_list()
    return [at.astimezone(UTC) if at else None for at in moments]


def _figure(written: str | None) -> int | None:
    """The whole number in a text; marks between thousands do not count."""
    digits = re.sub(r"[,.\s]", "", written or "")
    return int(digits) if digits.isdecimal() and len(digits) < 16 else None
