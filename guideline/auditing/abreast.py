"""Parts of an audit that hang on nothing of each other, done on several threads; results come in the order asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def abreast(work: Callable[[T], R], items: Sequence[T], threads: int = 1) -> Iterator[R]:
    """The result of some work for each item, in the order of the items.

    Args:
        work: leaves alone what the work for another item reads.
        items: what to work on.
        threads: at most so many at a time; the solver runs outside Python's lock, so that two searches take the time of one.
    """
    if threads <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(min(threads, len(items))) as pool:
        # The deadline is that of the thread that asks.
        futures = [pool.submit(copy_context().run, work, item) for item in items]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
