"""The actions of ``courier ledger`` that are about people: who has to approve what, and who may see it."""

from __future__ import annotations

import argparse
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from courier.commands.base import Actions, say, warn
from courier.formats import listing
from courier.messages import UserError, text
from courier.services import LocalServices

if TYPE_CHECKING:
    from courier.ledger.team_approvals import ApprovalLimit, TeamApprovals

_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)


def add_team_actions(actions: Actions) -> None:
    """Add the actions to those of ``courier ledger``."""
    limit = actions.add("limit", _limit)
    limit.add_argument("program", nargs="?", metavar="PROGRAM", help=text("option-limit-program"))
    limit.add_argument("amount", nargs="?", metavar="AMOUNT", help=text("option-limit-amount"))
    limit.add_argument("--currency", default="", metavar="CODE", help=text("option-limit-currency"))
    limit.add_argument("--none", action="store_true", help=text("option-limit-none"))
    members = actions.add("members", _members)
    members.add_argument("program", nargs="?", metavar="PROGRAM", help=text("option-members-program"))
    change = members.add_mutually_exclusive_group()
    change.add_argument("--add", metavar="NAME", help=text("option-members-add"))
    change.add_argument("--remove", metavar="NAME", help=text("option-members-remove"))
    actions.add("approve", _approve).add_argument("submission", metavar="ID", help=text("option-approve-id"))


def _limit(options: argparse.Namespace, services: LocalServices) -> None:
    from courier.ledger.team_approvals import ApprovalLimit

    approvals = _approvals(services)
    if options.program is None:
        for limit in approvals.limits():
            _say_limit(limit)
        return
    if options.none:
        say(text("ledger-limits-removed", program=options.program, limits=approvals.remove_limits(options.program)))
        return
    if not _AMOUNT.fullmatch(options.amount or ""):
        raise UserError("ledger-limit-amount", value=options.amount or "")
    saved = next((program for program in services.programs if program.name == options.program), None)
    limit = ApprovalLimit(
        options.program, saved.campaign_id if saved else "", options.currency.upper(), Decimal(options.amount)
    )
    approvals.set_limit(limit)
    _say_limit(limit)


def _say_limit(limit: ApprovalLimit) -> None:
    amount, currency = f"{limit.amount:f}", limit.currency or "none"
    say(text("ledger-limit-is", program=limit.program, amount=amount, currency=currency))


def _approve(options: argparse.Namespace, services: LocalServices) -> None:
    approvals = _approvals(services)
    submission = services.ledger.submission(options.submission)
    approvals.approve(submission.uuid)
    totals = listing([f"{amount:f} {code}".strip() for code, amount in submission.totals.items()])
    say(text("ledger-approved", id=submission.uuid[:8], source=submission.source, rows=submission.rows, totals=totals))


def _members(options: argparse.Namespace, services: LocalServices) -> None:
    from courier.ledger.team_members import TeamMembers

    members = TeamMembers(services.team_store)
    if options.program and options.add:
        members.add(options.program, options.add)
    elif options.program and options.remove:
        members.remove(options.program, options.remove)
    for program, names in members.of_programs().items():
        if options.program in (None, program):
            say(text("ledger-members-of", program=program, names=listing(names)))
    if not members.counts:
        warn(text("ledger-members-open"))


def _approvals(services: LocalServices) -> TeamApprovals:
    from courier.ledger.team_approvals import TeamApprovals

    return TeamApprovals(services.team_store)
