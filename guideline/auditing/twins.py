"""One patient before and after the answer to one question, in a solver of its own: what another finding on record does to a result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import clingo
from clingo.backend import HeuristicType

from guideline.auditing.deadline import in_time, solved
from guideline.auditing.reduced import Reduced


class Twins:
    """Two records of one patient: all that the first holds is in the second, which answers one finding more.

    Args:
        reduced: the rules.
        goals: literals of the program that questions are about.
        rows: of each finding what an answer decides, see `answers.questions`.
    """

    def __init__(self, reduced: Reduced, goals: Iterable[int], rows: dict[str, list[list[int]]]) -> None:
        in_time()
        self._control = clingo.Control(["--warn=none", "--heuristic=Domain", "--restart-on-model", "--save-progress=0"], message_limit=1)
        self._named: list[int] = []
        wanted = list(goals)
        # The tests by themselves are goals too: an answer shows in them alone.
        tests = {n for n in reduced.part(wanted)[0] if n in reduced.tests}
        subjects = sorted({reduced.tests[n].subject for n in tests})
        known = [n for f in subjects for options in rows[f] for n in options if n]
        atoms, constraints = reduced.part([*wanted, *known])
        self.findings: dict[str, int] = {}
        self._worlds: list[dict[int, int]] = []
        with self._control.backend() as backend:
            self.findings = {f: backend.add_atom() for f in sorted({reduced.tests[n].subject for n in atoms if n in reduced.tests})}
            backend.add_rule(list(self.findings.values()), [], choice=True)
            for _ in range(2):
                self._worlds.append({n: backend.add_atom() for n in sorted(atoms)})
            for n in sorted(atoms):
                if n in reduced.tests:
                    before, after = (world[n] for world in self._worlds)
                    asked = self.findings[reduced.tests[n].subject]
                    backend.add_rule([before], [-asked], choice=True)
                    backend.add_rule([after], [before])
                    backend.add_rule([after], [asked], choice=True)
            for world in self._worlds:
                literals = world | {-n: -atom for n, atom in world.items()}
                for head, atom in world.items():
                    if head in reduced.true:
                        backend.add_rule([atom])
                    for body in reduced.rules.get(head, ()):
                        backend.add_rule([atom], [literals[n] for n in body])
                for body in constraints:
                    backend.add_rule([], [literals[n] for n in body])
            after_ = self._worlds[1]
            for f in subjects:
                for options in rows[f]:
                    if 0 not in options:
                        backend.add_rule([], [self.findings[f], *(-after_[n] for n in options)])

    def before(self, number: int) -> int:
        """The solver's literal of an atom in the first record."""
        return self._worlds[0][number]

    def after(self, number: int) -> int:
        """The solver's literal of an atom in the second record."""
        return self._worlds[1][number]

    def differ(self, numbers: Sequence[int]) -> int:
        """A solver literal that holds where one of some atoms holds in one of the records only."""
        with self._control.backend() as backend:
            made: int = backend.add_atom()
            for n in numbers:
                one, other = self.before(n), self.after(n)
                backend.add_rule([made], [one, -other])
                backend.add_rule([made], [other, -one])
        return made

    def define(self, bodies: Iterable[Sequence[int]]) -> list[int]:
        """For each body of solver literals an atom that holds where all of them do; `brave` can be asked for it."""
        made: list[int] = []
        with self._control.backend() as backend:
            for body in bodies:
                # Named, because the solver keeps consequences of named atoms alone.
                made.append(backend.add_atom(clingo.Function("x", [clingo.Number(len(self._named))])))
                self._named.append(made[-1])
                backend.add_rule([made[-1]], list(body))
                backend.add_heuristic(made[-1], HeuristicType.True_, 1, 1, [])
            backend.add_project(made)
        return made

    def brave(self, finding: str, literals: Iterable[int]) -> frozenset[int]:
        """Those of some defined atoms that hold for some two such records with the answer to a finding between them."""
        # Typed loosely by clingo: a part of the configuration may be a branch or a leaf.
        solve: Any = self._control.configuration.solve
        solve.enum_mode, solve.models = "brave", 0
        only = [n if f == finding else -n for f, n in self.findings.items()]
        asked = list(literals)
        found: list[frozenset[int]] = []
        # Each model holds all that was found before, so only the last one is read.
        solved(self._control, assumptions=only, on_last=lambda m: found.append(frozenset([n for n in asked if m.is_true(n)])))
        return found[0] if found else frozenset()
