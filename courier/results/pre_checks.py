"""Compares a sheet with what impact.com has, before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from courier.api_account import account_of, keychain_name
from courier.catalogue.fields import Template
from courier.credentials import Credentials
from courier.destinations.api_address import ApiAccountError
from courier.formats import minute_text
from courier.messages import UserError, text
from courier.programs import Program
from courier.results.action_history import ActionHistory
from courier.results.api_client import ApiClient
from courier.results.api_facts import FRESH, ApiFacts, keep_facts, kept_facts, read_facts
from courier.rules.history import History
from courier.settings import data_folder

_PATIENCE = 60.0
"""Seconds to wait for a limit of impact.com to end."""


@dataclass(frozen=True)
class AskedFacts:
    """``facts``: None where there are none; ``words``: sentences about when they were read, and why there are none;
    ``current``: they were read within a day."""

    facts: ApiFacts | None
    words: list[str] = field(default_factory=list)
    current: bool = True

    def history(self, sent: History | None) -> History | None:
        """What rules ask about earlier deliveries: what was ``sent`` from here, with what impact.com has."""
        return sent if self.facts is None else ActionHistory(sent, self.facts, current=self.current)


def facts_folder() -> Path:
    """Where what was read is kept."""
    return data_folder() / "impact"


def asked_facts(
    program: Program | None, credentials: Credentials, now: datetime, cancelled: Callable[[], bool] = lambda: False
) -> AskedFacts:
    """What impact.com has of a program, read now or within a day, or if it cannot be reached whenever it was read last.
    ``cancelled``: asked while it is read, ends that. Raises ApiAccountError without a program."""
    if program is None:
        raise ApiAccountError("ask-impact-program")
    if not program.account_sid or not program.campaign_id:
        return AskedFacts(None, [text("ask-impact-incomplete", program=program.name), text("ask-impact-without")])
    folder = facts_folder()
    kept = kept_facts(folder, program)
    if kept is not None and now - kept.at < FRESH:
        return AskedFacts(kept, [text("ask-impact-kept", at=minute_text(kept.at))])
    try:
        facts = _read(program, credentials, now, cancelled)
        keep_facts(folder, program, facts)
    except (UserError, OSError) as problem:
        # nobody has to wait for impact.com to check a sheet
        then = text("ask-impact-without") if kept is None else text("ask-impact-old", at=minute_text(kept.at))
        return AskedFacts(kept, [str(problem), then], current=False)
    return AskedFacts(facts, [text("ask-impact-read", at=minute_text(facts.at), actions=facts.actions.height)])


def reads_facts(program: Program | None, template: Template, credentials: Credentials) -> bool:
    """Whether a sheet is compared with what impact.com has unasked: where its program says so, and, as changes reach
    only what is there, changes wherever a token is kept. Raises CredentialError."""
    if program is None:
        return False
    of_changes = template == "modification" and bool(program.campaign_id)
    return program.api_checks or (of_changes and has_token(program, credentials))


def has_token(program: Program, credentials: Credentials) -> bool:
    """Whether a token is kept with which impact.com can be asked for a program. Raises CredentialError."""
    name = keychain_name(program)
    return bool(name) and credentials.get(name) is not None


def _read(program: Program, credentials: Credentials, now: datetime, cancelled: Callable[[], bool]) -> ApiFacts:
    account = account_of(program)
    token = credentials.get(account.keychain_name) if account else None
    if account is None or token is None:
        raise ApiAccountError("api-no-token", program=program.name)
    return read_facts(ApiClient(account, token, patience=_PATIENCE, cancelled=cancelled), program.campaign_id, now)
