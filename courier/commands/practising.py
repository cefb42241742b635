"""``courier practice``: the whole job on a messy sheet against a server of our own."""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from courier.batches.batch import write_batch
from courier.commands.base import EXIT_DELIVERY, EXIT_OK, Command, say
from courier.commands.sending import outgoing
from courier.commands.working import say_verdict
from courier.delivery.send import send
from courier.messages import text
from courier.practice.server import PracticeServer
from courier.practice.sheet import PRACTICE_NAME, open_practice
from courier.rules.wording import title


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=text("option-practice-to"))


def _practice(options: argparse.Namespace) -> int:
    opened = open_practice(datetime.now(UTC))
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
    standing = draft.standing()
    say(text("standing", rows=standing.rows, ready=standing.ready, aside=standing.set_aside, out=standing.left_out))
    with tempfile.TemporaryDirectory(prefix="courier-practice-") as scratch:
        written = write_batch(draft, options.to or Path(scratch) / "batch", opened.label)
        inbox = Path(scratch) / "inbox"
        inbox.mkdir()
        with PracticeServer(inbox) as server:
            say(text("practice-server", url=server.destination.url, fingerprint=server.fingerprint))
            receipts = list(
                send(
                    outgoing(written),
                    server.destination,
                    server.secret,
                    lambda: datetime.now(UTC),
                    accept_host_key=server.fingerprint,
                )
            )
    for receipt in receipts:
        say(f"{receipt.part}: {text(f'state-{receipt.state}')}. {receipt.message}")
    say(text("practice-end"))
    return EXIT_OK if all(receipt.state.delivered for receipt in receipts) else EXIT_DELIVERY


PRACTICE = Command("practice", _declare, _practice)
