"""What holds for sending to any server: several parts at a time, tries, earlier copies, temporary names."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Progress, State
from courier.delivery.send import MAX_PARALLEL, send
from courier.destinations import Destination
from tests.delivery.proxy import Proxy
from tests.delivery.sending import NOW, agreed, deliver, part
from tests.delivery.servers import free_port, openssh, silent
from tests.delivery.stages import STAGES, Ground, fingerprint_of, sftp

# Several at a time


def test_parts_go_abreast_and_their_receipts_come_in_order(ground: Ground, tmp_path: Path) -> None:
    parts = [part(tmp_path, number, 40_000 * (number % 3 + 1)) for number in range(1, 31)]
    told: list[Progress] = []
    with sftp(ground) as stage:
        receipts = list(
            send(parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=False, progress=told.append)
        )
        assert stage.received() == {part.name: part.path.read_bytes() for part in parts}
    assert [(receipt.part, receipt.state) for receipt in receipts] == [(part.name, State.ARRIVED) for part in parts]
    assert told[-1].sent_in_all == told[-1].size_in_all == sum(part.size for part in parts)
    assert [progress.sent_in_all for progress in told] == sorted(progress.sent_in_all for progress in told)
    begun = [progress.part for progress in told]
    # a second part began before the first one ended
    assert begun != sorted(begun)


@pytest.mark.parametrize("in_sequence", [True, False])
def test_the_begin_of_each_part_is_told_before_any_of_its_data_is_there(
    in_sequence: bool, ground: Ground, tmp_path: Path
) -> None:
    parts = [part(tmp_path, number) for number in range(1, 12)]
    untouched = []
    with sftp(ground) as stage:
        receipts = send(
            parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=in_sequence,
            on_begin=lambda one: untouched.append((one.name, not stage.received().get(one.name))),
        )  # fmt: skip
        assert {receipt.state for receipt in receipts} == {State.ARRIVED}
    assert sorted(untouched) == [(part.name, True) for part in parts]


def test_in_sequence_no_part_is_begun_before_the_one_before_it_arrived(ground: Ground, tmp_path: Path) -> None:
    parts = [part(tmp_path, number, 100_000) for number in range(1, 5)]
    with sftp(ground) as stage:

        def report(progress: Progress) -> None:
            whole = {name for name, content in stage.received().items() if len(content) == 100_000}
            assert {part.name for part in parts[: progress.part - 1]} <= whole

        receipts = deliver(parts, stage.destination, stage.password, report)
    assert {receipt.state for receipt in receipts} == {State.ARRIVED}


def test_after_a_part_that_is_refused_no_other_is_begun(ground: Ground, tmp_path: Path) -> None:
    parts = [part(tmp_path, number) for number in range(1, 3 * MAX_PARALLEL)]
    (ground.account.home / parts[0].name).mkdir()
    with sftp(ground) as stage:
        receipts = list(send(parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=False))
        there = stage.received()
    assert [receipt.part for receipt in receipts] == [part.name for part in parts]
    assert receipts[0].state is State.REFUSED
    assert receipts[-1].state is State.PREPARED
    for receipt in receipts[1:]:
        assert receipt.state in (State.ARRIVED, State.PREPARED)
        assert (receipt.part in there) == (receipt.state is State.ARRIVED)


def test_a_break_abreast_leaves_a_true_word_for_each(ground: Ground, tmp_path: Path) -> None:
    parts = [part(tmp_path, number, 300_000) for number in range(1, 13)]
    with sftp(ground) as stage:
        acted = []

        def cut(progress: Progress) -> None:
            if progress.sent_in_all > 900_000 and not acted:
                acted.append(True)
                stage.cut()

        receipts = list(
            send(parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=False, progress=cut)
        )
        there = stage.received()
        for receipt, one in zip(receipts, parts, strict=True):
            if receipt.state.delivered:
                assert there[one.name] == one.path.read_bytes()
            elif receipt.state in (State.REFUSED, State.PREPARED):
                assert one.name not in there
        again = list(send(parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=False))
        assert {receipt.state for receipt in again} == {State.ARRIVED}
        assert stage.received() == {part.name: part.path.read_bytes() for part in parts}


def test_cancelling_abreast_leaves_no_piece(ground: Ground, tmp_path: Path) -> None:
    parts = [part(tmp_path, number, 300_000) for number in range(1, 13)]
    wish = threading.Event()

    def report(progress: Progress) -> None:
        if progress.sent_in_all > 900_000:
            wish.set()

    with sftp(ground) as stage:
        receipts = list(
            send(parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=False, progress=report,
                 cancelled=wish.is_set)
        )  # fmt: skip
        there = stage.received()
    assert {receipt.key for receipt in receipts} <= {"receipt-arrived", "receipt-cancelled", "receipt-cancelled-before",
                                             "receipt-prepared"}  # fmt: skip
    assert set(there) == {receipt.part for receipt in receipts if receipt.state is State.ARRIVED}
    # those under way may be whole before they hear of the wish
    assert {receipt.key for receipt in receipts} & {"receipt-cancelled", "receipt-cancelled-before"}


@pytest.mark.parametrize("in_sequence", [True, False])
def test_finishing_lets_what_has_begun_arrive_and_begins_no_other(
    in_sequence: bool, ground: Ground, tmp_path: Path
) -> None:
    parts = [part(tmp_path, number) for number in range(1, 25)]
    begun: list[str] = []
    with sftp(ground) as stage:
        receipts = list(
            send(
                parts, stage.destination, Secret(stage.password), lambda: NOW, in_sequence=in_sequence,
                on_begin=lambda one: begun.append(one.name), finishing=lambda: bool(begun),
            )
        )  # fmt: skip
        assert sorted(stage.received()) == sorted(begun)
    assert {receipt.part for receipt in receipts if receipt.state is State.ARRIVED} == set(begun)
    left = {(receipt.state, receipt.key) for receipt in receipts if receipt.part not in begun}
    assert left == {(State.PREPARED, "receipt-cancelled-before")}


def test_a_server_with_few_channels_takes_the_parts_all_the_same(ground: Ground, tmp_path: Path) -> None:
    parts = [part(tmp_path, number) for number in range(1, 8)]
    with openssh(ground.folder, extra="MaxSessions 2\n") as server:
        key = fingerprint_of((ground.folder / "host_key.pub").read_text().split()[1])
        destination = Destination("Acme", "sftp", "127.0.0.1", server.port, ground.account.name, host_keys=(key,))
        receipts = list(send(parts, destination, Secret(ground.account.password), lambda: NOW, in_sequence=False))
    assert {receipt.state for receipt in receipts} == {State.ARRIVED}


# Trying again


@contextmanager
def coming_up_late(port: int, target: int) -> Iterator[list[bool]]:
    """Nothing listens on ``port``; after the first attempts a proxy leads from there to ``target``."""
    proxies: list[Proxy] = []
    tries: list[bool] = []
    connect = CancellableDialer.connect

    def first_refused(dialer: CancellableDialer, host: str, to: int) -> socket.socket:
        if to == port and not proxies:
            tries.append(True)
            if len(tries) == 2:
                proxies.append(Proxy(target, port))
            raise ConnectionRefusedError
        return connect(dialer, host, to)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CancellableDialer, "connect", first_refused)
        yield tries
    for proxy in proxies:
        proxy.close()


@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "FTPS", "SMTP"])
def test_a_server_that_comes_up_late_is_tried_again(protocol: str, ground: Ground, tmp_path: Path) -> None:
    with STAGES[protocol](ground) as stage:
        assert stage.server
        port = free_port()
        with coming_up_late(port, stage.server.port) as tries:
            (receipt,) = deliver([part(tmp_path)], agreed(replace(stage.destination, port=port)), stage.password)
        assert receipt.state.delivered
        assert len(tries) == 2


def test_cancelling_ends_the_tries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("courier.delivery.connecting.PAUSES", (30.0, 30.0))
    begin = time.monotonic()
    nowhere = Destination("Acme", "sftp", "127.0.0.1", free_port(), "me")
    with pytest.raises(DeliveryError, match="You cancelled before anything was sent"):
        list(send([part(tmp_path)], nowhere, Secret(""), lambda: NOW, cancelled=lambda: time.monotonic() > begin + 0.5))
    assert time.monotonic() - begin < 5


def test_a_login_that_was_refused_is_not_tried_again(ground: Ground, tmp_path: Path) -> None:
    with STAGES["SMTP"](ground) as stage:
        opened = []
        connect = CancellableDialer.connect
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                CancellableDialer, "connect", lambda dialer, *to: (opened.append(to), connect(dialer, *to))[1]
            )
            with pytest.raises(DeliveryError, match="did not accept user"):
                deliver([part(tmp_path)], stage.destination, "wrong")
    assert [host for host, _ in opened] == ["127.0.0.2"]


# Names


@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "FTPS"])
@pytest.mark.parametrize("rename", [True, False])
def test_a_temporary_name_is_used_only_where_the_destination_says_so(
    protocol: str, rename: bool, ground: Ground, tmp_path: Path
) -> None:
    one = part(tmp_path, size=400_000)
    seen: set[str] = set()
    with STAGES[protocol](ground) as stage:
        destination = replace(stage.destination, rename=rename)
        (receipt,) = deliver([one], destination, stage.password, lambda _: seen.update(stage.received()))
        assert receipt.key == "receipt-arrived"
        assert stage.received() == {one.name: one.path.read_bytes()}
        assert seen <= {f"{one.name}.part" if rename else one.name}
        # a piece of an earlier try is in the way of no name
        for path in (ground.account.home / one.name, ground.home / one.name):
            if path.exists():
                path.write_bytes(b"piece")
        (again,) = deliver([one], destination, stage.password)
        assert again.key == "receipt-arrived"
        assert stage.received() == {one.name: one.path.read_bytes()}


@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "FTPS"])
def test_a_part_that_the_server_has_renamed_is_not_sent_again(protocol: str, ground: Ground, tmp_path: Path) -> None:
    one = part(tmp_path)
    with STAGES[protocol](ground, what="rename") as stage:
        (first,) = deliver([one], stage.destination, stage.password)
        (again,) = deliver([one], stage.destination, stage.password)
        assert list(stage.received()) == [f"20261123_{one.name}.done"]
    assert (first.key, again.key) == ("receipt-renamed", "receipt-already-renamed")
    assert first.state is again.state is State.ARRIVED
    assert f"20261123_{one.name}.done" in again.message


def test_names_that_a_connection_ignores_are_not_sent(ground: Ground, tmp_path: Path) -> None:
    reserved = replace(part(tmp_path), name="receipt_2026-11-23.csv")
    with sftp(ground) as stage:
        connection = replace(stage.destination, route="connection", pattern="*_acme_*.csv")
        for one, words in ((reserved, "receipt_"), (replace(part(tmp_path), name="2026-11-23_X_y.csv"), "only names")):
            with pytest.raises(DeliveryError, match=words):
                deliver([one], connection, stage.password)
        assert stage.received() == {}
        (receipt,) = deliver([part(tmp_path)], connection, stage.password)
        assert receipt.state is State.ARRIVED


@pytest.mark.parametrize(("kind", "tls"), [("sftp", ""), ("ftp", "off"), ("ftp", "implicit"), ("email", "required")])
def test_cancelling_ends_the_wait_for_a_server_that_says_nothing(tmp_path: Path, kind: str, tls: str) -> None:
    with silent() as server:
        mute = Destination(
            "Acme", kind, "127.0.0.1", server.port, "me", tls=tls or "required", to="a@b.example", sender="c@d.example"
        )
        begin = time.monotonic()
        with pytest.raises(DeliveryError, match="You cancelled before anything was sent"):
            list(send([part(tmp_path)], mute, Secret("word"), lambda: NOW, cancelled=server.visited.is_set))
        assert time.monotonic() - begin < 5
        assert server.gone.wait(3)
