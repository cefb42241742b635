"""Every fault on every way: what is said is true, nothing arrives twice, nothing is lost."""

from pathlib import Path

import pytest

from courier.delivery.parcel import State
from tests.delivery.fault_table import PAGE, render
from tests.delivery.faults import FAULTS, Try
from tests.delivery.sending import deliver, part
from tests.delivery.servers import Account
from tests.delivery.stages import STAGES, Ground, ground_in

SIZE = 400_000
CASES = [(fault, protocol) for fault, facts in FAULTS.items() for protocol in facts.said]


@pytest.fixture
def ground(server_folder: Path, account: Account) -> Ground:
    return ground_in(server_folder, account)


@pytest.mark.parametrize(("name", "protocol"), CASES)
def test_what_is_said_is_true_and_the_next_try_ends_well(
    name: str, protocol: str, ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courier.delivery.carrier.TIMEOUT", 4.0)
    fault, one = FAULTS[name], part(tmp_path, size=SIZE)
    with STAGES[protocol](ground, **fault.stage_for(protocol)) as stage:
        said = fault.act(Try(ground, stage, one, monkeypatch))
        there = stage.received()
    assert said in fault.said[protocol]
    monkeypatch.undo()
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


def test_the_table_in_the_documents_is_the_one_that_is_tested() -> None:
    assert PAGE.read_text(encoding="utf-8") == render()
