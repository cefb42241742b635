"""Ctrl-C and the end of a schedule: what is on its way comes to a safe end, and the command says what became of it."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.processes import Running, started
from tests.commands.running import NOW, ROOT, Courier, row, write
from tests.commands.slow_server import PASSWORD, SlowServer, slow_server
from tests.delivery.servers import silent

pytestmark = pytest.mark.only_on("linux", "darwin", why="Windows sends Ctrl+C to all programs of a console")
WITH_SLOW_SERVER = pytest.mark.only_on("linux", why="the way to the server is an address that only Linux has")
STOPS = [signal.SIGINT, signal.SIGTERM]
STOPPING = "Stopping as soon as"


@pytest.fixture
def server(inbox: Path) -> Iterator[SlowServer]:
    with slow_server(inbox) as running:
        yield running


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Three parts of more than 100 kB each, where a part has 1,000 rows."""
    return write(tmp_path / "orders.csv", [row(number) for number in range(1, 3001)])


def stop(process: Running, number: signal.Signals) -> None:
    process.signal(number)
    process.says(STOPPING)


def parts_of(courier: Courier) -> list[dict[str, str]]:
    """All recorded parts, the newest last."""
    return [part for submission in reversed(courier("history", "--json").json) for part in submission["parts"]]


def assert_all_arrived_once(courier: Courier, server: SlowServer, parts: int) -> None:
    # a part that was cut off before is recorded as refused then
    recorded = {part["name"]: part for part in parts_of(courier)}
    assert len(recorded) == parts
    assert {part["state"] for part in recorded.values()} == {"arrived"}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in server.stored.items()}
    assert digests == {name: part["sha256"] for name, part in recorded.items()}


@pytest.mark.parametrize("number", STOPS)
@WITH_SLOW_SERVER
def test_the_first_stops_safely_and_the_rest_can_be_sent_later(
    courier: Courier, sheet: Path, server: SlowServer, tmp_path: Path, number: signal.Signals
) -> None:
    send = ("send", sheet, "--to", server.url, *NOW, "--max-rows", "1000", "--password-stdin")
    with started(tmp_path, *send, typed=f"{PASSWORD}\n") as process:
        server.receives()
        stop(process, number)
        server.proxies.crawl(0)
        assert process.end() == 3
    assert process.err.splitlines()[-1].startswith("Stopped: ")
    assert process.out.count("Prepared. Not sent yet") == 2
    assert courier(*send, typed=f"{PASSWORD}\n").code == 0
    assert_all_arrived_once(courier, server, 3)


@WITH_SLOW_SERVER
def test_the_second_ends_at_once_and_the_history_tells_the_rest(
    courier: Courier, sheet: Path, server: SlowServer, tmp_path: Path
) -> None:
    send = ("send", sheet, "--to", server.url, *NOW, "--password-stdin")
    with started(tmp_path, *send, typed=f"{PASSWORD}\n") as process:
        server.receives()
        # now nothing comes to an end any more
        server.proxies.mute()
        stop(process, signal.SIGINT)
        process.signal(signal.SIGINT)
        assert process.end() == 130
    assert process.out == ""
    told = process.err.splitlines()
    assert told[0].startswith(STOPPING)
    assert told[1] == ("Ended at once. “courier history” shows what may have arrived.")
    (part,) = parts_of(courier)
    assert part["state"] == "unconfirmed"


@pytest.mark.parametrize("number", STOPS)
def test_nothing_is_under_way_while_the_server_says_nothing(
    courier: Courier, sheet: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with silent() as server:
        url = f"ftp://courier@127.0.0.1:{server.port}"
        with started(tmp_path, "send", sheet, "--to", url, *NOW, "--password-stdin", typed="x\n") as process:
            assert server.visited.wait(60)
            stop(process, number)
            assert process.end() == 130
    assert "Stopped: 0 delivered, 1 not sent, 0 unknown" in process.err
    (part,) = parts_of(courier)
    assert part["state"] == "prepared"


@WITH_SLOW_SERVER
def test_batches_that_wait_go_on_waiting(courier: Courier, server: SlowServer, tmp_path: Path) -> None:
    at = ("--at", "2020-01-01T06:00:00Z")
    for number in (1, 2):
        sheet = write(tmp_path / f"orders{number}.csv", [row(number * 10_000 + one) for one in range(1000)])
        assert courier("send", sheet, "--to", server.url, *NOW, *at).code == 0
    due = ("history", "send-due", "--password-stdin")
    with started(tmp_path, *due, typed=f"{PASSWORD}\n") as process:
        server.receives()
        stop(process, signal.SIGTERM)
        server.proxies.crawl(0)
        assert process.end() == 3
    assert process.err.splitlines()[-1] == "1 batch was not begun."
    assert "orders2.csv" in courier("history", "waiting").out
    if courier(*due, typed=f"{PASSWORD}\n").code:
        # the first was cut off so that nobody knows whether it arrived
        courier(*due, typed=f"{PASSWORD}\n")
    assert_all_arrived_once(courier, server, 2)


@WITH_SLOW_SERVER
def test_a_watched_file_that_is_being_sent_stays_until_it_is_sent(
    courier: Courier, server: SlowServer, tmp_path: Path
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    sheet = write(watched / "orders.csv", [row(number) for number in range(1, 12_001)])
    watch = ("watch", watched, "--to", server.url, *NOW, "--every", "0.1", "--quiet-for", "0.1", "--password-stdin")
    with started(tmp_path, *watch, typed=f"{PASSWORD}\n") as process:
        server.receives()
        stop(process, signal.SIGINT)
        server.proxies.crawl(0)
        assert process.end() == 3
    assert sheet.exists()
    assert not (watched / ".courier-watch").exists()
    assert courier(*watch, "--once", typed=f"{PASSWORD}\n").code == 0
    assert (watched / "sent" / "orders.csv").exists()
    assert_all_arrived_once(courier, server, 2)


INTERRUPTED_START = """
import os, signal, sys
def hear(event, facts):
    if event == "import" and facts[0] == "polars":
        os.kill(os.getpid(), signal.{number})
sys.addaudithook(hear)
from courier.cli import main
sys.exit(main(["check", "orders.csv"]))
"""


@pytest.mark.parametrize("number", STOPS)
def test_a_start_that_is_interrupted_shows_no_traceback(number: signal.Signals) -> None:
    program = INTERRUPTED_START.format(number=number.name)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped; nothing was being sent.\n")
