"""A person of a team who sends, as a process of its own: ``python -m tests.ledger.team_sender HOME``.

Each line that it reads is a request as JSON, and each line that it prints is an answer: ``ready`` once the batch is
written, upon which it waits for another line; ``stands`` where it was asked to stand still; and what became of it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Progress, Receipt
from courier.ledger.ledger import Ledger
from courier.ledger.postgres_runs import PostgresRuns
from courier.ledger.postgres_store import PostgresStore
from courier.ledger.store import LedgerError
from courier.ledger.team_address import team_address
from courier.shipping.ship import SendContext, ship
from tests.commands.running import ROOT, row
from tests.ledger.batches import batch_of, folder_at
from tests.postgres import PASSWORD

WRITTEN, SENDING = "written", "sending"
"""Where a sender may stand still: when its part is read and nothing of it is to be seen, and when the part is at its
destination and the ledger does not know yet."""


@dataclass(frozen=True)
class Request:
    """What to send. ``address``: of the team's ledger; ``to``: a folder; ``orders``: their numbers; ``sku``: the item,
    which makes other bytes of the same orders; ``most``: rows in a part; ``stand``: where to stand still."""

    address: str
    to: str
    orders: list[int]
    sku: str = "SKU-1"
    most: int = 9999
    stand: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of a request. ``problem``: the class of what was raised, or ""; ``said``: its sentence; ``states``
    and ``keys``: of the receipts."""

    problem: str
    said: str
    states: list[str]
    keys: list[str]


class Sender:
    """Such a process, seen from a test."""

    def __init__(self, home: Path) -> None:
        self.user = home.name
        """What the system calls whoever uses it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ledger.team_sender", str(home)],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "LOGNAME": self.user},
        )  # fmt: skip

    def prepare(self, request: Request) -> None:
        """Let it write the batch and then wait."""
        self._say(json.dumps(asdict(request)))
        assert self.hear() == "ready"

    def go(self) -> None:
        """Let it go on from where it waits."""
        self._say("go")

    def answer(self) -> Answer:
        """What became of it."""
        return Answer(**self.hear())

    def hear(self) -> Any:
        """Its next line. Raises EOFError if it is dead."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise EOFError
        return json.loads(line)

    def _say(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def stab(self) -> None:
        """End it without a chance to do anything, while somebody waits for what it says."""
        self._process.kill()

    def kill(self) -> None:
        """End it without a chance to do anything, if it still runs."""
        self._process.kill()
        self._process.wait(60)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream
            stream.close()


def team_ledger(home: Path, address: str) -> Ledger:
    """The team's ledger as somebody with this folder sees it."""
    store = PostgresStore(team_address(address), lambda: Secret(PASSWORD))
    # who has copies of what was sent, and finds nothing recorded, has another ledger
    return Ledger(home / store.address.database, store, PostgresRuns(store))


@contextmanager
def people(folder: Path, count: int) -> Iterator[list[Sender]]:
    """So many of them, each with a folder of its own."""
    homes = [folder / f"person-{number}" for number in range(count)]
    for home in homes:
        home.mkdir()
    senders = [Sender(home) for home in homes]
    try:
        yield senders
    finally:
        for sender in senders:
            sender.kill()


def _say(words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _wait(word: str) -> None:
    _say(word)
    sys.stdin.readline()


def _send(home: Path, request: Request) -> Answer:
    ledger = team_ledger(home, request.address)
    written, origin = batch_of(home, [row(order, Sku=request.sku) for order in request.orders], request.most)
    _wait("ready")
    stood = False

    def stand(at: str) -> None:
        nonlocal stood
        if request.stand == at and not stood:
            stood = True
            _wait("stands")

    read = False

    def clock() -> datetime:
        # first it is asked when the part begins to appear, then when it is there
        if read and any(Path(request.to).glob("*.csv")):
            stand(SENDING)
        return datetime.now(UTC)

    def progress(_: Progress) -> None:
        nonlocal read
        read = True
        stand(WRITTEN)

    receipts: list[Receipt] = []
    problem: Exception | None = None
    context = SendContext(clock, progress=progress)
    try:
        # those before what is raised are kept
        receipts.extend(ship(written, origin, folder_at(Path(request.to)), ledger, context))
    except (DeliveryError, LedgerError) as raised:
        problem = raised
    ledger.close()
    return Answer(
        type(problem).__name__ if problem else "", str(problem or ""),
        [str(receipt.state) for receipt in receipts], [receipt.key for receipt in receipts],
    )  # fmt: skip


def main() -> None:
    home = Path(sys.argv[1])
    with patch("platform.node", lambda: f"{home.name}-laptop"):
        for line in sys.stdin:
            _say(asdict(_send(home, Request(**json.loads(line)))))


if __name__ == "__main__":
    main()
