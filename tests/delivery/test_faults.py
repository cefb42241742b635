"""Every fault on every way: what is said is true, nothing arrives twice, nothing is lost."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import State
from tests.delivery.fault import Try
from tests.delivery.fault_table import PAGE, render
from tests.delivery.faults import FAULTS
from tests.delivery.sending import deliver, once, part
from tests.delivery.stages import STAGES, Ground
from tests.tries import tries

SIZE = 400_000
CASES = [(fault, protocol) for fault, facts in FAULTS.items() for protocol in facts.said]


@pytest.mark.parametrize(("name", "protocol"), CASES)
def test_what_is_said_is_true_and_the_next_try_ends_well(
    name: str,
    protocol: str,
    ground: Ground,
    tmp_path: Path,
    courier_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault, one = FAULTS[name], part(tmp_path, size=SIZE)
    with STAGES[protocol](ground, **fault.stage_for(protocol)) as stage:
        said = fault.act(Try(ground, stage, one, monkeypatch))
        there = stage.received()
    assert said in fault.said[protocol]
    monkeypatch.undo()
    # which undoes the home of the test too
    monkeypatch.setenv("COURIER_HOME", str(courier_home))
    if protocol == "SMTP" and said == "receipt-mail-unconfirmed":
        # nobody can look, so nothing goes out again by itself
        assert len(there) <= 1
        return
    if name in ("taken", "doubled") or (protocol == "SMTP" and there):
        return
    ground.home.mkdir(exist_ok=True)
    # the fault is over: the same part again
    with STAGES[protocol](ground, **({"what": "rename"} if name == "renamed" else {})) as stage:
        (receipt,) = deliver([one], stage.destination, stage.password)
        assert receipt.state in (State.ARRIVED, State.TAKEN)
        whole = one.path.read_bytes()
        assert [content == whole for file, content in stage.received().items() if "00of02" not in file] == [True]


@pytest.mark.soak
@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "FTPS", "SMTP"])
def test_cut_at_any_moment_a_part_is_there_once_and_what_is_said_is_true(
    protocol: str, ground: Ground, tmp_path: Path
) -> None:
    chance = random.Random(protocol)
    with STAGES[protocol](ground) as stage:
        impatient = replace(stage.destination, timeout_seconds=9.0)
        for number in range(tries(1, 30)):
            one, share = part(tmp_path, number, chance.randrange(1, 900_000)), chance.random()
            before = len(stage.received())
            try:
                (receipt,) = deliver([one], impatient, stage.password, once(int(share * one.size), stage.cut))
            except DeliveryError:
                continue
            whole = one.path.read_bytes()
            copies = sum(content == whole for content in stage.received().values())
            if receipt.state.delivered:
                assert copies == 1
            elif receipt.state is State.REFUSED:
                assert len(stage.received()) == before
            if protocol == "SMTP" and receipt.state is State.UNCONFIRMED:
                assert copies <= 1
                continue
            (again,) = deliver([one], stage.destination, stage.password)
            assert again.state.delivered
            if not (protocol == "SMTP" and receipt.state.delivered):
                assert sum(content == whole for content in stage.received().values()) == 1


def test_the_table_in_the_documents_is_the_one_that_is_tested() -> None:
    assert PAGE.read_text(encoding="utf-8") == render()
