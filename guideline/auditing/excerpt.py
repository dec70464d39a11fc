"""A part of the reduced ground rules in a solver of its own, so that a question costs what it rests on and not what the pack holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import clingo
from clingo.backend import HeuristicType

from guideline.auditing.deadline import OutOfTimeError, in_time, solved
from guideline.auditing.reduced import Reduced
from guideline.program import GroundProgram
from guideline.terms.atoms import number_of


def reduced_rules(program: GroundProgram) -> Reduced:
    """The reduced rules of a program, see `Reduced`; parts of them leave out what they can."""
    reduced = Reduced(program)
    axioms = Excerpt(reduced, [n for body in reduced.constraints for n in body])
    if not axioms.some([-axioms.literal(n) for n in axioms.tests]):
        reduced.keep_all()
    return reduced


class Excerpt:
    """What some goals rest on, over all patients: free tests, the rules below the goals, and the axioms that tie these tests.

    Args:
        reduced: the rules.
        goals: literals of the program that questions are about.
        asked: those, negative ones included, of which brave and cautious consequences are wanted.
        axioms: whether the axioms are kept; without them any record will do.

    Attributes:
        tests: the literals of the free tests in it.
    """

    def __init__(self, reduced: Reduced, goals: Iterable[int], asked: Iterable[int] = (), *, axioms: bool = True) -> None:
        in_time()
        self._control = clingo.Control(["--warn=none", "--opt-strategy=usc", "--restart-on-model", "--save-progress=0"], message_limit=1)
        wanted = list(asked)
        rested_on = [*goals, *wanted]
        atoms, constraints = reduced.part(rested_on) if axioms else (reduced.below(rested_on), [])
        self.tests = tuple(sorted(n for n in atoms if n in reduced.tests))
        self._asked: dict[int, int] = {}
        # Typed loosely by clingo: a part of the configuration may be a branch or a leaf.
        self._set: tuple[str, str, int, str] | None = None
        self._solve: Any = self._control.configuration.solve
        self._solver: Any = self._control.configuration.solver
        with self._control.backend() as backend:
            # Named, so that a model can be asked for those that it sets.
            named = {n: backend.add_atom(clingo.Function("test", [clingo.Number(n)])) for n in self.tests}
            self._atoms = {n: named.get(n) or backend.add_atom() for n in sorted(atoms)}
            literals = self._atoms | {-n: -atom for n, atom in self._atoms.items()}
            if self.tests:
                backend.add_rule([self._atoms[n] for n in self.tests], [], choice=True)
            for head, atom in self._atoms.items():
                if head in reduced.true:
                    backend.add_rule([atom])
                for body in reduced.rules.get(head, ()):
                    backend.add_rule([atom], [literals[n] for n in body])
            for body in constraints:
                backend.add_rule([], [literals[n] for n in body])
            for n in wanted:
                self._asked[n] = literals[n] if n > 0 else backend.add_atom()
                if n < 0:
                    backend.add_rule([self._asked[n]], [literals[n]])
            if wanted:
                backend.add_project(list(self._asked.values()))

    def literal(self, number: int) -> int:
        """The solver's literal for one of the program, which has to rest on the goals or on what was asked."""
        atom: int = self._atoms[abs(number)]
        return atom if number > 0 else -atom

    def either(self, groups: Iterable[Iterable[int]]) -> list[int]:
        """For each group of solver literals one that holds where one of them does."""
        return self.defined([[n] for n in group] for group in groups)

    def all_of(self, bodies: Iterable[Sequence[int]]) -> list[int]:
        """For each body of solver literals one that holds where all of them do."""
        return self.defined([body] for body in bodies)

    def defined(self, heads: Iterable[Iterable[Sequence[int]]]) -> list[int]:
        """For each row of bodies of solver literals one that holds where all of some body do."""
        made: list[int] = []
        with self._control.backend() as backend:
            for bodies in heads:
                made.append(backend.add_atom())
                for body in bodies:
                    backend.add_rule([made[-1]], list(body))
        return made

    def forbid(self, bodies: Iterable[Sequence[int]]) -> None:
        """Leaves out the patients of whom all solver literals of one of some bodies hold."""
        with self._control.backend() as backend:
            for body in bodies:
                backend.add_rule([], list(body))

    def choose(self, costs: Sequence[Iterable[tuple[int, int]]], order: Sequence[int]) -> None:
        """Says which solution `best` takes.

        Args:
            costs: solver literals with their weights; the first list outweighs the second.
            order: of the cheapest, that which has the first literal hold if any does, then the second, and so on.
        """
        with self._control.backend() as backend:
            for place, weighted in enumerate(costs):
                # A level without literals is kept, so that the costs of a model always have one number for each.
                backend.add_minimize(len(costs) - place, list(weighted))
            for place, n in enumerate(order):
                modifier = HeuristicType.True_ if n > 0 else HeuristicType.False_
                backend.add_heuristic(abs(n), modifier, len(order) - place, 1, [])

    def prefer(self, literals: Iterable[int]) -> None:
        """Has each solution of `brave` show many of some literals at a time."""
        with self._control.backend() as backend:
            for n in literals:
                backend.add_heuristic(abs(n), HeuristicType.True_, 1, 1, [])

    def best(self, assumed: Iterable[int]) -> tuple[tuple[int, ...], frozenset[int]] | None:
        """The costs of the best solution and the tests that it sets; None where nothing meets the assumptions."""
        assumptions = list(assumed)
        costs: list[list[int]] = []
        self._configure("opt", heuristic="Vsids")
        solved(self._control, assumptions=assumptions, on_model=lambda m: costs.append(list(m.cost)))
        if not costs:
            return None
        self._configure(",".join(["enum", *map(str, costs[-1])]), heuristic="Domain")
        kept: list[frozenset[int]] = []
        solved(
            self._control,
            assumptions=assumptions,
            on_model=lambda m: kept.append(frozenset([number_of(s) for s in m.symbols(atoms=True)])),
        )
        return tuple(costs[-1]), kept[0]

    def some(self, assumed: Iterable[int]) -> bool:
        """Whether some solution meets the assumptions."""
        self._configure("ignore", heuristic="Vsids")
        return bool(solved(self._control, assumptions=list(assumed)).satisfiable)

    def brave(self, assumed: Iterable[int] = ()) -> frozenset[int]:
        """Those of the asked literals that hold in some solution."""
        return self._consequences("brave", assumed) or frozenset()

    def cautious(self, assumed: Iterable[int] = ()) -> frozenset[int] | None:
        """Those of the asked literals that hold in every solution, None where there is none."""
        return self._consequences("cautious", assumed)

    def _consequences(self, mode: str, assumed: Iterable[int]) -> frozenset[int] | None:
        self._configure("ignore", mode, 0, "Domain" if mode == "brave" else "Vsids")
        found: list[frozenset[int]] = []
        # Each model holds all that was found before, so only the last one is read.
        try:
            solved(
                self._control,
                assumptions=list(assumed),
                on_last=lambda m: found.append(frozenset([n for n, made in self._asked.items() if m.is_true(made)])),
            )
        except OutOfTimeError as error:
            if mode == "brave" and found:
                error.found = found[0]
            raise
        return found[0] if found else None

    def _configure(self, opt_mode: str, enum_mode: str = "auto", models: int = 1, heuristic: str = "Vsids") -> None:
        # An optimum is found and proved only where all models are asked for.
        wanted = (opt_mode, enum_mode, 0 if opt_mode == "opt" else models, heuristic)
        if wanted != self._set:
            self._set = wanted
            self._solve.opt_mode, self._solve.enum_mode, self._solve.models, self._solver.heuristic = wanted
