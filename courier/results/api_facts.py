"""What impact.com has of a program: its actions with state and lock date, campaigns, partners and promo codes.

Sources: Actions, Programs, Partners, Promo Codes: Brand API v14.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from courier.api_account import keychain_name
from courier.ledger.values import is_amount
from courier.own_files import make_folder
from courier.plain_json import read_json, write_json
from courier.programs import Program
from courier.results.api_answers import entries_of, moment_in, text_in
from courier.results.api_client import ApiClient

FRESH = timedelta(days=1)
"""How long what was read is used without asking again."""
REACH = timedelta(days=90)
"""How far back actions are read: older ones are locked as a rule."""
_LONGEST_RANGE = timedelta(days=44)
"""impact.com gives 45 days at the most in one list."""
_PAGE_SIZE = "5000"
ACTIONS = dict.fromkeys(("action", "order", "event", "state", "amount", "status", "locks_at", "sent_at"), pl.String)
"""One row per action. ``locks_at``: ISO, in UTC; ``sent_at``: the day of its event, ISO; each null where it is not
said."""


@dataclass(frozen=True)
class ApiFacts:
    """``at``: when it was read; ``campaigns``, ``partners``, ``promo_codes``: the IDs of campaigns and active partners,
    and codes that may be used now."""

    campaign: str
    at: datetime
    actions: pl.DataFrame
    campaigns: tuple[str, ...]
    partners: tuple[str, ...]
    promo_codes: tuple[str, ...]


def read_facts(client: ApiClient, campaign: str, now: datetime) -> ApiFacts:
    """What impact.com has of a campaign now. Raises ApiError."""
    of_campaign = {"CampaignId": campaign}
    partners = client.pages("/MediaPartners", of_campaign, scope="Partners")
    codes = client.pages("/PromoCodes", of_campaign, scope="Promo Codes")
    return ApiFacts(
        campaign,
        now,
        # an action at the end of one range is at the beginning of the next
        pl.DataFrame(list(_actions(client, campaign, now)), ACTIONS, orient="row").unique(maintain_order=True),
        _texts(client.pages("/Campaigns", scope="Programs"), "Campaigns", "Id", "CampaignId"),
        _texts(partners, "MediaPartners", "Id", "MediaPartnerId"),
        _texts(codes, "PromoCodes", "Code", "PromoCode"),
    )


def kept_facts(folder: Path, program: Program) -> ApiFacts | None:
    """What was read of a program last, however long ago; None if nothing was, or it cannot be read any more."""
    try:
        record = read_json(facts_path(folder, program))
        columns: dict[str, list[str | None]] = record["actions"]
        actions = pl.DataFrame({name: columns[name] for name in ACTIONS}, ACTIONS)
        at = datetime.fromisoformat(record["at"]).astimezone(UTC)
        lists = [tuple(map(str, record[name])) for name in ("campaigns", "partners", "promo_codes")]
        return ApiFacts(str(record["campaign"]), at, actions, *lists)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError):
        return None


def keep_facts(folder: Path, program: Program, facts: ApiFacts) -> None:
    """Keep what was read, for this user alone. Raises OSError."""
    make_folder(folder, private=True)
    record = {
        "campaign": facts.campaign,
        "at": facts.at.isoformat(),
        "actions": facts.actions.to_dict(as_series=False),
        "campaigns": facts.campaigns,
        "partners": facts.partners,
        "promo_codes": facts.promo_codes,
    }
    write_json(facts_path(folder, program), record, private=True)


def facts_path(folder: Path, program: Program) -> Path:
    """The file in which what was read of a program is kept."""
    name = sha256(f"{keychain_name(program)} {program.campaign_id}".encode()).hexdigest()
    return folder / f"{name[:24]}.json"


def _actions(client: ApiClient, campaign: str, now: datetime) -> Iterator[tuple[str | None, ...]]:
    begin = now - REACH
    while begin < now:
        end = min(begin + _LONGEST_RANGE, now)
        query = {
            "CampaignId": campaign,
            "ActionDateStart": _written(begin),
            "ActionDateEnd": _written(end),
            "PageSize": _PAGE_SIZE,
        }
        for entry in entries_of(client.pages("/Actions", query, scope="Actions"), ("Actions",)):
            yield _action(entry)
        begin = end


def _action(entry: dict[str, Any]) -> tuple[str | None, ...]:
    amount = text_in(entry.get("Amount"))
    locks = moment_in(entry.get("LockingDate"))
    happened = moment_in(entry.get("EventDate")) or moment_in(entry.get("CreationDate"))
    return (
        text_in(entry.get("Id")) or None,
        text_in(entry.get("Oid")) or None,
        text_in(entry.get("ActionTrackerId")) or None,
        text_in(entry.get("State")).upper() or None,
        amount if is_amount(amount) else None,
        text_in(entry.get("CustomerStatus")) or None,
        locks.isoformat() if locks else None,
        happened.date().isoformat() if happened else None,
    )


def _texts(pages: Iterator[dict[str, Any]], name: str, *fields: str) -> tuple[str, ...]:
    """One text of each entry: the first of the fields that it has."""
    found = (
        next(filter(None, (text_in(entry.get(field)) for field in fields)), "") for entry in entries_of(pages, (name,))
    )
    return tuple(dict.fromkeys(filter(None, found)))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
