"""``courier results fetch``: asks impact.com what became of what was sent."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import polars as pl

from courier.api_account import account_of
from courier.commands.base import EXIT_OK, EXIT_UNUSABLE, Actions, waiting_line, warn
from courier.commands.passwords import typed_password
from courier.credentials import Secret
from courier.destinations.api_address import ApiAccount, ApiAccountError, api_account
from courier.ledger.answers import REFUSED_SCHEMA, AwaitedPart
from courier.messages import UserError, text
from courier.programs import Program
from courier.results.matching import Matched
from courier.results.polling import KEPT_FOR, is_of
from courier.services import LocalServices

_PATIENCE = 120.0
"""Seconds to wait for a limit of impact.com to end: longer, a schedule better comes again."""

Report = Callable[[argparse.Namespace, LocalServices, Matched], int]
"""Tells what was recorded and what fits nothing; gives the exit code."""


def add_fetch(actions: Actions, report: Report) -> None:
    """Declare ``fetch`` among the actions of ``courier results``."""
    parser = actions.add("fetch", partial(_fetch, report))
    parser.add_argument("--program", metavar="P", help=text("option-fetch-program"))
    parser.add_argument("--account-sid", metavar="SID", help=text("option-account-sid"))
    parser.add_argument("--token-stdin", action="store_true", help=text("option-token-stdin"))
    parser.add_argument("--api-url", metavar="URL", default="", help=text("option-api-url"))
    parser.add_argument("--json", action="store_true", help=text("option-json"))


def _fetch(report: Report, options: argparse.Namespace, services: LocalServices) -> int:
    ledger = services.recovered_ledger()
    awaited = ledger.answers.awaited(services.clock() - KEPT_FOR)
    brought, code = [], EXIT_OK
    for account, token, parts in _rounds(options, services, awaited):
        try:
            brought.append(_round(account, token, parts, services))
        except UserError as problem:
            # other accounts may answer all the same
            warn(str(problem))
            code = EXIT_UNUSABLE
    if not brought and code == EXIT_OK:
        warn(text("fetch-nothing-waits"))
    if brought or options.json:
        code = report(options, services, _together(brought)) or code
    return code


def _round(account: ApiAccount, token: Secret, parts: Sequence[AwaitedPart], services: LocalServices) -> Matched:
    # they are loaded only where something is asked
    from courier.results.api_client import ApiClient
    from courier.results.fetching import fetch
    from courier.results.queued_calls import follow

    with waiting_line(text("fetch-asking")):
        if parts[0].by_call:
            answers = follow(account, token, services.ledger, parts, services.clock())
            return Matched(tuple(answers), pl.DataFrame(schema=REFUSED_SCHEMA), ())
        client = ApiClient(account, token, patience=_PATIENCE)
        return fetch(client, services.ledger, parts, services.clock()).matched


_Round = tuple[ApiAccount, Secret, Sequence[AwaitedPart]]
"""An account to ask, its token, and the parts to ask about: files, or orders that went by call."""


def _rounds(options: argparse.Namespace, services: LocalServices, awaited: Sequence[AwaitedPart]) -> Iterator[_Round]:
    """What to ask, one account after the other. Raises UserError."""
    chosen = services.programs.get(options.program) if options.program else None
    queues = _queues([one for one in awaited if chosen is None or one.program == chosen.name])
    files = [one for one in awaited if not one.by_call]
    if options.account_sid:
        account = api_account(options.account_sid, options.api_url)
        parts = [part for part in files if chosen is None or is_of(part, chosen)]
        if not options.token_stdin:
            raise ApiAccountError("fetch-no-token")
        if ours := [*filter(None, (queues.get(account), parts))]:
            token = typed_password()
            yield from ((account, token, some) for some in ours)
        return
    if not options.token_stdin:
        for account, queued in queues.items():
            yield account, _kept_token(account, account.sid, services), queued
    if files or not queues:
        yield from _rounds_of_files(options, services, chosen, files)


def _rounds_of_files(
    options: argparse.Namespace, services: LocalServices, chosen: Program | None, files: Sequence[AwaitedPart]
) -> Iterator[_Round]:
    programs = [chosen] if chosen else [program for program in services.programs if program.account_sid]
    if not programs:
        raise ApiAccountError("fetch-no-account")
    if options.token_stdin and len(programs) > 1:
        raise ApiAccountError("fetch-whose-token")
    for program in programs:
        account = _account(program, options.api_url)
        parts = [part for part in files if is_of(part, program)]
        if parts:
            token = typed_password() if options.token_stdin else _kept_token(account, program.name, services)
            yield account, token, parts


def _queues(awaited: Sequence[AwaitedPart]) -> dict[ApiAccount, list[AwaitedPart]]:
    if not any(one.by_call for one in awaited):
        return {}
    from courier.results.queued_calls import queued_accounts

    return queued_accounts(awaited)


def _account(program: Program, url: str) -> ApiAccount:
    account = api_account(program.account_sid, url) if url else account_of(program)
    if account is None:
        raise ApiAccountError("api-no-account", program=program.name)
    return account


def _kept_token(account: ApiAccount, whose: str, services: LocalServices) -> Secret:
    token = services.credentials.get(account.keychain_name)
    if token is None:
        raise ApiAccountError("api-no-token", program=whose)
    return token


def _together(brought: Sequence[Matched]) -> Matched:
    """What several rounds brought."""
    return Matched(
        tuple(answer for matched in brought for answer in matched.answers),
        pl.concat([pl.DataFrame(schema=REFUSED_SCHEMA), *(matched.unmatched_rows for matched in brought)]),
        tuple(submission for matched in brought for submission in matched.unmatched_submissions),
    )
