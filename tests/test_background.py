"""Work behind: its own thread, which steps back and takes those along that it starts."""

import os
import threading

import pytest

from courier.background import stepped_back
from courier.threads import behind, each


def test_work_behind_steps_back_with_all_that_it_starts_and_nobody_else_does() -> None:
    assert behind(lambda: (stepped_back(), *each(lambda _: stepped_back(), range(4)))) == (True,) * 5
    assert not stepped_back()
    assert not any(each(lambda _: stepped_back(), range(4)))


@pytest.mark.only_on("linux", why="each system has its own way to ask for a thread's priority")
def test_the_system_knows_that_the_thread_stepped_back() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = niceness()
    assert behind(niceness) > usual
    assert niceness() == usual


def test_what_the_work_raises_is_raised_to_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        behind(lambda: 1 // 0)
