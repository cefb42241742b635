"""A password that is looked for everywhere after everything that can go wrong."""

import io
import json
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError
from courier.delivery.send import send
from courier.delivery.trial import run_trial
from courier.destinations import Destinations
from courier.settings import config_folder
from tests.delivery.sending import NOW, agreed, everything_logged, once, part
from tests.delivery.servers import free_port
from tests.delivery.stages import PASSWORD, STAGES, Ground, Stage

SERVERS = ("SFTP", "FTP", "FTPS", "SMTP")
MARK = "m4rk3d-p4ssw0rd-ß"


def everything_about(problem: BaseException) -> str:
    """Words, facts and frames of a problem and all behind it, with what stood in each frame of ours."""
    found = []
    seen: BaseException | None = problem
    while seen is not None:
        found += [str(seen), repr(seen), repr(seen.args), *traceback.format_exception(seen)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(found)


def all_that_goes_wrong(stage: Stage, folder: Path) -> list[Any]:
    """Sends with the marked password in every way that fails, and tells all that was said."""
    said: list[Any] = []
    one = part(folder, size=300_000)
    right, wrong = Secret(stage.password), Secret(MARK)
    good = stage.destination
    cases: list[tuple[Any, Secret, Any]] = [
        (good, wrong, None),
        (replace(good, port=free_port()), wrong, None),
        (replace(good, host="no-such-host.invalid"), wrong, None),
        (replace(good, host_keys=(), tls_pin=""), wrong, None),
        (replace(good, host_keys=("SHA256:x",), tls_pin="AB" * 32), wrong, None),
        (replace(good, tls="off"), wrong, None),
        (replace(good, tls="implicit" if good.tls != "implicit" else "required"), wrong, None),
        (replace(good, user="nobody"), wrong, None),
        (replace(good, user="two\nlines"), wrong, None),
        (replace(good, folder="no/such/folder"), right, None),
        (good, right, once(100_000, stage.cut)),
        (good, right, once(100_000, stage.kill)),
        (good, wrong, None),
    ]
    for number, (destination, secret, report) in enumerate(cases):
        agreed(destination)
        said += [repr(destination), repr(secret), repr(Connector(destination, secret, lambda: NOW))]
        if number % 3 == 0:
            trial = run_trial(Connector(destination, secret, lambda: NOW))
            said += [repr(trial), trial.transcript(NOW)]
        try:
            for receipt in send([one], destination, secret, lambda: NOW, progress=report or (lambda _: None)):
                said += [repr(receipt), receipt.message, json.dumps(receipt.as_json())]
        except DeliveryError as problem:
            said.append(everything_about(problem))
    return said


@pytest.mark.parametrize("protocol", SERVERS)
def test_the_password_is_in_no_word_log_or_file(
    protocol: str, ground: Ground, tmp_path: Path, courier_home: Path
) -> None:
    out, err = io.StringIO(), io.StringIO()
    with everything_logged() as log, STAGES[protocol](ground) as stage, redirect_stdout(out), redirect_stderr(err):
        stage.destination = replace(stage.destination, timeout_seconds=2.0)
        Destinations(config_folder()).save(stage.destination)
        said = all_that_goes_wrong(stage, tmp_path)
    files = [path for folder in (courier_home, tmp_path) for path in folder.rglob("*") if path.is_file()]
    assert files
    places = "\n".join([*map(str, said), *log, out.getvalue(), err.getvalue()])
    assert "did not accept user" in places
    secrets = [MARK, PASSWORD, ground.account.password]
    for secret in secrets:
        assert secret not in places
        assert not [path for path in files if secret.encode() in path.read_bytes()]
