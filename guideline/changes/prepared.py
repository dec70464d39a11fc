"""The cheapest changes of records that yield one goal, stated once and asked for patient by patient.

To state the rules below a goal takes most of the time of a search for changes, and the patients of a pack ask for a few goals again and
again. So what differs between patients (what is recorded and switched on, which values are open to change, and at what cost) is left free
in the rules, and assumed in each search.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

import clingo
from clingo import Function, Number

from guideline.changes.values import Possible, possible_values
from guideline.model import Finding, Recorded
from guideline.program import GroundRule
from guideline.terms.direct import stating

KEPT = 16
"""So many goals stay prepared, each with a solver of its own of a few megabytes."""
VALUES = 2_000
"""Goals below which findings have more values than this are not prepared: for them the search itself takes the time."""
CONFLICTS = 1_000
"""So many conflicts the solver may run into in one search; where it takes more, the search is left to who bounds it (`Cheapest`)."""

Way = tuple[tuple[int, int], ...]
"""The values that are taken: for each the place of its finding, and its own place among the values of the finding; sorted."""


class Prepared:
    """The cheapest ways to give findings other values so that ground rules yield a goal and break no constraint.

    Solved in a program of its own. Not for use from several threads at a time.

    Args:
        rules: stratified, so that what is set decides all else.
        inputs: literals that no rule derives and that are set from outside.
        values: for each finding, which of its values makes which literals hold, by place; and all literals that its record may make hold.
        goal: literals of which one has to hold.
        holds: False where none of them may.
    """

    def __init__(
        self,
        rules: Iterable[GroundRule],
        inputs: Collection[int],
        values: Sequence[tuple[Mapping[int, frozenset[int]], frozenset[int]]],
        goal: Collection[int],
        *,
        holds: bool = True,
    ) -> None:
        self._control = clingo.Control(["--opt-mode=optN", "--project=project"], logger=lambda _code, _message: None, message_limit=1)
        self._atoms: dict[int, int] = {}
        self._on: dict[int, int] = {}
        self._taken: dict[tuple[int, int], int] = {}
        self._dear: dict[tuple[int, int], int] = {}
        self._paid: dict[clingo.Symbol, tuple[int, int]] = {}
        self._many: dict[int, int] = {}
        with self._control.backend() as backend:
            self._state(backend, rules, inputs, values)
            goals = [self._literal(backend, n) for n in goal]
            if holds:
                reached = backend.add_atom()
                for atom in goals:
                    backend.add_rule([reached], [atom])
                backend.add_rule([], [-reached])
            else:
                for atom in goals:
                    backend.add_rule([], [atom])

    def _literal(self, backend: clingo.Backend, number: int) -> int:
        atom = self._atoms.get(abs(number))
        if atom is None:
            atom = self._atoms[abs(number)] = backend.add_atom()
        return atom if number > 0 else -atom

    def _state(
        self,
        backend: clingo.Backend,
        rules: Iterable[GroundRule],
        inputs: Collection[int],
        values: Sequence[tuple[Mapping[int, frozenset[int]], frozenset[int]]],
    ) -> None:
        add_rule, add_atom = backend.add_rule, backend.add_atom
        _, state = stating(backend)

        def literal(number: int) -> int:
            return self._literal(backend, number)

        for head, body in rules:
            state([literal(head)] if head else [], [literal(n) for n in body])
        self._on = {n: add_atom() for n in sorted(inputs)}
        of_finding = {n: place for place, (_, recorded) in enumerate(values) for n in recorded}
        kept = [add_atom() for _ in values]
        for n, on in self._on.items():
            place = of_finding.get(n)
            add_rule([literal(n)], [on] if place is None else [on, kept[place]])
        cheap: list[int] = []
        dear: list[int] = []
        for place, (made, _) in enumerate(values):
            for number, true in made.items():
                symbol = Function("paid", [Number(place), Number(number)])
                taken = self._taken[place, number] = add_atom(symbol)
                self._paid[symbol] = (place, number)
                for n in sorted(true & self._on.keys()):
                    add_rule([literal(n)], [taken])
                costly = self._dear[place, number] = add_atom()
                for costs, sign in ((cheap, -1), (dear, 1)):
                    atom = add_atom()
                    add_rule([atom], [taken, sign * costly])
                    costs.append(atom)
            # Each finding keeps its record, or takes one value.
            mine = [kept[place], *(self._taken[place, number] for number in made)]
            add_rule(mine, choice=True)
            add_rule([], [-m for m in mine])
            several = add_atom()
            backend.add_weight_rule([several], 2, [(m, 1) for m in mine])
            add_rule([], [several])
        add_rule([*self._on.values(), *self._dear.values()], choice=True)
        self._cheap = [(atom, 1) for atom in cheap]
        for level, costs in ((1, cheap), (2, dear)):
            backend.add_minimize(level, [(atom, 1) for atom in costs])
        backend.add_project(sorted(self._taken.values()))

    def ways(
        self, on: Collection[int], levels: Sequence[Mapping[int, int]], limit: int, fewer: int | None = None
    ) -> tuple[Way, ...] | None:
        """The cheapest ways, sorted; none where the goal cannot be reached; None where there are more than `limit`, or it takes too long.

        Args:
            on: the literals that are set for the patient.
            levels: for each finding, which values it may take, by place, and at which level of cost, 1 or 2; a higher one outweighs all
                lower ones.
            limit: so many ways are looked for at most.
            fewer: than so many values of level 1 may be taken.
        """
        assumed = [atom if n in on else -atom for n, atom in self._on.items()]
        for key, atom in self._taken.items():
            level = levels[key[0]].get(key[1])
            if level is None:
                assumed.append(-atom)
            assumed.append(self._dear[key] if level == 2 else -self._dear[key])
        if fewer is not None:
            assumed.append(-self._bound(fewer))
        found: set[Way] = set()

        def keep(model: clingo.Model) -> None:
            if model.optimality_proven:
                found.add(tuple(sorted([self._paid[s] for s in model.symbols(atoms=True)])))

        solve: Any = self._control.configuration.solve  # typed loosely by clingo
        solve.models = limit + 1
        solve.solve_limit = f"{CONFLICTS},umax"
        over = self._control.solve(assumptions=assumed, on_model=keep).exhausted
        return tuple(sorted(found)) if over and len(found) <= limit else None

    def _bound(self, number: int) -> int:
        """What holds where so many values of level 1 are taken, or more."""
        atom = self._many.get(number)
        if atom is None:
            with self._control.backend() as backend:
                atom = self._many[number] = backend.add_atom()
                backend.add_weight_rule([atom], number, self._cheap)
        return atom


class Preparations:
    """What the searches in one ground program share."""

    def __init__(self) -> None:
        self._unrecorded: dict[str, tuple[Possible, ...]] = {}
        self._kept: dict[Hashable, Prepared] = {}

    def values(self, finding: Finding, recorded: Recorded | None) -> tuple[Possible, ...]:
        """Every definite value of a finding that decides something else than its record does, in order."""
        if recorded:
            return tuple(possible_values(finding, recorded))
        made = self._unrecorded.get(finding.name)
        if made is None:
            made = self._unrecorded[finding.name] = tuple(possible_values(finding, None))
        return made

    def of(self, goal: Hashable, make: Callable[[], Prepared]) -> Prepared:
        """A prepared goal, made unless it is one of the last `KEPT` that were asked for."""
        made = self._kept.pop(goal, None) or make()
        self._kept[goal] = made
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return made
