"""Background work: a thread of low priority, which the threads it starts inherit."""

import os
import threading

import pytest

from courier.background import has_low_priority
from courier.threads import parallel_map, run_low_priority


def test_work_behind_steps_back_with_all_that_it_starts_and_nobody_else_does() -> None:
    assert (
        run_low_priority(lambda: (has_low_priority(), *parallel_map(lambda _: has_low_priority(), range(4))))
        == (True,) * 5
    )
    assert not has_low_priority()
    assert not any(parallel_map(lambda _: has_low_priority(), range(4)))


@pytest.mark.only_on("linux", why="each system has its own way to ask for a thread's priority")
def test_the_system_knows_that_the_thread_stepped_back() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = niceness()
    assert run_low_priority(niceness) > usual
    assert niceness() == usual


def test_what_the_work_raises_is_raised_to_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        run_low_priority(lambda: 1 // 0)
