"""Looks for answers while the app is open: politely, each part at its moments, quietly where nobody can be reached."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from courier.api_account import TokenStores, account_of
from courier.destinations.api_address import ApiAccount, ApiAccountError
from courier.ledger.answers import AwaitedPart, PartAnswer
from courier.ledger.ledger import Ledger
from courier.messages import UserError
from courier.programs import Program
from courier.results.api_client import ApiCancelled, ApiClient, ApiLimited, ApiUnreachable
from courier.results.fetching import fetch
from courier.results.polling import LOOKS_FOR, Round, due_rounds, is_due
from courier.results.queued_calls import follow, queued_accounts


@dataclass(frozen=True)
class NewAnswer:
    """What became known of a part. ``program``: the name of its program."""

    program: str
    awaited: AwaitedPart
    answer: PartAnswer


@dataclass(frozen=True)
class Looked:
    """What one look brought. ``problems``: sentences about accounts that cannot be read, each once."""

    answers: tuple[NewAnswer, ...] = ()
    problems: tuple[str, ...] = ()


class AnswerSources(TokenStores, Protocol):
    """What a look needs of the services on this machine."""

    @property
    def ledger(self) -> Ledger:
        """What was sent."""


class AnswerLooks:
    """Remembers when it was looked for what, so that several windows look once. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked_at: dict[str, datetime] = {}
        """Per UUID of a part."""
        self._said = set[str]()

    def look(self, sources: AnswerSources, now: datetime, cancelled: Callable[[], bool] = lambda: False) -> Looked:
        """Ask about the parts that are due, and record what is answered. Raises LedgerError."""
        awaited = sources.ledger.answers.awaited(now - LOOKS_FOR)
        if not awaited:
            return Looked()
        answers: list[NewAnswer] = []
        problems: list[str] = []
        for due in self._taken(sources.programs, awaited, now):
            try:
                answers += ask_round(due, sources, now, cancelled)
            except ApiCancelled:
                break
            except (ApiUnreachable, ApiLimited):
                # the next look may reach it
                continue
            except UserError as problem:
                problems.append(str(problem))
        for account, parts in queued_accounts(self._due(awaited, now)).items():
            try:
                answers += ask_queue(account, parts, sources, now, cancelled)
            except ApiCancelled:
                break
            except ApiUnreachable:
                continue
            except UserError as problem:
                problems.append(str(problem))
        return Looked(tuple(answers), self._new(problems))

    def _taken(self, programs: Iterable[Program], awaited: list[AwaitedPart], now: datetime) -> list[Round]:
        """The rounds that are due, which nobody else takes any more."""
        with self._lock:
            due = due_rounds(programs, awaited, self._looked_at, now)
            self._looked_at.update((one.part.uuid, now) for taken in due for one in taken.parts)
        return due

    def _due(self, awaited: list[AwaitedPart], now: datetime) -> list[AwaitedPart]:
        """The parts sent by call that are due, which nobody else looks at any more."""
        with self._lock:
            due = [one for one in awaited if one.by_call and is_due(one, self._looked_at.get(one.part.uuid), now)]
            self._looked_at.update((one.part.uuid, now) for one in due)
        return due

    def _new(self, problems: list[str]) -> tuple[str, ...]:
        with self._lock:
            new = tuple(problem for problem in problems if problem not in self._said)
            self._said.update(new)
        return new


def ask_round(due: Round, sources: AnswerSources, now: datetime, cancelled: Callable[[], bool]) -> list[NewAnswer]:
    """What impact.com answers to one round, as far as it is more than was known. Raises UserError."""
    account = account_of(due.program)
    token = sources.credentials.get(account.keychain_name) if account else None
    if account is None or token is None:
        raise ApiAccountError("api-no-token", program=due.program.name)
    before = sources.ledger.answers.of_parts([awaited.part.uuid for awaited in due.parts])
    fetched = fetch(ApiClient(account, token, cancelled=cancelled), sources.ledger, due.parts, now)
    of_part = {awaited.part.uuid: awaited for awaited in due.parts}
    return [
        NewAnswer(due.program.name, of_part[answer.part], answer)
        for answer in fetched.answers
        if answer.part in of_part and not any(_same(answer, known) for known in before.get(answer.part, ()))
    ]


def ask_queue(
    account: ApiAccount,
    parts: Sequence[AwaitedPart],
    sources: AnswerSources,
    now: datetime,
    cancelled: Callable[[], bool],
) -> list[NewAnswer]:
    """The same for orders in the queue of the Conversions API. Raises UserError."""
    token = sources.credentials.get(account.keychain_name)
    if token is None:
        raise ApiAccountError("api-no-token", program=account.sid)
    before = sources.ledger.answers.of_parts([awaited.part.uuid for awaited in parts])
    of_part = {awaited.part.uuid: awaited for awaited in parts}
    return [
        NewAnswer(of_part[answer.part].program, of_part[answer.part], answer)
        for answer in follow(account, token, sources.ledger, parts, now, cancelled)
        if not any(_same(answer, known) for known in before.get(answer.part, ()))
    ]


def _same(answer: PartAnswer, known: PartAnswer) -> bool:
    facts = ("batch", "progress", "records", "errors")
    return all(getattr(answer, fact) == getattr(known, fact) for fact in facts)
