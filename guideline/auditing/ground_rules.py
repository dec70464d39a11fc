"""The ground rules of a program by head, and the part of them that some atoms rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from guideline.model import Test
from guideline.program import GroundProgram

Body = tuple[int, ...]


def below(rules: Mapping[int, Sequence[Body]], atoms: Iterable[int]) -> set[int]:
    """The atoms that some atoms rest on, themselves included."""
    todo = [abs(n) for n in atoms]
    found = set(todo)
    while todo:
        for body in rules.get(todo.pop(), ()):
            for n in body:
                if abs(n) not in found:
                    found.add(abs(n))
                    todo.append(abs(n))
    return found


class GroundRules:
    """The rules of one program, as they were when this was made.

    Attributes:
        rules: the bodies of each head.
        constraints: bodies that no patient meets.
    """

    def __init__(self, program: GroundProgram) -> None:
        self.program = program
        self.rules: dict[int, list[Body]] = {}
        self.constraints: list[Body] = []
        for head, body in program.rules:
            if head:
                self.rules.setdefault(head, []).append(body)
            else:
                self.constraints.append(body)

    @cached_property
    def tests(self) -> Mapping[int, Test]:
        """The tests by literal, in their order."""
        return {n: t for t, n in sorted(self.program.given.items())}

    @cached_property
    def fixed(self) -> Mapping[int, bool]:
        """What is the same in every question: every statement is on, no axiom is set aside, facts hold."""
        known = {n: name.startswith("active ") for name, n in self.program.switches.items()}
        return known | dict.fromkeys(self.program.certain, True)

    def islands(self, roots: Iterable[int]) -> frozenset[int]:
        """The sets of tests, by a name for each, that some atoms rest on; constraints tie the tests of each together."""
        return frozenset(self._islands[0][n] for n in below(self.rules, roots) if n in self._islands[0])

    @cached_property
    def _islands(self) -> tuple[dict[int, int], dict[int, list[Body]]]:
        """A name for each set of tests that constraints tie together, by test; and the constraints of each, 0 for those without tests."""
        tests = {n: n for n in self.program.given.values()}

        def root(n: int) -> int:
            while tests[n] != n:
                tests[n] = tests[tests[n]]
                n = tests[n]
            return n

        tied = [(body, sorted(n for n in below(self.rules, body) if n in tests)) for body in self.constraints]
        for _, own in tied:
            for n in own[1:]:
                tests[root(n)] = root(own[0])
        constraints: dict[int, list[Body]] = {}
        for body, own in tied:
            constraints.setdefault(root(own[0]) if own else 0, []).append(body)
        return {n: root(n) for n in tests}, constraints

    def part(self, roots: Iterable[int], *, narrow: bool) -> tuple[set[int], list[Body]]:
        """The atoms that some atoms rest on, with the constraints; where `narrow`, only those that are tied to tests among these.

        What is then left out bears on nothing, as long as some patient meets it.
        """
        if not narrow:
            return below(self.rules, [*roots, *(n for body in self.constraints for n in body)]), self.constraints
        islands, constraints = self._islands
        atoms = below(self.rules, roots)
        wanted = sorted({0, *(islands[n] for n in atoms if n in islands)})
        kept = [body for island in wanted for body in constraints.get(island, ())]
        return atoms | below(self.rules, (n for body in kept for n in body)), kept


__all__ = ["Body", "GroundRules", "below"]
