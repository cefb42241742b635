"""Work on many things side by side: what takes long lets other threads run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from courier.background import has_low_priority, lower_priority

_THREADS = 2

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


def parallel_map(
    work: Callable[[_Item], _Made],
    items: Sequence[_Item],
    progress: Callable[[float], None] | None = None,
    *,
    threads: int = _THREADS,
) -> Iterator[_Made]:
    """What ``work`` makes of each item, in their order. ``progress`` hears the fraction done after each and may raise:
    then what has not begun is left alone. The threads step back if the caller's did."""
    first = lower_priority if has_low_priority() else None
    with ThreadPoolExecutor(threads, thread_name_prefix="each", initializer=first) as pool:
        try:
            for done, made in enumerate(pool.map(work, items), start=1):
                yield made
                if progress:
                    progress(done / len(items))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def run_low_priority(work: Callable[[], _Made]) -> _Made:
    """What ``work`` gives or raises, in a thread that lets all others go first."""
    with ThreadPoolExecutor(1, thread_name_prefix="behind", initializer=lower_priority) as pool:
        return pool.submit(work).result()
