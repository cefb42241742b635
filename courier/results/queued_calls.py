"""Follows orders that the Conversions API took into its queue to what impact.com answered to each.

Source: The API submission object; Submissions, Brand API v14.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

import polars as pl

from courier.credentials import Secret
from courier.delivery.call_pace import CallsUsedUp, call_pace
from courier.delivery.receipt import QUEUED
from courier.destinations import DestinationError, from_url
from courier.destinations.api_address import ApiAccount
from courier.ledger.answers import REFUSED_SCHEMA, AwaitedPart, PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.results.api_answers import SCOPE, moment_in, text_in
from courier.results.api_client import ApiClient, ApiLimited, ApiMissing
from courier.results.part_content import rows_in
from courier.results.submissions import kind_of, progress_of


def queued_accounts(awaited: Iterable[AwaitedPart]) -> dict[ApiAccount, list[AwaitedPart]]:
    """Per account the parts that impact.com took into its queue there and said where to look."""
    found: dict[ApiAccount, list[AwaitedPart]] = {}
    for one in awaited:
        if one.by_call and one.part.key == QUEUED and "/APISubmissions/" in one.part.remote_path:
            # a merged ledger may hold any address
            with suppress(DestinationError):
                found.setdefault(from_url(one.url).api, []).append(one)
    return found


def follow(
    account: ApiAccount,
    token: Secret,
    ledger: Ledger,
    parts: Sequence[AwaitedPart],
    now: datetime,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[PartAnswer]:
    """Read what impact.com says of each of these parts, and record it part by part. Stops where its limit is reached;
    what is left is read another time. Raises ApiError, LedgerError and PaceError."""
    client, pace = ApiClient(account, token, cancelled=cancelled), call_pace(account.keychain_name)
    root = f"{account.url}/Advertisers/{account.sid}/APISubmissions/"
    answers = []
    for one in parts:
        address = client.same_server(one.part.remote_path)
        if address is None or not address.startswith(root):
            continue
        try:
            pace.take(now)
            (found,) = client.pages_at(address, scope=SCOPE)
        except (ApiLimited, CallsUsedUp):
            break
        except ApiMissing:
            # not there yet, or not any more
            continue
        answer = _answer(ledger, one, found, now)
        ledger.answers.record([answer])
        answers.append(answer)
    return answers


def _answer(ledger: Ledger, awaited: AwaitedPart, found: dict[str, object], now: datetime) -> PartAnswer:
    progress = progress_of(text_in(found.get("Status")))
    reason = text_in(found.get("ErrorReason")) or text_in(found.get("ErrorType"))
    if reason and progress is Progress.UNKNOWN:
        # whatever it calls that, an order with an error is done
        progress = Progress.COMPLETE
    refused = pl.DataFrame(schema=REFUSED_SCHEMA)
    rows = awaited.part.rows
    if reason:
        refused = _all_rows(ledger, awaited, reason, kind_of(text_in(found.get("ErrorType"))))
    return PartAnswer(
        awaited.part.uuid,
        text_in(found.get("BatchId")),
        progress,
        rows,
        rows if reason else 0,
        moment_in(found.get("SubmissionDate")),
        moment_in(found.get("CompletionDate")),
        now,
        AnswerSource.API,
        refused,
    )


def _all_rows(ledger: Ledger, awaited: AwaitedPart, reason: str, kind: str) -> pl.DataFrame:
    """The rows of a part, each refused: impact.com answers to the order as a whole."""
    rows = rows_in(ledger, awaited.part, awaited.campaign)
    if rows is None:
        return pl.DataFrame(schema=REFUSED_SCHEMA)
    values = {
        "row": pl.col("number"),
        "line": pl.lit(None, pl.Int64),
        **{name: pl.col(name) for name in ("campaign", "event", "order_id", "action_id", "sku")},
        "reason": pl.lit(reason),
        "kind": pl.lit(kind),
    }
    return rows.select(**{name: values[name].cast(kind_) for name, kind_ in REFUSED_SCHEMA.items()})
