"""Compares a sheet with what impact.com has, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from courier.api_account import account_of
from courier.credentials import Credentials
from courier.destinations.api_address import ApiAccountError
from courier.draft import Draft
from courier.formats import minute_text
from courier.messages import UserError, text
from courier.programs import Program
from courier.results.api_client import ApiClient
from courier.results.api_facts import FRESH, ApiFacts, keep_facts, kept_facts, read_facts
from courier.settings import data_folder

_PATIENCE = 60.0
"""Seconds to wait for a limit of impact.com to end."""
_SHOWN = 5
"""Values that are named."""


@dataclass(frozen=True)
class AskedFacts:
    """``facts``: None where there are none; ``words``: sentences about when they were read, and why there are none."""

    facts: ApiFacts | None
    words: list[str] = field(default_factory=list)


def facts_folder() -> Path:
    """Where what was read is kept."""
    return data_folder() / "impact"


def asked_facts(program: Program | None, credentials: Credentials, now: datetime) -> AskedFacts:
    """What impact.com has of a program, read now or within a day, or if it cannot be reached whenever it was read last.
    Raises ApiAccountError without a program that can be asked about."""
    if program is None or not program.account_sid or not program.campaign_id:
        raise ApiAccountError("ask-impact-program")
    folder = facts_folder()
    kept = kept_facts(folder, program)
    if kept is not None and now - kept.at < FRESH:
        return AskedFacts(kept, [text("ask-impact-kept", at=minute_text(kept.at))])
    try:
        facts = _read(program, credentials, now)
        keep_facts(folder, program, facts)
    except (UserError, OSError) as problem:
        # nobody has to wait for impact.com to check a sheet
        then = text("ask-impact-without") if kept is None else text("ask-impact-old", at=minute_text(kept.at))
        return AskedFacts(kept, [str(problem), then])
    return AskedFacts(facts, [text("ask-impact-read", at=minute_text(facts.at), actions=facts.actions.height)])


def strangers(draft: Draft, facts: ApiFacts) -> list[str]:
    """Sentences about campaigns and partners of a sheet that impact.com does not have."""
    words = []
    for name, known in (("CampaignId", facts.campaigns), ("MediaId", facts.partners)):
        unknown = [value for value in _values(draft, name) if value not in known]
        if unknown and known:
            shown = ", ".join(unknown[:_SHOWN])
            words.append(text("ask-impact-unknown", field=name, values=shown, count=len(unknown)))
    return words


def _read(program: Program, credentials: Credentials, now: datetime) -> ApiFacts:
    account = account_of(program)
    token = credentials.get(account.keychain_name) if account else None
    if account is None or token is None:
        raise ApiAccountError("api-no-token", program=program.name)
    return read_facts(ApiClient(account, token, patience=_PATIENCE), program.campaign_id, now)


def _values(draft: Draft, name: str) -> Sequence[str]:
    frames = draft.checker.frames
    if name not in frames.names:
        return ()
    cells = frames.raw(draft.sheet.frame(draft.checker.kept_rows()), [name])
    values = cells[name].str.strip_chars().unique(maintain_order=True).drop_nulls().to_list()
    return [value for value in values if value]
