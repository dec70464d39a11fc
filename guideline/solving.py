"""Questions to the ground program: one case, all cases that some free tests allow, the alternatives of a decision."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import clingo

from guideline.model import Test
from guideline.program import GroundProgram
from guideline.terms.atoms import number_of
from guideline.terms.direct import keys

ALTERNATIVES = 50
"""So many alternatives of one decision are listed; an answer says when there are more."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What one case comes to: the shown atoms by predicate, each list in a fixed order, and the true ones among `asked`.

    It may be handed out again: leave it as it is.
    """

    shown: Mapping[str, list[tuple[str, ...]]]
    true: frozenset[int]


_State = tuple[frozenset[int], frozenset[int]]
"""The tests and switches that are set, and the statements that are off."""


@dataclass(frozen=True, slots=True)
class _Solved:
    """A solution, None where an axiom is broken; and the literals that were asked about, None where it was all."""

    solution: Solution | None
    asked: frozenset[int] | None

    def to(self, asked: frozenset[int] | None) -> bool:
        """Whether it tells of all these literals."""
        return self.solution is None or self.asked is None or (asked is not None and asked <= self.asked)


REMEMBERED = 8
"""So many solutions a session keeps: what is asked of one case comes back to its record as it stands again and again."""


class Session:
    """One ground program and the state of its externals. Use it from one thread at a time (`Pool` hands them out)."""

    def __init__(self, program: GroundProgram) -> None:
        self.program = program
        self._turnable = program.turnable.union(program.unnamed)
        self._solved: dict[_State, _Solved] = {}
        self._true: frozenset[int] = frozenset()
        self._free: frozenset[int] = frozenset()
        self._off: frozenset[int] = frozenset()

    def set(self, tests: Iterable[Test], without: Iterable[str] = (), free: Iterable[Test] = (), lifted: Iterable[str] = ()) -> None:
        """Sets the externals: `tests` hold, `free` are left open, every other test is false; `without` switches statements off.

        Tests that no rule of the pack mentions are passed over: they cannot change anything.
        """
        given, switches, assign = self.program.given, self.program.switches, self.program.control.assign_external
        # An axiom that no record can break has no switch.
        set_aside = [switches[name] for i in lifted if (name := f"lifted {i}") in switches]
        true = frozenset([given[t] for t in tests if t in given] + set_aside)
        loose = frozenset(given[t] for t in free if t in given) - true
        off = frozenset(switches[f"active {s}"] for s in without)
        for literal in (self._true - true) | (self._free - loose):
            assign(literal, False)
        for literal in self._off - off:
            assign(literal, True)
        for literal in true - self._true:
            assign(literal, True)
        for literal in loose - self._free:
            assign(literal, None)
        for literal in off - self._off:
            assign(literal, False)
        self._true, self._free, self._off = true, loose, off

    def solve(self, asked: Iterable[int] | None = ()) -> Solution | None:
        """The one answer set of the case as set, or None when the record breaks an axiom.

        Args:
            asked: literals of which is told whether they hold; None for all that there are.
        """
        wanted = None if asked is None else frozenset(asked)
        if self._free:
            return self._solve(wanted)
        state = (self._true, self._off)
        known = self._solved.pop(state, None)
        if known is None or not known.to(wanted):
            known = _Solved(self._solve(wanted), wanted)
        # Solved or asked for last stands last.
        self._solved[state] = known
        if len(self._solved) > REMEMBERED:
            del self._solved[next(iter(self._solved))]
        found = known.solution
        if found is None or wanted is None or known.asked == wanted:
            return found
        return Solution(found.shown, found.true & wanted)

    def _solve(self, asked: frozenset[int] | None) -> Solution | None:
        kept: list[Solution] = []
        program = self.program
        order, rows, certain = program.ranks, program.rows, program.certain

        def keep(model: clingo.Model) -> None:
            shown: dict[str, list[tuple[str, ...]]] = {}
            for rank in sorted([order[k] for k in keys(model.symbols(shown=True))]):
                name, args = rows[rank]
                if name in shown:
                    shown[name].append(args)
                else:
                    shown[name] = [args]
            # The solver is not asked for what holds in any case: of all atoms, that is more than half.
            true = self._all(model) if asked is None else frozenset([n for n in asked if n in certain or model.is_true(n)])
            kept.append(Solution(shown, true))

        program.control.solve(on_model=keep)
        return kept[0] if kept else None

    def _all(self, model: clingo.Model) -> frozenset[int]:
        """All literals that hold.

        Most of what does not hold is told in one go, which is quicker than to ask for each. Not all of it is: the solver leaves some atoms
        out, so what it does not name is asked for.
        """
        false = map(self.program.symbols.get, keys(model.symbols(atoms=True, complement=True)))
        return self.program.certain.union([n for n in self._turnable.difference(false) if model.is_true(n)])

    def holding(self, literals: Collection[int], tests: Iterable[Test]) -> frozenset[int] | None:
        """Those of `literals` that hold when of the free tests `tests` hold and no others, or None when that breaks an axiom.

        Many such questions in turn cost less than `set` and `solve` for each: no external changes, and no shown atom is read.
        """
        given = self.program.given
        true = {given[t] for t in tests if t in given}
        kept: list[frozenset[int]] = []

        def keep(model: clingo.Model) -> None:
            holds = model.is_true
            kept.append(frozenset([n for n in literals if holds(n)]))

        self.program.control.solve(assumptions=[n if n in true else -n for n in sorted(self._free)], on_model=keep)
        return kept[0] if kept else None

    def consequences(self, literals: Collection[int], mode: str) -> frozenset[int] | None:
        """Those of `literals` that hold in some (`brave`) or all (`cautious`) settings of the free tests; None if there is none."""
        control = self.program.control
        self._enumerate(0, mode)
        last: list[frozenset[int]] = []
        try:
            with control.solve(yield_=True) as handle:
                for model in handle:
                    last = [frozenset(n for n in literals if model.is_true(n))]
        finally:
            self._enumerate(1)
        return last[0] if last else None

    def settings(self, assumed: Iterable[int], limit: int = 0) -> Iterator[frozenset[int]]:
        """Settings of the externals, as sets of true literals, under which the assumed literals hold."""
        literals = list(self.program.given.values())
        control = self.program.control
        self._enumerate(limit)
        try:
            with control.solve(yield_=True, assumptions=list(assumed)) as handle:
                for model in handle:
                    yield frozenset(n for n in literals if model.is_true(n))
        finally:
            self._enumerate(1)

    def _enumerate(self, models: int, mode: str = "auto") -> None:
        """How many models the next call looks for (0: all), and what it keeps of them."""
        # Typed loosely by clingo: a part of the configuration may be a branch or a leaf.
        solve: Any = self.program.control.configuration.solve
        solve.enum_mode = mode
        solve.models = models


Seat = TypeVar("Seat")


class Pool(Generic[Seat]):
    """Hands out what one caller at a time may use; makes a further one when all are taken.

    So a pack may be asked from several threads and re-entered, and threads that take turns share one ground program.
    """

    def __init__(self, make: Callable[[], Seat]) -> None:
        self._make = make
        self._idle: list[Seat] = []
        self._lock = threading.Lock()

    @contextmanager
    def borrow(self) -> Iterator[Seat]:
        """One seat for the length of a `with` block."""
        with self._lock:
            seat = self._idle.pop() if self._idle else None
        if seat is None:
            seat = self._make()
        try:
            yield seat
        finally:
            with self._lock:
                self._idle.append(seat)


@lru_cache(maxsize=4096)
def alternatives(encoding: Path, decision: str) -> tuple[tuple[tuple[int, ...], ...], bool]:
    """The subset-maximal sets of stances of one decision.

    Args:
        encoding: the file `decide.lp`.
        decision: its facts (`node/1`, `edge/2`, ...), which are all that it depends on; so equal decisions are solved once.

    Returns:
        The sets as sorted tuples of node numbers, in order, and whether these are all (at most `ALTERNATIVES` are listed).
    """
    control = clingo.Control(
        [str(ALTERNATIVES + 1), "--heuristic=Domain", "--enum-mode=domRec"], logger=lambda _code, _message: None, message_limit=1
    )
    control.load(str(encoding))
    control.add("base", [], decision)
    control.ground([("base", [])])
    found: list[tuple[int, ...]] = []
    control.solve(on_model=lambda m: found.append(tuple(sorted(number_of(s) for s in m.symbols(shown=True)))))
    return tuple(sorted(found)[:ALTERNATIVES]), len(found) <= ALTERNATIVES
