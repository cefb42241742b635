"""Deliveries into a folder: a part is there whole, or not at all."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Progress, State
from courier.delivery.trial import try_destination
from courier.destinations import Destination
from tests.delivery.sending import deliver, no_file_beyond, once, part

BIG = 3_000_000


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in bòx 🎉"
    folder.mkdir()
    return folder


@pytest.fixture
def destination(inbox: Path) -> Destination:
    return at(inbox)


def at(folder: Path) -> Destination:
    return Destination("Acme", "folder", "", 0, folder=str(folder))


def test_all_parts_arrive_unchanged_and_each_receipt_says_so(
    destination: Destination, inbox: Path, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2, BIG)]
    told: list[Progress] = []
    receipts = deliver(parts, destination, progress=told.append)
    assert [(receipt.state, receipt.key) for receipt in receipts] == [(State.ARRIVED, "receipt-arrived")] * 2
    assert [receipt.remote_path for receipt in receipts] == [str(inbox / part.name) for part in parts]
    assert "encrypted" not in receipts[0].message
    assert {path.name: path.read_bytes() for path in inbox.iterdir()} == {
        part.name: part.path.read_bytes() for part in parts
    }
    assert told[-1].sent_in_all == 3000 + BIG


def test_an_empty_part_arrives(destination: Destination, inbox: Path, tmp_path: Path) -> None:
    one = part(tmp_path, size=0)
    (receipt,) = deliver([one], destination)
    assert receipt.state is State.ARRIVED
    assert (inbox / one.name).read_bytes() == b""


def test_a_part_that_is_there_already_is_not_written_again(
    destination: Destination, inbox: Path, tmp_path: Path
) -> None:
    one = part(tmp_path)
    deliver([one], destination)
    before = (inbox / one.name).stat()
    (again,) = deliver([one], destination)
    assert (again.state, again.key) == (State.ARRIVED, "receipt-already-there")
    after = (inbox / one.name).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_pieces_of_an_earlier_try_are_replaced(destination: Destination, inbox: Path, tmp_path: Path) -> None:
    one = part(tmp_path)
    (inbox / one.name).write_bytes(b"half")
    (inbox / f".{one.name}.tmp").write_bytes(b"x" * 5000)
    (receipt,) = deliver([one], destination)
    assert receipt.key == "receipt-arrived"
    assert [path.name for path in inbox.iterdir()] == [one.name]
    assert (inbox / one.name).read_bytes() == one.path.read_bytes()


def test_until_the_last_byte_nothing_has_the_final_name(destination: Destination, inbox: Path, tmp_path: Path) -> None:
    one = part(tmp_path, size=BIG)
    seen: list[bool] = []
    deliver([one], destination, progress=lambda _: seen.append((inbox / one.name).exists()))
    assert len(seen) > 1
    assert not any(seen)


def test_cancel_leaves_nothing_and_the_next_try_works(destination: Destination, inbox: Path, tmp_path: Path) -> None:
    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    wish: list[bool] = []
    cancelled, waiting = deliver(
        parts, destination, progress=once(BIG // 4, lambda: wish.append(True)), cancelled=lambda: bool(wish)
    )
    assert (cancelled.state, cancelled.key) == (State.REFUSED, "receipt-cancelled")
    assert (waiting.state, waiting.key) == (State.PREPARED, "receipt-cancelled-before")
    assert list(inbox.iterdir()) == []
    assert [receipt.state for receipt in deliver(parts, destination)] == [State.ARRIVED, State.ARRIVED]


def test_cancel_before_a_part_touches_nothing(destination: Destination, inbox: Path, tmp_path: Path) -> None:
    (receipt,) = deliver([part(tmp_path)], destination, cancelled=lambda: True)
    assert (receipt.state, receipt.key) == (State.PREPARED, "receipt-cancelled-before")
    assert list(inbox.iterdir()) == []


def test_a_missing_folder_is_found_by_the_trial_and_by_sending(tmp_path: Path) -> None:
    one = part(tmp_path)
    for wrong in (tmp_path / "gone", one.path, one.path / "below"):
        with pytest.raises(DeliveryError, match="There is no folder") as problem:
            deliver([one], at(wrong))
        assert str(wrong) in str(problem.value)
        with pytest.raises(DeliveryError, match="There is no folder"):
            try_destination(at(wrong), None)
    assert not (tmp_path / "gone").exists()


def test_the_trial_names_the_folder_and_leaves_nothing(destination: Destination, inbox: Path) -> None:
    said = try_destination(destination, None)
    assert str(inbox) in said
    # there is nobody who could answer or know anyone
    assert "knows you" not in said
    assert list(inbox.iterdir()) == []


def test_a_folder_that_takes_no_files_stops_the_batch(tmp_path: Path) -> None:
    # whoever may do anything may still not make files there
    refused, waiting = deliver([part(tmp_path, 1), part(tmp_path, 2)], at(Path("/proc")))
    assert (refused.state, refused.key) == (State.REFUSED, "delivery-folder-failed")
    assert "/proc" in refused.message
    assert waiting.state is State.PREPARED


@pytest.mark.parametrize("size", [3000, 4096])
def test_a_name_that_is_taken_by_a_folder_is_refused(
    destination: Destination, inbox: Path, tmp_path: Path, size: int
) -> None:
    # folders have a size too, on many disks this one
    one = part(tmp_path, size=size)
    (inbox / one.name).mkdir()
    (receipt,) = deliver([one], destination)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-folder-failed")
    assert [path.name for path in inbox.iterdir()] == [one.name]
    assert (inbox / one.name).is_dir()


def test_a_name_too_long_for_any_disk_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as refused:
        replace(part(tmp_path), name="ü" * 200 + ".csv")
    assert refused.value.key == "delivery-part-name"


def test_a_full_disk_refuses_and_leaves_no_piece(destination: Destination, inbox: Path, tmp_path: Path) -> None:
    one = part(tmp_path, size=BIG)
    with no_file_beyond(BIG // 4):
        (receipt,) = deliver([one], destination)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-folder-failed")
    assert list(inbox.iterdir()) == []


def pull_out(folder: Path) -> None:
    shutil.rmtree(folder)


def put_a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("")


@pytest.mark.parametrize("act", [pull_out, put_a_file_in_its_place])
def test_a_drive_that_goes_away_half_way_is_told(
    destination: Destination, inbox: Path, tmp_path: Path, act: Callable[[Path], None]
) -> None:
    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    lost, waiting = deliver(parts, destination, progress=once(BIG // 4, lambda: act(inbox)))
    assert (lost.state, lost.key) == (State.REFUSED, "delivery-folder-failed")
    assert waiting.state is State.PREPARED


@pytest.mark.parametrize("act", [pull_out, put_a_file_in_its_place])
def test_a_drive_that_goes_away_between_two_parts_is_told(
    destination: Destination, inbox: Path, tmp_path: Path, act: Callable[[Path], None]
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2)]

    def away(progress: Progress) -> None:
        if progress.part == 2:
            act(inbox)

    arrived, lost = deliver(parts, destination, progress=away)
    assert arrived.state is State.ARRIVED
    assert (lost.state, lost.key) == (State.REFUSED, "delivery-folder-failed")
