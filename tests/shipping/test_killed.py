"""The command killed while it sends: what the ledger says afterwards is true, nothing arrives twice, and nobody has to
settle anything except where a server takes files away."""

import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.destinations import Destinations
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart
from courier.settings import config_folder, ledger_folder
from tests.commands.running import ROOT, row, write
from tests.delivery.conftest import account, ground, one_account, server_folder
from tests.delivery.stages import STAGES, Ground, Stage

KILLS = max(1, 17 * int(os.environ.get("COURIER_SOAK", "1")) // 10)
PARTS, ROWS = 3, 700
TEXTS = [f"Text{number}" for number in range(1, 6)]

__all__ = ["account", "ground", "one_account", "server_folder"]


@dataclass(frozen=True)
class Road:
    """A way to send ``sheet``. ``prepare``: what comes before the command that is killed."""

    sheet: Path
    prepare: Callable[["Road"], None]
    command: Callable[["Road"], list[str]]

    @property
    def watched(self) -> Path:
        return self.sheet.parent / "watched"


def _run(*arguments: str, password: str = "") -> tuple[int, str]:
    return _end(_begin(list(arguments), password))


def _begin(arguments: list[str], password: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "courier", *arguments], cwd=ROOT, text=True, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(password + "\n")
    process.stdin.close()
    return process


def _end(process: "subprocess.Popen[str]") -> tuple[int, str]:
    assert process.stdout
    assert process.stderr
    out, err = process.stdout.read(), process.stderr.read()
    for stream in (process.stdout, process.stderr):
        stream.close()
    return process.wait(60), out + err


def _nothing(_road: Road) -> None:
    pass


def _queue(road: Road) -> None:
    code, said = _run(*_send(road), "--at", "2020-01-01T06:00:00Z")
    assert code == 0, said


def _drop_in(road: Road) -> None:
    shutil.rmtree(road.watched, ignore_errors=True)
    road.watched.mkdir()
    shutil.copy(road.sheet, road.watched)


def _send(road: Road) -> list[str]:
    return ["send", str(road.sheet), "--to", "Acme", "--max-rows", str(ROWS), "--password-stdin"]


def _send_due(_road: Road) -> list[str]:
    return ["history", "send-due", "--password-stdin"]


def _watch(road: Road) -> list[str]:
    return ["watch", str(road.watched), "--to", "Acme", "--once", "--every", "0.05", "--quiet-for", "0",
            "--password-stdin"]  # fmt: skip


ROADS = {"send": (_nothing, _send), "send-due": (_queue, _send_due), "watch": (_drop_in, _watch)}


def wait_for_part(process: "subprocess.Popen[str]", which: int) -> None:
    """Until this part begins to go out, or all is over."""
    ledger = Ledger(ledger_folder())
    while process.poll() is None:
        found = ledger.submissions()
        if found and found[0].parts[min(which, len(found[0].parts) - 1)].state is not State.PREPARED:
            break
        time.sleep(0.001)
    ledger.close()


def _lines(content: bytes) -> tuple[bytes, ...]:
    # a mail has other line ends
    return tuple(content.splitlines())


def copies(part: RecordedPart, ledger: Ledger, stage: Stage) -> int:
    """How often all of a part is at the server."""
    wanted = _lines(ledger.archive.bytes_of(part.sha256, part.name))
    return sum(_lines(content) == wanted for content in stage.received().values())


def recorded(ledger: Ledger) -> list[RecordedPart]:
    return [part for submission in ledger.submissions() for part in submission.parts]


def disagreements(ledger: Ledger, stage: Stage) -> list[str]:
    """Where the ledger's word is not what is on the server."""
    wrong = []
    for part in recorded(ledger):
        there = copies(part, ledger, stage)
        if there and part.state in (State.REFUSED, State.PREPARED):
            wrong.append(f"{part.name} is there but {part.state}")
        if part.state.delivered and there != 1:
            wrong.append(f"{part.name} is there {there} times but {part.state}")
        if part.state is State.SENDING:
            wrong.append(f"{part.name} is on its way for ever")
    return wrong


def settle_mail(ledger: Ledger, stage: Stage) -> None:
    """A mail server takes messages away, so somebody looks whether impact.com has the message, once the server has had
    the time to pass on what it received before the kill."""
    for part in recorded(ledger):
        if part.state is State.UNCONFIRMED:
            until = time.monotonic() + 3
            while not copies(part, ledger, stage) and time.monotonic() < until:
                time.sleep(0.05)
            state = State.ARRIVED if copies(part, ledger, stage) else State.REFUSED
            ledger.settle_by_hand(part.uuid, state, datetime.now(UTC), "tester")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    # texts keep a part on its way for a while
    rows = [
        row(number, EventDate="NOW", **{name: secrets.token_hex(120) for name in TEXTS})
        for number in range(ROWS * PARTS)
    ]
    return write(tmp_path / "orders.csv", rows, ",".join(rows[0]))


@pytest.fixture
def clean(ground: Ground) -> Iterator[Callable[[], None]]:
    def clean() -> None:
        shutil.rmtree(ledger_folder(), ignore_errors=True)
        for folder in (ground.account.home, ground.home, ground.folder / "mail"):
            for path in folder.glob("*.*"):
                path.unlink()

    yield clean
    clean()


@pytest.mark.soak
@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "SMTP", "Folder"])
def test_a_kill_while_sending(protocol: str, road: str, ground: Ground, clean: Callable[[], None], sheet: Path) -> None:
    chance = random.Random(f"{protocol} {road}")
    way = Road(sheet, *ROADS[road])
    cut = 0
    with STAGES[protocol](ground) as stage:
        Destinations(config_folder()).save(stage.direct)
        for kill in range(KILLS):
            clean()
            way.prepare(way)
            process = _begin(way.command(way), stage.password)
            if chance.random() < 0.7:
                wait_for_part(process, chance.randrange(PARTS))
                time.sleep(chance.uniform(0, 0.03))
            else:
                time.sleep(chance.uniform(0.2, 1.2))
            # not by its number: a process that is over has none any more
            process.kill()
            code, _ = _end(process)
            cut += code == -signal.SIGKILL
            # the server has to notice as well
            time.sleep(0.2)
            ledger = Ledger(ledger_folder())
            ledger.recover(datetime.now(UTC))
            assert disagreements(ledger, stage) == [], f"kill {kill}"
            if protocol == "SMTP":
                settle_mail(ledger, stage)
            finished = road == "watch" and not list(way.watched.glob("*.csv"))
            arrived = recorded(ledger) and all(part.state.delivered for part in recorded(ledger))
            if not finished and not (road == "send-due" and arrived):
                code, said = _run(*way.command(way), password=stage.password)
                assert code == 0, f"kill {kill}: {said}"
            assert disagreements(ledger, stage) == [], f"after kill {kill}"
            assert recorded(ledger)
            assert all(part.state.delivered for part in recorded(ledger))
            assert all(copies(part, ledger, stage) == 1 for part in recorded(ledger))
            assert len(stage.received()) == len(recorded(ledger))
            ledger.close()
    assert cut or KILLS < 5
