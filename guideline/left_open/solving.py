"""Searching the open part of a record: what is certain there, which findings can matter, and records that show a difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import clingo

from guideline.left_open.open_part import Bodies, OpenPart
from guideline.model import Test
from guideline.terms.direct import stating

Record = frozenset[Test]
"""Free tests that hold."""


class Search:
    """One open part in a solver of its own; small, as all that is settled is gone."""

    def __init__(self, part: OpenPart) -> None:
        self._part = part
        self._control = clingo.Control(["--warn=none"], message_limit=1)
        with self._control.backend() as backend:
            self._atom = {a: backend.add_atom() for a in (*part.free, *part.rules)}
            for r in part.results:
                self._atom[r] = backend.add_atom(clingo.Function(f"r{r}"))
            backend.add_rule([self._atom[t] for t in part.free], choice=True)
            _copy(backend, part.rules, part.constraints, self._atom)

    def open_results(self) -> frozenset[int] | None:
        """The results that hold under some answers and not under others; None where no answers at all make a possible record."""
        brave = self._consequences("brave")
        if brave is None:
            return None
        return brave - (self._consequences("cautious") or frozenset())

    def _consequences(self, mode: str) -> frozenset[int] | None:
        solve: Any = self._control.configuration.solve  # typed loosely by clingo
        solve.enum_mode, solve.models = mode, 0
        found: list[list[clingo.Symbol]] = []
        self._control.solve(on_model=lambda m: found.append(list(m.symbols(atoms=True))))
        solve.enum_mode, solve.models = "auto", 1
        return frozenset(int(s.name[1:]) for s in found[-1]) if found else None

    def record(self, result: int, holds: bool, supposed: Mapping[int, bool]) -> Record | None:
        """Answers under which a result holds (or does not), beside those supposed; None where there are none."""
        assumed = [a if v else -a for literal, v in supposed.items() if (a := self._atom.get(literal))]
        assumed.append(self._atom[result] if holds else -self._atom[result])
        kept: list[Record] = []
        self._control.solve(on_model=lambda m: kept.append(self._true(m)), assumptions=assumed)
        return kept[-1] if kept else None

    def possible(self, record: Collection[Test]) -> frozenset[int] | None:
        """The open results that hold with exactly these free tests; None where they break an axiom."""
        assumed = [self._atom[n] if t in record else -self._atom[n] for n, t in self._part.free.items()]
        kept: list[frozenset[int]] = []
        holds = self._atom
        self._control.solve(
            on_model=lambda m: kept.append(frozenset(r for r in self._part.results if m.is_true(holds[r]))), assumptions=assumed
        )
        return kept[-1] if kept else None

    def records(self, most: int) -> Iterator[Record]:
        """Possible records, one for each combination of results, at most so many."""
        with _each(self._control, [self._atom[r] for r in self._part.results], most) as handle:
            for model in handle:
                yield self._true(model)

    def _true(self, model: clingo.Model) -> Record:
        return frozenset(t for n, t in self._part.free.items() if model.is_true(self._atom[n]))


class Pairs:
    """Two records side by side that differ in the answer to one finding, and in some result.

    Args:
        part: open below the results.
        results: in some of which they differ.
        among: of these the one finding is; None for any that a result rests on.
    """

    def __init__(self, part: OpenPart, results: Collection[int], among: Collection[str] | None = None) -> None:
        self._part = part
        self._control = clingo.Control(["--warn=none"], message_limit=1)
        names = part.findings if among is None else sorted(among)
        moved = _above(part, names) if among is not None else {*part.free, *part.rules}
        asked = frozenset(results) & moved
        with self._control.backend() as backend:
            one = self._one = {a: backend.add_atom() for a in (*part.free, *part.rules)}
            other = self._other = {a: backend.add_atom() if a in moved else one[a] for a in (*part.free, *part.rules)}
            self._turned = {f: backend.add_atom(clingo.Function(f)) for f in names}
            turned = list(self._turned.values())
            backend.add_rule([one[t] for t in part.free] + turned, choice=True)
            backend.add_rule([], [-t for t in turned])
            if len(turned) > 1:
                backend.add_weight_rule([], 2, [(t, 1) for t in turned])
            for literal, test in part.free.items():
                turn = self._turned.get(test.subject)
                if turn is not None:
                    backend.add_rule([other[literal]], [turn], choice=True)
                    backend.add_rule([other[literal]], [one[literal], -turn])
                elif literal in moved:
                    backend.add_rule([other[literal]], [one[literal]])
            _copy(backend, part.rules, part.constraints, one)
            rules = {atom: bodies for atom, bodies in part.rules.items() if atom in moved}
            _copy(backend, rules, [body for body in part.constraints if any(abs(x) in moved for x in body)], other)
            differs = backend.add_atom()
            for r in sorted(asked):
                backend.add_rule([differs], [one[r], -other[r]])
                backend.add_rule([differs], [other[r], -one[r]])
            backend.add_rule([], [-differs])
        self._seen = [atoms[r] for atoms in (one, other) for r in sorted(asked)]

    def findings(self) -> tuple[str, ...]:
        """The findings whose answer alone parts two possible records in some result, sorted. Ask for them before any pairs."""
        solve: Any = self._control.configuration.solve  # typed loosely by clingo
        solve.enum_mode, solve.models = "brave", 0
        found: list[list[str]] = []
        self._control.solve(on_model=lambda m: found.append([s.name for s in m.symbols(atoms=True)]))
        solve.enum_mode, solve.models = "auto", 1
        return tuple(sorted(found[-1])) if found else ()

    def of(self, finding: str, most: int) -> Iterator[tuple[Record, Record]]:
        """Pairs that differ in the answer to this finding alone, one for each combination of results, at most so many."""
        free = self._part.free
        with _each(self._control, self._seen, most, [self._turned[finding]]) as handle:
            for model in handle:
                one = frozenset(t for n, t in free.items() if model.is_true(self._one[n]))
                yield one, frozenset(t for n, t in free.items() if model.is_true(self._other[n]))


@contextmanager
def _each(control: clingo.Control, atoms: Sequence[int], most: int, assumed: Sequence[int] = ()) -> Iterator[clingo.SolveHandle]:
    """Models one for each combination of some atoms. No consequences can be asked of the control after it: they would be of these atoms."""
    with control.backend() as backend:
        backend.add_project(atoms)
    solve: Any = control.configuration.solve  # typed loosely by clingo
    solve.models, solve.project = most, "project"
    with control.solve(yield_=True, assumptions=assumed) as handle:
        yield handle
    solve.models, solve.project = 1, "no"


def _copy(backend: clingo.Backend, rules: Mapping[int, Bodies], constraints: Bodies, atoms: Mapping[int, int]) -> None:
    """The rules and constraints of an open part, over atoms of the solver."""

    def literal(x: int) -> int:
        return atoms[x] if x > 0 else -atoms[-x]

    _, state = stating(backend)
    for head, bodies in rules.items():
        for body in bodies:
            state([atoms[head]], [literal(x) for x in body])
    for body in constraints:
        state([], [literal(x) for x in body])


def _above(part: OpenPart, findings: Collection[str]) -> set[int]:
    """The atoms that rest on the tests of some findings, the tests included."""
    reached = {literal for literal, test in part.free.items() if test.subject in findings}
    for circle, step in part.steps:
        again = True
        while again:
            again = False
            for atom, bodies in step:
                if atom not in reached and any(abs(x) in reached for body in bodies for x in body):
                    reached.add(atom)
                    again = circle
    return reached
