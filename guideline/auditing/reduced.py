"""The ground rules as the audit needs them: without what no patient changes, and the part of them that a question rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from guideline.model import Test
from guideline.program import GroundProgram

Body = tuple[int, ...]


class Reduced:
    """The ground rules for patients who exclude nothing, with every statement on and every axiom kept.

    What then holds of everybody, or of nobody, is gone from the bodies; no rule is made that the grounder did not make.

    Attributes:
        tests: the free tests by literal.
        rules: the bodies of each atom that depends on the patient.
        constraints: bodies that no patient meets.
        true: the atoms that hold of everybody. What has no rule and is no free test holds of nobody.
    """

    def __init__(self, program: GroundProgram) -> None:
        self.tests: Mapping[int, Test] = {n: t for t, n in sorted(program.given.items()) if t.kind != "unsuitable"}
        self._value: dict[int, bool] = {n: False for t, n in program.given.items() if t.kind == "unsuitable"}
        self._value |= {n: name.startswith("active ") for name, n in program.switches.items()}
        heads: list[int] = []
        bodies: list[Body] = []
        facts: set[int] = set()
        for head, body in program.rules:
            if not body:
                facts.add(head)
            elif not any(-n in body for n in body):
                # Else it asks for something and for its absence, and nobody meets it.
                heads.append(head)
                bodies.append(body)
        self._value |= dict.fromkeys(facts, True)
        self._settle(heads, bodies)
        self.rules: dict[int, list[Body]] = {}
        self.constraints: list[Body] = []
        value = self._value
        for head, body in zip(heads, bodies, strict=True):
            if head in value or any(value.get(abs(n)) == (n < 0) for n in body):
                continue
            left = tuple([n for n in body if abs(n) not in value])
            if head:
                self.rules.setdefault(head, []).append(left)
            else:
                self.constraints.append(left)
        self.true = frozenset(n for n, holds in value.items() if holds)
        self._next = {head: tuple({abs(n) for body in rows for n in body}) for head, rows in self.rules.items()}
        self._tie()

    def _settle(self, heads: Sequence[int], bodies: Sequence[Body]) -> None:
        """Decides every atom that is the same for all patients."""
        value, tests = self._value, self.tests
        uses: dict[int, list[int]] = {}
        alive: dict[int, int] = {}
        for i, body in enumerate(bodies):
            alive[heads[i]] = alive.get(heads[i], 0) + 1
            for n in body:
                uses.setdefault(abs(n), []).append(i)
        left = [len(body) for body in bodies]
        dead = [False] * len(bodies)
        for atom in uses:
            if atom not in value and atom not in alive and atom not in tests:
                value[atom] = False
        todo = [atom for atom in value if atom in uses]
        while todo:
            atom = todo.pop()
            for i in uses[atom]:
                head = heads[i]
                if dead[i]:
                    continue
                holds = any(n == atom for n in bodies[i]) == value[atom]
                if holds:
                    left[i] -= 1
                else:
                    dead[i] = True
                    alive[head] -= 1
                decided = True if holds and not left[i] else False if not holds and not alive[head] else None
                if head and decided is not None and head not in value and head not in tests:
                    value[head] = decided
                    if head in uses:
                        todo.append(head)

    def supports(self, atom: int) -> frozenset[int]:
        """The tests that an atom rests on."""
        return frozenset(n for n in self.below([atom]) if n in self.tests)

    def below(self, literals: Iterable[int]) -> set[int]:
        """The atoms that some literals rest on, their own included."""
        todo = [abs(n) for n in literals]
        found = set(todo)
        next_ = self._next
        while todo:
            for n in next_.get(todo.pop(), ()):
                if n not in found:
                    found.add(n)
                    todo.append(n)
        return found

    def against(self, atom: int) -> set[int]:
        """The tests that may keep an atom from holding: those that it rests on by way of an odd number of negations."""
        todo = [atom]
        found = set(todo)
        while todo:
            n = todo.pop()
            for body in self.rules.get(abs(n), ()):
                for m in body:
                    signed = m if n > 0 else -m
                    if signed not in found:
                        found.add(signed)
                        todo.append(signed)
        return {-n for n in found if -n in self.tests}

    @cached_property
    def _implied(self) -> dict[int, set[int]]:
        """For each literal what follows from it in one step: by a rule with one condition, by an only rule, by a ban on two at a time."""
        found: dict[int, set[int]] = {}

        def implies(one: int, other: int) -> None:
            found.setdefault(one, set()).add(other)
            found.setdefault(-other, set()).add(-one)

        never = {body[0] for body in self.constraints if len(body) == 1}
        for head, rows in self.rules.items():
            for body in rows:
                if len(body) == 1:
                    implies(body[0], head)
                if len(rows) == 1:
                    for n in body:
                        implies(head, n)
                if head in never and len(body) == 2:
                    implies(body[0], -body[1])
        for body in self.constraints:
            if len(body) == 2:
                implies(body[0], -body[1])
        return found

    def simply(self, literal: int) -> set[int]:
        """What follows from a literal by steps of one condition each; more may follow by others."""
        todo = [literal]
        found = set(todo)
        while todo:
            for n in self._implied.get(todo.pop(), ()):
                if n not in found:
                    found.add(n)
                    todo.append(n)
        return found

    def _tie(self) -> None:
        """Joins tests that constraints tie together, so that what lies apart can be left out."""
        parent: dict[int, int] = {n: n for n in self.tests}

        def root(n: int) -> int:
            while parent[n] != n:
                parent[n] = parent[parent[n]]
                n = parent[n]
            return n

        # Of a finding all tests are kept, so that a record can be told from them.
        first: dict[str, int] = {}
        for n, test in self.tests.items():
            parent[root(n)] = root(first.setdefault(test.subject, n))
        rows = []
        for body in self.constraints:
            atoms = self.below(body)
            tests = sorted(n for n in atoms if n in self.tests)
            rows.append((body, atoms, tests))
            for n in tests[1:]:
                parent[root(n)] = root(tests[0])
        self._root = {n: root(n) for n in self.tests}
        self._islands: dict[int, tuple[list[Body], set[int]]] = {}
        for n, island in self._root.items():
            self._islands.setdefault(island, ([], set()))[1].add(n)
        for body, atoms, tests in rows:
            # A constraint on no test is met by everybody or nobody.
            bodies, rest = self._islands.setdefault(self._root[tests[0]] if tests else 0, ([], set()))
            bodies.append(body)
            rest |= atoms

    def keep_all(self) -> None:
        """Keeps all constraints in every part: for packs of which no patient may be without any record."""
        self._root = dict.fromkeys(self.tests, 0)
        self._islands = {0: (list(self.constraints), self.below(n for body in self.constraints for n in body) | self.tests.keys())}

    def part(self, goals: Iterable[int]) -> tuple[set[int], list[Body]]:
        """What decides some atoms: the atoms below them, with the constraints that tie the tests among these, and what they rest on.

        Of the other tests none need be recorded, and no constraint on them concerns the atoms.
        """
        atoms = self.below(goals)
        root = self._root
        constraints: list[Body] = []
        for island in sorted({0, *(root[n] for n in atoms if n in root)}):
            bodies, rest = self._islands.get(island, ([], set()))
            constraints += bodies
            atoms |= rest
        return atoms, constraints
