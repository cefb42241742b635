"""The trial of a destination: which step failed, and what can be copied."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.dialer import CancellableDialer
from courier.delivery.trial import StepOutcome, Trial, run_trial, stopped
from courier.destinations import Destination
from courier.destinations.encryption import encryption_memory
from tests.delivery.sending import NOW, agreed
from tests.delivery.servers import free_port, silent
from tests.delivery.stages import STAGES, Ground, Stage

SERVERS = ("SFTP", "FTP", "FTPS", "SMTP")
STEPS = ["name", "port", "key", "login", "folder", "permission"]


def walked(destination: Destination, password: str) -> Trial:
    return run_trial(Connector(destination, Secret(password), lambda: NOW))


def outcomes(trial: Trial) -> list[str]:
    assert [step.name for step in trial.steps] == STEPS
    return [str(step.outcome) for step in trial.steps]


@pytest.mark.parametrize("protocol", SERVERS)
def test_every_step_says_what_it_found(protocol: str, ground: Ground) -> None:
    with STAGES[protocol](ground) as stage:
        trial = walked(stage.destination, stage.password)
        assert stage.received() == {}
    # a test file would be a bad submission
    assert outcomes(trial) == ["ok"] * 5 + ["not-tried"]
    assert all(step.sentence.endswith(".") for step in trial.steps)
    assert trial.problem is None


@pytest.mark.parametrize("protocol", SERVERS)
@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("name", lambda stage: replace(stage.destination, host="no-such-host.invalid")),
        ("port", lambda stage: replace(stage.destination, port=free_port())),
        ("login", lambda stage: replace(stage.destination, user="nobody@acme.example")),
        ("folder", lambda stage: replace(stage.destination, folder="no/such/folder")),
    ],
)
def test_the_step_that_failed_is_named_and_the_later_ones_are_not_claimed(
    protocol: str, step: str, change: Callable[[Stage], Destination], ground: Ground
) -> None:
    if (protocol, step) == ("SMTP", "folder"):
        return
    with STAGES[protocol](ground) as stage:
        trial = walked(agreed(change(stage)), stage.password)
    at = STEPS.index(step)
    assert outcomes(trial) == ["ok"] * at + ["failed"] + ["not-reached"] * (5 - at)
    assert trial.problem
    assert trial.steps[at].sentence == trial.sentence == str(trial.problem)


@pytest.mark.parametrize("protocol", ["SFTP", "FTPS", "SMTP"])
def test_a_changed_key_or_certificate_fails_at_the_key(protocol: str, ground: Ground) -> None:
    with STAGES[protocol](ground) as stage:
        other = replace(stage.destination, host_keys=("SHA256:" + "A" * 43,), tls_pin="AB" * 32)
        trial = walked(other, stage.password)
    assert outcomes(trial) == ["ok", "ok", "failed", "not-reached", "not-reached", "not-reached"]


@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "FTPS"])
def test_on_a_server_of_one_s_own_a_file_is_written_and_taken_away(protocol: str, ground: Ground) -> None:
    with STAGES[protocol](ground) as stage:
        own = replace(stage.destination, route="pulled")
        assert outcomes(walked(own, stage.password)) == ["ok"] * 6
        assert list(ground.home.iterdir()) == []
        assert [path for path in ground.account.home.iterdir() if "test" in path.name] == []
    refuses = {"SFTP": "remove,open", "FTP": "STOR", "FTPS": "STOR"}[protocol]
    with STAGES[protocol](ground, refuses=refuses) as stage:
        trial = walked(replace(stage.destination, route="pulled"), stage.password)
    assert outcomes(trial) == ["ok"] * 5 + ["failed"]


@pytest.mark.parametrize(
    ("kind", "tls", "greeting", "at"),
    [
        ("sftp", "", b"", "port"),
        ("sftp", "", b"SSH-2.0-mute\r\n", "port"),
        ("ftp", "off", b"", "port"),
        ("ftp", "implicit", b"", "key"),
        ("ftp", "required", b"220 mute\r\n", "key"),
        ("ftp", "off", b"220 mute\r\n", "login"),
        ("email", "implicit", b"", "key"),
        ("email", "required", b"", "port"),
    ],
)
def test_aborting_ends_the_connection_at_once(kind: str, tls: str, greeting: bytes, at: str) -> None:
    reached: list[str] = []
    dialer = CancellableDialer(reached.append)
    with silent(greeting) as server:
        mute = Destination(
            "Acme", kind, "127.0.0.1", server.port, "me", tls=tls or "required", to="a@b.example", sender="c@d.ee"
        )
        encryption_memory().allow_open(mute)
        trial = Thread(target=lambda: run_trial(Connector(mute, Secret("word"), lambda: NOW, dialer=dialer)))
        trial.start()
        until = time.monotonic() + 10
        while dialer.step != at:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert server.visited.wait(10)
        time.sleep(0.1)
        assert trial.is_alive()
        begin = time.monotonic()
        dialer.abort()
        trial.join(10)
        # far less than the time that a server may be silent
        assert time.monotonic() - begin < 3
        assert not trial.is_alive()
        assert server.gone.wait(3)
    assert reached == STEPS[1 : STEPS.index(at) + 1]
    told = stopped(mute, dialer)
    before = STEPS.index(at)
    assert outcomes(told) == ["ok"] * before + ["stopped"] + ["not-reached"] * (5 - before)
    assert "stopped" in told.transcript(NOW)


def test_an_aborted_dialer_opens_no_connection(tmp_path: Path) -> None:
    dialer = CancellableDialer()
    dialer.abort()
    with silent() as server:
        trial = run_trial(
            Connector(Destination("Acme", "sftp", "127.0.0.1", server.port, "me"), None, lambda: NOW, dialer=dialer)
        )
        assert not server.visited.is_set()
    assert trial.problem
    folder = Destination("Acme", "folder", "", 0, folder=str(tmp_path))
    assert [str(step.outcome) for step in stopped(folder, dialer).steps] == ["stopped", "not-reached"]


def test_nothing_is_claimed_that_was_not_tried() -> None:
    nobody = Destination("Acme", "email", "127.0.0.1", free_port(), "", tls="required", to="a@b.example")
    trial = run_trial(Connector(nobody, None, lambda: NOW))
    assert outcomes(trial) == ["failed"] + ["not-reached"] * 5
    assert trial.problem


def test_a_folder_has_two_steps(tmp_path: Path) -> None:
    folder = Destination("Acme", "folder", "", 0, folder=str(tmp_path))
    trial = run_trial(Connector(folder, None, lambda: NOW))
    assert [(step.name, step.outcome) for step in trial.steps] == [
        ("folder", StepOutcome.OK),
        ("permission", StepOutcome.OK),
    ]
    assert list(tmp_path.iterdir()) == []
    gone = run_trial(Connector(replace(folder, folder=str(tmp_path / "gone")), None, lambda: NOW))
    assert [step.outcome for step in gone.steps] == [StepOutcome.FAILED, StepOutcome.NOT_REACHED]
    refused = run_trial(Connector(replace(folder, folder="/proc"), None, lambda: NOW))
    assert [step.outcome for step in refused.steps] == [StepOutcome.OK, StepOutcome.FAILED]


@pytest.mark.parametrize("protocol", SERVERS)
def test_what_can_be_copied_holds_no_secret(protocol: str, ground: Ground) -> None:
    with STAGES[protocol](ground) as stage:
        for password in (stage.password, "wrong-hunter2"):
            copied = walked(stage.destination, password).transcript(NOW)
            assert password not in copied
            assert stage.destination.url in copied
            assert "2026-11-23 12:00 UTC" in copied
            lines = copied.splitlines()
            assert lines[2 + len(STEPS)] == ""
            assert lines[3 + len(STEPS) :]
            assert all(line[:2] in ("> ", "< ") for line in lines[3 + len(STEPS) :])
            assert ("FAILED  Login" in copied) == (password == "wrong-hunter2")


@pytest.mark.parametrize("tls", ["off", "when-offered"])
def test_a_way_in_the_open_is_said_at_the_key_whatever_comes_after(ground: Ground, tls: str) -> None:
    with STAGES["FTP"](ground) as stage:
        plain = replace(stage.destination, tls=tls)
        for password, last in ((stage.password, "ok"), ("wrong", "failed")):
            trial = walked(plain, password)
            assert outcomes(trial)[:4] == ["ok", "ok", "ok", last]
            assert "can read your password" in trial.steps[2].sentence
            assert "Use SFTP" in trial.steps[2].sentence
