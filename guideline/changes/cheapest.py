"""The cheapest choices of options under which ground rules yield a goal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import clingo
from clingo import Function, Number

from guideline.program import GroundRule
from guideline.terms.direct import stating

CONFLICTS = 20_000
"""So many conflicts the solver may run into in one search before it is broken off: seconds. Counted and not timed, so that the same
question is always answered alike."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to choose: the literals that it makes true, and its level of cost (0: free; a higher level outweighs all lower ones)."""

    true: frozenset[int] = frozenset()
    level: int = 0


Chosen = frozenset[tuple[int, int]]
"""Which options that cost something are chosen, as pairs of the number of a choice and of one of its options."""


class Cheapest:
    """The cheapest ways to choose one option of each choice so that ground rules yield a goal and break no constraint.

    Solved in a program of its own, made of the given rules: the program that they come from is left as it is.

    Args:
        rules: stratified, so that each choice of options has one answer set at most.
        true: literals that hold whatever is chosen. A literal that is nowhere stated or derived does not hold.
        choices: the options of each. Cheapest is, level by level from the highest, what takes the fewest options of that level.
        goal: literals of which one has to hold.
        holds: False where none of them may.
    """

    def __init__(
        self,
        rules: Iterable[GroundRule],
        true: Iterable[int],
        choices: Sequence[Sequence[Option]],
        goal: Collection[int],
        *,
        holds: bool = True,
    ) -> None:
        self._paid: dict[clingo.Symbol, tuple[int, int]] = {}
        self._levels: dict[int, list[tuple[int, int]]] = {}
        self._control: clingo.Control | None = None
        if goal or not holds:
            # Guided by cores: where one of thousands of options is needed of each of several sorts, it takes a core of each to prove that
            # fewer will not do; branch and bound would have to try them through.
            options = ["--opt-mode=optN", "--opt-strategy=usc", "--project=project"]
            self._control = clingo.Control(options, logger=lambda _code, _message: None, message_limit=1)
            with self._control.backend() as backend:
                self._state(backend, rules, true, choices, goal, holds=holds)

    def _state(
        self,
        backend: clingo.Backend,
        rules: Iterable[GroundRule],
        true: Iterable[int],
        choices: Sequence[Sequence[Option]],
        goal: Collection[int],
        *,
        holds: bool,
    ) -> None:
        literals: dict[int, int] = {}
        add_rule, add_atom = backend.add_rule, backend.add_atom
        atom_made, state = stating(backend)

        def literal(number: int) -> int:
            atom = literals[abs(number)] = atom_made()
            literals[-abs(number)] = -atom
            return literals[number]

        for head, body in rules:
            above = [literals.get(head) or literal(head)] if head else []
            state(above, [literals.get(n) or literal(n) for n in body])
        for number in true:
            add_rule([literals.get(number) or literal(number)])
        for place, options in enumerate(choices):
            # Only what costs something has a symbol, so that a model names what it chose and nothing has to be asked one by one.
            symbols = {i: Function("paid", [Number(place), Number(i)]) for i, o in enumerate(options) if o.level}
            self._paid |= {symbol: (place, i) for i, symbol in symbols.items()}
            taken = [add_atom(symbols.get(i)) for i in range(len(options))]
            add_rule(taken, choice=True)
            add_rule([], [-t for t in taken])
            several = add_atom()
            backend.add_weight_rule([several], 2, [(t, 1) for t in taken])
            add_rule([], [several])
            for atom, option in zip(taken, options, strict=True):
                for made in sorted(option.true):
                    add_rule([literals.get(made) or literal(made)], [atom])
                if option.level:
                    self._levels.setdefault(option.level, []).append((atom, 1))
        goals = [literals.get(number) or literal(number) for number in goal]
        if holds:
            reached = add_atom()
            for atom in goals:
                add_rule([reached], [atom])
            add_rule([], [-reached])
        else:
            for atom in goals:
                add_rule([], [atom])
        for level, costs in sorted(self._levels.items()):
            backend.add_minimize(level, costs)
        backend.add_project(sorted(atom for costs in self._levels.values() for atom, _ in costs))

    def ways(self, limit: int, fewer: int | None = None) -> tuple[tuple[Chosen, ...], bool]:
        """The cheapest ways, sorted, each as the options that cost something, and whether these are all.

        There is none where the goal cannot be reached, or where the search was broken off before that was known: then they are not all.

        Args:
            limit: so many ways are returned at most.
            fewer: than so many options of level 1 may be chosen, in this call and all later ones.
        """
        if self._control is None:
            return (), True
        if fewer is not None and self._levels.get(1):
            with self._control.backend() as backend:
                many = backend.add_atom()
                backend.add_weight_rule([many], fewer, self._levels[1])
                backend.add_rule([], [many])
        found: list[Chosen] = []

        def keep(model: clingo.Model) -> None:
            if model.optimality_proven or not self._levels:
                found.append(frozenset([self._paid[s] for s in model.symbols(atoms=True)]))

        solve: Any = self._control.configuration.solve  # typed loosely by clingo
        solve.models = limit + 1
        solve.solve_limit = f"{CONFLICTS},umax"
        over = self._control.solve(on_model=keep).exhausted
        ways = sorted(set(found), key=sorted)
        return tuple(ways[:limit]), bool(over) and len(ways) <= limit
