"""Ground rules replayed into a solver of their own: the part that a question rests on, for one patient or for two side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import clingo
from clingo.backend import HeuristicType

from guideline.auditing.answers import questions
from guideline.auditing.deadline import in_time, solved
from guideline.auditing.ground_rules import Body, GroundRules
from guideline.auditing.moot import Supposed, supposed

LIFTED_HEADS = {"overridden": "override", "excludes": "exclusion"}
"""Heads whose rules a lift takes back: what one statement does to another, what a context leaves out."""

Lift = tuple[str, ...]
"""What can be set aside: `("override", s, t)` or with an action, `("exclusion", c, reason)`, `("finding", f)`, `("axiom", id)`."""


class Replay:
    """The rules below some atoms, with all axioms, in a solver of their own; every statement is on.

    With two worlds there are two patients, who agree on every finding that is not lifted; what else is lifted is lifted for both.

    Args:
        ground: the rules; their program is left as it is.
        roots: the atoms that the question is about.
        worlds: one or two.
        whole: only patients whose record is complete.
        lifts: the kinds of what can be lifted.
        exclusions: whether the patient may exclude actions.
        narrow: whether to leave out axioms that are not tied to the tests that the question rests on, see `GroundRules.part`.

    Attributes:
        atoms: of the program that it holds, by number.
        lifts: the literal of each thing that can be set aside, where the replay was made with lifts.
    """

    def __init__(
        self, ground: GroundRules, roots: Iterable[int], *, worlds: int = 1, whole: bool = False, lifts: Collection[str] = (),
        exclusions: bool = False, narrow: bool = False,
    ) -> None:  # fmt: skip
        in_time()
        self.program = ground.program
        self.control = clingo.Control(["--warn=none", "--heuristic=Domain"], logger=lambda _code, _message: None, message_limit=1)
        self.lifts: dict[Lift, int] = {}
        self._kinds = frozenset(lifts)
        self._outputs: dict[int, int] = {}
        asked = questions(self.program) if whole else {}
        answered = [n for rows in asked.values() for options in rows for n in options if n]
        atoms, constraints = ground.part([*roots, *answered], narrow=narrow)
        self.atoms: Collection[int] = atoms
        unanswerable = supposed(self.program, ground.rules, constraints) if whole else {}
        self._atoms: list[dict[int, int]] = [{} for _ in range(worlds)]
        self._ground = ground
        self._closed = frozenset() if exclusions else frozenset(n for n, t in ground.tests.items() if t.kind == "unsuitable")
        with self.control.backend() as backend:
            self._tests(backend, atoms if narrow else None)
            for world in range(worlds):
                for head in sorted(atoms):
                    lift = self._lift_of(backend, head)
                    for body in ground.rules.get(head, ()):
                        self._rule(backend, head, body, world, lift)
                for body in constraints:
                    lift = self._axiom_of(backend, body)
                    self._rule(backend, 0, body, world, lift)
                moot = {f: self._moot(backend, made, world) for f, made in unanswerable.items()}
                for finding, rows in asked.items():
                    for options in (options for options in rows if 0 not in options):
                        open_ = [-self._literal(backend, n, world) for n in options]
                        backend.add_rule([], [*open_, -moot[finding]] if finding in moot else open_)

    def _literal(self, backend: clingo.Backend, number: int, world: int) -> int:
        atom = self._atoms[world].get(abs(number))
        if atom is None:
            atom = self._atoms[world][abs(number)] = backend.add_atom()
        return atom if number > 0 else -atom

    def _tests(self, backend: clingo.Backend, among: Collection[int] | None) -> None:
        """The tests are free in the first world; in the second they are the same, unless their finding is lifted."""
        for number, test in self._ground.tests.items():
            if number in self._closed or (among is not None and number not in among):
                continue
            first = self._literal(backend, number, 0)
            backend.add_rule([first], choice=True)
            if len(self._atoms) > 1:
                second = self._literal(backend, number, 1)
                lift = self._lift(backend, ("finding", test.subject))
                backend.add_rule([second], [first, -lift] if lift else [first])
                if lift:
                    backend.add_rule([second], [lift], choice=True)

    def _lift(self, backend: clingo.Backend, name: Lift) -> int | None:
        if name[0] not in self._kinds:
            return None
        known = self.lifts.get(name)
        if known is None:
            known = self.lifts[name] = backend.add_atom()
            backend.add_rule([known], choice=True)
            backend.add_heuristic(known, HeuristicType.False_, 1, 0, [])
        return known

    def _lift_of(self, backend: clingo.Backend, head: int) -> int | None:
        atom = self.program.atoms.get(head)
        kind = LIFTED_HEADS.get(atom.name) if atom else None
        return self._lift(backend, (kind, *atom.args)) if atom and kind else None

    def _axiom_of(self, backend: clingo.Backend, body: Body) -> int | None:
        for number in body:
            atom = self.program.atoms.get(number)
            if atom and atom.name == "axiom":
                return self._lift(backend, ("axiom", *atom.args))
        return None

    def _fixed(self, number: int) -> bool | None:
        return False if number in self._closed else self._ground.fixed.get(number)

    def _rule(self, backend: clingo.Backend, head: int, body: Body, world: int, lift: int | None) -> None:
        made = [-lift] if lift else []
        for number in body:
            fixed = self._fixed(abs(number))
            if fixed is None:
                made.append(self._literal(backend, number, world))
            elif fixed != (number > 0):
                return
        backend.add_rule([self._literal(backend, head, world)] if head else [], made)

    def _moot(self, backend: clingo.Backend, answers: Sequence[Supposed], world: int) -> int:
        """A literal that holds where a finding is not recorded, and each answer to it would contradict the rest of the record."""
        refuted = []
        for answer in answers:
            copies = {n: backend.add_atom() for n in answer.rules}

            def literal(number: int, copies: dict[int, int] = copies) -> int:
                atom = copies.get(abs(number)) or self._literal(backend, abs(number), world)
                return atom if number > 0 else -atom

            refuted.append(backend.add_atom())
            bodies = [(copies[head], body) for head, rows in answer.rules.items() for body in rows]
            for head, body in [*bodies, *((refuted[-1], body) for body in answer.contradictions)]:
                values = [answer.tests.get(abs(n), self._fixed(abs(n))) for n in body]
                if all(v is None or v == (n > 0) for v, n in zip(values, body, strict=True)):
                    backend.add_rule([head], [literal(n) for v, n in zip(values, body, strict=True) if v is None])
        made = backend.add_atom()
        given = [-self._literal(backend, n, world) for n in answers[0].tests]
        backend.add_rule([made], [*given, *refuted])
        return made

    def literal(self, number: int, world: int = 0) -> int:
        """The solver's literal for one of the program; what the replay does not hold is false of everybody, a fact true."""
        known = self._atoms[world].get(abs(number))
        if known is None:
            with self.control.backend() as backend:
                known = self._literal(backend, abs(number), world)
                if self._fixed(abs(number)):
                    backend.add_rule([known])
        return known if number > 0 else -known

    def define(self, bodies: Iterable[Iterable[int]]) -> int:
        """A literal that holds where one of some bodies of solver literals does."""
        return self.define_all([bodies])[0]

    def define_all(self, heads: Iterable[Iterable[Iterable[int]]]) -> list[int]:
        """One literal for each head, see `define`."""
        made = []
        with self.control.backend() as backend:
            for bodies in heads:
                made.append(backend.add_atom())
                for body in bodies:
                    backend.add_rule([made[-1]], list(body))
        return made

    def prefer(self, literals: Sequence[int]) -> None:
        """Has the first solution be the one that has the first literal hold if any does, then the second, and so on."""
        with self.control.backend() as backend:
            for place, literal in enumerate(literals):
                backend.add_heuristic(literal, HeuristicType.True_, len(literals) - place, 0, [])

    def minimize(self, levels: Sequence[Mapping[int, int]]) -> None:
        """Declares what `best` keeps low: the sum of the weights of the literals that hold; the first level outweighs the second."""
        with self.control.backend() as backend:
            for place, weights in enumerate(levels):
                # A level without literals is kept, so that the costs of a model always have one number for each.
                backend.add_minimize(len(levels) - place, sorted(weights.items()))
        self._configure(opt_mode="ignore")

    def _configure(self, **options: str | int) -> None:
        solve: Any = self.control.configuration.solve  # typed loosely by clingo
        for name, value in options.items():
            setattr(solve, name, value)

    def _decide(self, heuristic: str) -> None:
        solver: Any = self.control.configuration.solver  # typed loosely by clingo
        solver.heuristic = heuristic

    def one_lift(self) -> None:
        """Has no two things be lifted at a time."""
        with self.control.backend() as backend:
            several = backend.add_atom()
            backend.add_weight_rule([several], 2, [(n, 1) for n in self.lifts.values()])
            backend.add_rule([], [several])

    def some(self, assumed: Iterable[int], asked: Collection[int] = ()) -> frozenset[int] | None:
        """Those of the asked literals that hold in one solution, None where there is none."""
        kept: list[frozenset[int]] = []
        solved(self.control, assumptions=list(assumed), on_model=lambda m: kept.append(frozenset([n for n in asked if m.is_true(n)])))
        return kept[-1] if kept else None

    def best(self, assumed: Iterable[int], asked: Collection[int]) -> frozenset[int] | None:
        """Those of the asked literals that hold in the best solution: lowest by `minimize`, among these the first by `prefer`."""
        costs: list[list[int]] = []
        assumptions = list(assumed)
        self._configure(opt_mode="opt", models=0)
        self._decide("Vsids")
        solved(self.control, assumptions=assumptions, on_model=lambda m: costs.append(list(m.cost)))
        self._configure(opt_mode=",".join(["enum", *map(str, costs[-1])]) if costs else "ignore", models=1)
        self._decide("Domain")
        try:
            return self.some(assumptions, asked) if costs else None
        finally:
            self._configure(opt_mode="ignore")

    def common(self, assumed: Iterable[int], candidates: Iterable[int]) -> frozenset[int] | None:
        """Those of some literals that hold in every solution, None where there is none: each solution that differs strikes some out."""
        assumptions = list(assumed)
        self._decide("Vsids")
        try:
            left = self.some(assumptions, sorted(set(candidates)))
            while left:
                differs = self.define([[-n] for n in sorted(left)])
                agreed = self.some([*assumptions, differs], sorted(left))
                if agreed is None:
                    break
                left = agreed
            return left
        finally:
            self._decide("Domain")

    def brave(self, literals: Collection[int], assumed: Iterable[int] = ()) -> frozenset[int]:
        """Those of some literals that hold in any solution."""
        outputs = self._output(literals)
        self._configure(enum_mode="brave", models=0)
        found: list[frozenset[int]] = []
        try:
            # Each model holds all that was found before, so only the last one is read.
            solved(
                self.control,
                assumptions=list(assumed),
                on_last=lambda m: found.append(frozenset([n for n, output in outputs.items() if m.is_true(output)])),
            )
        finally:
            self._configure(enum_mode="auto", models=1)
        return found[0] if found else frozenset()

    def _output(self, literals: Collection[int]) -> dict[int, int]:
        """Atoms with a name for some literals: the solver keeps consequences of named atoms alone.

        It is told to try each literal as true first: a model then shows many consequences that none showed before, and not one or two.
        """
        with self.control.backend() as backend:
            for literal in sorted(set(literals) - self._outputs.keys()):
                atom = self._outputs[literal] = backend.add_atom(clingo.Function("x", [clingo.Number(len(self._outputs))]))
                backend.add_rule([atom], [literal])
                backend.add_heuristic(abs(literal), HeuristicType.Sign, 1 if literal > 0 else -1, 0, [])
        return {n: self._outputs[n] for n in literals}

    def least_lifts(self, assumed: Iterable[int], limit: int) -> tuple[tuple[tuple[Lift, ...], ...], bool]:
        """The subset-minimal sets of lifts under which some assumed literals hold; at most so many, and whether these are all."""
        if not self.lifts:
            return ((()) if self.some(assumed) is None else ((),)), True
        found: list[tuple[Lift, ...]] = []
        self._configure(enum_mode="domRec", models=limit + 1)
        try:
            solved(
                self.control,
                assumptions=list(assumed),
                on_model=lambda m: found.append(tuple(sorted([name for name, n in self.lifts.items() if m.is_true(n)]))),
            )
        finally:
            self._configure(enum_mode="auto", models=1)
        return tuple(sorted(found, key=lambda s: (len(s), s))[:limit]), len(found) <= limit
