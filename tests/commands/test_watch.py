"""``courier watch``: what appears in a folder is sent when clean and held back when not."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courier.commands import watch
from courier.destinations import Destination, Destinations
from courier.draft import Draft
from courier.ledger.records import BatchOrigin
from courier.lock import Lock
from courier.open_sheet import OpenedSheet
from courier.practice.server import PracticeServer
from courier.programs import Program, Programs
from courier.settings import config_folder
from courier.shipping import dispatch
from tests.commands.processes import started, until
from tests.commands.running import NOW, PATIENCE, ROOT, Courier, order, row, write
from tests.commands.slow_server import PASSWORD, slow_server
from tests.delivery.sending import no_file_beyond
from tests.keychain import FakeKeychain
from tests.needs import need, need_root

ONCE = (*NOW, "--once", "--every", "0.05", "--quiet-for", "0.05")


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
    assert "messy.csv: held back with errors" in run.err
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
        run = courier("watch", watched, "--to", inbox, *NOW, "--once", "--quiet-for", "0.3")
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


def test_a_defect_whose_details_cannot_be_kept_is_told_too(
    courier: Courier, courier_home: Path, watched: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(watched / "a.csv", [row(1)])
    crashes = courier_home / "data" / "crashes"
    crashes.parent.mkdir()
    crashes.write_text("in the way")

    def broken(*_: object) -> BatchOrigin:
        raise RuntimeError

    monkeypatch.setattr(dispatch, "origin_of", broken)
    run = courier("watch", watched, "--to", inbox, *ONCE, defect=True)
    assert (run.code, run.out) == (2, "")
    assert f"could not be kept in {crashes}" in run.sentence
    assert names(watched) == ["a.csv"]


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


def test_the_keychain_is_asked_once_and_again_where_nobody_was_let_in(
    courier: Courier, keychain: FakeKeychain, watched: Path, inbox: Path
) -> None:
    for number in (1, 2, 3):
        write(watched / f"orders{number}.csv", order(number, 1))
    with PracticeServer(inbox) as server:
        place = ("--url", server.destination.url, "--host-key", server.fingerprint, "--password-stdin")
        assert courier("destinations", "add", "Acme", *place, typed="of yesterday\n").code == 0
        (account,) = keychain.entries
        keychain.asked_for.clear()
        refused = courier("watch", watched, "--to", "Acme", *ONCE)
        assert (refused.code, keychain.asked_for) == (3, [account] * 3)
        keychain.asked_for.clear()
        keychain.entries[account] = server.secret.reveal()
        sent = courier("watch", watched, "--to", "Acme", *ONCE)
    assert (sent.code, keychain.asked_for) == (0, [account])
    assert len(names(inbox)) == 3


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
        [sys.executable, *program, "watch", watched, "--to", inbox, *NOW, "--every", "0.1", "--quiet-for", "0.1"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        # the third is sent at a look of its own, after many at the first
        for number in (1, 2, 3):
            write(watched / f"orders{number}.csv", order(number, 1))
            until = time.monotonic() + PATIENCE
            while len(list(inbox.iterdir())) < number:
                assert time.monotonic() < until
                time.sleep(0.05)
    finally:
        interrupt(process)
        _, err = process.communicate(timeout=PATIENCE)
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
    assert "“Gone”, which is not saved any more" in (watched / "held-back" / "both.csv.problem.txt").read_text(
        encoding="utf-8"
    )
    # the other one went
    (arrived,) = inbox.iterdir()
    assert b"AC-1" in arrived.read_bytes()
    assert b"AC-2" not in arrived.read_bytes()


def test_numbers_of_seconds_that_are_none_and_programs_that_are_not_saved_are_refused(
    courier: Courier, watched: Path, inbox: Path
) -> None:
    write(watched / "clean.csv", [row(1)])
    for wrong in (("--every", "-1"), ("--quiet-for", "soon"), ("--quiet-for", "nan"), ("--program", "Nobody")):
        run = courier("watch", watched, "--to", inbox, "--once", *wrong)
        assert (run.code, run.out) == (2, "")
        assert wrong[1] in run.sentence
    assert names(watched) == ["clean.csv"]


def test_a_schedule_does_not_wait_for_an_empty_folder(courier: Courier, watched: Path, inbox: Path) -> None:
    run = courier("watch", watched, "--to", inbox, "--once", "--quiet-for", "100000")
    assert (run.code, run.out, run.err) == (0, "", "")


@pytest.mark.only_on("linux", "win32", why="macOS does not tell who writes to a file")
def test_a_file_that_another_program_has_open_to_write_waits(courier: Courier, watched: Path, inbox: Path) -> None:
    path = write(watched / "clean.csv", [row(1)])
    with path.open("ab"):
        run = courier("watch", watched, "--to", inbox, *ONCE)
    assert (run.code, names(watched), list(inbox.iterdir())) == (0, ["clean.csv"], [])
    assert "another program is writing to it" in run.sentence
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    assert names(watched) == ["sent/clean.csv"]


def replace(path: Path) -> None:
    """As programs do that write a file under another name first."""
    write(path.with_name("new.tmp"), [row(1), row(7)]).replace(path)


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(write(path.with_name("more.tmp"), [row(7)]).read_bytes().splitlines(keepends=True)[1])


@pytest.mark.only_on("linux", why="the way to the server is an address that only Linux has")
@pytest.mark.parametrize("change", [replace, append])
def test_a_file_that_changes_while_it_is_sent_is_not_taken_for_what_was_sent(
    watched: Path, inbox: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = write(watched / "orders.csv", [row(1)])
    with slow_server(inbox) as server:
        for proxy in server.proxies.all[1:]:
            proxy.bytes_per_second = 20
        to = ("watch", watched, "--to", server.url, *NOW, "--every", "0.1", "--quiet-for", "0.1", "--password-stdin")
        with started(tmp_path, *to, typed=f"{PASSWORD}\n") as process:
            server.receives()
            change(path)
            changed = path.read_bytes()
            server.proxies.crawl(0)
            process.says("orders.csv: changed meanwhile")
            # the next look finds an order that was sent before
            until(lambda: (watched / "held-back" / "orders.csv.problem.txt").exists(), "it is not held back")
            process.signal(signal.SIGINT)
            assert process.end() == 130
        (sent,) = server.stored.values()
    assert (b"AC-1" in sent, b"AC-7" in sent) == (True, False)
    assert (watched / "held-back" / "orders.csv").read_bytes() == changed
    assert not (watched / "sent").exists()
    assert "such as AC-1 on" in process.err


@pytest.mark.parametrize(("change", "told"), [(append, "changed"), (Path.unlink, "taken away")])
def test_a_file_that_changes_while_it_is_checked_is_not_sent(
    courier: Courier, watched: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], None], told: str,
) -> None:  # fmt: skip
    path = write(watched / "orders.csv", [row(1)])
    original = watch.open_checked

    def opened(opened_path: Path, *more: Any) -> OpenedSheet:
        sheet = original(opened_path, *more)
        change(path)
        return sheet

    monkeypatch.setattr(watch, "open_checked", opened)
    run = courier("watch", watched, "--to", inbox, *ONCE)
    assert f"orders.csv: {told} meanwhile" in run.sentence
    assert run.sentence.endswith("Nothing of it was sent.")
    assert (run.code, list(inbox.iterdir()), (watched / "held-back").exists()) == (0, [], False)


@pytest.mark.only_on("linux", "darwin", why="Windows has no FIFOs, and links only for administrators")
def test_links_and_what_is_no_file_are_told_once_and_never_opened(watched: Path, inbox: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.csv", [row(9)])
    (watched / "link.csv").symlink_to(outside)
    os.mkfifo(watched / "fifo.csv")
    (watched / "folder.csv").mkdir()
    with started(tmp_path, "watch", watched, "--to", inbox, *NOW, "--every", "0.05", "--quiet-for", "0.05") as process:
        for number in (1, 2):
            write(watched / f"orders{number}.csv", order(number, 1))
            process.says(f"orders{number}.csv: sent")
        process.signal(signal.SIGINT)
        assert process.end() == 130
    told = [line.split(": ")[0] for line in process.err.splitlines()]
    assert told[:-1] == ["fifo.csv", "folder.csv", "link.csv"]
    assert outside.exists()
    assert len(names(inbox)) == 2


@pytest.mark.only_on("linux", "darwin", why="Windows renames no folder in which a file is open")
def test_a_folder_that_vanishes_and_comes_back_is_watched_on(watched: Path, inbox: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    with started(tmp_path, "watch", watched, "--to", inbox, *NOW, "--every", "0.05", "--quiet-for", "0.05") as process:
        for number in (1, 2):
            write(watched / f"orders{number}.csv", order(number, 1))
            process.says(f"orders{number}.csv: sent")
            watched.rename(away)
            process.says("until it is back", number)
            away.rename(watched)
            process.says("is back and watched again", number)
        process.signal(signal.SIGINT)
        assert process.end() == 130
    assert len(process.err.splitlines()) == 3
    assert names(watched) == ["sent/orders1.csv", "sent/orders2.csv"]


@pytest.mark.only_on("linux", "darwin", why="links only for administrators on Windows")
def test_reports_overwrite_no_other_file_and_follow_no_link(
    courier: Courier, watched: Path, inbox: Path, tmp_path: Path
) -> None:
    held = watched / "held-back"
    held.mkdir()
    (held / "messy.csv.problems.xlsx").write_text("mine")
    (held / "broken.xlsx.problem.txt").symlink_to(tmp_path / "aim.txt")
    write(watched / "messy.csv", [row(3, Quantity="0")])
    (watched / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(50))
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 2
    assert (held / "messy.csv.problems.xlsx").read_text() == "mine"
    assert not (tmp_path / "aim.txt").exists()
    assert (held / "messy.csv 2.problems.xlsx").read_bytes().startswith(b"PK")
    assert (held / "broken.xlsx 2.problem.txt").read_text(encoding="utf-8").strip().endswith(".")


@pytest.mark.only_on("linux", why="only Linux allows names that are not UTF-8")
def test_names_that_are_long_or_not_utf_8_lose_nothing(courier: Courier, watched: Path, inbox: Path) -> None:
    long, other = "a" * 251 + ".csv", os.fsdecode(b"orders\xff.csv")
    write(watched / other, [row(1)])
    for _ in range(2):
        write(watched / long, [row(2, Quantity="0")])
        run = courier("watch", watched, "--to", inbox, *ONCE)
        assert run.code == 1
        assert f"{long}: held back" in run.sentence
    kept = sorted(names(watched))
    assert [name for name in kept if name.startswith("sent")] == [f"sent/{other}"]
    held = [name.removeprefix("held-back/") for name in kept if name.startswith("held-back")]
    assert sorted(len(name) for name in held) == [255] * 4
    assert sum(name.endswith(".problems.xlsx") for name in held) == 2
    assert courier("history", "--json").json[0]["source"] == "orders\ufffd.csv"


@pytest.mark.only_on("linux", why="setpriv takes the right to read everything from root")
def test_a_file_that_may_not_be_read_stays_and_keeps_nobody_from_the_others(watched: Path, inbox: Path) -> None:
    need_root()
    setpriv = need("setpriv", "util-linux")
    secret = write(watched / "secret.csv", [row(1)])
    secret.chmod(0)
    write(watched / "clean.csv", [row(2)])
    done = subprocess.run(
        [setpriv, "--bounding-set", "-dac_override,-dac_read_search", sys.executable, "-m", "courier",
         "watch", watched, "--to", inbox, *ONCE],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", timeout=60,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "clean.csv: sent, and moved to “sent”.\n")
    assert done.stderr == (
        "secret.csv: cannot be read (Permission denied), and is tried again; check who may read it.\n"
    )
    assert names(watched) == ["secret.csv", "sent/clean.csv"]


@pytest.mark.parametrize("needed", ["batches", "ledger"])
def test_what_the_app_cannot_write_is_no_fault_of_the_file(
    courier: Courier, courier_home: Path, watched: Path, inbox: Path, needed: str
) -> None:
    """A plain file is in the place of a folder of the app, so not even root can write there."""
    write(watched / "clean.csv", [row(1)])
    blocked = courier_home / "data" / needed
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("in the way")
    run = courier("watch", watched, "--to", inbox, *ONCE)
    assert run.code == 3
    assert "clean.csv: not sent, and tried again at the next look" in run.sentence
    assert (names(watched), names(inbox)) == (["clean.csv"], [])
    blocked.unlink()
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    assert (names(watched), len(names(inbox))) == (["sent/clean.csv"], 1)


@pytest.mark.only_on("linux", "darwin", why="Windows has no limit for the size of files")
def test_a_full_disk_of_the_app_is_no_fault_of_the_file(courier: Courier, watched: Path, inbox: Path) -> None:
    write(watched / "clean.csv", [row(number) for number in range(500)])
    with no_file_beyond(20_000):
        run = courier("watch", watched, "--to", inbox, *ONCE)
    assert run.code == 3
    assert "File too large" in run.sentence
    assert (names(watched), names(inbox)) == (["clean.csv"], [])
    assert courier("watch", watched, "--to", inbox, *ONCE).code == 0
    assert (names(watched), len(names(inbox))) == (["sent/clean.csv"], 1)


@pytest.mark.only_on("linux", "darwin", why="Windows has no limit for the size of files")
def test_a_held_file_whose_report_cannot_be_written_is_told_with_its_reason(
    courier: Courier, watched: Path, inbox: Path
) -> None:
    write(watched / "messy.csv", [row(3, Quantity="0")])
    with no_file_beyond(500):
        run = courier("watch", watched, "--to", inbox, *ONCE)
    assert run.code == 1
    assert "without a report" in run.sentence
    assert names(watched) == ["held-back/messy.csv"]
