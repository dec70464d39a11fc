"""The moment at which an audit stops searching, so that what is proved can be told from what is open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import clingo


class OutOfTimeError(Exception):
    """A search was given up at the deadline; `found` are those of the literals asked for that it had found."""

    found: frozenset[int] = frozenset()


class _Clock:
    """One deadline, and the searches to interrupt when it comes."""

    def __init__(self, until: float) -> None:
        self.until = until
        self._active: dict[int, clingo.Control] = {}
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(until - time.monotonic(), 0.0), self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            for control in self._active.values():
                control.interrupt()

    @contextmanager
    def watching(self, control: clingo.Control) -> Iterator[None]:
        with self._lock:
            # Under the lock, so that a search is either seen by the ring or sees that it is too late.
            if time.monotonic() >= self.until:
                raise OutOfTimeError
            self._active[id(control)] = control
        try:
            yield
        finally:
            with self._lock:
                del self._active[id(control)]

    def stop(self) -> None:
        self._timer.cancel()


# Searches are begun far below the one who sets the deadline, by parts that serve other questions too.
_CLOCK: ContextVar[_Clock | None] = ContextVar("clock", default=None)


@contextmanager
def deadline(until: float | None) -> Iterator[None]:
    """Has the searches of a `with` block stop at a moment of `time.monotonic`; None leaves what is set."""
    if until is None:
        yield
        return
    clock = _Clock(until)
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)
        clock.stop()


def in_time() -> None:
    """Refuses to go on when the deadline has passed: to be asked before a solver is built.

    Raises:
        OutOfTimeError: it has.
    """
    clock = _CLOCK.get()
    if clock is not None and time.monotonic() >= clock.until:
        raise OutOfTimeError


def solved(
    control: clingo.Control,
    assumptions: Sequence[int] = (),
    on_model: Callable[[clingo.Model], None] | None = None,
    on_last: Callable[[clingo.Model], None] | None = None,
) -> clingo.SolveResult:
    """Solves, but no longer than to the deadline.

    Args:
        control: what to solve.
        assumptions: literals to assume.
        on_model: told each model.
        on_last: told the last model, of a search that is given up as well: of brave consequences it holds those found so far.

    Raises:
        OutOfTimeError: the deadline came first.
    """
    clock = _CLOCK.get()
    if clock is None:
        return control.solve(assumptions=assumptions, on_model=on_model, on_last=on_last)
    with clock.watching(control):
        result = control.solve(assumptions=assumptions, on_model=on_model, on_last=on_last)
    if result.interrupted:
        raise OutOfTimeError
    return result
