"""Submissions and their errors as impact.com's REST API tells of them.

Sources: FTP File Submissions Status; The FTP submission object; Submissions, Brand API v14.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA
from courier.ledger.values import AnswerSource, moment_of
from courier.results.api_client import ApiClient, ApiError, ApiMissing
from courier.results.submissions import FoundSubmission, kind_of, progress_of

SCOPE = "Submissions"
_LIST = "FTPFileSubmissions"
_ERROR_LISTS = ("ErrorDetail", "FTPFileSubmissionErrors")
"""The names under which errors come: the one that is documented, and one seen in use."""
_MOST_ROWS = 500_000
_FIELDS = {
    "campaign": "CampaignId",
    "event": "ActionTrackerId",
    "order_id": "OrderId",
    "action_id": "ActionId",
    "sku": "Sku",
}


@dataclass(frozen=True)
class ListedSubmission:
    """One submission without its refused rows. ``errors_uri``: where impact.com says that they are, or ""."""

    found: FoundSubmission
    errors_uri: str


def listed_submissions(client: ApiClient, since: datetime) -> list[ListedSubmission]:
    """The submissions that impact.com has since a moment. Raises ApiError."""
    query = {"SubmissionDateStart": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    pages = client.pages(f"/{_LIST}", query, scope=SCOPE)
    return [_submission(entry) for entry in entries_of(pages, (_LIST,))]


def with_errors(client: ApiClient, listed: ListedSubmission) -> FoundSubmission:
    """A submission with its refused rows. Raises ApiError."""
    entries = None
    if address := client.same_server(listed.errors_uri):
        # the addresses in impact.com's own examples do not exist
        try:
            entries = entries_of(client.pages_at(address, scope=SCOPE), _ERROR_LISTS)
        except ApiMissing:
            entries = None
    if entries is None:
        path = f"/{_LIST}/{_in_path(listed.found.batch)}/ErrorDetails"
        entries = entries_of(client.pages(path, scope=SCOPE), _ERROR_LISTS)
    rows = [_refused(entry) for entry in entries]
    return replace(listed.found, refused=pl.DataFrame(rows, REFUSED_SCHEMA, orient="row"))


def entries_of(pages: Iterable[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The objects in the lists of these names. Raises ApiError for an answer that has none of them."""
    entries: list[dict[str, Any]] = []
    for page in pages:
        name = next((name for name in names if name in page), None)
        if name is None:
            raise ApiError("api-garbled")
        value = page[name]
        # one alone comes without a list around it, and none as nothing
        listed = [value] if isinstance(value, dict) else value or []
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            raise ApiError("api-garbled")
        entries += listed
        if len(entries) > _MOST_ROWS:
            raise ApiError("api-many", most=_MOST_ROWS)
    return entries


def _submission(entry: dict[str, Any]) -> ListedSubmission:
    found = FoundSubmission(
        AnswerSource.API,
        text_in(entry.get("BatchId")),
        text_in(entry.get("FileName")),
        progress_of(text_in(entry.get("Status"))),
        _number(entry.get("TotalRecords")),
        _number(entry.get("TotalErrors")),
        moment_in(entry.get("SubmissionDate")),
        moment_in(entry.get("CompletionDate")),
    )
    return ListedSubmission(found, text_in(entry.get("ErrorsUri")))


def _refused(entry: dict[str, Any]) -> list[str | int | None]:
    fields = {name: text_in(entry.get(field)) or None for name, field in _FIELDS.items()}
    kind = kind_of(text_in(entry.get("Status")))
    line = _number(entry.get("Line"))
    values = {**fields, "row": None, "line": line, "reason": text_in(entry.get("Reason")), "kind": kind}
    return [values[name] for name in REFUSED_SCHEMA]


def text_in(value: object) -> str:
    """A text, also of what comes as a number; "" for what is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    return value.strip()[:1000] if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    written = text_in(value)
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 16 else None


def moment_in(value: object) -> datetime | None:
    """A moment in ISO form, in UTC if it has no zone; None for what is none."""
    written = text_in(value)
    try:
        return moment_of(written if datetime.fromisoformat(written).tzinfo else f"{written}+00:00").astimezone(UTC)
    except ValueError:
        return None


def _in_path(batch: str) -> str:
    """An ID of a submission as part of an address. Raises ApiError for one that would be more than that."""
    if not batch or not batch.replace("-", "").replace("_", "").isalnum() or not batch.isascii():
        raise ApiError("api-garbled")
    return batch
