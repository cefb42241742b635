"""``courier practice``: the whole job on a messy sheet against a server of our own."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, Command, say
from courier.commands.check import say_verdict
from courier.commands.send import say_receipt
from courier.messages import text
from courier.practice.services import practice_services
from courier.practice.sheet import PRACTICE_NAME, open_practice
from courier.rules.phrases import title
from courier.services import LocalServices
from courier.shipping.dispatch import SendRequest, dispatch


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=text("option-practice-to"))


def _practice(options: argparse.Namespace, services: LocalServices) -> int:
    opened = open_practice(services.clock())
    draft = opened.draft
    draft.check()
    say(text("practice-opened", name=PRACTICE_NAME, rows=draft.sheet.row_count))
    say_verdict(opened)
    plan = draft.plan()
    draft.do(plan.edit)
    for rule, cells in plan.cells.items():
        say(text("fix-cells", title=title(rule), rule=rule, cells=cells))
    if plan.moved:
        say(text("fix-moved", rows=plan.moved))
    summary = draft.summary()
    say(text("standing", rows=summary.rows, ready=summary.ready, aside=summary.set_aside, out=summary.left_out))
    with tempfile.TemporaryDirectory(prefix="courier-practice-") as scratch:
        inbox = Path(scratch) / "inbox"
        folder = options.to or Path(scratch) / "batch"
        with practice_services(inbox, folder, services.clock) as (practice, server):
            destination = server.destination
            say(text("practice-server", url=destination.url, fingerprint=server.fingerprint))
            request = SendRequest(
                destination,
                opened.label,
                opened.name,
                hold_errors=True,
                accept_host_key=server.fingerprint,
                checked_for=draft.now,
            )
            result = dispatch(draft, request, practice)
    for receipt in result.receipts:
        say_receipt(receipt)
    say(text("practice-end"))
    return EXIT_OK if result.delivered else EXIT_DELIVERY


PRACTICE = Command("practice", _declare, _practice)
