"""The command killed while it sends: what the ledger says afterwards is true, and nothing arrives twice."""

import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart
from courier.settings import ledger_folder
from tests.commands.running import NOW, ROOT, row, write
from tests.delivery.conftest import account, one_account, server_folder
from tests.delivery.servers import Account, openssh

KILLS = 5 * int(os.environ.get("COURIER_SOAK", "1"))
PARTS, ROWS = 5, 900

__all__ = ["account", "one_account", "server_folder"]


@pytest.fixture
def url(server_folder: Path, account: Account) -> Iterator[tuple[str, str]]:
    """Where a real server is, and its key."""
    with openssh(server_folder) as server:
        shown = subprocess.run(["ssh-keygen", "-lf", server_folder / "host_key.pub"], check=True, capture_output=True)
        yield f"sftp://{account.name}@127.0.0.1:{server.port}", shown.stdout.decode().split()[1]


def begin(sheet: Path, url: tuple[str, str], password: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "courier", "send", str(sheet), "--to", url[0], *NOW, "--max-rows", str(ROWS)]
    sending = subprocess.Popen(
        [*command, "--password-stdin", "--accept-host-key", url[1]], cwd=ROOT, text=True, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert sending.stdin
    sending.stdin.write(password + "\n")
    sending.stdin.close()
    return sending


def end(sending: "subprocess.Popen[str]") -> tuple[int, str]:
    assert sending.stdout
    assert sending.stderr
    out, err = sending.stdout.read(), sending.stderr.read()
    for stream in (sending.stdout, sending.stderr):
        stream.close()
    return sending.wait(60), out + err


def wait_for_part(sending: "subprocess.Popen[str]", which: int) -> None:
    """Until this part begins to go out, or all is over."""
    ledger = Ledger(ledger_folder())
    while sending.poll() is None:
        found = ledger.submissions()
        if found and found[0].parts[which].state is not State.PREPARED:
            break
        time.sleep(0.001)
    ledger.close()


def disagreements(parts: list[RecordedPart], inbox: Path) -> list[str]:
    """Where the ledger's word is not what is on the server."""
    wrong = []
    for part in parts:
        path = inbox / part.name
        whole = path.exists() and path.stat().st_size == part.size
        if whole and part.state in (State.REFUSED, State.PREPARED):
            wrong.append(f"{part.name} is there but {part.state}")
        if not whole and part.state.delivered:
            wrong.append(f"{part.name} is not there but {part.state}")
        if part.state is State.SENDING:
            wrong.append(f"{part.name} is on its way for ever")
    return wrong


@pytest.mark.soak
def test_a_kill_while_sending(url: tuple[str, str], account: Account, tmp_path: Path) -> None:
    chance = random.Random(5)
    # texts keep a part on its way for a while
    texts = [f"Text{number}" for number in range(1, 6)]
    rows = [row(number, **{name: secrets.token_hex(120) for name in texts}) for number in range(ROWS * PARTS)]
    sheet = write(tmp_path / "orders.csv", rows, ",".join(rows[0]))
    unconfirmed = cut = 0
    for kill in range(KILLS):
        for path in account.home.glob("*.csv"):
            path.unlink()
        shutil.rmtree(ledger_folder(), ignore_errors=True)
        sending = begin(sheet, url, account.password)
        wait_for_part(sending, chance.randrange(PARTS))
        time.sleep(chance.uniform(0, 0.03))
        # not by its number: a process that is over has none any more
        sending.kill()
        code, _ = end(sending)
        # the server has to notice as well
        time.sleep(0.2)
        ledger = Ledger(ledger_folder())
        ledger.recover(datetime.now(UTC))
        (sent,) = ledger.submissions()
        assert len(sent.parts) == PARTS
        sizes = {part.name: part.size for part in sent.parts}
        assert disagreements(list(sent.parts), account.home) == [], f"kill {kill}"
        unconfirmed += sum(part.state is State.UNCONFIRMED for part in sent.parts)
        cut += code == -signal.SIGKILL
        for part in sent.parts:
            if part.state is State.UNCONFIRMED and not (account.home / part.name).exists():
                # somebody looked at impact.com and says so
                ledger.settle_by_hand(part.name, State.REFUSED, datetime.now(UTC), "tester")
        whole = [path for path in account.home.glob("*.csv") if path.stat().st_size == sizes[path.name]]
        before = {path.name: path.stat().st_mtime_ns for path in whole}
        code, said = end(begin(sheet, url, account.password))
        assert code == 0, said
        there = {path.name: path.stat().st_mtime_ns for path in account.home.glob("*.csv")}
        assert sorted(there) == sorted(part.name for part in sent.parts)
        assert {name: there[name] for name in before} == before, "a part arrived a second time"
        parts = [part for submission in ledger.submissions() for part in submission.parts]
        assert {part.name for part in parts if part.state is State.ARRIVED} == set(there)
        assert {part.state for part in parts} <= {State.ARRIVED, State.REFUSED}
        ledger.close()
    assert cut
    # a few kills may all fall between two parts
    assert unconfirmed or KILLS < 20
