"""``courier results fetch``: asks impact.com what became of what was sent."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import polars as pl

from courier.commands.base import EXIT_OK, EXIT_UNUSABLE, Actions, waiting_line, warn
from courier.commands.passwords import typed_password
from courier.credentials import Secret
from courier.ledger.answers import REFUSED_SCHEMA, AwaitedPart
from courier.messages import UserError, text
from courier.programs import Program
from courier.results.api_account import ApiAccount, ApiAccountError, account_of, api_account
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

    client = ApiClient(account, token, patience=_PATIENCE)
    with waiting_line(text("fetch-asking")):
        return fetch(client, services.ledger, parts, services.clock()).matched


def _rounds(
    options: argparse.Namespace, services: LocalServices, awaited: Sequence[AwaitedPart]
) -> Iterator[tuple[ApiAccount, Secret, Sequence[AwaitedPart]]]:
    """The accounts to ask, with their tokens and the parts to ask about. Raises UserError."""
    chosen = services.programs.get(options.program) if options.program else None
    if options.account_sid:
        account = api_account(options.account_sid, options.api_url)
        parts = [part for part in awaited if chosen is None or is_of(part, chosen)]
        if not options.token_stdin:
            raise ApiAccountError("fetch-no-token")
        if parts:
            yield account, typed_password(), parts
        return
    programs = [chosen] if chosen else [program for program in services.programs if program.account_sid]
    if not programs:
        raise ApiAccountError("fetch-no-account")
    if options.token_stdin and len(programs) > 1:
        raise ApiAccountError("fetch-whose-token")
    for program in programs:
        account = _account(program, options.api_url)
        parts = [part for part in awaited if is_of(part, program)]
        if parts:
            yield account, _token(program, account, services, typed=options.token_stdin), parts


def _account(program: Program, url: str) -> ApiAccount:
    account = api_account(program.account_sid, url) if url else account_of(program)
    if account is None:
        raise ApiAccountError("api-no-account", program=program.name)
    return account


def _token(program: Program, account: ApiAccount, services: LocalServices, *, typed: bool) -> Secret:
    token = typed_password() if typed else services.credentials.get(account.keychain_name)
    if token is None:
        raise ApiAccountError("api-no-token", program=program.name)
    return token


def _together(brought: Sequence[Matched]) -> Matched:
    """What several rounds brought."""
    return Matched(
        tuple(answer for matched in brought for answer in matched.answers),
        pl.concat([pl.DataFrame(schema=REFUSED_SCHEMA), *(matched.unmatched_rows for matched in brought)]),
        tuple(submission for matched in brought for submission in matched.unmatched_submissions),
    )
