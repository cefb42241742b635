"""``courier watch``: what appears in a folder is sent when clean and held back when not."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from courier.destinations import Destination, Destinations
from courier.draft import Draft
from courier.ledger.records import BatchOrigin
from courier.lock import Lock
from courier.practice.server import PracticeServer
from courier.programs import Program, Programs
from courier.settings import config_folder
from courier.shipping import dispatch
from tests.commands.running import NOW, ROOT, Courier, order, row, write

ONCE = (*NOW, "--once", "--every", "0.05")


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    (tmp_path / "watched").mkdir()
    return tmp_path / "watched"


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_clean_files_are_sent_and_the_others_held_back_with_a_report(
    courier: Courier, watched: Path, inbox: Path
) -> None:
    write(watched / "clean.csv", order(1, 2))
    write(watched / "messy.csv", [row(2), row(3, Quantity="0")])
    (watched / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(50))
    (watched / "notes.pdf").write_bytes(b"nobody's")
    (watched / "~$clean.xlsx").write_bytes(b"a lock of a spreadsheet program")
    run = courier("watch", watched, "--to", inbox, *ONCE)
    assert run.code == 2
    assert names(watched) == [
        "held-back/broken.xlsx",
        "held-back/broken.xlsx.problem.txt",
        "held-back/messy.csv",
        "held-back/messy.csv.problems.xlsx",
        "notes.pdf",
        "sent/clean.csv",
        "~$clean.xlsx",
    ]
    (arrived,) = inbox.iterdir()
    assert b"AC-1" in arrived.read_bytes()
    assert run.out == "clean.csv: sent, and moved to “sent”.\n"
    assert "messy.csv: held back, because errors remain" in run.err
    assert (watched / "held-back" / "broken.xlsx.problem.txt").read_text(encoding="utf-8").strip().endswith(".")
    # nothing is left to do
    again = courier("watch", watched, "--to", inbox, *ONCE)
    assert (again.code, again.out, again.err) == (0, "", "")


def test_orders_sent_before_are_held_back_and_not_tried_for_ever(courier: Courier, watched: Path, inbox: Path) -> None:
    write(watched / "first.csv", [row(1)])
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    write(watched / "second.csv", [row(1), row(2)])
    run = courier("watch", watched, "--to", inbox, *ONCE)
    assert run.code == 1
    assert "AC-1" in run.err
    assert names(watched) == ["held-back/second.csv", "held-back/second.csv.problem.txt", "sent/first.csv"]
    assert len(names(inbox)) == 1


def test_orders_may_be_set_aside(courier: Courier, watched: Path, inbox: Path) -> None:
    write(watched / "messy.csv", [row(2), row(3, Quantity="0")])
    assert courier("watch", watched, "--to", inbox, "--set-aside", *ONCE).code == 4
    assert names(watched) == ["sent/messy.csv"]
    (arrived,) = inbox.iterdir()
    assert b"AC-3" not in arrived.read_bytes()


def test_a_file_that_still_grows_is_left_alone(courier: Courier, watched: Path, inbox: Path) -> None:
    path = write(watched / "growing.csv", order(1, 2))
    done = threading.Event()

    def grow() -> None:
        while not done.wait(0.02):
            with path.open("ab") as out:
                out.write(b"\r\n")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        run = courier("watch", watched, "--to", inbox, *NOW, "--once", "--every", "0.3")
    finally:
        done.set()
        writer.join()
    assert (run.code, names(watched), list(inbox.iterdir())) == (0, ["growing.csv"], [])
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    assert names(watched) == ["sent/growing.csv"]


def test_what_cannot_be_delivered_now_is_tried_again(courier: Courier, watched: Path, tmp_path: Path) -> None:
    write(watched / "clean.csv", order(1, 2))
    run = courier("watch", watched, "--to", tmp_path / "not there yet", *ONCE)
    assert run.code == 3
    assert "tried again at the next look" in run.sentence
    assert names(watched) == ["clean.csv"]
    (tmp_path / "not there yet").mkdir()
    assert courier("watch", watched, "--to", tmp_path / "not there yet", *ONCE).code == 0
    assert names(watched) == ["sent/clean.csv"]


def test_a_name_that_was_there_before_is_kept(courier: Courier, watched: Path, inbox: Path) -> None:
    for number in (1, 2):
        write(watched / "orders.csv", order(number, 1))
        assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    assert names(watched) == ["sent/orders 2.csv", "sent/orders.csv"]
    assert len(list(inbox.iterdir())) == 2


def test_two_runs_never_overlap(courier: Courier, watched: Path, inbox: Path) -> None:
    write(watched / "clean.csv", order(1, 2))
    lock = Lock.take(watched / ".courier-watch")
    assert lock
    run = courier("watch", watched, "--to", inbox, *ONCE)
    lock.release()
    assert run.code == 0
    assert "watched already" in run.sentence
    assert list(inbox.iterdir()) == []
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    assert len(list(inbox.iterdir())) == 1


def test_what_cannot_be_watched_is_said(courier: Courier, watched: Path, tmp_path: Path, unwritable: Path) -> None:
    for folder, to in (
        (tmp_path / "gone", tmp_path),
        (watched, "gopher://x"),
        (watched, f"eml:{tmp_path}?to=a@b.example"),
        (unwritable, tmp_path),
    ):
        run = courier("watch", folder, "--to", to, *ONCE)
        assert (run.code, run.out) == (2, "")
        assert run.sentence


def test_what_cannot_be_put_away_is_said_once_and_keeps_nobody_from_the_others(
    courier: Courier, watched: Path, inbox: Path
) -> None:
    """Plain files are in the place of the folders."""
    for name in ("sent", "held-back"):
        (watched / name).write_text("in the way")
    write(watched / "a.csv", [row(1)])
    write(watched / "b.csv", [row(2, Quantity="0")])
    write(watched / "c.csv", [row(3)])
    run = courier("watch", watched, "--to", inbox, *ONCE)
    assert (run.code, run.out) == (2, "")
    told = run.err.splitlines()
    assert [line[:12] for line in told] == ["a.csv: sent,", "b.csv: not s", "c.csv: sent,"]
    assert names(watched) == ["a.csv", "b.csv", "c.csv", "held-back", "sent"]
    assert len(names(inbox)) == 2
    for name in ("sent", "held-back"):
        (watched / name).unlink()
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 1
    assert [name for name in names(watched) if name.endswith(".csv")] == ["held-back/b.csv", "sent/a.csv", "sent/c.csv"]
    # nothing went twice
    assert len(names(inbox)) == 2


def test_a_defect_with_one_file_keeps_nobody_from_the_others(
    courier: Courier, courier_home: Path, watched: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(watched / "a.csv", [row(1)])
    write(watched / "b.csv", [row(2)])
    original, order_id = dispatch.origin_of, "AC-" + "1"

    def broken(draft: Draft, name: str, *more: str) -> BatchOrigin:
        if name == "a.csv":
            raise RuntimeError(order_id)
        return original(draft, name, *more)

    monkeypatch.setattr(dispatch, "origin_of", broken)
    run = courier("watch", watched, "--to", inbox, *ONCE, defect=True)
    (details,) = (courier_home / "data" / "crashes").iterdir()
    assert (run.code, run.out) == (2, "b.csv: sent, and moved to “sent”.\n")
    assert str(details) in run.sentence
    assert order_id not in details.read_text(encoding="utf-8")
    assert names(watched) == ["a.csv", "sent/b.csv"]


def test_a_server_that_is_not_known_yet_keeps_the_files(courier: Courier, watched: Path, inbox: Path) -> None:
    write(watched / "clean.csv", order(1, 2))
    with PracticeServer(inbox) as server:
        run = courier("watch", watched, "--to", server.destination.url, *ONCE)
    assert run.code == 3
    assert server.fingerprint in run.sentence
    assert names(watched) == ["clean.csv"]


def test_a_password_from_standard_input_serves_all_files(courier: Courier, watched: Path, inbox: Path) -> None:
    for number in (1, 2):
        write(watched / f"orders{number}.csv", order(number, 1))
    with PracticeServer(inbox) as server:
        place = ("--url", server.destination.url, "--host-key", server.fingerprint)
        assert courier("destinations", "add", "Acme", *place).code == 0
        to_acme = ("watch", watched, "--to", "Acme", *ONCE, "--password-stdin")
        refused = courier(*to_acme, typed="not the password\n")
        assert refused.code == 3
        assert "did not accept user" in refused.err
        assert names(watched) == ["orders1.csv", "orders2.csv"]
        run = courier(*to_acme, typed=f"{server.secret.reveal()}\n")
    assert (run.code, run.err) == (0, "")
    assert names(watched) == ["sent/orders1.csv", "sent/orders2.csv"]
    assert len(names(inbox)) == 2


# Windows sends Ctrl+C to all programs of a console, of which a test may have none: here a byte of input says it
INTERRUPTED_BY_INPUT = """
import _thread, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(1), _thread.interrupt_main()), daemon=True).start()
runpy.run_module("courier", run_name="__main__")
"""


def interrupt(process: "subprocess.Popen[bytes]") -> None:
    """As Ctrl+C does."""
    if sys.platform != "win32":
        process.send_signal(signal.SIGINT)
    elif process.stdin:
        process.stdin.write(b"x")
        process.stdin.flush()


def test_it_goes_on_until_it_is_ended(watched: Path, inbox: Path) -> None:
    # what cannot be put away is told once, not at every look
    (watched / "sent").write_text("in the way")
    program = ["-c", INTERRUPTED_BY_INPUT] if sys.platform == "win32" else ["-m", "courier"]
    process = subprocess.Popen(
        [sys.executable, *program, "watch", watched, "--to", inbox, *NOW, "--every", "0.1"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        # the third is sent at a look of its own, after many at the first
        for number in (1, 2, 3):
            write(watched / f"orders{number}.csv", order(number, 1))
            until = time.monotonic() + 30
            while len(list(inbox.iterdir())) < number:
                assert time.monotonic() < until
                time.sleep(0.05)
    finally:
        interrupt(process)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert err.decode().count("orders1.csv: sent, but it cannot be moved") == 1


def test_a_sheet_of_which_a_batch_has_no_place_is_held_back_with_its_reason(
    courier: Courier, watched: Path, inbox: Path
) -> None:
    Programs(config_folder()).save(Program("Acme", "1000", destination="Acme"))
    Programs(config_folder()).save(Program("Bolt", "2000", destination="Gone"))
    Destinations(config_folder()).save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    write(watched / "both.csv", [row(1), row(2, CampaignId="2000")])
    run = courier("watch", watched, "--to", "Acme", "--program", "Acme", *ONCE)
    assert run.code != 0
    assert names(watched) == ["held-back/both.csv", "held-back/both.csv.problem.txt"]
    assert "“Gone”, which is no saved destination" in (watched / "held-back" / "both.csv.problem.txt").read_text(
        encoding="utf-8"
    )
    # the other one went
    (arrived,) = inbox.iterdir()
    assert b"AC-1" in arrived.read_bytes()
    assert b"AC-2" not in arrived.read_bytes()
