"""Parallel work in threads, at the caller's priority or a low one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from courier.background import has_low_priority, lower_priority

_THREADS = 2

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def parallel_map(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    progress: Callable[[float], None] | None = None,
    *,
    threads: int = _THREADS,
) -> Iterator[_Result]:
    """The results of ``work`` for each item, in order. ``progress`` is called with the fraction done after each and may
    raise, which cancels the items that have not begun. The threads have low priority if the calling thread has."""
    initializer = lower_priority if has_low_priority() else None
    with ThreadPoolExecutor(threads, thread_name_prefix="each", initializer=initializer) as pool:
        try:
            for done, result in enumerate(pool.map(work, items), start=1):
                yield result
                if progress:
                    progress(done / len(items))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def run_low_priority(work: Callable[[], _Result]) -> _Result:
    """The result of ``work``, or what it raises, computed in a thread of low priority."""
    with ThreadPoolExecutor(1, thread_name_prefix="behind", initializer=lower_priority) as pool:
        return pool.submit(work).result()
