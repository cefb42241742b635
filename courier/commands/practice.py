"""``courier practice``: checks, repairs and sends a messy sheet to a local practice server."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, Command, say
from courier.commands.receipts import say_receipt
from courier.commands.results_report import say_result
from courier.commands.send import request_for
from courier.commands.verdict_report import say_repairs, say_summary, say_verdict
from courier.messages import text
from courier.practice.answer import made_up_answer
from courier.practice.services import practice_services
from courier.practice.sheet import open_practice
from courier.practice.sheet_file import PRACTICE_NAME
from courier.services import LocalServices
from courier.shipping.dispatch import dispatch


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=text("option-practice-to"))


def _practice(options: argparse.Namespace, services: LocalServices) -> int:
    opened = open_practice(services.clock())
    draft = opened.draft
    draft.check()
    say(text("practice-opened", name=PRACTICE_NAME, rows=draft.sheet.row_count))
    say_verdict(opened, advise=False)
    say("")
    plan = draft.plan()
    draft.do(plan.edit)
    say_repairs(plan)
    say_summary(draft.summary())
    with tempfile.TemporaryDirectory(prefix="courier-practice-") as scratch:
        inbox = Path(scratch) / "inbox"
        with practice_services(inbox, services.clock, options.to) as (practice, server):
            destination = server.destination
            say(text("practice-server", url=destination.url, fingerprint=server.fingerprint))
            request = request_for(opened, destination, hold_errors=True)
            result = dispatch(draft, replace(request, accept_host_key=server.fingerprint), practice)
            for receipt in result.receipts:
                say_receipt(receipt)
            answer = made_up_answer(practice.ledger, services.clock()) if result.delivered else None
    if answer is not None:
        say("")
        say(text("practice-answer"))
        say_result(answer)
    say(text("practice-end"))
    return EXIT_OK if result.delivered else EXIT_DELIVERY


PRACTICE = Command(
    "practice",
    _declare,
    _practice,
    examples=(
        "",
        "--to practice-files",
    ),
)
