"""What the command says when the user stopped a sending, and the exit code."""

import signal
from datetime import UTC, datetime

import pytest

from courier.commands.receipts import say_stopped
from courier.delivery.receipt import Receipt, State
from courier.stop_signals import stop_on_signal


def receipts(*states: State) -> list[Receipt]:
    return [Receipt("part.csv", state, "Acme", "", 1, datetime(2026, 11, 23, tzinfo=UTC), "") for state in states]


@pytest.mark.parametrize(
    ("states", "unbegun", "code", "words"),
    [
        ((State.ARRIVED, State.TAKEN), 0, None, "2 delivered, 0 not sent, 0 unknown"),
        ((State.ARRIVED, State.REFUSED), 0, 3, "1 delivered, 1 not sent, 0 unknown"),
        ((State.ARRIVED, State.UNCONFIRMED), 0, 3, "1 delivered, 0 not sent, 1 unknown"),
        ((State.PREPARED, State.PREPARED), 0, 130, "0 delivered, 2 not sent, 0 unknown"),
        ((State.ARRIVED,), 2, 3, "2 batches were not begun"),
    ],
)
def test_the_end_of_a_stopped_sending(
    states: tuple[State, ...], unbegun: int, code: int | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say_stopped(receipts(*states), unbegun) == code
    assert words in capsys.readouterr().err


@pytest.mark.only_on("linux", "darwin", why="Windows sends Ctrl+C to all programs of a console")
def test_the_first_signal_asks_for_a_stop_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_signal() as stop:
        assert not stop.is_set()
        signal.raise_signal(signal.SIGINT)
        assert stop.wait(10)
    assert signal.getsignal(signal.SIGINT) == before
    assert capsys.readouterr().err.startswith("Stopping")
